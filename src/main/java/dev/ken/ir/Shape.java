package dev.ken.ir;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// How a value is shown: presentation, which no proof looks at.
public sealed interface Shape {
    /// A number with its sign.
    record Signed() implements Shape {}

    record Unsigned() implements Shape {}

    /// An address.
    record Address() implements Shape {}

    /// Anything that has one text: strings, symbols, stacks.
    record Plain() implements Shape {}

    /// Values in parentheses.
    record Group(List<Shape> parts) implements Shape {
        public Group {
            parts = List.copyOf(parts);
        }
    }

    /// How values of a type are shown where nothing else is said.
    static Shape of(Type type) {
        return switch (type) {
            case Type.Bool _, Type.Int _ -> new Signed();
            case Type.Text _, Type.Opaque _ -> new Plain();
            case Type.Tuple(var parts) ->
                new Group(parts.stream().map(Shape::of).toList());
        };
    }

    /// The shape that has this text; empty where there is none.
    static Optional<Shape> parse(String text) {
        return IrExpressions.shape(text);
    }

    /// `signed`, `unsigned`, `address`, `plain`, or several in parentheses.
    default String text() {
        return switch (this) {
            case Signed() -> "signed";
            case Unsigned() -> "unsigned";
            case Address() -> "address";
            case Plain() -> "plain";
            case Group(var parts) -> parts.stream().map(Shape::text).collect(Collectors.joining(", ", "(", ")"));
        };
    }
}
