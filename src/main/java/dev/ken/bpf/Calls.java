package dev.ken.bpf;

import dev.ken.ir.Expr;
import dev.ken.ir.Stmt;
import dev.ken.ir.Type;
import dev.ken.kernel.Site;
import dev.ken.kernel.bpf.BpfHelpers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What helpers do. Those that fail only where memory is short or not there are taken to succeed, as bpftrace does.
final class Calls {
    private static final Type COMM = new Type.Text(16);
    /// Sizes of texts that are copied word by word, in bytes.
    private static final List<Integer> WIDTHS = List.of(256, 128, 64, 32, 16, 8);
    private static final long USER_STACK = 1 << 8;
    private static final long CURRENT_CPU = 0xffffffffL;
    /// 127 frames, which is what bpftrace keeps.
    private static final int DEEPEST_STACK = 127 * Long.BYTES;
    private static final long SKIPPED_FRAMES = 0xff;
    /// What is looked at of a text in the kernel that is printed.
    private static final int PRINTED_BYTES = 64;

    private final Walker walker;
    private final Entries entries;
    private final Keys keys;
    private final WholeEntries whole;
    private final Addresses addresses;
    private final Records records;
    private final TaskStorage storage;
    private final Loops loops;
    private final Clocks clocks;

    Calls(Walker walker, Entries entries) {
        this.walker = walker;
        this.entries = entries;
        this.keys = new Keys(entries, walker);
        this.whole = new WholeEntries(walker, entries);
        this.addresses = new Addresses(walker.context);
        this.records = new Records(walker);
        this.loops = new Loops(walker);
        this.clocks = new Clocks(walker.object);
        this.storage = new TaskStorage(walker, entries, whole);
    }

    /// False where the path goes on in other blocks.
    boolean helper(State state, int number) {
        Value[] r = state.registers;
        if (number == 181) {
            return loops.follow(state);
        }
        if (number == 2 && splits(state)
                || number == 156 && storage.splits(state)
                || number == 26 && entries.packets().splits(state)) {
            return false;
        }
        Value result = switch (number) {
            case 1 -> lookUp(state);
            case 2 -> put(state);
            case 3 -> delete(state);
            case Clocks.MONOTONIC, Clocks.BOOT, Clocks.COARSE -> clocks.now(number);
            case 8 -> new Value.Scalar(new Expr.Attribute("cpu", Scalars.INT));
            case 14 -> new Value.Scalar(Scalars.PID_TID);
            case 15 -> new Value.Scalar(Scalars.GID_UID);
            case 16 -> comm(state);
            case 25 -> {
                if (!r[3].equals(Value.of(CURRENT_CPU))) {
                    walker.gap("records that are written for one CPU only, without BPF_F_CURRENT_CPU");
                }
                yield output(state, r[4], r[5]);
            }
            case 26 -> entries.packets().copy(state);
            case 27 -> stack(r[2], r[3]);
            case 35, 158 -> new Value.Scalar(KernelMemory.TASK);
            case 42 -> new Value.Scalar(new Expr.Attribute("numaid", Scalars.INT));
            case 80 -> new Value.Scalar(new Expr.Attribute("cgroup", Scalars.INT));
            case 4, 113 -> copy(state, false);
            case 112 -> copy(state, true);
            case 45, 115 -> text(state, false);
            case 114 -> text(state, true);
            case 6 -> print(state);
            case 177 -> printAll(state);
            case 130 -> output(state, r[2], r[3]);
            case 131 -> reserve(state);
            case 132 -> submit(state);
            case 133 -> Value.of(0);
            case 156 -> storage.get(state);
            case 157 -> storage.delete(state);
            case 182 -> compared(state);
            default -> other(number);
        };
        r[0] = result;
        state.clobber();
        state.slot++;
        return true;
    }

