package dev.ken.engine;

import dev.ken.bpftrace.show.Natives;
import dev.ken.bpftrace.show.Printed;
import dev.ken.contract.Intent;
import dev.ken.contract.program.ProgramContract;
import dev.ken.engine.Proposer.Proposal;
import dev.ken.ir.Module;
import dev.ken.ir.run.Event;
import dev.ken.ir.run.Machine;
import dev.ken.ir.run.Output;
import dev.ken.ir.run.Run;
import dev.ken.runtime.KernelVerdict;
import dev.ken.source.Diagnostic;
import dev.ken.source.Source;
import dev.ken.verify.ContractJudge;
import dev.ken.verify.Difference;
import dev.ken.verify.Finding;
import dev.ken.verify.Judge;
import dev.ken.verify.JudgeLimits;
import dev.ken.verify.Judgement;
import dev.ken.verify.Replay;
import dev.ken.verify.Risk;
import dev.ken.verify.Risks;
import dev.ken.verify.Verdict;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Judges one program against one intent: front end, judge, kernel. Serves one thread.
public final class Review {
    private final Map<Target, FrontEnd> frontEnds;
    private final Supplier<Judge> judge;
    private final JudgeLimits limits;
    private final BiFunction<Target, String, KernelVerdict> kernel;
    private final Facts facts;

    /// @param judge  asked for when the first program is judged; a judge is slow to start and not every use needs one
    /// @param kernel has the running kernel judge a program
    public Review(
            Map<Target, FrontEnd> frontEnds,
            Supplier<Judge> judge,
            JudgeLimits limits,
            BiFunction<Target, String, KernelVerdict> kernel,
            Facts facts) {
        this.frontEnds = Map.copyOf(frontEnds);
        this.judge = judge;
        this.limits = limits;
        this.kernel = kernel;
        this.facts = facts;
    }

    /// What a program means to the judge.
    public Lowering lower(Source program, Target target) {
        FrontEnd frontEnd = frontEnds.get(target);
        if (frontEnd == null) {
            throw new IllegalArgumentException("no front end for " + target.word());
        }
        return frontEnd.lower(program, facts);
    }

    /// Compares what two programs print.
    public Difference difference(Module first, Module second) {
        return judge.get().difference(first, second, facts.kernel(), limits, Review::printed);
    }

    private static Replay.Printed printed(Module module, List<Event> events) {
        Run run = Machine.run(module, events, Printed.EXTREMES);
        Natives natives = new Natives(List.of(), 0, 0, ZoneOffset.UTC);
        Optional<Integer> ended = run.outputs().stream()
                .filter(Output.Ended.class::isInstance)
                .map(Output::step)
                .findFirst();
        Printed printed = new Printed(module, run, events, natives);
        String atEnd = text(printed.after());
        String text = text(printed.during()) + (atEnd.isBlank() ? "" : "at the end:\n" + atEnd.stripLeading());
        return new Replay.Printed(text, ended, run.gaps());
    }

