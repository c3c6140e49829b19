package dev.ken.verify;

import dev.ken.contract.Condition;
import dev.ken.contract.Having;
import dev.ken.contract.What;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Stmt;
import dev.ken.ir.Type;
import dev.ken.logic.Evaluator;
import dev.ken.logic.Op;
import dev.ken.logic.Term;
import dev.ken.logic.Terms;
import dev.ken.source.Span;
import dev.ken.symbolic.MapEvent;
import dev.ken.symbolic.MapReader;
import dev.ken.symbolic.MapReader.Part;
import dev.ken.symbolic.MapState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Compares the reference's table with the candidate's at one moment: entry by entry of everything that either was
/// given.
///
/// @param order position in the candidate's key of each part of the reference's key
/// @param again the clause that a table breaks which does not begin anew
final class Tables {
    /// A table as it is shown: its state, what its values are divided by, and what those have to pass that are shown.
    record View(MapState state, long divisor, List<Stmt.Test> only) {
        View(MapState state, long divisor) {
            this(state, divisor, List.of());
        }

        static View of(MapState state, Stmt.PrintMap shown) {
            return new View(state, Math.max(1, shown.divisor()), shown.only());
        }
    }

    private final Terms terms;
    private final MapReader reader;
    private final String part;
    private final boolean level;
    private final ReferencePart whole;
    private final List<Integer> order;
    private final View reference;
    private final View candidate;
    private final Term moment;
    private final Optional<Having> having;
    private final String again;
    private final List<Violation> violations = new ArrayList<>();

    Tables(
            Terms terms,
            ReferencePart part,
            List<Integer> order,
            View reference,
            View candidate,
            Term moment,
            Optional<Having> having) {
        this.terms = terms;
        this.reader = new MapReader(terms);
        this.part = part.id();
        this.level = isHighest(part);
        this.whole = part;
        this.order = order;
        this.reference = reference;
        this.candidate = candidate;
        this.moment = moment;
        this.having = having;
        this.again = part.part().periodNanos().isPresent() ? "period" : "exact";
    }

    List<Violation> compare() {
        if (having.isEmpty() && candidate.only().isEmpty() && alike()) {
            return violations;
        }
        for (MapEvent.Put put : puts(reference.state())) {
            Optional<List<Term>> theirs = theirs(put.keys());
            if (theirs.isPresent()) {
                compareAt(put, put.keys(), theirs.get(), Span.NONE);
            } else {
                add("complete", terms.and(moment, put.guard()), put.keys(), List.of(), Span.NONE);
            }
        }
        for (MapEvent.Put put : puts(candidate.state())) {
            Optional<List<Term>> ours = ours(put.keys());
            ours.ifPresent(keys -> compareAt(put, keys, put.keys(), Span.NONE));
            ours.ifPresent(keys -> nothingCut(put, keys));
        }
        return violations;
    }

    /// Whether both tables were given the same in the same order, in so many terms: then nothing can differ.
    private boolean alike() {
        List<MapEvent> ours = effective(reference.state());
        List<MapEvent> theirs = effective(candidate.state());
        if (ours.size() != theirs.size() || reference.divisor() != candidate.divisor()) {
            return false;
        }
        for (int i = 0; i < ours.size(); i++) {
            if (!alike(ours.get(i), theirs.get(i))) {
                return false;
            }
        }
        return true;
    }

    private List<MapEvent> effective(MapState state) {
        return state.log().stream()
                .filter(event -> event.guard() != terms.bool(false))
                .toList();
    }

    private boolean alike(MapEvent ours, MapEvent theirs) {
        boolean same = ours.guard() == theirs.guard();
        return same
                && switch (ours) {
                    case MapEvent.Put a ->
                        theirs instanceof MapEvent.Put b && sameKeys(a.keys(), b.keys()) && sameUpdate(a, b);
                    case MapEvent.Delete a -> theirs instanceof MapEvent.Delete b && sameKeys(a.keys(), b.keys());
                    case MapEvent.Clear _ -> theirs instanceof MapEvent.Clear;
                    case MapEvent.Zero _ -> theirs instanceof MapEvent.Zero;
                };
    }

