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
import java.util.Optional;

/// Where a command reads and writes.
///
/// @param asks    standard input is a terminal: somebody can be asked
/// @param shows   standard output is a terminal
/// @param piped   standard output goes to another program, which may want no more
/// @param colours colour may be used on standard output
public record Console(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Map<String, String> variables,
        boolean asks,
        boolean shows,
        boolean piped,
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
                target(1).filter(to -> to.startsWith("pipe:")).isPresent(),
                shows && !plain);
    }

    /// UTF-8 whatever the locale: a ✓ must not become a question mark, which means something else here.
    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /// A look at where the descriptor points, much cheaper than asking a terminal library.
    private static boolean isTerminal(int descriptor) {
        return target(descriptor)
                .map(to -> to.startsWith("/dev/pts/") || to.startsWith("/dev/tty") || to.equals("/dev/console"))
                .orElseGet(() -> System.console() != null);
    }

    private static Optional<String> target(int descriptor) {
        try {
            return Optional.of(Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString());
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }
}
