package dev.ken.verify;

import dev.ken.contract.What;
import dev.ken.ir.Module;
import dev.ken.ir.run.Event;
import dev.ken.kernel.KernelModel;
import dev.ken.logic.Answer;
import dev.ken.logic.Evaluator;
import dev.ken.logic.Model;
import dev.ken.logic.Solver;
import dev.ken.logic.Term;
import dev.ken.logic.Terms;
import dev.ken.source.Span;
import dev.ken.symbolic.Executor;
import dev.ken.symbolic.Occurrence;
import dev.ken.symbolic.Trace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;

/// Holds one candidate against one form of the reference, under one matching of tables: every clause in every scene.
///
/// It is done in up to three passes, each of which goes on where the one before could not tell. First instance
/// by instance ([Locality]) and from any content of the tables ([Prior]): most right programs are proved so,
/// for sequences of any length. Then with all threads together. Last from empty tables, where every difference
/// is one that really happens.
final class Attempt {
    /// What became of the clauses, how far was looked, and the gaps on the way.
    record Result(Map<String, Verdict> verdicts, Map<String, Span> places, Judgement.Extent extent, Set<String> gaps) {
        boolean proved() {
            return verdicts.values().stream().allMatch(Verdict.Proved.class::isInstance);
        }

        boolean refuted() {
            return verdicts.values().stream().anyMatch(Verdict.Refuted.class::isInstance);
        }

        long refutations() {
            return verdicts.values().stream()
                    .filter(Verdict.Refuted.class::isInstance)
                    .count();
        }
    }

    /// A proof from fewer events than this is none: pairs, their reuse and a missed start would not be seen.
    private static final int FEWEST_EVENTS = 2;
    /// How many events are looked at from any count.
    private static final int STEPS_ON = 2;
    /// What is refuted already stays so: more ways to begin are not tried for the rest of its clauses.
    private static final int MOST_STARTS_OF_REFUTED = 1;
    private static final int EVENTS_OF_LEVELS = 6;
    /// How long is looked at long sequences.
    private static final long LONG_MILLIS = 4_000;

    private final Reference reference;
    private final Module candidate;
    private final Matching matching;
    private final OwnTables tables;
    private final KernelModel kernel;
    private final JudgeLimits limits;
    private final LongSupplier clockMillis;
    private final boolean untilFirst;
    private final Terms terms;
    private final Alphabet alphabet;
    private final TextArguments texts;
    private final Decider decider;
    private final Executor executor;
    private Rows rows;
    private final Map<String, Verdict> verdicts = new LinkedHashMap<>();
    private final Map<String, Span> places = new LinkedHashMap<>();
    private final Set<String> gaps = new LinkedHashSet<>();
    private Prior prior = Prior.NONE;
    private boolean restsOnPrior;
    private final Remainder remainder = new Remainder();
    /// Whether it is looked for refutations only: what is not answered then proves nothing and hinders no proof.
    private boolean searching;
    private Optional<CountStart> counted = Optional.empty();

    /// `untilFirst`: stop at the first refutation, without making its example readable.
    Attempt(
            Reference reference,
            Module candidate,
            Matching matching,
            KernelModel kernel,
            Solver solver,
            JudgeLimits limits,
            LongSupplier clockMillis,
            boolean untilFirst) {
        this.reference = reference;
        this.candidate = candidate;
        this.matching = matching;
        this.tables = new OwnTables(reference, matching, candidate);
        this.kernel = kernel;
        this.limits = limits;
        this.clockMillis = clockMillis;
        this.untilFirst = untilFirst;
        this.alphabet = Alphabet.of(reference.module(), candidate, kernel.syscalls());
        this.terms = new Terms(new Names(alphabet.numbers()));
        this.texts = TextArguments.of(reference.module(), candidate, kernel.syscalls());
        this.decider = new Decider(terms, alphabet.numbers(), texts, reference.bounds(), solver, limits.solver());
        this.executor = new Executor(terms, limits.execution());
        this.rows = new Rows(terms, reference, matching);
    }

