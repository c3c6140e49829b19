package dev.ken.verify;

import dev.ken.contract.Part;
import dev.ken.contract.What;
import dev.ken.contract.What.Measure;
import dev.ken.ir.Module;
import dev.ken.ir.Stmt;
import dev.ken.kernel.Site;
import dev.ken.logic.Term;
import dev.ken.symbolic.MapEvent;
import dev.ken.symbolic.MapState;
import dev.ken.symbolic.Trace;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Long sequences in which one thread does the same again and again, with a firing of each timer on the way.
/// They show what happens when a counter comes to a number that a program has in it, which is further than all
/// sequences can be looked at. Nothing is proved by them.
final class LongRuns {
    /// Numbers above this are not counted up to.
    static final int MOST = 1_100;

    private static final int FEWEST = 4;
    /// Of numbers from which on something is shown, by a timer after the last event.
    private static final int FEWEST_SHOWN = 2;
    private static final int TWICE = 2;
    private static final long SECOND = 1_000_000_000;
    /// Terms deeper than this are not gone on with, which is looked at every so many rounds.
    private static final int DEEPEST = 300;

    private static final int AT_TIMES = 16;
    /// A call that every machine has.
    private static final long SOME_CALL = 39;
    /// How far before and after such a number is looked at.
    private static final int AROUND = 2;

    private final Exploration exploration;
    private final Alphabet alphabet;
    private final TreeSet<Integer> numbers;
    private final Map<Term, Integer> depths = new IdentityHashMap<>();

    LongRuns(Exploration exploration, Alphabet alphabet, TreeSet<Integer> numbers) {
        this.exploration = exploration;
        this.alphabet = alphabet;
        this.numbers = new TreeSet<>(numbers.headSet(MOST, true));
    }

