package dev.ken.bpftrace;

import dev.ken.ir.Expr;
import dev.ken.ir.Jump;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Stmt;
import dev.ken.ir.Type;
import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Calls that stand as statements, and updates of maps.
final class ActionLowering {
    private final ExpressionLowering expressions;
    private final BlockWriter blocks;
    private final Set<String> unsigned;

    /// @param unsigned takes the names of aggregations of unsigned numbers
    ActionLowering(ExpressionLowering expressions, Set<String> unsigned) {
        this.unsigned = unsigned;
        this.expressions = expressions;
        this.blocks = expressions.blocks;
    }

    void run(Expression.Call call) {
        List<Expression> arguments = call.arguments();
        switch (call.function()) {
            case "printf", "errorf", "debugf" -> formatted(call, Stmt.Channel.TEXT);
            case "cat" -> formatted(call, Stmt.Channel.FILE);
            case "system" -> {
                formatted(call, Stmt.Channel.COMMAND);
                expressions.note("system() runs a command");
            }
            case "time" ->
                blocks.add(new Stmt.Emit(form(arguments, "%H:%M:%S\n"), List.of(), Stmt.Channel.CLOCK, call.at()));
            case "print" -> print(call);
            case "clear", "zero" -> whole(call);
            case "delete" -> delete(call);
            case "exit" -> {
                blocks.add(new Stmt.Exit(call.at()));
                blocks.jump(new Jump.Return());
            }
            case "assert" -> {
                if (arguments.size() == 2) {
                    asserted(call);
                }
            }
            case "join" -> {
                List<Expr> values = new ArrayList<>(List.of(new Expr.Attribute("pid", new Type.Int())));
                arguments.stream().limit(1).map(expressions::number).forEach(values::add);
                Expr joined = new Expr.Apply("join", values, new Type.Opaque("argv"));
                blocks.add(new Stmt.Emit("%s\n", List.of(joined), Stmt.Channel.ARGUMENTS, call.at()));
            }
            case "signal", "override", "unwatch" -> {
                arguments.forEach(expressions::parts);
                expressions.note(call.function() + "()");
            }
            default -> expressions.lower(call);
        }
    }

    /// `assert(condition, message)`: tells and ends where the condition does not hold.
    private void asserted(Expression.Call call) {
        int fails = blocks.open();
        int behind = blocks.open();
        blocks.jump(new Jump.Branch(expressions.truth(call.arguments().get(0)), behind, fails));
        blocks.startAt(fails);
        List<Expr> told = expressions.parts(call.arguments().get(1));
        blocks.add(new Stmt.Emit("assert failed: %s\n", told, Stmt.Channel.TEXT, call.at()));
        blocks.add(new Stmt.Exit(call.at()));
        blocks.jump(new Jump.Return());
        blocks.startAt(behind);
    }

    private static String form(List<Expression> arguments, String otherwise) {
        return !arguments.isEmpty() && arguments.get(0) instanceof Expression.Text text ? text.value() : otherwise;
    }

    private void formatted(Expression.Call call, Stmt.Channel channel) {
        List<Expr> values = new ArrayList<>();
        List<Expression> arguments = call.arguments();
        for (int i = 1; i < arguments.size(); i++) {
            List<Expression> later = arguments.subList(i + 1, arguments.size());
            for (Expr value : printed(arguments.get(i))) {
                values.add(expressions.beforeEffects(value, later, call.at()));
            }
        }
        blocks.add(new Stmt.Emit(form(call.arguments(), ""), values, channel, call.at()));
    }

    /// Seen with 0.17: the sign or complement of a narrow number is printed without its sign.
    private List<Expr> printed(Expression argument) {
        int sizeBytes = expressions.widths.sizeBytes(argument);
        return argument instanceof Expression.Unary && sizeBytes < 8
                ? List.of(new Expr.Narrow(expressions.number(argument), 8 * sizeBytes, false))
                : expressions.parts(argument);
    }

    /// `print(@)`, `print(@, top, divisor)` show a map; `print(value)` and `print(@[key])` a value.
    private void print(Expression.Call call) {
        List<Expression> arguments = call.arguments();
        if (arguments.isEmpty()) {
            return;
        }
        boolean map = arguments.get(0) instanceof Expression.MapAccess access
                && access.keys().isEmpty()
                && (expressions
                                .typing
                                .map(access.name())
                                .filter(shape -> !shape.keys().isEmpty())
                                .isPresent()
                        || expressions
                                .typing
                                .map(access.name())
                                .filter(shape -> shape.kind() != MapDecl.Kind.SCALAR)
                                .isPresent()
                        || arguments.size() > 1);
        boolean scalar = arguments.get(0) instanceof Expression.MapAccess plain
                && plain.keys().isEmpty();
        if (!map && !scalar) {
            String shape = expressions.typing.of(arguments.get(0)).shape().text();
            blocks.add(new Stmt.Emit(shape, expressions.parts(arguments.get(0)), Stmt.Channel.VALUE, call.at()));
            return;
        }
        Optional<Long> top = constant(arguments, 1);
        Optional<Long> divisor = constant(arguments, 2);
        Expression.MapAccess shown = (Expression.MapAccess) arguments.get(0);
        blocks.add(new Stmt.PrintMap(
                shown.name(),
                top.filter(n -> n > 0 && n <= Integer.MAX_VALUE).map(Long::intValue),
                divisor.filter(n -> n > 0).orElse(1L),
                call.at()));
    }

