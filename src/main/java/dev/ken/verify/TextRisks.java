package dev.ken.verify;

import dev.ken.ir.Block;
import dev.ken.ir.Expr;
import dev.ken.ir.Jump;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.source.Span;
import dev.ken.verify.Risk.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Texts that are cut where that changes an answer.
final class TextRisks {
    private static final int NAME_BYTES = 15;

    private final List<Risk> found = new ArrayList<>();

    private TextRisks() {}

    static List<Risk> of(Module module) {
        TextRisks risks = new TextRisks();
        for (Procedure procedure : module.procedures()) {
            for (Substance.Step step : Substance.of(procedure).steps()) {
                risks.step(step);
            }
            for (Block block : procedure.blocks()) {
                if (block.jump() instanceof Jump.Branch(var condition, int _, int _)) {
                    risks.test(condition, Span.NONE);
                }
            }
        }
        return risks.found;
    }

    private void step(Substance.Step step) {
        Span at = step.statement().at();
        switch (step.statement()) {
            case Stmt.MapUpdate update ->
                step.operands().subList(0, update.keys().size()).forEach(key -> key(key, update));
            case Stmt.Emit emit ->
                step.operands()
                        .forEach(value -> cut(value)
                                .ifPresent(width -> add(
                                        Severity.NOTE,
                                        "text-cut",
                                        "texts longer than " + width + " bytes are shown cut",
                                        Optional.empty(),
                                        emit.at())));
            case Stmt.Assign _, Stmt.MapGet _, Stmt.MapDelete _, Stmt.MapClear _, Stmt.MapZero _ -> {}
            case Stmt.WalkStart _, Stmt.WalkNext _, Stmt.PrintMap _, Stmt.Exit _, Stmt.Decide _ -> {}
            case Stmt.Assume _, Stmt.Check _, Stmt.Havoc _ -> {}
        }
        step.operands().forEach(operand -> test(operand, at));
    }

    private void key(Expr key, Stmt.MapUpdate update) {
        cut(key).ifPresent(width -> add(
                Severity.WARNING,
                "text-cut",
                "texts that agree in their first " + width + " bytes share one entry of " + update.map(),
                Optional.empty(),
                update.at()));
    }

    private void test(Expr expr, Span at) {
        switch (expr) {
            case Expr.TextTest(var op, var text, String _)
            when op != Expr.TextOp.PREFIX ->
                cut(text)
                        .ifPresent(width -> add(
                                Severity.WARNING,
                                "text-cut",
                                "only the first " + width + " bytes of the text are looked at",
                                Optional.empty(),
                                at));
            case Expr.Binary(var op, var left, var right)
            when op == Expr.BinaryOp.EQ || op == Expr.BinaryOp.NE -> {
                name(left, right, at);
                name(right, left, at);
                Optional<Integer> one = cut(left);
                Optional<Integer> two = cut(right);
                if (one.isPresent() && two.isPresent()) {
                    add(
                            Severity.WARNING,
                            "text-cut",
                            "texts are taken for equal that agree in their first " + one.get() + " bytes",
                            Optional.empty(),
                            at);
                }
            }
            case Expr.Binary _, Expr.TextTest _, Expr.Narrow _, Expr.Bool _, Expr.Int _, Expr.Text _ -> {}
            case Expr.Attribute _, Expr.Unary _, Expr.Choose _, Expr.UserText _, Expr.Resize _ -> {}
            case Expr.Local _, Expr.Apply _, Expr.Pack _, Expr.Part _ -> {}
        }
        Alphabet.parts(expr).forEach(part -> test(part, at));
    }

    /// A process name that the kernel never keeps.
    private void name(Expr name, Expr literal, Span at) {
        if (plain(name) instanceof Expr.Attribute(String attribute, var _)
                && attribute.equals("comm")
                && plain(literal) instanceof Expr.Text(String value, int _)
                && value.length() > NAME_BYTES) {
            add(
                    Severity.SERIOUS,
                    "name-cut",
                    "the kernel keeps 15 bytes of a process's name, so none is \"" + value + "\"",
                    Optional.of("\"" + value.substring(0, NAME_BYTES) + "\""),
                    at);
        }
    }

    private static Expr plain(Expr expr) {
        return expr instanceof Expr.Resize(var of, int _) ? plain(of) : expr;
    }

    /// How many bytes are kept of a text that may be longer.
    private static Optional<Integer> cut(Expr expr) {
        return plain(expr) instanceof Expr.UserText(var _, int width) ? Optional.of(width - 1) : Optional.empty();
    }

    private void add(Severity severity, String code, String what, Optional<String> hint, Span at) {
        found.add(new Risk(severity, code, what, hint, at));
    }
}