    /// `toProve`: whether a proof counts for something, and not only a refutation.
    Result run(Set<String> clauses, boolean toProve) {
        clauses.forEach(clause -> verdicts.put(clause, new Verdict.Proved()));
        long begun = clockMillis.getAsLong();
        long deadline = begun + limits.limitMillis();
        // What counts needs time for what comes after any sequence.
        long walked = toProve && Dependence.count(reference.module(), candidate)
                ? begun + limits.limitMillis() / 2
                : deadline;
        Judgement.Extent extent = new Judgement.Extent(0, 0, false);
        for (Exploration.Phase phase : Phases.of(terms, reference, candidate, matching, limits.events())) {
            prior = phase.prior();
            restsOnPrior = false;
            extent = explore(phase, events(), walked);
            if (!restsOnPrior || untilFirst && refuted()) {
                break;
            }
        }
        undecideLate(deadline);
        if (!extent.closed() && !restsOnPrior) {
            goOn(deadline);
            if (toProve) {
                countOn(deadline);
                deepen(extent);
            }
        }
        undecideLate(deadline);
        if (!extent.closed() && extent.events() < FEWEST_EVENTS) {
            undecide("only sequences of up to " + extent.events() + " events were looked at");
        }
        gaps.stream()
                .filter(gap -> gap.contains("only up to the limit"))
                .findFirst()
                .ifPresent(this::undecide);
        Unmodelled.statements(candidate).ifPresent(this::undecide);
        return new Result(verdicts, places, extent, gaps);
    }

    private void undecideLate(long deadline) {
        if (clockMillis.getAsLong() > deadline) {
            undecide("the time limit of " + limits.limitMillis() + " ms was reached");
        }
    }

    /// The longest sequences: a level has to fall and to rise again, and what one period leaves shows in another.
    private int events() {
        boolean highest = reference.parts().stream()
                .anyMatch(part -> part.part().what() instanceof What.InFlight(boolean most) && most
                        || part.part().what() instanceof What.Net net && net.highest());
        boolean longer = highest || Dependence.of(candidate).keepsOver(candidate);
        return longer ? Math.max(limits.events(), EVENTS_OF_LEVELS) : limits.events();
    }

    /// Looks at a few long sequences where the programs have numbers in them that a counter does not come to before.
    private void goOn(long deadline) {
        TreeSet<Integer> numbers = LongRuns.numbers(reference, candidate);
        if (numbers.isEmpty() || !open()) {
            return;
        }
        prior = Prior.NONE;
        Exploration.Phase phase = new Exploration.Phase(1, Scene.Linked.NONE, prior, false);
        Exploration exploration = new Exploration(terms, executor, alphabet, phase, reference.module(), candidate);
        long end = Math.min(deadline, clockMillis.getAsLong() + (untilFirst ? LONG_MILLIS / 4 : LONG_MILLIS));
        searching = true;
        new LongRuns(exploration, alphabet, numbers).walk(start(), this::visit, () -> clockMillis.getAsLong() > end);
        searching = false;
    }

    /// What was proved of so many events says nothing of what the programs have counted up to after more. So a few
    /// steps are looked at from any count, after which the counts have to go together as before.
    private void countOn(long deadline) {
        if (!open()
                || !Dependence.count(reference.module(), candidate)
                        && reference.parts().stream()
                                .allMatch(part -> part.part().having().isEmpty())) {
            return;
        }
        int steps = Math.clamp(depth() + 1, STEPS_ON, limits.events());
        Rows before = rows;
        List<CountStart> starts = Counters.of(terms, reference, candidate, matching);
        int most = refuted() ? Math.min(MOST_STARTS_OF_REFUTED, starts.size()) : starts.size();
        for (CountStart any : starts.subList(0, most)) {
            rows = before.copy();
            if (goesOn(any, Optional.of(any::prior), steps, deadline)) {
                return;
            }
        }
        // That a level does not fall below what has begun of it shows only where the counts are kept on the way.
        if (events() > limits.events()) {
            for (CountStart any : starts) {
                rows = before.copy();
                if (any.numbers() == CountStart.Numbers.NATURAL
                        && goesOn(any, Optional.empty(), limits.events(), deadline)) {
                    return;
                }
            }
        }
        undecide("the answer may depend on what was counted in more events than were looked at");
    }

