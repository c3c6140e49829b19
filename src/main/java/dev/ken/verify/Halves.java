package dev.ken.verify;

import dev.ken.ir.Expr;
import dev.ken.ir.Expr.BinaryOp;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Puts a number together that a program tells by its upper and its lower bits side by side, as devices usually are
/// (`printf("%d:%d", args.dev >> 20, args.dev & 0xfffff)`, `@[args.dev >> 20, args.dev & 0xfffff]`): who reads both
/// knows the number.
final class Halves {
    private static final Pattern TWO = Pattern.compile("(%[-0-9]*l{0,2}[du])[:,](%[-0-9]*l{0,2}[du])");
    private static final Pattern PLACE = Pattern.compile("%%|%[-+ #0-9.*]*[a-zA-Z]{1,3}");

    /// Of the kernel's own device numbers. Other upper and lower bits are no numbers that anybody knows a device by.
    private static final long MINOR_BITS = 20;

    private Halves() {}

    static Module of(Module module) {
        Module whole = new Module(
                module.maps(), module.procedures().stream().map(Halves::rows).toList(), module.notModelled());
        for (MapDecl map : module.maps()) {
            for (int at = 0; at + 1 < map.keys().size(); at++) {
                if (isHalved(whole, map.name(), at)) {
                    whole = joined(whole, map, at);
                    break;
                }
            }
        }
        return whole;
    }

    /// The number of which these are the upper and the lower bits.
    private static Optional<Expr> whole(Expr upper, Expr lower) {
        if (!(upper instanceof Expr.Binary(BinaryOp up, Expr of, Expr by))
                || !(lower instanceof Expr.Binary(BinaryOp low, Expr other, Expr rest))
                || !of.equals(other)
                || !(of instanceof Expr.Attribute)) {
            return Optional.empty();
        }
        Optional<Long> bits = up == BinaryOp.LSHR
                ? number(by)
                : up == BinaryOp.UDIV ? number(by).flatMap(Halves::logarithm) : Optional.empty();
        Optional<Long> under = low == BinaryOp.BIT_AND
                ? number(rest).flatMap(mask -> logarithm(mask + 1))
                : low == BinaryOp.UREM ? number(rest).flatMap(Halves::logarithm) : Optional.empty();
        return bits.equals(Optional.of(MINOR_BITS)) && bits.equals(under) ? Optional.of(of) : Optional.empty();
    }

    private static Optional<Long> logarithm(long power) {
        return Long.bitCount(power) == 1 && power > 1
                ? Optional.of((long) Long.numberOfTrailingZeros(power))
                : Optional.empty();
    }

    private static Optional<Long> number(Expr expr) {
        return switch (expr) {
            case Expr.Int(long number) -> Optional.of(number);
            case Expr.Binary(BinaryOp op, Expr left, Expr right)
            when op == BinaryOp.SUB -> number(left).flatMap(a -> number(right).map(b -> a - b));
            case Expr.Binary(BinaryOp op, Expr.Int(long one), Expr.Int(long bits))
            when op == BinaryOp.SHL && bits >= 0 && bits < Long.SIZE -> Optional.of(one << bits);
            case Expr _ -> Optional.empty();
        };
    }

    private static Procedure rows(Procedure procedure) {
        Map<String, Expr> known = known(procedure);
        return Rewriting.statements(
                procedure,
                statement -> List.of(
                        statement instanceof Stmt.Emit emit && emit.channel() == Stmt.Channel.TEXT
                                ? row(emit, known)
                                : statement));
    }

    private static Stmt.Emit row(Stmt.Emit emit, Map<String, Expr> known) {
        List<Expr> values = emit.values().stream()
                .map(value -> value instanceof Expr.Local(String name, var _)
                        ? Optional.ofNullable(known.get(name)).orElse(value)
                        : value)
                .toList();
        Matcher two = TWO.matcher(emit.form());
        int from = 0;
        while (two.find(from)) {
            int at = places(emit.form().substring(0, two.start()));
            Optional<Expr> whole =
                    at + 1 < values.size() ? whole(values.get(at), values.get(at + 1)) : Optional.empty();
            if (whole.isPresent()) {
                List<Expr> fewer = new ArrayList<>(emit.values());
                fewer.set(at, whole.get());
                fewer.remove(at + 1);
                String form = emit.form().substring(0, two.end(1)) + emit.form().substring(two.end());
                return row(new Stmt.Emit(form, fewer, emit.channel(), emit.at()), known);
            }
            from = two.end(1);
        }
        return emit;
    }

