package dev.ken.engine.explain;

import dev.ken.ir.Expr;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Site;
import dev.ken.verify.PacketVerdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a user gets to see of a program: the lines that it prints, and the maps that are shown, each with what is in
/// it, of which occurrences, by which keys, and when it is shown.
final class Shows {
    private final Module module;
    private final KernelModel kernel;
    private final Kept kept;
    private final Sites sites;

    /// What several handlers may do alike, but for when.
    private record Told(String what, List<Shown.Fact> before, List<Shown.Fact> after) {}

    Shows(Module module, KernelModel kernel, Kept kept) {
        this.module = module;
        this.kernel = kernel;
        this.kept = kept;
        sites = new Sites(kernel);
    }

    List<Shown> all() {
        List<Shown> all = new ArrayList<>(lines());
        module.maps().forEach(map -> shown(map).ifPresent(when -> all.addAll(map(map, when))));
        all.addAll(verdicts());
        return all;
    }

    private List<Shown> lines() {
        Map<Told, List<Procedure>> told = new LinkedHashMap<>();
        for (Kept.Handler handler : kept.handlers()) {
            Words words = words(handler.procedure());
            List<String> row = new ArrayList<>();
            List<Expr> where = List.of();
            for (Effect effect : handler.effects()) {
                if (effect.what() instanceof Stmt.Emit emit) {
                    if (!effect.where().equals(where)) {
                        row(row, where, handler.procedure(), told);
                    }
                    where = effect.where();
                    Printed.one(emit, words).ifPresent(row::add);
                }
            }
            row(row, where, handler.procedure(), told);
        }
        return finished(told);
    }

    /// Puts a finished row away and begins the next.
    private void row(List<String> row, List<Expr> where, Procedure procedure, Map<Told, List<Procedure>> told) {
        if (!row.isEmpty()) {
            Told line = new Told(
                    "a line", List.of(fact("tells", String.join(", ", row))), where(where, procedure));
            told.computeIfAbsent(line, _ -> new ArrayList<>()).add(procedure);
            row.clear();
        }
    }

    private List<Shown.Fact> where(List<Expr> where, Procedure procedure) {
        List<Expr> all = new ArrayList<>();
        if (!procedure.guard().equals(new Expr.Bool(true)) && !sites.picksCall(procedure.guard())) {
            all.add(procedure.guard());
        }
        all.addAll(where);
        List<Shown.Fact> facts = new ArrayList<>();
        where.stream()
                .flatMap(test -> Known.walking(test).stream())
                .forEach(map -> facts.add(fact("for", "each entry of " + map)));
        all.removeIf(test -> Known.walking(test).isPresent());
        if (!all.isEmpty()) {
            facts.add(fact("where", words(procedure).tests(all)));
        }
        return facts;
    }

    private static Shown.Fact fact(String name, String text) {
        return new Shown.Fact(name, text);
    }

    private List<Shown> finished(Map<Told, List<Procedure>> told) {
        List<Shown> all = new ArrayList<>();
        told.forEach((text, procedures) -> {
            List<Shown.Fact> facts = new ArrayList<>(text.before());
            facts.add(fact("when", sites.when(procedures).replaceFirst("^(when|at) ", "")));
            facts.addAll(text.after());
            all.add(new Shown(text.what(), facts));
        });
        return all;
    }

    /// When a map is shown; empty where it never is, or is only there to remember for others.
    private Optional<String> shown(MapDecl map) {
        Map<String, List<Procedure>> when = new LinkedHashMap<>();
        boolean emptiedAtEnd = false;
        for (Kept.Handler handler : kept.handlers()) {
            boolean atEnd = handler.procedure().site() instanceof Site.End;
            boolean emptied = handler.effects().stream().anyMatch(effect -> empties(effect.what(), map.name()));
            emptiedAtEnd |= atEnd && emptied;
            for (Effect effect : handler.effects()) {
                if (effect.what() instanceof Stmt.PrintMap print && print.map().equals(map.name())) {
                    String how = Printed.how(print) + (emptied && !atEnd ? ", then begun anew" : "");
                    when.computeIfAbsent(how, _ -> new ArrayList<>()).add(handler.procedure());
                } else if (effect.what() instanceof Stmt.Emit
                        && effect.where().contains(Known.walking(map.name()))) {
                    when.computeIfAbsent(", in a loop over it", _ -> new ArrayList<>()).add(handler.procedure());
                }
            }
        }
        List<String> texts = new ArrayList<>();
        when.forEach((how, procedures) -> texts.add(sites.when(procedures) + how));
        boolean remembers = when.isEmpty() && kept.isRead(map.name());
        if (!emptiedAtEnd && !remembers && !texts.contains("at the end")) {
            texts.add("at the very end");
        }
        return texts.isEmpty() || remembers ? Optional.empty() : Optional.of(String.join(", and ", texts));
    }

