package dev.ken.bpf;

import dev.ken.ir.Block;
import dev.ken.ir.Expr;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Parts of keys that are 0 wherever a table is used, as the bytes between fields and members that fill a structure up
/// are: they tell nothing. One part is kept in any case.
///
/// @param kept of each table whose keys have several parts, which of them are left
record SilentParts(Map<String, List<Integer>> kept) {
    private static final Expr NOTHING = new Expr.Int(0);

    static SilentParts of(List<Procedure> procedures) {
        Map<String, List<Integer>> kept = new LinkedHashMap<>();
        Map<String, Integer> sizes = new LinkedHashMap<>();
        Set<String> mixed = new TreeSet<>();
        for (Procedure procedure : procedures) {
            for (Block block : procedure.blocks()) {
                for (Stmt statement : block.statements()) {
                    Stmt.MapDelete use = OnlyKeys.use(statement);
                    int size = use.keys().size();
                    if (sizes.computeIfAbsent(use.map(), _ -> size) != size) {
                        mixed.add(use.map());
                    }
                    List<Integer> told = kept.computeIfAbsent(use.map(), _ -> new ArrayList<>());
                    for (int part = 0; part < size; part++) {
                        if (!use.keys().get(part).equals(NOTHING) && !told.contains(part)) {
                            told.add(part);
                        }
                    }
                }
            }
        }
        kept.keySet().removeIf(map -> mixed.contains(map) || sizes.getOrDefault(map, 0) < 2);
        kept.replaceAll((_, parts) ->
                parts.isEmpty() ? List.of(0) : parts.stream().sorted().toList());
        return new SilentParts(kept);
    }

    /// The same procedures without such parts.
    List<Procedure> without(List<Procedure> procedures) {
        List<Procedure> now = procedures;
        for (Map.Entry<String, List<Integer>> one : kept.entrySet()) {
            now = OnlyKeys.rewritten(
                    now,
                    Set.of(one.getKey()),
                    keys -> one.getValue().stream().map(keys::get).toList());
        }
        return now;
    }

    /// The fields of a map that the parts of the keys of one of its tables are, where that is known; empty for bytes
    /// that belong to none.
    List<Optional<Field>> fields(String table, MapShape map) {
        List<Optional<Field>> all = KeyPart.of(map).stream().map(KeyPart::field).toList();
        return kept.containsKey(table) && all.size() > kept.get(table).getLast()
                ? kept.get(table).stream().map(all::get).toList()
                : all;
    }
}
