package dev.ken.bpf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A part of the key of a map: a field, or bytes that belong to none and are compared all the same.
record KeyPart(Optional<Field> field, int offsetBytes, int sizeBytes) {
    /// The parts of a key, in the order of their places.
    static List<KeyPart> of(MapShape map) {
        List<KeyPart> parts = new ArrayList<>();
        int end = 0;
        for (Field field : map.key()) {
            between(end, field.offsetBytes(), parts);
            parts.add(new KeyPart(Optional.of(field), field.offsetBytes(), field.sizeBytes()));
            end = field.offsetBytes() + field.sizeBytes();
        }
        if (!map.key().isEmpty()) {
            between(end, map.keyBytes(), parts);
        }
        return parts;
    }

    private static void between(int from, int to, List<KeyPart> parts) {
        if (from < to) {
            parts.add(new KeyPart(Optional.empty(), from, to - from));
        }
    }
}
