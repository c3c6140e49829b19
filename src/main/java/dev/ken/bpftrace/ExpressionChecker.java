package dev.ken.bpftrace;

import dev.ken.bpftrace.ValueType.Aggregation;
import dev.ken.bpftrace.ValueType.Text;
import dev.ken.bpftrace.ValueType.Tuple;
import dev.ken.bpftrace.ValueType.Unknown;
import dev.ken.ir.MapDecl;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Checks expressions whose value is used. Source followed: what 0.17 and 0.23 refuse.
final class ExpressionChecker {
    /// The longest string literal of old versions, without its end.
    private static final int OLD_TEXT_BYTES = 63;

    private final Place place;
    private final CallChecker calls;
    private final FieldChecker fields;
    private final NameChecker names;
    private final Consumer<List<Statement>> statements;

    /// @param statements checks blocks within expressions
    ExpressionChecker(Place place, Consumer<List<Statement>> statements) {
        this.place = place;
        this.statements = statements;
        this.calls = new CallChecker(place, this);
        this.fields = new FieldChecker(place);
        this.names = new NameChecker(place);
    }

    CallChecker calls() {
        return calls;
    }

    void value(Expression expression) {
        switch (expression) {
            case Expression.Name name -> names.check(name);
            case Expression.Variable variable -> variable(variable);
            case Expression.MapAccess map -> access(map);
            case Expression.Unary unary -> unary(unary);
            case Expression.Step step -> step(step);
            case Expression.Binary binary -> {
                value(binary.left());
                value(binary.right());
                OperandChecker.check(place, binary);
            }
            case Expression.Ternary ternary -> ternary(ternary);
            case Expression.OrElse other -> {
                value(other.condition());
                value(other.no());
            }
            case Expression.Block block -> {
                statements.accept(block.body());
                block.value().ifPresent(this::value);
            }
            case Expression.Branch branch -> {
                condition(branch.condition(), true);
                value(branch.then());
                branch.otherwise().ifPresent(this::value);
            }
            case Expression.Record record -> record.parts().forEach(part -> value(part.value()));
            case Expression.Comptime comptime -> value(comptime.of());
            case Expression.Cast cast -> cast(cast);
            case Expression.Field field -> {
                if (!fields.ofArgs(field)) {
                    value(field.of());
                }
                fields.check(field);
            }
            case Expression.Index index -> {
                value(index.of());
                value(index.index());
                fields.check(index);
            }
            case Expression.Call call -> calls.value(call);
            case Expression.Expanded expanded -> expanded(expanded);
            case Expression.Tuple tuple -> tuple.parts().forEach(this::value);
            case Expression.Text text -> text(text);
            case Expression.SizeOf size -> size(size);
            case Expression.OffsetOf offset -> fields.check(offset);
            case Expression.Positional positional -> positional(positional);
            case Expression.Number _, Expression.Truth _, Expression.PositionalCount _ -> {}
        }
    }

    private void expanded(Expression.Expanded expanded) {
        place.trail().within(expanded, () -> {
            statements.accept(expanded.body().body());
            expanded.body().value().ifPresent(this::value);
        });
        if (expanded.result().isEmpty() && expanded.body().value().isEmpty()) {
            place.error("no-value", "the macro `" + expanded.call().function() + "` gives no value", expanded.at());
        }
    }

    private void size(Expression.SizeOf size) {
        TypeName type = size.type();
        boolean word = type.pointers() == 0 && place.types().of(type).orElse(new Unknown()) instanceof ValueType.Int;
        if (word && !integer(type.base())) {
            place.error(
                    "unknown-type",
                    "bpftrace " + place.dialect().shown() + " knows no type `" + type.base() + "`",
                    size.at());
        } else {
            known(type, size.at());
        }
    }

    private void variable(Expression.Variable variable) {
        if (place.typing().variable(variable.name()).isEmpty()) {
            place.misspelt(
                    "undefined-variable",
                    variable.name() + " is used before it is assigned",
                    variable.at(),
                    variable.at(),
                    variable.name(),
                    place.typing().variables());
        }
    }

