package dev.ken.bpftrace;

import dev.ken.ir.Expr;
import dev.ken.ir.Expr.BinaryOp;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Stmt;
import dev.ken.ir.Type;
import java.util.List;

/// Operators, with the widths and signs that bpftrace 0.17 computes with.
final class OperatorLowering {
    private static final Type INT = new Type.Int();

    private final ExpressionLowering expressions;

    OperatorLowering(ExpressionLowering expressions) {
        this.expressions = expressions;
    }

    Expr unary(Expression.Unary unary) {
        return switch (unary.operator()) {
            case NOT -> Shapes.not(expressions.truth(unary.of()));
            case MINUS ->
                unary.of() instanceof Expression.Number number
                        ? new Expr.Int(-number.value())
                        : narrow(unary.of(), new Expr.Unary(Expr.UnaryOp.NEGATE, expressions.number(unary.of())));
            case COMPLEMENT ->
                narrow(unary.of(), new Expr.Unary(Expr.UnaryOp.COMPLEMENT, expressions.number(unary.of())));
            case DEREFERENCE -> expressions.memory.behind(unary);
            case ADDRESS -> expressions.havoc(INT, "the address of " + Printer.print(unary.of()), unary.at());
        };
    }

    /// A result in the width of its operand.
    private Expr narrow(Expression operand, Expr result) {
        int sizeBytes = expressions.widths.sizeBytes(operand);
        return sizeBytes == 8 ? result : new Expr.Narrow(result, 8 * sizeBytes, expressions.widths.signed(operand));
    }

    /// `x++` and its like: writes, and gives the old or the new value.
    Expr step(Expression.Step step) {
        // The keys are computed once, before the map is used.
        List<Expr> keys = step.of() instanceof Expression.MapAccess map ? expressions.keys(map) : List.of();
        Expr old = step.of() instanceof Expression.MapAccess map
                ? expressions.read(map, keys)
                : expressions.lower(step.of());
        String before = expressions.temporary();
        expressions.blocks.add(new Stmt.Assign(before, Shapes.number(old), step.at()));
        Expr kept = new Expr.Local(before, INT);
        Expr changed = narrow(
                step.of(),
                new Expr.Binary(step.up() ? BinaryOp.ADD : BinaryOp.SUB, kept, new Expr.Int(scale(step.of()))));
        switch (step.of()) {
            case Expression.Variable variable ->
                expressions.blocks.add(new Stmt.Assign(variable.name(), changed, step.at()));
            case Expression.MapAccess map -> {
                if (expressions
                        .typing
                        .map(map.name())
                        .filter(shape -> shape.kind() == MapDecl.Kind.SCALAR)
                        .isEmpty()) {
                    expressions.note("a change of " + map.name() + " that its kind does not allow");
                } else {
                    expressions.blocks.add(
                            new Stmt.MapUpdate(map.name(), keys, new Stmt.Update.Set(changed), step.at()));
                }
            }
            case Expression other -> expressions.note("a change of " + Printer.print(other));
        }
        return step.before() ? changed : kept;
    }

    Expr binary(Expression.Binary binary) {
        if (binary.operator() == BinaryOperator.AND || binary.operator() == BinaryOperator.OR) {
            Expr left = expressions.truth(binary.left());
            if (Effects.in(binary.right())) {
                boolean and = binary.operator() == BinaryOperator.AND;
                return expressions.choice(
                        left,
                        new Type.Bool(),
                        and ? () -> expressions.truth(binary.right()) : () -> new Expr.Bool(true),
                        and ? () -> new Expr.Bool(false) : () -> expressions.truth(binary.right()),
                        binary.at());
            }
            Expr right = expressions.truth(binary.right());
            return new Expr.Binary(binary.operator() == BinaryOperator.AND ? BinaryOp.AND : BinaryOp.OR, left, right);
        }
        Expr left = expressions.lower(binary.left());
        if (Effects.in(binary.right())) {
            left = expressions.kept(left, binary.left().at());
        }
        return operation(binary, left, expressions.lower(binary.right()));
    }

