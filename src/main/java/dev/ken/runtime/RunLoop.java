package dev.ken.runtime;

import dev.ken.runtime.KernelVerdict.Cause;
import dev.ken.runtime.KernelVerdict.Rejected;
import dev.ken.runtime.ProgramEvent.EndReason;
import dev.ken.runtime.ProgramEvent.Ended;
import dev.ken.runtime.ProgramEvent.Note;
import dev.ken.runtime.ProgramEvent.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The life of one child, bpftrace or one that speaks as it does, on one thread: what it writes comes through a queue,
/// what must be done in time
/// is done between two messages.
final class RunLoop {
    private static final int QUEUE_LIMIT = 4_096;
    private static final int ERROR_LINES_LIMIT = 4_000;
    private static final long TICK_BEFORE_MILLIS = 3;
    private static final long TICK_AFTER_MILLIS = 40;
    private static final long ELAPSED_EVERY_MILLIS = 200;
    private static final long RESEND_MILLIS = 40;
    private static final long GRACE_MILLIS = 5_000;
    private static final long GRACE_PER_PROBE_MILLIS = 150;
    /// While its BEGIN runs, 0.17 waits for events for 100 ms although the other probes are still to come.
    private static final long SETTLED_MILLIS = 400;

    /// What it wrote before it waited has arrived after this.
    private static final long READ_MILLIS = 8;

    private final Environment environment;
    private final RunCommandLine command;
    private final RunLimits limits;
    private final boolean killWhenAttached;
    private final Consumer<ProgramEvent> sink;
    private final BpftraceOutput output;
    private final BpftraceVersion version;
    private final BlockingQueue<Message> queue = new ArrayBlockingQueue<>(QUEUE_LIMIT);
    private final List<String> errors = new ArrayList<>();
    private final List<String> plainOutput = new ArrayList<>();
    private final long startedNanos = System.nanoTime();

    private volatile boolean stopRequested;
    private volatile boolean killRequested;
    private volatile @Nullable BpftraceChild child;
    private volatile @Nullable Ended ended;
    private volatile @Nullable Rejected rejection;

    private LoadedPrograms facts = LoadedPrograms.NONE;
    private int open = 2;
    private int attachedLines;
    private long waitingSinceMillis = -1;
    private long allToldMillis = -1;
    private long attachedMillis = -1;
    private long stopMillis = -1;
    private long lastTickMillis = -TICK_AFTER_MILLIS;
    private long lastSignalMillis;
    private boolean askedForTables;
    private long lastElapsedMillis;
    private long lastRefreshMillis;
    private @Nullable EndReason reason;

    RunLoop(
            Environment environment,
            RunCommandLine command,
            RunLimits limits,
            boolean killWhenAttached,
            BiConsumer<RunLoop, ProgramEvent> consumer) {
        this.environment = environment;
        this.command = command;
        this.limits = limits;
        this.killWhenAttached = killWhenAttached;
        this.sink = event -> consumer.accept(this, event);
        this.version = command.version();
        this.output = new BpftraceOutput(version, limits.mapKeys());
    }

    private sealed interface Message {
        record Output(String line) implements Message {}

        record Error(String line) implements Message {}

        record Closed() implements Message {}
    }

    void requestStop() {
        stopRequested = true;
    }

    void requestKill() {
        killRequested = true;
    }

    Optional<Ended> ended() {
        return Optional.ofNullable(ended);
    }

    Optional<Rejected> rejection() {
        return Optional.ofNullable(rejection);
    }

    Optional<Long> pid() {
        return Optional.ofNullable(child).map(BpftraceChild::pid);
    }

    /// Probes that bpftrace left out although it went on with the others.
    Optional<Rejected> leftOut() {
        return Rejections.leftOut(errors);
    }

    /// As many as it says it has, or as it has begun to attach where that is more.
    int probes() {
        return Math.max(output.probes().orElse(0), attachedLines);
    }

    /// 0 where neither bpftrace nor the kernel says.
    long verifierSteps() {
        return Math.max(output.verifierSteps(), facts.verifierSteps());
    }

