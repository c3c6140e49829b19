package dev.ken.verify;

import dev.ken.ir.IrText;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.ir.run.Event;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Site;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/// Compares what two programs print, whose maps have the same names where they stand for each other. Equal only
/// where every sequence of any length is covered; different only where running both on concrete events printed
/// different text. The passes are those of [Attempt].
final class Differ {
    private final Module first;
    private final Module second;
    private final Module ours;
    private final Module theirs;
    private final KernelModel kernel;
    private final JudgeLimits limits;
    private final LongSupplier clockMillis;
    private final Replay replay;
    private final Alphabet alphabet;
    private final Terms terms;
    private final Decider decider;
    private final Executor executor;
    private final Printing printing;
    private Prior prior = Prior.NONE;
    private Set<String> folded = Set.of();
    private boolean restsOnPrior;
    private Optional<Difference> found = Optional.empty();
    private Optional<String> gap = Optional.empty();
    private Optional<Difference> doubt = Optional.empty();

    Differ(
            Module first,
            Module second,
            KernelModel kernel,
            Solver solver,
            JudgeLimits limits,
            LongSupplier clockMillis,
            Replay replay) {
        this.first = first;
        this.second = second;
        this.ours = Accumulations.of(first);
        this.theirs = Accumulations.of(second);
        this.kernel = kernel;
        this.limits = limits;
        this.clockMillis = clockMillis;
        this.replay = replay;
        this.alphabet = Alphabet.of(ours, theirs, kernel.syscalls());
        this.terms = new Terms(new Names(alphabet.numbers()));
        this.decider = new Decider(
                terms,
                alphabet.numbers(),
                TextArguments.NONE,
                KnownBounds.of(kernel, List.of()),
                solver,
                limits.solver());
        this.executor = new Executor(terms, limits.execution());
        this.printing = new Printing(terms);
    }

    Difference run() {
        Optional<String> unknown = unknown(first).or(() -> unknown(second));
        if (unknown.isPresent()) {
            return new Difference.Undecided(unknown.get());
        }
        if (text(ours).equals(text(theirs))) {
            return new Difference.Equal("the programs have the same meaning, statement by statement");
        }
        long deadline = clockMillis.getAsLong() + limits.limitMillis();
        Judgement.Extent extent = new Judgement.Extent(0, 0, false);
        for (Exploration.Phase phase : phases()) {
            prior = phase.prior();
            restsOnPrior = false;
            extent = explore(phase, deadline);
            if (found.isPresent() || gap.isPresent() || !restsOnPrior) {
                break;
            }
        }
        if (found.isPresent()) {
            return found.get();
        }
        if (gap.isPresent()) {
            return new Difference.Undecided(gap.get());
        }
        if (doubt.isPresent()) {
            return doubt.get();
        }
        if (extent.closed()) {
            return new Difference.Equal("proved for sequences of events of any length");
        }
        return new Difference.Undecided("no sequence of up to " + extent.events()
                + " events shows a difference; longer ones were not looked at"
                + (clockMillis.getAsLong() > deadline
                        ? " (the time limit of " + limits.limitMillis() + " ms was reached)"
                        : ""));
    }

    /// What keeps a program from having a certain meaning.
    private static Optional<String> unknown(Module module) {
        List<Stmt> statements = module.procedures().stream()
                .flatMap(procedure -> procedure.blocks().stream())
                .flatMap(block -> block.statements().stream())
                .toList();
        for (Stmt statement : statements) {
            if (statement instanceof Stmt.Havoc havoc) {
                return Optional.of("not modelled: " + havoc.reason());
            }
            if (statement instanceof Stmt.Assume) {
                return Optional.of("a program assumes something of what happens");
            }
        }
        boolean openLine = statements.stream()
                .anyMatch(s -> s instanceof Stmt.Emit emit
                        && emit.channel() != Stmt.Channel.VALUE
                        && !emit.form().endsWith("\n"));
        boolean prints = statements.stream()
                .anyMatch(s -> s instanceof Stmt.PrintMap
                        || s instanceof Stmt.Emit emit && emit.channel() != Stmt.Channel.TEXT);
        Optional<String> mixed = openLine && prints
                ? Optional.of("a line may be written in pieces with something else between them")
                : Optional.empty();
        return module.notModelled().stream()
                .findFirst()
                .map(reason -> "not modelled: " + reason)
                .or(() -> mixed);
    }

