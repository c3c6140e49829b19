package dev.ken.verify;

import dev.ken.contract.clause.Formula.BinaryOperator;
import dev.ken.contract.clause.Formula.UnaryOperator;
import dev.ken.contract.program.Phrase;
import dev.ken.contract.program.ProgramContract.Hook;
import dev.ken.contract.program.ProgramContract.Let;
import dev.ken.ir.Expr;
import dev.ken.ir.Expr.BinaryOp;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Module;
import dev.ken.ir.Shape;
import dev.ken.ir.Type;
import dev.ken.kernel.ProbeFacts;
import dev.ken.kernel.Spelling;
import dev.ken.source.Diagnostic;
import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Phrases of a contract as expressions of the IR: names are resolved against the probe, the program and the hook, and
/// sorts are checked. What is wrong is collected, and stands for 0.
final class PhraseLowering {
    /// An expression with its sort. A comparison is unsigned where one of its sides is.
    record Typed(Expr expr, Type type, boolean unsigned) {
        boolean is(Class<? extends Type> sort) {
            return sort.isInstance(type);
        }
    }

    /// Where a phrase stands, which says what it may speak of.
    enum Stand {
        /// When the event comes.
        BEFORE,
        /// When all of it is done.
        AFTER,
        /// Within a loop.
        LOOP
    }

    private static final Type BOOL = new Type.Bool();
    private static final Type INT = new Type.Int();
    private static final int MOST_NODES = 20_000;
    private static final int USER_TEXT_BYTES = 64;
    private static final Typed NOTHING = new Typed(new Expr.Int(0), INT, false);
    private static final int NEAREST = 1;

    private final Module module;
    private final Optional<ProbeFacts> facts;
    private final Map<String, Type> locals;
    private final Reads reads;
    private final Stand stand;
    private final Map<String, Let> lets = new LinkedHashMap<>();
    private final Map<String, Typed> names = new LinkedHashMap<>();
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private boolean old;
    private int nodes;

    /// @param facts  of the probe; empty where several are meant at once
    /// @param locals of the handler, for invariants
    PhraseLowering(
            Module module, Optional<ProbeFacts> facts, Hook hook, Map<String, Type> locals, Reads reads, Stand stand) {
        this.module = module;
        this.facts = facts;
        this.locals = locals;
        this.reads = reads;
        this.stand = stand;
        Map<String, Typed> known = PhraseNames.common();
        known.putAll(PhraseNames.of(facts));
        names.putAll(known);
        hook.any().forEach(any -> {
            declare(any.name(), any.at());
            Type type = any.textBytes() == 0 ? INT : new Type.Text(any.textBytes());
            if (stand != Stand.LOOP) {
                names.put(any.name(), new Typed(new Expr.Local("any " + any.name(), type), type, false));
            }
        });
        hook.lets().forEach(let -> {
            declare(let.name(), let.at());
            lets.put(let.name(), let);
        });
        this.old = stand == Stand.BEFORE;
    }

    private void declare(String name, Span at) {
        if (names.containsKey(name) || lets.containsKey(name)) {
            error("`" + name + "` is the name of something else here", at);
        }
    }

    List<Diagnostic> diagnostics() {
        return diagnostics;
    }

    private Typed error(String message, Span at, String... hints) {
        diagnostics.add(Diagnostic.error("contract", message, at, hints));
        return NOTHING;
    }

    /// A phrase that is a truth value.
    Expr truth(Phrase phrase) {
        Typed typed = of(phrase);
        if (!typed.is(Type.Bool.class) && diagnostics.isEmpty()) {
            error(
                    "`" + dev.ken.contract.program.PhraseText.of(phrase) + "` is " + sort(typed.type())
                            + " where a truth value is wanted",
                    phrase.at(),
                    "compare it, as in `… != 0`");
        }
        return typed.is(Type.Bool.class) ? typed.expr() : new Expr.Bool(true);
    }

