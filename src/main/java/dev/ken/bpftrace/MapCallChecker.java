package dev.ken.bpftrace;

import java.util.List;
import java.util.Optional;

/// Checks calls about maps: printing, emptying, histograms.
final class MapCallChecker {
    private static final int MOST_BUCKETS = 1_000;
    private static final int MOST_HIST_BITS = 5;

    private final Place place;

    MapCallChecker(Place place) {
        this.place = place;
    }

    void check(Expression.Call call) {
        if (call.arguments().isEmpty()) {
            return;
        }
        Expression first = call.arguments().get(0);
        switch (call.function()) {
            case "clear", "zero" -> map(call, first, false);
            case "delete" -> delete(call, first);
            case "len", "has_key" -> {
                if (!call.function().equals("len") || !Kind.in(place.of(first), Kind.OPAQUE)) {
                    map(call, first, false);
                }
            }
            case "find" -> find(call, first);
            case "print" -> print(call, first);
            case "lhist" -> lhist(call);
            case "hist" -> hist(call);
            default -> {}
        }
    }

    private void map(Expression.Call call, Expression first, boolean keys) {
        boolean right = first instanceof Expression.MapAccess access
                && (keys || access.keys().isEmpty());
        if (!right) {
            String hint = first instanceof Expression.MapAccess access
                    ? "it empties the whole map: `" + call.function() + "(" + access.name() + ")`"
                    : "";
            place.error(
                    "argument",
                    call.function() + "() needs a map"
                            + (first instanceof Expression.MapAccess ? ", not one of its entries" : ""),
                    first.at(),
                    hint.isEmpty() || !call.function().matches("clear|zero") ? new String[0] : new String[] {hint});
        }
    }

    private void delete(Expression.Call call, Expression first) {
        map(call, first, true);
        if (call.arguments().size() == 2
                && first instanceof Expression.MapAccess map
                && map.keys().isEmpty()
                && place.dialect().since(Dialect.V0_22)) {
            keyed(map, call.arguments().get(1));
        }
    }

    private void find(Expression.Call call, Expression first) {
        map(call, first, false);
        if (call.arguments().size() != 3 || !(first instanceof Expression.MapAccess map)) {
            return;
        }
        keyed(map, call.arguments().get(1));
        if (call.arguments().get(2) instanceof Expression.Variable variable) {
            if (place.typing().variable(variable.name()).isEmpty()) {
                place.error(
                        "undefined-variable",
                        variable.name() + " must be declared before find() gives it a value",
                        variable.at(),
                        "write `let " + variable.name() + ";` before");
            }
            place.typing().declare(variable.name(), place.of(map));
        } else {
            place.error(
                    "argument",
                    "find() puts the value into a variable",
                    call.arguments().get(2).at());
        }
    }

    private void keyed(Expression.MapAccess map, Expression key) {
        ValueType type = place.of(key);
        List<ValueType> keys = type instanceof ValueType.Tuple(var parts) ? parts : List.of(type);
        place.maps().keys(map.name(), keys.stream().map(Typing::stored).toList(), key.at(), place.sink());
    }

    private void print(Expression.Call call, Expression first) {
        boolean map = first instanceof Expression.MapAccess access
                && (access.keys().isEmpty() || place.dialect().since(Dialect.V0_21));
        if (first instanceof Expression.MapAccess access && !access.keys().isEmpty() && !map) {
            place.error("argument", "bpftrace before 0.21 prints whole maps only", first.at());
        } else if (!(first instanceof Expression.MapAccess) && call.arguments().size() > 1) {
            place.error(
                    "argument",
                    "only a map can be printed with a limit",
                    call.arguments().get(1).at());
        }
        for (Expression limit : call.arguments().stream().skip(1).limit(2).toList()) {
            if (place.literal(limit).isEmpty() && !place.open(limit)) {
                place.error("argument", "limits of print() must be numbers", limit.at());
            }
        }
        if (first instanceof Expression.MapAccess) {
            return;
        }
        ValueType type = place.of(first);
        boolean addresses = place.dialect().since(Dialect.V0_18);
        if (type instanceof ValueType.Context && !addresses
                || type instanceof ValueType.Pointer && !addresses
                || type.equals(new ValueType.Opaque("stack mode"))
                || first instanceof Expression.Name(String name, var _) && name.equals("ctx")) {
            place.error("argument", type.shown() + " cannot be printed", first.at(), "cast it: `(uint64)…`");
        }
    }

    private void lhist(Expression.Call call) {
        if (call.arguments().size() != 4) {
            return;
        }
        for (Expression argument : call.arguments().stream().skip(1).toList()) {
            if (place.literal(argument).isEmpty() && !place.open(argument)) {
                place.error("argument", "the range and step of lhist() must be numbers", argument.at());
            }
        }
        Optional<Long> least = place.literal(call.arguments().get(1));
        Optional<Long> most = place.literal(call.arguments().get(2));
        Optional<Long> step = place.literal(call.arguments().get(3));
        if (step.filter(s -> s < 1).isPresent()) {
            place.error(
                    "argument",
                    "the step of lhist() is at least 1",
                    call.arguments().get(3).at());
        } else if (least.filter(l -> l < 0).isPresent()) {
            place.error(
                    "argument",
                    "the range of lhist() starts at 0 or above",
                    call.arguments().get(1).at());
        } else if (least.isPresent() && most.isPresent() && least.get() > most.get()) {
            place.error(
                    "argument",
                    "the range of lhist() ends before it starts",
                    call.arguments().get(2).at());
        } else if (least.isPresent() && most.isPresent() && step.isPresent()) {
            long range = most.get() - least.get();
            if (range / step.get() > MOST_BUCKETS) {
                place.error(
                        "argument",
                        "lhist() has at most " + MOST_BUCKETS + " buckets, not " + range / step.get(),
                        call.at());
            } else if (step.get() > range) {
                place.error(
                        "argument",
                        "the step of lhist() is larger than its range",
                        call.arguments().get(3).at());
            }
        }
    }

    private void hist(Expression.Call call) {
        if (call.arguments().size() == 2) {
            Expression bits = call.arguments().get(1);
            Optional<Long> value = place.literal(bits);
            if (value.filter(v -> v >= 0 && v <= MOST_HIST_BITS).isEmpty() && !place.open(bits)) {
                place.error("argument", "the bits of hist() are a number from 0 to " + MOST_HIST_BITS, bits.at());
            }
        }
    }
}
