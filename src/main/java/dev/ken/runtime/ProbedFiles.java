package dev.ken.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Programs and libraries on this machine that a user probe can name. Source followed: bpftrace's
/// `resolve_binary_path`:
/// a path, a name to be looked for in `PATH`, a pattern, or the name of a library; only ELF programs and libraries
/// count.
public final class ProbedFiles {
    private static final int HEADER_BYTES = 18;
    private static final int TYPE_OFFSET = 16;
    private static final int PROGRAM = 2;
    private static final int LIBRARY = 3;
    private static final List<String> LIBRARY_FOLDERS = List.of(
            "/lib/x86_64-linux-gnu",
            "/usr/lib/x86_64-linux-gnu",
            "/lib64",
            "/usr/lib64",
            "/lib",
            "/usr/lib",
            "/usr/local/lib");

    private final String path;

    /// @param variables environment variables; `PATH` is used
    public ProbedFiles(Map<String, String> variables) {
        this.path = variables.getOrDefault("PATH", "");
    }

    public boolean there(String name) {
        try {
            if (name.matches(".*[*?\\[].*")) {
                return pattern(name);
            }
            if (name.contains("/")) {
                return elf(Path.of(name));
            }
            boolean library = name.startsWith("lib")
                    && LIBRARY_FOLDERS.stream().anyMatch(folder -> matches(Path.of(folder), name + ".so*"));
            return library || inPath(name);
        } catch (InvalidPathException noPath) {
            return false;
        }
    }

    private boolean inPath(String name) {
        for (String folder : path.split(":", -1)) {
            if (!folder.isEmpty() && elf(Path.of(folder, name))) {
                return true;
            }
        }
        return false;
    }

    private boolean pattern(String name) {
        int slash = name.lastIndexOf('/');
        if (slash < 0) {
            for (String folder : path.split(":", -1)) {
                if (!folder.isEmpty() && matches(Path.of(folder), name)) {
                    return true;
                }
            }
            return false;
        }
        String folder = name.substring(0, Math.max(slash, 1));
        // Patterns in folders are not followed: such a name may be there.
        return folder.matches(".*[*?\\[].*") || matches(Path.of(folder), name.substring(slash + 1));
    }

    private static boolean matches(Path folder, String pattern) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, pattern)) {
            for (Path file : found) {
                if (elf(file)) {
                    return true;
                }
            }
            return false;
        } catch (IOException | java.util.regex.PatternSyntaxException unreadable) {
            return false;
        }
    }

    private static boolean elf(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] header = in.readNBytes(HEADER_BYTES);
            return header.length == HEADER_BYTES
                    && header[0] == 0x7f
                    && header[1] == 'E'
                    && header[2] == 'L'
                    && header[3] == 'F'
                    && (header[TYPE_OFFSET] == PROGRAM || header[TYPE_OFFSET] == LIBRARY);
        } catch (IOException unreadable) {
            return false;
        }
    }
}
