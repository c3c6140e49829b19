package dev.ken.bpf;

import dev.ken.ir.Expr;
import dev.ken.ir.Expr.BinaryOp;
import dev.ken.ir.Stmt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Packets as programs for XDP and tc see them: bytes between two pointers of the context. A byte is an
/// attribute of the occurrence, `p0` the first of the Ethernet header; a load at a distance that the packet
/// itself tells becomes a choice among the places where it may be. A load that no test of the program keeps
/// within the packet ends the program with [#OUTSIDE] where it lies outside.
///
/// Followed: `struct xdp_md` and `struct __sk_buff` of include/uapi/linux/bpf.h; verdicts as `enum xdp_action`
/// there and `cls_bpf_exec_opcode` of net/sched/cls_bpf.c have them.
final class Packets {
    /// Bytes of a packet that are followed, from its beginning.
    static final int MOST_BYTES = 256;
    /// Bytes of the header of Ethernet.
    private static final int ETHERNET = 14;
    /// Places where one load may be.
    static final int MOST_PLACES = 64;
    /// The verdict of a program that reads what is no part of the packet.
    static final long OUTSIDE = 16;
    /// What is added to verdicts of tc that XDP has no word for.
    private static final long OF_TC = 256;

    private static final long DROP = 1;
    static final long PASS = 2;
    private static final Expr LENGTH = new Expr.Attribute("len", Scalars.INT);
    private static final Expr INTERFACE = new Expr.Attribute("ifindex", Scalars.INT);

    private final Walker walker;

    Packets(Walker walker) {
        this.walker = walker;
    }

    // ---- contexts ----

    private static Optional<Value> pointer(boolean end) {
        return Optional.of(end ? new Value.Packet(LENGTH, 0) : new Value.Packet(Scalars.number(0), 0));
    }

    /// What `struct xdp_md` holds.
    static Optional<Value> xdp(long offset, int bytes) {
        return switch (bytes == Integer.BYTES ? (int) offset : -1) {
            case 0 -> pointer(false);
            case 4 -> pointer(true);
            case 12 -> Optional.of(new Value.Scalar(Scalars.narrow(INTERFACE, 32, false)));
            default -> Optional.empty();
        };
    }

    /// What `struct __sk_buff` holds, of a packet that lies in one piece.
    static Optional<Value> buffer(long offset, int bytes) {
        return switch (bytes == Integer.BYTES ? (int) offset : -1) {
            case 0 -> Optional.of(new Value.Scalar(LENGTH));
            // The protocol, in network order.
            case 16 -> Optional.of(new Value.Scalar(bytes(12, 2)));
            case 36, 40 -> Optional.of(new Value.Scalar(Scalars.narrow(INTERFACE, 32, false)));
            case 76 -> pointer(false);
            case 80 -> pointer(true);
            default -> Optional.empty();
        };
    }

    // ---- bytes ----

    /// `count` bytes from `from` on as the machine loads them, the first one lowest.
    private static Expr bytes(long from, int count) {
        Expr whole = Scalars.number(0);
        for (int i = count - 1; i >= 0; i--) {
            Expr one = Scalars.narrow(new Expr.Attribute("p" + (from + i), Scalars.INT), 8, false);
            Expr up = i == 0 ? one : new Expr.Binary(BinaryOp.SHL, one, Scalars.number(8L * i));
            whole = whole.equals(Scalars.number(0)) ? up : new Expr.Binary(BinaryOp.BIT_OR, whole, up);
        }
        return whole;
    }

    Value read(State state, Value.Packet place, int bytes) {
        Optional<TreeSet<Long>> known = values(place.distance(), state);
        if (known.isEmpty()) {
            return new Value.Unknown("a part of a packet at a distance that is not known");
        }
        TreeSet<Long> distances = known.get();
        long last = distances.last() + place.offset() + bytes;
        if (distances.first() + place.offset() < 0 || last > MOST_BYTES) {
            return new Value.Unknown("bytes of a packet that are not among the first " + MOST_BYTES);
        }
        bound(state, place, bytes, last);
        Expr loaded = bytes(distances.last() + place.offset(), bytes);
        for (long distance : distances.headSet(distances.last(), false).descendingSet()) {
            Expr here = new Expr.Binary(BinaryOp.EQ, place.distance(), Scalars.number(distance));
            loaded = new Expr.Choose(here, bytes(distance + place.offset(), bytes), loaded);
        }
        return walker.settled(state, loaded);
    }

