package dev.ken.verify;

import dev.ken.ir.Block;
import dev.ken.ir.Expr;
import dev.ken.ir.Jump;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.kernel.Site;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How many entries of a map one occurrence may touch, taken for more than there are where in doubt.
final class Touched {
    /// So many that nothing is said of them.
    static final int MANY = 1_000;

    private final Map<Site, Map<String, Set<Object>>> keys = new LinkedHashMap<>();
    private final Map<Site, Map<String, Integer>> others = new LinkedHashMap<>();

    Touched(Module module) {
        module.procedures().forEach(this::procedure);
    }

    /// The most of any site. A map without keys has one entry.
    int most(MapDecl map) {
        int most = 1;
        Set<Site> sites = new LinkedHashSet<>(keys.keySet());
        sites.addAll(others.keySet());
        for (Site site : sites) {
            int read = keys.getOrDefault(site, Map.of())
                    .getOrDefault(map.name(), Set.of())
                    .size();
            most = Math.max(most, read + others.getOrDefault(site, Map.of()).getOrDefault(map.name(), 0));
        }
        return map.keys().isEmpty() && most < MANY ? 1 : most;
    }

    private void procedure(Procedure procedure) {
        Set<String> changing = changing(procedure);
        for (int at = 0; at < procedure.blocks().size(); at++) {
            boolean again = isRepeated(at, procedure.blocks());
            for (Stmt statement : procedure.blocks().get(at).statements()) {
                Roles.map(statement).ifPresent(map -> touch(procedure.site(), map, statement, changing, again));
            }
        }
    }

    private void touch(Site site, String map, Stmt statement, Set<String> changing, boolean again) {
        switch (statement) {
            case Stmt.MapGet _, Stmt.MapUpdate _, Stmt.MapDelete _ -> {
                List<Expr> key = Alphabet.keys(statement);
                boolean varies = key.stream()
                        .flatMap(part -> Scratch.locals(part).stream())
                        .anyMatch(changing::contains);
                if (varies && again) {
                    more(site, map, MANY);
                }
                keys.computeIfAbsent(site, _ -> new LinkedHashMap<>())
                        .computeIfAbsent(map, _ -> new LinkedHashSet<>())
                        .add(varies ? new Object() : key);
            }
            // What is shown is any other entry too.
            case Stmt.PrintMap _ -> more(site, map, 1);
            case Stmt.WalkStart _, Stmt.WalkNext _ -> more(site, map, MANY);
            case Stmt.MapClear _, Stmt.MapZero _ -> {}
            case Stmt.Assign _, Stmt.Emit _, Stmt.Decide _, Stmt.Exit _, Stmt.Assume _, Stmt.Check _, Stmt.Havoc _ -> {}
        }
    }

    private void more(Site site, String map, int number) {
        others.computeIfAbsent(site, _ -> new LinkedHashMap<>()).merge(map, number, Integer::sum);
    }

    /// Locals that get a value at more than one place, or again and again.
    private static Set<String> changing(Procedure procedure) {
        Set<String> once = new LinkedHashSet<>();
        Set<String> changing = new LinkedHashSet<>();
        for (int at = 0; at < procedure.blocks().size(); at++) {
            boolean again = isRepeated(at, procedure.blocks());
            for (Stmt statement : procedure.blocks().get(at).statements()) {
                assigned(statement).stream()
                        .filter(local -> !once.add(local) || again)
                        .forEach(changing::add);
            }
        }
        // And what is made of them.
        boolean more = true;
        while (more) {
            more = false;
            for (Block block : procedure.blocks()) {
                for (Stmt statement : block.statements()) {
                    boolean of = statement instanceof Stmt.Assign assign
                            && Scratch.locals(assign.value()).stream().anyMatch(changing::contains);
                    more |= of && changing.addAll(assigned(statement));
                }
            }
        }
        return changing;
    }

    private static List<String> assigned(Stmt statement) {
        return switch (statement) {
            case Stmt.Assign assign -> List.of(assign.local());
            case Stmt.MapGet get -> List.of(get.value(), get.present());
            case Stmt.Havoc havoc -> List.of(havoc.local());
            case Stmt.WalkNext next -> {
                List<String> all = new java.util.ArrayList<>(next.keys());
                all.addAll(List.of(next.value(), next.found(), next.more()));
                yield all;
            }
            case Stmt.MapUpdate _, Stmt.MapDelete _, Stmt.MapClear _, Stmt.MapZero _, Stmt.PrintMap _ -> List.of();
            case Stmt.WalkStart _, Stmt.Emit _, Stmt.Decide _, Stmt.Exit _, Stmt.Assume _, Stmt.Check _ -> List.of();
        };
    }

    /// Whether a block may run after it has run.
    private static boolean isRepeated(int at, List<Block> blocks) {
        Set<Integer> reached = new LinkedHashSet<>();
        Deque<Integer> open = new ArrayDeque<>(next(blocks.get(at)));
        while (!open.isEmpty()) {
            int block = open.removeFirst();
            if (reached.add(block)) {
                open.addAll(next(blocks.get(block)));
            }
        }
        return reached.contains(at);
    }

    static List<Integer> next(Block block) {
        return switch (block.jump()) {
            case Jump.Goto(int target) -> List.of(target);
            case Jump.Branch(var _, int yes, int no) -> List.of(yes, no);
            case Jump.Return() -> List.of();
        };
    }
}
