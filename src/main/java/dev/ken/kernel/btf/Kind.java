package dev.ken.kernel.btf;

/// The kinds of BTF records, in the order of their numbers. `VOID` is type id 0, which no record describes.
public enum Kind {
    VOID,
    INT,
    PTR,
    ARRAY,
    STRUCT,
    UNION,
    ENUM,
    FWD,
    TYPEDEF,
    VOLATILE,
    CONST,
    RESTRICT,
    FUNC,
    FUNC_PROTO,
    VAR,
    DATASEC,
    FLOAT,
    DECL_TAG,
    TYPE_TAG,
    ENUM64;

    private static final Kind[] BY_NUMBER = values();

    /// The kind of a number from 0 to [#count] - 1.
    static Kind of(int number) {
        return BY_NUMBER[number];
    }

    static int count() {
        return BY_NUMBER.length;
    }
}
