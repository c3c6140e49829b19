package dev.ken.bpftrace;

import dev.ken.bpftrace.ValueType.Unknown;
import dev.ken.ir.MapDecl;
import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the maps of a script hold, learnt from their uses; the first use says, later ones must agree.
final class MapTypes {

    private final Map<String, MapShape> shapes = new LinkedHashMap<>();
    private final Map<String, List<Expression>> ranges = new LinkedHashMap<>();

    Optional<MapShape> shape(String name) {
        return Optional.ofNullable(shapes.get(name));
    }

    Map<String, MapShape> shapes() {
        return shapes;
    }

    /// An access with these keys.
    void keys(String name, List<ValueType> keys, Span at, Sink sink) {
        MapShape known = shapes.get(name);
        if (known == null) {
            shapes.put(name, new MapShape(name, keys, new Unknown(), MapDecl.Kind.SCALAR));
            return;
        }
        if (known.keys().size() != keys.size()) {
            sink.error(
                    "map-keys",
                    name + " has " + count(known.keys().size()) + " elsewhere, and " + count(keys.size()) + " here",
                    at);
            return;
        }
        List<ValueType> joined = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            ValueType before = known.keys().get(i);
            if (!alikeKeys(before, keys.get(i))) {
                sink.error(
                        "map-keys",
                        "key " + (i + 1) + " of " + name + " is " + before.shown() + " elsewhere, and "
                                + keys.get(i).shown() + " here",
                        at);
            }
            joined.add(Typing.joined(before, keys.get(i)));
        }
        shapes.put(name, new MapShape(name, joined, known.value(), known.kind()));
    }

    private static String count(int keys) {
        return keys == 0 ? "no key" : keys == 1 ? "1 key" : keys + " keys";
    }

    /// Something of this type is put into a map whose access was noted before.
    void value(String name, ValueType value, Span at, Sink sink) {
        MapShape known = shapes.get(name);
        if (known == null) {
            return;
        }
        MapDecl.Kind kind = value instanceof ValueType.Aggregation(var of) ? of : MapDecl.Kind.SCALAR;
        if (known.value() instanceof Unknown) {
            shapes.put(name, new MapShape(name, known.keys(), Typing.stored(value), kind));
            return;
        }
        if (value instanceof Unknown) {
            return;
        }
        if (kind != known.kind()) {
            sink.error(
                    "map-value",
                    name + " holds " + known.value().shown() + " elsewhere, and is given " + value.shown() + " here",
                    at,
                    "use another map for it");
        } else if (!alike(known.value(), value)) {
            sink.error(
                    "map-value",
                    name + " holds " + known.value().shown() + " elsewhere, and is given " + value.shown() + " here",
                    at);
        }
        ValueType joined = Typing.joined(known.value(), value);
        shapes.put(name, new MapShape(name, known.keys(), joined, known.kind()));
    }

    /// The range of a linear histogram; a map has one.
    void range(String name, Expression.Call lhist, Sink sink) {
        List<Expression> range = lhist.arguments().stream().skip(1).toList();
        List<Expression> before = ranges.putIfAbsent(name, range);
        if (before != null && !texts(before).equals(texts(range))) {
            sink.error("map-value", name + " is a histogram of another range elsewhere", lhist.at());
        }
    }

    private static List<String> texts(List<Expression> range) {
        return range.stream().map(Printer::print).toList();
    }

    /// Whether newer versions read a map of this kind as a number.
    static boolean castable(ValueType type) {
        return type instanceof ValueType.Aggregation(var kind) && ExpressionChecker.number(kind);
    }

    /// Whether values of both types can be in one place.
    static boolean alike(ValueType a, ValueType b) {
        if (a instanceof Unknown || b instanceof Unknown) {
            return true;
        }
        if (a instanceof ValueType.Tuple(var left) && b instanceof ValueType.Tuple(var right)) {
            boolean same = left.size() == right.size();
            for (int i = 0; same && i < left.size(); i++) {
                same = alike(left.get(i), right.get(i));
            }
            return same;
        }
        boolean exact = a instanceof ValueType.Opaque || a instanceof ValueType.Struct || a instanceof ValueType.Array;
        return a.getClass() == b.getClass() && (!exact || a.equals(b));
    }

    /// Whether both can be the same key: pointers must agree in what they point to.
    private static boolean alikeKeys(ValueType a, ValueType b) {
        boolean pointers = a instanceof ValueType.Pointer(String left)
                && b instanceof ValueType.Pointer(String right)
                && !left.isEmpty()
                && !right.isEmpty();
        return pointers ? a.equals(b) : alike(a, b);
    }
}
