package dev.ken.bpf;

import dev.ken.ir.Expr;
import dev.ken.ir.Jump;
import dev.ken.ir.Stmt;
import dev.ken.kernel.FieldType;
import dev.ken.kernel.ProbeFacts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Leaves out cuts that change nothing since a field of the context has no more bits: the attribute of a 4-byte
/// field is what a load of 4 bytes gives.
final class Widths {
    private final Map<String, FieldType.Integer> fields = new LinkedHashMap<>();

    Widths(ProbeFacts facts) {
        facts.fields().values().forEach(field -> {
            // What is above the 32 bits that a function returns in its register is nobody's.
            boolean register = field.symbol().equals("retval");
            if (!register && field.type() instanceof FieldType.Integer whole && whole.sizeBytes() < 8) {
                fields.put(field.symbol(), whole);
            }
        });
    }

    Expr of(Expr expr) {
        return switch (expr) {
            case Expr.Narrow(Expr inner, int bits, boolean signed) -> {
                Expr of = of(inner);
                yield of instanceof Expr.Attribute(String name, var _) && isWhole(name, bits, signed)
                        ? of
                        : Scalars.narrow(of, bits, signed);
            }
            case Expr.Unary(var op, var of) -> new Expr.Unary(op, of(of));
            case Expr.Binary(var op, var left, Expr.Int(long number))
            when isEquality(op) -> equal(op, of(left), number);
            case Expr.Binary(var op, var left, var right) -> new Expr.Binary(op, of(left), of(right));
            case Expr.Choose(var condition, var yes, var no) -> new Expr.Choose(of(condition), of(yes), of(no));
            case Expr.UserText(var address, int width) -> new Expr.UserText(of(address), width);
            case Expr.Resize(var of, int width) -> new Expr.Resize(of(of), width);
            case Expr.TextTest(var op, var text, String literal) -> new Expr.TextTest(op, of(text), literal);
            case Expr.Apply(String name, var arguments, var type) -> new Expr.Apply(name, all(arguments), type);
            case Expr.Pack(var parts) -> new Expr.Pack(all(parts));
            case Expr.Part(var tuple, int index, var type) -> new Expr.Part(of(tuple), index, type);
            case Expr.Bool _, Expr.Int _, Expr.Text _, Expr.Local _, Expr.Attribute _ -> expr;
        };
    }

    private static boolean isEquality(Expr.BinaryOp op) {
        return op == Expr.BinaryOp.EQ || op == Expr.BinaryOp.NE;
    }

    /// The low bits of a signed field are those of a number where the field is that number.
    private Expr equal(Expr.BinaryOp op, Expr left, long number) {
        if (left instanceof Expr.Narrow(Expr.Attribute(String name, var type), int bits, boolean signed) && !signed) {
            FieldType.Integer field = fields.get(name);
            boolean fits = field != null && field.signed() && 8 * field.sizeBytes() == bits && number >>> bits == 0;
            if (fits) {
                long whole = number << (64 - bits) >> (64 - bits);
                return new Expr.Binary(op, new Expr.Attribute(name, type), new Expr.Int(whole));
            }
        }
        return new Expr.Binary(op, left, new Expr.Int(number));
    }

    private boolean isWhole(String name, int bits, boolean signed) {
        FieldType.Integer field = fields.get(name);
        if (field == null) {
            return false;
        }
        int own = 8 * field.sizeBytes();
        if (field.signed() && bits >= own && name.endsWith("pid")) {
            // Numbers of threads and processes are never negative.
            return true;
        }
        return field.signed() ? signed && bits >= own : bits > own || bits == own && !signed;
    }

    List<Expr> all(List<Expr> exprs) {
        return exprs.stream().map(this::of).toList();
    }

    /// The same, of what somebody gets to see: system calls have numbers of 32 bits, and those without one have -1.
    private List<Expr> shown(List<Expr> exprs) {
        return exprs.stream()
                .map(one -> one instanceof Expr.Narrow(Expr.Attribute(String name, var type), int bits, boolean _)
                                && bits == Integer.SIZE
                                && name.equals("nr")
                        ? new Expr.Attribute(name, type)
                        : of(one))
                .toList();
    }

    Jump of(Jump jump) {
        return switch (jump) {
            case Jump.Branch(var condition, int yes, int no) -> new Jump.Branch(of(condition), yes, no);
            case Jump.Goto _, Jump.Return _ -> jump;
        };
    }

    Stmt of(Stmt statement) {
        return switch (statement) {
            case Stmt.Assign(var local, var value, var at) -> new Stmt.Assign(local, of(value), at);
            case Stmt.MapGet(var map, var keys, var value, var present, var at) ->
                new Stmt.MapGet(map, shown(keys), value, present, at);
            case Stmt.MapUpdate(var map, var keys, var update, var at) ->
                new Stmt.MapUpdate(map, shown(keys), update.with(this::of), at);
            case Stmt.MapDelete(var map, var keys, var at) -> new Stmt.MapDelete(map, shown(keys), at);
            case Stmt.Emit(var form, var values, var channel, var at) ->
                new Stmt.Emit(form, shown(values), channel, at);
            case Stmt other -> other;
        };
    }
}
