package dev.ken.verify;

import dev.ken.ir.Block;
import dev.ken.ir.Expr;
import dev.ken.ir.Expr.BinaryOp;
import dev.ken.ir.Jump;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.ir.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/// Rewrites a loop over a map that writes a row for each entry, with all of its key and its value, into the showing of
/// that map: what a reader of both sees is the same. Where a loop does more than that it stays as it is.
final class ShownWalks {
    /// Blocks of a body that are followed.
    private static final int MOST_BLOCKS = 32;

    /// Products up to this one do not overflow.
    private static final long MOST_NUMBER = 1L << 56;

    private static final Set<BinaryOp> COMPARISONS =
            Set.of(BinaryOp.EQ, BinaryOp.NE, BinaryOp.ULT, BinaryOp.ULE, BinaryOp.SLT, BinaryOp.SLE);

    /// Stands for the entry of the other of two maps that are kept side by side.
    private static final String OTHER = "the other's";

    /// Begins what stands for the entry of a map that has entries only where the one has that is walked over.
    private static final String COMPANION = "beside it ";

    private final Module module;
    private final boolean negative;
    private final Optional<Means.Pair> pair;

    private ShownWalks(Module module, boolean negative, Optional<Means.Pair> pair) {
        this.module = module;
        this.negative = negative;
        this.pair = pair;
    }

    /// @param negative whether values may be below 0: a program divides without sign, so that what it shows of them is
    ///     not the value divided
    static Module of(Module module, boolean negative) {
        return of(module, negative, Optional.empty());
    }

    /// With loops over one of a pair of maps that write the quotient of the two: these become showings of the sums.
    static Module of(Module module, boolean negative, Optional<Means.Pair> pair) {
        boolean walks = module.procedures().stream()
                .flatMap(procedure -> procedure.blocks().stream())
                .flatMap(block -> block.statements().stream())
                .anyMatch(Stmt.WalkNext.class::isInstance);
        if (!walks) {
            return module;
        }
        ShownWalks rewriting = new ShownWalks(module, negative, pair);
        List<Procedure> procedures =
                module.procedures().stream().map(rewriting::procedure).toList();
        Set<String> gone = unread(module.procedures());
        gone.removeAll(unread(procedures));
        return new Module(
                module.maps(),
                procedures,
                module.notModelled().stream()
                        .filter(what -> !gone.contains(what))
                        .toList());
    }

    /// What the front end could not read.
    private static Set<String> unread(List<Procedure> procedures) {
        Set<String> reasons = new LinkedHashSet<>();
        procedures.forEach(procedure -> procedure
                .blocks()
                .forEach(block -> block.statements().forEach(statement -> {
                    if (statement instanceof Stmt.Havoc(var _, var _, String reason, var _)) {
                        reasons.add(reason);
                    }
                })));
        return reasons;
    }

    private Procedure procedure(Procedure procedure) {
        List<Block> blocks = new ArrayList<>(procedure.blocks());
        for (int head = 0; head < blocks.size(); head++) {
            Optional<Body> body = body(blocks, head);
            if (body.isPresent()) {
                rewrite(blocks, head, body.get());
            }
        }
        return new Procedure(procedure.name(), procedure.site(), procedure.guard(), blocks);
    }

    private static void rewrite(List<Block> blocks, int head, Body body) {
        body.blocks().forEach(block -> blocks.set(block, new Block(List.of(), new Jump.Return())));
        blocks.set(head, new Block(List.copyOf(body.shown()), new Jump.Goto(body.behind())));
        blocks.replaceAll(block -> new Block(
                block.statements().stream()
                        .filter(statement -> !(statement instanceof Stmt.WalkStart start
                                && start.walk().equals(body.walk())))
                        .toList(),
                block.jump()));
    }

    /// A loop that shows a map: the blocks that are nothing but it, and where it goes on.
    private record Body(List<Stmt.PrintMap> shown, String walk, Set<Integer> blocks, int behind) {}

