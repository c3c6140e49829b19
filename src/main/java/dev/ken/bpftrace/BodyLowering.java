package dev.ken.bpftrace;

import dev.ken.ir.Block;
import dev.ken.ir.Expr;
import dev.ken.ir.Expr.BinaryOp;
import dev.ken.ir.Jump;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Stmt;
import dev.ken.ir.Type;
import dev.ken.source.Span;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The statements of one probe as blocks.
final class BodyLowering {
    /// Copies that unrolling may make in one procedure; what is beyond is left out and named.
    static final int MOST_BLOCKS = 5_000;

    private static final Type INT = new Type.Int();

    private record Loop(int again, int behind) {}

    /// Where an inlined function leaves what it returns, and goes on.
    private record Frame(String result, Type type, int behind) {}

    private final Typing typing;
    private final BlockWriter blocks = new BlockWriter();
    private final ExpressionLowering expressions;
    private final ActionLowering actions;
    private final Deque<Loop> loops = new ArrayDeque<>();
    private final Deque<Frame> frames = new ArrayDeque<>();

    BodyLowering(
            ProbeContext context, Typing typing, Set<String> notModelled, Set<String> unsigned,
            boolean newer,
            int textBytes) {
        this.typing = typing;
        this.expressions = new ExpressionLowering(context, typing, blocks, notModelled, new Within(), newer, textBytes);
        this.actions = new ActionLowering(expressions, unsigned);
    }

    List<Block> lower(Item.Probe probe) {
        if (probe.predicate().isPresent()) {
            Expr condition = expressions.truth(probe.predicate().get());
            int body = blocks.open();
            int end = blocks.open();
            blocks.jump(new Jump.Branch(condition, body, end));
            blocks.startAt(body);
        }
        statements(probe.body());
        return blocks.finish();
    }

    private void statements(List<Statement> body) {
        for (Statement statement : body) {
            if (blocks.size() > MOST_BLOCKS) {
                expressions.note("statements beyond " + MOST_BLOCKS + " blocks of one probe");
                return;
            }
            statement(statement);
        }
    }

    private void statement(Statement statement) {
        switch (statement) {
            case Statement.Evaluate(var expression, _) -> evaluate(expression);
            case Statement.Assign assign -> assign(assign);
            case Statement.Let let -> let(let);
            case Statement.If branch -> branch(branch);
            case Statement.Unroll unroll -> unroll(unroll);
            case Statement.While loop -> loop(loop);
            case Statement.For loop -> each(loop);
            case Statement.Leave leave -> leave(leave);
            case Statement.Nested(var body, _) -> statements(body);
            case Statement.Discard(var value, var at) -> evaluate(value);
            case Statement.Import(var file, _) -> expressions.note("what " + file + " defines");
        }
    }

    private void evaluate(Expression expression) {
        switch (expression) {
            case Expression.Call call -> actions.run(call);
            case Expression.Ternary ternary when Effects.in(ternary) -> {
                Statement yes = new Statement.Evaluate(ternary.yes(), ternary.yes().at());
                Statement no = new Statement.Evaluate(ternary.no(), ternary.no().at());
                branch(new Statement.If(ternary.condition(), List.of(yes), List.of(no), ternary.at()));
            }
            case Expression.Expanded(_, var result, var body) when result.isEmpty() -> {
                statements(body.body());
                body.value().ifPresent(this::evaluate);
            }
            case Expression.Block(var body, var value, _) -> {
                statements(body);
                value.ifPresent(this::evaluate);
            }
            case Expression.Step step -> expressions.lower(step);
            case Expression other -> expressions.parts(other);
        }
    }

    private void assign(Statement.Assign assign) {
        switch (assign.target()) {
            case Expression.Variable variable -> variable(variable, assign.operator(), assign.value(), assign.at());
            case Expression.MapAccess map -> map(map, assign);
            case Expression other -> {
                expressions.parts(assign.value());
                expressions.note("a write to " + Printer.print(other));
            }
        }
    }

