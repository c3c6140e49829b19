package dev.ken.cli;

import dev.ken.kernel.KernelModel;
import dev.ken.kernel.SnapshotReader;
import dev.ken.kernel.Snapshots;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Kernels that the user names.
final class Kernels {
    private Kernels() {}

    /// The recorded kernel in a file, or the shipped one of a release.
    static KernelModel named(String name) throws BadInput {
        Optional<Path> file = file(name);
        if (file.isPresent()) {
            try {
                return SnapshotReader.read(name, () -> Files.newInputStream(file.get()));
            } catch (UncheckedIOException e) {
                throw new BadInput(name + " cannot be read: " + e.getMessage());
            }
        }
        List<String> shipped =
                Snapshots.shipped().stream().map(Snapshots.Shipped::name).toList();
        return Snapshots.find(name)
                .orElseThrow(() -> new BadInput("there is no file " + name
                        + " and no shipped kernel of that release; shipped: " + String.join(", ", shipped)
                        + ". ken kernel snapshot -o FILE records the running kernel."));
    }

    private static Optional<Path> file(String name) throws BadInput {
        try {
            Path file = Path.of(name);
            if (Files.isDirectory(file)) {
                throw new BadInput(name + " is a folder; a recorded kernel is a file");
            }
            return Files.exists(file) ? Optional.of(file) : Optional.empty();
        } catch (InvalidPathException e) {
            throw new BadInput("not a file name: " + e.getReason());
        }
    }

    /// Writes a file whole or not at all.
    static void write(String name, Content content) throws BadInput {
        Path file = Path.of(name);
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
        try {
            Path unfinished = Files.createTempFile(folder, ".ken", ".part");
            try {
                try (var out = Files.newOutputStream(unfinished)) {
                    content.to(out);
                }
                Files.setPosixFilePermissions(
                        unfinished, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
                Files.move(unfinished, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (InvalidPathException e) {
            throw new BadInput("not a file name: " + e.getReason());
        } catch (IOException e) {
            throw Inputs.unwritten(name, e);
        }
    }

    /// What a file gets.
    interface Content {
        void to(java.io.OutputStream out) throws IOException;
    }
}
