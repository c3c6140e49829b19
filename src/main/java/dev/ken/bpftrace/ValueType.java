package dev.ken.bpftrace;

import dev.ken.ir.Shape;
import dev.ken.ir.Type;
import java.util.List;
import java.util.Optional;

/// Types of values as bpftrace infers them.
public sealed interface ValueType {
    /// bpftrace's default length of strings, BPFTRACE_STRLEN.
    int TEXT_BYTES = 64;

    /// An integer; it is computed with in 64 bits.
    record Int(int sizeBytes, boolean signed) implements ValueType {}

    record Text(int widthBytes) implements ValueType {}

    /// An address; `to` is the C type behind it (`struct sock`), empty where unknown.
    record Pointer(String to) implements ValueType {}

    /// A structure in kernel or user memory.
    record Struct(String cType) implements ValueType {}

    /// An array in memory; arrays of `char` are texts.
    record Array(ValueType element, long length) implements ValueType {}

    /// Values that can only be shown, compared and used as keys: stacks, addresses, symbols.
    record Opaque(String kind) implements ValueType {}

    record Tuple(List<ValueType> parts) implements ValueType {
        public Tuple {
            parts = List.copyOf(parts);
        }
    }

    /// The result of `count()` and its like.
    record Aggregation(dev.ken.ir.MapDecl.Kind kind) implements ValueType {}

    /// The context of the probe: `args`, `ctx`.
    record Context() implements ValueType {}

    /// No value.
    record Nothing() implements ValueType {}

    /// Not known (yet); fits everything, so that one mistake is told once.
    record Unknown() implements ValueType {}

    ValueType SIGNED = new Int(8, true);
    ValueType UNSIGNED = new Int(8, false);

    /// The sort that values of this type have in the IR; empty where it has none.
    default Optional<Type> sort() {
        return switch (this) {
            case Int _, Pointer _ -> Optional.of(new Type.Int());
            case Text(int widthBytes) -> Optional.of(new Type.Text(widthBytes));
            case Opaque(String kind) -> Optional.of(new Type.Opaque(kind));
            case Array _ -> Optional.of(new Type.Opaque("array"));
            case Aggregation _ -> Optional.of(new Type.Int());
            case Struct(String cType) -> Optional.of(new Type.Opaque(cType));
            case Unknown() -> Optional.of(new Type.Int());
            case Tuple(var parts) ->
                Optional.of(new Type.Tuple(parts.stream()
                        .map(part -> part.sort().orElse(new Type.Int()))
                        .toList()));
            case Context _, Nothing _ -> Optional.empty();
        };
    }

    /// How values of this type are shown.
    default Shape shape() {
        return switch (this) {
            case Int(_, boolean signed) -> signed ? new Shape.Signed() : new Shape.Unsigned();
            case Pointer _ -> new Shape.Address();
            case Tuple(var parts) ->
                new Shape.Group(parts.stream().map(ValueType::shape).toList());
            case Text _, Opaque _, Array _, Struct _ -> new Shape.Plain();
            case Aggregation _, Unknown _, Context _, Nothing _ -> new Shape.Signed();
        };
    }

    default boolean number() {
        return this instanceof Int || this instanceof Pointer || this instanceof Unknown;
    }

    default boolean signed() {
        return this instanceof Int(_, boolean signed) && signed;
    }

    /// In a message.
    default String shown() {
        return switch (this) {
            case Int(int sizeBytes, boolean signed) -> (signed ? "int" : "uint") + 8 * sizeBytes;
            case Text _ -> "string";
            case Pointer(String to) -> to.isEmpty() ? "pointer" : to + " *";
            case Struct(String cType) -> cType;
            case Opaque(String kind) -> kind;
            case Array(var element, long length) -> element.shown() + "[" + length + "]";
            case Tuple(var parts) ->
                parts.stream().map(ValueType::shown).collect(java.util.stream.Collectors.joining(", ", "(", ")"));
            case Aggregation(var kind) -> MapShape.function(kind) + "()";
            case Context() -> "the probe's context";
            case Nothing() -> "nothing";
            case Unknown() -> "unknown";
        };
    }
}
