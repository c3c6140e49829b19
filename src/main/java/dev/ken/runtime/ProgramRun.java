package dev.ken.runtime;

import dev.ken.runtime.ProgramEvent.Ended;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/// A program that runs. Its events go to one consumer, one at a time, on the run's own thread; a slow
/// consumer makes bpftrace wait, and what the kernel then cannot hand over is told as [ProgramEvent.Lost]. Whatever
/// way it ends, also with the death of this process, nothing stays attached.
public final class ProgramRun implements AutoCloseable {
    private final RunLoop loop;
    private final CountDownLatch done = new CountDownLatch(1);

    private ProgramRun(RunLoop loop) {
        this.loop = loop;
    }

    /// Starts a script. `environment.canRun()` must hold.
    ///
    /// @throws IllegalStateException if the machine lacks what is needed to run
    public static ProgramRun start(
            Environment environment, String script, RunLimits limits, Consumer<ProgramEvent> events) {
        return start(environment, RunCommandLine.bpftrace(environment, script, limits), limits, events);
    }

    /// Starts a program that [ReaderBuild] made.
    ///
    /// @throws IllegalStateException if the machine lacks what is needed to run
    public static ProgramRun start(
            Environment environment, ReaderBuild.Built.Ready program, RunLimits limits, Consumer<ProgramEvent> events) {
        return start(environment, program, Optional.empty(), limits, events);
    }

    /// The same at a network interface, for a program that is asked about packets.
    ///
    /// @throws IllegalStateException if the machine lacks what is needed to run
    public static ProgramRun start(
            Environment environment,
            ReaderBuild.Built.Ready program,
            Optional<String> device,
            RunLimits limits,
            Consumer<ProgramEvent> events) {
        return start(environment, RunCommandLine.reader(program.program(), device), limits, events);
    }

    private static ProgramRun start(
            Environment environment, RunCommandLine command, RunLimits limits, Consumer<ProgramEvent> events) {
        return start(new RunLoop(environment, command, limits, false, (_, event) -> events.accept(event)));
    }

    static ProgramRun start(RunLoop loop) {
        ProgramRun run = new ProgramRun(loop);
        // A platform thread: the child is killed with the thread that started it, and carriers of virtual threads
        // come and go.
        Thread _ = Thread.ofPlatform().name("ken-run").daemon(true).start(() -> {
            try {
                loop.run();
            } finally {
                run.done.countDown();
            }
        });
        return run;
    }

    /// Asks for the end; the last results still come as events. May be called from any thread, more than once.
    public void stop() {
        loop.requestStop();
    }

    /// Waits until nothing is attached any more and all events are delivered.
    public Ended await() throws InterruptedException {
        done.await();
        return loop.ended().orElseThrow(() -> new IllegalStateException("the run's thread died"));
    }

    /// Process id of bpftrace, once it is started.
    public Optional<Long> pid() {
        return loop.pid();
    }

    /// Why bpftrace or the kernel refused the program, where the run ended with FAILED.
    public Optional<KernelVerdict.Rejected> rejection() {
        return loop.rejection();
    }

    /// Kills what still runs and waits for its end; the last results are lost. Does nothing after the end.
    @Override
    public void close() {
        loop.requestKill();
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
