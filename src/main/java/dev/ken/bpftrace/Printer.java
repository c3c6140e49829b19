package dev.ken.bpftrace;

import java.util.List;
import java.util.stream.Collectors;

/// Scripts as text, in one fixed layout. Reading what is printed gives the same tree, places aside.
public final class Printer {
    private static final int PRIMARY = 100;
    private static final int PREFIX = 50;

    private final Dialect dialect;
    private final StringBuilder out = new StringBuilder();

    private Printer(Dialect dialect) {
        this.dialect = dialect;
    }

    public static String print(BpftraceScript script, Dialect dialect) {
        Printer printer = new Printer(dialect);
        script.items().forEach(printer::item);
        return printer.out.toString();
    }

    /// One expression, as 0.17 writes it.
    public static String print(Expression expression) {
        return new Printer(Dialect.V0_17).text(expression, 0);
    }

    private void item(Item item) {
        switch (item) {
            case Item.Preamble(String text, _) -> out.append(text).append('\n');
            case Item.Config(var settings, _) -> {
                out.append("config = {\n");
                settings.forEach(s -> out.append("  ").append(s.name()).append(" = ").append(s.value()).append(";\n"));
                out.append("}\n");
            }
            case Item.Macro(var name, var parameters, var body, _) -> {
                out.append("macro ").append(name).append('(').append(list(parameters)).append(")\n");
                valued(body, 0);
                out.append('\n');
            }
            case Item.Function(var name, var parameters, var result, var body, _) -> {
                out.append("fn ").append(name).append('(');
                out.append(parameters.stream()
                        .map(one -> one.name() + " : " + type(one.type()))
                        .collect(Collectors.joining(", ")));
                out.append(") : ").append(type(result)).append('\n');
                block(body, 0);
                out.append('\n');
            }
            case Item.MapDefinition(String name, String type, long entries, _) ->
                out.append("let ").append(name).append(" = ").append(type).append('(').append(entries).append(");\n");
            case Item.Probe probe -> {
                out.append(probe.attachPoints().stream()
                        .map(point -> point.name().map(name -> name + "=").orElse("") + provider(point.text()))
                        .collect(Collectors.joining(",\n")));
                probe.predicate().ifPresent(p -> out.append("\n/").append(predicate(p)).append('/'));
                out.append('\n');
                block(probe.body(), 0);
                out.append('\n');
            }
        }
    }

    /// A predicate that begins with a star would open a comment, one that begins with a brace would be none.
    private String predicate(Expression predicate) {
        String text = text(predicate, 0);
        return text.startsWith("*") ? " " + text : text.startsWith("{") ? "(" + text + ")" : text;
    }

    private String provider(String text) {
        return dialect.fentry()
                ? renamed(renamed(text, "kfunc:", "fentry:"), "kretfunc:", "fexit:")
                : renamed(renamed(text, "fentry:", "kfunc:"), "fexit:", "kretfunc:");
    }

    private static String renamed(String text, String from, String to) {
        return text.startsWith(from) ? to + text.substring(from.length()) : text;
    }

    private void block(List<Statement> body, int depth) {
        out.append("{\n");
        for (Statement statement : body) {
            indent(depth + 1);
            statement(statement, depth + 1);
            out.append('\n');
        }
        indent(depth);
        out.append('}');
    }

    /// A block with its value, if it has one.
    private void valued(Expression.Block block, int depth) {
        out.append("{\n");
        for (Statement statement : block.body()) {
            indent(depth + 1);
            statement(statement, depth + 1);
            out.append('\n');
        }
        block.value().ifPresent(value -> {
            indent(depth + 1);
            out.append(text(value, 0)).append('\n');
        });
        indent(depth);
        out.append('}');
    }

    /// The same as an expression.
    private String inline(Expression.Block block) {
        Printer inner = new Printer(dialect);
        inner.valued(block, 0);
        return inner.out.toString();
    }

    private String inline(Expression.Branch branch) {
        String otherwise = branch.otherwise().map(other -> " else " + plain(other)).orElse("");
        return "if (" + text(branch.condition(), 0) + ") " + inline(branch.then()) + otherwise;
    }

    private void indent(int depth) {
        out.append("  ".repeat(depth));
    }

    private void statement(Statement statement, int depth) {
        switch (statement) {
            case Statement.Evaluate(var expression, _) -> out.append(text(expression, 0)).append(';');
            case Statement.Assign(var target, var operator, var value, _) ->
                out.append(text(target, 0))
                        .append(' ')
                        .append(operator.map(BinaryOperator::symbol).orElse(""))
                        .append("= ")
                        .append(text(value, 0))
                        .append(';');
            case Statement.Let(var variable, var type, var value, _) -> {
                out.append("let ").append(variable.name());
                type.ifPresent(t -> out.append(": ").append(type(t)));
                value.ifPresent(v -> out.append(" = ").append(text(v, 0)));
                out.append(';');
            }
            case Statement.If branch -> branch(branch, depth);
            case Statement.Unroll(var times, var body, _) -> headed("unroll (" + text(times, 0) + ") ", body, depth);
            case Statement.While(var condition, var body, _) ->
                headed("while (" + text(condition, 0) + ") ", body, depth);
            case Statement.For(var variable, var source, var end, var body, _) -> {
                String range = end.map(e -> ".." + text(e, 0)).orElse("");
                headed("for (" + variable.name() + " : " + text(source, 0) + range + ") ", body, depth);
            }
            case Statement.Leave(var how, var value, _) -> {
                out.append(how.name().toLowerCase(java.util.Locale.ROOT));
                value.ifPresent(v -> out.append(' ').append(text(v, 0)));
                out.append(';');
            }
            case Statement.Discard(var value, _) -> out.append("_ = ").append(text(value, 0)).append(';');
            case Statement.Import(var file, _) -> out.append("import ").append(quoted(file)).append(';');
            case Statement.Nested(var body, _) -> block(body, depth);
        }
    }

