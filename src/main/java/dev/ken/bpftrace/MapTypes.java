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
    /// Takes the place and the text of a disagreement.
    interface Sink {
        void error(String code, String message, Span at, String... hints);
    }

    private final Map<String, MapShape> shapes = new LinkedHashMap<>();

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
            if (!alike(before, keys.get(i))) {
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

    static boolean alike(ValueType a, ValueType b) {
        if (a instanceof Unknown || b instanceof Unknown) {
            return true;
        }
        if (a.number() && b.number()) {
            return true;
        }
        if (a instanceof ValueType.Tuple(var left) && b instanceof ValueType.Tuple(var right)) {
            boolean same = left.size() == right.size();
            for (int i = 0; same && i < left.size(); i++) {
                same = alike(left.get(i), right.get(i));
            }
            return same;
        }
        return a.getClass() == b.getClass() && (!(a instanceof ValueType.Opaque) || a.equals(b));
    }
}
