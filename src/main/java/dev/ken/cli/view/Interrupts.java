package dev.ken.cli.view;

import dev.ken.runtime.ProgramRun;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Makes Ctrl-C (and SIGTERM, SIGHUP) end a run with its last result instead of cutting it off. Close it when the
/// run is over and everything is shown.
public final class Interrupts implements AutoCloseable {
    private static final long LIMIT_MILLIS = 20_000;

    private final CountDownLatch shown = new CountDownLatch(1);
    private final Thread hook;

    private Interrupts(ProgramRun run, int exitCode) {
        this.hook = Thread.ofPlatform().name("ken-interrupt").unstarted(() -> {
            run.stop();
            try {
                boolean _ = shown.await(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(exitCode);
        });
    }

    /// @param exitCode of this process, where it is ended so
    public static Interrupts stopping(ProgramRun run, int exitCode) {
        Interrupts interrupts = new Interrupts(run, exitCode);
        Runtime.getRuntime().addShutdownHook(interrupts.hook);
        return interrupts;
    }

    @Override
    public void close() {
        shown.countDown();
        try {
            boolean _ = Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already: the hook itself ends it.
            return;
        }
    }
}
