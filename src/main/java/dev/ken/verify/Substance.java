package dev.ken.verify;

import dev.ken.ir.Block;
import dev.ken.ir.Expr;
import dev.ken.ir.Jump;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The statements of a procedure with locals replaced by what they stand for, where that is plain: the last
/// thing that was assigned in the order of the text. What is read of a map becomes a call of [#READ] and its
/// name over its keys.
final class Substance {
    static final String READ = "map ";
    private static final int LARGEST = 400;

    /// A statement and its operands; `straight` where it runs whenever the procedure does.
    record Step(Stmt statement, List<Expr> operands, boolean straight) {
        Step {
            operands = List.copyOf(operands);
        }
    }

    private final Map<String, Expr> locals = new LinkedHashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final Set<Expr> tested = new LinkedHashSet<>();

    private Substance() {}

    static Substance of(Procedure procedure) {
        Substance substance = new Substance();
        substance.tests(procedure.guard());
        int straight = straight(procedure);
        for (int i = 0; i < procedure.blocks().size(); i++) {
            Block block = procedure.blocks().get(i);
            for (Stmt statement : block.statements()) {
                substance.step(statement, i <= straight);
            }
            if (block.jump() instanceof Jump.Branch(var condition, int _, int _)) {
                substance.tests(substance.plain(condition));
            }
        }
        return substance;
    }

    List<Step> steps() {
        return steps;
    }

    /// Whether something that an expression is made of was looked at before a decision.
    boolean isTested(Expr expr) {
        return leaves(expr).anyMatch(tested::contains);
    }

    /// The last block that every run comes through in order: those before the first branch.
    private static int straight(Procedure procedure) {
        int at = 0;
        while (procedure.blocks().get(at).jump() instanceof Jump.Goto(int target) && target == at + 1) {
            at++;
        }
        return at;
    }

    private void tests(Expr condition) {
        leaves(condition).forEach(tested::add);
    }

    static java.util.stream.Stream<Expr> leaves(Expr expr) {
        List<Expr> parts = Alphabet.parts(expr);
        boolean read = expr instanceof Expr.Apply || expr instanceof Expr.UserText;
        if (expr instanceof Expr.Int || expr instanceof Expr.Bool || expr instanceof Expr.Text) {
            return java.util.stream.Stream.empty();
        }
        return parts.isEmpty() || read
                ? java.util.stream.Stream.of(expr)
                : parts.stream().flatMap(Substance::leaves);
    }

    private void step(Stmt statement, boolean straight) {
        steps.add(new Step(
                statement, operands(statement).stream().map(this::plain).toList(), straight));
        switch (statement) {
            case Stmt.Assign(String local, var value, var _) -> locals.put(local, plain(value));
            case Stmt.MapGet(String map, var keys, String value, String present, var _) -> {
                Expr read = new Expr.Apply(
                        READ + map, keys.stream().map(this::plain).toList(), new dev.ken.ir.Type.Int());
                locals.put(value, read);
                locals.put(present, read);
            }
            case Stmt.Havoc(String local, var _, var _, var _) -> locals.remove(local);
            case Stmt.WalkNext(var map, _, var keys, String value, var _, var _, var _) -> {
                keys.forEach(locals::remove);
                locals.put(value, new Expr.Apply(READ + map, List.of(), new dev.ken.ir.Type.Int()));
            }
            case Stmt.MapUpdate _, Stmt.MapDelete _, Stmt.MapClear _, Stmt.MapZero _, Stmt.WalkStart _ -> {}
            case Stmt.Emit _, Stmt.PrintMap _, Stmt.Exit _, Stmt.Assume _, Stmt.Check _, Stmt.Decide _ -> {}
        }
    }

    /// The expressions of a statement: of an update first the keys, then the operand.
    private static List<Expr> operands(Stmt statement) {
        return switch (statement) {
            case Stmt.Assign(var _, var value, var _) -> List.of(value);
            case Stmt.MapGet(var _, var keys, var _, var _, var _) -> keys;
            case Stmt.MapUpdate(var _, var keys, var update, var _) -> {
                List<Expr> all = new ArrayList<>(keys);
                all.addAll(Scratch.operands(update));
                yield all;
            }
            case Stmt.MapDelete(var _, var keys, var _) -> keys;
            case Stmt.Emit(var _, var values, var _, var _) -> values;
            case Stmt.Decide(var verdict, var _) -> List.of(verdict);
            case Stmt.Assume(var condition, var _) -> List.of(condition);
            case Stmt.Check(var _, var condition, var _) -> List.of(condition);
            case Stmt.MapClear _, Stmt.MapZero _, Stmt.PrintMap _, Stmt.Exit _, Stmt.Havoc _ -> List.of();
            case Stmt.WalkStart _, Stmt.WalkNext _ -> List.of();
        };
    }

    private Expr plain(Expr expr) {
        Expr plain = switch (expr) {
            case Expr.Local(String name, var _) -> locals.getOrDefault(name, expr);
            case Expr.Bool _, Expr.Int _, Expr.Text _, Expr.Attribute _ -> expr;
            case Expr.Unary(var op, var of) -> new Expr.Unary(op, plain(of));
            case Expr.Binary(var op, var left, var right) -> new Expr.Binary(op, plain(left), plain(right));
            case Expr.Choose(var condition, var yes, var no) ->
                new Expr.Choose(plain(condition), plain(yes), plain(no));
            case Expr.Narrow(var of, int width, boolean signed) -> new Expr.Narrow(plain(of), width, signed);
            case Expr.UserText(var address, int width) -> new Expr.UserText(plain(address), width);
            case Expr.Resize(var of, int width) -> new Expr.Resize(plain(of), width);
            case Expr.TextTest(var op, var text, var literal) -> new Expr.TextTest(op, plain(text), literal);
            case Expr.Apply(var function, var arguments, var type) ->
                new Expr.Apply(function, arguments.stream().map(this::plain).toList(), type);
            case Expr.Pack(var parts) ->
                new Expr.Pack(parts.stream().map(this::plain).toList());
            case Expr.Part(var tuple, int index, var type) -> new Expr.Part(plain(tuple), index, type);
        };
        return size(plain) > LARGEST ? expr : plain;
    }

    private static int size(Expr expr) {
        int size = 1;
        for (Expr part : Alphabet.parts(expr)) {
            size += size(part);
        }
        return size;
    }
}