    private static int places(String form) {
        return (int) PLACE.matcher(form)
                .results()
                .filter(place -> !place.group().equals("%%"))
                .count();
    }

    /// What is put into a variable once, and on every way.
    private static Map<String, Expr> known(Procedure procedure) {
        Map<String, Expr> known = new LinkedHashMap<>();
        Set<String> again = new LinkedHashSet<>();
        for (int block = 0; block < procedure.blocks().size(); block++) {
            for (Stmt statement : procedure.blocks().get(block).statements()) {
                if (statement instanceof Stmt.Assign(String local, Expr value, var _)
                        && (known.put(local, value) != null || block > 0)) {
                    again.add(local);
                }
            }
        }
        known.keySet().removeAll(again);
        return known;
    }

    private static boolean isHalved(Module module, String map, int at) {
        boolean some = false;
        for (Procedure procedure : module.procedures()) {
            for (Stmt statement : statements(procedure)) {
                if (!Roles.map(statement).equals(Optional.of(map))) {
                    continue;
                }
                Optional<List<Expr>> keys = keys(statement);
                boolean walked = statement instanceof Stmt.WalkStart
                        || statement instanceof Stmt.WalkNext
                        || statement instanceof Stmt.PrintMap print
                                && print.layout().isPresent();
                if (walked
                        || keys.isPresent()
                                && whole(keys.get().get(at), keys.get().get(at + 1))
                                        .isEmpty()) {
                    return false;
                }
                some |= keys.isPresent();
            }
        }
        return some;
    }

    private static Optional<List<Expr>> keys(Stmt statement) {
        return switch (statement) {
            case Stmt.MapGet get -> Optional.of(get.keys());
            case Stmt.MapUpdate update -> Optional.of(update.keys());
            case Stmt.MapDelete delete -> Optional.of(delete.keys());
            case Stmt _ -> Optional.empty();
        };
    }

    private static List<Stmt> statements(Procedure procedure) {
        return procedure.blocks().stream()
                .flatMap(block -> block.statements().stream())
                .toList();
    }

    private static Module joined(Module module, MapDecl map, int at) {
        List<MapDecl> maps = module.maps().stream()
                .map(one -> one.name().equals(map.name()) ? joined(one, at) : one)
                .toList();
        List<Procedure> procedures = module.procedures().stream()
                .map(procedure -> Rewriting.statements(
                        procedure,
                        statement -> List.of(
                                Roles.map(statement).equals(Optional.of(map.name()))
                                        ? joined(statement, at)
                                        : statement)))
                .toList();
        return new Module(maps, procedures, module.notModelled());
    }

    private static MapDecl joined(MapDecl map, int at) {
        MapDecl.Shown shown = new MapDecl.Shown(
                without(map.shown().keys(), at + 1), map.shown().value());
        return new MapDecl(map.name(), without(map.keys(), at + 1), map.value(), map.kind(), shown);
    }

    private static Stmt joined(Stmt statement, int at) {
        return switch (statement) {
            case Stmt.MapGet(String map, var keys, String value, String present, var place) ->
                new Stmt.MapGet(map, joined(keys, at), value, present, place);
            case Stmt.MapUpdate(String map, var keys, var update, var place) ->
                new Stmt.MapUpdate(map, joined(keys, at), update, place);
            case Stmt.MapDelete(String map, var keys, var place) -> new Stmt.MapDelete(map, joined(keys, at), place);
            case Stmt _ -> statement;
        };
    }

    private static List<Expr> joined(List<Expr> keys, int at) {
        List<Expr> fewer = new ArrayList<>(keys);
        fewer.set(at, whole(keys.get(at), keys.get(at + 1)).orElseThrow());
        fewer.remove(at + 1);
        return fewer;
    }

    private static <T> List<T> without(List<T> all, int at) {
        List<T> fewer = new ArrayList<>(all);
        fewer.remove(at);
        return fewer;
    }
}