    void run() {
        BpftraceChild running;
        try {
            running = BpftraceChild.start(launch());
        } catch (IOException e) {
            fail(new Rejected(
                    Cause.OTHER, command.what() + " cannot be started: " + e.getMessage(), Optional.empty(), ""));
            end(EndReason.FAILED, 127);
            return;
        }
        child = running;
        try {
            read(running.output(), Message.Output::new);
            read(running.errors(), Message.Error::new);
            while (open > 0) {
                Message message =
                        queue.poll(attachedMillis < 0 ? TICK_BEFORE_MILLIS : TICK_AFTER_MILLIS, TimeUnit.MILLISECONDS);
                if (message != null) {
                    take(message);
                }
                long now = nowMillis();
                // Each tick looks into /proc, which the program itself may be watching.
                if (now - lastTickMillis >= (attachedMillis < 0 ? TICK_BEFORE_MILLIS : TICK_AFTER_MILLIS)) {
                    lastTickMillis = now;
                    tick(running, now);
                }
            }
            int exit = running.waitFor();
            output.end().forEach(sink);
            if (facts.missed() > 0) {
                sink.accept(new ProgramEvent.Missed(facts.missed()));
            }
            conclude(exit);
        } catch (InterruptedException e) {
            running.kill();
            end(EndReason.KILLED, 137);
        } finally {
            running.kill();
        }
    }

    private BpftraceChild.Launch launch() {
        Path setsid = environment.setsid().orElseThrow(() -> new IllegalStateException("no setsid"));
        Path setpriv = environment.setpriv().orElseThrow(() -> new IllegalStateException("no setpriv"));
        return new BpftraceChild.Launch(setsid, setpriv, command.words(), command.settings(), command.input());
    }

