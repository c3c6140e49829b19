package dev.ken.engine.explain;

import dev.ken.ir.Expr;
import dev.ken.ir.Type;
import java.util.List;
import java.util.Optional;

/// What a handler reads, as applied names: the entry of a map for some keys, and the parts of an entry that it meets
/// as it goes over a map.
final class Known {
    private static final String ENTRY = "entry of ";
    private static final String PRESENCE = "presence in ";
    private static final String KEY = "walked key of ";
    private static final String VALUE = "walked value of ";
    private static final String WALKING = "walking over ";
    private static final String VARIES = "varies";
    private static final String EITHER = "either";

    private Known() {}

    /// What a map holds for keys.
    record Entry(String map, List<Expr> keys) {
        Entry {
            keys = List.copyOf(keys);
        }
    }

    static Expr entry(String map, List<Expr> keys, Type type) {
        return new Expr.Apply(ENTRY + map, keys, type);
    }

    static Expr presence(String map, List<Expr> keys) {
        return new Expr.Apply(PRESENCE + map, keys, new Type.Bool());
    }

    static Expr walkedKey(String map) {
        return new Expr.Apply(KEY + map, List.of(), new Type.Int());
    }

    static Expr walkedValue(String map) {
        return new Expr.Apply(VALUE + map, List.of(), new Type.Int());
    }

    /// Holds inside a walk over a map.
    static Expr walking(String map) {
        return new Expr.Apply(WALKING + map, List.of(), new Type.Bool());
    }

    static Optional<String> walking(Expr expression) {
        return named(expression, WALKING).map(Entry::map);
    }

    /// Whether a value is, or has in it, what varies from round to round of a loop.
    static boolean hasVarying(Expr expression) {
        return varies(expression) || Locals.parts(expression).stream().anyMatch(Known::hasVarying);
    }

    /// What is added, where an entry is set to what it holds and something more.
    static Optional<Expr> added(String map, List<Expr> keys, Expr value) {
        return value instanceof Expr.Binary(Expr.BinaryOp op, Expr held, Expr more)
                        && op == Expr.BinaryOp.ADD
                        && entry(held).equals(Optional.of(new Entry(map, keys)))
                ? Optional.of(more)
                : Optional.empty();
    }

    /// Another value on each round of a loop.
    static Expr varies(String local) {
        return new Expr.Apply(VARIES, List.of(new Expr.Text(local, local.length() + 1)), new Type.Int());
    }

    /// One of several, and it is not told when which.
    static Expr either(List<Expr> values) {
        return new Expr.Apply(EITHER, values, new Type.Int());
    }

    static Optional<Entry> entry(Expr expression) {
        return named(expression, ENTRY);
    }

    static Optional<Entry> presence(Expr expression) {
        return named(expression, PRESENCE);
    }

    static Optional<String> walkedKey(Expr expression) {
        return named(expression, KEY).map(Entry::map);
    }

    static Optional<String> walkedValue(Expr expression) {
        return named(expression, VALUE).map(Entry::map);
    }

    static boolean varies(Expr expression) {
        return expression instanceof Expr.Apply(String function, _, _) && function.equals(VARIES);
    }

    static boolean either(Expr expression) {
        return expression instanceof Expr.Apply(String function, _, _) && function.equals(EITHER);
    }

    private static Optional<Entry> named(Expr expression, String prefix) {
        return expression instanceof Expr.Apply(String function, List<Expr> keys, _) && function.startsWith(prefix)
                ? Optional.of(new Entry(function.substring(prefix.length()), keys))
                : Optional.empty();
    }
}
