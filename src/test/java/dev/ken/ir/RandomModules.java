package dev.ken.ir;

import dev.ken.kernel.Site;
import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Well-typed modules by chance, small enough to be run on every sequence of a few occurrences. The same seed gives the
/// same module.
public final class RandomModules {
    public static final List<Site> SITES = List.of(
            new Site.SyscallEnter(),
            new Site.SyscallExit(),
            new Site.Tracepoint("sched", "sched_switch"),
            new Site.Interval(1_000_000_000L));

    private static final Type INT = new Type.Int();
    private static final Type BOOL = new Type.Bool();
    private static final Type TEXT = new Type.Text(16);
    private static final Type SHORT = new Type.Text(4);
    private static final Type OPAQUE = new Type.Opaque("kstack");
    private static final Type PAIR = new Type.Tuple(List.of(INT, TEXT, BOOL));
    private static final List<Type> TYPES = List.of(INT, BOOL, TEXT, SHORT, OPAQUE, PAIR);
    private static final List<MapDecl> MAPS = List.of(
            new MapDecl("@n", List.of(), INT, MapDecl.Kind.SCALAR),
            new MapDecl("@k", List.of(INT), INT, MapDecl.Kind.SCALAR),
            new MapDecl("@t", List.of(TEXT), TEXT, MapDecl.Kind.SCALAR),
            new MapDecl("@p", List.of(INT, TEXT), PAIR, MapDecl.Kind.SCALAR),
            new MapDecl("@c", List.of(INT), INT, MapDecl.Kind.COUNT),
            new MapDecl("@s", List.of(), INT, MapDecl.Kind.SUM),
            new MapDecl("@min", List.of(INT), INT, MapDecl.Kind.MINIMUM),
            new MapDecl("@max", List.of(INT), INT, MapDecl.Kind.MAXIMUM),
            new MapDecl("@avg", List.of(INT), INT, MapDecl.Kind.AVERAGE),
            new MapDecl("@stats", List.of(INT), INT, MapDecl.Kind.STATISTICS),
            new MapDecl("@h", List.of(INT), INT, MapDecl.Kind.LOG2),
            new MapDecl("@l", List.of(), INT, MapDecl.Kind.LINEAR));

    private final Random random;

    private RandomModules(Random random) {
        this.random = random;
    }

    public static Module of(long seed) {
        return new RandomModules(new Random(seed)).module();
    }

