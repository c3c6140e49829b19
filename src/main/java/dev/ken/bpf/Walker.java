package dev.ken.bpf;

import dev.ken.bpf.Instruction.Operand;
import dev.ken.ir.Expr;
import dev.ken.ir.Expr.BinaryOp;
import dev.ken.ir.Jump;
import dev.ken.ir.Stmt;
import dev.ken.ir.Type;
import dev.ken.source.Span;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Follows every path of one program and writes what it does as blocks of IR. Registers and memory are followed
/// as values; only what depends on the occurrence becomes statements. Paths that come to the same instruction
/// knowing the same go on as one.
final class Walker {
    /// Blocks of one program; what lies beyond is named as not modelled.
    static final int MOST_BLOCKS = 4096;
    /// Instructions that are followed, on all paths together: what the kernel's verifier walks at most.
    static final int MOST_STEPS = 1_000_000;
    /// Calls of functions of the object within each other (the kernel's limit).
    static final int MOST_CALLS = 8;
    /// Expressions with more nodes get a local.
    static final int MOST_NODES = 24;

    final BpfObject object;
    final Contexts context;
    final Set<String> notModelled;
    final Types types;
    final Tables tables;
    private final Places places;
    private final Blocks blocks = new Blocks();
    private final Map<String, int[]> live = new LinkedHashMap<>();
    private final Map<String, Integer> known = new LinkedHashMap<>();
    private final Deque<Pending> open = new ArrayDeque<>();
    private final Calls calls;
    private final Entries entries;
    private final Arithmetic arithmetic;
    private int block;
    private int steps;

    private record Pending(State state, int block) {}

    Walker(
            BpfObject object,
            Contexts context,
            Types types,
            Places places,
            Tables tables,
            Set<String> notModelled,
            Map<String, Expr> measured) {
        this.object = object;
        this.context = context;
        this.types = types;
        this.tables = tables;
        this.places = places;
        this.notModelled = notModelled;
        this.entries = new Entries(this, measured);
        this.calls = new Calls(this, entries);
        this.arithmetic = new Arithmetic(this);
    }

    Blocks walk(BpfObject.Program program) {
        BpfObject.Code code = object.codes().get(program.section());
        if (code == null) {
            throw new IllegalStateException("no code for " + program.name());
        }
        open.push(new Pending(new State(code, program.slot()), blocks.open()));
        while (!open.isEmpty()) {
            Pending next = open.pop();
            block = next.block();
            run(next.state());
        }
        return blocks;
    }

    // ---- writing ----

    void add(Stmt statement) {
        blocks.statements(block).add(statement);
    }

    Span at(State state) {
        return places.of(state.code, state.slot);
    }

    /// The words of the statement that is followed, as it stands in the source.
    Set<String> words(State state) {
        return places.words(state.code, state.slot);
    }

    void gap(String reason) {
        notModelled.add(reason);
    }

    /// Any number; named.
    Expr havoc(State state, Type type, String reason) {
        String local = state.fresh();
        add(new Stmt.Havoc(local, type, reason, at(state)));
        return new Expr.Local(local, type);
    }

    /// A value as a number.
    Expr number(State state, Value value) {
        return switch (value) {
            case Value.Scalar(Expr expr) -> expr;
            case Value.Unknown(String reason) -> havoc(state, Scalars.INT, reason);
            case Value.Compared _ -> havoc(state, Scalars.INT, "the order of texts");
            case Value.Text _ -> throw new IllegalStateException("a text in a register");
            case Value.Context _,
                    Value.Place _,
                    Value.Found _,
                    Value.Entry _,
                    Value.Element _,
                    Value.OfMap _,
                    Value.Behind _,
                    Value.Packet _,
                    Value.OfData _ -> havoc(state, Scalars.INT, "an address as a number");
        };
    }

    /// The same, in a local where it is long.
    Value settled(State state, Expr expr) {
        if (Scalars.size(expr, MOST_NODES + 1) <= MOST_NODES) {
            return new Value.Scalar(expr);
        }
        String local = state.fresh();
        state.definitions.put(local, expr);
        add(new Stmt.Assign(local, expr, at(state)));
        return new Value.Scalar(new Expr.Local(local, Scalars.INT));
    }

    /// The variable at a place that may be written to.
    Optional<Value.Entry> variable(State state, String section, long offset) {
        tables.written(section);
        return entries.variable(state, section, offset);
    }