    private Typed number(Phrase phrase) {
        Typed typed = of(phrase);
        if (!typed.is(Type.Int.class) && diagnostics.isEmpty()) {
            error(
                    "`" + dev.ken.contract.program.PhraseText.of(phrase) + "` is " + sort(typed.type())
                            + " where a number is wanted",
                    phrase.at());
        }
        return typed.is(Type.Int.class) ? typed : NOTHING;
    }

    static String sort(Type type) {
        return switch (type) {
            case Type.Bool() -> "a truth value";
            case Type.Int() -> "a number";
            case Type.Text _ -> "a text";
            case Type.Opaque(String kind) -> "a " + kind;
            case Type.Tuple _ -> "a tuple";
        };
    }

    /// Any phrase.
    Typed of(Phrase phrase) {
        if (++nodes > MOST_NODES) {
            return error("the phrase is too large with all its `let`s", phrase.at());
        }
        return switch (phrase) {
            case Phrase.Int(long value, var _) -> new Typed(new Expr.Int(value), INT, false);
            case Phrase.Truth(boolean value, var _) -> new Typed(new Expr.Bool(value), BOOL, false);
            case Phrase.Text(String value, var _) -> text(value, value.length() + 1);
            case Phrase.Name(String name, Span at) -> name(name, at);
            case Phrase.Local(String name, Span at) -> local(name, at);
            case Phrase.Entry entry -> entry(entry, Optional.empty());
            case Phrase.Of(var asked, var entry, var _) -> entry(entry, Optional.of(asked));
            case Phrase.Old(var of, Span at) -> old(of, at);
            case Phrase.Hits hits -> hits(hits);
            case Phrase.Rows(Span at) -> outcome(at, INT, reads.rows());
            case Phrase.Ended(Span at) -> outcome(at, BOOL, reads.ended());
            case Phrase.Shown(String map, Span at) ->
                map(map, at)
                        .map(known -> outcome(at, BOOL, reads.shown(known.name())))
                        .orElse(NOTHING);
            case Phrase.Reported(var values, Span at) -> reported(values, at);
            case Phrase.UserText(var address, var _) -> {
                Type type = new Type.Text(USER_TEXT_BYTES);
                yield new Typed(new Expr.UserText(number(address).expr(), USER_TEXT_BYTES), type, false);
            }
            case Phrase.TextTest test -> test(test);
            case Phrase.Unary(var operator, var of, var _) -> unary(operator, of);
            case Phrase.Binary binary -> binary(binary);
            case Phrase.InRange(var of, var least, var most, var _) -> inRange(of, least, most);
            case Phrase.Choose choose -> choose(choose);
        };
    }

    private static Typed text(String value, int widthBytes) {
        return new Typed(new Expr.Text(value, widthBytes), new Type.Text(widthBytes), false);
    }

    private Typed name(String name, Span at) {
        Typed known = names.get(name);
        if (known != null) {
            return known;
        }
        Let let = lets.get(name);
        if (let != null) {
            // Without itself: else it could be of itself.
            lets.remove(name);
            Typed value = of(let.phrase());
            lets.put(name, let);
            return value;
        }
        Optional<Integer> error = dev.ken.kernel.ErrorNumbers.byName(name);
        if (error.isPresent()) {
            return new Typed(new Expr.Int(error.get()), INT, false);
        }
        List<String> near =
                Spelling.nearest(name, Stream.concat(names.keySet().stream(), lets.keySet().stream()), NEAREST);
        String where = facts.map(ProbeFacts::probe).orElse("every probe");
        return error(
                "nothing is called `" + name + "` at " + where,
                at,
                near.isEmpty()
                        ? "there are " + String.join(", ", names.keySet())
                        : "did you mean `" + near.getFirst() + "`?");
    }

    private Typed local(String name, Span at) {
        if (stand != Stand.LOOP) {
            return error("variables of the program are for invariants of loops", at);
        }
        Type type = locals.get(name);
        if (type == null) {
            return error(
                    "the handler has no variable `" + name + "`",
                    at,
                    locals.isEmpty() ? "it has none" : "it has " + String.join(", ", locals.keySet()));
        }
        return new Typed(new Expr.Local(name, type), type, false);
    }