    private Module module() {
        List<Procedure> procedures = new ArrayList<>();
        List<Site> sites = new ArrayList<>(SITES);
        sites.add(new Site.Begin());
        sites.add(new Site.End());
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            Site site = sites.get(random.nextInt(sites.size()));
            Expr guard = random.nextBoolean() ? new Expr.Bool(true) : expr(BOOL, 1);
            procedures.add(new Procedure("p" + i, site, guard, blocks()));
        }
        return new Module(MAPS, procedures, List.of());
    }

    /// Jumps lead forward only, so every run ends.
    private List<Block> blocks() {
        int count = 1 + random.nextInt(4);
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<Stmt> statements = new ArrayList<>();
            int length = random.nextInt(4);
            for (int s = 0; s < length; s++) {
                statements.add(statement());
            }
            blocks.add(new Block(statements, jump(i, count)));
        }
        return random.nextInt(8) == 0 ? walking(blocks) : blocks;
    }

    /// The same after a loop over a map whose entries have one value, as bpftrace programs are lowered.
    private List<Block> walking(List<Block> rest) {
        MapDecl map = MAPS.get(random.nextInt(8));
        List<String> keys =
                map.keys().stream().map(type -> "key " + IrText.type(type)).toList();
        List<Block> blocks = new ArrayList<>();
        Jump.Goto head = new Jump.Goto(1);
        blocks.add(new Block(List.of(new Stmt.WalkStart(map.name(), "walk", Span.NONE)), head));
        Stmt next = new Stmt.WalkNext(map.name(), "walk", keys, "held", "found", "more", Span.NONE);
        blocks.add(new Block(List.of(next), new Jump.Branch(new Expr.Local("more", BOOL), 2, 4)));
        blocks.add(new Block(List.of(), new Jump.Branch(new Expr.Local("found", BOOL), 3, 1)));
        List<Expr> seen = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            seen.add(new Expr.Local(keys.get(i), map.keys().get(i)));
        }
        seen.add(new Expr.Local("held", map.value()));
        Stmt shown = new Stmt.Emit("plain", seen, Stmt.Channel.VALUE, Span.NONE);
        blocks.add(new Block(List.of(shown, statement()), head));
        for (Block block : rest) {
            Jump jump = switch (block.jump()) {
                case Jump.Goto(int target) -> new Jump.Goto(target + 4);
                case Jump.Branch(var condition, int yes, int no) -> new Jump.Branch(condition, yes + 4, no + 4);
                case Jump.Return end -> end;
            };
            blocks.add(new Block(block.statements(), jump));
        }
        return blocks;
    }

    private Jump jump(int from, int count) {
        int left = count - from - 1;
        if (left == 0 || random.nextInt(5) == 0) {
            return new Jump.Return();
        }
        int target = from + 1 + random.nextInt(left);
        return random.nextInt(3) == 0
                ? new Jump.Goto(target)
                : new Jump.Branch(expr(BOOL, 2), target, from + 1 + random.nextInt(left));
    }

    private Stmt statement() {
        MapDecl map = MAPS.get(random.nextInt(MAPS.size()));
        return switch (random.nextInt(12)) {
            case 0, 1 -> {
                Type type = type();
                yield new Stmt.Assign(local(type), expr(type, 3), Span.NONE);
            }
            case 2 -> get();
            case 3 -> new Stmt.MapDelete(map.name(), keys(map), Span.NONE);
            case 4 ->
                random.nextBoolean()
                        ? new Stmt.MapClear(map.name(), Span.NONE)
                        : new Stmt.MapZero(map.name(), Span.NONE);
            case 5 -> new Stmt.Emit("%d %s\n", List.of(expr(INT, 2), expr(TEXT, 2)), Span.NONE);
            case 6 -> new Stmt.Emit("plain", List.of(expr(type(), 2)), Stmt.Channel.VALUE, Span.NONE);
            case 7 -> new Stmt.PrintMap(map.name(), Optional.empty(), 1, Span.NONE);
            case 8 -> random.nextInt(3) == 0 ? new Stmt.Exit(Span.NONE) : get();
            default -> new Stmt.MapUpdate(map.name(), keys(map), update(map), Span.NONE);
        };
    }

    /// Reads a map whose entries have one value.
    private Stmt get() {
        MapDecl map = MAPS.get(random.nextInt(8));
        return new Stmt.MapGet(map.name(), keys(map), local(map.value()), local(BOOL), Span.NONE);
    }

    private List<Expr> keys(MapDecl map) {
        return map.keys().stream().map(type -> expr(type, 1)).toList();
    }

    private Stmt.Update update(MapDecl map) {
        return switch (map.kind()) {
            case SCALAR -> new Stmt.Update.Set(expr(map.value(), 2));
            case COUNT -> new Stmt.Update.Count();
            case SUM -> new Stmt.Update.Sum(expr(INT, 2));
            case MINIMUM -> new Stmt.Update.Minimum(expr(INT, 2));
            case MAXIMUM -> new Stmt.Update.Maximum(expr(INT, 2));
            case AVERAGE -> new Stmt.Update.Average(expr(INT, 2));
            case STATISTICS -> new Stmt.Update.Statistics(expr(INT, 2));
            case LOG2 -> new Stmt.Update.Log2(expr(INT, 2));
            case LINEAR -> new Stmt.Update.Linear(expr(INT, 2), 0, 100, 10);
        };
    }

    private Type type() {
        return TYPES.get(random.nextInt(TYPES.size()));
    }

    private String local(Type type) {
        return "$" + TYPES.indexOf(type) + (char) ('a' + random.nextInt(2));
    }

    private Expr expr(Type type, int depth) {
        if (depth > 0 && random.nextInt(8) == 0) {
            return new Expr.Choose(expr(BOOL, depth - 1), expr(type, depth - 1), expr(type, depth - 1));
        }
        if (random.nextInt(3) == 0) {
            return new Expr.Local(local(type), type);
        }
        return switch (type) {
            case Type.Bool() -> truth(depth);
            case Type.Int() -> number(depth);
            case Type.Text(int widthBytes) -> text(widthBytes, depth);
            case Type.Opaque _ ->
                random.nextBoolean()
                        ? new Expr.Attribute("kstack", type)
                        : new Expr.Apply("ksym", List.of(expr(INT, depth - 1)), type);
            case Type.Tuple(var parts) ->
                new Expr.Pack(parts.stream().map(part -> expr(part, depth - 1)).toList());
        };
    }

    private Expr truth(int depth) {
        if (depth <= 0) {
            return new Expr.Bool(random.nextBoolean());
        }
        return switch (random.nextInt(6)) {
            case 0 -> new Expr.Unary(Expr.UnaryOp.NOT, expr(BOOL, depth - 1));
            case 1 -> {
                Type type = type();
                yield new Expr.Binary(equality(), expr(type, depth - 1), expr(type, depth - 1));
            }
            case 2 -> new Expr.Part(expr(PAIR, depth - 1), 2, PAIR);
            case 3 -> new Expr.TextTest(Expr.TextOp.values()[random.nextInt(3)], expr(TEXT, depth - 1), word());
            case 4 ->
                new Expr.Binary(
                        random.nextBoolean() ? Expr.BinaryOp.AND : Expr.BinaryOp.OR,
                        expr(BOOL, depth - 1),
                        expr(BOOL, depth - 1));
            default -> {
                List<Expr.BinaryOp> orders =
                        List.of(Expr.BinaryOp.ULT, Expr.BinaryOp.ULE, Expr.BinaryOp.SLT, Expr.BinaryOp.SLE);
                yield new Expr.Binary(orders.get(random.nextInt(4)), expr(INT, depth - 1), expr(INT, depth - 1));
            }
        };
    }

    private Expr.BinaryOp equality() {
        return random.nextBoolean() ? Expr.BinaryOp.EQ : Expr.BinaryOp.NE;
    }

    private Expr number(int depth) {
        if (depth <= 0 || random.nextInt(3) == 0) {
            long[] corners = {0, 1, -1, 2, 63, 64, 255, 256, 1L << 31, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE};
            return switch (random.nextInt(4)) {
                case 0 -> new Expr.Int(corners[random.nextInt(corners.length)]);
                case 1 -> new Expr.Int(random.nextInt(200) - 50);
                default ->
                    new Expr.Attribute(
                            List.of("tid", "pid", "time", "ret", "nr").get(random.nextInt(5)), INT);
            };
        }
        return switch (random.nextInt(6)) {
            case 0 ->
                new Expr.Unary(
                        random.nextBoolean() ? Expr.UnaryOp.NEGATE : Expr.UnaryOp.COMPLEMENT, expr(INT, depth - 1));
            case 1 -> new Expr.Narrow(expr(INT, depth - 1), 8 << random.nextInt(3), random.nextBoolean());
            case 2 -> new Expr.Part(expr(PAIR, depth - 1), 0, PAIR);
            case 3 -> new Expr.Apply("bswap", List.of(expr(INT, depth - 1)), INT);
            default ->
                new Expr.Binary(
                        Expr.BinaryOp.values()[random.nextInt(Expr.BinaryOp.ASHR.ordinal() + 1)],
                        expr(INT, depth - 1),
                        expr(INT, depth - 1));
        };
    }

    private Expr text(int widthBytes, int depth) {
        if (depth <= 0) {
            return new Expr.Text(word(), widthBytes);
        }
        return switch (random.nextInt(5)) {
            case 0 -> new Expr.UserText(expr(INT, depth - 1), widthBytes);
            case 1 -> widthBytes == 16 ? new Expr.Attribute("comm", TEXT) : new Expr.Text(word(), widthBytes);
            case 2 -> new Expr.Resize(expr(widthBytes == 16 ? SHORT : TEXT, depth - 1), widthBytes);
            case 3 -> widthBytes == 16 ? new Expr.Part(expr(PAIR, depth - 1), 1, PAIR) : new Expr.Text("", widthBytes);
            default -> new Expr.Text(word(), widthBytes);
        };
    }

    private String word() {
        return List.of("", "a", "ab", "abc", "cat", "b\"\\\n", "ä", "longer than sixteen bytes")
                .get(random.nextInt(8));
    }
}
