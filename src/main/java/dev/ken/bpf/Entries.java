package dev.ken.bpf;

import dev.ken.bpf.Instruction.Update;
import dev.ken.bpf.State.EntryFacts;
import dev.ken.ir.Expr;
import dev.ken.ir.Expr.BinaryOp;
import dev.ken.ir.Stmt;
import dev.ken.ir.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Memory as instructions read and write it: the stack and records, the context, entries of maps, variables. An
/// entry of a map is one entry of a table for each field of its value.
final class Entries {
    private static final String GONE = "an entry of a map after it was deleted or replaced";

    private final Walker walker;
    private final KernelMemory kernel;
    private final Packets packets;
    private final Slots slots;

    Entries(Walker walker, Map<String, Expr> measured) {
        this.walker = walker;
        this.slots = new Slots(walker, measured);
        this.packets = new Packets(walker);
        this.kernel = new KernelMemory(walker.types, walker.context.facts(), walker::gap);
    }

    KernelMemory kernel() {
        return kernel;
    }

    Packets packets() {
        return packets;
    }

    // ---- reading ----

    Value load(State state, Instruction.Load load) {
        Value value = read(state, state.registers[load.base()], load.offset(), load.bytes());
        return load.signed() && value instanceof Value.Scalar(Expr expr)
                ? new Value.Scalar(Scalars.narrow(expr, 8 * load.bytes(), true))
                : value;
    }

    Value read(State state, Value base, long offset, int bytes) {
        return switch (base) {
            case Value.Context(long at) -> walker.context.read(at + offset, bytes);
            case Value.Place(var region, long at) ->
                state.memory(region).read(at + offset, bytes, (text, before) -> Letters.reaches(text, before, state));
            case Value.Entry(int id, long at) -> entry(state, id, at + offset, bytes);
            case Value.Element(int id, long at, var distance) ->
                element(state, new Value.Element(id, at + offset, distance));
            case Value.OfData(String section, long at) -> data(state, section, at + offset, bytes);
            case Value.Scalar(Expr address) ->
                new Value.Scalar(kernel.number(Scalars.binary(BinaryOp.ADD, address, Scalars.number(offset)), bytes));
            case Value.Packet(var distance, long at) ->
                packets.read(state, new Value.Packet(distance, at + offset), bytes);
            case Value.Found _ -> new Value.Unknown("an entry that may not be there");
            case Value.OfMap _, Value.Behind _, Value.Compared _, Value.Text _ ->
                new Value.Unknown("memory at an address that is not followed");
            case Value.Unknown unknown -> unknown;
        };
    }

    /// Before the names of what libbpf tells a program of the kernel.
    static final String SETTING = ".kconfig:";

    private static final String WRAPPER = SETTING + "LINUX_HAS_SYSCALL_WRAPPER";

    private Value data(State state, String section, long offset, int bytes) {
        if (section.startsWith(SETTING)) {
            // Every kernel of 64 bits for x86 and arm64 since 4.17 has it.
            return section.equals(WRAPPER) && offset == 0
                    ? Value.of(1)
                    : new Value.Unknown("the value of " + section.substring(SETTING.length()));
        }
        Optional<Long> constant = walker.object.constant(section, offset, bytes);
        return constant.<Value>map(Value::of)
                .or(() -> variable(state, section, offset).map(at -> entry(state, at.id(), at.offset(), bytes)))
                .orElseGet(() -> new Value.Unknown("a variable in " + section));
    }

    /// The variable at a place, as an entry.
    Optional<Value.Entry> variable(State state, String section, long offset) {
        for (Elf.Symbol symbol : walker.object.objects(section)) {
            long inside = offset - symbol.value();
            if (inside >= 0 && inside < symbol.sizeBytes()) {
                Optional<MapShape> variable = walker.types.variable(symbol);
                if (section.startsWith(".data")) {
                    variable.ifPresent(shape -> walker.tables.begins(shape, section, symbol.value()));
                }
                if (variable.isPresent() && variable.get().isArray()) {
                    int bytes = variable.get().valueBytes();
                    return element(state, variable.get(), Scalars.number(inside / bytes), inside % bytes);
                }
                return variable.map(shape -> new Value.Entry(
                        state.variables.computeIfAbsent(symbol.name(), _ -> {
                            int id = state.entries.size();
                            state.entries.put(id, new EntryFacts(shape, List.of(), "", false));
                            return id;
                        }),
                        inside));
            }
        }
        return Optional.empty();
    }