    private Typed old(Phrase of, Span at) {
        if (stand != Stand.AFTER) {
            return error("`old` is for `ensures` and `never`; here all is as it was when the event came", at);
        }
        boolean before = old;
        old = true;
        Typed value = of(of);
        old = before;
        return value;
    }

    private Typed outcome(Span at, Type type, Expr expr) {
        if (stand != Stand.AFTER || old) {
            return error("what comes out is known at the end only", at);
        }
        return new Typed(expr, type, false);
    }

    private Optional<MapDecl> map(String name, Span at) {
        Optional<MapDecl> map = module.map(name);
        if (map.isEmpty()) {
            List<String> near = Spelling.nearest(name, module.maps().stream().map(MapDecl::name), NEAREST);
            error(
                    "the program has no map `" + name + "`",
                    at,
                    near.isEmpty() ? "it has " + maps() : "did you mean `" + near.getFirst() + "`?");
        }
        return map;
    }

    /// Says where there is no such map.
    void known(String name, Span at) {
        map(name, at);
    }

    private String maps() {
        return module.maps().isEmpty()
                ? "no map"
                : String.join(", ", module.maps().stream().map(MapDecl::name).toList());
    }

    /// The keys of an entry, as the map has them.
    Optional<List<Expr>> keys(Phrase.Entry entry) {
        Optional<MapDecl> map = map(entry.map(), entry.at());
        if (map.isEmpty()) {
            return Optional.empty();
        }
        List<Type> wanted = map.get().keys();
        if (wanted.size() != entry.keys().size()) {
            error(
                    entry.map() + " has " + wanted.size() + " key parts, not "
                            + entry.keys().size(),
                    entry.at(),
                    wanted.isEmpty()
                            ? "it is one value"
                            : "its keys are "
                                    + String.join(
                                            ", ",
                                            wanted.stream()
                                                    .map(PhraseLowering::sort)
                                                    .toList()));
            return Optional.empty();
        }
        List<Expr> keys = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            Phrase part = entry.keys().get(i);
            Optional<Expr> key = fitted(of(part), wanted.get(i));
            if (key.isEmpty() && diagnostics.isEmpty()) {
                error(
                        "key part " + (i + 1) + " of " + entry.map() + " is " + sort(wanted.get(i)) + ", not "
                                + sort(of(part).type()),
                        part.at());
            }
            keys.add(key.orElse(new Expr.Int(0)));
        }
        return Optional.of(keys);
    }

    /// The value as one of that type: texts are cut or padded.
    static Optional<Expr> fitted(Typed typed, Type type) {
        if (type instanceof Type.Text(int width) && typed.type() instanceof Type.Text(int own)) {
            return Optional.of(
                    typed.expr() instanceof Expr.Text(String value, var _)
                            ? new Expr.Text(value, width)
                            : own == width ? typed.expr() : new Expr.Resize(typed.expr(), width));
        }
        boolean same = type.equals(typed.type())
                || type instanceof Type.Int && typed.type() instanceof Type.Bool
                || type instanceof Type.Bool && typed.type() instanceof Type.Int;
        return same ? Optional.of(typed.expr()) : Optional.empty();
    }

    private Typed entry(Phrase.Entry entry, Optional<Phrase.Asked> asked) {
        Optional<List<Expr>> keys = keys(entry);
        if (keys.isEmpty()) {
            return NOTHING;
        }
        MapDecl map = module.map(entry.map()).orElseThrow();
        boolean tallied = map.kind() == MapDecl.Kind.AVERAGE || map.kind() == MapDecl.Kind.STATISTICS;
        boolean histogram = map.kind() == MapDecl.Kind.LOG2 || map.kind() == MapDecl.Kind.LINEAR;
        boolean present = asked.equals(Optional.of(Phrase.Asked.PRESENT));
        if (present) {
            return new Typed(reads.present(map, keys.get(), old), BOOL, false);
        }
        if (histogram) {
            return error(entry.map() + " is a histogram", entry.at(), "ask `hits(" + entry.map() + "[…], VALUE)`");
        }
        if (tallied == asked.isEmpty()) {
            return error(
                    tallied
                            ? entry.map() + " keeps a sum and a count"
                            : entry.map() + " is no average and no statistics",
                    entry.at(),
                    tallied ? "ask `sum(…)` or `count(…)` of it" : "its value is `" + entry.map() + "` itself");
        }
        boolean count = asked.equals(Optional.of(Phrase.Asked.COUNT));
        if (count && stand == Stand.LOOP) {
            return error("invariants do not speak of how many were counted", entry.at());
        }
        Type type = tallied || map.kind() != MapDecl.Kind.SCALAR ? INT : map.value();
        boolean unsigned = map.shown().value() instanceof Shape.Unsigned;
        return new Typed(reads.entry(map, keys.get(), count, old, type), type, unsigned);
    }

    private Typed hits(Phrase.Hits hits) {
        if (stand == Stand.LOOP) {
            return error("invariants do not speak of histograms", hits.at());
        }
        Optional<List<Expr>> keys = keys(hits.entry());
        Typed value = number(hits.value());
        if (keys.isEmpty()) {
            return NOTHING;
        }
        MapDecl map = module.map(hits.entry().map()).orElseThrow();
        if (map.kind() != MapDecl.Kind.LOG2 && map.kind() != MapDecl.Kind.LINEAR) {
            return error(map.name() + " is no histogram", hits.at());
        }
        return new Typed(reads.hits(map, keys.get(), value.expr(), old), INT, false);
    }

    private Typed reported(List<Optional<Phrase>> values, Span at) {
        List<Optional<Typed>> typed =
                values.stream().map(value -> value.map(this::of)).toList();
        return outcome(at, BOOL, reads.reported(typed));
    }

    private Typed test(Phrase.TextTest test) {
        Typed text = of(test.text());
        if (!text.is(Type.Text.class)) {
            return error("`" + test.test().word() + "` is of a text, not of " + sort(text.type()), test.at());
        }
        Expr.TextOp op = switch (test.test()) {
            case STARTS -> Expr.TextOp.PREFIX;
            case ENDS -> Expr.TextOp.SUFFIX;
            case CONTAINS -> Expr.TextOp.CONTAINS;
        };
        return new Typed(new Expr.TextTest(op, text.expr(), test.literal()), BOOL, false);
    }

    private Typed unary(UnaryOperator operator, Phrase of) {
        return switch (operator) {
            case NOT -> new Typed(new Expr.Unary(Expr.UnaryOp.NOT, truth(of)), BOOL, false);
            case NEGATE ->
                new Typed(new Expr.Unary(Expr.UnaryOp.NEGATE, number(of).expr()), INT, false);
            case COMPLEMENT -> {
                Typed value = number(of);
                yield new Typed(new Expr.Unary(Expr.UnaryOp.COMPLEMENT, value.expr()), INT, value.unsigned());
            }
        };
    }

    private Typed binary(Phrase.Binary binary) {
        Phrase left = binary.left();
        Phrase right = binary.right();
        return switch (binary.operator()) {
            case IMPLIES -> {
                Expr not = new Expr.Unary(Expr.UnaryOp.NOT, truth(left));
                yield bool(BinaryOp.OR, not, truth(right));
            }
            case OR -> bool(BinaryOp.OR, truth(left), truth(right));
            case AND -> bool(BinaryOp.AND, truth(left), truth(right));
            case EQUAL -> equal(BinaryOp.EQ, binary);
            case UNEQUAL -> equal(BinaryOp.NE, binary);
            case LESS -> less(left, right, false);
            case AT_MOST -> less(left, right, true);
            case GREATER -> less(right, left, false);
            case AT_LEAST -> less(right, left, true);
            case BIT_OR, BIT_XOR, BIT_AND, SHIFT_LEFT, SHIFT_RIGHT, ADD, SUBTRACT, MULTIPLY, DIVIDE, REMAINDER ->
                arithmetic(binary.operator(), number(left), number(right));
        };
    }

    private static Typed bool(BinaryOp op, Expr left, Expr right) {
        return new Typed(new Expr.Binary(op, left, right), BOOL, false);
    }

    private Typed less(Phrase left, Phrase right, boolean orEqual) {
        Typed a = number(left);
        Typed b = number(right);
        boolean unsigned = a.unsigned() || b.unsigned();
        BinaryOp op = orEqual ? unsigned ? BinaryOp.ULE : BinaryOp.SLE : unsigned ? BinaryOp.ULT : BinaryOp.SLT;
        return bool(op, a.expr(), b.expr());
    }

    private Typed inRange(Phrase of, Phrase least, Phrase most) {
        return bool(
                BinaryOp.AND, less(least, of, true).expr(), less(of, most, true).expr());
    }

    private Typed equal(BinaryOp op, Phrase.Binary binary) {
        Optional<List<Expr>> sides = alike(binary.left(), binary.right(), binary.at());
        return sides.map(both -> bool(op, both.get(0), both.get(1)))
                .orElse(new Typed(new Expr.Bool(true), BOOL, false));
    }

    /// Two values of one sort; texts become equally wide.
    private Optional<List<Expr>> alike(Phrase left, Phrase right, Span at) {
        Typed a = of(left);
        Typed b = of(right);
        if (a.type() instanceof Type.Text(int one) && b.type() instanceof Type.Text(int other)) {
            Type wide = new Type.Text(Math.max(one, other));
            return Optional.of(
                    List.of(fitted(a, wide).orElseThrow(), fitted(b, wide).orElseThrow()));
        }
        if (!a.type().equals(b.type())) {
            if (diagnostics.isEmpty()) {
                error(sort(a.type()) + " and " + sort(b.type()) + " do not compare", at);
            }
            return Optional.empty();
        }
        return Optional.of(List.of(a.expr(), b.expr()));
    }

    private Typed choose(Phrase.Choose choose) {
        Expr condition = truth(choose.condition());
        Typed yes = of(choose.yes());
        Optional<List<Expr>> both = alike(choose.yes(), choose.no(), choose.at());
        if (both.isEmpty()) {
            return NOTHING;
        }
        Typed no = of(choose.no());
        Type type = yes.type() instanceof Type.Text(int a) && no.type() instanceof Type.Text(int b)
                ? new Type.Text(Math.max(a, b))
                : yes.type();
        return new Typed(
                new Expr.Choose(condition, both.get().get(0), both.get().get(1)),
                type,
                yes.unsigned() || no.unsigned());
    }

    private static Typed arithmetic(BinaryOperator operator, Typed left, Typed right) {
        boolean unsigned = left.unsigned() || right.unsigned();
        BinaryOp op = switch (operator) {
            case BIT_OR -> BinaryOp.BIT_OR;
            case BIT_XOR -> BinaryOp.BIT_XOR;
            case BIT_AND -> BinaryOp.BIT_AND;
            case SHIFT_LEFT -> BinaryOp.SHL;
            case SHIFT_RIGHT -> unsigned ? BinaryOp.LSHR : BinaryOp.ASHR;
            case ADD -> BinaryOp.ADD;
            case SUBTRACT -> BinaryOp.SUB;
            case MULTIPLY -> BinaryOp.MUL;
            case DIVIDE -> unsigned ? BinaryOp.UDIV : BinaryOp.SDIV;
            case REMAINDER -> unsigned ? BinaryOp.UREM : BinaryOp.SREM;
            case IMPLIES, OR, AND, EQUAL, UNEQUAL, LESS, AT_MOST, GREATER, AT_LEAST ->
                throw new IllegalStateException(operator + " is no arithmetic");
        };
        return new Typed(new Expr.Binary(op, left.expr(), right.expr()), INT, unsigned);
    }
}
