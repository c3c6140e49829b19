package dev.ken.bpftrace;

import dev.ken.bpftrace.ValueType.Aggregation;
import dev.ken.bpftrace.ValueType.Int;
import dev.ken.bpftrace.ValueType.Opaque;
import dev.ken.bpftrace.ValueType.Pointer;
import dev.ken.bpftrace.ValueType.Struct;
import dev.ken.bpftrace.ValueType.Text;
import dev.ken.bpftrace.ValueType.Tuple;
import dev.ken.bpftrace.ValueType.Unknown;
import dev.ken.kernel.FieldType;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The types of expressions at one probe, by bpftrace's rules: an operation on integers is signed where both sides are,
/// and a literal that is not negative takes the sign of the other side.
final class Typing {
    private static final ValueType UNKNOWN = new Unknown();

    private final ProbeContext context;
    private final Function<String, Optional<MapShape>> maps;
    private final Map<String, ValueType> variables = new LinkedHashMap<>();
    private final Map<Expression, ValueType> known = new IdentityHashMap<>();

    private final CTypes types;
    private final Dialect dialect;

    /// As newer versions type.
    Typing(ProbeContext context, Function<String, Optional<MapShape>> maps, CTypes types) {
        this(context, maps, types, Dialect.ANY);
    }

    Typing(ProbeContext context, Function<String, Optional<MapShape>> maps, CTypes types, Dialect dialect) {
        this.dialect = dialect;
        this.context = context;
        this.maps = maps;
        this.types = types;
    }

    CTypes cTypes() {
        return types;
    }

    Optional<MapShape> map(String name) {
        return maps.apply(name);
    }

    Optional<ValueType> variable(String name) {
        return Optional.ofNullable(variables.get(name));
    }

    /// The names of the variables so far.
    java.util.Set<String> variables() {
        return variables.keySet();
    }

    /// Forgets all variables but these.
    void keepOnly(java.util.Set<String> names) {
        variables.keySet().retainAll(names);
    }

    /// The first type that a variable is given is its type; texts widen.
    ValueType declare(String name, ValueType type) {
        ValueType settled = type instanceof Text ? new Text(Math.max(ValueType.TEXT_BYTES, width(type))) : type;
        ValueType before = variables.get(name);
        if (before == null || before instanceof Unknown) {
            variables.put(name, settled);
            return settled;
        }
        return before;
    }

    ValueType of(Expression expression) {
        ValueType cached = known.get(expression);
        if (cached != null) {
            return cached;
        }
        ValueType type = infer(expression);
        if (!(type instanceof Unknown)) {
            known.put(expression, type);
        }
        return type;
    }

    private ValueType infer(Expression expression) {
        return switch (expression) {
            case Expression.Number _ -> ValueType.SIGNED;
            case Expression.Truth _ -> new Int(1, false);
            case Expression.Text text -> new Text(textWidth(text.value()));
            case Expression.Positional _, Expression.PositionalCount _ -> ValueType.SIGNED;
            case Expression.Name name -> name(name);
            case Expression.Variable variable -> variables.getOrDefault(variable.name(), UNKNOWN);
            case Expression.MapAccess map ->
                maps.apply(map.name()).map(MapShape::value).orElse(UNKNOWN);
            case Expression.Unary unary -> unary(unary);
            case Expression.Step step -> of(step.of());
            case Expression.Binary binary -> binary(binary);
            case Expression.Ternary ternary -> joined(of(ternary.yes()), of(ternary.no()));
            case Expression.OrElse other -> joined(of(other.condition()), of(other.no()));
            case Expression.Block block -> block.value().map(this::of).orElse(new ValueType.Nothing());
            case Expression.Branch branch -> of(branch.then());
            case Expression.Record _ -> UNKNOWN;
            case Expression.Comptime comptime -> of(comptime.of());
            case Expression.Cast cast -> cast(cast.type());
            case Expression.Field field -> field(field);
            case Expression.Index index -> index(index);
            case Expression.Call call -> call(call);
            case Expression.Expanded(_, var result, var body) -> result.map(this::cast).orElseGet(() -> of(body));
            case Expression.Tuple tuple -> new Tuple(tuple.parts().stream().map(this::of).toList());
            case Expression.SizeOf _, Expression.OffsetOf _ -> ValueType.UNSIGNED;
        };
    }

