package dev.ken.cli;

import dev.ken.engine.Target;
import dev.ken.source.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Files that the user names.
final class Inputs {
    static final int MOST_BYTES = 1 << 20;
    private static final String STDIN = "-";

    private Inputs() {}

    /// The text of a file, or of standard input for `-`.
    static Source text(String name, String what, Console console) throws BadInput {
        try {
            if (name.equals(STDIN)) {
                return new Source("stdin", decoded(console.in().readNBytes(MOST_BYTES + 1), "standard input", what));
            }
            Path file = Path.of(name);
            if (Files.isDirectory(file)) {
                throw new BadInput(name + " is a folder; " + what + " is a file");
            }
            try (InputStream in = Files.newInputStream(file)) {
                return new Source(name, decoded(in.readNBytes(MOST_BYTES + 1), name, what));
            }
        } catch (NoSuchFileException e) {
            throw new BadInput("there is no file " + name);
        } catch (AccessDeniedException e) {
            throw new BadInput(name + " may not be read");
        } catch (InvalidPathException e) {
            throw new BadInput("not a file name: " + e.getReason());
        } catch (IOException e) {
            throw new BadInput(name + " cannot be read: " + e.getMessage());
        }
    }

    /// Why a file that was named could not be written. What the system says of a missing folder is its name alone.
    static BadInput unwritten(String name, IOException failure) {
        String reason = switch (failure) {
            case NoSuchFileException _ -> "there is no such folder";
            case AccessDeniedException _ -> "that is not permitted";
            case FileSystemException told when told.getReason() != null -> told.getReason();
            case IOException other -> String.valueOf(other.getMessage());
        };
        return new BadInput(name + " cannot be written: " + reason);
    }

    private static String decoded(byte[] bytes, String name, String what) throws BadInput {
        if (bytes.length > MOST_BYTES) {
            throw new BadInput(name + " is larger than 1 MiB; " + what + " is smaller");
        }
        for (byte one : bytes) {
            if (one == 0) {
                throw new BadInput(name + " is binary; " + what + " is text");
            }
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.isBlank()) {
                throw new BadInput(name + " is empty; " + what + " is expected");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw new BadInput(name + " is not UTF-8 text; " + what + " is text");
        }
    }

    /// The target named, or the one that a file name tells.
    static Target target(String word, String file) throws BadInput {
        if (word.isEmpty()) {
            return file.endsWith(".bpf.c") || file.endsWith(".o") ? Target.LIBBPF : Target.BPFTRACE;
        }
        return Target.of(word).orElseThrow(() -> new BadInput("--target is bpftrace or libbpf, not " + word));
    }
}