    private static String text(List<Printed.Item> items) {
        return items.stream()
                .flatMap(item -> Printed.text(item).lines())
                .filter(line -> !line.isBlank())
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    /// @param askKernel whether the running kernel is asked too
    public Attempt of(int number, Source program, Proposal proposal, Target target, Intent intent, boolean askKernel) {
        return switch (lower(program, target)) {
            case Lowering.NotAProgram(var diagnostics) ->
                refused(number, program, proposal, new Feedback.NotAProgram(diagnostics));
            case Lowering.Unsafe(var diagnostic) -> refused(number, program, proposal, new Feedback.Unsafe(diagnostic));
            case Lowering.Lowered(var module, var _) ->
                judged(
                        number,
                        program,
                        proposal,
                        target,
                        () -> judge.get().judge(intent, module, facts.catalog(), facts.kernel(), limits),
                        () -> risks(module, target),
                        askKernel);
        };
    }

    /// What a program is by a contract that a user wrote, or why the contract does not fit it.
    public sealed interface ByContract {
        record Judged(Attempt attempt) implements ByContract {}

        record Misfit(List<Diagnostic> diagnostics) implements ByContract {}
    }

    /// Judges a program by a contract.
    public ByContract of(
            Source program, Proposal proposal, Target target, ProgramContract contract, boolean askKernel) {
        return switch (lower(program, target)) {
            case Lowering.NotAProgram(var diagnostics) ->
                new ByContract.Judged(refused(1, program, proposal, new Feedback.NotAProgram(diagnostics)));
            case Lowering.Unsafe(var diagnostic) ->
                new ByContract.Judged(refused(1, program, proposal, new Feedback.Unsafe(diagnostic)));
            case Lowering.Lowered(var module, var _) -> {
                List<Diagnostic> problems = ContractJudge.problems(contract, module, facts.kernel());
                yield problems.isEmpty()
                        ? new ByContract.Judged(judged(
                                1,
                                program,
                                proposal,
                                target,
                                () -> judge.get().judge(contract, module, facts.kernel(), limits),
                                () -> risks(module, target),
                                askKernel))
                        : new ByContract.Misfit(problems);
            }
        };
    }

    /// Whether a program with the same maps that does nothing keeps the contract.
    boolean isEmptyEnough(Source program, Target target, ProgramContract contract) {
        return lower(program, target) instanceof Lowering.Lowered(var module, var _)
                && !judge.get()
                        .judge(contract, new Module(module.maps(), List.of(), List.of()), facts.kernel(), limits)
                        .refuted();
    }

    /// The same without the judge: whether it is a program, and what the kernel says. It is never accepted.
    public Attempt unjudged(int number, Source program, Proposal proposal, Target target, boolean askKernel) {
        List<Feedback> feedback = new ArrayList<>();
        Optional<KernelVerdict> verdict = Optional.empty();
        List<Risk> risks = List.of();
        switch (lower(program, target)) {
            case Lowering.NotAProgram(var diagnostics) -> feedback.add(new Feedback.NotAProgram(diagnostics));
            case Lowering.Unsafe(var diagnostic) -> feedback.add(new Feedback.Unsafe(diagnostic));
            case Lowering.Lowered(var module, var _) -> {
                risks = risks(module, target);
                verdict = askKernel ? Optional.of(kernel.apply(target, program.text())) : Optional.empty();
                feedback.add(
                        verdict.isPresent() && verdict.get() instanceof KernelVerdict.Rejected rejection
                                ? new Feedback.KernelRejects(rejection)
                                : Feedback.UNJUDGED);
            }
        }
        return new Attempt(number, program, proposal, feedback, Optional.empty(), verdict, risks);
    }

    /// What may make the answers of a program wrong that no verdict speaks of.
    public List<Risk> risks(Module module, Target target) {
        return Risks.of(module, facts.kernel(), facts.catalog(), target == Target.BPFTRACE);
    }

    private static Attempt refused(int number, Source program, Proposal proposal, Feedback feedback) {
        return new Attempt(number, program, proposal, List.of(feedback), Optional.empty(), Optional.empty(), List.of());
    }

    /// The kernel is asked while the judge thinks and risks are looked for: they need nothing of each other, and the
    /// kernel's answer takes as
    /// long.
    private Attempt judged(
            int number,
            Source program,
            Proposal proposal,
            Target target,
            Supplier<Judgement> judging,
            Supplier<List<Risk>> risking,
            boolean askKernel) {
        Optional<CompletableFuture<KernelVerdict>> asked =
                askKernel ? Optional.of(later(target, program.text())) : Optional.empty();
        Judgement judgement = judging.get();
        List<Risk> risks = risking.get();
        List<Feedback> feedback = new ArrayList<>();
        judgement.findings().forEach(finding -> of(finding).ifPresent(feedback::add));
        if (feedback.isEmpty() && !judgement.accepted()) {
            feedback.add(
                    new Feedback.Undecided("guard", "the program does what was asked", "there is no clause to prove"));
        }
        // A program that is wrong anyway need not wait for the kernel.
        Optional<KernelVerdict> verdict = feedback.isEmpty() ? asked.map(CompletableFuture::join) : Optional.empty();
        if (verdict.isPresent() && verdict.get() instanceof KernelVerdict.Rejected rejection) {
            feedback.add(new Feedback.KernelRejects(rejection));
        }
        return new Attempt(number, program, proposal, feedback, Optional.of(judgement), verdict, risks);
    }

    private CompletableFuture<KernelVerdict> later(Target target, String script) {
        CompletableFuture<KernelVerdict> verdict = new CompletableFuture<>();
        Thread _ = Thread.ofPlatform().daemon().name("ken-kernel-check").start(() -> {
            try {
                verdict.complete(kernel.apply(target, script));
            } catch (RuntimeException | Error failure) {
                verdict.completeExceptionally(failure);
            }
        });
        return verdict;
    }

    private static Optional<Feedback> of(Finding finding) {
        return switch (finding.verdict()) {
            case Verdict.Proved() -> Optional.empty();
            case Verdict.Refuted _ -> Optional.of(new Feedback.MissesIntent(finding));
            case Verdict.Undecided(var reason) ->
                Optional.of(new Feedback.Undecided(finding.clause(), finding.gloss(), reason));
        };
    }
}