    /// `bpf_usdt_arg(context, number, to)` of libbpf's usdt.bpf.h; false where it has to be walked.
    boolean userArgument(State state) {
        Value[] r = state.registers;
        Optional<Value> argument = r[1].equals(new Value.Context(0)) && r[2] instanceof Value.Scalar(Expr.Int(long n))
                ? walker.context.userArgument(n)
                : Optional.empty();
        if (argument.isEmpty() || !(r[3] instanceof Value.Place)) {
            return false;
        }
        write(state, r[3], Long.BYTES, argument.get());
        r[0] = Value.of(0);
        state.clobber();
        state.slot++;
        return true;
    }

    private Value other(int number) {
        String name = BpfHelpers.shipped()
                .number(number)
                .map(helper -> helper.fullName())
                .orElse("helper " + number);
        walker.gap("what " + name + " does");
        return new Value.Unknown(name);
    }

    // ---- maps ----

    private Optional<MapShape> map(Value value) {
        return value instanceof Value.OfMap(String name)
                ? Optional.ofNullable(walker.object.maps().get(name)).filter(map -> map.isTable() && !map.isStorage())
                : Optional.empty();
    }

    private record Access(MapShape map, List<Expr> keys) {}

    private Optional<Access> access(State state, String what) {
        Optional<MapShape> map = map(state.registers[1]);
        Optional<Access> access =
                map.flatMap(table -> keys.of(state, table, state.registers[2]).map(keys -> new Access(table, keys)));
        if (access.isEmpty()) {
            walker.gap(what
                    + map.map(table -> " of the map " + table.name() + " with a key that is not followed")
                            .orElse(" of a map that is no table"));
        }
        access.flatMap(one -> Room.lacking(one.map(), one.keys(), state.definitions))
                .ifPresent(walker::gap);
        return access;
    }

    private Value lookUp(State state) {
        Optional<Access> access = access(state, "a look-up");
        if (access.isEmpty()) {
            return new Value.Unknown("a look-up that is not followed");
        }
        entries.lookUp(state, access.get().map(), access.get().keys());
        return state.registers[0];
    }

    private static Optional<Long> flags(State state) {
        return state.registers[4] instanceof Value.Scalar(Expr.Int(long bits)) ? Optional.of(bits) : Optional.empty();
    }

    private boolean splits(State state) {
        Optional<MapShape> map = map(state.registers[1]);
        return map.flatMap(table -> keys.of(state, table, state.registers[2]))
                .filter(of -> whole.splits(state, map.get(), of, flags(state)))
                .isPresent();
    }

    private Value put(State state) {
        Optional<Access> access = access(state, "an update");
        if (state.registers[3] instanceof Value.Entry(int id, long _)) {
            walker.tables.handedOut(Entries.facts(state, id).map());
        }
        return access.map(one -> Value.of(whole.put(state, one.map(), one.keys(), state.registers[3], flags(state))))
                .orElseGet(() -> Value.of(0));
    }

    private Value delete(State state) {
        access(state, "a deletion").ifPresent(one -> whole.delete(state, one.map(), one.keys()));
        return Value.of(0);
    }

    // ---- reading ----

    private Optional<Integer> constant(Value value) {
        return value instanceof Value.Scalar(Expr.Int(long number)) && number > 0 && number <= 1 << 16
                ? Optional.of((int) number)
                : Optional.empty();
    }

    private void write(State state, Value place, int bytes, Value value) {
        Value to = place instanceof Value.OfData(String section, long offset)
                ? walker.variable(state, section, offset).<Value>map(at -> at).orElse(place)
                : place;
        if (to instanceof Value.Place(var region, long at)) {
            state.memory(region).write(at, bytes, value);
        } else if (!(to instanceof Value.Entry entry && value instanceof Value.Text text)
                || !entries.writeText(state, entry, bytes, text)) {
            walker.gap("what a helper writes to memory that is not followed");
        }
    }