    private static Optional<Value.Entry> element(State state, MapShape map, Expr index, long inside) {
        int id = state.entries.size();
        state.entries.put(id, new EntryFacts(map, List.of(index), "", false));
        return Optional.of(new Value.Entry(id, inside));
    }

    /// An element of a variable that is a table by index; empty where it is none, or the distance is no index of it.
    Optional<Value.Entry> element(State state, String section, long offset, Expr distance) {
        for (Elf.Symbol symbol : walker.object.objects(section)) {
            long inside = offset - symbol.value();
            Optional<MapShape> map = inside >= 0 && inside < symbol.sizeBytes()
                    ? walker.types.variable(symbol).filter(MapShape::isArray)
                    : Optional.empty();
            if (map.isPresent() && inside < map.get().valueBytes()) {
                Optional<Expr> index = index(state, distance, map.get().valueBytes())
                        .filter(one -> inside(state, map.get(), List.of(one)).equals(Optional.of(true)));
                if (index.isEmpty()) {
                    walker.gap("which element of " + symbol.name() + " is meant, or whether there is one");
                    return Optional.empty();
                }
                walker.tables.written(section);
                return element(state, map.get(), index.get(), inside);
            }
        }
        return Optional.empty();
    }

    private static Optional<Expr> index(State state, Expr distance, int bytes) {
        return switch (distance) {
            case Expr.Local(String name, var _)
            when state.definitions.containsKey(name) ->
                index(state, java.util.Objects.requireNonNull(state.definitions.get(name)), bytes);
            case Expr.Binary(BinaryOp op, Expr _, Expr.Int(long mask))
            when op == BinaryOp.BIT_AND && Integer.bitCount(bytes) == 1 && (mask & bytes - 1) == 0 ->
                Optional.of(
                        Scalars.binary(BinaryOp.LSHR, distance, Scalars.number(Integer.numberOfTrailingZeros(bytes))));
            case Expr.Binary(BinaryOp op, Expr of, Expr.Int(long by))
            when op == BinaryOp.MUL && by == bytes || op == BinaryOp.SHL && by < 32 && 1L << by == bytes ->
                Optional.of(of);
            case Expr _ -> bytes == 1 ? Optional.of(distance) : Optional.empty();
        };
    }

    static EntryFacts facts(State state, int id) {
        return java.util.Objects.requireNonNull(state.entries.get(id), "an entry has facts");
    }

    private static Optional<Field> field(MapShape map, long offset, int bytes) {
        return map.value().stream()
                .filter(one -> one.offsetBytes() <= offset && offset + bytes <= one.offsetBytes() + one.sizeBytes())
                .findFirst();
    }

    private Value entry(State state, int id, long offset, int bytes) {
        EntryFacts facts = facts(state, id);
        Optional<Field> field = field(facts.map(), offset, bytes);
        if (facts.gone() || field.isEmpty()) {
            return new Value.Unknown(facts.gone() ? GONE : "several fields of an entry at once");
        }
        Field one = field.get();
        int inside = (int) offset - one.offsetBytes();
        return switch (one.kind()) {
            case Field.Kind.Number(boolean signed) -> {
                Expr whole = current(state, id, one);
                boolean all = inside == 0 && bytes == one.sizeBytes() && (!signed || bytes == 8);
                yield new Value.Scalar(
                        all
                                ? whole
                                : Scalars.narrow(
                                        Scalars.binary(BinaryOp.LSHR, whole, Scalars.number(8L * inside)),
                                        8 * bytes,
                                        false));
            }
            case Field.Kind.Text() ->
                new Value.Scalar(new Expr.Apply(
                        Scalars.BYTES,
                        List.of(current(state, id, one), Scalars.number(inside), Scalars.number(bytes)),
                        Scalars.INT));
            case Field.Kind.Numbers(int elementBytes, int _) ->
                bytes == elementBytes
                        ? element(state, new Value.Element(id, one.offsetBytes(), Scalars.number(inside)))
                        : new Value.Unknown("part of an array in an entry");
            case Field.Kind.Address(), Field.Kind.Other() ->
                new Value.Unknown("a field of an entry that is no number or text");
        };
    }

