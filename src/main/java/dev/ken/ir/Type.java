package dev.ken.ir;

/// Sorts of IR values. Every integer is 64 bits wide; narrower ones are extended when they are read.
public sealed interface Type {
    record Bool() implements Type {}

    record Int() implements Type {}

    /// NUL-padded text of at most `widthBytes` bytes.
    record Text(int widthBytes) implements Type {}

    /// A value that can only be compared for equality: a stack, a formatted address. `kind` keeps kinds apart.
    record Opaque(String kind) implements Type {}
}
