package dev.ken.ir;

import java.util.List;

/// A map: `keys` are the types of its key parts (empty for a scalar), `value` what entries hold where they are set, the
/// kind of table it is, and how keys and values are shown.
public record MapDecl(String name, List<Type> keys, Type value, Kind kind, Shown shown) {
    public MapDecl {
        keys = List.copyOf(keys);
    }

    /// Shown as the types say.
    public MapDecl(String name, List<Type> keys, Type value, Kind kind) {
        this(name, keys, value, kind, Shown.of(keys, value));
    }

    /// `SCALAR` maps are only written by [Stmt.Update.Set]; the others only by the update of the same name.
    public enum Kind {
        SCALAR,
        COUNT,
        SUM,
        MINIMUM,
        MAXIMUM,
        AVERAGE,
        STATISTICS,
        LOG2,
        LINEAR
    }

    /// Presentation of the parts of keys and of values.
    public record Shown(List<Shape> keys, Shape value) {
        public Shown {
            keys = List.copyOf(keys);
        }

        static Shown of(List<Type> keys, Type value) {
            return new Shown(keys.stream().map(Shape::of).toList(), Shape.of(value));
        }
    }
}
