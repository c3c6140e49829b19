package dev.ken.bpftrace;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What may not stand in a macro, whether it is used or not: `return`, `break` and `continue` that would leave what is
/// around it, and declarations of its parameters.
final class MacroBodies {
    private final Item.Macro macro;
    private final Sink sink;
    private final Set<String> parameters = new LinkedHashSet<>();

    MacroBodies(Item.Macro macro, Sink sink) {
        this.macro = macro;
        this.sink = sink;
        macro.parameters().forEach(parameter -> parameters.add(Printer.print(parameter)));
    }

    void check() {
        statements(macro.body().body(), false);
        Walk.statements(macro.body().body(), this::block);
        macro.body().value().ifPresent(value -> Walk.expression(value, this::block));
    }

    private void block(Expression expression) {
        if (expression instanceof Expression.Block block) {
            statements(block.body(), false);
        }
    }

    private void statements(List<Statement> statements, boolean inLoop) {
        for (Statement statement : statements) {
            switch (statement) {
                case Statement.Leave(var how, _, var at) -> {
                    if (!inLoop || how == Statement.How.RETURN) {
                        String word = how.name().toLowerCase(java.util.Locale.ROOT);
                        sink.error("macro", "`" + word + "` cannot leave the macro `" + macro.name() + "`", at);
                    }
                }
                case Statement.Let(var variable, _, _, var at) -> {
                    if (parameters.contains(variable.name())) {
                        sink.error("macro", variable.name() + " is a parameter of this macro", at);
                    }
                }
                case Statement.If(_, var then, var otherwise, _) -> {
                    statements(then, inLoop);
                    statements(otherwise, inLoop);
                }
                case Statement.Unroll(_, var body, _) -> statements(body, true);
                case Statement.While(_, var body, _) -> statements(body, true);
                case Statement.For(_, _, _, var body, _) -> statements(body, true);
                case Statement.Nested(var body, _) -> statements(body, inLoop);
                case Statement.Evaluate _, Statement.Assign _, Statement.Discard _, Statement.Import _ -> {}
            }
        }
    }
}
