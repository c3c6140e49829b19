package dev.ken.bpftrace;

import dev.ken.ir.Expr;
import dev.ken.ir.Expr.BinaryOp;
import dev.ken.ir.Jump;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Stmt;
import dev.ken.ir.Type;
import dev.ken.kernel.FieldType;
import dev.ken.kernel.ProbeFacts.SiteField;
import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Values of expressions at one probe. Reads of maps, and values that are not modelled, go through locals that are
/// assigned in the current block before.
final class ExpressionLowering {
    private static final Type INT = new Type.Int();

    final ProbeContext context;
    final Typing typing;
    final BlockWriter blocks;
    private final Set<String> notModelled;
    private final CallLowering calls;
    final MemoryLowering memory;
    private final OperatorLowering operators;
    final Widths widths;
    private final Map<String, Integer> keptTexts = new LinkedHashMap<>();
    /// What variables that point to tasks were assigned.
    final Map<String, Expression> pointers = new LinkedHashMap<>();
    private final Bodies bodies;
    final boolean newer;

    /// How long strings are that `str()` reads; those that are longer than what is modelled are cut.
    final int textBytes;
    private int temporaries;

    /// Lowers statements that stand within expressions.
    interface Bodies {
        void statements(List<Statement> statements);

        /// What an inlined function returns.
        Expr returned(Expression.Expanded expanded, TypeName result);
    }

    /// @param newer whether the script is written for a version after 0.17
    ExpressionLowering(
            ProbeContext context,
            Typing typing,
            BlockWriter blocks,
            Set<String> notModelled,
            Bodies bodies,
            boolean newer,
            int textBytes) {
        this.newer = newer;
        this.textBytes = Math.min(textBytes, ValueType.TEXT_BYTES);
        this.bodies = bodies;
        this.context = context;
        this.typing = typing;
        this.blocks = blocks;
        this.notModelled = notModelled;
        this.calls = new CallLowering(this);
        this.memory = new MemoryLowering(this);
        this.widths = new Widths(typing);
        this.operators = new OperatorLowering(this);
    }

    Expr lower(Expression expression) {
        return switch (expression) {
            case Expression.Number number -> new Expr.Int(number.value());
            case Expression.Truth truth -> new Expr.Bool(truth.value());
            case Expression.Text text -> new Expr.Text(text.value(), Typing.textWidth(text.value()));
            case Expression.Positional positional ->
                new Expr.Apply("parameter:" + positional.index(), List.of(), INT);
            case Expression.PositionalCount _ -> new Expr.Apply("parameters", List.of(), INT);
            case Expression.Name name -> name(name);
            case Expression.Variable variable -> variable(variable);
            case Expression.MapAccess map -> read(map);
            case Expression.Unary unary -> operators.unary(unary);
            case Expression.Step step -> operators.step(step);
            case Expression.Binary binary -> operators.binary(binary);
            case Expression.Ternary ternary -> ternary(ternary);
            case Expression.Cast cast -> cast(cast);
            case Expression.Field field -> field(field);
            case Expression.Index index -> index(index);
            case Expression.Call call -> calls.value(call);
            case Expression.Tuple(var all, _) -> {
                List<Expr> values = new ArrayList<>();
                for (int i = 0; i < all.size(); i++) {
                    values.add(beforeEffects(shown(lower(all.get(i))), all.subList(i + 1, all.size()), expression.at()));
                }
                yield new Expr.Pack(values);
            }
            case Expression.SizeOf size -> sizeOf(size);
            case Expression.OffsetOf offset -> memory.offset(offset);
            case Expression.OrElse(var condition, var no, var at) when !Effects.in(condition) ->
                lower(new Expression.Ternary(condition, condition, no, at));
            case Expression.Comptime comptime -> lower(comptime.of());
            case Expression.OrElse(var condition, var no, var at) -> {
                Expr value = kept(shown(lower(condition)), at);
                Type type = Shapes.type(value);
                yield choice(Shapes.truth(value), type, () -> value, () -> lower(no), at);
            }
            case Expression.Block block -> block(block);
            case Expression.Branch branch -> branch(branch);
            case Expression.Expanded expanded ->
                expanded.result().isPresent()
                        ? bodies.returned(expanded, expanded.result().get())
                        : block(expanded.body());
            case Expression.Record record -> havoc(new Type.Opaque("record"), "a record as one value", record.at());
        };
    }

