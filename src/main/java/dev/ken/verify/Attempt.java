package dev.ken.verify;

import dev.ken.ir.Module;
import dev.ken.kernel.KernelModel;
import dev.ken.logic.Answer;
import dev.ken.logic.Evaluator;
import dev.ken.logic.ExactingSolver;
import dev.ken.logic.Model;
import dev.ken.logic.Solver;
import dev.ken.logic.Term;
import dev.ken.logic.Terms;
import dev.ken.source.Span;
import dev.ken.symbolic.Executor;
import dev.ken.symbolic.Occurrence;
import dev.ken.symbolic.Trace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/// Holds one candidate against one form of the reference, under one matching of tables: every clause on every sequence.
final class Attempt {
    /// What became of the clauses, the sequences that were looked at and the gaps on the way.
    record Result(Map<String, Verdict> verdicts, Map<String, Span> places, Sequences sequences, Set<String> gaps) {
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

    private final Reference reference;
    private final Module candidate;
    private final Matching matching;
    private final KernelModel kernel;
    private final Solver solver;
    private final JudgeLimits limits;
    private final LongSupplier clockMillis;
    private final boolean untilFirst;
    private final Map<String, Verdict> verdicts = new LinkedHashMap<>();
    private final Map<String, Span> places = new LinkedHashMap<>();
    private final Set<String> gaps = new LinkedHashSet<>();
    private final Rows rows;

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
        this.candidate = Accumulations.of(candidate);
        this.matching = matching;
        this.kernel = kernel;
        this.solver = solver;
        this.limits = limits;
        this.clockMillis = clockMillis;
        this.untilFirst = untilFirst;
        this.rows = new Rows(reference);
    }

    Result run(Set<String> clauses) {
        clauses.forEach(clause -> verdicts.put(clause, new Verdict.Proved()));
        Sequences sequences = Sequences.over(reference.module(), candidate, limits);
        long deadline = clockMillis.getAsLong() + limits.limitMillis();
        for (List<Occurrence> sequence : sequences.all()) {
            if (clockMillis.getAsLong() > deadline) {
                undecide("the time limit of " + limits.limitMillis() + " ms was reached");
                break;
            }
            judge(sequence);
            boolean refuted = verdicts.values().stream().anyMatch(Verdict.Refuted.class::isInstance);
            boolean open = verdicts.values().stream().anyMatch(Verdict.Proved.class::isInstance);
            if (refuted && untilFirst || !open) {
                break;
            }
        }
        gaps.stream()
                .filter(gap -> gap.contains("only up to the limit"))
                .findFirst()
                .ifPresent(this::undecide);
        return new Result(verdicts, places, sequences, gaps);
    }

    private void undecide(String reason) {
        verdicts.replaceAll(
                (_, verdict) -> verdict instanceof Verdict.Proved ? new Verdict.Undecided(reason) : verdict);
    }

    private void judge(List<Occurrence> sequence) {
        Terms terms = new Terms();
        Executor executor = new Executor(terms, limits.execution());
        Trace ours = executor.run(reference.module(), sequence);
        Trace theirs = executor.run(candidate, sequence);
        gaps.addAll(theirs.coverage().gaps());
        List<Term> assumptions = new ArrayList<>(ours.assumptions());
        assumptions.addAll(theirs.assumptions());
        Solver exacting = new ExactingSolver(terms, solver, World.samples(sequence));
        Comparison comparison =
                new Comparison(terms, reference, matching, Matching.scratch(candidate), sequence, ours, theirs);
        rows.among(terms, condition -> {
            List<Term> all = new ArrayList<>(assumptions);
            all.addAll(World.facts(terms, sequence));
            all.add(condition);
            return exacting.check(all, limits.solver()) instanceof Answer.Unsat;
        });
        Map<String, List<Violation>> byClause = new LinkedHashMap<>();
        for (Violation violation : comparison.violations(rows)) {
            verdicts.putIfAbsent(violation.clause(), new Verdict.Proved());
            if (verdicts.get(violation.clause()) instanceof Verdict.Proved) {
                byClause.computeIfAbsent(violation.clause(), _ -> new ArrayList<>())
                        .add(violation);
            }
        }
        if (byClause.isEmpty()) {
            return;
        }
        assumptions.addAll(World.facts(terms, sequence));
        List<Term> any = byClause.values().stream()
                .flatMap(List::stream)
                .map(Violation::condition)
                .toList();
        if (ask(exacting, terms, assumptions, terms.or(any)) instanceof Answer.Unsat) {
            return;
        }
        byClause.forEach((clause, violations) -> decide(clause, violations, terms, exacting, assumptions, sequence));
    }

    private Answer ask(Solver exacting, Terms terms, List<Term> assumptions, Term goal) {
        List<Term> all = new ArrayList<>(assumptions);
        all.add(goal);
        return goal == terms.bool(false) ? new Answer.Unsat() : exacting.check(all, limits.solver());
    }

    private void decide(
            String clause,
            List<Violation> violations,
            Terms terms,
            Solver exacting,
            List<Term> assumptions,
            List<Occurrence> sequence) {
        if (untilFirst && verdicts.values().stream().anyMatch(Verdict.Refuted.class::isInstance)) {
            return;
        }
        Term goal = terms.or(violations.stream().map(Violation::condition).toList());
        switch (ask(exacting, terms, assumptions, goal)) {
            case Answer.Unsat() -> {}
            case Answer.Unknown(String reason) -> verdicts.put(clause, new Verdict.Undecided(reason));
            case Answer.Sat(Model model) -> {
                Model shown = untilFirst
                        ? model
                        : readable(exacting, terms, assumptions, goal, sequence).orElse(model);
                refute(clause, violations, terms, shown, sequence);
            }
        }
    }

    private Optional<Model> readable(
            Solver exacting, Terms terms, List<Term> assumptions, Term goal, List<Occurrence> sequence) {
        for (Concretizer.Wish wish : Concretizer.Wish.values()) {
            List<Term> all = new ArrayList<>(assumptions);
            all.addAll(Concretizer.readable(terms, sequence, wish));
            if (ask(exacting, terms, all, goal) instanceof Answer.Sat(Model model)) {
                return Optional.of(model);
            }
        }
        return Optional.empty();
    }

    /// A refutation is believed only where the values really break the clause, evaluated anew, and do not rest on a
    /// value
    /// that is not modelled.
    private void refute(
            String clause, List<Violation> violations, Terms terms, Model model, List<Occurrence> sequence) {
        Evaluator evaluator = new Evaluator(model);
        Optional<Violation> broken =
                violations.stream().filter(v -> evaluator.holds(v.condition())).findFirst();
        if (broken.isEmpty()) {
            verdicts.put(clause, new Verdict.Undecided("the solver's example does not break the clause"));
            return;
        }
        Optional<String> unknown = Unmodelled.in(broken.get().condition());
        if (unknown.isPresent()) {
            verdicts.put(clause, new Verdict.Undecided("it depends on a value that is not modelled"));
            return;
        }
        places.put(clause, broken.get().at());
        Counterexample example = new Concretizer(terms, kernel, model).example(sequence, broken.get());
        verdicts.put(clause, new Verdict.Refuted(example));
    }
}
