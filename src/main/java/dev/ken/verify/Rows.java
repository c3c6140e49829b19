package dev.ken.verify;

import dev.ken.contract.What;
import dev.ken.ir.Stmt;
import dev.ken.kernel.Site;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.Unit;
import dev.ken.logic.Evaluator;
import dev.ken.logic.Op;
import dev.ken.logic.Term;
import dev.ken.logic.Terms;
import dev.ken.source.Span;
import dev.ken.symbolic.Observation;
import dev.ken.symbolic.Occurrence;
import dev.ken.symbolic.Trace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Compares reported rows, occurrence by occurrence. Which report a row of the candidate's belongs to is in the
/// [Matching]. Where a column stands in a row is found out at the first sequence on which both report, and held
/// against every later one.
final class Rows {
    /// A column that is not in the row.
    private static final int ABSENT = -1;
    /// A column that any form of the time satisfies.
    private static final int ANY_FORM = -2;

    /// Whether a condition cannot hold, by what is known of all that it and the terms of `about` mention.
    @FunctionalInterface
    interface Doubt {
        boolean impossible(Term condition, List<Term> about);
    }

    /// Where a column is, and by what the reference's value is divided to be the shown one.
    private record Place(int index, long divisor) {}

    private final Terms terms;
    private final Reference reference;
    private final Matching matching;
    private final Map<Stmt.Emit, Map<String, List<Place>>> places = new IdentityHashMap<>();
    private final List<Violation> violations = new ArrayList<>();
    private Doubt doubt = (_, _) -> false;
    private Headings headings = new Headings(List.of());

    Rows(Terms terms, Reference reference, Matching matching) {
        this.terms = terms;
        this.reference = reference;
        this.matching = matching;
    }

    /// The same with what is known of columns so far; what is found out later is not known to this one.
    Rows copy() {
        Rows copy = new Rows(terms, reference, matching);
        places.forEach((writer, known) -> copy.places.put(writer, new TreeMap<>(known)));
        return copy;
    }

    /// `next` says of the next sequences whether a condition cannot hold.
    Rows under(Doubt next) {
        doubt = next;
        return this;
    }

    List<Violation> compare(Occurrence occurrence, int step, Trace ours, Trace theirs) {
        violations.clear();
        headings = Headings.of(rows(theirs, 0));
        List<Observation.Row> shown = rows(theirs, step).stream()
                .filter(row -> !presentation(row, occurrence.site()))
                .toList();
        List<Observation.Row> asked = rows(ours, step);
        for (ReferencePart part : reference.parts()) {
            if (Comparison.isReport(part)) {
                List<Observation.Row> wanted = asked.stream()
                        .filter(row -> row.by().getFirst().form().equals(part.id()))
                        .toList();
                List<Observation.Row> got = shown.stream()
                        .filter(row -> matching.report(row.by()).equals(Optional.of(part.id())))
                        .toList();
                compare(part, wanted, got, occurrence);
            }
        }
        String first = reference.parts().getFirst().id();
        shown.stream()
                .filter(row -> matching.report(row.by()).isEmpty())
                .forEach(row -> add(first + ".exact", row.guard(), null, row));
        return List.copyOf(violations);
    }

    private List<Observation.Row> rows(Trace trace, int step) {
        return trace.observations().stream()
                .filter(Observation.Row.class::isInstance)
                .map(Observation.Row.class::cast)
                .filter(row -> row.step() == step && row.guard() != terms.bool(false))
                .toList();
    }

    /// Headings and other constant lines, what is said before anything happened, and the time above a table.
    private boolean presentation(Observation.Row row, Site site) {
        boolean timer =
                site instanceof Site.Interval || reference.parts().stream().noneMatch(Comparison::isReport);
        return site instanceof Site.Begin
                || row.values().isEmpty() && (timer || !tellsTime(row))
                || (site instanceof Site.Interval || site instanceof Site.End) && tellsNothing(row)
                || site instanceof Site.Interval && tellsOnlyTime(row)
                || site instanceof Site.End && tellsHowLong(row);
    }

