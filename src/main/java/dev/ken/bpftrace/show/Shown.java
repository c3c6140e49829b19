package dev.ken.bpftrace.show;

import dev.ken.ir.Shape;
import dev.ken.ir.run.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/// Single values as bpftrace prints them.
final class Shown {
    private Shown() {}

    /// With nothing known but the value itself.
    static String text(Value value) {
        return switch (value) {
            case Value.Bool(boolean truth) -> truth ? "1" : "0";
            case Value.Int(long number) -> Long.toString(number);
            case Value.Text text -> text.shown();
            case Value.Opaque(String shown) -> shown;
            case Value.Tuple(var parts) -> group(parts.stream().map(Shown::text).toList());
        };
    }

    private static String group(List<String> parts) {
        return "(" + String.join(", ", parts) + ")";
    }

    /// The values of a row as the one value that they are parts of.
    static Value grouped(Shape shape, Queue<Value> values) {
        if (shape instanceof Shape.Group(var shapes)) {
            return new Value.Tuple(
                    shapes.stream().map(part -> grouped(part, values)).toList());
        }
        Value next = values.poll();
        return next == null ? new Value.Opaque("") : next;
    }

    /// The value of an entry, or of `print(value)`.
    static String value(Value value, Shape shape) {
        return switch (shape) {
            case Shape.Unsigned() ->
                value instanceof Value.Int(long number) ? Long.toUnsignedString(number) : text(value);
            case Shape.Group(var shapes) -> {
                if (!(value instanceof Value.Tuple(var parts)) || parts.size() != shapes.size()) {
                    yield text(value);
                }
                List<String> all = new ArrayList<>();
                for (int i = 0; i < parts.size(); i++) {
                    all.add(value(parts.get(i), shapes.get(i)));
                }
                yield group(all);
            }
            case Shape.Signed(), Shape.Address(), Shape.Plain() -> text(value);
        };
    }

    /// A part of a key: numbers with their sign whatever their type (seen with 0.17), addresses in hexadecimal.
    static String key(Value value, Shape shape) {
        return shape instanceof Shape.Address && value instanceof Value.Int(long number)
                ? "0x" + Long.toHexString(number)
                : text(value);
    }
}
