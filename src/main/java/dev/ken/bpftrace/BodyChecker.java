package dev.ken.bpftrace;

import dev.ken.bpftrace.ValueType.Aggregation;
import dev.ken.bpftrace.ValueType.Nothing;
import dev.ken.bpftrace.ValueType.Text;
import dev.ken.bpftrace.ValueType.Tuple;
import dev.ken.bpftrace.ValueType.Unknown;
import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Checks one probe's predicate and body at one concrete probe, in source order.
final class BodyChecker {
    private static final Set<String> RETURNS = Set.of("kretprobe", "uretprobe", "fexit");
    private static final Set<String> ENTRIES = Set.of("kprobe", "uprobe", "usdt", "fentry", "fexit", "rawtracepoint", "watchpoint", "asyncwatchpoint");

    private final ProbeContext context;
    private final Typing typing;
    private final MapTypes maps;
    private final MapTypes.Sink sink;
    private final boolean headers;
    private final CallChecker calls;
    private int loops;

    BodyChecker(ProbeContext context, Typing typing, MapTypes maps, MapTypes.Sink sink, boolean headers) {
        this.context = context;
        this.typing = typing;
        this.maps = maps;
        this.sink = sink;
        this.headers = headers;
        this.calls = new CallChecker(this, context, typing, sink);
    }

    void check(Item.Probe probe) {
        probe.predicate().ifPresent(this::condition);
        statements(probe.body());
    }

    private void statements(List<Statement> statements) {
        statements.forEach(this::statement);
    }

    private void statement(Statement statement) {
        switch (statement) {
            case Statement.Evaluate(var expression, _) -> action(expression);
            case Statement.Assign assign -> assign(assign);
            case Statement.Let(var variable, var type, var value, _) -> {
                value.ifPresent(this::value);
                type.map(Typing::cast)
                        .or(() -> value.map(typing::of))
                        .ifPresent(known -> typing.declare(variable.name(), known));
            }
            case Statement.If(var condition, var then, var otherwise, _) -> {
                condition(condition);
                statements(then);
                statements(otherwise);
            }
            case Statement.Unroll(var times, var body, _) -> {
                if (!(times instanceof Expression.Number) && !(times instanceof Expression.Positional)) {
                    sink.error("unroll", "how often to unroll must be a number", times.at());
                } else if (times instanceof Expression.Number n && (n.value() < 1 || n.value() > 100)) {
                    sink.error("unroll", "a loop can be unrolled 1 to 100 times", times.at());
                }
                statements(body);
            }
            case Statement.While(var condition, var body, _) -> {
                condition(condition);
                inLoop(body);
            }
            case Statement.For(var variable, var source, var end, var body, _) -> {
                if (end.isPresent()) {
                    value(source);
                    value(end.get());
                    typing.declare(variable.name(), ValueType.SIGNED);
                } else {
                    pair(variable, source);
                }
                inLoop(body);
            }
            case Statement.Leave(var how, var value, var at) -> {
                value.ifPresent(this::value);
                if (how != Statement.How.RETURN && loops == 0) {
                    sink.error("loop", "there is no loop to leave here", at);
                }
            }
            case Statement.Nested(var body, _) -> statements(body);
        }
    }

    private void inLoop(List<Statement> body) {
        loops++;
        statements(body);
        loops--;
    }

    private void pair(Expression.Variable variable, Expression source) {
        if (!(source instanceof Expression.MapAccess map) || !map.keys().isEmpty()) {
            sink.error("for", "a loop goes over a map or a range", source.at());
            return;
        }
        Optional<MapShape> shape = maps.shape(map.name());
        List<ValueType> keys = shape.map(MapShape::keys).orElse(List.of());
        ValueType key = keys.size() == 1 ? keys.get(0) : new Tuple(keys);
        typing.declare(variable.name(), new Tuple(List.of(key, shape.map(MapShape::value).orElse(new Unknown()))));
    }

    private void action(Expression expression) {
        switch (expression) {
            case Expression.Call call -> calls.action(call);
            case Expression.Ternary ternary when Effects.in(ternary) -> {
                condition(ternary.condition());
                action(ternary.yes());
                action(ternary.no());
            }
            case Expression other -> value(other);
        }
    }

