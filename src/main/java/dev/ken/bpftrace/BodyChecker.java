package dev.ken.bpftrace;

import dev.ken.bpftrace.ValueType.Aggregation;
import dev.ken.bpftrace.ValueType.Nothing;
import dev.ken.bpftrace.ValueType.Text;
import dev.ken.bpftrace.ValueType.Tuple;
import dev.ken.bpftrace.ValueType.Unknown;
import dev.ken.source.Span;
import java.util.List;
import java.util.Optional;

/// Checks one probe's predicate and body at one concrete probe, in source order.
final class BodyChecker {
    private static final int MOST_UNROLLED = 100;

    private final Place place;
    private final ExpressionChecker expressions;
    private final java.util.Set<String> sized = new java.util.LinkedHashSet<>();
    private int loops;

    /// Loops over maps of versions that cannot leave them.
    private int mapLoops;

    BodyChecker(Place place) {
        this.place = place;
        this.expressions = new ExpressionChecker(place, this::statements);
    }

    void check(Item.Probe probe) {
        probe.predicate().ifPresent(predicate -> expressions.condition(predicate, true));
        statements(probe.body());
    }

    private void statements(List<Statement> statements) {
        statements.forEach(this::statement);
    }

    private void statement(Statement statement) {
        switch (statement) {
            case Statement.Evaluate(var expression, _) -> action(expression);
            case Statement.Assign assign -> assign(assign);
            case Statement.Let(var variable, var type, var value, var at) -> {
                value.ifPresent(expressions::value);
                if (place.typing().variable(variable.name()).isPresent()) {
                    place.error("variable-type", variable.name() + " is there already", at);
                }
                type.ifPresent(named -> {
                    expressions.known(named, at);
                    sized.add(variable.name());
                    value.ifPresent(given -> fits(variable, place.typing().cast(named), given, at));
                });
                type.map(place.typing()::cast)
                        .or(() -> value.map(place::of))
                        .ifPresent(known -> place.typing().declare(variable.name(), known));
                if (type.isEmpty() && value.isEmpty()) {
                    place.typing().declare(variable.name(), new Unknown());
                }
            }
            case Statement.If(var condition, var then, var otherwise, _) -> {
                expressions.condition(condition, place.dialect().since(Dialect.V0_23));
                scoped(() -> statements(then));
                scoped(() -> statements(otherwise));
            }
            case Statement.Unroll(var times, var body, _) -> {
                unroll(times);
                scoped(() -> statements(body));
            }
            case Statement.While(var condition, var body, _) -> {
                expressions.value(condition);
                scoped(() -> inLoop(body));
            }
            case Statement.For loop -> scoped(() -> loop(loop));
            case Statement.Leave(var how, var value, var at) -> {
                value.ifPresent(expressions::value);
                if (how != Statement.How.RETURN && loops == 0 && mapLoops > 0) {
                    place.error("loop", "bpftrace before 0.24 cannot leave a loop over a map", at);
                } else if (how != Statement.How.RETURN && loops == 0) {
                    place.error("loop", "there is no loop to leave here", at);
                }
            }
            case Statement.Nested(var body, _) -> scoped(() -> statements(body));
            case Statement.Discard(var value, _) -> action(value);
            case Statement.Import _ -> {}
        }
    }

    private void loop(Statement.For loop) {
        if (loop.end().isPresent()) {
            bound(loop.source());
            bound(loop.end().get());
            place.typing().declare(loop.variable().name(), ValueType.SIGNED);
        } else {
            pair(loop.variable(), loop.source());
        }
        if (loop.end().isEmpty() && !place.dialect().since(Dialect.V0_24)) {
            mapLoops++;
            statements(loop.body());
            mapLoops--;
        } else {
            inLoop(loop.body());
        }
    }

    /// From 0.22 on variables live in the block that they are first given a value in.
    private void scoped(Runnable block) {
        java.util.Set<String> before =
                new java.util.LinkedHashSet<>(place.typing().variables());
        block.run();
        if (place.dialect() != Dialect.ANY && place.dialect().since(Dialect.V0_22)) {
            place.typing().keepOnly(before);
        }
    }

