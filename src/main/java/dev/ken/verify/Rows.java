package dev.ken.verify;

import dev.ken.ir.Stmt;
import dev.ken.logic.Evaluator;
import dev.ken.logic.Op;
import dev.ken.logic.Sort;
import dev.ken.logic.Term;
import dev.ken.logic.Terms;
import dev.ken.source.Span;
import dev.ken.symbolic.Observation;
import dev.ken.symbolic.Occurrence;
import dev.ken.symbolic.Trace;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Compares reported rows, occurrence by occurrence. Where a column stands in a row of the candidate's is found out at
/// the
/// first sequence on which both report, and held against every later one.
final class Rows {
    /// A column that is not in the row.
    private static final int ABSENT = -1;
    /// A column that any form of the time satisfies.
    private static final int ANY_FORM = -2;

    /// Where a column is, and by what the reference's value is divided to be the shown one.
    private record Place(int index, long divisor) {}

    private final Reference reference;
    private final Map<Stmt.Emit, Map<String, List<Place>>> places = new IdentityHashMap<>();
    private Terms terms;
    private Predicate<Term> impossible;

    Rows(Reference reference) {
        this.reference = reference;
        this.terms = new Terms();
        this.impossible = _ -> false;
    }

    /// Rows are next compared among terms of `terms`; `impossible` says whether a condition cannot hold.
    Rows among(Terms next, Predicate<Term> nextImpossible) {
        terms = next;
        impossible = nextImpossible;
        return this;
    }

    List<Violation> compare(List<Occurrence> sequence, Trace ours, Trace theirs) {
        List<Violation> violations = new ArrayList<>();
        for (int step = 0; step < sequence.size(); step++) {
            List<Observation.Row> wanted = rows(ours, step);
            List<Observation.Row> got = rows(theirs, step).stream()
                    .filter(row -> !row.values().isEmpty())
                    .toList();
            boolean time =
                    rows(theirs, step).stream().anyMatch(row -> row.by().form().contains("%H"));
            compare(wanted, got, time ? "time" : "", sequence.get(step), violations);
        }
        return violations;
    }

    private static List<Observation.Row> rows(Trace trace, int step) {
        return trace.observations().stream()
                .filter(Observation.Row.class::isInstance)
                .map(Observation.Row.class::cast)
                .filter(row -> row.step() == step)
                .toList();
    }

    private void compare(
            List<Observation.Row> wanted,
            List<Observation.Row> got,
            String apart,
            Occurrence occurrence,
            List<Violation> violations) {
        Term anyGot = terms.or(got.stream().map(Observation::guard).toList());
        Term anyWanted = terms.or(wanted.stream().map(Observation::guard).toList());
        for (Observation.Row row : wanted) {
            String id = row.by().form();
            add(violations, id + ".complete", terms.and(row.guard(), terms.not(anyGot)), row, null, Span.NONE);
            for (Observation.Row other : got) {
                columns(part(id), row, other, apart, occurrence, violations);
            }
        }
        String first = reference.parts().stream()
                .filter(Comparison::isReport)
                .findFirst()
                .orElse(reference.parts().get(0))
                .id();
        for (int i = 0; i < got.size(); i++) {
            Observation.Row row = got.get(i);
            Span at = row.by().at();
            add(violations, first + ".exact", terms.and(row.guard(), terms.not(anyWanted)), null, row, at);
            for (int j = 0; j < i && wanted.size() <= 1; j++) {
                add(
                        violations,
                        first + ".exact",
                        terms.and(row.guard(), got.get(j).guard()),
                        null,
                        row,
                        at);
            }
        }
    }

