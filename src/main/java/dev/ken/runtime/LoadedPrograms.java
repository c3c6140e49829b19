package dev.ken.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// What the kernel tells of the BPF programs that a process holds open, in `/proc/PID/fdinfo`.
///
/// @param programs      how many
/// @param verifierSteps instructions the verifier walked through, all together; 0 where the kernel does not say
/// @param missed        occurrences that the programs were not run for (`recursion_misses`), all together
record LoadedPrograms(int programs, long verifierSteps, long missed) {
    static final LoadedPrograms NONE = new LoadedPrograms(0, 0, 0);

    private static final int FILES_LIMIT = 4_096;

    /// A process that is gone holds none.
    static LoadedPrograms of(long pid) {
        TreeMap<Long, String> byId = new TreeMap<>();
        int files = 0;
        try (DirectoryStream<Path> folder = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fdinfo"))) {
            for (Path file : folder) {
                if (files++ >= FILES_LIMIT) {
                    break;
                }
                // A link names its program too.
                read(file)
                        .filter(text -> !text.contains("link_type:"))
                        .ifPresent(text -> number(text, "prog_id").ifPresent(id -> byId.put(id, text)));
            }
        } catch (IOException e) {
            return NONE;
        }
        long steps = 0;
        long missed = 0;
        for (String text : byId.values()) {
            steps += number(text, "verified_insns").orElse(0);
            missed += number(text, "recursion_misses").orElse(0);
        }
        return new LoadedPrograms(byId.size(), steps, missed);
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static OptionalLong number(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .filter(value -> value.matches("\\d{1,18}"))
                .mapToLong(Long::parseLong)
                .findFirst();
    }
}
