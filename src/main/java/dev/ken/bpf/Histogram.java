package dev.ken.bpf;

import dev.ken.ir.Expr;
import dev.ken.ir.Expr.BinaryOp;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds out what value the slots of an array count by powers of two. It is proved by intervals, for each power of two:
/// where the value lies in it, and the path is taken at all, the slot is the one of that power.
final class Histogram {
    /// Values that are tried for one slot.
    private static final int MOST_VALUES = 64;
    private static final int MOST_NODES = 1_000;
    /// The last slot holds everything from here on, or from a higher power on.
    private static final int LEAST_LAST = 25;

    /// So many slots that numbers below 0, which have the highest power, have one of their own: it is shown as theirs.
    static final int WITH_NEGATIVE = 65;

    private static final Numbering ANY = new Numbering(true, true);
    private static final Numbering NEVER = new Numbering(false, false, false);

    private Histogram() {}

    /// How slots are numbered: `exact` as in bpftrace (0, 1, 2 to 3, 4 to 7, …), `joined` with 0 and 1 in the first.
    record Numbering(boolean exact, boolean joined, boolean reached) {
        Numbering(boolean exact, boolean joined) {
            this(exact, joined, true);
        }

        Numbering and(Numbering other) {
            return new Numbering(exact && other.exact(), joined && other.joined(), reached || other.reached());
        }

        boolean known() {
            return exact || joined;
        }
    }

    /// `tight`: not only the last slot was reached, which many values would fit.
    record Sample(Expr value, Numbering numbering, boolean tight) {}

    /// @param distance of the slot from the first, in bytes
    /// @param width    bytes of a slot
    /// @param likely   a value to try first
    static Optional<Sample> sample(State state, Expr distance, int width, int slots, Optional<Expr> likely) {
        Intervals.Range at = Intervals.of(state).of(distance);
        boolean tight = !at.isOne() || at.low() / width < slots - 1;
        if (likely.isPresent()) {
            Numbering numbering = numbering(state, distance, width, slots, likely.get());
            if (numbering.known()) {
                return Optional.of(new Sample(likely.get(), numbering, tight));
            }
            if (numbering.equals(NEVER)) {
                // No value leads here at all, so whatever is said of it is true.
                return Optional.of(new Sample(likely.get(), ANY, false));
            }
        }
        // The smallest that fits, so that all paths find the same.
        for (Expr value : candidates(state, distance)) {
            Numbering numbering = numbering(state, distance, width, slots, value);
            if (numbering.known()) {
                return Optional.of(new Sample(value, numbering, tight));
            }
        }
        return Optional.empty();
    }

    /// What a place in an array may depend on, the smallest first.
    static List<Expr> candidates(State state, Expr distance) {
        Set<Expr> values = new LinkedHashSet<>();
        collect(distance, state, values);
        state.conditions.forEach(condition -> collect(condition, state, values));
        return values.stream()
                .sorted(java.util.Comparator.comparingInt(value -> Scalars.size(value, MOST_NODES)))
                .toList();
    }

    private static Numbering numbering(State state, Expr distance, int width, int slots, Expr value) {
        Numbering numbering = new Numbering(true, true);
        Intervals known = Intervals.of(state);
        int reached = 0;
        for (int power = 0; power <= 64 && numbering.known(); power++) {
            long low = power == 0 ? 0 : 1L << (power - 1);
            long high = power == 0 ? 0 : power == 64 ? -1 : (1L << power) - 1;
            Optional<Intervals> here = known.with(value, new Intervals.Range(low, high))
                    .filter(there -> state.conditions.stream()
                            .noneMatch(one -> there.truth(one).equals(Optional.of(false))));
            if (here.isEmpty()) {
                continue;
            }
            reached++;
            numbering = numbering.and(numbering(here.get().of(distance), power, width, slots));
        }
        return reached == 0 ? NEVER : numbering;
    }

    private static Numbering numbering(Intervals.Range at, int power, int width, int slots) {
        int last = slots - 1;
        boolean one = at.isOne() && Long.remainderUnsigned(at.low(), width) == 0;
        long slot = one ? at.low() / width : -1;
        return new Numbering(
                slot == power && power <= last || slot == last && power >= last && last >= LEAST_LAST,
                slot == Math.max(0, power - 1) && slot <= last
                        || slot == last && power - 1 >= last && last >= LEAST_LAST);
    }

    static boolean isPositive(Expr value, State state) {
        Intervals known = Intervals.of(state);
        return known.of(value).positive()
                || known.with(value, new Intervals.Range(Long.MIN_VALUE, -1))
                        .filter(there -> state.conditions.stream()
                                .noneMatch(one -> there.truth(one).equals(Optional.of(false))))
                        .isEmpty();
    }

    /// All parts of an expression that are numbers and no constants, the whole first, and what locals stand for.
    private static void collect(Expr expr, State state, Set<Expr> values) {
        if (values.size() >= MOST_VALUES) {
            return;
        }
        List<Expr> parts = new ArrayList<>();
        switch (expr) {
            case Expr.Local(String name, var _) -> {
                values.add(expr);
                Optional.ofNullable(state.definitions.get(name)).ifPresent(parts::add);
            }
            case Expr.Attribute(var _, var type) -> {
                if (type.equals(Scalars.INT)) {
                    values.add(expr);
                }
            }
            case Expr.Unary(var _, var of) -> parts.add(of);
            case Expr.Binary(var op, var left, var right) -> {
                if (isNumber(op)) {
                    values.add(expr);
                }
                parts.addAll(List.of(left, right));
            }
            case Expr.Narrow(var of, int _, boolean _) -> {
                values.add(expr);
                parts.add(of);
            }
            case Expr.Apply(var _, var _, var type) -> {
                if (type.equals(Scalars.INT)) {
                    values.add(expr);
                }
            }
            case Expr _ -> {}
        }
        parts.forEach(part -> collect(part, state, values));
    }

    private static boolean isNumber(BinaryOp op) {
        return switch (op) {
            case ADD, SUB, MUL, UDIV, SDIV, UREM, SREM, BIT_AND, BIT_OR, BIT_XOR, SHL, LSHR, ASHR -> true;
            case EQ, NE, ULT, ULE, SLT, SLE, AND, OR -> false;
        };
    }
}
