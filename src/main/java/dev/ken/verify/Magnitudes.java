package dev.ken.verify;

import dev.ken.ir.Expr;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.kernel.FieldType;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Site;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How many bits numbers of a program may come to take in usual use. Guesses, on the small side: a moment of
/// time 54 bits (half a year since the machine started, in ns), a duration 40 (18 minutes in ns), a sum of what
/// events tell 40 (1 TiB in bytes), an 8-byte field of a tracepoint 44, everything else 31.
final class Magnitudes {
    static final int INSTANT = 54;
    static final int DURATION = 40;
    private static final int TOTAL = 40;
    private static final int FIELD = 44;
    private static final int USUAL = 31;

    private final KernelModel kernel;
    /// Of what is set in each map, so far as is known.
    private final Map<String, Integer> maps = new LinkedHashMap<>();

    Magnitudes(Module module, KernelModel kernel) {
        this.kernel = kernel;
        // Twice: a map may be set from another.
        for (int round = 0; round < 2; round++) {
            for (Procedure procedure : module.procedures()) {
                for (Substance.Step step : Substance.of(procedure).steps()) {
                    if (step.statement() instanceof Stmt.MapUpdate update) {
                        maps.merge(update.map(), written(update, step, procedure.site()), Math::max);
                    }
                }
            }
        }
    }

    private int written(Stmt.MapUpdate update, Substance.Step step, Site site) {
        List<Expr> operands =
                step.operands().subList(update.keys().size(), step.operands().size());
        boolean grows = update.update() instanceof Stmt.Update.Sum
                || operands.stream().anyMatch(operand -> more(operand, update.map()));
        int largest = operands.stream()
                .filter(operand -> !(operand instanceof Expr.Int))
                .mapToInt(operand -> bits(operand, site))
                .max()
                .orElse(USUAL);
        return grows && largest < TOTAL ? TOTAL : largest;
    }

    /// Whether a value is that of the map before and something more that the program does not name.
    private static boolean more(Expr value, String map) {
        return value instanceof Expr.Binary(var op, var left, var right)
                && op == Expr.BinaryOp.ADD
                && isRead(left, map)
                && !(right instanceof Expr.Int);
    }

    static boolean isRead(Expr expr, String map) {
        return expr instanceof Expr.Apply(String function, var _, var _) && function.equals(Substance.READ + map);
    }

    /// Of an expression of a [Substance], at a site.
    int bits(Expr expr, Site site) {
        return switch (expr) {
            case Expr.Int(long value) -> Long.SIZE - Long.numberOfLeadingZeros(Math.abs(value));
            case Expr.Attribute(String name, var _) -> attribute(name, site);
            case Expr.Binary(var op, var left, var right) -> binary(op, left, right, site);
            case Expr.Choose(var _, var yes, var no) -> Math.max(bits(yes, site), bits(no, site));
            case Expr.Unary(var _, var of) -> bits(of, site);
            case Expr.Narrow(var of, int width, boolean _) -> Math.min(width, bits(of, site));
            case Expr.Apply(String function, var _, var _) ->
                function.startsWith(Substance.READ)
                        ? maps.getOrDefault(function.substring(Substance.READ.length()), USUAL)
                        : USUAL;
            case Expr.Bool _, Expr.TextTest _ -> 1;
            case Expr.Text _, Expr.UserText _, Expr.Resize _, Expr.Pack _ -> 0;
            case Expr.Local _, Expr.Part _ -> USUAL;
        };
    }

    private int binary(Expr.BinaryOp op, Expr left, Expr right, Site site) {
        int one = bits(left, site);
        int two = bits(right, site);
        return switch (op) {
            case ADD, BIT_OR, BIT_XOR -> Math.max(one, two);
            // What a moment is taken away from was one too, else the difference is of no use.
            case SUB -> one >= INSTANT ? (right instanceof Expr.Int ? one : DURATION) : Math.max(one, two);
            case MUL -> one + two;
            case UDIV, SDIV -> right instanceof Expr.Int ? Math.max(1, one - two + 1) : one;
            case UREM, SREM, BIT_AND -> Math.min(one, two);
            case SHL -> right instanceof Expr.Int(long by) ? one + (int) Math.min(by, Long.SIZE) : one;
            case LSHR, ASHR -> right instanceof Expr.Int(long by) ? Math.max(1, one - (int) Math.min(by, one)) : one;
            case EQ, NE, ULT, ULE, SLT, SLE, AND, OR -> 1;
        };
    }

    private int attribute(String name, Site site) {
        if (name.equals("time")) {
            return INSTANT;
        }
        boolean wide = site instanceof Site.Tracepoint(String category, String event)
                && kernel.tracepoints()
                        .find(category, event)
                        .flatMap(format -> format.field(name))
                        .filter(field ->
                                field.type() instanceof FieldType.Integer(int size, boolean _) && size == Long.BYTES)
                        .isPresent();
        return wide ? FIELD : USUAL;
    }
}
