package dev.ken.verify;

import dev.ken.contract.program.ProgramContract;
import dev.ken.contract.program.ProgramContract.Clause;
import dev.ken.contract.program.ProgramContract.Kind;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.kernel.KernelModel;
import dev.ken.logic.Solver;
import dev.ken.source.Diagnostic;
import dev.ken.source.Span;
import dev.ken.symbolic.Coverage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/// Says whether a program keeps a contract: every clause at every event that it is said of, from any content of the
/// maps. Serves one thread, as its solver does.
public final class ContractJudge {
    private static final String GUARD = "guard";

    private final Solver solver;
    private final LongSupplier clockMillis;

    /// `clockMillis` is any clock that grows.
    public ContractJudge(Solver solver, LongSupplier clockMillis) {
        this.solver = solver;
        this.clockMillis = clockMillis;
    }

    /// What is wrong with the contract for this program on this kernel: names that there are not, sorts that do not
    /// fit.
    public static List<Diagnostic> problems(ProgramContract contract, Module program, KernelModel kernel) {
        return ContractCases.of(contract, program, kernel).diagnostics();
    }

    /// Judges `program`. The contract must fit it ([#problems]).
    public Judgement judge(ProgramContract contract, Module program, KernelModel kernel, JudgeLimits limits) {
        long start = clockMillis.getAsLong();
        Round round = new Round(contract, kernel, limits, start + limits.limitMillis());
        ContractCases cases = ContractCases.of(contract, program, kernel);
        Set<String> gaps = new LinkedHashSet<>();
        Map<String, Verdict> verdicts = decide(round, cases, program, false, gaps);
        Unmodelled.statements(program).ifPresent(reason -> undecide(verdicts, reason));
        List<Finding> findings = new ArrayList<>();
        Map<String, String> glosses = glosses(contract);
        verdicts.forEach(
                (id, verdict) -> findings.add(new Finding(id, glosses.getOrDefault(id, id), verdict, Span.NONE)));
        Optional<MutationScore> score = Optional.empty();
        if (findings.stream().allMatch(Finding::proved) && limits.mutants() > 0) {
            score = guards(round, cases, program, findings, gaps);
        }
        cases.unnamed().stream()
                .filter(_ -> contract.hooks().stream()
                        .noneMatch(hook -> hook.points().isEmpty()))
                .filter(letter -> watched(program, letter))
                .forEach(letter -> gaps.add("nothing is said of " + words(letter, kernel)));
        Judgement.Extent extent = new Judgement.Extent(0, cases.cases().size(), true);
        return new Judgement(
                findings, extent, new Coverage(List.copyOf(gaps)), score, List.of(), clockMillis.getAsLong() - start);
    }

    private record Round(ProgramContract contract, KernelModel kernel, JudgeLimits limits, long deadline) {}

    /// One verdict for each clause, by id. `untilFirst`: stop at the first refutation.
    private Map<String, Verdict> decide(
            Round round, ContractCases cases, Module program, boolean untilFirst, Set<String> gaps) {
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        if (!untilFirst) {
            glosses(round.contract()).keySet().forEach(id -> verdicts.put(id, new Verdict.Proved()));
        }
        for (ContractCases.Case one : cases.cases()) {
            HandlerCheck check = new HandlerCheck(
                    one, program, cases.numbers(), round.kernel(), solver, round.limits(), !untilFirst);
            gaps.addAll(check.gaps());
            check.verdicts(() -> clockMillis.getAsLong() > round.deadline())
                    .forEach((id, verdict) -> verdicts.merge(id(one.hook(), id), verdict, ContractJudge::worse));
            if (untilFirst && broken(verdicts, round.contract())) {
                return verdicts;
            }
        }
        return verdicts;
    }

    private static String id(int hook, String clause) {
        return "hook" + (hook + 1) + "." + clause;
    }

    /// Whether a variant is told from what is right. Where there are invariants, one that they do not fit is
    /// not refuted, yet never accepted.
    private static boolean broken(Map<String, Verdict> verdicts, ProgramContract contract) {
        boolean invariants =
                contract.hooks().stream().anyMatch(hook -> !hook.invariants().isEmpty());
        return verdicts.values().stream()
                .anyMatch(verdict ->
                        verdict instanceof Verdict.Refuted || invariants && verdict instanceof Verdict.Undecided);
    }