    private boolean goesOn(CountStart any, Optional<IntFunction<Prior>> renewal, int steps, long deadline) {
        prior = any.prior(0);
        counted = Optional.of(any);
        restsOnPrior = false;
        Judgement.Extent extent =
                explore(new Exploration.Phase(STEPS_ON, Scene.Linked.NONE, prior, false, renewal), steps, deadline);
        return !restsOnPrior && (extent.closed() || extent.events() >= steps);
    }

    private int depth() {
        return Math.max(
                Dependence.of(candidate).depth(),
                Dependence.of(reference.module()).depth());
    }

    /// What is remembered may need more events, one after the other, to come to something that shows.
    private void deepen(Judgement.Extent extent) {
        if (open() && depth() >= extent.events()) {
            undecide("what it remembers may take more than " + extent.events() + " events to show");
        }
    }

    /// Whether there is anything left to find out.
    private boolean open() {
        return verdicts.values().stream().anyMatch(Verdict.Proved.class::isInstance) && !(untilFirst && refuted());
    }

    private Judgement.Extent explore(Exploration.Phase phase, int events, long deadline) {
        Exploration exploration = new Exploration(terms, executor, alphabet, phase, reference.module(), candidate);
        return exploration.walk(
                start(), events, limits.sequences(), this::visit, () -> clockMillis.getAsLong() > deadline);
    }

    private Node start() {
        Scene scene = Scene.start();
        Occurrence begin = scene.occurrences().getFirst();
        return new Node(
                scene,
                executor.step(prior.before(executor.start(reference.module()), false), begin),
                executor.step(prior.before(executor.start(candidate), true), begin));
    }

    private boolean refuted() {
        return verdicts.values().stream().anyMatch(Verdict.Refuted.class::isInstance);
    }

    /// A program that was refuted already is not worth long questions: its other clauses may stay undecided.
    private Decider patient() {
        remainder.asked(refuted());
        return refuted() ? decider.brief() : searching ? decider.hurried() : decider;
    }

    private void undecide(String reason) {
        verdicts.replaceAll(
                (_, verdict) -> verdict instanceof Verdict.Proved ? new Verdict.Undecided(reason) : verdict);
    }

    /// Compares the programs in one scene. False where enough is known.
    private boolean visit(Node node) {
        if (refuted() && remainder.isSpent()) {
            undecide("it is refuted, and this was not looked at to the end");
            return false;
        }
        Occurrence end = Scene.end();
        Trace ours = executor.step(node.ours(), end);
        Trace theirs = executor.step(node.theirs(), end);
        gaps.addAll(theirs.coverage().gaps());
        List<Occurrence> sequence = new ArrayList<>(node.scene().occurrences());
        sequence.add(end);
        List<Term> assumptions = new ArrayList<>(ours.assumptions());
        assumptions.addAll(theirs.assumptions());
        if (!ours.assumptions().isEmpty()) {
            gaps.addAll(reference.assumed());
        }
        rows.under((condition, about) -> patient()
                .about(() -> "columns agree" + Situation.on(sequence))
                .impossible(node.scene(), assumptions, condition, about));
        Comparison comparison = comparison(sequence, ours, theirs);
        Map<String, List<Violation>> byClause = new LinkedHashMap<>();
        for (Violation violation : comparison.violations(rows)) {
            verdicts.putIfAbsent(violation.clause(), new Verdict.Proved());
            if (verdicts.get(violation.clause()) instanceof Verdict.Proved) {
                byClause.computeIfAbsent(violation.clause(), _ -> new ArrayList<>())
                        .add(violation);
            }
        }
        Situation situation = new Situation(node.scene(), sequence, assumptions, ours, theirs);
        if (!byClause.isEmpty()) {
            decide(situation, byClause);
        }
        // Differences that show now come first: they may be real. What seemed to be one and cannot come true settles
        // nothing about the tables.
        boolean agree = verdicts.values().stream().allMatch(Verdict.Proved.class::isInstance);
        if (!prior.isNone() && !restsOnPrior && agree) {
            restsOnPrior = drift(situation, node);
        }
        boolean open = verdicts.values().stream().anyMatch(Verdict.Proved.class::isInstance);
        return open && !restsOnPrior && !(untilFirst && refuted());
    }

