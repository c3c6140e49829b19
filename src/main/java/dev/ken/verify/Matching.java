package dev.ken.verify;

import dev.ken.ir.MapDecl;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.ir.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Which of the candidate's tables stands for which part's, where each key part is found in it, and which
/// report each of its rows belongs to. Names and the order of keys are free, so every possibility is a matching
/// of its own, the likeliest first.
///
/// @param tables  one entry for each part of the reference; empty for reports, and where no table can be it
/// @param reports the part that each row-writing statement serves
record Matching(List<Optional<Table>> tables, Map<Stmt.Emit, String> reports) {
    private static final int MOST = 12;

    record Table(MapDecl map, List<Integer> order) {
        Table {
            order = List.copyOf(order);
        }
    }

    Matching {
        tables = List.copyOf(tables);
        reports = Collections.unmodifiableMap(new LinkedHashMap<>(reports));
    }

    /// The part that a row written by these statements belongs to.
    Optional<String> report(List<Stmt.Emit> by) {
        return Optional.ofNullable(reports.get(writer(by)));
    }

    /// The statement that stands for a row: the first that shows a value.
    static Stmt.Emit writer(List<Stmt.Emit> by) {
        return by.stream().filter(emit -> !emit.values().isEmpty()).findFirst().orElse(by.getFirst());
    }

    static List<Matching> of(Reference reference, Module candidate) {
        List<List<Optional<Table>>> choices = new ArrayList<>();
        choices.add(List.of());
        for (ReferencePart part : reference.parts()) {
            List<Optional<Table>> options = part.table()
                    .map(table -> options(table, reference.module(), candidate))
                    .orElse(List.of(Optional.empty()));
            List<List<Optional<Table>>> longer = new ArrayList<>();
            for (List<Optional<Table>> chosen : choices) {
                // Where all are taken, there is none left for this one.
                List<Optional<Table>> left = chosen.containsAll(options) ? List.of(Optional.empty()) : options;
                for (Optional<Table> option : left) {
                    if (option.isEmpty() || !chosen.contains(option)) {
                        List<Optional<Table>> next = new ArrayList<>(chosen);
                        next.add(option);
                        longer.add(next);
                    }
                }
            }
            choices = longer.size() > MOST ? longer.subList(0, MOST) : longer;
        }
        List<Matching> matchings = new ArrayList<>();
        for (Map<Stmt.Emit, String> reports : reports(reference, candidate)) {
            choices.forEach(tables -> matchings.add(new Matching(tables, reports)));
        }
        return matchings.size() > MOST ? matchings.subList(0, MOST) : matchings;
    }

    private static List<Map<Stmt.Emit, String>> reports(Reference reference, Module candidate) {
        List<Map<Stmt.Emit, String>> choices = new ArrayList<>();
        choices.add(Map.of());
        List<String> parts = reference.parts().stream()
                .filter(Comparison::isReport)
                .map(ReferencePart::id)
                .toList();
        for (Procedure procedure : candidate.procedures()) {
            for (Stmt statement : statements(procedure).toList()) {
                if (statement instanceof Stmt.Emit emit && !parts.isEmpty()) {
                    List<String> options = options(parts, reference.module(), procedure);
                    // The time of day is of whatever stands behind it, so that it does not matter whose it is.
                    boolean time = emit.channel() == Stmt.Channel.CLOCK;
                    choices = with(emit, time ? options.subList(0, 1) : options, choices);
                }
            }
        }
        return choices;
    }

    private static List<Map<Stmt.Emit, String>> with(
            Stmt.Emit emit, List<String> options, List<Map<Stmt.Emit, String>> choices) {
        List<Map<Stmt.Emit, String>> longer = new ArrayList<>();
        for (String option : options) {
            for (Map<Stmt.Emit, String> choice : choices) {
                Map<Stmt.Emit, String> next = new LinkedHashMap<>(choice);
                next.putIfAbsent(emit, option);
                longer.add(next);
            }
        }
        if (longer.size() > MOST) {
            // Each line is likely to be of a part of its own.
            longer.sort(Comparator.comparing((Map<Stmt.Emit, String> choice) -> new TreeSet<>(choice.values()).size())
                    .reversed());
        }
        return longer.size() > MOST ? longer.subList(0, MOST) : longer;
    }

