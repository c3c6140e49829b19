package dev.ken.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/// Keeps the trace of a bug of ours in a file, so that it does not meet the user.
final class Bugs {
    private Bugs() {}

    /// The file, or `(nowhere)` where none can be written.
    static String written(Throwable bug, Console console) {
        StringWriter trace = new StringWriter();
        bug.printStackTrace(new PrintWriter(trace));
        try {
            String temporary = console.variables().getOrDefault("TMPDIR", "/tmp");
            Path file = Files.createTempFile(Path.of(temporary), "ken-bug-", ".txt");
            Files.writeString(file, trace.toString());
            return file.toString();
        } catch (IOException | RuntimeException e) {
            return "(nowhere)";
        }
    }
}