    private Optional<Long> constant(List<Expression> arguments, int at) {
        if (arguments.size() <= at) {
            return Optional.empty();
        }
        if (arguments.get(at) instanceof Expression.Number number) {
            return Optional.of(number.value());
        }
        expressions.note("print() with an argument that is not constant");
        return Optional.empty();
    }

    private void whole(Expression.Call call) {
        if (call.arguments().size() == 1 && call.arguments().get(0) instanceof Expression.MapAccess map) {
            Stmt statement = call.function().equals("clear")
                    ? new Stmt.MapClear(map.name(), call.at())
                    : new Stmt.MapZero(map.name(), call.at());
            blocks.add(statement);
        } else {
            expressions.note(call.function() + "() of other than a map");
        }
    }

    /// `delete(@[key])`, and `delete(@, key)` of newer versions.
    private void delete(Expression.Call call) {
        List<Expression> arguments = call.arguments();
        if (arguments.isEmpty() || !(arguments.get(0) instanceof Expression.MapAccess map)) {
            expressions.note("delete() of other than an entry of a map");
            return;
        }
        blocks.add(new Stmt.MapDelete(map.name(), expressions.keys(entry(arguments)), call.at()));
    }

    /// The entry that `delete(@[key])` or `delete(@, key)` names.
    static Expression.MapAccess entry(List<Expression> arguments) {
        return switch (arguments.get(0)) {
            case Expression.MapAccess map
            when arguments.size() == 2 -> new Expression.MapAccess(map.name(), List.of(arguments.get(1)), map.at());
            case Expression.MapAccess map -> map;
            case Expression other -> throw new IllegalStateException("no entry of a map: " + other);
        };
    }

    /// `map = count()` and its like.
    void aggregate(Expression.MapAccess map, MapDecl.Kind kind, Expression.Call call, Span at) {
        List<Expression> arguments = call.arguments();
        Optional<Stmt.Update> update = kind == MapDecl.Kind.COUNT
                ? Optional.of(new Stmt.Update.Count())
                : arguments.isEmpty()
                        ? Optional.empty()
                        : update(kind, arguments, expressions.number(arguments.get(0)));
        if (update.isEmpty()) {
            expressions.note(call.function() + "() with arguments that are not constant");
            return;
        }
        boolean signs = kind == MapDecl.Kind.SUM || kind == MapDecl.Kind.MINIMUM || kind == MapDecl.Kind.MAXIMUM;
        if (signs && !expressions.typing.of(arguments.get(0)).signed()) {
            unsigned.add(map.name());
        }
        if (kind == MapDecl.Kind.LOG2
                && arguments.size() == 2
                && !(arguments.get(1) instanceof Expression.Number bits && bits.value() == 0)) {
            expressions.note("the finer buckets of hist(n, k)");
        }
        blocks.add(new Stmt.MapUpdate(map.name(), expressions.keys(map), update.get(), at));
    }

    private static Optional<Stmt.Update> update(MapDecl.Kind kind, List<Expression> arguments, Expr value) {
        return switch (kind) {
            case SCALAR, COUNT -> Optional.empty();
            case SUM -> Optional.of(new Stmt.Update.Sum(value));
            case MINIMUM -> Optional.of(new Stmt.Update.Minimum(value));
            case MAXIMUM -> Optional.of(new Stmt.Update.Maximum(value));
            case AVERAGE -> Optional.of(new Stmt.Update.Average(value));
            case STATISTICS -> Optional.of(new Stmt.Update.Statistics(value));
            case LOG2 -> Optional.of(new Stmt.Update.Log2(value));
            case LINEAR ->
                arguments.size() == 4
                                && arguments.get(1) instanceof Expression.Number minimum
                                && arguments.get(2) instanceof Expression.Number maximum
                                && arguments.get(3) instanceof Expression.Number step
                        ? Optional.of(new Stmt.Update.Linear(value, minimum.value(), maximum.value(), step.value()))
                        : Optional.empty();
        };
    }
}