    static int textWidth(String text) {
        int bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length + 1;
        return bytes <= 16 ? 16 : Math.max(bytes, ValueType.TEXT_BYTES);
    }

    static int width(ValueType type) {
        return type instanceof Text(int widthBytes) ? widthBytes : ValueType.TEXT_BYTES;
    }

    /// A type that holds values of both.
    static ValueType joined(ValueType a, ValueType b) {
        if (a instanceof Unknown) {
            return b;
        }
        if (a instanceof Text(int left) && b instanceof Text(int right)) {
            return new Text(Math.max(left, right));
        }
        if (a instanceof Int(int left, boolean signed) && b instanceof Int(int right, _)) {
            return new Int(Math.max(left, right), signed);
        }
        return a;
    }

    private ValueType name(Expression.Name name) {
        if (name.name().equals("retval") || name.name().matches("s?arg\\d")) {
            boolean typed = context.provider().equals("fexit") && name.name().equals("retval");
            return context.field(name.name())
                    .filter(_ -> !typed || context.fieldsKnown())
                    .map(field -> type(field.type()))
                    .orElse(typed ? UNKNOWN : ValueType.UNSIGNED);
        }
        if (name.name().equals("ctx") && context.field("ctx").isPresent()) {
            return type(context.field("ctx").get().type());
        }
        return oldText(name.name())
                .or(() -> Functions.builtin(name.name()))
                .orElse(ValueType.SIGNED);
    }

    /// Texts that old versions only show, and never compare.
    private Optional<ValueType> oldText(String name) {
        if (dialect == Dialect.ANY) {
            return Optional.empty();
        }
        if (name.equals("func")) {
            return Optional.of(new Opaque(context.provider().startsWith("u") ? "usym" : "ksym"));
        }
        if (name.equals("delete") && dialect.since(Dialect.V0_24)) {
            return Optional.of(new Int(1, false));
        }
        if (dialect.since(Dialect.V0_24) || name.equals("probe") && dialect.since(Dialect.V0_23)) {
            return Optional.empty();
        }
        return switch (name) {
            case "probe", "username", "strerror" -> Optional.of(new Opaque(name));
            case "strftime" -> Optional.of(new Opaque("timestamp"));
            case "perf", "bpftrace" -> Optional.of(new Opaque("stack mode"));
            default -> Optional.empty();
        };
    }

    private ValueType unary(Expression.Unary unary) {
        ValueType of = of(unary.of());
        return switch (unary.operator()) {
            case NOT -> ValueType.UNSIGNED;
            case MINUS -> ValueType.SIGNED;
            case COMPLEMENT -> of instanceof Int ? new Int(8, of.signed()) : ValueType.UNSIGNED;
            case ADDRESS -> new Pointer("");
            case DEREFERENCE -> dereferenced(of);
        };
    }

    private ValueType binary(Expression.Binary binary) {
        ValueType left = of(binary.left());
        ValueType right = of(binary.right());
        boolean comparison = binary.operator().precedence() <= 7
                && !binary.operator().symbol().matches("[|^&]");
        if (comparison && !(left instanceof Int && right instanceof Int)) {
            return ValueType.SIGNED;
        }
        if (left instanceof Pointer && !comparison) {
            return left;
        }
        if (right instanceof Pointer && binary.operator() == BinaryOperator.PLUS) {
            return right;
        }
        return signed(binary, left, right) ? ValueType.SIGNED : ValueType.UNSIGNED;
    }

    private static boolean signed(Expression.Binary binary, ValueType left, ValueType right) {
        if (binary.operator() == BinaryOperator.SHIFT_LEFT || binary.operator() == BinaryOperator.SHIFT_RIGHT) {
            return left.signed();
        }
        boolean fits = binary.left() instanceof Expression.Number && !right.signed()
                || binary.right() instanceof Expression.Number && !left.signed();
        return !fits && left.signed() && right.signed();
    }

    /// What `*x` is where `x` is of this type; a number may be taken for an address.
    private ValueType dereferenced(ValueType of) {
        return switch (of) {
            case Pointer pointer -> types.target(pointer);
            case Int _ -> ValueType.UNSIGNED;
            case ValueType _ -> UNKNOWN;
        };
    }

