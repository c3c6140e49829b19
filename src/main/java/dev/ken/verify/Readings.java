package dev.ken.verify;

import dev.ken.ir.Expr;
import dev.ken.ir.Type;
import dev.ken.kernel.FieldType;
import dev.ken.kernel.ProbeFacts;
import dev.ken.kernel.Steady;
import dev.ken.kernel.catalog.Reading;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// The meaning of catalog readings as IR expressions at a probe.
final class Readings {
    static final int TEXT_BYTES = 64;
    static final int COMM_BYTES = 16;

    /// A value and whether its order is the signed one.
    record Value(Expr expr, boolean signed, Type type) {}

    private Readings() {}

    static Value lower(Reading reading, ProbeFacts probe) {
        return switch (reading) {
            case Reading.Arg(String field) -> field(field, probe);
            case Reading.ArgElement(String field, int index) ->
                integer(probe.field(field).orElseThrow().symbol() + index, true);
            case Reading.Builtin(String name) -> name.equals("retval") ? result(probe) : builtin(name);
            case Reading.Placed placed -> placed(placed, probe);
            case Reading.Member(Reading of, String field) -> member(lower(of, probe), field);
            case Reading.Cast(var _, Reading of) -> lower(of, probe);
            case Reading.SignedLow(int bits, Reading of) ->
                bits == Long.SIZE
                        ? new Value(lower(of, probe).expr(), true, new Type.Int())
                        : new Value(new Expr.Narrow(lower(of, probe).expr(), bits, true), true, new Type.Int());
            case Reading.HostOrder(int bits, Reading of) -> hostOrder(bits, lower(of, probe));
            case Reading.AddressText(Reading of) -> {
                Type type = new Type.Opaque("inet");
                yield new Value(new Expr.Apply("ntop", bytes(of, probe), type), false, type);
            }
            case Reading.Joined(Reading of) -> {
                Type type = new Type.Opaque("argv");
                yield new Value(
                        new Expr.Apply(
                                "join",
                                List.of(
                                        integer("pid", false).expr(),
                                        lower(of, probe).expr()),
                                type),
                        false,
                        type);
            }
            case Reading.Number(long value) -> new Value(new Expr.Int(value), true, new Type.Int());
            case Reading.Text(Reading of) -> text(lower(of, probe));
            case Reading.Binary(String operator, Reading left, Reading right) ->
                binary(operator, lower(left, probe), lower(right, probe));
        };
    }

    /// The elements of an address that the probe keeps as an array; else the address itself.
    private static List<Expr> bytes(Reading address, ProbeFacts probe) {
        if (address instanceof Reading.Arg(String name)
                && probe.field(name).orElseThrow().type() instanceof FieldType.Array(var _, var _, int length)) {
            String symbol = probe.field(name).orElseThrow().symbol();
            return IntStream.range(0, length)
                    .mapToObj(i -> integer(symbol + i, false).expr())
                    .toList();
        }
        return List.of(lower(address, probe).expr());
    }

    private static Value integer(String symbol, boolean signed) {
        return new Value(new Expr.Attribute(symbol, new Type.Int()), signed, new Type.Int());
    }

    private static Value field(String name, ProbeFacts probe) {
        ProbeFacts.SiteField field = probe.field(name)
                .orElseThrow(() -> new IllegalStateException("no field " + name + " at " + probe.probe()));
        return switch (field.type()) {
            case FieldType.Integer(var _, boolean signed) -> integer(field.symbol(), signed);
            case FieldType.Pointer _ -> integer(field.symbol(), false);
            // As front ends keep it: never shorter than the name of a process.
            case FieldType.Text(int sizeBytes) -> inline(field.symbol(), Math.max(COMM_BYTES, sizeBytes));
            case FieldType.DynamicText() -> inline(field.symbol(), TEXT_BYTES);
            case FieldType.Array _, FieldType.Opaque _ -> integer(field.symbol(), false);
        };
    }

    private static Value inline(String symbol, int bytes) {
        return new Value(new Expr.Attribute(symbol, new Type.Text(bytes)), false, new Type.Text(bytes));
    }