    /// The local that holds a field as it is now.
    private Expr current(State state, int id, Field field) {
        EntryFacts facts = facts(state, id);
        String locals = facts.locals().isEmpty() ? fetch(state, id) : facts.locals();
        String local = locals + "." + facts.map().value().indexOf(field);
        Optional<Type> stack = walker.types.stack(facts.map().table(field));
        return stack.map(type -> Scalars.stackId(new Expr.Local(local, type)))
                .orElseGet(() -> new Expr.Local(local, field.type().orElse(Scalars.INT)));
    }

    /// Reads all fields of an entry into locals.
    String fetch(State state, int id) {
        EntryFacts facts = facts(state, id);
        String locals = state.fresh();
        int number = 0;
        for (Field field : facts.map().value()) {
            String local = locals + "." + number++;
            walker.add(new Stmt.MapGet(facts.map().table(field), facts.keys(), local, local + "?", walker.at(state)));
        }
        state.entries.put(id, new EntryFacts(facts.map(), facts.keys(), locals, facts.gone()));
        return locals;
    }

    /// What `id` shows of an array: any number, of which is known where it lies.
    private Value element(State state, Value.Element element) {
        Expr any = walker.havoc(state, Scalars.INT, "an element of an array in a map");
        if (any instanceof Expr.Local(String name, var _)) {
            state.elements.put(name, element);
        }
        return new Value.Scalar(any);
    }

    /// An entry as it is now, as a record; empty where it has fields that are no numbers or texts.
    Optional<Value.Region> copied(State state, int id, int bytes) {
        EntryFacts facts = facts(state, id);
        if (facts.gone() || facts.map().valueBytes() != bytes) {
            return Optional.empty();
        }
        Value.Region region =
                new Value.Region.Record(state.records++, facts.map().name(), bytes);
        for (Field field : facts.map().value()) {
            Optional<Value> now = switch (field.kind()) {
                case Field.Kind.Number _ ->
                    Optional.of(
                            new Value.Scalar(Scalars.narrow(current(state, id, field), 8 * field.sizeBytes(), false)));
                case Field.Kind.Text() ->
                    Optional.of(new Value.Text(current(state, id, field), field.sizeBytes(), true));
                case Field.Kind.Numbers _, Field.Kind.Address _, Field.Kind.Other _ -> Optional.empty();
            };
            if (now.isEmpty()) {
                return Optional.empty();
            }
            state.memory(region).write(field.offsetBytes(), field.sizeBytes(), now.get());
        }
        return Optional.of(region);
    }

    /// The text that a field of an entry holds.
    Optional<Value> text(State state, Value.Entry at, int bytes) {
        EntryFacts facts = facts(state, at.id());
        return field(facts.map(), at.offset(), bytes)
                .filter(one -> !facts.gone() && one.kind() instanceof Field.Kind.Text && one.sizeBytes() == bytes)
                .map(one -> new Value.Text(current(state, at.id(), one), bytes, true));
    }

    /// A text that fills a field of an entry; false where there is no such field.
    boolean writeText(State state, Value.Entry at, int bytes, Value.Text text) {
        EntryFacts facts = facts(state, at.id());
        Optional<Field> field = field(facts.map(), at.offset(), bytes)
                .filter(one -> one.kind() instanceof Field.Kind.Text && one.sizeBytes() == bytes);
        if (facts.gone() || field.isEmpty()) {
            return false;
        }
        update(state, facts, field.get(), new Stmt.Update.Set(Scalars.resize(text.expr(), bytes)));
        return true;
    }

    // ---- looking up ----

    void lookUp(State state, MapShape map, List<Expr> keys) {
        int id = state.entries.size();
        state.entries.put(id, new EntryFacts(map, keys, "", false));
        Optional<Boolean> present = map.isArray() ? inside(state, map, keys) : state.present(map.name(), keys);
        if (present.equals(Optional.of(true)) && walker.types.isScratch(map)) {
            // What was in it before is not known.
            state.registers[0] =
                    new Value.Place(new Value.Region.Record(state.records++, map.name(), map.valueBytes()), 0);
            return;
        }
        if (present.isPresent()) {
            state.registers[0] = present.get() ? found(state, id) : Value.of(0);
            return;
        }
        if (!map.isArray()) {
            fetch(state, id);
        }
        state.registers[0] = new Value.Found(id);
    }

