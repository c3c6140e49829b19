package dev.ken.bpf;

import dev.ken.bpf.State.EntryFacts;
import dev.ken.ir.Expr;
import dev.ken.ir.Stmt;
import dev.ken.ir.Type;
import java.util.List;
import java.util.Optional;

/// Entries of maps that are put in and taken out as a whole.
final class WholeEntries {
    private final Walker walker;
    private final Entries entries;

    WholeEntries(Walker walker, Entries entries) {
        this.walker = walker;
        this.entries = entries;
    }

    private static final long ONLY_NEW = 1;
    private static final long ONLY_OLD = 2;
    private static final long EXISTS = -17;
    private static final long DOES_NOT_EXIST = -2;

    /// Whether an update depends on something that is not known: the path then goes on twice at the same call,
    /// once with the entry and once without.
    boolean splits(State state, MapShape map, List<Expr> keys, Optional<Long> flags) {
        boolean depends = flags.equals(Optional.of(ONLY_NEW)) || flags.equals(Optional.of(ONLY_OLD));
        if (!depends || map.isArray() || state.present(map.name(), keys).isPresent()) {
            return false;
        }
        int id = state.entries.size();
        state.entries.put(id, new EntryFacts(map, keys, "", false));
        Expr present = new Expr.Local(entries.fetch(state, id) + ".0?", new Type.Bool());
        State absent = state.copy();
        state.told(map.name(), keys, true);
        absent.told(map.name(), keys, false);
        walker.split(present, state, absent);
        return true;
    }

    /// `bpf_map_update_elem`; what it returns.
    long put(State state, MapShape map, List<Expr> keys, Value from, Optional<Long> flags) {
        if (flags.isEmpty() || flags.get() > ONLY_OLD || flags.get() < 0) {
            walker.gap("an update of a map with other flags than BPF_ANY, BPF_NOEXIST and BPF_EXIST");
            return 0;
        }
        Optional<Boolean> present = map.isArray() ? Optional.of(true) : state.present(map.name(), keys);
        if (flags.get() == ONLY_NEW && present.orElse(true)) {
            return EXISTS;
        }
        if (flags.get() == ONLY_OLD && !present.orElse(false)) {
            return DOES_NOT_EXIST;
        }
        for (Field field : map.value()) {
            walker.tables.notHistogram(map.table(field));
            put(state, map, keys, from, field, present.equals(Optional.of(false)));
        }
        Entries.changed(state, map, true);
        state.presence(map.name(), keys, true);
        return 0;
    }

    private void put(State state, MapShape map, List<Expr> keys, Value from, Field field, boolean absent) {
        Optional<Expr> value = switch (field.kind()) {
            case Field.Kind.Number(boolean signed) ->
                entries.read(state, from, field.offsetBytes(), field.sizeBytes()) instanceof Value.Scalar(Expr expr)
                        ? Optional.of(Scalars.narrow(expr, 8 * field.sizeBytes(), signed))
                        : Optional.empty();
            case Field.Kind.Text() ->
                from instanceof Value.Place(var region, long offset)
                        ? state.memory(region)
                                .text(offset + field.offsetBytes(), field.sizeBytes())
                                .map(Value.Text::expr)
                        : Optional.empty();
            case Field.Kind.Numbers _, Field.Kind.Address _, Field.Kind.Other _ -> Optional.empty();
        };
        boolean empty = field.kind() instanceof Field.Kind.Numbers
                && absent
                && zeros(state, from, field.offsetBytes(), field.sizeBytes());
        if (empty) {
            return;
        }
        String table = map.table(field);
        value.flatMap(Scalars::stack).ifPresent(stack -> walker.types.holdsStack(table, Lowering.type(stack)));
        if (walker.types.stack(table).isPresent()) {
            if (value.flatMap(Scalars::stack).isEmpty()) {
                walker.gap("what is written to " + table + ", which holds stacks");
                return;
            }
            walker.add(new Stmt.MapUpdate(
                    table, keys, new Stmt.Update.Set(Scalars.stack(value.get()).get()), walker.at(state)));
            return;
        }
        if (value.isEmpty() && field.type().isEmpty()) {
            walker.gap("what is written to " + map.table(field));
            return;
        }
        Expr stored = value.orElseGet(
                () -> walker.havoc(state, field.type().orElse(Scalars.INT), "what is written to " + map.table(field)));
        Stmt.MapUpdate update =
                new Stmt.MapUpdate(map.table(field), keys, new Stmt.Update.Set(stored), walker.at(state));
        walker.add(update);
        if (absent && field.kind() instanceof Field.Kind.Number) {
            walker.tables.beginning(update);
        }
    }

    private boolean zeros(State state, Value from, long offset, int bytes) {
        return switch (from) {
            case Value.Place(var region, long at) -> state.memory(region).zeros(at + offset, bytes);
            case Value.OfData(String section, long at) -> {
                boolean zero = true;
                for (int i = 0; i < bytes; i++) {
                    zero &= walker.object.constant(section, at + offset + i, 1).equals(Optional.of(0L));
                }
                yield zero || section.startsWith(".bss") && walker.tables.assumeZero(section);
            }
            case Value _ -> false;
        };
    }

    /// `bpf_map_delete_elem`.
    void delete(State state, MapShape map, List<Expr> keys) {
        if (map.isArray()) {
            return;
        }
        for (Field field : map.value()) {
            walker.add(new Stmt.MapDelete(map.table(field), keys, walker.at(state)));
        }
        Entries.changed(state, map, true);
        state.presence(map.name(), keys, false);
    }
}
