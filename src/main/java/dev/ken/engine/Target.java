package dev.ken.engine;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a program is written in.
public enum Target {
    BPFTRACE,
    LIBBPF;

    /// The name that users write.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Target> of(String word) {
        return Arrays.stream(values())
                .filter(target -> target.word().equals(word))
                .findFirst();
    }
}