    /// Whether a line tells the same words whatever happens.
    private static boolean tellsNothing(Observation.Row row) {
        return row.values().stream().allMatch(value -> value instanceof Term.Literal && value.width() > Long.SIZE);
    }

    /// Whether all values of a line are made of the time and of nothing else.
    private static boolean tellsOnlyTime(Observation.Row row) {
        Map<String, Term> symbols = World.symbols(row.values());
        return !symbols.isEmpty() && symbols.keySet().stream().allMatch(name -> Names.time(name) != Names.NO_TIME);
    }

    /// Whether all values of a line are made of when observation began and ended.
    private static boolean tellsHowLong(Observation.Row row) {
        Map<String, Term> symbols = World.symbols(row.values());
        return !symbols.isEmpty()
                && symbols.keySet().stream().map(Names::time).allMatch(at -> at == 0 || at == Integer.MAX_VALUE);
    }

    private static boolean tellsTime(Observation.Row row) {
        return row.by().stream()
                .anyMatch(emit ->
                        emit.channel() == Stmt.Channel.CLOCK || emit.form().contains("%H"));
    }

    private void compare(
            ReferencePart part, List<Observation.Row> wanted, List<Observation.Row> got, Occurrence occurrence) {
        boolean exclusive = exclusive(wanted) && exclusive(got);
        Observation.Row ours = wanted.isEmpty() ? null : wanted.getFirst();
        Observation.Row theirs = got.isEmpty() ? null : got.getLast();
        if (exclusive) {
            Term anyWanted = any(wanted);
            Term anyGot = any(got);
            wanted.forEach(row -> add(part.id() + ".complete", terms.and(row.guard(), terms.not(anyGot)), row, null));
            got.forEach(row -> add(part.id() + ".exact", terms.and(row.guard(), terms.not(anyWanted)), null, row));
        } else {
            add(part.id() + ".complete", terms.bits(Op.ULT, count(got), count(wanted)), ours, null);
            add(part.id() + ".exact", terms.bits(Op.ULT, count(wanted), count(got)), null, theirs);
        }
        for (int i = 0; i < wanted.size(); i++) {
            for (int j = 0; j < got.size(); j++) {
                // Several rows at one occurrence are taken in order: the n-th that is there is the n-th of the other.
                Term sameRank = exclusive || wanted.size() == 1
                        ? terms.bool(true)
                        : terms.equal(count(wanted.subList(0, i)), count(got.subList(0, j)));
                columns(part, wanted.get(i), got.get(j), sameRank, occurrence);
            }
        }
    }

    private static Term guard(Observation row) {
        return row.guard();
    }

    private Term any(List<Observation.Row> rows) {
        return terms.or(rows.stream().map(Rows::guard).toList());
    }