    /// Whether a number literal fits into a variable.
    private void fits(Expression.Variable variable, ValueType type, Expression value, Span at) {
        if (type instanceof ValueType.Int(int sizeBytes, boolean signed) && sizeBytes < Long.BYTES) {
            int bits = Byte.SIZE * sizeBytes;
            long least = signed ? -(1L << bits - 1) : 0;
            long most = signed ? (1L << bits - 1) - 1 : (1L << bits) - 1;
            place.literal(value).filter(n -> n < least || n > most).ifPresent(n -> place.error(
                    "variable-type", n + " does not fit into " + variable.name() + ", which is " + type.shown(), at));
        }
    }

    private void bound(Expression expression) {
        expressions.value(expression);
        if (!Kind.in(place.of(expression), Kind.INTEGER) && !MapTypes.castable(place.of(expression))) {
            place.error("for", "the bounds of a range are numbers", expression.at());
        }
    }

    private void unroll(Expression times) {
        Optional<Long> number = place.literal(times);
        if (number.filter(n -> n < 1 || n > MOST_UNROLLED).isPresent()) {
            place.error("unroll", "a loop can be unrolled 1 to " + MOST_UNROLLED + " times", times.at());
        } else if (number.isEmpty() && !place.open(times)) {
            place.error("unroll", "how often to unroll must be a number", times.at());
        }
    }

    private void inLoop(List<Statement> body) {
        loops++;
        statements(body);
        loops--;
    }

    private void pair(Expression.Variable variable, Expression source) {
        if (!(source instanceof Expression.MapAccess map) || !map.keys().isEmpty()) {
            place.error("for", "a loop goes over a map or a range", source.at());
            return;
        }
        Optional<MapShape> shape = place.maps().shape(map.name());
        List<ValueType> keys = shape.map(MapShape::keys).orElse(List.of());
        if (shape.isPresent() && keys.isEmpty()) {
            place.error("for", map.name() + " has no keys to go over", source.at());
        }
        ValueType key = keys.size() == 1 ? keys.get(0) : keys.isEmpty() ? new Unknown() : new Tuple(keys);
        ValueType value = shape.map(MapShape::value).orElse(new Unknown());
        place.typing()
                .declare(
                        variable.name(),
                        new Tuple(List.of(key, MapTypes.castable(value) ? ValueType.SIGNED : value)));
    }

    private void action(Expression expression) {
        switch (expression) {
            case Expression.Call call -> expressions.calls().action(call);
            case Expression.Ternary ternary when Effects.in(ternary) -> {
                expressions.condition(ternary.condition(), place.dialect().since(Dialect.V0_23));
                action(ternary.yes());
                action(ternary.no());
                ValueType yes = place.of(ternary.yes());
                ValueType no = place.of(ternary.no());
                if (!MapTypes.alike(yes, no)) {
                    place.error("operands", "`? :` between " + yes.shown() + " and " + no.shown(), ternary.at());
                }
            }
            case Expression.Expanded(_, _, var body) ->
                place.trail().within((Expression.Expanded) expression, () -> {
                    statements(body.body());
                    body.value().ifPresent(this::action);
                });
            case Expression other -> expressions.value(other);
        }
    }

    private void assign(Statement.Assign assign) {
        Expression value = assign.value();
        boolean aggregation = value instanceof Expression.Call call
                && MapShape.kind(call.function()).isPresent();
        if (aggregation) {
            expressions.calls().arguments((Expression.Call) value);
        } else {
            expressions.value(value);
        }
        ValueType type = place.of(value);
        if (type instanceof Nothing
                && !(value instanceof Expression.Call)
                && !(value instanceof Expression.Expanded)) {
            place.error("no-value", "this gives no value", value.at());
        }
        if (assign.operator().isPresent()) {
            compound(assign);
            if (aggregation) {
                expressions.calls().placed((Expression.Call) value);
            }
        }
        switch (assign.target()) {
            case Expression.MapAccess map -> map(assign, map, type, aggregation);
            case Expression.Variable variable -> {
                if (aggregation) {
                    place.error("aggregation", type.shown() + " can only be assigned to a map", value.at());
                } else if (!(type instanceof Nothing)) {
                    arguments(value);
                    variable(assign, variable, type);
                }
            }
            case Expression other -> {
                expressions.value(other);
                place.error("syntax", "only a map or a variable can be assigned to", other.at());
            }
        }
    }

