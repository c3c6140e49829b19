package dev.ken.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Builds the program for the user that loads an object and shows what it sees, as the Makefile of such a project does.
public final class ReaderBuild {
    private static final String HINT = "Get it with: sudo apt-get install -y clang libbpf-dev";

    private ReaderBuild() {}

    public sealed interface Built {
        /// `folder` is of no more use once the program has begun; [#delete] takes it away.
        record Ready(Path folder, Path program) implements Built {
            public void delete() {
                try {
                    Clang.delete(folder);
                } catch (IOException e) {
                    // It lies in the temporary folder, which is cleaned by others.
                }
            }
        }

        record Unavailable(String reason, String hint) implements Built {}
    }

    /// @param name   of the object that `reader` takes in
    /// @param reader the source of the program
    public static Built build(Environment environment, byte[] object, String name, String reader) {
        Optional<Path> clang = environment.clang();
        if (clang.isEmpty()) {
            return new Built.Unavailable("clang is missing", HINT);
        }
        try {
            Path folder = Files.createTempDirectory("ken-reader");
            Built built = build(folder, clang.get(), object, name, reader);
            if (built instanceof Built.Unavailable) {
                Clang.delete(folder);
            }
            return built;
        } catch (IOException e) {
            return new Built.Unavailable(
                    "the program that shows the results could not be built: " + e.getMessage(),
                    "See that there is room in the temporary folder.");
        }
    }

    private static Built build(Path folder, Path clang, byte[] object, String name, String reader) throws IOException {
        Path file = folder.resolve(name + ".bpf.o");
        Files.write(file, object);
        Files.writeString(folder.resolve(name + ".c"), reader);
        List<String> compile = List.of(clang.toString(), "-O1", "-w", name + ".c", "-o", name, "-lbpf");
        Clang.Ran ran = Clang.run(compile, folder, folder.resolve("messages"), true);
        if (ran.code() != 0) {
            String first = ran.output()
                    .lines()
                    .filter(line -> line.contains("error"))
                    .findFirst()
                    .orElse("clang ended with " + ran.code());
            return new Built.Unavailable("the program that shows the results could not be built: " + first, HINT);
        }
        return new Built.Ready(folder, folder.resolve(name));
    }
}