    private static boolean empties(Stmt what, String map) {
        return switch (what) {
            case Stmt.MapClear(String name, _) -> name.equals(map);
            case Stmt.MapZero(String name, _) -> name.equals(map);
            case Stmt.Assign _,
                    Stmt.MapGet _,
                    Stmt.MapUpdate _,
                    Stmt.MapDelete _,
                    Stmt.WalkStart _,
                    Stmt.WalkNext _,
                    Stmt.Emit _,
                    Stmt.PrintMap _,
                    Stmt.Decide _,
                    Stmt.Exit _,
                    Stmt.Assume _,
                    Stmt.Check _,
                    Stmt.Havoc _ -> false;
        };
    }

    private List<Shown> map(MapDecl map, String when) {
        Map<Told, List<Procedure>> told = new LinkedHashMap<>();
        for (Kept.Handler handler : kept.handlers()) {
            Words words = words(handler.procedure());
            for (Effect effect : handler.effects()) {
                if (effect.what() instanceof Stmt.MapUpdate(String name, List<Expr> keys, Stmt.Update update, _)
                        && name.equals(map.name())) {
                    List<Shown.Fact> after = new ArrayList<>(where(effect.where(), handler.procedure()));
                    if (!keys.isEmpty()) {
                        after.add(fact("by", words.list(keys)));
                    }
                    after.add(fact("shown", when));
                    Stmt.Update plain = plain(map.name(), keys, update);
                    Told line = new Told(kind(plain) + " in " + map.name(), of(plain, words), after);
                    told.computeIfAbsent(line, _ -> new ArrayList<>()).add(handler.procedure());
                }
            }
        }
        return finished(told);
    }

    /// What is kept by hand as a count or a sum, as such.
    private static Stmt.Update plain(String map, List<Expr> keys, Stmt.Update update) {
        return update instanceof Stmt.Update.Set(Expr value)
                ? Known.added(map, keys, value)
                        .map(more -> more.equals(new Expr.Int(1))
                                ? (Stmt.Update) new Stmt.Update.Count()
                                : new Stmt.Update.Sum(more))
                        .orElse(update)
                : update;
    }

    private static String kind(Stmt.Update update) {
        return switch (update) {
            case Stmt.Update.Set _ -> "the last value";
            case Stmt.Update.Count() -> "a count";
            case Stmt.Update.Sum _ -> "a sum";
            case Stmt.Update.Minimum _ -> "the smallest value";
            case Stmt.Update.Maximum _ -> "the largest value";
            case Stmt.Update.Average _ -> "an average";
            case Stmt.Update.Statistics _ -> "count, average and total";
            case Stmt.Update.Log2 _ -> "a histogram by powers of 2";
            case Stmt.Update.Linear(_, var least, var most, var step) ->
                "a histogram from " + least + " to " + most + " by " + step;
        };
    }

    private static List<Shown.Fact> of(Stmt.Update update, Words words) {
        Optional<Expr> value =
                switch (update) {
                    case Stmt.Update.Count() -> Optional.empty();
                    case Stmt.Update.Set(var one) -> Optional.of(one);
                    case Stmt.Update.Sum(var one) -> Optional.of(one);
                    case Stmt.Update.Minimum(var one) -> Optional.of(one);
                    case Stmt.Update.Maximum(var one) -> Optional.of(one);
                    case Stmt.Update.Average(var one) -> Optional.of(one);
                    case Stmt.Update.Statistics(var one) -> Optional.of(one);
                    case Stmt.Update.Log2(var one) -> Optional.of(one);
                    case Stmt.Update.Linear(var one, _, _, _) -> Optional.of(one);
                };
        return value.map(one -> List.of(fact("of", words.of(one)))).orElse(List.of());
    }

    private List<Shown> verdicts() {
        Map<Told, List<Procedure>> told = new LinkedHashMap<>();
        for (Kept.Handler handler : kept.handlers()) {
            for (Effect effect : handler.effects()) {
                if (effect.what() instanceof Stmt.Decide(Expr.Int(long number), _)) {
                    Told line = new Told(
                            PacketVerdict.does(number),
                            List.of(),
                            where(effect.where(), handler.procedure()));
                    told.computeIfAbsent(line, _ -> new ArrayList<>()).add(handler.procedure());
                }
            }
        }
        return finished(told);
    }

    private Words words(Procedure procedure) {
        return new Words(kernel, kept, procedure);
    }
}