    /// A program without the names of its procedures.
    private static String text(Module module) {
        return IrText.print(new Module(
                module.maps(),
                module.procedures().stream()
                        .map(procedure -> new Procedure("p", procedure.site(), procedure.guard(), procedure.blocks()))
                        .toList(),
                List.of()));
    }

    private List<Exploration.Phase> phases() {
        List<Exploration.Phase> phases = new ArrayList<>();
        Optional<Set<String>> tables = Printing.folded(ours, theirs);
        if (tables.isPresent()) {
            folded = tables.get();
            Prior any = Prior.alike(terms, folded, ours, theirs);
            Optional<Locality> local = Locality.of(ours, theirs);
            Scene.Linked linked =
                    site -> local.map(Locality::links).orElse(Map.of()).getOrDefault(site, Map.of());
            int threads = local.filter(Locality::byThread).isPresent() ? 1 : limits.events();
            if (local.isPresent() || !any.isNone()) {
                phases.add(new Exploration.Phase(threads, local.isPresent() ? linked : Scene.Linked.NONE, any, true));
            }
        }
        phases.add(new Exploration.Phase(limits.events(), Scene.Linked.NONE, Prior.NONE, false));
        return phases;
    }

    private Judgement.Extent explore(Exploration.Phase phase, long deadline) {
        Exploration exploration = new Exploration(terms, executor, alphabet, phase, ours, theirs);
        Scene scene = Scene.start();
        Occurrence begin = scene.occurrences().getFirst();
        Node start = new Node(
                scene,
                executor.step(prior.before(executor.start(ours), false), begin),
                executor.step(prior.before(executor.start(theirs), true), begin));
        return exploration.walk(
                start, limits.events(), limits.sequences(), this::visit, () -> clockMillis.getAsLong() > deadline);
    }

    /// One scene with its End.
    private record Situation(Scene scene, List<Occurrence> sequence, Trace ours, Trace theirs) {}

    /// Compares the programs in one scene. False where enough is known.
    private boolean visit(Node node) {
        Occurrence end = Scene.end();
        Trace mine = executor.step(node.ours(), end);
        Trace other = executor.step(node.theirs(), end);
        List<Occurrence> sequence = new ArrayList<>(node.scene().occurrences());
        sequence.add(end);
        gap = mine.coverage().gaps().stream()
                .findFirst()
                .or(() -> other.coverage().gaps().stream().findFirst());
        if (gap.isPresent()) {
            return false;
        }
        int last = sequence.size() - 1;
        Term shown = terms.or(List.of(
                printing.differs(last - 1, mine, other),
                printing.differs(last, mine, other),
                printing.maps(mine, other)));
        decide(new Situation(node.scene(), sequence, mine, other), shown);
        if (found.isEmpty() && !restsOnPrior && !prior.isNone()) {
            Term later = printing.maps(folded, node.ours(), node.theirs());
            restsOnPrior = later != terms.bool(false) && !decider.impossible(node.scene(), List.of(), later, List.of());
        }
        return found.isEmpty() && !restsOnPrior;
    }