    private Optional<Body> body(List<Block> blocks, int head) {
        boolean walks = blocks.get(head).statements().size() == 1
                && blocks.get(head).statements().getFirst() instanceof Stmt.WalkNext
                && blocks.get(head).jump() instanceof Jump.Branch;
        if (!walks) {
            return Optional.empty();
        }
        Stmt.WalkNext next = (Stmt.WalkNext) blocks.get(head).statements().getFirst();
        Jump.Branch more = (Jump.Branch) blocks.get(head).jump();
        boolean looks = more.condition() instanceof Expr.Local(String name, var _)
                && name.equals(next.more())
                && blocks.get(more.yes()).statements().isEmpty()
                && blocks.get(more.yes()).jump() instanceof Jump.Branch found
                && found.condition() instanceof Expr.Local(String there, var _)
                && there.equals(next.found())
                && found.no() == head;
        if (!looks || !(blocks.get(more.yes()).jump() instanceof Jump.Branch found)) {
            return Optional.empty();
        }
        Set<Integer> own = new LinkedHashSet<>(List.of(more.yes()));
        List<Stmt.Emit> row = new ArrayList<>();
        List<Stmt.Test> only = new ArrayList<>();
        return follow(blocks, found.yes(), head, next, own, row, only)
                ? shown(next, row, only)
                        .filter(shown -> !negative || shown.stream().allMatch(one -> one.divisor() == 1))
                        .map(shown -> new Body(shown, next.walk(), own, more.no()))
                : Optional.empty();
    }

    /// Collects what the body writes, in terms of the entry. False where it does anything else.
    private boolean follow(
            List<Block> blocks,
            int from,
            int head,
            Stmt.WalkNext next,
            Set<Integer> own,
            List<Stmt.Emit> row,
            List<Stmt.Test> only) {
        Map<String, Expr> known = new LinkedHashMap<>();
        int at = from;
        for (int count = 0; count < MOST_BLOCKS && at != head; count++) {
            for (Stmt statement : blocks.get(at).statements()) {
                switch (statement) {
                    case Stmt.Assign(String local, Expr value, var _) -> known.put(local, inlined(value, known));
                    case Stmt.Emit(String form, var values, var channel, var place) ->
                        row.add(new Stmt.Emit(
                                form,
                                values.stream()
                                        .map(value -> inlined(value, known))
                                        .toList(),
                                channel,
                                place));
                    case Stmt.MapGet get
                    when isOther(get, next, known) -> known.put(get.value(), new Expr.Local(OTHER, new Type.Int()));
                    case Stmt.MapGet get
                    when isCompanion(get, next, known) ->
                        known.put(get.value(), new Expr.Local(COMPANION + get.map(), new Type.Int()));
                    // What the front end cannot read of an entry is its mean.
                    case Stmt.Havoc(String local, var type, var _, var _)
                    when kind(next.map()) == MapDecl.Kind.AVERAGE ->
                        known.put(local, new Expr.Local(next.value(), type));
                    case Stmt _ -> {
                        return false;
                    }
                }
            }
            own.add(at);
            OptionalInt target = switch (blocks.get(at).jump()) {
                case Jump.Goto(int to) -> OptionalInt.of(to);
                case Jump.Branch branch
                when row.isEmpty() ->
                    passing(blocks, branch, head, inlined(branch.condition(), known), next, own, only);
                case Jump.Branch _, Jump.Return() -> OptionalInt.empty();
            };
            if (target.isEmpty()) {
                return false;
            }
            at = target.getAsInt();
        }
        return at == head;
    }

    /// Where the body goes on with an entry whose value passes a test; with all others nothing is done.
    private static OptionalInt passing(
            List<Block> blocks,
            Jump.Branch branch,
            int head,
            Expr condition,
            Stmt.WalkNext next,
            Set<Integer> own,
            List<Stmt.Test> only) {
        Optional<Stmt.Test> test = test(condition, next.value());
        if (test.isEmpty() || branch.yes() == branch.no()) {
            return OptionalInt.empty();
        }
        if (goesBack(blocks, branch.no(), head, own)) {
            only.add(test.get());
            return OptionalInt.of(branch.yes());
        }
        if (goesBack(blocks, branch.yes(), head, own)) {
            only.add(negated(test.get()));
            return OptionalInt.of(branch.no());
        }
        return OptionalInt.empty();
    }

