package dev.ken.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Where a command reads and writes.
///
/// @param asks    standard input is a terminal: somebody can be asked
/// @param shows   standard output is a terminal
/// @param colours colour may be used on standard output
public record Console(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Map<String, String> variables,
        boolean asks,
        boolean shows,
        boolean colours) {

    /// That of this process.
    static Console ofProcess() {
        Map<String, String> variables = System.getenv();
        boolean shows = isTerminal(1);
        boolean plain = !variables.getOrDefault("NO_COLOR", "").isEmpty()
                || variables.getOrDefault("TERM", "").equals("dumb");
        return new Console(
                System.in,
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                variables,
                isTerminal(0),
                shows,
                shows && !plain);
    }

    /// UTF-8 whatever the locale: a ✓ must not become a question mark, which means something else here.
    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /// A look at where the descriptor points, much cheaper than asking a terminal library.
    private static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return System.console() != null;
        }
    }
}