    private boolean sameKeys(List<Term> ours, List<Term> theirs) {
        return theirs(ours).filter(theirs::equals).isPresent();
    }

    private boolean sameUpdate(MapEvent.Put a, MapEvent.Put b) {
        boolean set = a.update() instanceof Stmt.Update.Set && b.update() instanceof Stmt.Update.Set;
        boolean summed = sums(a.update()) && sums(b.update());
        boolean kind = reference.state().map().kind() == candidate.state().map().kind();
        return (set || summed || kind && a.update().getClass().equals(b.update().getClass())) && amount(a) == amount(b);
    }

    private static boolean sums(Stmt.Update update) {
        return update instanceof Stmt.Update.Count || update instanceof Stmt.Update.Sum;
    }

    private Term amount(MapEvent.Put put) {
        return put.operand().orElseGet(() -> terms.number(1, 64));
    }

    private static List<MapEvent.Put> puts(MapState state) {
        return state.log().stream()
                .filter(MapEvent.Put.class::isInstance)
                .map(MapEvent.Put.class::cast)
                .toList();
    }

    private Optional<List<Term>> theirs(List<Term> ours) {
        Term[] keys = new Term[order.size()];
        for (int i = 0; i < ours.size(); i++) {
            int at = order.get(i);
            Optional<Term> fitted =
                    Values.fitted(terms, ours.get(i), width(candidate.state().map(), at));
            if (fitted.isEmpty()) {
                return Optional.empty();
            }
            keys[at] = fitted.get();
        }
        return Optional.of(List.of(keys));
    }

