package dev.ken.verify;

import dev.ken.ir.Block;
import dev.ken.ir.Expr;
import dev.ken.ir.Jump;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.kernel.OwnChanges;
import dev.ken.kernel.Site;
import dev.ken.kernel.SyscallTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The letters that two programs can tell apart. Every system call whose number either of them compares with is
/// a letter of its own, so that in a sequence numbers are constants and most conditions on them disappear; all
/// others together are one letter, whose number is a symbol that equals none of the named.
///
/// @param numbers the system call numbers that have letters of their own, ascending
record Alphabet(List<Letter> letters, List<Long> numbers) {
    Alphabet {
        letters = List.copyOf(letters);
        numbers = List.copyOf(numbers);
    }

    static Alphabet of(Module reference, Module candidate, SyscallTable calls) {
        TreeMap<String, Site> sites = new TreeMap<>();
        Set<Long> numbers = new TreeSet<>();
        for (Module module : List.of(reference, candidate)) {
            for (Procedure procedure : module.procedures()) {
                sites.put(procedure.site().text(), procedure.site());
                exprs(procedure).forEach(expr -> numbers(expr, numbers));
            }
        }
        // Where descendants are followed, names are those that families have.
        boolean families = sites.containsValue(Scene.FORK);
        Letter.Naming usual = !families && KeptNames.of(candidate) ? Letter.Naming.BETWEEN_CALLS : Letter.Naming.NEVER;
        List<Letter> letters = new ArrayList<>();
        for (Site site : sites.values()) {
            switch (site) {
                case Site.Begin(), Site.End() -> {}
                case Site.SyscallEnter(), Site.SyscallExit() -> {
                    boolean returns = site instanceof Site.SyscallExit;
                    numbers.forEach(number -> letters.add(new Letter(
                            site,
                            new Letter.Call.Number(number),
                            returns && isExec(number, calls) ? Letter.Naming.HERE : usual,
                            returns ? changes(number, calls) : Set.of())));
                    letters.add(new Letter(site, new Letter.Call.Other(), usual));
                }
                case Site.Tracepoint(var _, String name) ->
                    letters.add(new Letter(
                            site,
                            new Letter.Call.None(),
                            name.equals("sched_process_exec") ? Letter.Naming.HERE : Letter.Naming.NEVER));
                case Site.FunctionEntry _, Site.FunctionReturn _ ->
                    letters.add(new Letter(site, new Letter.Call.None(), usual));
                case Site.UserEntry _,
                        Site.UserReturn _,
                        Site.Usdt _,
                        Site.Counter _,
                        Site.Sample _,
                        Site.Interval _,
                        Site.Iterator _,
                        Site.Watchpoint _,
                        Site.Packet _,
                        Site.Self _ -> letters.add(new Letter(site, new Letter.Call.None(), Letter.Naming.NEVER));
            }
        }
        letters.sort(Comparator.comparing(letter -> !letter.enters()));
        return new Alphabet(letters, List.copyOf(numbers));
    }

    boolean has(Predicate<Letter> which) {
        return letters.stream().anyMatch(which);
    }

    static boolean isExec(long number, SyscallTable calls) {
        return calls.name(number).filter(name -> name.startsWith("execve")).isPresent();
    }

    private static Set<String> changes(long number, SyscallTable calls) {
        return calls.name(number).map(OwnChanges::of).orElse(Set.of());
    }

    /// All expressions of a procedure, whole.
    static Stream<Expr> exprs(Procedure procedure) {
        return Stream.concat(
                Stream.of(procedure.guard()), procedure.blocks().stream().flatMap(Alphabet::exprs));
    }

    private static Stream<Expr> exprs(Block block) {
        Stream<Expr> jump = block.jump() instanceof Jump.Branch(var condition, var _, var _)
                ? Stream.of(condition)
                : Stream.empty();
        return Stream.concat(block.statements().stream().flatMap(Alphabet::exprs), jump);
    }