    private static boolean goesBack(List<Block> blocks, int from, int head, Set<Integer> own) {
        Set<Integer> way = new LinkedHashSet<>();
        int at = from;
        while (at != head) {
            boolean empty = blocks.get(at).statements().isEmpty() && way.add(at);
            if (!empty || !(blocks.get(at).jump() instanceof Jump.Goto(int to))) {
                return false;
            }
            at = to;
        }
        own.addAll(way);
        return true;
    }

    private static Optional<Stmt.Test> test(Expr condition, String value) {
        if (condition instanceof Expr.Unary(Expr.UnaryOp op, Expr of) && op == Expr.UnaryOp.NOT) {
            return test(of, value).map(ShownWalks::negated);
        }
        if (!(condition instanceof Expr.Binary(BinaryOp op, Expr left, Expr right)) || !COMPARISONS.contains(op)) {
            return Optional.empty();
        }
        if (local(left).equals(Optional.of(value))) {
            return number(right).map(number -> new Stmt.Test(op, false, number));
        }
        if (local(right).equals(Optional.of(value))) {
            return number(left).map(number -> new Stmt.Test(op, true, number));
        }
        Optional<Stmt.Test> below =
                divisor(left, value).flatMap(by -> number(right).flatMap(number -> divided(op, false, number, by)));
        return below.or(() ->
                divisor(right, value).flatMap(by -> number(left).flatMap(number -> divided(op, true, number, by))));
    }

    /// The test of a value that comes to the same as one of what is left of it when it is divided, which has no sign.
    private static Optional<Stmt.Test> divided(BinaryOp op, boolean turned, long number, long by) {
        boolean strict = op == BinaryOp.ULT || op == BinaryOp.SLT;
        if (number < 0 || number > MOST_NUMBER / by || by < 2 || op == BinaryOp.EQ || op == BinaryOp.NE) {
            return Optional.empty();
        }
        long from = strict == turned ? (number + 1) * by : number * by;
        return Optional.of(new Stmt.Test(turned ? BinaryOp.ULE : BinaryOp.ULT, turned, from));
    }

    /// A number, also one that is written as a product or the like (`1024 * 1024`).
    private static Optional<Long> number(Expr expr) {
        return switch (plain(expr)) {
            case Expr.Int(long number) -> Optional.of(number);
            case Expr.Binary(BinaryOp op, Expr left, Expr right)
            when op == BinaryOp.MUL || op == BinaryOp.ADD || op == BinaryOp.SUB ->
                number(left)
                        .flatMap(a -> number(right)
                                .map(b -> op == BinaryOp.MUL ? a * b : op == BinaryOp.ADD ? a + b : a - b));
            case Expr _ -> Optional.empty();
        };
    }

    private static Stmt.Test negated(Stmt.Test test) {
        BinaryOp op = switch (test.op()) {
            case EQ -> BinaryOp.NE;
            case NE -> BinaryOp.EQ;
            case ULT -> BinaryOp.ULE;
            case ULE -> BinaryOp.ULT;
            case SLT -> BinaryOp.SLE;
            case SLE -> BinaryOp.SLT;
            case ADD, SUB, MUL, UDIV, SDIV, UREM, SREM, BIT_AND, BIT_OR, BIT_XOR, SHL, LSHR, ASHR, AND, OR ->
                throw new IllegalStateException("no comparison: " + test.op());
        };
        boolean equality = op == BinaryOp.EQ || op == BinaryOp.NE;
        return new Stmt.Test(op, equality == test.turned(), test.number());
    }

    /// Whether the entry of the same key is read of the map that is kept beside the one that is walked over.
    private boolean isOther(Stmt.MapGet get, Stmt.WalkNext next, Map<String, Expr> known) {
        return pair.filter(maps -> maps.other(next.map()).equals(Optional.of(get.map())))
                        .isPresent()
                && isOfKey(get, next, known);
    }

    private boolean isCompanion(Stmt.MapGet get, Stmt.WalkNext next, Map<String, Expr> known) {
        return !isPaired(next) && isOfKey(get, next, known) && new Companions(module).follows(get.map(), next.map());
    }