    /// The element of a variable that is a table by index.
    Optional<Value.Entry> element(State state, String section, long offset, Expr distance) {
        return entries.element(state, section, offset, distance);
    }

    // ---- walking ----

    private void run(State state) {
        while (true) {
            if (++steps > MOST_STEPS || blocks.count() > MOST_BLOCKS) {
                gap("a program of more than " + (steps > MOST_STEPS ? MOST_STEPS + " steps" : MOST_BLOCKS + " paths"));
                return;
            }
            if (state.slot < 0 || state.slot >= state.code.instructions().size()) {
                gap("code behind the end of " + state.code.section());
                return;
            }
            if (joins(state)) {
                return;
            }
            if (!step(state, state.code.instructions().get(state.slot))) {
                return;
            }
        }
    }

    /// Whether the path goes on where another one already does; else others may join it here.
    private boolean joins(State state) {
        if (!types.isTarget(state.code, state.slot)) {
            return false;
        }
        int[] registers = live.computeIfAbsent(state.code.section(), _ -> Liveness.of(state.code.instructions()));
        String key = state.key(registers[state.slot], context.isPacket() || types.countsAhead(state));
        Integer same = known.get(key);
        if (same != null) {
            blocks.end(block, new Jump.Goto(same));
            return true;
        }
        if (!blocks.statements(block).isEmpty()) {
            int next = blocks.open();
            blocks.end(block, new Jump.Goto(next));
            block = next;
        }
        known.put(key, block);
        return false;
    }

    /// False where the path ends, or goes on in other blocks.
    private boolean step(State state, Instruction instruction) {
        switch (instruction) {
            case Instruction.Arithmetic one -> arithmetic.apply(state, one);
            case Instruction.MoveSigned(int bits, boolean wide, int to, int from) -> {
                Expr moved = Scalars.narrow(number(state, state.registers[from]), bits, true);
                state.registers[to] = settled(state, wide ? moved : Scalars.narrow(moved, 32, false));
            }
            case Instruction.Negate(boolean wide, int to) -> {
                Expr negative = Scalars.binary(BinaryOp.SUB, Scalars.number(0), number(state, state.registers[to]));
                state.registers[to] = settled(state, wide ? negative : Scalars.narrow(negative, 32, false));
            }
            case Instruction.Swap(int bits, boolean swaps, int to) -> swap(state, bits, swaps, to);
            case Instruction.Load load -> state.registers[load.to()] = entries.load(state, load);
            case Instruction.Store(int base, int offset, int bytes, var value) ->
                entries.store(state, state.registers[base], offset, bytes, operand(state, value));
            case Instruction.Atomic atomic -> entries.atomic(state, atomic);
            case Instruction.Constant(int to, long value, int kind) -> constant(state, to, value, kind);
            case Instruction.Second() -> {}
            case Instruction.Jump(int target) -> {
                state.slot = target;
                return true;
            }
            case Instruction.Branch branch -> {
                return branch(state, branch);
            }
            case Instruction.CallHelper(int number) -> {
                return calls.helper(state, number);
            }
            case Instruction.CallKernel(int _) -> {
                state.registers[0] = new Value.Unknown("a function of the kernel");
                gap("a call of a function of the kernel");
                state.clobber();
            }
            case Instruction.CallLocal(int target) -> {
                return call(state, target);
            }
            case Instruction.Exit() -> {
                if (context.isPacket() && state.callers.isEmpty()) {
                    add(new Stmt.Decide(context.verdict(number(state, state.registers[0])), at(state)));
                }
                return state.leave();
            }
            case Instruction.Unrelocatable(String what) -> {
                gap(what);
                return false;
            }
            case Instruction.PacketLoad() -> {
                gap("a load from a packet");
                state.registers[0] = new Value.Unknown("a load from a packet");
            }
        }
        state.slot++;
        return true;
    }

    Value operand(State state, Operand operand) {
        return switch (operand) {
            case Operand.Register(int number) -> state.registers[number];
            case Operand.Number(long value) -> Value.of(value);
        };
    }

    private void swap(State state, int bits, boolean swaps, int to) {
        Expr low = Scalars.narrow(number(state, state.registers[to]), bits, false);
        state.registers[to] = settled(state, swaps ? new Expr.Apply("bswap" + bits, List.of(low), Scalars.INT) : low);
    }