    private void read(InputStream in, java.util.function.Function<String, Message> message) {
        Thread _ = Thread.ofPlatform().name("ken-run-reader").daemon(true).start(() -> {
            Lines lines = new Lines(in);
            try {
                for (var line = lines.next(); line.isPresent(); line = lines.next()) {
                    queue.put(message.apply(line.get()));
                }
                queue.put(new Message.Closed());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void take(Message message) {
        switch (message) {
            case Message.Output(var line) -> {
                if (!line.startsWith("{") && plainOutput.size() < ERROR_LINES_LIMIT) {
                    plainOutput.add(line);
                }
                output.line(line).forEach(sink);
            }
            case Message.Error(var line) -> takeError(line);
            case Message.Closed() -> open--;
        }
    }

    private void takeError(String line) {
        if (line.startsWith("Attaching") || line.startsWith("Trying to attach")) {
            attachedLines++;
            return;
        }
        if (errors.size() == ERROR_LINES_LIMIT) {
            // The cause of a refusal stands at the beginning or at the very end.
            errors.remove(ERROR_LINES_LIMIT / 2);
        }
        errors.add(line);
        int warning = line.indexOf("WARNING: ");
        if (warning >= 0 && !Rejections.isNoise(line)) {
            sink.accept(new Note(Severity.WARNING, line.substring(warning + "WARNING: ".length())));
        }
    }

    private void tick(BpftraceChild running, long now) {
        if (killRequested && reason != EndReason.KILLED) {
            reason = EndReason.KILLED;
            running.kill();
        }
        if (attachedMillis < 0) {
            beforeAttached(running, now);
        } else if (stopMillis < 0) {
            whileAttached(running, now);
        }
        if (stopMillis >= 0) {
            whileStopping(running, now);
        }
    }

    private void beforeAttached(BpftraceChild running, long now) {
        if (reason != null) {
            return;
        }
        if (stopRequested) {
            reason = EndReason.STOPPED;
            running.kill();
        } else if (now > limits.attachLimitMillis()) {
            fail(new Rejected(
                    Cause.TOO_SLOW,
                    "Loading and attaching took longer than " + limits.attachLimitMillis() + " ms.",
                    Optional.empty(),
                    ""));
            reason = EndReason.FAILED;
            running.kill();
        } else if (probes() > limits.probes()) {
            fail(new Rejected(
                    Cause.TOO_MANY_PROBES,
                    "The program has " + probes() + " probes; at most " + limits.probes()
                            + " can be detached in good time.",
                    Optional.empty(),
                    ""));
            reason = EndReason.FAILED;
            running.kill();
        } else if (output.probes().isPresent()) {
            waiting(running, now);
        }
    }

    private void waiting(BpftraceChild running, long now) {
        boolean allTold = attachedLines >= output.probes().orElse(1);
        boolean seen = waitingSinceMillis >= 0;
        // Once all are told, one look that finds it waiting is enough: a busy program is seldom found so.
        if (!(allTold && seen)) {
            boolean waits = running.waitsForEvents();
            waitingSinceMillis = !waits ? -1 : seen ? waitingSinceMillis : now;
            seen = waits;
        }
        if (allTold && allToldMillis < 0) {
            allToldMillis = now;
            // What was seen before may have been the wait of BEGIN.
            waitingSinceMillis = -1;
            return;
        }
        long waited = seen ? now - waitingSinceMillis : 0;
        boolean busy = allTold && now - allToldMillis >= SETTLED_MILLIS;
        if (busy || (seen && waited >= (allTold ? READ_MILLIS : SETTLED_MILLIS))) {
            attachedMillis = now;
            facts = LoadedPrograms.of(running.pid());
            lastRefreshMillis = now;
            if (killWhenAttached) {
                reason = EndReason.KILLED;
                running.kill();
            }
            leftOut().ifPresent(left -> sink.accept(new Note(Severity.WARNING, left.message())));
            sink.accept(new ProgramEvent.Attached(probes(), now));
        }
    }

    private void whileAttached(BpftraceChild running, long now) {
        long sinceAttached = now - attachedMillis;
        if (stopRequested) {
            look(running);
            beginStop(EndReason.STOPPED, now);
        } else if (limits.limitMillis().isPresent()
                && sinceAttached >= limits.limitMillis().get()) {
            look(running);
            beginStop(EndReason.TIME_LIMIT, now);
        } else {
            if (sinceAttached - lastElapsedMillis >= ELAPSED_EVERY_MILLIS) {
                lastElapsedMillis = sinceAttached;
                look(running);
                sink.accept(new ProgramEvent.Elapsed(sinceAttached));
            }
            boolean due = limits.refreshMillis()
                    .filter(every -> now - lastRefreshMillis >= every)
                    .isPresent();
            if (due && version.printsOnSignal() && running.waitsForEvents()) {
                lastRefreshMillis = now;
                running.signal(Signals.USER_1);
            }
        }
    }

    /// What the child holds can be read only while it runs.
    private void look(BpftraceChild running) {
        LoadedPrograms now = LoadedPrograms.of(running.pid());
        if (!now.equals(LoadedPrograms.NONE)) {
            facts = now;
        }
    }

    private void beginStop(EndReason why, long now) {
        reason = why;
        stopMillis = now;
        lastSignalMillis = now - RESEND_MILLIS;
    }

    /// A SIGINT that comes while bpftrace does not wait for events is lost, so it is sent again. Where events come
    /// so fast that it never waits, it is asked for its tables before it is killed.
    private void whileStopping(BpftraceChild running, long now) {
        if (now - lastSignalMillis >= RESEND_MILLIS && running.catchesInterrupt()) {
            lastSignalMillis = now;
            running.signal(Signals.INTERRUPT);
        }
        boolean stuck = now - stopMillis > GRACE_MILLIS / 2;
        if (stuck && !askedForTables && version.printsOnSignal() && running.catchesInterrupt()) {
            askedForTables = true;
            running.signal(Signals.USER_1);
        }
        boolean late = now - stopMillis > GRACE_MILLIS + GRACE_PER_PROBE_MILLIS * probes();
        if (late && reason != EndReason.KILLED) {
            reason = EndReason.KILLED;
            running.kill();
        }
    }

    private void conclude(int exit) {
        boolean bySignal = exit > 128 && exit <= 128 + 64;
        EndReason asked = reason;
        if (asked != null && (attachedMillis < 0 || asked == EndReason.KILLED || !bySignal)) {
            end(asked, exit);
        } else if (exit == 0) {
            end(EndReason.FINISHED, exit);
        } else if (bySignal && attachedMillis >= 0) {
            sink.accept(new Note(Severity.ERROR, command.what() + " died of signal " + (exit - 128) + "."));
            end(EndReason.CRASHED, exit);
        } else {
            fail(Rejections.read(plainOutput, errors, exit, command.input()));
            end(EndReason.FAILED, exit);
        }
    }

    private void fail(Rejected why) {
        rejection = why;
        sink.accept(new Note(Severity.ERROR, why.message()));
    }

    private void end(EndReason why, int exit) {
        long millis = attachedMillis < 0 ? 0 : nowMillis() - attachedMillis;
        Ended last = new Ended(why, exit, millis);
        ended = last;
        sink.accept(last);
    }

    private long nowMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
    }
}