    private void assign(Statement.Assign assign) {
        Expression value = assign.value();
        boolean aggregation = value instanceof Expression.Call call
                && MapShape.kind(call.function()).isPresent();
        if (aggregation) {
            calls.arguments((Expression.Call) value);
        } else {
            value(value);
        }
        ValueType type = typing.of(value);
        if (assign.operator().isPresent()) {
            compound(assign);
        }
        switch (assign.target()) {
            case Expression.MapAccess map -> {
                access(map);
                if (type instanceof Aggregation && !aggregation) {
                    type = ValueType.SIGNED;
                }
                ValueType given = assign.operator().isPresent() && type.number() ? ValueType.SIGNED : type;
                if (type instanceof Nothing) {
                    sink.error("no-value", "this gives no value", value.at());
                } else {
                    maps.value(map.name(), given, assign.at(), sink);
                }
            }
            case Expression.Variable variable -> {
                if (aggregation) {
                    sink.error("aggregation", type.shown() + " can only be assigned to a map", value.at());
                } else if (type instanceof Nothing) {
                    sink.error("no-value", "this gives no value", value.at());
                } else {
                    variable(variable, type, assign.at());
                }
            }
            case Expression other -> value(other);
        }
    }

    private void compound(Statement.Assign assign) {
        if (assign.target() instanceof Expression.Variable variable) {
            value(variable);
        }
        ValueType of = typing.of(assign.target());
        if (of instanceof Text || typing.of(assign.value()) instanceof Text) {
            sink.error("operands", "only numbers can be changed in place", assign.at());
        } else if (of instanceof ValueType.Pointer
                && assign.operator().filter(o -> o.precedence() == BinaryOperator.PLUS.precedence()).isEmpty()) {
            sink.error("operands", "addresses can only be added to", assign.at());
        }
    }

    private void variable(Expression.Variable variable, ValueType type, Span at) {
        ValueType settled = typing.declare(variable.name(), type);
        if (!MapTypes.alike(settled, type)) {
            sink.error(
                    "variable-type",
                    variable.name() + " is " + settled.shown() + " before, and is given " + type.shown() + " here",
                    at);
        }
    }

    private void condition(Expression expression) {
        value(expression);
        if (typing.of(expression) instanceof Text) {
            sink.error("condition", "a string is no condition", expression.at(), "compare it, for example with `!= \"\"`");
        }
    }

    /// The keys of a map and their types.
    void access(Expression.MapAccess map) {
        List<ValueType> types = new ArrayList<>();
        for (Expression key : map.keys()) {
            value(key);
            if (typing.of(key) instanceof Tuple(var parts)) {
                types.addAll(parts);
            } else {
                types.add(typing.of(key));
            }
        }
        maps.keys(map.name(), types.stream().map(BodyChecker::key).toList(), map.at(), sink);
    }

    private static ValueType key(ValueType type) {
        return type instanceof Aggregation ? ValueType.SIGNED : Typing.stored(type);
    }