    private void constant(State state, int to, long value, int kind) {
        BpfObject.Target target = state.code.targets().get(state.slot);
        state.registers[to] = switch (target) {
            case null -> kind == 0 ? Value.of(value) : new Value.Unknown("a constant of kind " + kind);
            case BpfObject.Target.OfMap(String name) -> new Value.OfMap(name);
            case BpfObject.Target.OfData(String section, long offset) -> new Value.OfData(section, offset);
            case BpfObject.Target.OfFunction _ -> new Value.Unknown("the address of a function");
            case BpfObject.Target.Unresolved(String name) -> new Value.OfData(Entries.SETTING + name, 0);
        };
        state.slot++;
    }

    private boolean call(State state, int target) {
        BpfObject.Code code = state.code;
        int at = target;
        if (code.targets().get(state.slot) instanceof BpfObject.Target.Unresolved(String name)) {
            if (KernelCalls.follow(state, name)) {
                return true;
            }
            gap("what " + name + " does");
            return false;
        }
        if (code.targets().get(state.slot) instanceof BpfObject.Target.OfFunction(String section, int slot)) {
            // Where the symbol is the section itself, the instruction says how far in it the function begins.
            at = slot >= 0 ? slot : target - state.slot;
            code = object.codes().get(section);
        }
        if (code == null || at < 0 || at >= code.instructions().size() || state.callers.size() >= MOST_CALLS) {
            gap("a call of a function that is not there, or too deep");
            return false;
        }
        if (object.isFunction(code.section(), at, "bpf_usdt_arg") && calls.userArgument(state)) {
            return true;
        }
        state.call(code, at);
        return true;
    }

    // ---- branches ----

    private boolean branch(State state, Instruction.Branch branch) {
        Value left = state.registers[branch.left()];
        Value right = operand(state, branch.right());
        if (left instanceof Value.Packet one && right instanceof Value.Packet other && branch.wide()) {
            Expr order = arithmetic.condition(
                    state, branch, new Value.Scalar(one.position()), new Value.Scalar(other.position()));
            return fork(state, order, branch.target(), state.slot + 1);
        }
        boolean null_ = right.equals(Value.of(0))
                && (branch.comparison() == Instruction.Comparison.EQ
                        || branch.comparison() == Instruction.Comparison.NE);
        boolean whenZero = branch.comparison() == Instruction.Comparison.EQ;
        if (null_ && left instanceof Value.Found(int id)) {
            entries.checked(
                    state,
                    id,
                    whenZero ? branch.target() : state.slot + 1,
                    whenZero ? state.slot + 1 : branch.target());
            return false;
        }
        Expr condition = null_ && left instanceof Value.Compared(Expr equal)
                ? whenZero ? equal : Scalars.not(equal)
                : null_ && !(left instanceof Value.Scalar) && !(left instanceof Value.Unknown)
                        ? new Expr.Bool(!whenZero)
                        : arithmetic.condition(state, branch, left, right);
        // Where a text was looked for and not found is not kept, so that what follows is followed once.
        boolean search = null_ && left instanceof Value.Compared;
        return search
                ? fork(state, condition, branch.target(), state.slot + 1, false)
                : fork(state, Letters.of(condition, state), branch.target(), state.slot + 1);
    }

    /// True where the path itself goes on.
    boolean fork(State state, Expr condition, int yes, int no) {
        return fork(state, condition, yes, no, true);
    }

    /// `learns`: both sides keep what the condition tells.
    private boolean fork(State state, Expr condition, int yes, int no, boolean learns) {
        if (condition instanceof Expr.Bool(boolean value)) {
            state.slot = value ? yes : no;
            return true;
        }
        Optional<Boolean> told = Intervals.decide(condition, state);
        if (told.isPresent()) {
            state.slot = told.get() ? yes : no;
            return true;
        }
        State other = state.copy();
        state.slot = no;
        other.slot = yes;
        if (learns) {
            state.conditions.add(Scalars.not(condition));
            other.conditions.add(condition);
        }
        split(condition, other, state);
        return false;
    }

    /// Goes on only where `condition` holds; elsewhere `then` is done and the program ends.
    void guarded(State state, Expr condition, Stmt then) {
        int outside = blocks.open();
        int inside = blocks.open();
        blocks.end(block, new Jump.Branch(condition, inside, outside));
        blocks.statements(outside).add(then);
        block = inside;
        state.conditions.add(condition);
    }

    /// Ends the block with a branch to two states.
    void split(Expr condition, State yes, State no) {
        int first = blocks.open();
        int second = blocks.open();
        blocks.end(block, new Jump.Branch(condition, first, second));
        open.push(new Pending(no, second));
        open.push(new Pending(yes, first));
    }
}