    /// What a look-up gives that found an entry.
    private Value found(State state, int id) {
        EntryFacts facts = facts(state, id);
        Optional<MapShape> slots = facts.keys().size() == 1 ? walker.types.slots(facts.map()) : Optional.empty();
        if (slots.isEmpty()) {
            return new Value.Entry(id, 0);
        }
        int all = state.entries.size();
        state.entries.put(all, new EntryFacts(slots.get(), List.of(), "", false));
        Expr width = Scalars.number(facts.map().valueBytes());
        return new Value.Element(
                all, 0, Scalars.binary(BinaryOp.MUL, facts.keys().getFirst(), width));
    }

    /// Whether an array has an element; empty where it may and may not.
    private static Optional<Boolean> inside(State state, MapShape map, List<Expr> keys) {
        if (keys.isEmpty()) {
            return Optional.of(true);
        }
        return keys.get(0) instanceof Expr.Int(long index)
                ? Optional.of(index >= 0 && index < map.entries())
                : Intervals.decide(new Expr.Binary(BinaryOp.ULT, keys.get(0), Scalars.number(map.entries())), state);
    }

    /// A look-up is compared with NULL: goes on at one slot where there is no entry, and at the other where there is.
    void checked(State state, int id, int absentAt, int presentAt) {
        EntryFacts facts = facts(state, id);
        Expr present = facts.map().isArray()
                ? new Expr.Binary(
                        BinaryOp.ULT,
                        facts.keys().get(0),
                        Scalars.number(facts.map().entries()))
                : new Expr.Local(facts.locals() + ".0?", new Type.Bool());
        State absent = state.copy();
        absent.slot = absentAt;
        absent.replace(new Value.Found(id), Value.of(0));
        state.slot = presentAt;
        state.replace(new Value.Found(id), found(state, id));
        state.told(facts.map().name(), facts.keys(), true);
        absent.told(facts.map().name(), facts.keys(), false);
        walker.split(present, state, absent);
    }

    // ---- writing ----

    void store(State state, Value base, long offset, int bytes, Value value) {
        switch (base) {
            case Value.Place(var region, long at) ->
                state.memory(region).write(at + offset, bytes, stored(value, bytes));
            case Value.Entry(int id, long at) -> change(state, id, at + offset, bytes, value);
            case Value.Element(int id, long at, var distance) ->
                slots.change(state, new Value.Element(id, at + offset, distance), bytes, value);
            case Value.OfData(String section, long at) ->
                variable(state, section, at + offset)
                        .ifPresentOrElse(
                                of -> {
                                    walker.tables.written(section);
                                    change(state, of.id(), of.offset(), bytes, value);
                                },
                                () -> walker.gap("a write to " + section));
            case Value.Packet _ -> walker.gap("a write to a packet");
            case Value.Context _,
                    Value.Found _,
                    Value.OfMap _,
                    Value.Behind _,
                    Value.Compared _,
                    Value.Text _,
                    Value.Scalar _,
                    Value.Unknown _ -> walker.gap("a write to memory that is not followed");
        }
    }

    private static Value stored(Value value, int bytes) {
        return value instanceof Value.Scalar(Expr expr) && bytes < 8 && expr instanceof Expr.Int
                ? new Value.Scalar(Scalars.narrow(expr, 8 * bytes, false))
                : value;
    }

    private void change(State state, int id, long offset, int bytes, Value value) {
        EntryFacts facts = facts(state, id);
        Optional<Field> field = field(facts.map(), offset, bytes);
        if (facts.gone() || field.isEmpty()) {
            walker.gap(facts.gone() ? GONE : "a write to several fields of an entry at once");
            return;
        }
        Field one = field.get();
        if (walker.types.stack(facts.map().table(one)).isPresent()) {
            walker.gap("a change of " + facts.map().table(one) + ", which holds stacks");
            return;
        }
        if (one.kind() instanceof Field.Kind.Numbers(int elementBytes, int _) && bytes == elementBytes) {
            Expr inside = Scalars.number(offset - one.offsetBytes());
            slots.change(state, new Value.Element(id, one.offsetBytes(), inside), bytes, value);
            return;
        }
        if (!(one.kind() instanceof Field.Kind.Number number) || bytes != one.sizeBytes()) {
            walker.gap("a write to a part of a field of an entry");
            return;
        }
        Expr expr = walker.number(state, value);
        Expr old = current(state, id, one);
        if (expr.equals(old)) {
            // As `*most = *most > now ? *most : now` does, where there is nothing to change.
            return;
        }
        Optional<Expr> added = added(expr, old).filter(_ -> bytes == Long.BYTES);
        update(
                state,
                facts,
                one,
                added.<Stmt.Update>map(Stmt.Update.Sum::new)
                        .orElseGet(() -> new Stmt.Update.Set(Scalars.narrow(expr, 8 * bytes, number.signed()))));
    }

