package dev.ken.runtime;

import dev.ken.runtime.Environment.Missing;
import dev.ken.runtime.KernelVerdict.Accepted;
import dev.ken.runtime.KernelVerdict.Rejected;
import dev.ken.runtime.KernelVerdict.Unavailable;
import dev.ken.runtime.ProgramEvent.Attached;
import dev.ken.runtime.ProgramEvent.EndReason;
import dev.ken.runtime.ProgramEvent.Ended;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// Has the verifier of the running kernel judge a script, unchanged. bpftrace 0.17 cannot load without attaching,
/// so the script is attached and bpftrace at once killed; the verdict is there when the last probe is attached (some 45
/// ms), and the kernel detaches behind. What the probes see in between is thrown away. It is not
/// told to end: that takes 60 ms a probe, and a JVM that exits waits 300 ms for threads that wait for a child.
public final class KernelCheck {
    /// A script that takes longer to load than this is refused.
    public static final long LIMIT_MILLIS = 10_000;

    private final Environment environment;

    public KernelCheck(Environment environment) {
        this.environment = environment;
    }

    public KernelVerdict check(String script) {
        Optional<Missing> missing =
                environment.missing().stream().filter(Missing::toRun).findFirst();
        if (missing.isPresent()) {
            return new Unavailable(
                    missing.get().name() + " is missing",
                    "Get it with: " + missing.get().command());
        }
        CompletableFuture<KernelVerdict> verdict = new CompletableFuture<>();
        RunLimits limits = RunLimits.unlimited().attachedWithin(LIMIT_MILLIS);
        RunLoop loop = new RunLoop(
                environment,
                RunCommandLine.bpftrace(environment, script, limits),
                limits,
                true,
                (loopItself, event) -> {
                    switch (event) {
                        case Attached(var _, var millis) -> verdict.complete(attached(loopItself, millis));
                        case Ended ended -> verdict.complete(ended(loopItself, ended));
                        case ProgramEvent.Line _,
                                ProgramEvent.Table _,
                                ProgramEvent.Histograms _,
                                ProgramEvent.Elapsed _,
                                ProgramEvent.Lost _,
                                ProgramEvent.Missed _,
                                ProgramEvent.Note _ -> {}
                    }
                });
        ProgramRun _ = ProgramRun.start(loop);
        try {
            return verdict.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a verdict is a value", e);
        } catch (InterruptedException e) {
            loop.requestKill();
            Thread.currentThread().interrupt();
            return new Unavailable("interrupted", "Ask again.");
        }
    }

    private KernelVerdict attached(RunLoop loop, long millis) {
        Optional<Rejected> leftOut = loop.leftOut();
        if (leftOut.isPresent()) {
            return leftOut.get();
        }
        Optional<Long> steps = Optional.of(loop.verifierSteps()).filter(count -> count > 0);
        return new Accepted(environment.release(), millis, loop.probes(), steps);
    }

    /// Only where the end came before the last probe was seen to be attached: a program may end itself at once.
    private KernelVerdict ended(RunLoop loop, Ended ended) {
        Optional<Rejected> rejection = loop.rejection();
        if (rejection.isPresent()) {
            return rejection.get();
        }
        return ended.reason() == EndReason.FINISHED
                ? attached(loop, ended.millis())
                : new Unavailable("bpftrace ended before a verdict (" + ended.reason() + ")", "Try again.");
    }
}
