package dev.ken.engine.explain;

import dev.ken.ir.Expr;
import dev.ken.ir.Stmt;
import dev.ken.verify.PacketVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What one handler does, step by step; steps that need something to hold stand below it.
final class Steps {
    static final int MOST_STEPS = 200;
    private static final String INDENT = "  ";

    private final Words words;
    private final List<String> steps = new ArrayList<>();
    /// The conditions that the last step stood below.
    private List<Expr> below = List.of();
    /// The map that the last step filled with a constant; empty where it did something else.
    private String filling = "";

    private Steps(Words words) {
        this.words = words;
    }

    static List<String> of(List<Effect> effects, Words words) {
        Steps steps = new Steps(words);
        effects.stream().limit(MOST_STEPS).forEach(steps::add);
        if (effects.size() > MOST_STEPS) {
            steps.steps.add((effects.size() - MOST_STEPS) + " more steps are not shown");
        }
        return List.copyOf(steps.steps);
    }

    private void add(Effect effect) {
        int shared = 0;
        while (shared < below.size()
                && shared < effect.where().size()
                && below.get(shared).equals(effect.where().get(shared))) {
            shared++;
        }
        for (int i = shared; i < effect.where().size(); i++) {
            Expr test = effect.where().get(i);
            boolean otherwise =
                    i == shared && i < below.size() && Locals.opposite(below.get(i)).equals(test);
            steps.add(INDENT.repeat(i) + (otherwise ? "otherwise:" : condition(test)));
        }
        below = effect.where();
        String before = filling;
        filling = effect.where().isEmpty() ? constant(effect.what()).orElse("") : "";
        if (!filling.isEmpty() && filling.equals(before)) {
            steps.add(steps.removeLast() + ", " + pair(effect.what()));
        } else if (!filling.isEmpty()) {
            steps.add("fill " + filling + ": " + pair(effect.what()));
        } else {
            steps.add(INDENT.repeat(below.size()) + sentence(effect.what()));
        }
    }

    private String condition(Expr test) {
        return Known.walking(test)
                .map(map -> "for each entry of " + map + ":")
                .orElseGet(() -> "if " + words.test(test) + ":");
    }

    /// The map of a step that puts a constant under constants into it.
    private static Optional<String> constant(Stmt what) {
        return what instanceof Stmt.MapUpdate(String map, List<Expr> keys, Stmt.Update.Set(Expr value), _)
                        && !keys.isEmpty()
                        && Stream.concat(keys.stream(), Stream.of(value))
                                .allMatch(one -> one instanceof Expr.Int || one instanceof Expr.Text)
                ? Optional.of(map)
                : Optional.empty();
    }

    private String pair(Stmt what) {
        return what instanceof Stmt.MapUpdate(_, List<Expr> keys, Stmt.Update.Set(Expr value), _)
                ? words.list(keys) + " = " + words.of(value)
                : "";
    }

    private String sentence(Stmt statement) {
        return switch (statement) {
            case Stmt.MapUpdate(var map, var keys, Stmt.Update.Set(var value), _)
            when Known.added(map, keys, value).isPresent() ->
                "add " + words.of(Known.added(map, keys, value).get()) + " to " + words.entry(map, keys);
            case Stmt.MapUpdate(var map, var keys, var update, _) ->
                update(update) + " in " + words.entry(map, keys);
            case Stmt.MapDelete(var map, var keys, _) -> "forget " + words.entry(map, keys);
            case Stmt.MapClear(var map, _) -> "empty " + map;
            case Stmt.MapZero(var map, _) -> "set all of " + map + " to zero";
            case Stmt.Emit emit -> "print " + Printed.one(emit, words).orElseGet(() -> Printed.heading(emit, words));
            case Stmt.PrintMap print -> "show " + print.map() + Printed.how(print);
            case Stmt.Decide(var verdict, _) -> verdict(verdict);
            case Stmt.Exit _ -> "end";
            case Stmt.Havoc(_, _, var reason, _) -> "do something that is not modelled: " + reason;
            case Stmt.Assign _, Stmt.MapGet _, Stmt.WalkStart _, Stmt.WalkNext _, Stmt.Assume _, Stmt.Check _ ->
                throw new IllegalStateException("no effect: " + statement);
        };
    }

    private String verdict(Expr verdict) {
        return verdict instanceof Expr.Int(long number)
                ? PacketVerdict.does(number)
                : "decide about the packet by " + words.of(verdict);
    }

    private String update(Stmt.Update update) {
        return switch (update) {
            case Stmt.Update.Set(var value) -> "remember " + words.of(value);
            case Stmt.Update.Count() -> "count one";
            case Stmt.Update.Sum(var value) -> "add " + words.of(value);
            case Stmt.Update.Minimum(var value) -> "keep the smallest: " + words.of(value);
            case Stmt.Update.Maximum(var value) -> "keep the largest: " + words.of(value);
            case Stmt.Update.Average(var value) -> "average " + words.of(value);
            case Stmt.Update.Statistics(var value) -> "keep count, average and total of " + words.of(value);
            case Stmt.Update.Log2(var value) -> "put " + words.of(value) + " into a power-of-2 histogram";
            case Stmt.Update.Linear(var value, var least, var most, var step) ->
                "put " + words.of(value) + " into a histogram from " + least + " to " + most + " with steps of " + step;
        };
    }
}