    private static boolean isOfKey(Stmt.MapGet get, Stmt.WalkNext next, Map<String, Expr> known) {
        List<Optional<String>> keys =
                get.keys().stream().map(key -> local(inlined(key, known))).toList();
        return keys.equals(next.keys().stream().map(Optional::of).toList());
    }

    private MapDecl.Kind kind(String map) {
        return module.maps().stream()
                .filter(decl -> decl.name().equals(map))
                .map(MapDecl::kind)
                .findFirst()
                .orElse(MapDecl.Kind.SCALAR);
    }

    /// The showing that a row for each entry comes to: each part of the key once, and the value once.
    private Optional<List<Stmt.PrintMap>> shown(Stmt.WalkNext next, List<Stmt.Emit> row, List<Stmt.Test> only) {
        return together(next, row, only).or(() -> alone(next, row, only).map(List::of));
    }

    /// Showings of several maps that a row tells side by side.
    private Optional<List<Stmt.PrintMap>> together(Stmt.WalkNext next, List<Stmt.Emit> row, List<Stmt.Test> only) {
        List<Companions.Column> columns = new ArrayList<>();
        for (Expr value : row.stream()
                .flatMap(emit -> emit.values().stream())
                .flatMap(ShownWalks::parts)
                .toList()) {
            Optional<Companions.Column> column = column(next, value);
            if (column.isEmpty()) {
                return Optional.empty();
            }
            columns.add(column.get());
        }
        long maps = columns.stream().filter(column -> !column.map().isEmpty()).count();
        boolean whole = columns.stream().filter(Companions.Column::leads).count() == 1
                && columns.size() == next.keys().size() + maps
                && columns.stream()
                                .map(column -> column.map() + " " + column.key())
                                .distinct()
                                .count()
                        == columns.size();
        String form = String.join("", row.stream().map(Stmt.Emit::form).toList());
        boolean text = row.stream().allMatch(emit -> emit.channel() == Stmt.Channel.TEXT);
        return maps > 1
                        && whole
                        && only.isEmpty()
                        && !isPaired(next)
                        && (!text || form.endsWith("\\n") || form.endsWith("\n"))
                ? Companions.told(columns, form, text, TotalLines.headings(module))
                : Optional.empty();
    }

    private Optional<Companions.Column> column(Stmt.WalkNext next, Expr value) {
        Optional<String> name = local(value);
        int key = name.map(next.keys()::indexOf).orElse(-1);
        if (key >= 0) {
            return Optional.of(new Companions.Column(key, "", false, 1, next.at()));
        }
        return divisor(value, next.value())
                .map(by -> new Companions.Column(Stmt.Layout.VALUE, next.map(), true, by, next.at()))
                .or(() -> Scratch.locals(value).stream()
                        .filter(local -> local.startsWith(COMPANION))
                        .findFirst()
                        .flatMap(local -> divisor(value, local)
                                .map(by -> new Companions.Column(
                                        Stmt.Layout.VALUE,
                                        local.substring(COMPANION.length()),
                                        false,
                                        by,
                                        next.at()))));
    }

    private Optional<Stmt.PrintMap> alone(Stmt.WalkNext next, List<Stmt.Emit> row, List<Stmt.Test> only) {
        boolean text = row.stream().allMatch(emit -> emit.channel() == Stmt.Channel.TEXT);
        List<Expr> values = row.stream()
                .flatMap(emit -> emit.values().stream())
                .flatMap(ShownWalks::parts)
                .toList();
        List<Integer> columns = new ArrayList<>();
        long divisor = 1;
        for (Expr value : values) {
            Optional<Integer> key = local(value).map(next.keys()::indexOf).filter(index -> index >= 0);
            if (key.isPresent()) {
                columns.add(key.get());
                continue;
            }
            Optional<Long> divided = isPaired(next) ? meanDivisor(value, next) : divisor(value, next.value());
            if (divided.isEmpty()) {
                return Optional.empty();
            }
            divisor = divided.get();
            columns.add(Stmt.Layout.VALUE);
        }
        boolean whole =
                columns.size() == next.keys().size() + 1 && new LinkedHashSet<>(columns).size() == columns.size();
        String form = String.join("", row.stream().map(Stmt.Emit::form).toList());
        Optional<Stmt.Layout> layout = text ? Optional.of(new Stmt.Layout(form, columns)) : Optional.empty();
        // A line without its end runs into the next.
        String map = isPaired(next) ? pair.orElseThrow().sum() : next.map();
        return whole && (only.isEmpty() || !isPaired(next)) && (!text || form.endsWith("\\n") || form.endsWith("\n"))
                ? Optional.of(new Stmt.PrintMap(map, Optional.empty(), divisor, layout, only, next.at()))
                : Optional.empty();
    }