    private Value comm(State state) {
        Optional<Integer> bytes = constant(state.registers[2]);
        if (bytes.isEmpty()) {
            walker.gap("a process name of a length that is not constant");
            return Value.of(0);
        }
        Expr comm = new Expr.Attribute("comm", COMM);
        Expr text = Scalars.resize(comm, bytes.get());
        write(state, state.registers[1], bytes.get(), new Value.Text(text, bytes.get(), true));
        return Value.of(0);
    }

    private static boolean isPadded(State state, Value to, int bytes) {
        return to instanceof Value.Place(var region, long at)
                && state.memory(region).zeros(at, bytes);
    }

    /// `bpf_probe_read_…_str(to, bytes, from)`
    private Value text(State state, boolean user) {
        Value to = state.registers[1];
        Optional<Integer> bytes = constant(state.registers[2]);
        if (bytes.isEmpty()) {
            walker.gap("a text of a length that is not constant");
            return new Value.Unknown("the length of a text");
        }
        int width = bytes.get();
        Optional<Expr> read = switch (state.registers[3]) {
            case Value.Scalar(Expr address) -> behind(address, width, user);
            case Value.Behind(Expr text) -> Optional.of(Scalars.resize(text, width));
            case Value.Context(long offset) ->
                walker.context.text(offset).map(text -> Scalars.resize(text.expr(), width));
            case Value.Place(var region, long at) ->
                state.memory(region).text(at, width).map(Value.Text::expr);
            case Value.Entry entry ->
                entries.text(state, entry, width)
                        .filter(Value.Text.class::isInstance)
                        .map(text -> ((Value.Text) text).expr());
            case Value _ -> Optional.empty();
        };
        Expr text = read.orElseGet(
                () -> walker.havoc(state, new Type.Text(width), "a text at an address that is not followed"));
        write(state, to, width, new Value.Text(text, width, isPadded(state, to, width)));
        // From 1 to 65,536: a length is never an error here.
        Expr length = new Expr.Narrow(new Expr.Apply("text.length", List.of(text), Scalars.INT), 16, false);
        return new Value.Scalar(Scalars.binary(Expr.BinaryOp.ADD, length, Scalars.number(1)));
    }

    /// What lies behind an address that was itself read out of the kernel's memory is the kernel's; there the
    /// intent's text and that of the program are the same only if it is read as such.
    private Optional<Expr> behind(Expr address, int width, boolean user) {
        if (user) {
            return KernelMemory.isRead(address) ? Optional.empty() : Optional.of(new Expr.UserText(address, width));
        }
        Expr known = entries.kernel().string(address, width);
        if (KernelMemory.isRead(known) && KernelMemory.isRead(address)) {
            return Optional.of(new Expr.UserText(address, width));
        }
        // Some functions are given texts of the kernel and some texts of programs.
        Site site = walker.context.facts().site();
        boolean either = address instanceof Expr.Attribute
                && (site instanceof Site.FunctionEntry || site instanceof Site.FunctionReturn);
        return either ? Optional.empty() : Optional.of(known);
    }

    /// `bpf_probe_read_…(to, bytes, from)`
    private Value copy(State state, boolean user) {
        Optional<Integer> bytes = constant(state.registers[2]);
        Value from = state.registers[3];
        if (bytes.isEmpty()) {
            walker.gap("a copy of a length that is not constant");
            return Value.of(0);
        }
        int size = bytes.get();
        if (addresses.copied(state, size)) {
            return Value.of(0);
        }
        boolean number = size == 1 || size == 2 || size == 4 || size == 8;
        Value value = switch (from) {
            case Value.Scalar(Expr address)
            when number ->
                new Value.Scalar(
                        user
                                ? Scalars.narrow(
                                        new Expr.Apply(
                                                "memory." + size,
                                                List.of(new Expr.Attribute("memory", Scalars.INT), address),
                                                Scalars.INT),
                                        8 * size,
                                        false)
                                : entries.kernel().number(address, size));
            case Value.Scalar(Expr address) -> new Value.Text(entries.kernel().text(address, size), size, true);
            case Value.Context(long offset)
            when !number ->
                walker.context
                        .text(offset)
                        .filter(text -> text.widthBytes() == size)
                        .<Value>map(text -> text)
                        .orElseGet(() -> new Value.Unknown("a part of the context"));
            case Value other when number -> entries.read(state, other, 0, size);
            case Value.Entry entry ->
                entries.text(state, entry, size).orElseGet(() -> new Value.Unknown("memory that is copied"));
            case Value.Place(var region, long at) ->
                state.memory(region)
                        .text(at, size)
                        .<Value>map(text -> text)
                        .orElseGet(() -> new Value.Unknown("memory that is copied"));
            case Value _ -> new Value.Unknown("memory that is copied");
        };
        write(state, state.registers[1], size, value);
        return Value.of(0);
    }