    private Expr block(Expression.Block block) {
        bodies.statements(block.body());
        return block.value().map(this::lower).orElse(new Expr.Int(0));
    }

    /// `if` that gives the value of the side that is taken; without an `else` there is none.
    private Expr branch(Expression.Branch branch) {
        Expr condition = truth(branch.condition());
        Type type = typing.of(branch).sort().orElse(INT);
        return choice(
                condition,
                type,
                () -> block(branch.then()),
                () -> branch.otherwise().map(this::lower).orElse(new Expr.Int(0)),
                branch.at());
    }


    /// A value that is computed before those that follow it, of which some may change what it is made of.
    Expr beforeEffects(Expr value, List<Expression> later, Span at) {
        return later.stream().anyMatch(Effects::in) ? kept(value, at) : value;
    }

    /// The value as it is now, whatever is assigned later.
    Expr kept(Expr value, Span at) {
        return switch (value) {
            case Expr.Int _, Expr.Bool _, Expr.Text _, Expr.Attribute _ -> value;
            case Expr _ -> {
                String local = temporary();
                blocks.add(new Stmt.Assign(local, value, at));
                yield new Expr.Local(local, Shapes.type(value));
            }
        };
    }

    Expr number(Expression expression) {
        return Shapes.number(lower(expression));
    }

    Expr truth(Expression expression) {
        return Shapes.truth(lower(expression));
    }

    /// The parts of a tuple, or the one value that it is.
    List<Expr> parts(Expression expression) {
        if (expression instanceof Expression.Tuple tuple) {
            List<Expr> parts = new ArrayList<>();
            List<Expression> all = tuple.parts();
            for (int i = 0; i < all.size(); i++) {
                List<Expression> later = all.subList(i + 1, all.size());
                parts(all.get(i)).forEach(value -> parts.add(beforeEffects(value, later, tuple.at())));
            }
            return parts;
        }
        Expr value = lower(expression);
        return Shapes.type(value) instanceof Type.Tuple ? apart(value) : List.of(shown(value));
    }