    // ---- bpf_skb_load_bytes(context, offset, to, bytes) ----

    private static final long FAULT = -14;

    /// That the packet has all these bytes; empty where it is not followed.
    private Optional<Expr> reaches(State state) {
        return walker.context.isPacket()
                        && state.registers[2] instanceof Value.Scalar(Expr offset)
                        && state.registers[3] instanceof Value.Place
                        && state.registers[4] instanceof Value.Scalar(Expr.Int(long bytes))
                        && bytes > 0
                        && bytes <= MOST_BYTES
                ? Optional.of(Scalars.not(tooShort(Scalars.binary(BinaryOp.ADD, offset, Scalars.number(bytes)))))
                : Optional.empty();
    }

    /// Whether the path goes on twice at the call: once with the bytes there, once without.
    boolean splits(State state) {
        Optional<Expr> reaches = reaches(state);
        if (reaches.isEmpty()
                || state.conditions.contains(reaches.get())
                || state.conditions.contains(Scalars.not(reaches.get()))
                || Intervals.decide(reaches.get(), state).isPresent()) {
            return false;
        }
        State other = state.copy();
        state.conditions.add(reaches.get());
        other.conditions.add(Scalars.not(reaches.get()));
        walker.split(reaches.get(), state, other);
        return true;
    }

    Value copy(State state) {
        Optional<Expr> reaches = reaches(state);
        if (reaches.isEmpty()
                || !(state.registers[3] instanceof Value.Place(var region, long at))
                || !(state.registers[4] instanceof Value.Scalar(Expr.Int(long bytes)))
                || !(state.registers[2] instanceof Value.Scalar(Expr offset))) {
            walker.gap("what bpf_skb_load_bytes does, but into memory of the program's own and with a constant length");
            return new Value.Unknown("bpf_skb_load_bytes");
        }
        boolean there = state.conditions.contains(reaches.get())
                || Intervals.decide(reaches.get(), state).equals(Optional.of(true));
        Value.Packet from = offset instanceof Expr.Int(long constant)
                ? new Value.Packet(Scalars.number(0), constant)
                : new Value.Packet(offset, 0);
        boolean number = bytes == 2 || bytes == 4 || bytes == 8;
        int step = number ? (int) bytes : 1;
        for (int i = 0; i < bytes; i += step) {
            Value part = there ? read(state, new Value.Packet(from.distance(), from.offset() + i), step) : Value.of(0);
            state.memory(region).write(at + i, step, part);
        }
        return Value.of(there ? 0 : FAULT);
    }

    private void bound(State state, Value.Packet place, int bytes, long last) {
        if (Intervals.decide(tooShort(Scalars.number(last)), state).equals(Optional.of(false))) {
            return;
        }
        for (Expr condition : state.conditions) {
            if (reach(condition, place.distance()) >= place.offset() + bytes) {
                return;
            }
        }
        if (last <= ETHERNET) {
            // Every packet has these bytes, and yet the kernel refuses the program.
            walker.gap("a load that no test keeps within the packet");
        }
        Expr end = Scalars.binary(BinaryOp.ADD, place.distance(), Scalars.number(place.offset() + bytes));
        walker.guarded(state, Scalars.not(tooShort(end)), new Stmt.Decide(Scalars.number(OUTSIDE), walker.at(state)));
    }

    private static Expr tooShort(Expr end) {
        return new Expr.Binary(BinaryOp.ULT, LENGTH, end);
    }

    /// How many bytes behind a distance a condition says that there are; -1 where it says nothing of it.
    private static long reach(Expr condition, Expr distance) {
        Expr end = switch (condition) {
            case Expr.Unary(var op, Expr.Binary(BinaryOp less, Expr left, Expr right))
            when op == Expr.UnaryOp.NOT && less == BinaryOp.ULT && left.equals(LENGTH) -> right;
            case Expr.Binary(BinaryOp atMost, Expr left, Expr right)
            when atMost == BinaryOp.ULE && right.equals(LENGTH) -> left;
            case Expr _ -> Scalars.number(-1);
        };
        return switch (end) {
            case Expr.Binary(BinaryOp add, Expr left, Expr.Int(long more))
            when add == BinaryOp.ADD && left.equals(distance) -> more;
            case Expr _ -> end.equals(distance) ? 0 : -1;
        };
    }