    /// What a function is given can be read part by part only.
    private void arguments(Expression value) {
        String provider = place.context().provider();
        boolean parts = provider.equals("fentry") || provider.equals("fexit") || provider.equals("uprobe");
        if (parts && value instanceof Expression.Name(String name, var at) && name.equals("args")
                && !place.dialect().since(Dialect.V0_19)) {
            place.error("context", "`args` cannot be kept in a variable", at, "read its parts: `args->name`");
        }
    }

    private void map(Statement.Assign assign, Expression.MapAccess map, ValueType type, boolean aggregation) {
        expressions.access(map);
        boolean read = type instanceof Aggregation && !aggregation && place.dialect().since(Dialect.V0_21);
        ValueType given = read ? ValueType.SIGNED : type;
        boolean part = given instanceof ValueType.Array
                && place.typing().array(assign.value()).isPresent()
                && !place.dialect().since(Dialect.V0_24);
        if (given instanceof ValueType.Context || part) {
            place.error("context", "the probe's context cannot be kept in a map", assign.value().at());
        } else if (assign.operator().isPresent()) {
            ValueType before = place.of(map);
            // Seen with 0.17: a map that is first changed by `+=` and its like holds unsigned numbers.
            ValueType now = before instanceof Unknown && given.number() ? ValueType.UNSIGNED : before;
            place.maps().value(map.name(), now, assign.at(), place.sink());
        } else if (!(given instanceof Nothing)) {
            place.maps().value(map.name(), given, assign.at(), place.sink());
            if (assign.value() instanceof Expression.Call call && call.function().equals("lhist")) {
                place.maps().range(map.name(), call, place.sink());
            }
        }
    }

    private void variable(Statement.Assign assign, Expression.Variable variable, ValueType type) {
        if (assign.operator().isPresent()) {
            return;
        }
        boolean read = type instanceof Aggregation && place.dialect().since(Dialect.V0_21);
        ValueType given = read ? ValueType.SIGNED : type;
        ValueType settled = place.typing().declare(variable.name(), given);
        boolean middle = place.dialect().since(Dialect.V0_22) && !place.dialect().since(Dialect.V0_24);
        if (middle || sized.contains(variable.name())) {
            fits(variable, settled, assign.value(), assign.at());
        }
        boolean arrays = settled instanceof ValueType.Array && given instanceof ValueType.Array;
        if (!arrays && !MapTypes.alike(settled, given)) {
            place.error(
                    "variable-type",
                    variable.name() + " is " + settled.shown() + " before, and is given " + type.shown() + " here",
                    assign.at());
        }
    }

    private void compound(Statement.Assign assign) {
        if (assign.target() instanceof Expression.Variable variable) {
            expressions.value(variable);
        }
        ValueType of = place.of(assign.target());
        ValueType by = place.of(assign.value());
        boolean pointer = of instanceof ValueType.Pointer;
        boolean additive = assign.operator()
                .filter(o -> o.precedence() == BinaryOperator.PLUS.precedence())
                .isPresent();
        if (of instanceof Text || by instanceof Text) {
            place.error("operands", "only numbers can be changed in place", assign.at());
        } else if (pointer && !additive) {
            place.error("operands", "addresses can only be added to", assign.at());
        } else if (!Kind.in(of, Kind.INTEGER, Kind.POINTER)
                || !Kind.in(by, Kind.INTEGER)
                        && !(MapTypes.castable(by) && place.dialect().since(Dialect.V0_21))) {
            Span at = assign.at();
            place.error("operands", of.shown() + " cannot be changed by " + by.shown(), at);
        }
    }
}
