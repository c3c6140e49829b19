package dev.ken.bpf;

import dev.ken.ir.Expr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where a path through a program is, and what is known there.
final class State {
    static final int REGISTERS = 11;
    static final int FRAME = 10;
    private static final Value CLOBBERED = new Value.Unknown("a register that was not set");

    /// An entry that was looked up: its table and keys, the name that begins those of the locals that hold its fields
    /// (empty: it has changed since), and whether it may be gone.
    record EntryFacts(MapShape map, List<Expr> keys, String locals, boolean gone) {}

    /// Whether a map has an entry.
    record Presence(String map, List<Expr> keys, boolean present) {}

    /// Where a call returns to.
    record Caller(BpfObject.Code code, int slot, List<Value> saved) {}

    BpfObject.Code code;
    int slot;
    final Value[] registers = new Value[REGISTERS];
    final Map<Value.Region, Memory> memory = new LinkedHashMap<>();
    final Map<Integer, EntryFacts> entries = new LinkedHashMap<>();
    final List<Presence> presences = new ArrayList<>();
    /// What the branches on the way have told.
    final List<Expr> conditions = new ArrayList<>();
    /// Entries that are variables of the program, by name.
    final Map<String, Integer> variables = new LinkedHashMap<>();
    /// Where locals that hold an element of an array were read.
    final Map<String, Value.Element> elements = new LinkedHashMap<>();
    /// What locals stand for.
    final Map<String, Expr> definitions = new LinkedHashMap<>();
    final List<Caller> callers = new ArrayList<>();
    /// Loops that are under way, the innermost last.
    final List<Loops.Loop> loops = new ArrayList<>();
    int names;
    /// Records that were reserved on the way.
    int records;

    State(BpfObject.Code code, int slot) {
        this.code = code;
        this.slot = slot;
        Arrays.fill(registers, CLOBBERED);
        registers[1] = new Value.Context(0);
        enter();
    }

    private State(State other) {
        code = other.code;
        slot = other.slot;
        System.arraycopy(other.registers, 0, registers, 0, REGISTERS);
        other.memory.forEach((region, bytes) -> memory.put(region, bytes.copy()));
        entries.putAll(other.entries);
        presences.addAll(other.presences);
        conditions.addAll(other.conditions);
        definitions.putAll(other.definitions);
        variables.putAll(other.variables);
        elements.putAll(other.elements);
        callers.addAll(other.callers);
        loops.addAll(other.loops);
        names = other.names;
        records = other.records;
    }

    State copy() {
        return new State(this);
    }

    /// A new frame for the depth that `callers` tells.
    private void enter() {
        Value.Region frame = new Value.Region.Stack(callers.size());
        memory.put(frame, new Memory());
        registers[FRAME] = new Value.Place(frame, 0);
    }

    void call(BpfObject.Code target, int at) {
        call(target, at, slot + 1);
    }

    /// @param back where the caller goes on
    void call(BpfObject.Code target, int at, int back) {
        List<Value> saved = new ArrayList<>(Arrays.asList(registers).subList(6, 10));
        callers.add(new Caller(code, back, saved));
        code = target;
        slot = at;
        enter();
    }

    /// False at the end of the program.
    boolean leave() {
        memory.remove(new Value.Region.Stack(callers.size()));
        if (callers.isEmpty()) {
            return false;
        }
        Caller caller = callers.removeLast();
        code = caller.code();
        slot = caller.slot();
        for (int i = 0; i < caller.saved().size(); i++) {
            registers[6 + i] = caller.saved().get(i);
        }
        registers[FRAME] = new Value.Place(new Value.Region.Stack(callers.size()), 0);
        clobber();
        return true;
    }

    /// What a call leaves of the registers of its arguments.
    void clobber() {
        for (int i = 1; i <= 5; i++) {
            registers[i] = CLOBBERED;
        }
    }

    Memory memory(Value.Region region) {
        return memory.computeIfAbsent(region, _ -> new Memory());
    }

    String fresh() {
        return "%" + names++;
    }

    /// @return empty where nothing is known
    Optional<Boolean> present(String map, List<Expr> keys) {
        return presences.stream()
                .filter(one -> one.map().equals(map) && one.keys().equals(keys))
                .map(Presence::present)
                .findFirst();
    }

    /// An entry came or went; other keys of the map may be the same one.
    void presence(String map, List<Expr> keys, boolean present) {
        presences.removeIf(one ->
                one.map().equals(map) && (one.present() != present || one.keys().equals(keys)));
        presences.add(new Presence(map, keys, present));
    }

    /// What a look-up told of one entry and no other.
    void told(String map, List<Expr> keys, boolean present) {
        presences.removeIf(one -> one.map().equals(map) && one.keys().equals(keys));
        presences.add(new Presence(map, keys, present));
    }

    /// Replaces a value wherever it is.
    void replace(Value from, Value by) {
        for (int i = 0; i < REGISTERS; i++) {
            if (registers[i].equals(from)) {
                registers[i] = by;
            }
        }
        for (Memory bytes : memory.values()) {
            bytes.slots().replaceAll((_, slot) -> slot.value().equals(from) ? new Memory.Slot(slot.bytes(), by) : slot);
        }
        for (int i = 0; i < callers.size(); i++) {
            Caller caller = callers.get(i);
            List<Value> saved = caller.saved().stream()
                    .map(one -> one.equals(from) ? by : one)
                    .toList();
            callers.set(i, new Caller(caller.code(), caller.slot(), saved));
        }
    }

    /// Everything that what follows may depend on, as text: paths that agree in it go on alike.
    ///
    /// @param live the registers that are read later on, as bits
    /// @param all  whether all that branches told may still matter
    String key(int live, boolean all) {
        StringBuilder key = new StringBuilder(code.section()).append('+').append(slot);
        for (int i = 0; i < REGISTERS; i++) {
            if ((live >> i & 1) != 0) {
                key.append("|r").append(i).append('=').append(registers[i]);
            }
        }
        memory.forEach((region, bytes) -> key.append('|').append(region).append(bytes.key()));
        callers.forEach(one ->
                key.append("|c").append(one.code().section()).append(one.slot()).append(one.saved()));
        key.append(loops);
        String values = key.toString();
        key.append('|').append(entries).append(presences).append(variables);
        for (Expr condition : conditions) {
            if (all || Leaves.of(condition, definitions).stream().anyMatch(values::contains)) {
                key.append("|if ").append(condition);
            }
        }
        definitions.forEach((local, expr) -> {
            if (all || values.contains("name=" + local + ",")) {
                key.append('|').append(local).append('=').append(expr);
            }
        });
        return key.toString();
    }
}