    /// Whether tables that agreed may not agree any more after the last occurrence, which may show later.
    private boolean drift(Situation situation, Node node) {
        // Before End, which may show or clear what is left.
        List<Term> differences = new ArrayList<>();
        comparison(situation.sequence(), node.ours(), node.theirs())
                .latent(counted.map(CountStart::tables).orElse(Set.of()))
                .forEach(violation -> differences.add(violation.condition()));
        counted.ifPresent(start -> differences.add(start.broken(node.ours(), node.theirs())));
        Term latent = terms.or(differences);
        if (latent == terms.bool(false)) {
            return false;
        }
        gaps.addAll(texts.assumed(situation.scene(), situation.with(latent)));
        return !decider.about(() -> "the tables go on agreeing" + Situation.on(situation.sequence()))
                .impossible(situation.scene(), situation.assumptions(), latent, List.of());
    }

    private void decide(Situation situation, Map<String, List<Violation>> byClause) {
        List<Term> any = byClause.values().stream()
                .flatMap(List::stream)
                .map(Violation::condition)
                .toList();
        Optional<Model> example = Optional.empty();
        if (byClause.size() > 1) {
            switch (happens(situation, byClause.keySet(), terms.or(any))) {
                case Answer.Unsat() -> {
                    return;
                }
                case Answer.Sat(Model model) -> example = Optional.of(model);
                case Answer.Unknown _ -> {}
            }
        }
        Optional<Model> shown = example;
        // Those that the example breaks need no question of their own, and come first.
        List<Map.Entry<String, List<Violation>>> clauses = new ArrayList<>(byClause.entrySet());
        clauses.sort(Comparator.comparing(clause ->
                shown.isEmpty() || !new Evaluator(shown.get()).holds(terms.or(conditions(clause.getValue())))));
        for (Map.Entry<String, List<Violation>> clause : clauses) {
            if (restsOnPrior || untilFirst && refuted()) {
                return;
            }
            decide(situation, clause.getKey(), clause.getValue(), example);
        }
    }

    private static List<Term> conditions(List<Violation> violations) {
        return violations.stream().map(Violation::condition).toList();
    }

    /// Whether `goal` can come true. A difference counts only if it can happen from the beginning, where tables
    /// are empty; one that needs a prior content makes this pass inconclusive.
    private Answer happens(Situation situation, Set<String> clauses, Term goal) {
        Decider told = patient().about(() -> String.join(", ", clauses) + Situation.on(situation.sequence()));
        Answer answer = told.ask(situation.scene(), situation.with(goal), List.of());
        remainder.answered(refuted(), answer);
        if (answer instanceof Answer.Unsat) {
            gaps.addAll(texts.assumed(situation.scene(), situation.with(goal)));
        }
        if (counted.isPresent()) {
            restsOnPrior = !(answer instanceof Answer.Unsat);
            return answer;
        }
        Term empty = terms.not(terms.or(prior.there()));
        if (answer instanceof Answer.Unsat
                || prior.isNone()
                || answer instanceof Answer.Sat(Model model) && new Evaluator(model).holds(empty)) {
            return answer;
        }
        Answer real = told.ask(situation.scene(), situation.with(terms.and(goal, empty)), List.of());
        restsOnPrior = !(real instanceof Answer.Sat);
        return real;
    }

    private void decide(Situation situation, String clause, List<Violation> violations, Optional<Model> example) {
        Term goal = terms.or(conditions(violations));
        boolean shown = example.isPresent() && new Evaluator(example.get()).holds(goal);
        Answer answer = shown ? new Answer.Sat(example.get()) : happens(situation, Set.of(clause), goal);
        if (restsOnPrior) {
            return;
        }
        switch (answer) {
            case Answer.Unsat() -> {}
            case Answer.Unknown _ when searching -> {}
            case Answer.Unknown(String reason) -> verdicts.put(clause, new Verdict.Undecided(reason));
            case Answer.Sat(Model model) -> {
                Term real = terms.not(terms.or(prior.there()));
                Term seen = terms.or(violations.stream().map(Violation::visible).toList());
                Model plain = untilFirst
                        ? model
                        : readable(situation, clause, terms.and(seen, real))
                                .or(() -> seen == goal
                                        ? Optional.empty()
                                        : readable(situation, clause, terms.and(goal, real)))
                                .orElse(model);
                refute(situation, clause, violations, plain);
            }
        }
    }