    /// What kernel memory holds is a fact of the occurrence: the same place read twice there is the same value.
    private static Value member(Value of, String field) {
        Expr now = new Expr.Attribute("memory", new Type.Int());
        return new Value(
                new Expr.Apply("member." + field, List.of(of.expr(), now), new Type.Int()), false, new Type.Int());
    }

    /// The same term as front ends make of the same place (`MemoryLowering`), whatever way a program takes to it.
    private static Value placed(Reading.Placed placed, ProbeFacts probe) {
        Expr address = address(placed, probe, 0);
        Expr now = new Expr.Attribute(Steady.attribute(path(placed)), new Type.Int());
        return switch (placed.type()) {
            case FieldType.Integer(int sizeBytes, boolean signed) -> {
                Expr whole = memory(Integer.toString(sizeBytes), address, new Type.Int(), now);
                Expr value = sizeBytes == Long.BYTES ? whole : new Expr.Narrow(whole, Byte.SIZE * sizeBytes, signed);
                yield new Value(value, signed, new Type.Int());
            }
            case FieldType.Pointer _ -> new Value(memory("8", address, new Type.Int(), now), false, new Type.Int());
            case FieldType.Text(int sizeBytes) -> {
                Type type = new Type.Text(Math.max(1, sizeBytes));
                yield new Value(memory("text", address, type, now), false, type);
            }
            case FieldType.DynamicText _, FieldType.Array _, FieldType.Opaque _ ->
                throw new IllegalStateException("no value lies at " + placed.text());
        };
    }

    private static Expr address(Reading.Placed placed, ProbeFacts probe, long behind) {
        long offset = placed.offsetBytes() + behind;
        if (!placed.follows() && placed.of() instanceof Reading.Placed outer) {
            return address(outer, probe, offset);
        }
        Expr base = lower(placed.of(), probe).expr();
        return offset == 0 ? base : new Expr.Binary(Expr.BinaryOp.ADD, base, new Expr.Int(offset));
    }

    /// The member, behind the structures that it lies in.
    private static String path(Reading.Placed placed) {
        return !placed.follows() && placed.of() instanceof Reading.Placed outer
                ? path(outer) + "." + placed.field()
                : placed.field();
    }

    private static final Set<String> OF_A_THREAD = Set.of("pid", "tid", "uid", "gid");

    /// Whether what is read at the entry of a function is there to be read, and the same, where it returns: what it got
    /// in registers, and what does not change in files that it works on. What lies elsewhere in memory may change.
    static boolean lasts(Reading reading, String function) {
        return switch (reading) {
            case Reading.Arg _, Reading.Number _ -> true;
            case Reading.Builtin(String name) -> name.startsWith("arg") || OF_A_THREAD.contains(name);
            case Reading.Placed placed ->
                Steady.within(function)
                        && Steady.attribute(path(placed)).equals(Steady.MEMORY)
                        && lasts(base(placed), function);
            case Reading.SignedLow(int _, Reading of) -> lasts(of, function);
            case Reading.Cast(String _, Reading of) -> lasts(of, function);
            case Reading.HostOrder(int _, Reading of) -> lasts(of, function);
            case Reading.Text(Reading of) ->
                (of instanceof Reading.Placed || of instanceof Reading.Arg) && lasts(of, function);
            case Reading.Binary(String _, Reading left, Reading right) ->
                lasts(left, function) && lasts(right, function);
            case Reading.ArgElement _, Reading.Member _, Reading.AddressText _, Reading.Joined _ -> false;
        };
    }

    /// What points to the outermost structure that the member lies in.
    private static Reading base(Reading.Placed placed) {
        return !placed.follows() && placed.of() instanceof Reading.Placed outer ? base(outer) : placed.of();
    }

    private static Expr memory(String what, Expr address, Type type, Expr now) {
        return new Expr.Apply("memory." + what, List.of(now, address), type);
    }

    private static Value hostOrder(int bits, Value of) {
        return new Value(new Expr.Apply("bswap" + bits, List.of(of.expr()), new Type.Int()), false, new Type.Int());
    }

    /// What is given back; where the probe knows the type, an `int` is half of the register.
    private static Value result(ProbeFacts probe) {
        Value register = integer("retval", true);
        return probe.field("retval")
                .filter(field -> field.type().equals(FieldType.INT))
                .map(_ -> new Value(new Expr.Narrow(register.expr(), Integer.SIZE, true), true, new Type.Int()))
                .orElse(register);
    }

