package dev.ken.verify;

import dev.ken.ir.Block;
import dev.ken.ir.Expr;
import dev.ken.ir.Jump;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Maps that have entries only where another one has, so that a loop over that one, which writes what both
/// hold of a key, leaves no entry out: wherever the companion gets an entry, so does its leader, and the leader
/// loses none alone.
final class Companions {
    private final Module module;

    Companions(Module module) {
        this.module = module;
    }

    boolean follows(String map, String leader) {
        return !map.equals(leader)
                && module.map(map).filter(Companions::isRead).isPresent()
                && module.procedures().stream().allMatch(procedure -> follows(procedure, map, leader));
    }

    /// Whether what an entry holds is what a program reads of it.
    private static boolean isRead(MapDecl map) {
        return switch (map.kind()) {
            case SCALAR, COUNT, SUM, MINIMUM, MAXIMUM -> true;
            case AVERAGE, STATISTICS, LOG2, LINEAR -> false;
        };
    }

    private static boolean follows(Procedure procedure, String map, String leader) {
        List<Block> blocks = procedure.blocks();
        for (int at = 0; at < blocks.size(); at++) {
            for (Stmt statement : blocks.get(at).statements()) {
                boolean kept = switch (statement) {
                    case Stmt.MapUpdate update
                    when update.map().equals(map) ->
                        isFixed(update.keys(), procedure) && isLed(blocks, at, update.keys(), leader);
                    case Stmt.MapDelete delete when delete.map().equals(leader) -> false;
                    case Stmt.MapZero zero ->
                        !zero.map().equals(map) && !zero.map().equals(leader);
                    case Stmt.MapClear clear when clear.map().equals(leader) -> clears(blocks.get(at), map);
                    case Stmt _ -> true;
                };
                if (!kept) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean clears(Block block, String map) {
        return block.statements().stream()
                .anyMatch(statement ->
                        statement instanceof Stmt.MapClear clear && clear.map().equals(map));
    }

    /// Whether a key is the same wherever it stands in a procedure.
    private static boolean isFixed(List<Expr> keys, Procedure procedure) {
        Set<String> known = LargestByHand.known(procedure).keySet();
        return keys.stream().flatMap(key -> Scratch.locals(key).stream()).allMatch(known::contains);
    }

    /// Whether the leader gets that entry in the same block, or in one that all ways there lead through.
    private static boolean isLed(List<Block> blocks, int at, List<Expr> keys, String leader) {
        return Stream.iterate(0, i -> i < blocks.size(), i -> i + 1)
                .filter(i -> updates(blocks.get(i), keys, leader))
                .anyMatch(i -> i == at || !reaches(blocks, at, i));
    }

    private static boolean updates(Block block, List<Expr> keys, String leader) {
        return block.statements().stream()
                .anyMatch(statement -> statement instanceof Stmt.MapUpdate update
                        && update.map().equals(leader)
                        && update.keys().equals(keys));
    }

    /// Whether a way from the beginning to a block leads past another.
    private static boolean reaches(List<Block> blocks, int target, int past) {
        Set<Integer> seen = new LinkedHashSet<>(List.of(past));
        List<Integer> open = new ArrayList<>(List.of(0));
        while (!open.isEmpty()) {
            int at = open.removeLast();
            if (seen.add(at)) {
                if (at == target) {
                    return true;
                }
                switch (blocks.get(at).jump()) {
                    case Jump.Goto(int to) -> open.add(to);
                    case Jump.Branch branch -> open.addAll(List.of(branch.yes(), branch.no()));
                    case Jump.Return() -> {}
                }
            }
        }
        return false;
    }

    /// The lines by which a loop tells several maps, each with the key: the leader, over which it goes, and those
    /// that follow it. Empty where a line says a whole out of its share.
    static Optional<List<Stmt.PrintMap>> told(List<Column> columns, String form, boolean text, Headings headings) {
        List<Integer> keys = places(columns, "");
        List<Integer> values = IntStream.range(0, columns.size())
                .filter(at -> !columns.get(at).map().isEmpty())
                .boxed()
                .toList();
        List<String> forms = text ? TotalLines.forms(form) : List.of();
        if (text && forms.size() != columns.size()) {
            return Optional.empty();
        }
        boolean share = text && values.size() == 2 && Labels.isShare(form, values.getLast());
        if (share && columns.get(values.getFirst()).leads()) {
            return Optional.empty();
        }
        List<String> above = headings.above(columns.size(), 0);
        List<Stmt.PrintMap> shown = new ArrayList<>();
        for (int value : values) {
            List<Integer> own = IntStream.range(0, columns.size())
                    .filter(at -> at == value || keys.contains(at))
                    .boxed()
                    .toList();
            List<Integer> parts = own.stream()
                    .map(at -> at == value ? Stmt.Layout.VALUE : columns.get(at).key())
                    .toList();
            Optional<Stmt.Layout> layout =
                    text && !share ? Optional.of(new Stmt.Layout(line(own, forms, above), parts)) : Optional.empty();
            Column column = columns.get(value);
            shown.add(new Stmt.PrintMap(
                    column.map(), Optional.empty(), column.divisor(), layout, List.of(), column.at()));
        }
        return Optional.of(shown);
    }

    /// What a place of the line shows: a part of the key, or the value of a map.
    record Column(int key, String map, boolean leads, long divisor, Span at) {}

    private static List<Integer> places(List<Column> columns, String map) {
        return IntStream.range(0, columns.size())
                .filter(at -> columns.get(at).map().equals(map))
                .boxed()
                .toList();
    }

    private static String line(List<Integer> own, List<String> forms, List<String> above) {
        StringBuilder line = new StringBuilder();
        for (int at : own) {
            line.append(above.isEmpty() ? "" : " " + above.get(at) + " ");
            line.append(forms.get(at).replace("\\n", "").replace("\n", ""));
        }
        return line + "\n";
    }
}