    /// Checks an expression whose value is used.
    void value(Expression expression) {
        switch (expression) {
            case Expression.Name name -> name(name);
            case Expression.Variable variable -> {
                if (typing.variable(variable.name()).isEmpty()) {
                    sink.error("undefined-variable", variable.name() + " is used before it is assigned", variable.at());
                }
            }
            case Expression.MapAccess map -> access(map);
            case Expression.Unary unary -> {
                value(unary.of());
                if (typing.of(unary.of()) instanceof Text) {
                    sink.error("operands", "`" + unary.operator().symbol() + "` is not for strings", unary.at());
                }
            }
            case Expression.Step step -> {
                value(step.of());
                if (typing.of(step.of()) instanceof Text) {
                    sink.error("operands", "a string cannot be counted up or down", step.at());
                }
                if (step.of() instanceof Expression.MapAccess map) {
                    maps.value(map.name(), ValueType.SIGNED, step.at(), sink);
                }
            }
            case Expression.Binary binary -> binary(binary);
            case Expression.Ternary ternary -> {
                condition(ternary.condition());
                value(ternary.yes());
                value(ternary.no());
                ValueType yes = typing.of(ternary.yes());
                ValueType no = typing.of(ternary.no());
                if (!MapTypes.alike(yes, no)) {
                    sink.error("operands", "`? :` between " + yes.shown() + " and " + no.shown(), ternary.at());
                }
            }
            case Expression.Cast cast -> value(cast.of());
            case Expression.Field field -> field(field);
            case Expression.Index index -> {
                value(index.of());
                value(index.index());
            }
            case Expression.Call call -> calls.value(call);
            case Expression.Tuple tuple -> tuple.parts().forEach(this::value);
            case Expression.Number _,
                    Expression.Truth _,
                    Expression.Text _,
                    Expression.Positional _,
                    Expression.PositionalCount _,
                    Expression.SizeOf _,
                    Expression.OffsetOf _ -> {}
        }
    }

    private void binary(Expression.Binary binary) {
        value(binary.left());
        value(binary.right());
        ValueType left = typing.of(binary.left());
        ValueType right = typing.of(binary.right());
        boolean texts = left instanceof Text || right instanceof Text;
        boolean equality = binary.operator() == BinaryOperator.EQUAL || binary.operator() == BinaryOperator.UNEQUAL;
        if (texts && !MapTypes.alike(left, right)) {
            sink.error(
                    "operands",
                    "`" + binary.operator().symbol() + "` between " + left.shown() + " and " + right.shown(),
                    binary.at());
        } else if (texts && !equality) {
            sink.error("operands", "`" + binary.operator().symbol() + "` is not for strings", binary.at());
        }
    }

    private void name(Expression.Name name) {
        String provider = context.provider();
        boolean argument = name.name().matches("s?arg\\d");
        if (argument && !ENTRIES.contains(provider)) {
            sink.error("builtin", "`" + name.name() + "` is not there in " + provider + " probes", name.at(),
                    provider.equals("tracepoint") ? new String[] {"fields of a tracepoint are read with `args->name`"} : new String[0]);
        } else if (name.name().equals("retval") && !RETURNS.contains(provider)) {
            sink.error("builtin", "`retval` is not there in " + provider + " probes", name.at(),
                    provider.equals("tracepoint") ? new String[] {"system call returns are read with `args->ret`"} : new String[0]);
        } else if (Functions.builtin(name.name()).isEmpty() && !context.constants().containsKey(name.name())) {
            boolean capitals = name.name().matches("[A-Z][A-Z0-9_]+");
            if (headers || capitals) {
                sink.error("unknown-constant", "the value of `" + name.name() + "` is not known to KEN", name.at());
            } else {
                sink.error("unknown-name", "unknown name `" + name.name() + "`", name.at(),
                        Names.hint(Names.nearest(name.name(), Functions.builtinNames())));
            }
        }
    }

    private void field(Expression.Field field) {
        if (!(field.of() instanceof Expression.Name name) || !name.name().equals("args")) {
            value(field.of());
            if (typing.of(field.of()) instanceof ValueType.Int) {
                sink.error("field", "a number has no field `" + field.name() + "`", field.at());
            }
            return;
        }
        Set<String> none = Set.of("BEGIN", "END", "begin", "end", "interval", "profile", "software", "hardware", "kprobe", "kretprobe", "uretprobe");
        if (none.contains(context.provider())) {
            sink.error("builtin", "`args` is not there in " + context.provider() + " probes", field.at());
        } else if (context.fieldsKnown() && context.field(field.name()).isEmpty()) {
            List<String> fields = context.facts().map(f -> List.copyOf(f.fields().keySet())).orElse(List.of());
            List<String> hints = new ArrayList<>(List.of(Names.hint(Names.nearest(field.name(), fields))));
            hints.add("its fields are " + String.join(", ", fields));
            sink.error("unknown-field", context.probe() + " has no field `" + field.name() + "`", field.at(), hints.toArray(new String[0]));
        }
    }
}