    /// The reports that rows of a procedure may belong to: those that are due at its site; any where none is.
    private static List<String> options(List<String> parts, Module reference, Procedure procedure) {
        List<String> due = parts.stream()
                .filter(part -> reference.procedures().stream()
                        .filter(p -> statements(p)
                                .anyMatch(s ->
                                        s instanceof Stmt.Emit e && e.form().equals(part)))
                        .anyMatch(p -> p.site().equals(procedure.site()) && meet(p, procedure)))
                .toList();
        return due.isEmpty() ? List.of(parts.getFirst()) : due;
    }

    /// Whether the guards of two procedures name a system call in common, or one of them names none.
    private static boolean meet(Procedure a, Procedure b) {
        Set<Long> left = new TreeSet<>();
        Set<Long> right = new TreeSet<>();
        Alphabet.numbers(a.guard(), left);
        Alphabet.numbers(b.guard(), right);
        return left.isEmpty() || right.isEmpty() || !Collections.disjoint(left, right);
    }

    private static java.util.stream.Stream<Stmt> statements(Procedure procedure) {
        return procedure.blocks().stream().flatMap(block -> block.statements().stream());
    }

    private static List<Optional<Table>> options(MapDecl table, Module reference, Module candidate) {
        Set<String> scratch = scratch(candidate);
        List<Optional<Table>> found = new ArrayList<>();
        List<Optional<Table>> read = new ArrayList<>();
        List<Optional<Table>> consumed = new ArrayList<>();
        for (MapDecl map : candidate.maps()) {
            if (Tables.compatible(table, map, update(reference, table.name()), update(candidate, map.name()))) {
                boolean own = map.kind() == MapDecl.Kind.SCALAR && scratch.contains(map.name());
                List<Optional<Table>> likelihood = !own ? found : isDeletedFrom(map, candidate) ? consumed : read;
                for (List<Integer> order : orders(table.keys(), map.keys())) {
                    likelihood.add(Optional.of(new Table(map, order)));
                }
            }
        }
        found.addAll(read);
        // Fields of one map are often called as what they hold; the others are tried all the same.
        String field = "." + table.name().replaceFirst("^[^.]*\\.?", "");
        String called = field.equals(".") ? ".value" : field;
        found.sort(Comparator.comparing(
                (Optional<Table> one) -> !one.orElseThrow().map().name().endsWith(called)));
        if (!found.isEmpty() || !consumed.isEmpty()) {
            return found.isEmpty() ? consumed : found;
        }
        return List.of(Optional.empty());
    }

    private static Optional<Stmt.Update> update(Module module, String map) {
        return statements(module)
                .filter(statement -> statement instanceof Stmt.MapUpdate update
                        && update.map().equals(map))
                .map(statement -> ((Stmt.MapUpdate) statement).update())
                .findFirst();
    }

    private static java.util.stream.Stream<Stmt> statements(Module module) {
        return module.procedures().stream().flatMap(Matching::statements);
    }

    /// Maps that the program reads for its own use; they may be tables too.
    static Set<String> scratch(Module module) {
        return Scratch.of(module);
    }

    private static boolean isDeletedFrom(MapDecl map, Module module) {
        return statements(module)
                .anyMatch(statement -> statement instanceof Stmt.MapDelete delete
                        && delete.map().equals(map.name()));
    }

    /// The permutations under which the key types agree.
    private static List<List<Integer>> orders(List<Type> ours, List<Type> theirs) {
        List<List<Integer>> orders = new ArrayList<>();
        orders.add(List.of());
        for (Type type : ours) {
            List<List<Integer>> longer = new ArrayList<>();
            for (List<Integer> order : orders) {
                for (int at = 0; at < theirs.size(); at++) {
                    if (!order.contains(at) && alike(type, theirs.get(at))) {
                        List<Integer> next = new ArrayList<>(order);
                        next.add(at);
                        longer.add(next);
                    }
                }
            }
            orders = longer;
        }
        if (!orders.isEmpty() || ours.isEmpty()) {
            return orders;
        }
        // No order fits: the keys as they stand, so that the difference shows as a refutation.
        List<Integer> plain = new ArrayList<>();
        for (int at = 0; at < ours.size(); at++) {
            plain.add(at);
        }
        return List.of(plain);
    }

    private static boolean alike(Type a, Type b) {
        return switch (a) {
            case Type.Int(), Type.Bool() -> b instanceof Type.Int || b instanceof Type.Bool;
            case Type.Text _ -> b instanceof Type.Text;
            case Type.Opaque(String kind) -> b instanceof Type.Opaque(String other) && kind.equals(other);
            case Type.Tuple _ -> a.equals(b);
        };
    }
}