    private static Verdict worse(Verdict one, Verdict other) {
        return switch (one) {
            case Verdict.Refuted _ -> one;
            case Verdict.Proved _ -> other;
            case Verdict.Undecided _ -> other instanceof Verdict.Refuted ? other : one;
        };
    }

    private static void undecide(Map<String, Verdict> verdicts, String reason) {
        verdicts.replaceAll((_, verdict) -> worse(verdict, new Verdict.Undecided(reason)));
    }

    /// All clauses that are to be proved, by id, in words.
    private static Map<String, String> glosses(ProgramContract contract) {
        Map<String, String> glosses = new LinkedHashMap<>();
        for (int i = 0; i < contract.hooks().size(); i++) {
            ProgramContract.Hook hook = contract.hooks().get(i);
            for (Clause clause : hook.clauses()) {
                if (clause.kind() != Kind.REQUIRES) {
                    glosses.put(id(i, clause.id()), id(i, clause.id()) + "  " + HandlerCheck.text(clause));
                }
            }
            int at = i;
            hook.modifies()
                    .ifPresent(modifies -> glosses.put(
                            id(at, HandlerCheck.MODIFIES),
                            id(at, HandlerCheck.MODIFIES) + "  modifies "
                                    + dev.ken.contract.program.ProgramContractPrinter.text(modifies)));
        }
        return glosses;
    }

    private static boolean watched(Module program, Letter letter) {
        return program.procedures().stream()
                .filter(procedure -> procedure.site().equals(letter.site()))
                .anyMatch(procedure -> letter.call() instanceof Letter.Call.Other
                        ? !(procedure.guard() instanceof dev.ken.ir.Expr.Binary)
                        : !ContractCases.guardedOut(procedure.guard(), letter));
    }

    private static String words(Letter letter, KernelModel kernel) {
        return letter.site().text()
                + switch (letter.call()) {
                    case Letter.Call.None() -> "";
                    case Letter.Call.Other() -> " of other calls";
                    case Letter.Call.Number(long number) ->
                        " of " + kernel.syscalls().name(number).orElse("call " + number);
                };
    }

    /// Whether the contract may judge at all: its `requires` can hold, a program that does nothing breaks it,
    /// and enough wrong variants do.
    private Optional<MutationScore> guards(
            Round round, ContractCases cases, Module program, List<Finding> findings, Set<String> gaps) {
        for (ContractCases.Case one : cases.cases()) {
            new HandlerCheck(one, program, cases.numbers(), round.kernel(), solver, round.limits(), false)
                    .vacuous()
                    .ifPresent(reason -> findings.add(guard("hook" + (one.hook() + 1) + ": " + reason)));
        }
        boolean demands = round.contract().hooks().stream()
                .anyMatch(hook -> !hook.clauses(Kind.ENSURES).isEmpty());
        if (!demands) {
            gaps.add("the contract says only what must not happen; a program that does nothing keeps it too");
            return Optional.empty();
        }
        Module nothing = new Module(program.maps(), List.of(), List.of());
        if (!broken(decide(round, cases, nothing, true, new LinkedHashSet<>()), round.contract())) {
            findings.add(guard("a program that does nothing keeps the contract"));
        }
        MutationScore score = mutants(round, cases, program);
        if (100 * score.refuted() < round.limits().killPercent() * score.total()) {
            findings.add(
                    guard("only " + score.refuted() + " of " + score.total() + " wrong variants break the contract"));
        }
        return Optional.of(score);
    }

    private MutationScore mutants(Round round, ContractCases cases, Module program) {
        List<Procedure> spoken = program.procedures().stream()
                .filter(procedure -> cases.cases().stream()
                        .anyMatch(one -> procedure.site().equals(one.letter().site())
                                && !ContractCases.guardedOut(procedure.guard(), one.letter())))
                .toList();
        Module about = new Module(program.maps(), spoken, program.notModelled());
        Map<String, Module> mutants = Mutants.of(about, round.limits().mutants());
        List<String> survivors = new ArrayList<>();
        mutants.forEach((name, mutant) -> {
            if (!broken(decide(round, cases, mutant, true, new LinkedHashSet<>()), round.contract())) {
                survivors.add(name);
            }
        });
        return new MutationScore(mutants.size() - survivors.size(), mutants.size(), survivors);
    }

    private static Finding guard(String reason) {
        return new Finding(GUARD, "the contract tells right from wrong", new Verdict.Undecided(reason), Span.NONE);
    }
}
