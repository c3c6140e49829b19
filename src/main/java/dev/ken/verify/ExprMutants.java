package dev.ken.verify;

import dev.ken.ir.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Wrong variants of an expression: one leaf or operator changed.
final class ExprMutants {
    record Mutant(String name, Expr expr) {}

    private static final Map<String, String> CONFUSED = Map.of("pid", "tid", "tid", "pid", "uid", "gid", "gid", "uid");
    private static final Map<Expr.BinaryOp, Expr.BinaryOp> LOOSENED = Map.of(
            Expr.BinaryOp.ULT, Expr.BinaryOp.ULE,
            Expr.BinaryOp.ULE, Expr.BinaryOp.ULT,
            Expr.BinaryOp.SLT, Expr.BinaryOp.SLE,
            Expr.BinaryOp.SLE, Expr.BinaryOp.SLT,
            Expr.BinaryOp.EQ, Expr.BinaryOp.NE,
            Expr.BinaryOp.NE, Expr.BinaryOp.EQ);

    private ExprMutants() {}

    static List<Mutant> of(Expr expr) {
        return switch (expr) {
            case Expr.Bool _, Expr.Local _, Expr.Text _, Expr.Pack _ -> List.of();
            case Expr.Int(long value) -> List.of(new Mutant((value + 1) + " for " + value, new Expr.Int(value + 1)));
            case Expr.Attribute(String name, var type) ->
                CONFUSED.containsKey(name)
                        ? List.of(new Mutant(
                                CONFUSED.get(name) + " for " + name, new Expr.Attribute(CONFUSED.get(name), type)))
                        : List.of();
            case Expr.Unary(var op, var of) -> inside(of, changed -> new Expr.Unary(op, changed));
            case Expr.Binary binary -> binary(binary);
            case Expr.Choose(var condition, var yes, var no) ->
                inside(condition, changed -> new Expr.Choose(changed, yes, no));
            case Expr.Narrow(var of, int width, boolean signed) ->
                inside(of, changed -> new Expr.Narrow(changed, width, signed));
            case Expr.UserText(var address, int width) -> inside(address, changed -> new Expr.UserText(changed, width));
            case Expr.Resize(var of, int width) -> inside(of, changed -> new Expr.Resize(changed, width));
            case Expr.TextTest(var op, var text, String literal) ->
                List.of(new Mutant("another text", new Expr.TextTest(op, text, literal + "x")));
            case Expr.Part(var tuple, int index, var type) ->
                inside(tuple, changed -> new Expr.Part(changed, index, type));
            case Expr.Apply _ -> List.of();
        };
    }

    private static List<Mutant> inside(Expr inner, Function<Expr, Expr> around) {
        return of(inner).stream()
                .map(mutant -> new Mutant(mutant.name(), around.apply(mutant.expr())))
                .toList();
    }

    private static List<Mutant> binary(Expr.Binary binary) {
        List<Mutant> mutants = new ArrayList<>();
        Expr.BinaryOp other = LOOSENED.get(binary.op());
        if (other != null) {
            mutants.add(
                    new Mutant(other + " for " + binary.op(), new Expr.Binary(other, binary.left(), binary.right())));
        }
        boolean division = binary.op() == Expr.BinaryOp.UDIV || binary.op() == Expr.BinaryOp.SDIV;
        if (division) {
            mutants.add(new Mutant("the division left out", binary.left()));
        } else {
            mutants.addAll(inside(binary.right(), right -> new Expr.Binary(binary.op(), binary.left(), right)));
        }
        mutants.addAll(inside(binary.left(), left -> new Expr.Binary(binary.op(), left, binary.right())));
        return mutants;
    }
}
