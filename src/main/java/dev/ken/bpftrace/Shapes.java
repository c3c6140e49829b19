package dev.ken.bpftrace;

import dev.ken.ir.Expr;
import dev.ken.ir.Expr.BinaryOp;
import dev.ken.ir.Type;

/// Sorts of IR expressions, and bringing an expression to another sort.
final class Shapes {
    private Shapes() {}

    static Type type(Expr expr) {
        return switch (expr) {
            case Expr.Bool _, Expr.TextTest _ -> new Type.Bool();
            case Expr.Int _, Expr.Narrow _ -> new Type.Int();
            case Expr.Text(_, int widthBytes) -> new Type.Text(widthBytes);
            case Expr.Local(_, Type type) -> type;
            case Expr.Attribute(_, Type type) -> type;
            case Expr.Unary(var op, _) -> op == Expr.UnaryOp.NOT ? new Type.Bool() : new Type.Int();
            case Expr.Binary(var op, _, _) -> type(op);
            case Expr.Choose(_, var yes, _) -> type(yes);
            case Expr.UserText(_, int widthBytes) -> new Type.Text(widthBytes);
            case Expr.Resize(_, int widthBytes) -> new Type.Text(widthBytes);
            case Expr.Apply(_, _, Type type) -> type;
            case Expr.Pack(var parts) -> new Type.Tuple(parts.stream().map(Shapes::type).toList());
            case Expr.Part(_, int index, Type type) ->
                type instanceof Type.Tuple(var types) ? types.get(index) : new Type.Int();
        };
    }

    private static Type type(BinaryOp op) {
        return switch (op) {
            case EQ, NE, ULT, ULE, SLT, SLE, AND, OR -> new Type.Bool();
            case ADD, SUB, MUL, UDIV, SDIV, UREM, SREM, BIT_AND, BIT_OR, BIT_XOR, SHL, LSHR, ASHR -> new Type.Int();
        };
    }

    /// A condition: numbers hold where they are not 0, texts where they are not empty.
    static Expr truth(Expr expr) {
        return switch (type(expr)) {
            case Type.Bool() -> constant(expr);
            case Type.Int() -> expr instanceof Expr.Int(long value) ? new Expr.Bool(value != 0) : notZero(expr);
            case Type.Text(int widthBytes) -> new Expr.Binary(BinaryOp.NE, expr, new Expr.Text("", widthBytes));
            case Type.Opaque _, Type.Tuple _ ->
                new Expr.Binary(BinaryOp.NE, expr, new Expr.Local("never-assigned", type(expr)));
        };
    }

    private static Expr constant(Expr bool) {
        return bool;
    }

    private static Expr notZero(Expr expr) {
        return expr instanceof Expr.Choose(var condition, Expr.Int(long yes), Expr.Int(long no)) && yes != 0 && no == 0
                ? condition
                : new Expr.Binary(BinaryOp.NE, expr, new Expr.Int(0));
    }

    /// An integer, 1 and 0 for the truth values; anything else becomes a named function of itself.
    static Expr number(Expr expr) {
        return switch (type(expr)) {
            case Type.Int() -> expr;
            case Type.Bool() ->
                expr instanceof Expr.Bool(boolean value)
                        ? new Expr.Int(value ? 1 : 0)
                        : new Expr.Choose(expr, new Expr.Int(1), new Expr.Int(0));
            case Type.Text _, Type.Opaque _, Type.Tuple _ ->
                new Expr.Apply("number-of", java.util.List.of(expr), new Type.Int());
        };
    }

    static boolean text(Expr expr) {
        return type(expr) instanceof Type.Text;
    }

    static int width(Expr text) {
        return type(text) instanceof Type.Text(int widthBytes) ? widthBytes : ValueType.TEXT_BYTES;
    }

    static Expr resize(Expr text, int widthBytes) {
        if (width(text) == widthBytes) {
            return text;
        }
        if (text instanceof Expr.Text(String value, _)) {
            return new Expr.Text(value, widthBytes);
        }
        return new Expr.Resize(text, widthBytes);
    }

    /// `expr` as a value of `type`.
    static Expr fit(Expr expr, Type type) {
        Type own = type(expr);
        if (own.equals(type)) {
            return expr;
        }
        return switch (type) {
            case Type.Int() -> number(expr);
            case Type.Bool() -> truth(expr);
            case Type.Text(int widthBytes) ->
                text(expr) ? resize(expr, widthBytes) : new Expr.Apply("text-of", java.util.List.of(expr), type);
            case Type.Opaque(String kind) ->
                new Expr.Apply("as-" + kind, java.util.List.of(own instanceof Type.Bool ? number(expr) : expr), type);
            case Type.Tuple(var types) -> tuple(expr, own, types, type);
        };
    }

    private static Expr tuple(Expr expr, Type own, java.util.List<Type> types, Type wanted) {
        if (!(own instanceof Type.Tuple(var parts)) || parts.size() != types.size()) {
            return new Expr.Apply("tuple-of", java.util.List.of(own instanceof Type.Bool ? number(expr) : expr), wanted);
        }
        java.util.List<Expr> fitted = new java.util.ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            Expr part = expr instanceof Expr.Pack(var known) ? known.get(i) : new Expr.Part(expr, i, own);
            fitted.add(fit(part, types.get(i)));
        }
        return new Expr.Pack(fitted);
    }

    /// A text of which enough is read to hold all of `other` and its NUL: what is read beyond does not matter, so it may as
    /// well be all of it.
    private static Expr whole(Expr text, Expr other) {
        return text instanceof Expr.UserText(var address, int width)
                        && width < ValueType.TEXT_BYTES
                        && other instanceof Expr.Text(String literal, _)
                        && literal.chars().allMatch(c -> c > 0 && c < 128)
                        && literal.length() < width - 1
                ? new Expr.UserText(address, ValueType.TEXT_BYTES)
                : text;
    }

    /// `a == b` for values of any sort.
    static Expr equal(Expr a, Expr b) {
        if (text(a) && text(b)) {
            Expr left = whole(a, b);
            Expr right = whole(b, a);
            int width = Math.max(width(left), width(right));
            return new Expr.Binary(BinaryOp.EQ, resize(left, width), resize(right, width));
        }
        if (a instanceof Expr.Choose(var condition, Expr.Int(long yes), Expr.Int(long no)) && b instanceof Expr.Int(long n)) {
            if (yes == n && no != n) {
                return condition;
            }
            if (no == n && yes != n) {
                return new Expr.Unary(Expr.UnaryOp.NOT, condition);
            }
        }
        if (type(a) instanceof Type.Opaque opaque && type(b).equals(opaque)) {
            return new Expr.Binary(BinaryOp.EQ, a, b);
        }
        return new Expr.Binary(BinaryOp.EQ, number(a), number(b));
    }

    static Expr not(Expr condition) {
        if (condition instanceof Expr.Unary(var op, var inner) && op == Expr.UnaryOp.NOT) {
            return inner;
        }
        if (condition instanceof Expr.Binary(var op, var left, var right) && op == BinaryOp.EQ) {
            return new Expr.Binary(BinaryOp.NE, left, right);
        }
        return new Expr.Unary(Expr.UnaryOp.NOT, condition);
    }
}
