package dev.ken.bpftrace;

import dev.ken.ir.Expr;
import dev.ken.ir.Stmt;
import dev.ken.ir.Type;
import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Calls that give a value.
final class CallLowering {
    private static final long INET = 2;
    private static final long INET6 = 10;

    private static final Type INT = new Type.Int();
    private static final long MOST_ERROR_NUMBER = 4_095;
    private static final Type TEXT = new Type.Text(ValueType.TEXT_BYTES);

    private final ExpressionLowering expressions;

    CallLowering(ExpressionLowering expressions) {
        this.expressions = expressions;
    }

    Expr value(Expression.Call call) {
        List<Expression> arguments = call.arguments();
        int n = arguments.size();
        return switch (call.function()) {
            case "str" -> n > 0 ? text(arguments) : unknown(call);
            case "strncmp" -> n == 3 ? compare(call) : unknown(call);
            case "strcontains" -> n == 2 ? contains(call) : unknown(call);
            case "kptr", "uptr" -> n == 1 ? expressions.lower(arguments.get(0)) : unknown(call);
            case "pid", "tid" -> new Expr.Attribute(call.function(), INT);
            case "nsecs" -> clock(call);
            case "kstack", "ustack" -> stack(call);
            case "usym", "uaddr" -> ofProcess(call);
            case "ntop" -> n > 0 ? address(call) : unknown(call);
            case "has_key" ->
                n == 2 && arguments.get(0) instanceof Expression.MapAccess map
                        ? expressions.present(
                                new Expression.MapAccess(map.name(), List.of(arguments.get(1)), call.at()))
                        : unknown(call);
            case "buf" -> n > 0 ? buffer(arguments) : unknown(call);
            case "bswap" -> n == 1 ? swapped(arguments.get(0)) : unknown(call);
            case "ksym", "kaddr", "strftime", "strerror", "macaddr", "cgroupid", "cgroup_path", "pton", "strlen" ->
                apply(call);
            case "delete" -> n > 0 && arguments.get(0) instanceof Expression.MapAccess ? deleted(call) : unknown(call);
            case "find" -> n == 3 ? found(call) : unknown(call);
            case "is_err" -> n == 1 ? error(expressions.number(arguments.get(0))) : unknown(call);
            case "ppid", "pcomm", "leader_tid", "leader_comm" -> n == 0 ? expressions.lower(name(call)) : unknown(call);
            case "cgroup", "comm", "cpu", "curtask", "elapsed", "func", "gid", "numaid", "probe", "rand", "retval", "uid",
                    "username" -> n == 0 ? expressions.lower(name(call)) : unknown(call);
            case "sizeof" -> n == 1 ? size(arguments.get(0)) : unknown(call);
            case "len" ->
                Lengths.asked(call).<Expr>map(map -> length(map, call.at())).orElseGet(() -> unknown(call));
            default -> unknown(call);
        };
    }

    private Expr length(String map, Span at) {
        String value = expressions.temporary();
        expressions.blocks.add(new Stmt.MapGet(Lengths.of(map), List.of(), value, value + "?", at));
        return new Expr.Local(value, INT);
    }

    /// A builtin with brackets behind it.
    private static Expression.Name name(Expression.Call call) {
        return new Expression.Name(call.function(), call.at());
    }

    /// Only the clock that all versions take the time from is that of the occurrence.
    private Expr clock(Expression.Call call) {
        boolean usual = call.arguments().isEmpty()
                || call.arguments().getFirst() instanceof Expression.Name(String mode, _) && mode.equals("boot");
        return usual
                ? new Expr.Attribute("time", INT)
                : expressions.havoc(INT, "the clock of " + Printer.print(call), call.at());
    }

    /// Deletes, and says whether there was an entry.
    private Expr deleted(Expression.Call call) {
        Expression.MapAccess entry = ActionLowering.entry(call.arguments());
        Expr there = expressions.present(entry);
        expressions.blocks.add(new Stmt.MapDelete(entry.name(), expressions.keys(entry), call.at()));
        return there;
    }

