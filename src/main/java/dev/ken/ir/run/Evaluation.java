package dev.ken.ir.run;

import dev.ken.ir.Expr;
import dev.ken.ir.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// The value of expressions at one event.
final class Evaluation {
    /// What is known of the text behind an address; the executor's bound.
    private static final int USER_TEXT_BYTES = 64;

    private final Event event;
    private final Map<String, Value> locals;

    Evaluation(Event event, Map<String, Value> locals) {
        this.event = event;
        this.locals = locals;
    }

    Value of(Expr expr) {
        return switch (expr) {
            case Expr.Bool(boolean value) -> new Value.Bool(value);
            case Expr.Int(long value) -> new Value.Int(value);
            case Expr.Text(String value, int widthBytes) -> Value.Text.of(value, widthBytes);
            case Expr.Local(String name, Type type) -> local(name, type);
            case Expr.Attribute(String name, Type type) -> event.attribute(name, type);
            case Expr.Unary(var op, var of) ->
                switch (op) {
                    case NOT -> new Value.Bool(!truth(of));
                    case NEGATE -> new Value.Int(-number(of));
                    case COMPLEMENT -> new Value.Int(~number(of));
                };
            case Expr.Binary binary -> binary(binary);
            case Expr.Choose(var condition, var yes, var no) -> of(truth(condition) ? yes : no);
            case Expr.Narrow(var of, int widthBits, boolean signed) ->
                new Value.Int(narrow(number(of), widthBits, signed));
            case Expr.UserText(var address, int widthBytes) ->
                event.userText(number(address)).resized(USER_TEXT_BYTES).resized(widthBytes);
            case Expr.Resize(var of, int widthBytes) -> text(of).resized(widthBytes);
            case Expr.TextTest(var op, var text, String literal) ->
                new Value.Bool(test(op, text(text).bytes(), literal));
            case Expr.Apply(String function, var arguments, Type _)
            when function.equals("bytes") ->
                new Value.Int(bytes(text(arguments.get(0)), number(arguments.get(1)), number(arguments.get(2))));
            case Expr.Apply(String function, var arguments, Type type) ->
                event.apply(function, arguments.stream().map(this::of).toList(), type);
            case Expr.Pack(var parts) -> new Value.Tuple(parts.stream().map(this::of).toList());
            case Expr.Part(var tuple, int index, _) ->
                of(tuple) instanceof Value.Tuple(var parts) ? parts.get(index) : wrong("tuple");
        };
    }

    /// `count` bytes of a text from byte `from` on, as a little-endian number; bytes behind the text are 0.
    private static long bytes(Value.Text text, long from, long count) {
        long number = 0;
        for (long i = from + count - 1; i >= from; i--) {
            number = number << 8 | (i < text.bytes().length() ? text.bytes().charAt((int) i) : 0);
        }
        return number;
    }

    private Value local(String name, Type type) {
        Value known = locals.get(name);
        return known == null ? Value.zero(type) : known;
    }

    boolean truth(Expr expr) {
        return switch (of(expr)) {
            case Value.Bool(boolean value) -> value;
            case Value _ -> throw new IllegalStateException("not a truth value");
        };
    }

    long number(Expr expr) {
        return switch (of(expr)) {
            case Value.Int(long value) -> value;
            case Value.Bool(boolean value) -> value ? 1 : 0;
            case Value _ -> throw new IllegalStateException("not a number");
        };
    }

    private Value.Text text(Expr expr) {
        return of(expr) instanceof Value.Text text ? text : (Value.Text) wrong("text");
    }

    private static Value wrong(String wanted) {
        throw new IllegalStateException("not a " + wanted);
    }

    private static long narrow(long value, int widthBits, boolean signed) {
        int left = 64 - widthBits;
        return signed ? value << left >> left : value << left >>> left;
    }

    private Value binary(Expr.Binary binary) {
        return switch (binary.op()) {
            case EQ -> new Value.Bool(of(binary.left()).equals(of(binary.right())));
            case NE -> new Value.Bool(!of(binary.left()).equals(of(binary.right())));
            case AND -> new Value.Bool(truth(binary.left()) & truth(binary.right()));
            case OR -> new Value.Bool(truth(binary.left()) | truth(binary.right()));
            case ULT -> new Value.Bool(Long.compareUnsigned(number(binary.left()), number(binary.right())) < 0);
            case ULE -> new Value.Bool(Long.compareUnsigned(number(binary.left()), number(binary.right())) <= 0);
            case SLT -> new Value.Bool(number(binary.left()) < number(binary.right()));
            case SLE -> new Value.Bool(number(binary.left()) <= number(binary.right()));
            case ADD, SUB, MUL, UDIV, SDIV, UREM, SREM, BIT_AND, BIT_OR, BIT_XOR, SHL, LSHR, ASHR ->
                new Value.Int(arithmetic(binary.op(), number(binary.left()), number(binary.right())));
        };
    }

    /// RFC 9669 § 4.1: x / 0 is 0, x % 0 is x; shifts use the low six bits of the distance, as Java's do.
    private static long arithmetic(Expr.BinaryOp op, long a, long b) {
        return switch (op) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case UDIV -> b == 0 ? 0 : Long.divideUnsigned(a, b);
            case SDIV -> b == 0 ? 0 : a / b;
            case UREM -> b == 0 ? a : Long.remainderUnsigned(a, b);
            case SREM -> b == 0 ? a : a % b;
            case BIT_AND -> a & b;
            case BIT_OR -> a | b;
            case BIT_XOR -> a ^ b;
            case SHL -> a << b;
            case LSHR -> a >>> b;
            case ASHR -> a >> b;
            case EQ, NE, ULT, ULE, SLT, SLE, AND, OR -> throw new IllegalStateException("no arithmetic: " + op);
        };
    }

    /// The last byte of a text is taken for its NUL.
    private static boolean test(Expr.TextOp op, String bytes, String literal) {
        String wanted =
                new String(literal.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        if (wanted.isEmpty()) {
            return true;
        }
        int most = bytes.length() - 1 - wanted.length();
        return switch (op) {
            case PREFIX -> most >= 0 && bytes.startsWith(wanted);
            case CONTAINS -> most >= 0 && bytes.substring(0, bytes.length() - 1).contains(wanted);
            case SUFFIX -> bytes.contains(wanted + "\0");
        };
    }

    List<Value> all(List<Expr> exprs) {
        return exprs.stream().map(this::of).toList();
    }
}