    /// Whether no two of the rows can be there at once, as far as is plain.
    private boolean exclusive(List<Observation.Row> rows) {
        for (int i = 0; i < rows.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (terms.and(rows.get(i).guard(), rows.get(j).guard()) != terms.bool(false)) {
                    return false;
                }
            }
        }
        return true;
    }

    private Term count(List<Observation.Row> rows) {
        Term sum = terms.number(0, 64);
        for (Observation.Row row : rows) {
            sum = terms.add(sum, terms.choose(row.guard(), terms.number(1, 64), terms.number(0, 64)));
        }
        return sum;
    }

    private void columns(
            ReferencePart part, Observation.Row wanted, Observation.Row got, Term sameRank, Occurrence occurrence) {
        Term both = terms.and(List.of(wanted.guard(), got.guard(), sameRank));
        Stmt.Emit writer = Matching.writer(got.by());
        // What cannot happen would let any value pass for any column.
        if (both == terms.bool(false) || !places.containsKey(writer) && doubt.impossible(both, values(wanted, got))) {
            return;
        }
        Map<String, List<Place>> known = places.computeIfAbsent(writer, _ -> new TreeMap<>());
        // Numbers that are the same anyhow, as totals of nothing are, do not show which column they are in.
        boolean tells = !wanted.values().stream().allMatch(Term.Literal.class::isInstance);
        List<Place> row =
                Optional.ofNullable(known.get(part.id())).orElseGet(() -> place(part, wanted, got, occurrence, both));
        if (tells) {
            known.putIfAbsent(part.id(), row);
        }
        for (int column = 0; column < row.size(); column++) {
            Place place = row.get(column);
            String clause = part.id() + ".columns";
            if (place.index() == ABSENT || place.index() >= got.values().size()) {
                add(clause, nowhere(part, column, wanted, got, both), wanted, got);
            } else if (place.index() == ANY_FORM) {
                add(clause, terms.and(both, Moments.untold(terms, got, occurrence, taken(row))), wanted, got);
            } else {
                Term same = same(part, column, wanted, got, place);
                add(clause, terms.and(both, terms.not(same)), wanted, got);
            }
        }
        labelled(part, row, wanted, got, both);
        written(part, row, wanted, got, both);
        if (tells) {
            units(part, row, wanted, got, occurrence, both);
        }
    }

    /// What formats and words make of values that are right.
    private void written(ReferencePart part, List<Place> row, Observation.Row wanted, Observation.Row got, Term both) {
        List<Integer> indexes = row.stream().map(Place::index).toList();
        Formats.misread(terms, part, indexes, got, heading(got))
                .forEach(one -> misread(part, wanted, got, terms.and(both, one.when()), one.how()));
    }

    /// A unit that is told beside a value, or above it, has to be the value's.
    private void units(
            ReferencePart part,
            List<Place> row,
            Observation.Row wanted,
            Observation.Row got,
            Occurrence occurrence,
            Term both) {
        List<Optional<Unit>> units =
                new ArrayList<>(Collections.nCopies(got.values().size(), Optional.empty()));
        for (int column = 0; column < row.size(); column++) {
            Place place = row.get(column);
            if (place.index() >= 0 && place.index() < units.size()) {
                units.set(place.index(), part.columns().get(column).told(place.divisor()));
            }
            if (place.index() == ANY_FORM) {
                moments(part.columns().get(column), taken(row), got, occurrence, units);
            }
        }
        if (units.stream().allMatch(Optional::isEmpty)) {
            return;
        }
        untold(part, row, wanted, got, both);
        Labels.between(got.by())
                .flatMap(between -> UnitLabels.inRow(between, heading(got), units))
                .ifPresent(wrong -> misread(
                        part,
                        wanted,
                        got,
                        both,
                        "that says " + wrong.said().symbol() + " of a value in "
                                + wrong.is().symbol()));
    }

    /// In which units a time is told by numbers.
    private void moments(
            ReferencePart.Column column,
            Set<Integer> taken,
            Observation.Row got,
            Occurrence occurrence,
            List<Optional<Unit>> units) {
        for (int index = 0; index < units.size(); index++) {
            OptionalLong divisor = taken.contains(index)
                    ? OptionalLong.empty()
                    : Moments.divisor(terms, got.values().get(index), occurrence);
            if (divisor.isPresent()) {
                units.set(index, column.told(divisor.getAsLong()));
            }
        }
    }

    /// A row whose values are right and are told so that they are taken for something else.
    private void misread(ReferencePart part, Observation.Row wanted, Observation.Row got, Term where, String how) {
        violations.add(new Violation(
                part.id() + ".columns",
                where,
                got.by().getFirst().at(),
                evaluator -> named(wanted, evaluator),
                evaluator -> "a row (" + Values.words(got.values(), evaluator) + ") " + how));
    }

    /// A size in another unit than the kernel's has to be said to be so, where the request names none.
    private void untold(ReferencePart part, List<Place> row, Observation.Row wanted, Observation.Row got, Term both) {
        List<String> said =
                new ArrayList<>(got.by().stream().map(Stmt.Emit::form).toList());
        headings.lines().forEach(said::addAll);
        for (int column = 0; column < row.size(); column++) {
            ReferencePart.Column one = part.columns().get(column);
            long divisor = row.get(column).divisor();
            one.told(divisor)
                    .filter(unit -> one.isScaled(divisor) && !UnitLabels.mention(said, unit))
                    .ifPresent(unit -> misread(
                            part, wanted, got, both, "with a value in " + unit.symbol() + " that does not say so"));
        }
    }

    /// Names of columns are free, but not such that the reader takes one value for another.
    private void labelled(ReferencePart part, List<Place> row, Observation.Row wanted, Observation.Row got, Term both) {
        List<Labels.Shown> shown = new ArrayList<>();
        for (int column = 0; column < row.size(); column++) {
            int index = row.get(column).index();
            if (index >= 0 && index < got.values().size()) {
                boolean text = got.values().get(index).width() > Long.SIZE;
                shown.add(new Labels.Shown(part.columns().get(column).attribute(), index, text));
            }
        }
        ratio(part, row, wanted, got, both);
        Labels labels = new Labels(part.kind(), heading(got));
        labels.exchanged(got.by(), shown)
                .or(() -> labels.usurped(got.by(), shown, others(got, shown)))
                .ifPresent(pair -> misread(
                        part,
                        wanted,
                        got,
                        terms.and(both, different(pair, got)),
                        "in which " + pair.get(0).attribute() + " and "
                                + pair.get(1).attribute()
                                + " stand in each other's place"));
    }

    private static List<Labels.Shown> others(Observation.Row got, List<Labels.Shown> columns) {
        Set<Integer> taken = columns.stream().map(Labels.Shown::index).collect(Collectors.toSet());
        return IntStream.range(0, got.values().size())
                .filter(index -> !taken.contains(index))
                .mapToObj(index -> new Labels.Shown(
                        "another value", index, got.values().get(index).width() > Long.SIZE))
                .toList();
    }

    /// The two numbers of a ratio under each other's names.
    private void ratio(ReferencePart part, List<Place> row, Observation.Row wanted, Observation.Row got, Term both) {
        if (part.isQuotientOfShare() && got.values().size() == 1) {
            misread(part, wanted, got, both, "that tells nothing of a share but 0");
        }
        if (part.part().what() instanceof What.Ratio(var to) && part.other().isPresent() && row.size() == 2) {
            Labels labels = new Labels(part.kind(), heading(got));
            List<Labels.Shown> pair = row.stream()
                    .filter(place -> place.index() >= 0)
                    .map(place -> new Labels.Shown("number", place.index(), false))
                    .toList();
            boolean wrong = pair.size() == 2
                    && (labels.beside(got.by(), pair)
                                    .filter(beside -> PartWords.exchanged(
                                            part, to, part.other().get(), beside))
                                    .isPresent()
                            || labels.turnsShare(got.by(), pair.getFirst(), pair.getLast()));
            if (wrong) {
                misread(
                        part,
                        wanted,
                        got,
                        terms.and(both, different(pair, got)),
                        "in which the two numbers stand under each other's names");
            }
        }
    }

    private Term different(List<Labels.Shown> pair, Observation.Row got) {
        return Values.same(
                        terms,
                        got.values().get(pair.get(0).index()),
                        got.values().get(pair.get(1).index()))
                .map(terms::not)
                .orElse(terms.bool(true));
    }

    private List<String> heading(Observation.Row row) {
        // The time of day that is told by itself has a heading too.
        int more = row.by().getFirst().channel() == Stmt.Channel.CLOCK ? 1 : 0;
        return headings.above(row.values().size(), more);
    }

    /// That the value of a column is not in the row at all, where that can be: it is what shows that the column is
    /// missing.
    private Term nowhere(ReferencePart part, int column, Observation.Row wanted, Observation.Row got, Term both) {
        List<Term> all = new ArrayList<>(List.of(both));
        for (long divisor : part.columns().get(column).divisors()) {
            for (int index = 0; index < got.values().size(); index++) {
                all.add(terms.not(same(part, column, wanted, got, new Place(index, divisor))));
            }
        }
        Term strong = terms.and(all);
        return doubt.impossible(strong, List.of()) ? both : strong;
    }

    private List<Place> place(
            ReferencePart part, Observation.Row wanted, Observation.Row got, Occurrence occurrence, Term both) {
        List<Place> row = new ArrayList<>();
        for (int column = 0; column < part.columns().size(); column++) {
            row.add(find(part, column, wanted, got, both).orElse(new Place(ABSENT, 1)));
        }
        Set<Integer> taken = taken(row);
        for (int column = 0; column < row.size(); column++) {
            boolean anyForm = row.get(column).index() == ABSENT
                    && part.columns().get(column).attribute().equals("time")
                    && Moments.untold(terms, got, occurrence, taken) != terms.bool(true);
            if (anyForm) {
                row.set(column, new Place(ANY_FORM, 1));
            }
        }
        return row;
    }

    private static Set<Integer> taken(List<Place> row) {
        return row.stream().map(Place::index).collect(Collectors.toSet());
    }

    private Optional<Place> find(
            ReferencePart part, int column, Observation.Row wanted, Observation.Row got, Term both) {
        List<Place> possible = new ArrayList<>();
        for (long divisor : part.columns().get(column).divisors()) {
            for (int index = 0; index < got.values().size(); index++) {
                Place place = new Place(index, divisor);
                Term same = same(part, column, wanted, got, place);
                if (same == terms.bool(true)) {
                    return Optional.of(place);
                }
                if (same != terms.bool(false)) {
                    possible.add(place);
                }
            }
        }
        return possible.stream()
                .filter(place ->
                        doubt.impossible(terms.and(both, terms.not(same(part, column, wanted, got, place))), List.of()))
                .findFirst();
    }

    private static List<Term> values(Observation.Row wanted, Observation.Row got) {
        return Stream.of(wanted, got).flatMap(row -> row.values().stream()).toList();
    }

    private Term same(ReferencePart part, int column, Observation.Row wanted, Observation.Row got, Place place) {
        Term shown = got.values().get(place.index());
        long divisor = place.divisor();
        Term value = wanted.values().get(column);
        Term scaled = divisor == 1 ? value : terms.bits(Op.UDIV, value, terms.number(divisor, value.width()));
        Term plain = Labels.isInt(got.by(), place.index())
                ? Values.sameInt(terms, scaled, Values.meant(shown))
                : Values.same(terms, scaled, Values.meant(shown)).orElse(terms.bool(false));
        boolean error = part.kind()
                .attribute(part.columns().get(column).attribute())
                .map(a -> a.type() == Attribute.Type.ERRNO)
                .orElse(false);
        // The negative return value says the same as the error number.
        Term negated = terms.bits(Op.SUB, terms.number(0, value.width()), value);
        return error && shown.width() == value.width() ? terms.or(plain, terms.equal(negated, shown)) : plain;
    }

    private void add(
            String clause,
            Term condition,
            Observation.@org.jspecify.annotations.Nullable Row wanted,
            Observation.@org.jspecify.annotations.Nullable Row got) {
        if (condition != terms.bool(false)) {
            violations.add(new Violation(
                    clause,
                    condition,
                    got == null ? Span.NONE : got.by().getFirst().at(),
                    evaluator -> wanted == null ? "no row" : named(wanted, evaluator),
                    evaluator ->
                            got == null ? "reports nothing" : "a row (" + Values.words(got.values(), evaluator) + ")"));
        }
    }

    private String named(Observation.Row row, Evaluator evaluator) {
        List<ReferencePart.Column> columns = reference.parts().stream()
                .filter(part -> part.id().equals(row.by().getFirst().form()))
                .findFirst()
                .orElseThrow()
                .columns();
        List<String> words = new ArrayList<>();
        for (int i = 0; i < row.values().size(); i++) {
            words.add(
                    columns.get(i).attribute() + " " + Values.words(row.values().get(i), evaluator));
        }
        return "a row (" + String.join(", ", words) + ")";
    }
}