    private ReferencePart part(String id) {
        return reference.parts().stream()
                .filter(part -> part.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private void columns(
            ReferencePart part,
            Observation.Row wanted,
            Observation.Row got,
            String apart,
            Occurrence occurrence,
            List<Violation> violations) {
        Term both = terms.and(wanted.guard(), got.guard());
        if (both == terms.bool(false)) {
            return;
        }
        if (!places.containsKey(got.by()) && impossible.test(both)) {
            return;
        }
        Map<String, List<Place>> known = places.computeIfAbsent(got.by(), _ -> new java.util.TreeMap<>());
        List<Place> row = known.computeIfAbsent(part.id(), _ -> place(part, wanted, got, apart, occurrence, both));
        for (int column = 0; column < row.size(); column++) {
            Place place = row.get(column);
            String clause = part.id() + ".columns";
            if (place.index() == ABSENT) {
                add(violations, clause, both, wanted, got, got.by().at());
            } else if (place.index() != ANY_FORM) {
                Term same = same(part, column, wanted, got.values().get(place.index()), place.divisor());
                add(
                        violations,
                        clause,
                        terms.and(both, terms.not(same)),
                        wanted,
                        got,
                        got.by().at());
            }
        }
    }

    private List<Place> place(
            ReferencePart part,
            Observation.Row wanted,
            Observation.Row got,
            String apart,
            Occurrence occurrence,
            Term both) {
        List<Place> row = new ArrayList<>();
        for (int column = 0; column < part.columns().size(); column++) {
            ReferencePart.Column asked = part.columns().get(column);
            boolean time = asked.attribute().equals("time");
            Optional<Place> found = find(part, column, wanted, got, both);
            if (found.isPresent()) {
                row.add(found.get());
            } else if (time
                    && (apart.equals("time") || showsTime(got, occurrence).isPresent())) {
                row.add(new Place(ANY_FORM, 1));
            } else {
                row.add(new Place(ABSENT, 1));
            }
        }
        return row;
    }

    private Optional<Place> find(
            ReferencePart part, int column, Observation.Row wanted, Observation.Row got, Term both) {
        List<Place> possible = new ArrayList<>();
        for (long divisor : part.columns().get(column).divisors()) {
            for (int index = 0; index < got.values().size(); index++) {
                Term same = same(part, column, wanted, got.values().get(index), divisor);
                if (same == terms.bool(true)) {
                    return Optional.of(new Place(index, divisor));
                }
                if (same != terms.bool(false)) {
                    possible.add(new Place(index, divisor));
                }
            }
        }
        return possible.stream()
                .filter(place -> impossible.test(terms.and(
                        both, terms.not(same(part, column, wanted, got.values().get(place.index()), place.divisor())))))
                .findFirst();
    }

    private Term same(ReferencePart part, int column, Observation.Row wanted, Term shown, long divisor) {
        Term value = wanted.values().get(column);
        Term scaled = divisor == 1 ? value : terms.bits(Op.UDIV, value, terms.number(divisor, value.width()));
        Term plain = Values.same(terms, scaled, stripped(shown)).orElse(terms.bool(false));
        boolean error = part.kind()
                .attribute(part.columns().get(column).attribute())
                .map(a -> a.type() == dev.ken.kernel.catalog.Attribute.Type.ERRNO)
                .orElse(false);
        // The negative return value says the same as the error number.
        Term negated = terms.bits(Op.SUB, terms.number(0, value.width()), value);
        return error && shown.width() == value.width() ? terms.or(plain, terms.equal(negated, shown)) : plain;
    }

    /// A name that stands for a number (a user's for their uid) says the same as the number.
    private static Term stripped(Term shown) {
        return shown instanceof Term.Apply apply
                        && apply.op() == Op.CALL
                        && apply.function().equals("username")
                ? apply.argument(0)
                : shown;
    }

    private Optional<Term> showsTime(Observation.Row row, Occurrence occurrence) {
        Term time = terms.symbol(occurrence.symbol("time"), Sort.bits(64));
        return row.values().stream().filter(value -> mentions(value, time)).findFirst();
    }

    private static boolean mentions(Term value, Term symbol) {
        return value == symbol
                || value instanceof Term.Apply apply
                        && apply.arguments().stream().anyMatch(a -> mentions(a, symbol));
    }

    private void add(
            List<Violation> violations,
            String clause,
            Term condition,
            Observation.@org.jspecify.annotations.Nullable Row wanted,
            Observation.@org.jspecify.annotations.Nullable Row got,
            Span at) {
        if (condition != terms.bool(false)) {
            violations.add(new Violation(
                    clause,
                    condition,
                    at,
                    evaluator -> wanted == null ? "no row" : named(wanted, evaluator),
                    evaluator ->
                            got == null ? "reports nothing" : "a row (" + Values.words(got.values(), evaluator) + ")"));
        }
    }

    private String named(Observation.Row row, Evaluator evaluator) {
        List<ReferencePart.Column> columns = part(row.by().form()).columns();
        List<String> words = new ArrayList<>();
        for (int i = 0; i < row.values().size(); i++) {
            words.add(
                    columns.get(i).attribute() + " " + Values.words(row.values().get(i), evaluator));
        }
        return "a row (" + String.join(", ", words) + ")";
    }
}