    /// What one step of a pointer is in bytes; 1 for numbers.
    private long scale(Expression expression) {
        return expressions.typing.of(expression) instanceof ValueType.Pointer(String to)
                ? Math.max(
                        1,
                        expressions
                                .typing
                                .cTypes()
                                .named(to)
                                .map(expressions.typing.cTypes()::sizeBytes)
                                .orElse(1L))
                : 1;
    }

    private Expr operation(Expression.Binary binary, Expr left, Expr right) {
        if (binary.operator() == BinaryOperator.EQUAL || binary.operator() == BinaryOperator.UNEQUAL) {
            Expr equal = left instanceof Expr.Int ? Shapes.equal(right, left) : Shapes.equal(left, right);
            return binary.operator() == BinaryOperator.EQUAL ? equal : Shapes.not(equal);
        }
        boolean signed = expressions.typing.of(binary.left()).signed()
                && expressions.typing.of(binary.right()).signed();
        long scale = binary.operator() == BinaryOperator.PLUS || binary.operator() == BinaryOperator.MINUS
                ? scale(binary.left())
                : 1;
        Expr step = Shapes.number(right);
        return folded(arithmetic(
                binary.operator(),
                Shapes.number(left),
                scale == 1 ? step : new Expr.Binary(BinaryOp.MUL, step, new Expr.Int(scale)),
                signed));
    }

    /// A sum, difference, product or quotient of constants is a constant: `1000 * 1000` divides like a million.
    private static Expr folded(Expr expr) {
        if (expr instanceof Expr.Binary(BinaryOp op, Expr.Int(long left), Expr.Int(long right))) {
            return switch (op) {
                case ADD -> new Expr.Int(left + right);
                case SUB -> new Expr.Int(left - right);
                case MUL -> new Expr.Int(left * right);
                case UDIV -> right == 0 ? expr : new Expr.Int(Long.divideUnsigned(left, right));
                default -> expr;
            };
        }
        return expr;
    }

    /// bpftrace 0.17 divides and shifts right without sign, always, and compares with sign where both sides have one.
    static Expr arithmetic(BinaryOperator operator, Expr left, Expr right, boolean signed) {
        BinaryOp less = signed ? BinaryOp.SLT : BinaryOp.ULT;
        BinaryOp atMost = signed ? BinaryOp.SLE : BinaryOp.ULE;
        return switch (operator) {
            case PLUS -> new Expr.Binary(BinaryOp.ADD, left, right);
            case MINUS -> new Expr.Binary(BinaryOp.SUB, left, right);
            case TIMES -> new Expr.Binary(BinaryOp.MUL, left, right);
            case DIVIDE -> new Expr.Binary(BinaryOp.UDIV, left, right);
            case REMAINDER -> new Expr.Binary(BinaryOp.UREM, left, right);
            case BIT_AND -> new Expr.Binary(BinaryOp.BIT_AND, left, right);
            case BIT_OR -> new Expr.Binary(BinaryOp.BIT_OR, left, right);
            case BIT_XOR -> new Expr.Binary(BinaryOp.BIT_XOR, left, right);
            case SHIFT_LEFT -> new Expr.Binary(BinaryOp.SHL, left, right);
            case SHIFT_RIGHT -> new Expr.Binary(BinaryOp.LSHR, left, right);
            case LESS -> new Expr.Binary(less, left, right);
            case GREATER -> new Expr.Binary(less, right, left);
            case AT_MOST -> new Expr.Binary(atMost, left, right);
            case AT_LEAST -> new Expr.Binary(atMost, right, left);
            case EQUAL -> new Expr.Binary(BinaryOp.EQ, left, right);
            case UNEQUAL -> new Expr.Binary(BinaryOp.NE, left, right);
            case AND -> new Expr.Binary(BinaryOp.AND, Shapes.truth(left), Shapes.truth(right));
            case OR -> new Expr.Binary(BinaryOp.OR, Shapes.truth(left), Shapes.truth(right));
        };
    }
}
