package dev.ken.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// One bpftrace process that dies with us. `setpriv --pdeathsig KILL` makes the kernel kill it when the *thread*
/// that started it ends, so that thread must live until the child is gone. The script goes in through standard
/// input, and only after the child has become bpftrace: if we die before, it reads an empty script and ends.
/// `setsid` takes it out of the terminal's process group, so that Ctrl-C reaches us alone.
final class BpftraceChild {
    private static final long BECOME_LIMIT_MILLIS = 5_000;
    private static final Set<String> NOT_YET = Set.of("java", "jspawnhelper", "setsid", "setpriv");
    /// epoll_wait, epoll_pwait, epoll_pwait2 on x86-64; epoll_pwait on arm64.
    private static final Set<String> EPOLL = Set.of("232", "281", "441", "22");

    private final Process process;

    private BpftraceChild(Process process) {
        this.process = process;
    }

    /// Call it on a thread that outlives the child.
    static BpftraceChild start(Launch launch) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                List.of(launch.setsid().toString(), launch.setpriv().toString(), "--pdeathsig", "KILL", "--"));
        List<String> words = new ArrayList<>(builder.command());
        words.addAll(launch.command());
        builder.command(words);
        // What is set outside must not change the meaning of a program that was judged without it.
        builder.environment().keySet().removeIf(name -> name.startsWith("BPFTRACE_"));
        builder.environment().putAll(launch.settings());
        BpftraceChild child = new BpftraceChild(builder.start());
        child.feed(launch.input());
        return child;
    }

    /// @param settings `BPFTRACE_...` variables
    /// @param input    the script
    record Launch(Path setsid, Path setpriv, List<String> command, Map<String, String> settings, String input) {
        Launch {
            command = List.copyOf(command);
        }
    }

    private void feed(String script) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BECOME_LIMIT_MILLIS);
        while (process.isAlive() && !hasBecomeBpftrace()) {
            if (System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new IOException("bpftrace did not start within " + BECOME_LIMIT_MILLIS + " ms");
            }
            try {
                TimeUnit.MILLISECONDS.sleep(1);
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while bpftrace was starting", e);
            }
        }
        try (OutputStream in = process.getOutputStream()) {
            in.write(script.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            if (process.isAlive() && !process.onExit().isDone()) {
                // A child that died early closes its end: its exit code and words say more than this exception.
                process.destroy();
            }
        }
    }

    private boolean hasBecomeBpftrace() {
        try {
            Path exe = Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/exe"))
                    .getFileName();
            return exe != null && !NOT_YET.contains(exe.toString());
        } catch (IOException e) {
            return false;
        }
    }

    /// Whether it waits for events: then it can take a signal, and what it wrote is written.
    boolean waitsForEvents() {
        try {
            String syscall = Files.readString(Path.of("/proc/" + process.pid() + "/syscall"));
            return EPOLL.contains(syscall.split(" ", 2)[0]);
        } catch (IOException e) {
            return false;
        }
    }

    /// Whether SIGINT still means "end with your results". While it prints them, 0.17 dies of a second one.
    boolean catchesInterrupt() {
        try {
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"), StandardCharsets.ISO_8859_1)
                    .stream()
                    .filter(line -> line.startsWith("SigCgt:"))
                    .map(line -> line.substring(line.length() - 8))
                    .anyMatch(mask -> (Long.parseLong(mask, 16) >> (Signals.INTERRUPT - 1) & 1) == 1);
        } catch (IOException e) {
            return false;
        }
    }

    void signal(int signal) {
        Signals.send(process, signal);
    }

    void kill() {
        process.destroyForcibly();
    }

    boolean alive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    InputStream output() {
        return process.getInputStream();
    }

    InputStream errors() {
        return process.getErrorStream();
    }

    int waitFor() throws InterruptedException {
        return process.waitFor();
    }
}
