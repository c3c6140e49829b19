package dev.ken.bpftrace;

import dev.ken.ir.MapDecl;
import java.util.List;

/// What a map of a script holds, as its uses tell.
public record MapShape(String name, List<ValueType> keys, ValueType value, MapDecl.Kind kind) {
    public MapShape {
        keys = List.copyOf(keys);
    }

    /// Key parts, tuples taken apart.
    static List<ValueType> flat(List<ValueType> keys) {
        return keys.stream()
                .flatMap(key -> key instanceof ValueType.Tuple(var parts)
                        ? flat(parts).stream()
                        : java.util.stream.Stream.of(key))
                .toList();
    }

    /// The function that makes a map of this kind.
    static String function(MapDecl.Kind kind) {
        return switch (kind) {
            case SCALAR -> "=";
            case COUNT -> "count";
            case SUM -> "sum";
            case MINIMUM -> "min";
            case MAXIMUM -> "max";
            case AVERAGE -> "avg";
            case STATISTICS -> "stats";
            case LOG2 -> "hist";
            case LINEAR -> "lhist";
        };
    }

    static java.util.Optional<MapDecl.Kind> kind(String function) {
        for (MapDecl.Kind kind : MapDecl.Kind.values()) {
            if (kind != MapDecl.Kind.SCALAR && function(kind).equals(function)) {
                return java.util.Optional.of(kind);
            }
        }
        return java.util.Optional.empty();
    }
}