    private void variable(
            Expression.Variable variable, Optional<BinaryOperator> operator, Expression value, Span at) {
        Expr right = expressions.lower(value);
        if (operator.isEmpty()) {
            expressions.pointsTo(variable.name(), value);
        } else {
            expressions.pointers.remove(variable.name());
            Expr old = Shapes.number(expressions.lower(variable));
            right = OperatorLowering.arithmetic(operator.get(), old, Shapes.number(right), false);
        }
        boolean first = typing.variable(variable.name()).isEmpty();
        ValueType type = typing.declare(variable.name(), typing.of(value));
        Type sort = type.sort().orElse(Shapes.type(right));
        int given = operator.isPresent() ? 8 : expressions.widths.sizeBytes(value);
        if (!first && sort instanceof Type.Int && !expressions.newer) {
            right = stored(variable, type, Shapes.number(right), given);
        }
        blocks.add(new Stmt.Assign(variable.name(), Shapes.fit(right, sort), at));
        if (type instanceof ValueType.Text && (value instanceof Expression.Call || value instanceof Expression.MapAccess)) {
            expressions.keptText(variable.name());
        }
    }

    /// Seen with 0.17, which takes the width of the value for that of the variable: a narrower value replaces the low
    /// bytes only, and a wider one is lost or spoils what lies behind.
    private Expr stored(Expression.Variable variable, ValueType type, Expr right, int givenBytes) {
        int sizeBytes = type instanceof ValueType.Int(int size, _) ? size : 8;
        if (givenBytes > sizeBytes) {
            return expressions.havoc(
                    INT,
                    "a value of " + 8 * givenBytes + " bits in " + variable.name() + ", which has "
                            + 8 * sizeBytes + " bits: bpftrace 0.17 loses it",
                    variable.at());
        }
        if (givenBytes == sizeBytes) {
            return right;
        }
        long low = (1L << 8 * givenBytes) - 1;
        Expr old = new Expr.Local(variable.name(), INT);
        return new Expr.Binary(
                BinaryOp.BIT_OR,
                new Expr.Binary(BinaryOp.BIT_AND, old, new Expr.Int(~low)),
                new Expr.Binary(BinaryOp.BIT_AND, right, new Expr.Int(low)));
    }

    private void let(Statement.Let let) {
        Optional<ValueType> type = let.type().map(typing::cast);
        if (let.value().isPresent()) {
            type.ifPresent(known -> typing.declare(let.variable().name(), known));
            variable(let.variable(), Optional.empty(), let.value().get(), let.at());
        } else if (type.isPresent()) {
            ValueType settled = typing.declare(let.variable().name(), type.get());
            Expr zero = new Expr.Int(0);
            settled.sort()
                    .filter(Type.Int.class::isInstance)
                    .ifPresent(_ -> blocks.add(new Stmt.Assign(let.variable().name(), zero, let.at())));
        }
    }

    private void map(Expression.MapAccess map, Statement.Assign assign) {
        Optional<MapShape> shape = typing.map(map.name());
        MapDecl.Kind kind = shape.map(MapShape::kind).orElse(MapDecl.Kind.SCALAR);
        if (assign.operator().isEmpty() && assign.value() instanceof Expression.Call call) {
            Optional<MapDecl.Kind> aggregation = MapShape.kind(call.function());
            if (aggregation.isPresent()) {
                if (aggregation.get() == kind) {
                    actions.aggregate(map, kind, call, assign.at());
                } else {
                    expressions.note(call.function() + "() into " + map.name() + ", which is another kind of map");
                }
                return;
            }
        }
        Expr right = expressions.lower(assign.value());
        Type sort = shape.flatMap(known -> known.value().sort()).orElse(Shapes.type(right));
        if (kind != MapDecl.Kind.SCALAR) {
            expressions.note("an assignment to " + map.name() + ", which is no plain map");
            return;
        }
        if (assign.operator().isPresent()) {
            Expr old = Shapes.number(expressions.lower(map));
            right = OperatorLowering.arithmetic(assign.operator().get(), old, Shapes.number(right), false);
        }
        Stmt.Update set = new Stmt.Update.Set(Shapes.fit(right, sort));
        blocks.add(new Stmt.MapUpdate(map.name(), expressions.keys(map), set, assign.at()));
    }