    /// `find(@map, key, $x)`: whether there is an entry; its value is in `$x` where there is.
    private Expr found(Expression.Call call) {
        if (!(call.arguments().get(0) instanceof Expression.MapAccess map)
                || !(call.arguments().get(2) instanceof Expression.Variable variable)) {
            return unknown(call);
        }
        Expression.MapAccess entry = new Expression.MapAccess(map.name(), List.of(call.arguments().get(1)), call.at());
        Expr value = expressions.lower(entry);
        Expr there = expressions.presentAgain(value);
        Type sort = expressions
                .typing
                .declare(variable.name(), expressions.typing.of(entry))
                .sort()
                .orElse(INT);
        Expr before = new Expr.Local(variable.name(), sort);
        expressions.blocks.add(new Stmt.Assign(
                variable.name(), new Expr.Choose(there, Shapes.fit(value, sort), before), call.at()));
        return there;
    }

    /// `IS_ERR` of the kernel: the last 4095 addresses.
    private static Expr error(Expr pointer) {
        return new Expr.Binary(Expr.BinaryOp.ULE, new Expr.Int(-MOST_ERROR_NUMBER), pointer);
    }

    private Expr unknown(Expression.Call call) {
        call.arguments().forEach(expressions::parts);
        Type type = Functions.function(call.function()).flatMap(s -> s.result().sort()).orElse(INT);
        return expressions.havoc(type, call.function() + "()", call.at());
    }

    private Expr apply(Expression.Call call) {
        List<Expr> arguments = new ArrayList<>();
        call.arguments().forEach(argument -> arguments.addAll(
                expressions.elements(argument).orElseGet(() -> expressions.parts(argument))));
        Type type = Functions.function(call.function()).flatMap(s -> s.result().sort()).orElse(INT);
        return new Expr.Apply(call.function(), arguments, type);
    }

    /// Bytes behind an address, or of a text or an array.
    private Expr buffer(List<Expression> arguments) {
        List<Expr> parts = new ArrayList<>();
        if (arguments.size() > 1) {
            parts.add(expressions.number(arguments.get(1)));
        }
        Optional<List<Expr>> elements = expressions.elements(arguments.get(0));
        Expr of = elements.isPresent() ? new Expr.Bool(false) : expressions.lower(arguments.get(0));
        parts.addAll(elements.orElseGet(() -> List.of(
                Shapes.type(of) instanceof Type.Int && arguments.size() > 1
                        ? new Expr.UserText(of, ValueType.TEXT_BYTES)
                        : Shapes.type(of) instanceof Type.Bool ? Shapes.number(of) : of)));
        return new Expr.Apply("buf", parts, new Type.Opaque("buf"));
    }

    private Expr swapped(Expression of) {
        int sizeBytes = expressions.typing.of(of) instanceof ValueType.Int(int size, _) ? size : 8;
        Expr number = expressions.number(of);
        return sizeBytes == 1 ? number : new Expr.Apply("bswap" + 8 * sizeBytes, List.of(number), INT);
    }

    private Expr size(Expression of) {
        return switch (expressions.typing.of(of)) {
            case ValueType.Unknown _ -> expressions.havoc(INT, "sizeof(" + Printer.print(of) + ")", of.at());
            case ValueType.Text _ when of instanceof Expression.Text(String value, _) ->
                new Expr.Int(value.getBytes(java.nio.charset.StandardCharsets.UTF_8).length + 1L);
            case ValueType type -> new Expr.Int(expressions.typing.cTypes().sizeBytes(type));
        };
    }

    /// Symbols and addresses of user space are those of the current process.
    private Expr ofProcess(Expression.Call call) {
        Expr plain = apply(call);
        if (plain instanceof Expr.Apply(String function, List<Expr> arguments, Type type)) {
            List<Expr> all = new ArrayList<>(List.of(new Expr.Attribute("pid", INT)));
            all.addAll(arguments);
            return new Expr.Apply(function, all, type);
        }
        return plain;
    }

