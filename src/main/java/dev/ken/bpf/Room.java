package dev.ken.bpf;

import dev.ken.ir.Expr;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whether a table has room for as many entries as its keys give rise to. That one is full is not modelled.
final class Room {
    /// As few kinds as soft interrupts have; a table with room for less holds not even what is told apart least.
    private static final int FEWEST = 10;
    /// Of what a machine has many: threads, processes, their names.
    private static final int FEWEST_TASKS = 128;

    private static final Set<String> TASKS = Set.of("name=pid,", "name=tid,", "name=comm,");

    private Room() {}

    /// What is not modelled where there is too little room.
    static Optional<String> lacking(MapShape map, List<Expr> keys, Map<String, Expr> definitions) {
        boolean constant = keys.stream().allMatch(Expr.Int.class::isInstance);
        boolean tasks = keys.stream()
                .anyMatch(key -> Leaves.of(key, definitions).stream().anyMatch(TASKS::contains));
        return map.isHash() && !constant && map.entries() < (tasks ? FEWEST_TASKS : FEWEST)
                ? Optional.of(
                        "more than the " + map.entries() + " entries for which the map " + map.name() + " has room")
                : Optional.empty();
    }
}