    static Stream<Expr> exprs(Stmt statement) {
        return switch (statement) {
            case Stmt.Assign(var _, var value, var _) -> Stream.of(value);
            case Stmt.MapGet get -> get.keys().stream();
            case Stmt.MapUpdate update -> Stream.concat(update.keys().stream(), operand(update.update()).stream());
            case Stmt.MapDelete delete -> delete.keys().stream();
            case Stmt.Emit emit -> emit.values().stream();
            case Stmt.Decide(var verdict, var _) -> Stream.of(verdict);
            case Stmt.Assume(var condition, var _) -> Stream.of(condition);
            case Stmt.Check(var _, var condition, var _) -> Stream.of(condition);
            case Stmt.MapClear _, Stmt.MapZero _, Stmt.PrintMap _, Stmt.Exit _, Stmt.Havoc _ -> Stream.empty();
            case Stmt.WalkStart _, Stmt.WalkNext _ -> Stream.empty();
        };
    }

    /// The key that a statement reads, changes or deletes.
    static List<Expr> keys(Stmt statement) {
        return switch (statement) {
            case Stmt.MapGet get -> get.keys();
            case Stmt.MapUpdate update -> update.keys();
            case Stmt.MapDelete delete -> delete.keys();
            case Stmt.Assign _, Stmt.Emit _, Stmt.Assume _, Stmt.Check _, Stmt.MapClear _, Stmt.MapZero _ -> List.of();
            case Stmt.PrintMap _, Stmt.Exit _, Stmt.Havoc _, Stmt.Decide _, Stmt.WalkStart _, Stmt.WalkNext _ ->
                List.of();
        };
    }

    static java.util.Optional<Expr> operand(Stmt.Update update) {
        return switch (update) {
            case Stmt.Update.Count() -> java.util.Optional.empty();
            case Stmt.Update.Set(var value) -> java.util.Optional.of(value);
            case Stmt.Update.Sum(var value) -> java.util.Optional.of(value);
            case Stmt.Update.Minimum(var value) -> java.util.Optional.of(value);
            case Stmt.Update.Maximum(var value) -> java.util.Optional.of(value);
            case Stmt.Update.Average(var value) -> java.util.Optional.of(value);
            case Stmt.Update.Statistics(var value) -> java.util.Optional.of(value);
            case Stmt.Update.Log2(var value) -> java.util.Optional.of(value);
            case Stmt.Update.Linear(var value, var _, var _, var _) -> java.util.Optional.of(value);
        };
    }

    static List<Expr> parts(Expr expr) {
        return switch (expr) {
            case Expr.Bool _, Expr.Int _, Expr.Text _, Expr.Local _, Expr.Attribute _ -> List.of();
            case Expr.Unary(var _, var of) -> List.of(of);
            case Expr.Binary(var _, var left, var right) -> List.of(left, right);
            case Expr.Choose(var condition, var yes, var no) -> List.of(condition, yes, no);
            case Expr.Narrow(var of, var _, var _) -> List.of(of);
            case Expr.UserText(var address, var _) -> List.of(address);
            case Expr.Resize(var of, var _) -> List.of(of);
            case Expr.TextTest(var _, var text, var _) -> List.of(text);
            case Expr.Apply(var _, var arguments, var _) -> arguments;
            case Expr.Pack(var all) -> all;
            case Expr.Part(var tuple, var _, var _) -> List.of(tuple);
        };
    }

    /// The system call numbers that an expression compares with.
    static void numbers(Expr expr, Set<Long> into) {
        if (expr instanceof Expr.Binary(var op, var left, var right)
                && (op == Expr.BinaryOp.EQ || op == Expr.BinaryOp.NE)) {
            if (isNumber(left) && right instanceof Expr.Int(long value)) {
                into.add(value);
            } else if (isNumber(right) && left instanceof Expr.Int(long value)) {
                into.add(value);
            }
        }
        parts(expr).forEach(part -> numbers(part, into));
    }

    private static boolean isNumber(Expr expr) {
        return expr instanceof Expr.Attribute(String name, var _) && name.equals("nr");
    }
}