    private void decide(Situation situation, Term shown) {
        if (shown == terms.bool(false)) {
            return;
        }
        Answer answer = decider.ask(situation.scene(), List.of(shown), List.of());
        if (answer instanceof Answer.Unsat) {
            return;
        }
        Term real = terms.and(shown, terms.not(terms.or(prior.there())));
        Answer really = prior.isNone() ? answer : decider.ask(situation.scene(), List.of(real), List.of());
        switch (really) {
            case Answer.Sat(Model model) ->
                note(witnessed(
                        situation,
                        real,
                        decider.readable(situation.scene(), List.of(real), attributes(situation))
                                .orElse(model)));
            case Answer.Unsat() -> restsOnPrior = true;
            case Answer.Unknown(String reason) -> {
                restsOnPrior = !prior.isNone();
                found = prior.isNone() ? Optional.of(new Difference.Undecided(reason)) : Optional.empty();
            }
        }
    }

    /// Where one example shows no difference after all, a later one may; but equal the programs are not from then on.
    private void note(Difference difference) {
        if (difference instanceof Difference.Undecided) {
            doubt = doubt.or(() -> Optional.of(difference));
        } else {
            found = Optional.of(difference);
        }
    }

    private List<Term> attributes(Situation situation) {
        List<Term> all = new ArrayList<>();
        for (int i = 0; i < situation.sequence().size(); i++) {
            all.addAll(
                    Concretizer.attributes(terms, situation.sequence().get(i), situation.ours(), situation.theirs(), i)
                            .values());
        }
        return all;
    }

    /// Runs both programs, as they were given, on the events of a model. Only what they then print counts.
    private Difference witnessed(Situation situation, Term condition, Model model) {
        if (!new Evaluator(model).holds(condition)) {
            return new Difference.Undecided("the solver's example shows no difference");
        }
        if (timersCount(situation)) {
            return new Difference.Undecided("a difference may rest on when timers fire, which is not modelled exactly");
        }
        List<Event> events = new ModelEvents(terms, model).of(situation.sequence());
        Replay.Printed mine = replay.run(first, events);
        Replay.Printed other = replay.run(second, events);
        List<String> gaps = new ArrayList<>(mine.gaps());
        gaps.addAll(other.gaps());
        if (!gaps.isEmpty()) {
            return new Difference.Undecided(gaps.getFirst());
        }
        if (mine.text().equals(other.text()) && mine.ended().equals(other.ended())) {
            return new Difference.Undecided("they work differently on some events, but print the same on these");
        }
        Violation shown = new Violation("diff", condition, Span.NONE, _ -> words(mine, other), _ -> words(other, mine));
        Counterexample example = new Concretizer(terms, kernel, model)
                .example(situation.sequence(), situation.ours(), situation.theirs(), shown);
        return new Difference.Different(example.events(), example.expected(), example.got());
    }

    private static String words(Replay.Printed printed, Replay.Printed other) {
        return printed.ended().equals(other.ended())
                ? printed.text()
                : printed.text() + printed.ended().map(_ -> "(and ends)\n").orElse("(and goes on)\n");
    }

    /// Whether the sequence cannot be had with timers as they are, or may not: occurrences come in any order
    /// here, and the n-th firing of a timer comes after n periods. Where the time is looked at, too, it is not
    /// gone into.
    private boolean timersCount(Situation situation) {
        List<Long> periods = situation.sequence().stream()
                .map(Occurrence::site)
                .filter(Site.Interval.class::isInstance)
                .map(site -> ((Site.Interval) site).periodNanos())
                .toList();
        boolean timed = Stream.concat(situation.ours().attributes().stream(), situation.theirs().attributes().stream())
                .anyMatch(attributes -> attributes.containsKey("time"));
        Map<Long, Long> fired = new TreeMap<>();
        alphabet.letters().forEach(letter -> {
            if (letter.site() instanceof Site.Interval(long nanos)) {
                fired.put(nanos, 0L);
            }
        });
        for (long period : periods) {
            long at = period * fired.merge(period, 1L, Long::sum);
            for (Map.Entry<Long, Long> other : fired.entrySet()) {
                boolean early = other.getValue() < (at - 1) / other.getKey();
                if (early || other.getValue() * other.getKey() > at) {
                    return true;
                }
            }
        }
        return timed && !periods.isEmpty();
    }
}