    private void text(Expression.Text text) {
        if (!place.dialect().since(Dialect.V0_21) && bytes(text.value()) > OLD_TEXT_BYTES) {
            place.error("text", "bpftrace before 0.21 has strings of at most " + OLD_TEXT_BYTES + " bytes", text.at());
        }
    }

    static int bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    }

    /// A parameter that is used as a number.
    private void positional(Expression.Positional positional) {
        Optional<String> given = place.settings()
                .parameters()
                .filter(all -> all.size() >= positional.index())
                .map(all -> all.get(positional.index() - 1));
        if (given.isPresent()
                && Numbers.value(given.get().replaceFirst("^-", "")).isEmpty()) {
            place.error(
                    "parameter",
                    "$" + positional.index() + " is used as a number, but is `" + given.get() + "`",
                    positional.at(),
                    "use `str($" + positional.index() + ")`");
        }
    }

    /// A condition of `if`, `while`, `? :` or a probe.
    void condition(Expression expression, boolean addresses) {
        value(expression);
        ValueType type = place.of(expression);
        boolean right = Kind.in(type, Kind.INTEGER)
                || addresses && Kind.in(type, Kind.POINTER, Kind.CONTEXT)
                || place.dialect().since(Dialect.V0_21) && MapTypes.castable(type);
        if (!right) {
            String[] hints = type instanceof Text
                    ? new String[] {"compare it, for example with `!= \"\"`"}
                    : type instanceof ValueType.Pointer
                            ? new String[] {"compare it, for example with `!= 0`"}
                            : new String[0];
            place.error("condition", shown(type) + " is no condition", expression.at(), hints);
        }
    }

    static String shown(ValueType type) {
        return switch (type) {
            case Text _ -> "a string";
            case ValueType.Int _ -> "a number";
            case ValueType other -> other.shown();
        };
    }

    /// The keys of a map and their types.
    void access(Expression.MapAccess map) {
        List<ValueType> types = new ArrayList<>();
        for (Expression key : map.keys()) {
            value(key);
            ValueType type = place.of(key);
            boolean part = type instanceof ValueType.Array
                    && place.typing().array(key).isPresent()
                    && !place.dialect().since(Dialect.V0_23);
            if (type instanceof ValueType.Context || part) {
                place.error("context", "the probe's context cannot be a key", key.at());
            }
            if (type instanceof Tuple(var parts)) {
                if (!place.dialect().since(Dialect.V0_22)) {
                    place.error(
                            "map-keys",
                            "a tuple is no key",
                            key.at(),
                            "give its parts as keys: `" + map.name() + "[a, b]`");
                }
                types.addAll(parts);
            } else {
                types.add(type);
            }
        }
        place.maps().keys(map.name(), types.stream().map(this::key).toList(), map.at(), place.sink());
    }

    private ValueType key(ValueType type) {
        boolean read = type instanceof Aggregation && place.dialect().since(Dialect.V0_21);
        return read ? ValueType.SIGNED : Typing.stored(type);
    }

    private void unary(Expression.Unary unary) {
        value(unary.of());
        ValueType type = place.of(unary.of());
        boolean right = switch (unary.operator()) {
            case DEREFERENCE -> Kind.in(type, Kind.INTEGER, Kind.POINTER, Kind.CONTEXT);
            case NOT ->
                Kind.in(type, Kind.INTEGER)
                        || place.dialect().since(Dialect.V0_21)
                                && (Kind.in(type, Kind.POINTER) || MapTypes.castable(type));
            case COMPLEMENT, MINUS ->
                Kind.in(type, Kind.INTEGER) || place.dialect().since(Dialect.V0_21) && MapTypes.castable(type);
            case ADDRESS -> true;
        };
        if (!right) {
            place.error(
                    "operands",
                    "`" + unary.operator().symbol() + "` is not for " + OperandChecker.plural(type),
                    unary.at());
        }
    }

    private void step(Expression.Step step) {
        value(step.of());
        ValueType type = place.of(step.of());
        if (!Kind.in(type, Kind.INTEGER, Kind.POINTER)) {
            place.error("operands", shown(type) + " cannot be counted up or down", step.at());
        }
        if (step.of() instanceof Expression.MapAccess map && type instanceof Unknown) {
            place.maps().value(map.name(), ValueType.SIGNED, step.at(), place.sink());
        }
    }

    private void ternary(Expression.Ternary ternary) {
        condition(ternary.condition(), place.dialect().since(Dialect.V0_23));
        branch(ternary.yes());
        branch(ternary.no());
        ValueType yes = place.of(ternary.yes());
        ValueType no = place.of(ternary.no());
        if (!MapTypes.alike(yes, no)) {
            place.error("operands", "`? :` between " + yes.shown() + " and " + no.shown(), ternary.at());
        } else if (!Kind.in(yes, Kind.INTEGER, Kind.TEXT, Kind.NOTHING)
                && !place.dialect().since(Dialect.V0_23)) {
            place.error("operands", "`? :` gives numbers and strings, not " + yes.shown(), ternary.at());
        }
    }

    /// A branch without a value is for whoever uses the whole.
    private void branch(Expression expression) {
        if (expression instanceof Expression.Call call) {
            calls.arguments(call);
            calls.placed(call);
        } else {
            value(expression);
        }
    }

    private void cast(Expression.Cast cast) {
        value(cast.of());
        if (!known(cast.type(), cast.at())) {
            return;
        }
        ValueType to = place.typing().cast(cast.type());
        ValueType from = place.of(cast.of());
        boolean old = !place.dialect().since(Dialect.V0_18);
        if (to instanceof ValueType.Int && !integer(cast.type().base())) {
            place.error(
                    "unknown-type",
                    "bpftrace " + place.dialect().shown() + " casts to `int8` to `uint64` and to structures, not to `"
                            + cast.type().base() + "`",
                    cast.at(),
                    "use `" + CTypes.written(to) + "`");
        } else if (from instanceof ValueType.Context
                && to instanceof ValueType.Pointer
                && integer(cast.type().base())) {
            place.error("cast", "the probe's context is no pointer to a number", cast.at());
        } else if (to instanceof ValueType.Struct) {
            place.error(
                    "cast",
                    "a value cannot be made a structure",
                    cast.at(),
                    "cast to `" + cast.type().base() + " *` and use `->`");
        } else if (from instanceof ValueType.Struct) {
            place.error("cast", "a structure cannot be cast", cast.at());
        } else if (to instanceof ValueType.Int
                && !Kind.in(from, Kind.INTEGER, Kind.POINTER, Kind.CONTEXT)
                && !(from instanceof Aggregation && place.dialect().since(Dialect.V0_21))
                && (old || !Kind.in(from, Kind.ARRAY))) {
            place.error("cast", shown(from) + " cannot be cast to a number", cast.at());
        }
    }

    /// Whether this version has an integer type of this name.
    private boolean integer(String name) {
        Dialect dialect = place.dialect();
        boolean plain = name.matches("u?int(8|16|32|64)");
        boolean later = name.startsWith("enum ") && dialect.since(Dialect.V0_23)
                || name.equals("bool") && dialect.since(Dialect.V0_24)
                || dialect.since(Dialect.V0_25);
        return plain || later;
    }

    /// Whether a type exists, or may exist.
    boolean known(TypeName type, dev.ken.source.Span at) {
        if (type.base().startsWith("typeof(")) {
            return true;
        }
        if (place.types().of(type).isPresent()) {
            return true;
        }
        TypeName base = new TypeName(type.base(), 0, List.of());
        if (place.types().of(base).isPresent() || place.types().open()) {
            return true;
        }
        boolean kernels =
                type.base().matches("(struct|union|enum) .*") && !place.types().complete();
        if (!kernels) {
            place.error(
                    "unknown-type",
                    "unknown type `" + type.base() + "`",
                    at,
                    Names.hint(Names.nearest(type.base(), place.types().names())));
        }
        return kernels;
    }

    /// Whether a map of this kind can be computed with.
    static boolean number(MapDecl.Kind kind) {
        return switch (kind) {
            case SCALAR, COUNT, SUM, MINIMUM, MAXIMUM, AVERAGE -> true;
            case STATISTICS, LOG2, LINEAR -> false;
        };
    }
}
