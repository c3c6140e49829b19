package dev.ken.ir;

import java.util.List;

/// Sorts of IR values. Every integer is 64 bits wide; narrower ones are extended when they are read.
public sealed interface Type {
    record Bool() implements Type {}

    record Int() implements Type {}

    /// NUL-padded text of at most `widthBytes` bytes.
    record Text(int widthBytes) implements Type {}

    /// A value that can only be compared for equality: a stack, a formatted address. `kind` keeps kinds apart.
    record Opaque(String kind) implements Type {}

    /// Several values as one.
    record Tuple(List<Type> parts) implements Type {
        public Tuple {
            parts = List.copyOf(parts);
        }
    }

    /// Size of a value as bits; a truth value takes one, and an opaque value as many as a number.
    default int widthBits() {
        return switch (this) {
            case Bool() -> 1;
            case Int(), Opaque _ -> 64;
            case Text(int widthBytes) -> 8 * widthBytes;
            case Tuple(var parts) -> parts.stream().mapToInt(Type::widthBits).sum();
        };
    }
}