    // ---- distances ----

    /// All values that an expression may have, or more; empty where they are too many.
    private static Optional<TreeSet<Long>> values(Expr expr, State state) {
        return switch (expr) {
            case Expr.Int(long value) -> Optional.of(new TreeSet<>(List.of(value)));
            case Expr.Local(String name, var _)
            when state.definitions.containsKey(name) ->
                values(java.util.Objects.requireNonNull(state.definitions.get(name)), state);
            case Expr.Binary(BinaryOp op, Expr of, Expr.Int(long mask))
            when op == BinaryOp.BIT_AND ->
                Optional.of(submasks(values(of, state), mask)).filter(all -> !all.isEmpty());
            case Expr.Binary(BinaryOp op, Expr left, Expr right) -> combined(op, left, right, state);
            case Expr.Narrow(Expr of, int bits, boolean signed) ->
                values(of, state).map(all -> {
                    TreeSet<Long> cut = new TreeSet<>();
                    all.forEach(one -> cut.add(((Expr.Int) Scalars.narrow(Scalars.number(one), bits, signed)).value()));
                    return cut;
                });
            case Expr.Choose(var _, Expr yes, Expr no) ->
                values(yes, state)
                        .flatMap(one -> values(no, state).map(other -> {
                            TreeSet<Long> both = new TreeSet<>(one);
                            both.addAll(other);
                            return both;
                        }));
            case Expr _ -> Optional.empty();
        };
    }

    /// What is left of values under a mask; of any where they are not known.
    private static TreeSet<Long> submasks(Optional<TreeSet<Long>> of, long mask) {
        TreeSet<Long> all = new TreeSet<>();
        if (of.isPresent()) {
            of.get().forEach(one -> all.add(one & mask));
        } else if (1L << Long.bitCount(mask) <= MOST_PLACES && Long.bitCount(mask) < 63) {
            long part = mask;
            while (part != 0) {
                all.add(part);
                part = part - 1 & mask;
            }
            all.add(0L);
        }
        return all;
    }

    private static Optional<TreeSet<Long>> combined(BinaryOp op, Expr left, Expr right, State state) {
        boolean followed = switch (op) {
            case ADD, SUB, MUL, SHL, LSHR, BIT_OR -> true;
            case UDIV, SDIV, UREM, SREM, BIT_AND, BIT_XOR, ASHR, EQ, NE, ULT, ULE, SLT, SLE, AND, OR -> false;
        };
        Optional<TreeSet<Long>> ones = followed ? values(left, state) : Optional.empty();
        Optional<TreeSet<Long>> others = ones.flatMap(_ -> values(right, state));
        if (others.isEmpty()) {
            return Optional.empty();
        }
        TreeSet<Long> all = new TreeSet<>();
        for (long one : ones.get()) {
            for (long other : others.get()) {
                all.add(((Expr.Int) Scalars.binary(op, Scalars.number(one), Scalars.number(other))).value());
            }
        }
        return Optional.of(all).filter(found -> found.size() <= MOST_PLACES);
    }

    // ---- verdicts ----

    static Expr ofXdp(Expr result) {
        return Scalars.narrow(result, 32, false);
    }

    /// 2 (`TC_ACT_SHOT`) drops; what is stolen, redirected or trapped does not go on either; all else goes on.
    static Expr ofTc(Expr result) {
        Expr number = Scalars.narrow(result, 32, false);
        if (number instanceof Expr.Int(long value)) {
            return Scalars.number(value == 2 ? DROP : List.of(4L, 7L, 8L).contains(value) ? OF_TC + value : PASS);
        }
        Expr verdict = Scalars.number(PASS);
        List<Long> others = new ArrayList<>(List.of(8L, 7L, 4L, 2L));
        for (long value : others) {
            Expr here = new Expr.Binary(BinaryOp.EQ, number, Scalars.number(value));
            verdict = new Expr.Choose(here, Scalars.number(value == 2 ? DROP : OF_TC + value), verdict);
        }
        return verdict;
    }
}
