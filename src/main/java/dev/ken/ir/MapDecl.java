package dev.ken.ir;

import java.util.List;

/// A map: `keys` are the types of its key parts (empty for a scalar), `value` what entries hold where they are set, and
/// the kind of table it is.
public record MapDecl(String name, List<Type> keys, Type value, Kind kind) {
    public MapDecl {
        keys = List.copyOf(keys);
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
}