    /// `bpf_get_stackid(context, map, flags)`
    private Value stack(Value of, Value flags) {
        boolean deep = of instanceof Value.OfMap(String name)
                && Optional.ofNullable(walker.object.maps().get(name))
                        .filter(map -> map.type() == MapShape.STACKS && map.valueBytes() >= DEEPEST_STACK)
                        .isPresent();
        if (!deep) {
            return new Value.Unknown("a stack that is cut to less than " + DEEPEST_STACK / Long.BYTES + " frames");
        }
        if (!(flags instanceof Value.Scalar(Expr.Int(long bits)))) {
            return new Value.Unknown("a stack with flags that are not constant");
        }
        if ((bits & SKIPPED_FRAMES) != 0) {
            return new Value.Unknown("a stack without its first frames");
        }
        String kind = (bits & USER_STACK) != 0 ? "ustack" : "kstack";
        return new Value.Scalar(Scalars.stackId(new Expr.Attribute(kind, new Type.Opaque(kind))));
    }

    // ---- texts ----

    /// `bpf_strncmp(text, bytes, constant)`
    private Value compared(State state) {
        Optional<Integer> bytes = constant(state.registers[2]);
        Optional<String> literal = state.registers[3] instanceof Value.OfData(String section, long offset)
                ? walker.object.text(section, offset)
                : Optional.empty();
        if (bytes.isEmpty() || literal.isEmpty() || !(state.registers[1] instanceof Value.Place(var region, long at))) {
            walker.gap("a comparison of texts that are not followed");
            return new Value.Unknown("a comparison of texts");
        }
        Optional<Expr> inside = Searches.at(state.memory(region), at, bytes.get(), literal.get());
        if (inside.isPresent()) {
            return new Value.Compared(inside.get());
        }
        Optional<Value.Text> text = slotText(state, region, at);
        int length = literal.get().length();
        boolean plain = literal.get().chars().allMatch(c -> c < 128) && text.isPresent();
        if (plain && length >= bytes.get() && text.get().widthBytes() > bytes.get()) {
            String start = literal.get().substring(0, bytes.get());
            return new Value.Compared(
                    new Expr.TextTest(Expr.TextOp.PREFIX, text.get().expr(), start));
        }
        if (plain && length < bytes.get() && text.get().widthBytes() > length) {
            return new Value.Compared(new Expr.Binary(
                    Expr.BinaryOp.EQ,
                    text.get().expr(),
                    new Expr.Text(literal.get(), text.get().widthBytes())));
        }
        walker.gap("a comparison of texts in part");
        return new Value.Unknown("a comparison of texts");
    }

    private static Optional<Value.Text> slotText(State state, Value.Region region, long at) {
        Memory memory = state.memory(region);
        Memory.Slot slot = memory.slots().get(at);
        if (slot != null && slot.value() instanceof Value.Text text) {
            return Optional.of(text);
        }
        return WIDTHS.stream().flatMap(width -> memory.text(at, width).stream()).findFirst();
    }

    // ---- output ----