    private void branch(Statement.If branch) {
        Expr condition = expressions.truth(branch.condition());
        int yes = blocks.open();
        int no = blocks.open();
        int behind = blocks.open();
        blocks.jump(new Jump.Branch(condition, yes, no));
        blocks.startAt(yes);
        Map<String, Expression> before = new LinkedHashMap<>(expressions.pointers);
        statements(branch.then());
        blocks.jump(new Jump.Goto(behind));
        blocks.startAt(no);
        Map<String, Expression> after = new LinkedHashMap<>(expressions.pointers);
        expressions.pointers.clear();
        expressions.pointers.putAll(before);
        statements(branch.otherwise());
        expressions.pointers.entrySet().retainAll(after.entrySet());
        blocks.jump(new Jump.Goto(behind));
        blocks.startAt(behind);
    }

    private void unroll(Statement.Unroll unroll) {
        if (!(unroll.times() instanceof Expression.Number number) || number.value() < 0 || number.value() > 100) {
            expressions.note("unroll() of other than 0 to 100 times");
            return;
        }
        for (long i = 0; i < number.value(); i++) {
            statements(unroll.body());
        }
    }

    private void loop(Statement.While loop) {
        int head = blocks.open();
        int body = blocks.open();
        int behind = blocks.open();
        blocks.jump(new Jump.Goto(head));
        blocks.startAt(head);
        blocks.jump(new Jump.Branch(expressions.truth(loop.condition()), body, behind));
        repeat(body, head, behind, loop.body());
        blocks.jump(new Jump.Goto(head));
        blocks.startAt(behind);
    }

    /// Writes the body of a loop; the jump back is the caller's.
    private void repeat(int body, int again, int behind, List<Statement> statements) {
        blocks.startAt(body);
        loops.push(new Loop(again, behind));
        // What a variable is may have come from an earlier round.
        expressions.pointers.clear();
        statements(statements);
        expressions.pointers.clear();
        loops.pop();
    }

    private void each(Statement.For loop) {
        String name = loop.variable().name();
        if (loop.end().isEmpty()) {
            if (loop.source() instanceof Expression.MapAccess map && typing.map(map.name()).isPresent()) {
                entries(loop, typing.map(map.name()).get());
            } else {
                expressions.note("a loop over " + Printer.print(loop.source()));
            }
            return;
        }
        typing.declare(name, ValueType.SIGNED);
        blocks.add(new Stmt.Assign(name, expressions.number(loop.source()), loop.at()));
        String last = expressions.temporary();
        blocks.add(new Stmt.Assign(last, expressions.number(loop.end().get()), loop.at()));
        int head = blocks.open();
        int body = blocks.open();
        int next = blocks.open();
        int behind = blocks.open();
        Expr index = new Expr.Local(name, INT);
        blocks.jump(new Jump.Goto(head));
        blocks.startAt(head);
        Expr more = new Expr.Binary(BinaryOp.SLT, index, new Expr.Local(last, INT));
        blocks.jump(new Jump.Branch(more, body, behind));
        repeat(body, next, behind, loop.body());
        blocks.jump(new Jump.Goto(next));
        blocks.startAt(next);
        blocks.add(new Stmt.Assign(name, new Expr.Binary(BinaryOp.ADD, index, new Expr.Int(1)), loop.at()));
        blocks.jump(new Jump.Goto(head));
        blocks.startAt(behind);
    }

    /// Bodies within expressions.
    private final class Within implements ExpressionLowering.Bodies {
        @Override
        public void statements(List<Statement> body) {
            BodyLowering.this.statements(body);
        }

        @Override
        public Expr returned(Expression.Expanded expanded, TypeName result) {
            Type type = typing.cast(result).sort().orElse(INT);
            String local = expressions.temporary();
            int behind = blocks.open();
            frames.push(new Frame(local, type, behind));
            statements(expanded.body().body());
            frames.pop();
            blocks.jump(new Jump.Goto(behind));
            blocks.startAt(behind);
            Expr returned = new Expr.Local(local, type);
            return typing.cast(result) instanceof ValueType.Int(int size, boolean signed) && size < Long.BYTES
                    ? new Expr.Narrow(returned, Byte.SIZE * size, signed)
                    : returned;
        }
    }

