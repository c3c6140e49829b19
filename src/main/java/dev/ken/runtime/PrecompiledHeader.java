package dev.ken.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/// `vmlinux.h` as clang keeps it once it is parsed, beside the header: to parse its 130,000 lines is half of what it
/// takes to compile a program. Objects are the same with it and without it.
final class PrecompiledHeader {
    private static final String INCLUDE = "#include \"vmlinux.h\"";

    private final Path clang;
    private final List<String> options;
    private int wanted;

    /// `options`: all that programs are compiled with and that does not name files.
    PrecompiledHeader(Path clang, List<String> options) {
        this.clang = clang;
        this.options = List.copyOf(options);
    }

    /// The options that make a program use it. Empty for programs that do not begin with the header, and for the first
    /// program where there is none yet, since to make it takes longer than to compile one program.
    List<String> options(String program, Path header, Path folder) throws IOException {
        if (!begins(program) || header.startsWith(folder)) {
            return List.of();
        }
        Path kept = header.resolveSibling("vmlinux-" + Long.toHexString(version()) + ".pch");
        wanted++;
        boolean there = Files.isRegularFile(kept) || wanted > 1 && made(header, kept, folder);
        return there ? List.of("-include-pch", kept.toString()) : List.of();
    }

    /// Whether the header is the first that a program includes, with nothing before it but comments.
    static boolean begins(String program) {
        String rest = program.stripLeading();
        while (rest.startsWith("//") || rest.startsWith("/*")) {
            String closing = rest.startsWith("//") ? "\n" : "*/";
            int end = rest.indexOf(closing, 2);
            rest = end < 0 ? "" : rest.substring(end + closing.length()).stripLeading();
        }
        return rest.startsWith(INCLUDE);
    }

    /// Another compiler, or another way to call it, needs another one.
    private long version() throws IOException {
        Path real = clang.toRealPath();
        CRC32 sum = new CRC32();
        String told = real + " " + Files.size(real) + " "
                + Files.getLastModifiedTime(real).toMillis() + " " + options;
        sum.update(told.getBytes(StandardCharsets.UTF_8));
        return sum.getValue();
    }

    private boolean made(Path header, Path kept, Path folder) throws IOException {
        Path aside = Files.createTempFile(folder, "vmlinux", ".pch");
        List<String> command = new ArrayList<>(List.of(clang.toString()));
        command.addAll(options);
        command.addAll(List.of("-x", "c-header", header.toString(), "-o", aside.toString()));
        if (Clang.run(command, folder, folder.resolve("header-messages"), true).code() != 0) {
            return false;
        }
        try {
            Path whole = Files.createTempFile(kept.toAbsolutePath().getParent(), "vmlinux", ".new");
            Files.copy(aside, whole, StandardCopyOption.REPLACE_EXISTING);
            Files.move(whole, kept, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (IOException notKept) {
            return false;
        }
    }
}
