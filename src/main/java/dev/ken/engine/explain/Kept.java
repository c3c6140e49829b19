package dev.ken.engine.explain;

import dev.ken.ir.Expr;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What the handlers of a program do, and which of them set the entries of a map.
record Kept(List<Handler> handlers) {
    Kept {
        handlers = List.copyOf(handlers);
    }

    record Handler(Procedure procedure, List<Effect> effects) {
        Handler {
            effects = List.copyOf(effects);
        }
    }

    /// One way in which an entry of a map comes to hold a value.
    record Setting(Procedure procedure, List<Expr> keys, Expr value) {}

    static Kept of(List<Procedure> procedures) {
        return new Kept(procedures.stream()
                .map(procedure -> new Handler(procedure, Flow.of(procedure)))
                .toList());
    }

    /// All settings of a map to something else than 0.
    List<Setting> settings(String map) {
        return handlers.stream()
                .flatMap(handler -> handler.effects().stream()
                        .flatMap(effect -> setting(handler.procedure(), effect.what(), map)))
                .distinct()
                .toList();
    }

    private static Stream<Setting> setting(Procedure procedure, Stmt what, String map) {
        return what instanceof Stmt.MapUpdate(String name, List<Expr> keys, Stmt.Update.Set(Expr value), _)
                        && name.equals(map)
                        && !value.equals(new Expr.Int(0))
                ? Stream.of(new Setting(procedure, keys, value))
                : Stream.empty();
    }

    /// Whether a map holds times, so that it tells when something began.
    boolean holdsTimes(String map) {
        List<Setting> settings = settings(map);
        return !settings.isEmpty() && settings.stream().allMatch(one -> isTime(one.value()));
    }

    static boolean isTime(Expr value) {
        return value instanceof Expr.Attribute(String name, _) && name.equals("time");
    }

    /// Whether some handler reads entries of a map for anything else than to add to them.
    boolean isRead(String map) {
        return handlers.stream()
                .flatMap(handler -> handler.effects().stream())
                .anyMatch(effect ->
                        Stream.concat(effect.where().stream(), read(effect.what(), map)).anyMatch(one -> reads(one, map)));
    }

    private static boolean reads(Expr expression, String map) {
        boolean here = Stream.concat(
                        Known.entry(expression).stream(), Known.presence(expression).stream())
                .anyMatch(entry -> entry.map().equals(map));
        return here || Locals.parts(expression).stream().anyMatch(part -> reads(part, map));
    }

    private static Stream<Expr> read(Stmt what, String map) {
        if (what instanceof Stmt.MapUpdate(String name, List<Expr> keys, Stmt.Update.Set(Expr value), _)
                && name.equals(map)) {
            return Stream.concat(keys.stream(), Known.added(map, keys, value).or(() -> Optional.of(value)).stream());
        }
        return Locals.values(what).stream();
    }
}