    private void headed(String head, List<Statement> body, int depth) {
        out.append(head);
        block(body, depth);
    }

    private void branch(Statement.If branch, int depth) {
        headed("if (" + text(branch.condition(), 0) + ") ", branch.then(), depth);
        if (!branch.otherwise().isEmpty()) {
            out.append(" else ");
            if (branch.otherwise().size() == 1 && branch.otherwise().get(0) instanceof Statement.If next) {
                branch(next, depth);
            } else {
                block(branch.otherwise(), depth);
            }
        }
    }

    /// `expression` in brackets where it binds weaker than `least`.
    private String text(Expression expression, int least) {
        String plain = plain(expression);
        return strength(expression) < least ? "(" + plain + ")" : plain;
    }

    private static int strength(Expression expression) {
        return switch (expression) {
            case Expression.Ternary _, Expression.OrElse _, Expression.Comptime _, Expression.Branch _, Expression.Block _ -> 0;
            case Expression.Binary binary -> binary.operator().precedence();
            case Expression.Unary _, Expression.Cast _ -> PREFIX;
            case Expression.Step step -> step.before() ? PREFIX : PRIMARY;
            case Expression _ -> PRIMARY;
        };
    }

    private String plain(Expression expression) {
        return switch (expression) {
            case Expression.Number number -> number.text();
            case Expression.Truth truth -> Boolean.toString(truth.value());
            case Expression.Text text -> quoted(text.value());
            case Expression.Positional positional -> "$" + positional.index();
            case Expression.PositionalCount _ -> "$#";
            case Expression.Name name -> name.name();
            case Expression.Variable variable -> variable.name();
            case Expression.MapAccess map -> map.name() + (map.keys().isEmpty() ? "" : "[" + list(map.keys()) + "]");
            case Expression.Unary unary -> unary(unary);
            case Expression.Step step -> {
                String mark = step.up() ? "++" : "--";
                yield step.before() ? mark + text(step.of(), PREFIX) : text(step.of(), PRIMARY) + mark;
            }
            case Expression.Binary binary -> {
                int own = binary.operator().precedence();
                yield text(binary.left(), own)
                        + " " + binary.operator().symbol() + " "
                        + text(binary.right(), own + 1);
            }
            case Expression.Ternary ternary ->
                text(ternary.condition(), 1) + " ? " + text(ternary.yes(), 0) + " : " + text(ternary.no(), 0);
            case Expression.OrElse other -> text(other.condition(), 1) + " ?: " + text(other.no(), 0);
            case Expression.Comptime comptime -> "comptime " + text(comptime.of(), 0);
            case Expression.Block block -> inline(block);
            case Expression.Branch branch -> inline(branch);
            case Expression.Record record ->
                record.parts().stream()
                        .map(part -> part.name() + " = " + text(part.value(), 0))
                        .collect(Collectors.joining(", ", "(", ")"));
            case Expression.Cast cast -> "(" + type(cast.type()) + ")" + text(cast.of(), PREFIX);
            case Expression.Field field -> text(field.of(), PRIMARY) + (arrow(field) ? "->" : ".") + field.name();
            case Expression.Index index -> text(index.of(), PRIMARY) + "[" + text(index.index(), 0) + "]";
            case Expression.Expanded expanded -> plain(expanded.call());
            case Expression.Call call -> call.function() + "(" + list(call.arguments()) + ")";
            case Expression.Tuple tuple ->
                "(" + list(tuple.parts()) + (tuple.parts().size() == 1 ? ",)" : ")");
            case Expression.SizeOf size -> "sizeof(" + type(size.type()) + ")";
            case Expression.OffsetOf offset -> "offsetof(" + type(offset.type()) + ", " + offset.field() + ")";
        };
    }

    private String unary(Expression.Unary unary) {
        String of = text(unary.of(), PREFIX);
        // `- -x` is not `--x`.
        boolean apart = of.startsWith(unary.operator().symbol());
        return unary.operator().symbol() + (apart ? " " : "") + of;
    }

    private boolean arrow(Expression.Field field) {
        boolean ofArgs = field.of() instanceof Expression.Name name && name.name().equals("args");
        return ofArgs ? !dialect.dottedArgs() : field.arrow();
    }

    private String list(List<Expression> parts) {
        return parts.stream().map(part -> text(part, 0)).collect(Collectors.joining(", "));
    }

    private static String type(TypeName type) {
        StringBuilder out = new StringBuilder(type.base());
        if (type.pointers() > 0) {
            out.append(' ').append("*".repeat(type.pointers()));
        }
        type.lengths().forEach(length -> out.append('[').append(length < 0 ? "" : length.toString()).append(']'));
        return out.toString();
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '\r' -> out.append("\\r");
                case '"', '\\' -> out.append('\\').append(c);
                default -> {
                    if (c < ' ' || c == 127) {
                        out.append(String.format("\\x%02x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }
}