    /// The numbers in programs that go by counters, and those of `having`, where they are too large for a
    /// counter to come to them within a short sequence.
    static TreeSet<Integer> numbers(Reference reference, Module candidate) {
        Set<Long> all = new TreeSet<>(Scratch.limits(reference.module()));
        all.addAll(Scratch.limits(candidate));
        all.removeIf(number -> number < FEWEST);
        List<Part> counted = reference.parts().stream()
                .map(ReferencePart::part)
                .filter(part -> part.having().isPresent() && growsByOne(part.what()))
                .toList();
        counted.forEach(part -> part.having().ifPresent(having -> all.add(having.number())));
        // A rate is cut to whole numbers: less than one for each second is told as none.
        reference.parts().stream()
                .map(ReferencePart::part)
                .filter(part -> part.what() instanceof What.Aggregate(var measure, var _, var _)
                        && measure instanceof Measure.Rate)
                .forEach(part -> part.periodNanos().ifPresent(nanos -> all.add(nanos / SECOND)));
        candidate.procedures().stream()
                .filter(_ -> !counted.isEmpty())
                .flatMap(procedure -> procedure.blocks().stream())
                .flatMap(block -> block.statements().stream())
                .forEach(statement -> {
                    if (statement instanceof Stmt.PrintMap print) {
                        print.only().forEach(test -> all.add(test.number()));
                    }
                });
        return all.stream()
                .filter(number -> number >= FEWEST_SHOWN && number <= Integer.MAX_VALUE)
                .map(Long::intValue)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// Whether many events are needed for a large value: one alone may be of any size or time.
    private static boolean growsByOne(What what) {
        return switch (what) {
            case What.Aggregate(var measure, var _, var _) ->
                switch (measure) {
                    case Measure.Count(), Measure.Distinct(), Measure.Rate() -> true;
                    case Measure.Sum(), Measure.Average(), Measure.Statistics() -> false;
                    case Measure.Minimum(), Measure.Maximum(), Measure.First(), Measure.Last() -> false;
                    case Measure.Log2Histogram(), Measure.LinearHistogram _ -> false;
                };
            case What.Net net -> net.attribute().isEmpty();
            case What.InFlight _, What.Ratio _ -> true;
            case What.Extreme _, What.Report _, What.Rule _ -> false;
        };
    }

    /// Visits the moments around each of the numbers, until `visitor` says that it has seen enough.
    void walk(Node start, Predicate<Node> visitor, BooleanSupplier late) {
        if (numbers.isEmpty()) {
            return;
        }
        for (int far = 1; far <= TWICE; far++) {
            for (List<Letter> round : rounds()) {
                Node once = again(start, round, far, visitor, late);
                if (once == null) {
                    return;
                }
                for (Letter timer : far == 1 ? timers() : List.<Letter>of()) {
                    Node fired = exploration.step(once, once.scene().then(timer));
                    if (!visitor.test(fired) || again(fired, round, 1, visitor, late) == null) {
                        return;
                    }
                }
            }
        }
    }

    /// What may be repeated: a call and its return, or one occurrence.
    private List<List<Letter>> rounds() {
        List<List<Letter>> rounds = new ArrayList<>();
        List<Letter> letters = letters();
        for (Letter letter : letters) {
            if (letter.enters()) {
                List<Letter> round = new ArrayList<>(List.of(letter));
                letters.stream()
                        .filter(other -> other.returns() && other.call().equals(letter.call()))
                        .forEach(round::add);
                rounds.add(round);
            } else if (!letter.returns() || !alphabet.has(Letter::enters)) {
                rounds.add(List.of(letter));
            }
        }
        return rounds;
    }

    /// Other calls than those that are named are of interest where none is; any one of them then stands for all.
    private List<Letter> letters() {
        boolean named = alphabet.has(
                letter -> !(letter.call() instanceof Letter.Call.Other) && !(letter.site() instanceof Site.Interval));
        return alphabet.letters().stream()
                .filter(letter -> !(letter.site() instanceof Site.Interval))
                .filter(letter -> !named || !(letter.call() instanceof Letter.Call.Other))
                .map(letter -> letter.call() instanceof Letter.Call.Other
                        ? new Letter(letter.site(), new Letter.Call.Number(SOME_CALL), letter.naming())
                        : letter)
                .toList();
    }

    /// Whether each timer, if it fires now, leaves something to see.
    private boolean fired(Node node, Predicate<Node> visitor) {
        return timers().stream()
                .allMatch(timer ->
                        visitor.test(exploration.step(node, node.scene().then(timer))));
    }

    private List<Letter> timers() {
        return alphabet.letters().stream()
                .filter(letter -> letter.site() instanceof Site.Interval)
                .toList();
    }

    /// The node after as many rounds as the largest number needs, `far` times over, since a counter may begin
    /// anew with it; null where enough was seen.
    private @org.jspecify.annotations.Nullable Node again(
            Node start, List<Letter> round, int far, Predicate<Node> visitor, BooleanSupplier late) {
        Node node = start;
        for (int times = 1; times <= far * numbers.last() + AROUND; times++) {
            int at = times;
            boolean near = numbers.stream().anyMatch(number -> Math.abs(far * number - at) <= AROUND);
            for (Letter letter : round) {
                node = exploration.summed(exploration.step(node, node.scene().then(letter)));
                boolean deep = times % AT_TIMES == 0 && (isDeep(node.ours()) || isDeep(node.theirs()));
                if (deep || late.getAsBoolean() || near && !(visitor.test(node) && fired(node, visitor))) {
                    return null;
                }
            }
        }
        return node;
    }

    /// Whether what a program holds is made of so much that nothing would be found out about it: it adds up unknowns.
    private boolean isDeep(Trace trace) {
        for (MapState state : trace.maps().values()) {
            if (state.log().size() > DEEPEST) {
                return true;
            }
            for (MapEvent event : state.log()) {
                boolean deep = event instanceof MapEvent.Put put
                        && put.operand().filter(value -> depth(value) > DEEPEST).isPresent();
                if (deep) {
                    return true;
                }
            }
        }
        return false;
    }

    private int depth(Term term) {
        Integer known = depths.get(term);
        if (known == null) {
            int below = 0;
            if (term instanceof Term.Apply apply) {
                for (Term argument : apply.arguments()) {
                    below = Math.max(below, depth(argument));
                }
            }
            known = below + 1;
            depths.put(term, known);
        }
        return known;
    }
}
