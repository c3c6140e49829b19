package dev.ken.verify;

import dev.ken.contract.program.ProgramContract;
import dev.ken.contract.program.ProgramContract.Clause;
import dev.ken.contract.program.ProgramContract.Hook;
import dev.ken.contract.program.ProgramContract.Kind;
import dev.ken.contract.program.ProgramContract.Point;
import dev.ken.ir.Expr;
import dev.ken.ir.Module;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.ProbeFacts;
import dev.ken.kernel.Probes;
import dev.ken.kernel.Site;
import dev.ken.source.Diagnostic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The events at which a contract has to be looked at, and what is wrong with the contract for a program and a kernel.
final class ContractCases {
    /// One kind of event at which a hook's clauses have to hold.
    record Case(int hook, Hook says, Optional<ProbeFacts> facts, Letter letter) {}

    private final ProgramContract contract;
    private final Module module;
    private final KernelModel kernel;
    private final Set<Long> numbers = new TreeSet<>();
    private final List<Case> cases = new ArrayList<>();
    private final List<Diagnostic> diagnostics = new ArrayList<>();

    private ContractCases(ProgramContract contract, Module module, KernelModel kernel) {
        this.contract = contract;
        this.module = module;
        this.kernel = kernel;
    }

    static ContractCases of(ProgramContract contract, Module module, KernelModel kernel) {
        ContractCases all = new ContractCases(contract, module, kernel);
        Map<Integer, List<ProbeFacts>> points = new LinkedHashMap<>();
        for (int i = 0; i < contract.hooks().size(); i++) {
            points.put(i, all.points(contract.hooks().get(i)));
        }
        module.procedures()
                .forEach(procedure -> Alphabet.exprs(procedure).forEach(expr -> Alphabet.numbers(expr, all.numbers)));
        points.values().forEach(facts -> facts.forEach(one -> one.syscalls().forEach(n -> all.numbers.add((long) n))));
        points.forEach(
                (hook, facts) -> facts.forEach(one -> all.sorts(contract.hooks().get(hook), Optional.of(one))));
        contract.hooks().stream()
                .filter(hook -> hook.points().isEmpty())
                .forEach(hook -> all.sorts(hook, Optional.empty()));
        points.forEach(all::cases);
        all.others();
        return all;
    }

    List<Case> cases() {
        return cases;
    }

    /// Numbers of system calls that have letters of their own.
    List<Long> numbers() {
        return List.copyOf(numbers);
    }

    List<Diagnostic> diagnostics() {
        return diagnostics;
    }

    private List<ProbeFacts> points(Hook hook) {
        List<ProbeFacts> found = new ArrayList<>();
        for (Point point : hook.points()) {
            Optional<ProbeFacts> facts = Probes.resolve(point.probe(), kernel);
            if (facts.isEmpty()) {
                List<String> near = Probes.nearest(point.probe(), kernel, 1);
                diagnostics.add(Diagnostic.error(
                        "contract",
                        "this kernel has no probe `" + point.probe() + "`",
                        point.at(),
                        near.isEmpty()
                                ? "`ken search` finds probes by words"
                                : "did you mean `" + near.getFirst() + "`?"));
            }
            facts.ifPresent(found::add);
        }
        return found;
    }

    /// Whether names and sorts of all that a hook says fit; numbers that system calls are compared with get letters.
    private void sorts(Hook hook, Optional<ProbeFacts> facts) {
        hook.clauses().forEach(clause -> {
            PhraseLowering phrases = lowering(hook, facts, clause.kind() == Kind.REQUIRES);
            Alphabet.numbers(phrases.truth(clause.phrase()), numbers);
            tell(phrases);
        });
        hook.modifies()
                .ifPresent(modifies -> modifies.places().forEach(place -> {
                    PhraseLowering phrases = lowering(hook, facts, true);
                    place.entry().ifPresentOrElse(phrases::keys, () -> phrases.known(place.map(), place.at()));
                    tell(phrases);
                }));
        if (hook.invariants().isEmpty()) {
            return;
        }
        for (ProgramContract.Invariant invariant : hook.invariants()) {
            Clause clause = invariant.clause();
            PhraseLowering phrases = new PhraseLowering(
                    module, facts, hook, LoopCut.locals(module, site(facts)), Reads.SORTS, PhraseLowering.Stand.LOOP);
            phrases.truth(clause.phrase());
            tell(phrases);
        }
    }

    private static Optional<Site> site(Optional<ProbeFacts> facts) {
        return facts.map(ProbeFacts::site);
    }

    private PhraseLowering lowering(Hook hook, Optional<ProbeFacts> facts, boolean before) {
        PhraseLowering.Stand stand = before ? PhraseLowering.Stand.BEFORE : PhraseLowering.Stand.AFTER;
        return new PhraseLowering(module, facts, hook, Map.of(), Reads.SORTS, stand);
    }

    private void tell(PhraseLowering phrases) {
        phrases.diagnostics().stream().filter(one -> !diagnostics.contains(one)).forEach(diagnostics::add);
    }

    private void cases(int hook, List<ProbeFacts> points) {
        for (ProbeFacts facts : points) {
            for (Letter letter : letters(facts)) {
                cases.add(new Case(hook, contract.hooks().get(hook), Optional.of(facts), letter));
            }
        }
    }

    private List<Letter> letters(ProbeFacts facts) {
        Site site = facts.site();
        boolean call = site instanceof Site.SyscallEnter || site instanceof Site.SyscallExit;
        if (!call) {
            return List.of(new Letter(site, new Letter.Call.None(), Letter.Naming.NEVER));
        }
        List<Letter> letters = new ArrayList<>();
        if (facts.syscalls().isEmpty()) {
            numbers.forEach(
                    number -> letters.add(new Letter(site, new Letter.Call.Number(number), Letter.Naming.NEVER)));
            letters.add(new Letter(site, new Letter.Call.Other(), Letter.Naming.NEVER));
        }
        facts.syscalls()
                .forEach(number -> letters.add(new Letter(site, new Letter.Call.Number(number), Letter.Naming.NEVER)));
        return letters;
    }

    /// What the program watches and no hook names.
    List<Letter> unnamed() {
        List<Letter> named = cases.stream()
                .filter(one -> !one.says().points().isEmpty())
                .map(Case::letter)
                .toList();
        Map<String, Site> sites = new TreeMap<>();
        module.procedures().forEach(procedure -> sites.put(procedure.site().text(), procedure.site()));
        List<Letter> left = new ArrayList<>();
        for (Site site : sites.values()) {
            ProbeFacts all = new ProbeFacts(site.text(), site, List.of(), Map.of());
            letters(all).stream().filter(letter -> !named.contains(letter)).forEach(left::add);
        }
        return left;
    }

    private void others() {
        for (int i = 0; i < contract.hooks().size(); i++) {
            Hook hook = contract.hooks().get(i);
            if (hook.points().isEmpty()) {
                for (Letter letter : unnamed()) {
                    cases.add(new Case(i, hook, Optional.empty(), letter));
                }
            }
        }
    }

    /// Whether the program does anything at such an event, as far as its guards tell.
    static boolean guardedOut(Expr guard, Letter letter) {
        return letter.call() instanceof Letter.Call.Number(long number)
                && guard instanceof Expr.Binary(var op, Expr.Attribute(String name, var _), Expr.Int(long wanted))
                && op == Expr.BinaryOp.EQ
                && name.equals("nr")
                && wanted != number;
    }
}