    private boolean isPaired(Stmt.WalkNext next) {
        return pair.flatMap(maps -> maps.other(next.map())).isPresent();
    }

    /// By what the mean is divided; empty where it is none.
    private Optional<Long> meanDivisor(Expr shown, Stmt.WalkNext next) {
        if (!(plain(shown) instanceof Expr.Binary(BinaryOp op, Expr left, Expr right)) || op != BinaryOp.UDIV) {
            return Optional.empty();
        }
        boolean ofSums = pair.orElseThrow().sum().equals(next.map());
        boolean mean = local(left).equals(Optional.of(ofSums ? next.value() : OTHER))
                && local(right).equals(Optional.of(ofSums ? OTHER : next.value()));
        if (mean) {
            return Optional.of(1L);
        }
        return plain(right) instanceof Expr.Int(long by)
                        && by > 0
                        && meanDivisor(left, next).equals(Optional.of(1L))
                ? Optional.of(by)
                : Optional.empty();
    }

    private static Stream<Expr> parts(Expr value) {
        return value instanceof Expr.Pack(var parts) ? parts.stream().flatMap(ShownWalks::parts) : Stream.of(value);
    }

    /// By what the value of an entry is divided.
    private static Optional<Long> divisor(Expr shown, String value) {
        if (local(shown).equals(Optional.of(value))) {
            return Optional.of(1L);
        }
        if (!(plain(shown) instanceof Expr.Binary(BinaryOp op, Expr left, Expr right))) {
            return Optional.empty();
        }
        Optional<Long> before = divisor(left, value);
        if (op == BinaryOp.UDIV && plain(right) instanceof Expr.Int(long by) && by > 0) {
            return before.filter(divided -> by < MOST_NUMBER / divided).map(divided -> divided * by);
        }
        return op == BinaryOp.LSHR && plain(right) instanceof Expr.Int(long bits) && bits >= 0 && bits < 63
                ? before.filter(divided -> 1L << bits < MOST_NUMBER / divided).map(divided -> divided << bits)
                : Optional.empty();
    }

    private static Optional<String> local(Expr expr) {
        return plain(expr) instanceof Expr.Local(String name, var _) ? Optional.of(name) : Optional.empty();
    }

    /// Without casts that change nothing.
    private static Expr plain(Expr expr) {
        return switch (expr) {
            case Expr.Narrow(Expr of, int bits, boolean _) when bits == Long.SIZE -> plain(of);
            case Expr.Resize(Expr of, int _) -> plain(of);
            case Expr _ -> expr;
        };
    }

    /// With the values of locals that are known, as far as tuples, casts and divisions go.
    private static Expr inlined(Expr expr, Map<String, Expr> known) {
        return switch (expr) {
            case Expr.Local(String name, var _) ->
                Optional.ofNullable(known.get(name)).orElse(expr);
            case Expr.Pack(var parts) ->
                new Expr.Pack(parts.stream().map(part -> inlined(part, known)).toList());
            case Expr.Part(Expr tuple, int index, var type) -> {
                Expr of = inlined(tuple, known);
                yield of instanceof Expr.Pack(var parts) ? parts.get(index) : new Expr.Part(of, index, type);
            }
            case Expr.Narrow(Expr of, int bits, boolean signed) -> new Expr.Narrow(inlined(of, known), bits, signed);
            case Expr.Resize(Expr of, int bytes) -> new Expr.Resize(inlined(of, known), bytes);
            case Expr.Unary(Expr.UnaryOp op, Expr of) -> new Expr.Unary(op, inlined(of, known));
            case Expr.Binary(BinaryOp op, Expr left, Expr right) ->
                new Expr.Binary(op, inlined(left, known), inlined(right, known));
            case Expr _ -> expr;
        };
    }
}