    /// What is added to an old value to give the new one.
    private static Optional<Expr> added(Expr expr, Expr old) {
        if (!(expr instanceof Expr.Binary(BinaryOp op, Expr left, Expr right))) {
            return Optional.empty();
        }
        if (op == BinaryOp.SUB && left.equals(old)) {
            return Optional.of(Scalars.binary(BinaryOp.SUB, Scalars.number(0), right));
        }
        return op != BinaryOp.ADD || !left.equals(old) && !right.equals(old)
                ? Optional.empty()
                : Optional.of(left.equals(old) ? right : left);
    }

    private void update(State state, EntryFacts facts, Field field, Stmt.Update update) {
        update(walker, state, facts, field, update);
    }

    static void update(Walker walker, State state, EntryFacts facts, Field field, Stmt.Update update) {
        walker.add(new Stmt.MapUpdate(facts.map().table(field), facts.keys(), update, walker.at(state)));
        changed(state, facts.map(), false);
    }

    /// What was read of entries of the map is no longer so; `gone`: and they may be others.
    static void changed(State state, MapShape map, boolean gone) {
        state.entries.replaceAll((_, facts) -> facts.map().name().equals(map.name())
                ? new EntryFacts(facts.map(), facts.keys(), "", facts.gone() || gone && !map.isArray())
                : facts);
    }

    void atomic(State state, Instruction.Atomic atomic) {
        Value base = state.registers[atomic.base()];
        Value value = state.registers[atomic.value()];
        if (base instanceof Value.OfData(String section, long at)) {
            Optional<Value.Entry> variable = variable(state, section, at);
            base = variable.isPresent() ? variable.get() : base;
            walker.tables.written(section);
        }
        if (base instanceof Value.Element(int id, long at, var distance)
                && atomic.update() == Update.ADD
                && !atomic.fetch()) {
            slots.hit(state, new Value.Element(id, at + atomic.offset(), distance), walker.number(state, value));
            return;
        }
        if (!(base instanceof Value.Entry(int id, long at)) || atomic.update() == Update.COMPARE_EXCHANGE) {
            walker.gap("an atomic operation on memory that is not followed");
            state.registers[atomic.fetch() ? atomic.value() : 0] =
                    new Value.Unknown("the result of an atomic operation");
            return;
        }
        EntryFacts facts = facts(state, id);
        Optional<Field> array = field(facts.map(), at + atomic.offset(), atomic.bytes())
                .filter(one -> one.kind() instanceof Field.Kind.Numbers);
        if (array.isPresent() && atomic.update() == Update.ADD && !atomic.fetch()) {
            Expr inside = Scalars.number(at + atomic.offset() - array.get().offsetBytes());
            slots.hit(state, new Value.Element(id, array.get().offsetBytes(), inside), walker.number(state, value));
            return;
        }
        Expr by = walker.number(state, value);
        Optional<Field> plain = field(facts.map(), at + atomic.offset(), atomic.bytes())
                .filter(one -> one.kind() instanceof Field.Kind.Number && one.sizeBytes() == atomic.bytes());
        boolean sum = atomic.update() == Update.ADD && !atomic.fetch() && atomic.bytes() == Long.BYTES;
        if (plain.isPresent() && sum && !facts.gone()) {
            update(state, facts, plain.get(), new Stmt.Update.Sum(by));
            return;
        }
        Value old = entry(state, id, at + atomic.offset(), atomic.bytes());
        Expr before = walker.number(state, old);
        BinaryOp op = switch (atomic.update()) {
            case ADD -> BinaryOp.ADD;
            case OR -> BinaryOp.BIT_OR;
            case AND -> BinaryOp.BIT_AND;
            case XOR -> BinaryOp.BIT_XOR;
            case EXCHANGE, COMPARE_EXCHANGE -> BinaryOp.EQ;
        };
        Expr after = op == BinaryOp.EQ ? by : new Expr.Binary(op, before, by);
        change(state, id, at + atomic.offset(), atomic.bytes(), new Value.Scalar(after));
        if (atomic.fetch()) {
            state.registers[atomic.value()] = old;
        }
    }
}