    private static Value builtin(String name) {
        return switch (name) {
            case "comm", "parent_comm" -> inline(name, COMM_BYTES);
            case "nsecs" -> integer("time", false);
            case "kstack", "ustack" ->
                new Value(new Expr.Attribute(name, new Type.Opaque(name)), false, new Type.Opaque(name));
            default -> integer(name, false);
        };
    }

    private static Value text(Value of) {
        Type type = new Type.Text(TEXT_BYTES);
        return switch (of.type()) {
            case Type.Int() -> new Value(new Expr.UserText(of.expr(), TEXT_BYTES), false, type);
            case Type.Text _ -> new Value(new Expr.Resize(of.expr(), TEXT_BYTES), false, type);
            case Type.Bool _, Type.Opaque _, Type.Tuple _ -> of;
        };
    }

    private static Value binary(String operator, Value a, Value b) {
        boolean signed = a.signed() && b.signed();
        Expr.BinaryOp op = switch (operator) {
            case "+" -> Expr.BinaryOp.ADD;
            case "-" -> Expr.BinaryOp.SUB;
            case "*" -> Expr.BinaryOp.MUL;
            case "/" -> Expr.BinaryOp.UDIV;
            case "%" -> Expr.BinaryOp.UREM;
            case "&" -> Expr.BinaryOp.BIT_AND;
            case "|" -> Expr.BinaryOp.BIT_OR;
            case "^" -> Expr.BinaryOp.BIT_XOR;
            case "<<" -> Expr.BinaryOp.SHL;
            case ">>" -> Expr.BinaryOp.LSHR;
            default -> comparison(operator, signed);
        };
        boolean swapped = operator.equals(">") || operator.equals(">=");
        Expr expr = new Expr.Binary(op, truthOrNumber(swapped ? b : a, op), truthOrNumber(swapped ? a : b, op));
        return isTruth(op) ? new Value(expr, false, new Type.Bool()) : new Value(expr, signed, new Type.Int());
    }

    private static Expr truthOrNumber(Value value, Expr.BinaryOp op) {
        return op == Expr.BinaryOp.AND || op == Expr.BinaryOp.OR ? truth(value) : value.expr();
    }

    /// A condition of any type as a truth value: numbers are true unless 0.
    static Expr truth(Value value) {
        return value.type() instanceof Type.Bool
                ? value.expr()
                : new Expr.Binary(Expr.BinaryOp.NE, value.expr(), new Expr.Int(0));
    }

    private static Expr.BinaryOp comparison(String operator, boolean signed) {
        return switch (operator) {
            case "==" -> Expr.BinaryOp.EQ;
            case "!=" -> Expr.BinaryOp.NE;
            case "<", ">" -> signed ? Expr.BinaryOp.SLT : Expr.BinaryOp.ULT;
            case "<=", ">=" -> signed ? Expr.BinaryOp.SLE : Expr.BinaryOp.ULE;
            case "&&" -> Expr.BinaryOp.AND;
            case "||" -> Expr.BinaryOp.OR;
            default -> throw new IllegalStateException("unknown operator " + operator);
        };
    }

    private static boolean isTruth(Expr.BinaryOp op) {
        return switch (op) {
            case EQ, NE, ULT, ULE, SLT, SLE, AND, OR -> true;
            case ADD, SUB, MUL, UDIV, SDIV, UREM, SREM, BIT_AND, BIT_OR, BIT_XOR, SHL, LSHR, ASHR -> false;
        };
    }

    /// Whether an occurrence of the probe's site is one of the probe: the system call number, where the probe names
    /// one.
    static Expr guard(ProbeFacts probe) {
        Optional<Expr> guard = probe.syscalls().stream()
                .map(number -> (Expr) new Expr.Binary(
                        Expr.BinaryOp.EQ, new Expr.Attribute("nr", new Type.Int()), new Expr.Int(number)))
                .reduce((a, b) -> new Expr.Binary(Expr.BinaryOp.OR, a, b));
        return guard.orElse(new Expr.Bool(true));
    }

    static List<Expr> exprs(List<Value> values) {
        return values.stream().map(Value::expr).toList();
    }
}
