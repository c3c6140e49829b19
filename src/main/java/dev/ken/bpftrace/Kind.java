package dev.ken.bpftrace;

import java.util.Optional;

/// Classes of types: values of two classes never mix.
enum Kind {
    INTEGER("a number"),
    POINTER("a pointer"),
    TEXT("a string"),
    STRUCT("a structure"),
    ARRAY("an array"),
    TUPLE("a tuple"),
    OPAQUE(""),
    AGGREGATION(""),
    CONTEXT("the probe's context"),
    NOTHING("nothing");

    private final String shown;

    Kind(String shown) {
        this.shown = shown;
    }

    /// Empty where the type is not known.
    static Optional<Kind> of(ValueType type) {
        return switch (type) {
            case ValueType.Int _ -> Optional.of(INTEGER);
            case ValueType.Pointer _ -> Optional.of(POINTER);
            case ValueType.Text _ -> Optional.of(TEXT);
            case ValueType.Struct _ -> Optional.of(STRUCT);
            case ValueType.Array _ -> Optional.of(ARRAY);
            case ValueType.Tuple _ -> Optional.of(TUPLE);
            case ValueType.Opaque _ -> Optional.of(OPAQUE);
            case ValueType.Aggregation _ -> Optional.of(AGGREGATION);
            case ValueType.Context _ -> Optional.of(CONTEXT);
            case ValueType.Nothing _ -> Optional.of(NOTHING);
            case ValueType.Unknown _ -> Optional.empty();
        };
    }

    /// Whether `type` is of one of these classes, or not known.
    static boolean in(ValueType type, Kind... kinds) {
        Optional<Kind> kind = of(type);
        return kind.isEmpty() || java.util.List.of(kinds).contains(kind.get());
    }

    String shown() {
        return shown;
    }
}