    private Value reserve(State state) {
        Optional<Integer> bytes = constant(state.registers[2]);
        if (bytes.isEmpty() || !(state.registers[1] instanceof Value.OfMap(String map))) {
            walker.gap("a record of a length that is not constant");
            return new Value.Unknown("a record");
        }
        int id = state.records++;
        return new Value.Place(new Value.Region.Record(id, map, bytes.get()), 0);
    }

    private Value submit(State state) {
        if (state.registers[1] instanceof Value.Place(Value.Region.Record record, long at) && at == 0) {
            records.emit(state, record, 0, record.bytes());
        } else {
            walker.gap("a record that is submitted and not followed");
        }
        return Value.of(0);
    }

    private Value output(State state, Value from, Value size) {
        Optional<Integer> bytes = constant(size);
        if (bytes.isPresent() && from instanceof Value.Place(var region, long at)) {
            records.emit(state, region, at, bytes.get());
            return Value.of(0);
        }
        if (from instanceof Value.Entry(int id, long _)) {
            walker.tables.handedOut(Entries.facts(state, id).map());
        }
        Optional<Value.Region> copy = bytes.isPresent() && from instanceof Value.Entry(int id, long at) && at == 0
                ? entries.copied(state, id, bytes.get())
                : Optional.empty();
        if (copy.isPresent()) {
            records.emit(state, copy.get(), 0, bytes.get());
        } else {
            walker.gap("a record that is not followed");
        }
        return Value.of(0);
    }

    /// `bpf_trace_printk(form, bytes, …)`: a line of the kernel's trace.
    private Value print(State state) {
        List<Value> values = List.of(state.registers[3], state.registers[4], state.registers[5]);
        line(state, values);
        return Value.of(0);
    }

    /// `bpf_trace_vprintk(form, bytes, values, bytes)`: the same, with values of 64 bits in memory.
    private Value printAll(State state) {
        List<Value> values = new ArrayList<>();
        boolean known = state.registers[4] instanceof Value.Scalar(Expr.Int(long bytes))
                && bytes >= 0
                && bytes <= Records.LONGEST;
        for (long at = 0; known && at < constant(state.registers[4]).orElse(0); at += Long.BYTES) {
            values.add(entries.read(state, state.registers[3], at, Long.BYTES));
        }
        line(state, values);
        return Value.of(0);
    }

    private void line(State state, List<Value> values) {
        Optional<String> form = state.registers[1] instanceof Value.OfData(String section, long offset)
                ? walker.object.text(section, offset)
                : state.registers[1] instanceof Value.Place(var region, long at)
                        ? state.memory(region).literal(at)
                        : Optional.empty();
        Optional<Conversions> conversions = form.flatMap(Conversions::of);
        if (form.isEmpty() || conversions.isEmpty()) {
            walker.gap("a line that is printed in a form that is not constant or that the kernel does not know");
            return;
        }
        List<Conversions.Conversion> wanted = conversions.get().all();
        if (wanted.size() > values.size()) {
            walker.gap("a line with more conversions than values");
            return;
        }
        List<Expr> shown = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            Conversions.Conversion one = wanted.get(i);
            Value value = values.get(i);
            shown.add(
                    one.isAddress()
                            ? walker.havoc(state, Scalars.INT, "an internet address that is printed")
                            : one.isText() ? printed(state, value) : one.shown(walker.number(state, value)));
        }
        // The kernel ends each line of its trace by itself.
        String line = form.get().endsWith("\n") ? form.get() : form.get() + "\n";
        walker.add(new Stmt.Emit(line, shown, walker.at(state)));
    }

    private Expr printed(State state, Value value) {
        Optional<Value.Text> text =
                value instanceof Value.Place(var region, long at) ? slotText(state, region, at) : Optional.empty();
        if (value instanceof Value.Scalar(Expr address) && !(address instanceof Expr.Int)) {
            return entries.kernel().string(address, PRINTED_BYTES);
        }
        return text.map(Value.Text::expr)
                .orElseGet(() ->
                        walker.havoc(state, new Type.Text(PRINTED_BYTES), "a text that is printed and not followed"));
    }
}