    private Optional<List<Term>> ours(List<Term> theirs) {
        List<Term> keys = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            Optional<Term> fitted = Values.fitted(
                    terms, theirs.get(order.get(i)), width(reference.state().map(), i));
            if (fitted.isEmpty()) {
                return Optional.empty();
            }
            keys.add(fitted.get());
        }
        return Optional.of(keys);
    }

    private static int width(MapDecl map, int key) {
        return map.keys().get(key) instanceof dev.ken.ir.Type.Bool
                ? 64
                : map.keys().get(key).widthBits();
    }

    /// A key of the candidate that is longer than any of the reference's keys is an entry of its own.
    private void nothingCut(MapEvent.Put put, List<Term> ours) {
        Optional<List<Term>> back = theirs(ours);
        Term whole = back.map(keys -> reader.same(keys, put.keys())).orElse(terms.bool(true));
        add("exact", terms.and(List.of(moment, put.guard(), terms.not(whole))), ours, put.keys(), Span.NONE);
    }

    private void compareAt(MapEvent.Put put, List<Term> ours, List<Term> theirs, Span at) {
        Term here = terms.and(List.of(moment, put.guard(), reached(ours)));
        Term kept = kept(reference, ours);
        Term wanted = having.map(test -> terms.and(kept, shows(test, ours))).orElse(kept);
        Term passes = passes(theirs);
        Term shown = terms.and(kept(candidate, theirs), passes);
        add("complete", terms.and(List.of(here, wanted, terms.not(shown))), ours, theirs, at);
        add("exact", terms.and(List.of(here, shown, terms.not(wanted))), ours, theirs, at);
        Term nothing = terms.not(reader.present(reference.state(), ours));
        if (isRowOfSum(theirs)) {
            Term row = terms.and(reader.present(candidate.state(), theirs), passes);
            add("exact", terms.and(List.of(here, row, nothing)), ours, theirs, at);
        }
        add(again, terms.and(List.of(here, stale(theirs), passes, nothing)), ours, theirs, at);
        for (Term[] pair : components(put, ours, theirs)) {
            Term both = terms.and(List.of(here, wanted, shown));
            if (reference.state().map().kind() == MapDecl.Kind.COUNT) {
                add("complete", terms.and(both, terms.bits(Op.ULT, pair[1], pair[0])), ours, theirs, at);
                add("exact", terms.and(both, terms.bits(Op.ULT, pair[0], pair[1])), ours, theirs, at);
            } else {
                Term same = Values.same(terms, pair[0], pair[1]).orElse(terms.bool(false));
                Term differs = terms.and(both, terms.not(same));
                add("value", differs, terms.and(differs, visibly(ours, theirs)), ours, theirs, at);
            }
        }
    }

    /// Where a table that should have begun anew still shows what came in a period before. The candidate's
    /// table is what is left of that.
    List<Violation> notBegunAnew() {
        for (MapEvent.Put put : puts(candidate.state())) {
            ours(put.keys()).ifPresent(keys -> {
                boolean plain =
                        put.keys().isEmpty() && isCount(reference.state().map().kind());
                Term shown = plain ? nonZero(candidate, put.keys()) : reader.present(candidate.state(), put.keys());
                Term old = terms.not(reader.present(reference.state(), keys));
                Term both = terms.and(shown, passes(put.keys()));
                add("period", terms.and(List.of(moment, put.guard(), old, both)), keys, put.keys(), Span.NONE);
            });
        }
        return violations;
    }

    /// Whether a row is shown, with 0, for something that happened only in periods before.
    private Term stale(List<Term> theirs) {
        return theirs.isEmpty() ? terms.bool(false) : reader.stale(candidate.state(), theirs);
    }

    /// That the reference shows anything now.
    Term due() {
        List<Term> any = new ArrayList<>();
        for (MapEvent.Put put : puts(reference.state())) {
            Term there = terms.and(
                    put.guard(), level ? kept(reference, put.keys()) : reader.present(reference.state(), put.keys()));
            any.add(having.map(test -> terms.and(List.of(there, shows(test, put.keys()), reached(put.keys()))))
                    .orElse(there));
        }
        return terms.and(moment, terms.or(any));
    }

    /// Whether the candidate shows the entry, as far as its value goes.
    private Term passes(List<Term> theirs) {
        List<Term> all = new ArrayList<>();
        for (Stmt.Test test : candidate.only()) {
            Term value = reader.read(candidate.state(), theirs, Part.VALUE);
            Term number = terms.number(test.number(), value.width());
            Term left = test.turned() ? number : value;
            Term right = test.turned() ? value : number;
            all.add(
                    switch (test.op()) {
                        case EQ -> terms.equal(left, right);
                        case NE -> terms.unequal(left, right);
                        case ULT -> terms.bits(Op.ULT, left, right);
                        case ULE -> terms.bits(Op.ULE, left, right);
                        case SLT -> terms.bits(Op.SLT, left, right);
                        case SLE -> terms.bits(Op.SLE, left, right);
                        case ADD,
                                SUB,
                                MUL,
                                UDIV,
                                SDIV,
                                UREM,
                                SREM,
                                BIT_AND,
                                BIT_OR,
                                BIT_XOR,
                                SHL,
                                LSHR,
                                ASHR,
                                AND,
                                OR -> throw new IllegalStateException("no comparison: " + test.op());
                    });
        }
        return terms.and(all);
    }

    private Term reached(List<Term> ours) {
        return having.isEmpty() ? terms.bool(true) : Groups.reached(terms, whole, shown(reference, ours));
    }

    private Term shows(Having test, List<Term> ours) {
        return Groups.shows(terms, test, shown(reference, ours));
    }

    private static boolean isCount(MapDecl.Kind kind) {
        return switch (kind) {
            case COUNT, SUM, LOG2, LINEAR -> true;
            case MINIMUM, MAXIMUM, AVERAGE, STATISTICS, SCALAR -> false;
        };
    }

    private static boolean isHighest(ReferencePart part) {
        return part.part().what() instanceof What.InFlight(boolean highest) && highest
                || part.part().what() instanceof What.Net net && net.highest();
    }

    /// That an entry tells something: counts of 0 do not, nor does a level that never rose above 0.
    private Term kept(View view, List<Term> keys) {
        if (level) {
            Term value = reader.read(view.state(), keys, Part.VALUE);
            Term above = terms.bits(Op.SLT, terms.number(0, value.width()), value);
            return terms.and(reader.present(view.state(), keys), above);
        }
        return isCount(reference.state().map().kind()) && !isRowOfCount(view, keys) || isKeptByHand()
                ? nonZero(view, keys)
                : reader.present(view.state(), keys);
    }

    /// Groups to which nothing happened were not asked for, so a row of 0 tells too much; one total may well be 0.
    private boolean isRowOfCount(View view, List<Term> keys) {
        return view == candidate && !keys.isEmpty() && reference.state().map().kind() == MapDecl.Kind.COUNT;
    }

    /// Likewise of a sum of what passes a condition. Without one, 0 is what a group comes to that did it and failed.
    private boolean isRowOfSum(List<Term> theirs) {
        return !theirs.isEmpty()
                && reference.state().map().kind() == MapDecl.Kind.SUM
                && !(whole.part().where() instanceof Condition.Always)
                && whole.part().what() instanceof What.Aggregate;
    }

    /// A largest value that a program compares itself: it has no entry where none was above what an absent one is.
    private boolean isKeptByHand() {
        return reference.state().map().kind() == MapDecl.Kind.MAXIMUM
                && candidate.state().map().kind() == MapDecl.Kind.SCALAR;
    }

    private Term nonZero(View view, List<Term> keys) {
        return switch (view.state().map().kind()) {
            case LOG2, LINEAR -> reader.present(view.state(), keys);
            case SCALAR, COUNT, SUM, MINIMUM, MAXIMUM, AVERAGE, STATISTICS ->
                terms.unequal(
                        reader.read(view.state(), keys, Part.VALUE),
                        terms.number(
                                0, reader.read(view.state(), keys, Part.VALUE).width()));
        };
    }

    /// The numbers that make up the entry, ours and theirs.
    private List<Term[]> components(MapEvent.Put put, List<Term> ours, List<Term> theirs) {
        return switch (reference.state().map().kind()) {
            case COUNT, SUM, MINIMUM, MAXIMUM, SCALAR -> List.<Term[]>of(values(ours, theirs));
            case AVERAGE, STATISTICS ->
                List.of(values(ours, theirs), new Term[] {count(reference, ours), count(candidate, theirs)});
            case LOG2, LINEAR -> {
                Term bucket = reader.bucketOf(put);
                yield List.<Term[]>of(new Term[] {
                    reader.bucketCount(reference.state(), ours, bucket),
                    reader.bucketCount(candidate.state(), theirs, bucket)
                });
            }
        };
    }

    /// What is shown of both. Where they are divided by different numbers, a few occurrences may give the same
    /// quotient by rounding, so the quotients are compared as fractions.
    private Term[] values(List<Term> ours, List<Term> theirs) {
        if (reference.divisor() == candidate.divisor()) {
            return new Term[] {shown(reference, ours), shown(candidate, theirs)};
        }
        Term left = reader.read(reference.state(), ours, Part.VALUE);
        Term right = reader.read(candidate.state(), theirs, Part.VALUE);
        return new Term[] {
            terms.bits(Op.MUL, left, terms.number(candidate.divisor(), left.width())),
            terms.bits(Op.MUL, right, terms.number(reference.divisor(), right.width()))
        };
    }

    private Term shown(View view, List<Term> keys) {
        Term value = reader.read(view.state(), keys, Part.VALUE);
        return view.divisor() == 1 ? value : terms.bits(Op.UDIV, value, terms.number(view.divisor(), value.width()));
    }

    private Term count(View view, List<Term> keys) {
        return reader.read(view.state(), keys, Part.COUNT);
    }

    /// That what is shown differs, also after it was divided.
    private Term visibly(List<Term> ours, List<Term> theirs) {
        if (reference.divisor() == candidate.divisor()) {
            return terms.bool(true);
        }
        return Values.same(terms, shown(reference, ours), shown(candidate, theirs))
                .map(terms::not)
                .orElse(terms.bool(true));
    }

    private void add(String clause, Term condition, List<Term> ours, List<Term> theirs, Span at) {
        add(clause, condition, condition, ours, theirs, at);
    }

    private void add(String clause, Term condition, Term visible, List<Term> ours, List<Term> theirs, Span at) {
        if (condition != terms.bool(false)) {
            violations.add(new Violation(
                    part + "." + clause,
                    condition,
                    visible,
                    at,
                    evaluator -> words(reference, ours, evaluator),
                    evaluator -> words(candidate, theirs, evaluator)));
        }
    }

    private String words(View view, List<Term> keys, Evaluator evaluator) {
        boolean keyed = !view.state().map().keys().isEmpty();
        String entry =
                !keyed ? "value" : keys.isEmpty() ? "such entry" : "entry [" + Values.words(keys, evaluator) + "]";
        if (keys.size() != view.state().map().keys().size() || !evaluator.holds(reader.present(view.state(), keys))) {
            return "no " + entry;
        }
        if (view == candidate && !evaluator.holds(passes(keys))) {
            return "does not show " + entry + " = " + content(view, keys, evaluator);
        }
        return entry + " = " + content(view, keys, evaluator);
    }

    private String content(View view, List<Term> keys, Evaluator evaluator) {
        return switch (view.state().map().kind()) {
            case LOG2, LINEAR -> "a histogram of " + operands(view, keys, evaluator);
            case AVERAGE, STATISTICS -> "the average of " + operands(view, keys, evaluator);
            case SCALAR, COUNT, SUM, MINIMUM, MAXIMUM -> Values.words(shown(view, keys), evaluator);
        };
    }

    private String operands(View view, List<Term> keys, Evaluator evaluator) {
        List<String> words = new ArrayList<>();
        for (MapEvent event : view.state().log()) {
            boolean there = evaluator.holds(event.guard());
            switch (event) {
                case MapEvent.Put put -> {
                    if (there && evaluator.holds(reader.same(put.keys(), keys))) {
                        put.operand().ifPresent(operand -> words.add(Values.words(operand, evaluator)));
                    }
                }
                case MapEvent.Delete delete -> {
                    if (there && evaluator.holds(reader.same(delete.keys(), keys))) {
                        words.clear();
                    }
                }
                case MapEvent.Clear _, MapEvent.Zero _ -> {
                    if (there) {
                        words.clear();
                    }
                }
            }
        }
        return String.join(", ", words);
    }

    /// Whether a candidate's table can hold what the reference's does.
    static boolean compatible(
            MapDecl reference, MapDecl candidate, Optional<Stmt.Update> ours, Optional<Stmt.Update> theirs) {
        if (reference.keys().size() != candidate.keys().size()) {
            return false;
        }
        return switch (reference.kind()) {
            case COUNT, SUM, MINIMUM, MAXIMUM -> isNumber(candidate);
            case SCALAR ->
                reference.value() instanceof Type.Int
                        ? isNumber(candidate)
                        : candidate.kind() == MapDecl.Kind.SCALAR
                                && candidate
                                        .value()
                                        .getClass()
                                        .equals(reference.value().getClass());
            case AVERAGE, STATISTICS, LOG2 -> candidate.kind() == reference.kind();
            case LINEAR -> candidate.kind() == MapDecl.Kind.LINEAR && sameBuckets(ours, theirs);
        };
    }

    /// Whether each entry is one number.
    private static boolean isNumber(MapDecl map) {
        return switch (map.kind()) {
            case SCALAR -> map.value() instanceof Type.Int || map.value() instanceof Type.Bool;
            case COUNT, SUM, MINIMUM, MAXIMUM -> true;
            case AVERAGE, STATISTICS, LOG2, LINEAR -> false;
        };
    }

    private static boolean sameBuckets(Optional<Stmt.Update> ours, Optional<Stmt.Update> theirs) {
        return ours.isPresent()
                && theirs.isPresent()
                && ours.get() instanceof Stmt.Update.Linear a
                && theirs.get() instanceof Stmt.Update.Linear b
                && a.minimum() == b.minimum()
                && a.maximum() == b.maximum()
                && a.step() == b.step();
    }
}