    /// The order of the entries is that in which their keys came; bpftrace's is that of its hash table.
    private void entries(Statement.For loop, MapShape shape) {
        String map = shape.name();
        if (leaves(loop.body())) {
            expressions.note("which entries of " + map + " a loop comes to before it is left");
        }
        String walk = expressions.temporary();
        List<ValueType> parts = MapShape.flat(shape.keys());
        List<String> keys = parts.stream().map(_ -> expressions.temporary()).toList();
        String value = expressions.temporary();
        blocks.add(new Stmt.WalkStart(map, walk, loop.at()));
        int head = blocks.open();
        int there = blocks.open();
        int body = blocks.open();
        int behind = blocks.open();
        blocks.jump(new Jump.Goto(head));
        blocks.startAt(head);
        blocks.add(new Stmt.WalkNext(map, walk, keys, value, value + "?", walk + "?", loop.at()));
        blocks.jump(new Jump.Branch(new Expr.Local(walk + "?", new Type.Bool()), there, behind));
        blocks.startAt(there);
        blocks.jump(new Jump.Branch(new Expr.Local(value + "?", new Type.Bool()), body, head));
        blocks.startAt(body);
        pair(loop.variable(), shape, keys, value);
        int start = blocks.open();
        blocks.jump(new Jump.Goto(start));
        repeat(start, head, behind, loop.body());
        blocks.jump(new Jump.Goto(head));
        blocks.startAt(behind);
    }

    /// `$kv`: the key, and the value where it can be read.
    private void pair(Expression.Variable variable, MapShape shape, List<String> keys, String value) {
        ValueType key = shape.keys().size() == 1 ? shape.keys().getFirst() : new ValueType.Tuple(shape.keys());
        ValueType held = MapTypes.castable(shape.value()) ? ValueType.SIGNED : shape.value();
        Type of = shape.value().sort().orElse(INT);
        boolean plain = switch (shape.kind()) {
            case SCALAR, COUNT, SUM, MINIMUM, MAXIMUM -> true;
            case AVERAGE, STATISTICS, LOG2, LINEAR -> false;
        };
        Expr read = plain
                ? new Expr.Local(value, of)
                : expressions.havoc(held.sort().orElse(INT), "what an entry of " + shape.name() + " holds", variable.at());
        ValueType type = typing.declare(variable.name(), new ValueType.Tuple(List.of(key, held)));
        Expr pair = new Expr.Pack(List.of(packed(key, new ArrayDeque<>(keys)), read));
        blocks.add(new Stmt.Assign(
                variable.name(), Shapes.fit(pair, type.sort().orElse(Shapes.type(pair))), variable.at()));
    }

    private static Expr packed(ValueType type, Deque<String> keys) {
        return type instanceof ValueType.Tuple(var parts)
                ? new Expr.Pack(parts.stream().map(part -> packed(part, keys)).toList())
                : new Expr.Local(keys.removeFirst(), type.sort().orElse(INT));
    }

    /// Whether a body can end its loop early.
    private static boolean leaves(List<Statement> body) {
        return body.stream().anyMatch(statement -> switch (statement) {
            case Statement.Leave(var how, _, _) -> how != Statement.How.CONTINUE;
            case Statement.If(_, var then, var otherwise, _) -> leaves(then) || leaves(otherwise);
            case Statement.Unroll(_, var inner, _) -> leaves(inner);
            case Statement.While(_, var inner, _) -> leaves(inner);
            case Statement.For(_, _, _, var inner, _) -> leaves(inner);
            case Statement.Nested(var inner, _) -> leaves(inner);
            case Statement.Evaluate(var expression, _) ->
                expression instanceof Expression.Call call && call.function().equals("exit");
            case Statement.Assign _, Statement.Let _, Statement.Discard _, Statement.Import _ -> false;
        });
    }

    private void leave(Statement.Leave leave) {
        if (leave.how() == Statement.How.RETURN && !frames.isEmpty()) {
            Frame frame = frames.peek();
            leave.value()
                    .ifPresent(value -> blocks.add(new Stmt.Assign(
                            frame.result(), Shapes.fit(expressions.lower(value), frame.type()), leave.at())));
            blocks.jump(new Jump.Goto(frame.behind()));
            return;
        }
        leave.value().ifPresent(expressions::parts);
        Optional<Loop> loop = Optional.ofNullable(loops.peek());
        switch (leave.how()) {
            case RETURN -> blocks.jump(new Jump.Return());
            case BREAK -> blocks.jump(loop.<Jump>map(l -> new Jump.Goto(l.behind())).orElse(new Jump.Return()));
            case CONTINUE -> blocks.jump(loop.<Jump>map(l -> new Jump.Goto(l.again())).orElse(new Jump.Return()));
        }
    }
}
