package dev.ken.engine;

import dev.ken.comprehension.packets.PacketReader;
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

    /// What a request is answered in where the user does not say: what is done with packets where they come in or go
    /// out, and what XDP or tc is asked for, bpftrace cannot.
    public static Target usual(String request) {
        return PacketReader.isForKernelHooks(request) ? LIBBPF : BPFTRACE;
    }

    public static Optional<Target> of(String word) {
        return Arrays.stream(values())
                .filter(target -> target.word().equals(word))
                .findFirst();
    }
}
