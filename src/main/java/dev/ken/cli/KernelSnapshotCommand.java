package dev.ken.cli;

import dev.ken.kernel.Recording;
import dev.ken.kernel.SnapshotWriter;
import dev.ken.runtime.KernelFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `ken kernel snapshot`: the running kernel in a file.
@Command(
        name = "snapshot",
        description = "Record the running kernel in one compressed file, for --kernel FILE on any machine.",
        footer = {
            "",
            "Tracepoints can be read by root only. A machine without Java is recorded from a copy of its files:",
            "proc/sys/kernel/{osrelease,arch} and, below sys/kernel, btf, tracing/available_events,",
            "tracing/available_filter_functions and tracing/events/*/*/format.",
            "",
            "Examples:",
            "  sudo ken kernel snapshot -o server.kernel",
            "  ken kernel snapshot --root copy -o server.kernel"
        })
final class KernelSnapshotCommand implements Callable<Integer> {
    private final Console console;
    private final Workshop workshop;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "the file to write")
    String output = "";

    @Option(
            names = "--root",
            paramLabel = "FOLDER",
            description = "record from a copy of /proc and /sys in FOLDER instead of the running kernel")
    String root = "";

    KernelSnapshotCommand(Console console, Workshop workshop) {
        this.console = console;
        this.workshop = workshop;
    }

    @Override
    public Integer call() throws BadInput, Lacking {
        KernelFiles files = files();
        if (!files.tellsTracepoints() && root.isEmpty()) {
            throw new Lacking(
                    "the tracepoints of this kernel cannot be read; as root they can: sudo ./ken kernel snapshot"
                            + " -o " + output);
        }
        if (!files.tellsTracepoints()) {
            throw new BadInput("there is no readable sys/kernel/tracing/available_events in " + root);
        }
        Recording recording = files.recording()
                .orElseThrow(() ->
                        new BadInput("there is no proc/sys/kernel/osrelease" + (root.isEmpty() ? "" : " in " + root)));
        Kernels.write(output, out -> SnapshotWriter.write(recording, out));
        say(recording);
        return ExitCode.DONE;
    }

    private KernelFiles files() throws BadInput {
        if (root.isEmpty()) {
            return KernelFiles.of(workshop.environment().get());
        }
        if (!Files.isDirectory(Path.of(root))) {
            throw new BadInput("there is no folder " + root);
        }
        return KernelFiles.in(Path.of(root));
    }

    private void say(Recording recording) throws BadInput {
        long bytes;
        try {
            bytes = Files.size(Path.of(output));
        } catch (IOException e) {
            throw new BadInput(output + " cannot be read: " + e.getMessage());
        }
        console.out()
                .println(String.format(
                        Locale.ROOT, "Recorded %s in %s (%,d KiB).", recording.release(), output, bytes / 1024));
        if (recording.btf().isEmpty()) {
            console.err().println("ken: this kernel does not tell its types (no BTF), so they are not in the file");
        }
        if (recording.traceable().isEmpty()) {
            console.err().println("ken: which functions can be traced could not be read, so it is not in the file");
        }
    }
}
