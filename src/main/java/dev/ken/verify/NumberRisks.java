package dev.ken.verify;

import dev.ken.ir.Expr;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Site;
import dev.ken.source.Span;
import dev.ken.verify.Risk.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Numbers that come out wrong: too wide for where they go, or divided by zero.
final class NumberRisks {
    private static final Pattern CONVERSION =
            Pattern.compile("%%|%[-+ #0]*\\d*(?:\\.\\d+)?(hh|h|ll|l|z|j|t)?([a-zA-Z])");
    private static final int SHOWN_BITS = 31;
    private static final int HISTOGRAM_BITS = 31;
    private static final int MINIMUM_BITS = 32;

    private final boolean bpftrace;
    private final Magnitudes magnitudes;
    private final List<Risk> found = new ArrayList<>();

    private NumberRisks(Module module, KernelModel kernel, boolean bpftrace) {
        this.bpftrace = bpftrace;
        this.magnitudes = new Magnitudes(module, kernel);
    }

    static List<Risk> of(Module module, KernelModel kernel, boolean bpftrace) {
        NumberRisks risks = new NumberRisks(module, kernel, bpftrace);
        for (Procedure procedure : module.procedures()) {
            Substance substance = Substance.of(procedure);
            for (Substance.Step step : substance.steps()) {
                risks.step(step, substance, procedure.site());
            }
        }
        return risks.found;
    }

    private void step(Substance.Step step, Substance substance, Site site) {
        Span at = step.statement().at();
        // What is assigned is looked at where it is used.
        if (!(step.statement() instanceof Stmt.Assign)) {
            step.operands().forEach(operand -> inside(operand, substance, site, at));
        }
        if (bpftrace) {
            switch (step.statement()) {
                case Stmt.Emit emit -> shown(emit, step.operands(), site);
                case Stmt.MapUpdate update -> kept(update, step.operands(), site);
                case Stmt.Assign _, Stmt.MapGet _, Stmt.MapDelete _, Stmt.MapClear _, Stmt.MapZero _ -> {}
                case Stmt.WalkStart _, Stmt.WalkNext _, Stmt.PrintMap _, Stmt.Exit _, Stmt.Decide _ -> {}
                case Stmt.Assume _, Stmt.Check _, Stmt.Havoc _ -> {}
            }
        }
    }

    private void inside(Expr expr, Substance substance, Site site, Span at) {
        switch (expr) {
            case Expr.Binary(var op, var _, var right)
            when (op == Expr.BinaryOp.UDIV || op == Expr.BinaryOp.SDIV) && !safe(right, substance) ->
                add(
                        Severity.WARNING,
                        "division-by-zero",
                        "the divisor may be 0, and then the quotient is 0 too",
                        "divide only where the divisor is not 0",
                        at);
            case Expr.Binary(var op, var left, var right)
            when (op == Expr.BinaryOp.MUL || op == Expr.BinaryOp.SHL)
                    && magnitudes.bits(expr, site) >= Long.SIZE
                    && (magnitudes.bits(left, site) >= Magnitudes.DURATION
                            || magnitudes.bits(right, site) >= Magnitudes.DURATION) ->
                add(
                        Severity.WARNING,
                        "overflow",
                        "the product may not fit 64 bits, and then its high bits are lost",
                        "divide before multiplying",
                        at);
            case Expr.Narrow(var of, int width, boolean signed)
            when magnitudes.bits(of, site) > (signed ? width - 1 : width) && magnitudes.bits(of, site) > SHOWN_BITS ->
                add(
                        Severity.WARNING,
                        "overflow",
                        "the value is cut to " + width + " bits, and may be larger",
                        "keep it as 64 bits",
                        at);
            case Expr.Binary _, Expr.Narrow _, Expr.Bool _, Expr.Int _, Expr.Text _, Expr.Local _ -> {}
            case Expr.Attribute _, Expr.Unary _, Expr.Choose _, Expr.UserText _, Expr.Resize _ -> {}
            case Expr.TextTest _, Expr.Apply _, Expr.Pack _, Expr.Part _ -> {}
        }
        Alphabet.parts(expr).forEach(part -> inside(part, substance, site, at));
    }

    private static boolean safe(Expr divisor, Substance substance) {
        return divisor instanceof Expr.Int
                || divisor instanceof Expr.Narrow(Expr.Int _, int _, boolean _)
                || substance.isTested(divisor);
    }

    /// `%d` without `l` shows 32 bits.
    private void shown(Stmt.Emit emit, List<Expr> values, Site site) {
        if (emit.channel() != Stmt.Channel.TEXT) {
            return;
        }
        Matcher matcher = CONVERSION.matcher(emit.form());
        int index = 0;
        while (matcher.find() && index < values.size()) {
            String letter = matcher.group(2);
            if (letter == null) {
                continue;
            }
            boolean narrow = matcher.group(1) == null && "duxXi".contains(letter);
            int bits = magnitudes.bits(values.get(index), site);
            if (narrow && bits > SHOWN_BITS) {
                add(
                        bits >= Magnitudes.INSTANT - 9 ? Severity.SERIOUS : Severity.WARNING,
                        "shown-in-32-bits",
                        matcher.group() + " shows the low 32 bits of a value that may have more",
                        "write " + matcher.group().substring(0, matcher.group().length() - 1) + "ll" + letter,
                        emit.at());
            }
            index++;
        }
    }

    private void kept(Stmt.MapUpdate update, List<Expr> operands, Site site) {
        List<Expr> values = operands.subList(update.keys().size(), operands.size());
        int bits = values.stream()
                .mapToInt(value -> magnitudes.bits(value, site))
                .max()
                .orElse(0);
        if (update.update() instanceof Stmt.Update.Log2 && bits > HISTOGRAM_BITS) {
            add(
                    Severity.NOTE,
                    "histogram-end",
                    update.map() + " counts all values from 2,147,483,648 on in one bucket",
                    "measure in a larger unit",
                    update.at());
        } else if (update.update() instanceof Stmt.Update.Minimum && bits > MINIMUM_BITS) {
            add(
                    Severity.NOTE,
                    "minimum-end",
                    update.map() + " takes no minimum above 4,294,967,295",
                    "measure in a larger unit",
                    update.at());
        }
    }

    private void add(Severity severity, String code, String what, String hint, Span at) {
        found.add(new Risk(severity, code, what, Optional.of(hint), at));
    }
}