    private Optional<Model> readable(Situation situation, String clause, Term goal) {
        return decider.about(() -> clause + ", an example that reads well" + Situation.on(situation.sequence()))
                .readable(situation.scene(), situation.with(goal), situation.shown(terms));
    }

    /// A refutation is believed only where the values really break the clause, evaluated anew, and do not rest on a
    /// value that is not modelled.
    private void refute(Situation found, String clause, List<Violation> differences, Model model) {
        Evaluator evaluator = new Evaluator(model);
        Situation situation = untilFirst || prior.isNone() ? found : fromEmpty(found);
        List<Violation> violations = situation == found ? differences : violations(situation, clause);
        Optional<Violation> broken =
                violations.stream().filter(v -> evaluator.holds(v.condition())).findFirst();
        if (broken.isEmpty()) {
            verdicts.put(clause, new Verdict.Undecided("the solver's example does not break the clause"));
            return;
        }
        Optional<String> lost = Unmodelled.statements(candidate);
        if (lost.isPresent()) {
            // What the program does there may be just what is missed here.
            verdicts.put(clause, new Verdict.Undecided(lost.get()));
            return;
        }
        Optional<String> unknown = Unmodelled.in(broken.get().condition());
        if (unknown.isPresent()) {
            verdicts.put(clause, new Verdict.Undecided("it depends on a value that is not modelled"));
            return;
        }
        Optional<String> doubt = untilFirst ? Optional.empty() : rerun(situation, model);
        if (doubt.isPresent()) {
            verdicts.put(
                    clause,
                    new Verdict.Undecided("an example was found, but running it does not bear it out: " + doubt.get()));
            return;
        }
        Counterexample example = new Concretizer(terms, kernel, model)
                .example(situation.sequence(), situation.ours(), situation.theirs(), broken.get(), reference);
        verdicts.put(
                clause,
                new Verdict.Refuted(untilFirst ? example : explained(situation, clause, broken.get(), example)));
    }

    /// The example with a hint; notes the place in the program that decides it.
    private Counterexample explained(Situation situation, String clause, Violation broken, Counterexample example) {
        Deciding deciding = new Deciding(candidate, situation.sequence());
        for (int i = 0; i < reference.parts().size(); i++) {
            ReferencePart part = reference.parts().get(i);
            if (clause.startsWith(part.id() + ".")) {
                Optional<Matching.Table> table = matching.tables().get(i);
                Optional<String> map = table.map(one -> one.map().name());
                places.put(clause, broken.at().equals(Span.NONE) ? deciding.place(map) : broken.at());
                return example.hinted(
                        new Hints(part, table, reference, deciding, kernel.syscalls(), example, clause).first());
            }
        }
        places.put(clause, broken.at());
        return example;
    }

    /// The same events from empty tables, with all that they hold by then.
    private Situation fromEmpty(Situation found) {
        return new Situation(
                found.scene(),
                found.sequence(),
                found.assumptions(),
                executor.run(reference.module(), found.sequence()),
                executor.run(candidate, found.sequence()));
    }

    private Comparison comparison(List<Occurrence> sequence, Trace ours, Trace theirs) {
        return new Comparison(terms, reference, matching, tables, sequence, ours, theirs);
    }

    private List<Violation> violations(Situation situation, String clause) {
        return comparison(situation.sequence(), situation.ours(), situation.theirs()).violations(rows).stream()
                .filter(violation -> violation.clause().equals(clause))
                .toList();
    }

    /// Where running the events does something else than was said of it.
    private Optional<String> rerun(Situation situation, Model model) {
        Rerun rerun = new Rerun(terms, new Evaluator(model));
        List<Event> events = new ModelEvents(terms, model).of(situation.sequence());
        return rerun.differs(candidate, events, situation.theirs())
                .or(() -> rerun.differs(reference.module(), events, situation.ours())
                        .map(what -> what + ", of what was asked for"));
    }
}