    ValueType cast(TypeName type) {
        if (type.pointers() > 0 && type.lengths().isEmpty()) {
            return new Pointer(type.base() + " *".repeat(type.pointers() - 1));
        }
        return types.of(type).orElse(UNKNOWN);
    }

    private ValueType field(Expression.Field field) {
        if (field.of() instanceof Expression.Name name && name.name().equals("args")) {
            return context.field(field.name()).map(known -> type(known.type())).orElse(UNKNOWN);
        }
        return switch (of(field.of())) {
            case Tuple(var parts) when field.name().matches("\\d{1,3}") ->
                Integer.parseInt(field.name()) < parts.size() ? parts.get(Integer.parseInt(field.name())) : UNKNOWN;
            case Pointer pointer when types.target(pointer) instanceof Struct(String name) -> member(name, field.name());
            case Struct(String name) -> member(name, field.name());
            case ValueType _ -> UNKNOWN;
        };
    }

    private ValueType member(String struct, String name) {
        return types.struct(struct)
                .flatMap(known -> known.member(name))
                .map(CStruct.Member::type)
                .orElse(UNKNOWN);
    }

    /// What a field of the context is.
    private ValueType type(FieldType type) {
        return switch (type) {
            case FieldType.Integer(int sizeBytes, boolean signed) -> new Int(sizeBytes, signed);
            case FieldType.Pointer(String to) -> new Pointer(to);
            case FieldType.Text(int sizeBytes) -> new Text(Math.max(16, sizeBytes));
            // All versions take it for a number, the address that `str()` reads.
            case FieldType.DynamicText() -> dialect == Dialect.ANY ? new Text(ValueType.TEXT_BYTES) : ValueType.SIGNED;
            case FieldType.Array(int bytes, boolean signed, int length) -> new ValueType.Array(new Int(bytes, signed), length);
            case FieldType.Opaque(String cType) -> new Struct(cType);
        };
    }

    private ValueType index(Expression.Index index) {
        Optional<FieldType.Array> array = array(index.of());
        if (array.isPresent()) {
            return new Int(array.get().elementBytes(), array.get().signed());
        }
        return switch (of(index.of())) {
            case ValueType.Array(var element, _) -> element;
            case Pointer pointer -> types.target(pointer);
            case Text _ -> new Int(1, true);
            case ValueType _ -> UNKNOWN;
        };
    }

    /// The array that `args->name` is.
    Optional<FieldType.Array> array(Expression expression) {
        if (expression instanceof Expression.Field field
                && field.of() instanceof Expression.Name name
                && name.name().equals("args")) {
            return context.field(field.name())
                    .filter(known -> known.type() instanceof FieldType.Array)
                    .map(known -> (FieldType.Array) known.type());
        }
        return Optional.empty();
    }

    private ValueType call(Expression.Call call) {
        List<Expression> arguments = call.arguments();
        if (call.function().equals("bswap") && arguments.size() == 1 && of(arguments.get(0)) instanceof Int(int size, _)) {
            return new Int(size, false);
        }
        if (call.function().equals("pton") && arguments.size() == 1 && arguments.get(0) instanceof Expression.Text text) {
            return new ValueType.Array(new Int(1, false), text.value().contains(":") ? 16 : 4);
        }
        if ((call.function().equals("kptr") || call.function().equals("uptr")) && arguments.size() == 1) {
            return of(arguments.get(0));
        }
        return oldText(call.function())
                .or(() -> Functions.function(call.function()).map(Functions.Signature::result))
                .orElse(UNKNOWN);
    }

    /// What an entry of a map becomes when `value` is assigned to it.
    static ValueType stored(ValueType value) {
        return switch (value) {
            case Int(_, boolean signed) -> new Int(8, signed);
            case Text text -> text;
            case Aggregation aggregation -> aggregation;
            case Pointer pointer -> pointer;
            case Struct struct -> struct;
            case ValueType.Array array -> array;
            case Opaque opaque -> opaque;
            case Tuple tuple -> tuple;
            case ValueType.Context context -> context;
            case ValueType.Nothing nothing -> nothing;
            case Unknown unknown -> unknown;
        };
    }
}