    /// `str(address)` gives up to 63 bytes, `str(address, n)` up to n of those (seen with 0.17).
    private Expr text(List<Expression> arguments) {
        int width = expressions.textBytes;
        if (arguments.size() > 1) {
            if (arguments.get(1) instanceof Expression.Number number && number.value() >= 0) {
                width = (int) Math.min(number.value() + 1, expressions.textBytes);
            } else {
                expressions.number(arguments.get(1));
                return expressions.havoc(TEXT, "str() with a length that is not constant", arguments.get(1).at());
            }
        }
        if (arguments.get(0) instanceof Expression.Positional positional) {
            return new Expr.Apply("parameter.text:" + positional.index(), List.of(), TEXT);
        }
        if (arguments.get(0) instanceof Expression.Index index
                && expressions.typing.array(index.of()).isPresent()) {
            // Seen with 0.17: a number in the context is taken for a kernel address.
            return expressions.havoc(
                    new Type.Text(ValueType.TEXT_BYTES),
                    "str() of a number that is not said to be a user address: use str(uptr(…))",
                    index.at());
        }
        Expr of = expressions.lower(arguments.get(0));
        if (Shapes.text(of)) {
            return width < Shapes.width(of) ? Shapes.resize(of, width) : of;
        }
        return new Expr.UserText(Shapes.number(of), Math.max(2, width));
    }

    /// `strncmp(a, b, n)`: 0 where the first n bytes, or all up to a NUL, agree; else 1.
    private Expr compare(Expression.Call call) {
        Expr left = expressions.lower(call.arguments().get(0));
        Expr right = expressions.lower(call.arguments().get(1));
        boolean texts = Shapes.text(left) && Shapes.text(right);
        if (!texts || !(call.arguments().get(2) instanceof Expression.Number number) || number.value() < 0) {
            return expressions.havoc(INT, "strncmp() of other than texts and a constant", call.at());
        }
        return new Expr.Choose(same(left, right, number.value()), new Expr.Int(0), new Expr.Int(1));
    }

    private static Expr same(Expr left, Expr right, long bytes) {
        if (left instanceof Expr.Text && !(right instanceof Expr.Text)) {
            return same(right, left, bytes);
        }
        int most = Math.max(Shapes.width(left), Shapes.width(right));
        if (right instanceof Expr.Text(String literal, _) && literal.chars().allMatch(c -> c > 0 && c < 128)) {
            if (bytes <= literal.length()) {
                return new Expr.TextTest(Expr.TextOp.PREFIX, left, literal.substring(0, (int) bytes));
            }
            return Shapes.equal(left, right);
        }
        if (bytes >= most) {
            return Shapes.equal(left, right);
        }
        int width = (int) bytes + 1;
        return Shapes.equal(Shapes.resize(left, width), Shapes.resize(right, width));
    }

    private Expr contains(Expression.Call call) {
        Expr text = expressions.lower(call.arguments().get(0));
        if (Shapes.text(text) && expressions.lower(call.arguments().get(1)) instanceof Expr.Text(String literal, _)) {
            return new Expr.TextTest(Expr.TextOp.CONTAINS, text, literal);
        }
        return expressions.havoc(new Type.Bool(), "strcontains() of other than a constant", call.at());
    }

    private Expr stack(Expression.Call call) {
        Expr whole = new Expr.Attribute(call.function(), new Type.Opaque(call.function()));
        Optional<Expr> depth = call.arguments().stream()
                .filter(Expression.Number.class::isInstance)
                .findFirst()
                .map(expressions::lower);
        return depth.<Expr>map(n -> new Expr.Apply(
                        call.function() + ".top", List.of(whole, n), new Type.Opaque(call.function())))
                .orElse(whole);
    }

    /// `ntop([family,] address)`; an address kept as an array is given by its bytes.
    private Expr address(Expression.Call call) {
        Expression of = call.arguments().getLast();
        List<Expr> parts = new ArrayList<>();
        Optional<List<Expr>> bytes = expressions.elements(of);
        if (call.arguments().size() == 2) {
            Expr family = expressions.number(call.arguments().get(0));
            // The family that an array of that length, or a number, has anyhow.
            boolean plain = family instanceof Expr.Int(long number)
                    && bytes.map(all -> all.size() == (number == INET ? 4 : number == INET6 ? 16 : -1))
                            .orElse(number == INET);
            if (!plain) {
                parts.add(family);
            }
        }
        parts.addAll(bytes.orElseGet(() -> expressions.parts(of)));
        return new Expr.Apply("ntop", parts, new Type.Opaque("inet"));
    }
}
