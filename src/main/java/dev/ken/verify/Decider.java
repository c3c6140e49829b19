package dev.ken.verify;

import dev.ken.logic.Answer;
import dev.ken.logic.CaseAnalysis;
import dev.ken.logic.ExactingSolver;
import dev.ken.logic.Model;
import dev.ken.logic.RememberingSolver;
import dev.ken.logic.SamplingSolver;
import dev.ken.logic.Solver;
import dev.ken.logic.SolverLimits;
import dev.ken.logic.Term;
import dev.ken.logic.Terms;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Asks whether something can happen in a scene. Sample values are tried before a solver is asked.
final class Decider {
    private final Terms terms;
    private final List<Long> numbers;
    private final TextArguments texts;
    private final KnownBounds results;
    private final Solver asked;
    private final RememberingSolver solver;
    private final SolverLimits limits;

    /// `texts`: arguments that are taken not to be NULL.
    Decider(
            Terms terms,
            List<Long> numbers,
            TextArguments texts,
            KnownBounds results,
            Solver solver,
            SolverLimits limits) {
        this(terms, numbers, texts, results, solver, new RememberingSolver(steps(terms, solver)), limits);
    }

    private Decider(
            Terms terms,
            List<Long> numbers,
            TextArguments texts,
            KnownBounds results,
            Solver asked,
            RememberingSolver solver,
            SolverLimits limits) {
        this.terms = terms;
        this.numbers = numbers;
        this.texts = texts;
        this.results = results;
        this.asked = asked;
        this.solver = solver;
        this.limits = limits;
    }

    private static Solver steps(Terms terms, Solver solver) {
        return solver.recording(new SamplingSolver(
                new CaseAnalysis(terms, new ExactingSolver(terms, solver.unrecorded(), Samples.times())),
                Samples.plain(),
                SamplingSolver.USUAL_ATTEMPTS));
    }

    /// The same, for questions about `claim`.
    Decider about(Supplier<String> claim) {
        Solver told = asked.about(claim);
        return told == asked
                ? this
                : new Decider(terms, numbers, texts, results, told, solver.over(steps(terms, told)), limits);
    }

    /// The same with little patience.
    Decider hurried() {
        return new Decider(terms, numbers, texts, results, asked, solver, limits.hurried());
    }

    /// The same with next to none.
    Decider brief() {
        return new Decider(terms, numbers, texts, results, asked, solver, limits.brief());
    }

    /// Whether `all` can hold together in the scene; a model respects what is known of the terms of `about` too.
    Answer ask(Scene scene, List<Term> all, List<Term> about) {
        if (all.contains(terms.bool(false))) {
            return new Answer.Unsat();
        }
        List<Term> mentioned = new ArrayList<>(all);
        mentioned.addAll(about);
        List<Term> assertions = new ArrayList<>(World.facts(terms, scene, numbers, texts, results, mentioned));
        assertions.addAll(all);
        return solver.check(assertions, limits);
    }

    /// Whether `condition` cannot hold in the scene, by what is known of the terms of `about` too.
    boolean impossible(Scene scene, List<Term> assumptions, Term condition, List<Term> about) {
        List<Term> all = new ArrayList<>(assumptions);
        all.add(condition);
        return ask(scene, all, about) instanceof Answer.Unsat;
    }

    /// Values under which `all` holds and that read well; `shown` are the terms that will be told of.
    Optional<Model> readable(Scene scene, List<Term> all, List<Term> shown) {
        List<Term> whole = new ArrayList<>(all);
        whole.addAll(shown);
        for (Wishes.Wish wish : Wishes.Wish.values()) {
            List<Term> wished = new ArrayList<>(all);
            wished.addAll(Wishes.of(terms, whole, wish, name -> isKernelPointer(scene, name)));
            if (ask(scene, wished, shown) instanceof Answer.Sat(Model model)) {
                return Optional.of(model);
            }
        }
        return ask(scene, all, shown) instanceof Answer.Sat(Model model) ? Optional.of(model) : Optional.empty();
    }

    private boolean isKernelPointer(Scene scene, String symbol) {
        return scene.occurrences().stream()
                .filter(one -> symbol.startsWith(one.prefix() + "."))
                .anyMatch(one -> results.isKernelPointer(
                        one.site(), symbol.substring(one.prefix().length() + 1)));
    }
}