    private static List<Expr> apart(Expr value) {
        if (!(Shapes.type(value) instanceof Type.Tuple(var types))) {
            return List.of(value);
        }
        List<Expr> parts = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            parts.addAll(apart(new Expr.Part(value, i, Shapes.type(value))));
        }
        return parts;
    }

    private static Expr shown(Expr expr) {
        return Shapes.type(expr) instanceof Type.Bool ? Shapes.number(expr) : expr;
    }

    String temporary() {
        return "%" + temporaries++;
    }

    Expr havoc(Type type, String reason, Span at) {
        String local = temporary();
        blocks.add(new Stmt.Havoc(local, type, reason, at));
        notModelled.add(reason);
        return new Expr.Local(local, type);
    }

    void note(String reason) {
        notModelled.add(reason);
    }

    private Expr name(Expression.Name name) {
        Optional<SiteField> field = context.field(name.name());
        return switch (name.name()) {
            case "pid", "tid", "uid", "gid", "cpu", "cgroup", "numaid" -> new Expr.Attribute(name.name(), INT);
            case "nsecs" -> new Expr.Attribute("time", INT);
            case "elapsed" ->
                new Expr.Binary(
                        BinaryOp.SUB, new Expr.Attribute("time", INT), new Expr.Apply("time.begin", List.of(), INT));
            case "comm" -> new Expr.Attribute("comm", new Type.Text(16));
            case "kstack", "ustack" -> new Expr.Attribute(name.name(), new Type.Opaque(name.name()));
            case "username" ->
                new Expr.Apply(
                        "username", List.of(new Expr.Attribute("uid", INT)), new Type.Text(ValueType.TEXT_BYTES));
            case "probe" -> new Expr.Text(context.probe(), Math.max(64, Typing.textWidth(context.probe())));
            case "func" ->
                context.function()
                        .<Expr>map(f -> new Expr.Text(f, ValueType.TEXT_BYTES))
                        .orElseGet(() -> havoc(new Type.Text(ValueType.TEXT_BYTES), "func", name.at()));
            case "curtask" -> new Expr.Attribute("curtask", INT);
            case "ppid" -> new Expr.Attribute("ppid", INT);
            case "pcomm" -> new Expr.Attribute("parent_comm", new Type.Text(16));
            // The leader of a thread group has the number of the process.
            case "leader_tid" -> new Expr.Attribute("pid", INT);
            case "cpid" -> new Expr.Apply("cpid", List.of(), INT);
            case "rand" -> havoc(INT, "rand", name.at());
            default -> {
                if (field.isPresent() && name.name().matches("ctx|retval|s?arg\\d")) {
                    Expr register = read(field.get(), name.at());
                    boolean half = name.name().equals("retval") && field.get().type().equals(FieldType.INT);
                    yield half ? new Expr.Narrow(register, java.lang.Integer.SIZE, true) : register;
                }
                yield Optional.ofNullable(context.constants().get(name.name()))
                        .or(() -> typing.cTypes().value(name.name()))
                        .or(() -> HeaderConstants.value(name.name()))
                        .<Expr>map(Expr.Int::new)
                        .orElseGet(() -> havoc(INT, "the value of " + name.name(), name.at()));
            }
        };
    }

    /// Notes what `variable` now is, where it points to the current task or its parent; all else is forgotten of it.
    void pointsTo(String variable, Expression value) {
        if (memory.isTask(value)) {
            pointers.put(variable, value);
        } else {
            pointers.remove(variable);
        }
    }

    /// What an expression stands for: for a variable that points to a task, that which was assigned to it.
    Expression meant(Expression expression) {
        return expression instanceof Expression.Variable variable
                ? pointers.getOrDefault(variable.name(), expression)
                : expression;
    }

    /// Notes that `variable` now holds a string that was read from memory or from a map.
    void keptText(String variable) {
        keptTexts.put(variable, blocks.mapStatements());
    }

    private Expr variable(Expression.Variable variable) {
        Integer since = keptTexts.get(variable.name());
        if (since != null && since != blocks.mapStatements() && !newer) {
            // Seen with 0.17: the buffer behind the variable is used again by the next map operation.
            return havoc(
                    new Type.Text(ValueType.TEXT_BYTES),
                    "the string in " + variable.name()
                            + " after a map was used: bpftrace 0.17 spoils it, use str() or the map each time",
                    variable.at());
        }
        return new Expr.Local(variable.name(), typing.of(variable).sort().orElse(INT));
    }

    /// The keys of an access, as the map keeps them; a tuple as key is the same as several keys.
    List<Expr> keys(Expression.MapAccess access) {
        List<Expr> values = new ArrayList<>();
        access.keys().forEach(key -> values.addAll(keyParts(key)));
        List<ValueType> types =
                MapShape.flat(typing.map(access.name()).map(MapShape::keys).orElse(List.of()));
        for (int i = 0; i < values.size() && i < types.size(); i++) {
            Optional<Type> sort = types.get(i).sort();
            if (sort.isPresent()) {
                values.set(i, Shapes.fit(values.get(i), sort.get()));
            }
        }
        return values;
    }

    private List<Expr> keyParts(Expression key) {
        if (!newer && key instanceof Expression.Ternary && typing.of(key) instanceof ValueType.Text(int widthBytes)) {
            // Seen with 0.17: such keys do not compare equal.
            return List.of(havoc(new Type.Text(widthBytes), "a string chosen by `? :` as a key", key.at()));
        }
        return parts(key);
    }

    private Expr read(Expression.MapAccess access) {
        return read(access, keys(access));
    }

    /// The entry of `keys`.
    Expr read(Expression.MapAccess access, List<Expr> keys) {
        Optional<MapShape> shape = typing.map(access.name());
        if (shape.isPresent() && (shape.get().kind() == MapDecl.Kind.LOG2 || shape.get().kind() == MapDecl.Kind.LINEAR)) {
            return havoc(new Type.Opaque("histogram"), "a histogram as a value", access.at());
        }
        Type type = shape.flatMap(known -> known.value().sort()).orElse(INT);
        String value = temporary();
        blocks.add(new Stmt.MapGet(access.name(), keys, value, value + "?", access.at()));
        return new Expr.Local(value, type);
    }

    /// Whether there was an entry when this value of a map was read.
    Expr presentAgain(Expr read) {
        return read instanceof Expr.Local(String name, _) ? new Expr.Local(name + "?", new Type.Bool()) : new Expr.Bool(false);
    }

    /// Whether a map has an entry.
    Expr present(Expression.MapAccess access) {
        String value = temporary();
        blocks.add(new Stmt.MapGet(access.name(), keys(access), value, value + "?", access.at()));
        return new Expr.Local(value + "?", new Type.Bool());
    }

    /// One of two values, of which only one is computed.
    Expr choice(Expr condition, Type type, Supplier<Expr> first, Supplier<Expr> second, Span at) {
        String result = temporary();
        int yes = blocks.open();
        int no = blocks.open();
        int behind = blocks.open();
        blocks.jump(new Jump.Branch(condition, yes, no));
        blocks.startAt(yes);
        blocks.add(new Stmt.Assign(result, Shapes.fit(first.get(), type), at));
        blocks.jump(new Jump.Goto(behind));
        blocks.startAt(no);
        blocks.add(new Stmt.Assign(result, Shapes.fit(second.get(), type), at));
        blocks.jump(new Jump.Goto(behind));
        blocks.startAt(behind);
        return new Expr.Local(result, type);
    }

    private Expr ternary(Expression.Ternary ternary) {
        Expr condition = truth(ternary.condition());
        if (Effects.in(ternary.yes()) || Effects.in(ternary.no())) {
            Type type = typing.of(ternary).sort().orElse(INT);
            return choice(condition, type, () -> lower(ternary.yes()), () -> lower(ternary.no()), ternary.at());
        }
        Expr yes = shown(lower(ternary.yes()));
        Expr no = shown(lower(ternary.no()));
        if (Shapes.text(yes) && Shapes.text(no)) {
            int width = Math.max(Shapes.width(yes), Shapes.width(no));
            return new Expr.Choose(condition, Shapes.resize(yes, width), Shapes.resize(no, width));
        }
        return new Expr.Choose(condition, yes, Shapes.fit(no, Shapes.type(yes)));
    }

    private Expr cast(Expression.Cast cast) {
        ValueType type = typing.cast(cast.type());
        Expr of = lower(cast.of());
        return switch (type) {
            case ValueType.Int(int sizeBytes, boolean signed) -> {
                Expr number = Shapes.number(of);
                yield sizeBytes == 8 ? number : new Expr.Narrow(number, 8 * sizeBytes, signed);
            }
            case ValueType.Pointer _ -> Shapes.number(of);
            case ValueType.Text(int widthBytes) -> Shapes.fit(of, new Type.Text(widthBytes));
            case ValueType.Struct _, ValueType.Opaque _, ValueType.Array _, ValueType.Tuple _, ValueType.Aggregation _ ->
                havoc(type.sort().orElse(INT), "a cast to " + cast.type().base(), cast.at());
            case ValueType.Context _, ValueType.Nothing _, ValueType.Unknown _ -> of;
        };
    }

    private static boolean isArgs(Expression expression) {
        return expression instanceof Expression.Name name && name.name().equals("args");
    }

    private Expr field(Expression.Field field) {
        if (isArgs(field.of())) {
            return context.field(field.name())
                    .map(known -> read(known, field.at()))
                    .orElseGet(() -> havoc(INT, "args->" + field.name() + " of " + context.probe(), field.at()));
        }
        Optional<SiteField> told = toldOtherwise(field);
        if (told.isPresent()) {
            return read(told.get(), field.at());
        }
        if (field.of() instanceof Expression.Name(String name, _)
                && name.equals("ctx")
                && context.field(field.name()).isPresent()) {
            return read(context.field(field.name()).get(), field.at());
        }
        if (typing.of(field.of()) instanceof ValueType.Tuple && field.name().matches("\\d{1,3}")) {
            Expr tuple = lower(field.of());
            int index = Integer.parseInt(field.name());
            if (Shapes.type(tuple) instanceof Type.Tuple(var types) && index < types.size()) {
                return tuple instanceof Expr.Pack(var parts)
                        ? parts.get(index)
                        : new Expr.Part(tuple, index, Shapes.type(tuple));
            }
        }
        return memory.field(field);
    }

    /// A member behind an argument of a raw tracepoint that the tracepoint of that name tells as a field.
    private Optional<SiteField> toldOtherwise(Expression.Field field) {
        Expression of = field.of();
        while (of instanceof Expression.Cast cast) {
            of = cast.of();
        }
        return switch (of) {
            case Expression.Field outer when isArgs(outer.of()) -> context.field(outer.name() + "." + field.name());
            case Expression.Field outer -> toldBehind(outer, field.name());
            case Expression.Name(String name, _) -> context.field(name + "." + field.name());
            case Expression.Variable(String name, _) -> context.field(name + "." + field.name());
            case Expression _ -> Optional.empty();
        };
    }

    /// The same of a member of what a member points to.
    private Optional<SiteField> toldBehind(Expression.Field outer, String member) {
        Expression of = outer.of();
        while (of instanceof Expression.Cast cast) {
            of = cast.of();
        }
        String path = "." + outer.name() + "." + member;
        return switch (of) {
            case Expression.Field argument when isArgs(argument.of()) -> context.field(argument.name() + path);
            case Expression.Name(String name, _) -> context.field(name + path);
            case Expression.Variable(String name, _) -> context.field(name + path);
            case Expression _ -> Optional.empty();
        };
    }

    private Expr read(SiteField field, Span at) {
        if (field.symbol().matches("raw\\d+")) {
            note("how what hangs on the arguments of " + context.probe() + " is told elsewhere");
        }
        return switch (field.type()) {
            case FieldType.Integer _, FieldType.Pointer _ -> new Expr.Attribute(field.symbol(), INT);
            case FieldType.Text(int sizeBytes) ->
                new Expr.Attribute(field.symbol(), new Type.Text(Math.max(16, sizeBytes)));
            case FieldType.DynamicText() ->
                new Expr.Attribute(field.symbol(), new Type.Text(ValueType.TEXT_BYTES));
            case FieldType.Array _ -> new Expr.Attribute(field.symbol(), new Type.Opaque("array"));
            case FieldType.Opaque(String cType) -> havoc(new Type.Opaque(cType), "a field of type " + cType, at);
        };
    }

    private Expr index(Expression.Index index) {
        Optional<FieldType.Array> array = typing.array(index.of());
        if (array.isPresent()
                && index.of() instanceof Expression.Field field
                && index.index() instanceof Expression.Number number
                && number.value() >= 0
                && number.value() < array.get().length()) {
            String symbol = context.field(field.name()).map(SiteField::symbol).orElse(field.name());
            return new Expr.Attribute(symbol + number.value(), INT);
        }
        return memory.element(index);
    }

    /// The elements of an array field, each as a number.
    Optional<List<Expr>> elements(Expression expression) {
        Optional<FieldType.Array> array = typing.array(expression);
        if (array.isEmpty() || !(expression instanceof Expression.Field field)) {
            return Optional.empty();
        }
        String symbol = context.field(field.name()).map(SiteField::symbol).orElse(field.name());
        List<Expr> elements = new ArrayList<>();
        for (int i = 0; i < array.get().length(); i++) {
            elements.add(new Expr.Attribute(symbol + i, INT));
        }
        return Optional.of(elements);
    }

    private Expr sizeOf(Expression.SizeOf size) {
        return switch (typing.cast(size.type())) {
            case ValueType.Int(int sizeBytes, _) -> new Expr.Int(sizeBytes);
            case ValueType.Pointer _ -> new Expr.Int(8);
            case ValueType.Unknown unknown -> havoc(INT, "sizeof(" + unknown.shown() + ")", size.at());
            case ValueType other -> new Expr.Int(typing.cTypes().sizeBytes(other));
        };
    }
}
