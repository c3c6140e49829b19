package dev.ken.bpf;

import dev.ken.ir.Expr;
import dev.ken.ir.Expr.BinaryOp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/// The contents of a region, by offset: slots that do not overlap. Constants are kept byte by byte, so that
/// parts of them may be written over.
final class Memory {
    private final TreeMap<Long, Slot> slots;
    /// Bytes that something was written to that is not followed any more.
    private final TreeSet<Long> lost;

    record Slot(int bytes, Value value) {}

    Memory() {
        this(new TreeMap<>(), new TreeSet<>());
    }

    private Memory(TreeMap<Long, Slot> slots, TreeSet<Long> lost) {
        this.slots = slots;
        this.lost = lost;
    }

    Memory copy() {
        return new Memory(new TreeMap<>(slots), new TreeSet<>(lost));
    }

    /// All that is known, as text.
    String key() {
        return slots.toString() + lost;
    }

    /// Whether nothing was ever written to any of these bytes, so that they hold what was there before.
    boolean isLeft(long at, long bytes) {
        Map.Entry<Long, Slot> before = slots.lowerEntry(at + bytes);
        return bytes > 0
                && (before == null || before.getKey() + before.getValue().bytes() <= at)
                && lost.subSet(at, at + bytes).isEmpty();
    }

    Map<Long, Slot> slots() {
        return slots;
    }

    /// Where what lies at a place begins.
    Optional<Long> begin(long at) {
        return Optional.ofNullable(slots.floorKey(at));
    }

    Value value(long begin) {
        Slot slot = slots.get(begin);
        return slot == null ? new Value.Unknown(NOT_WRITTEN) : slot.value();
    }

    private void erase(long from, long bytes) {
        Map.Entry<Long, Slot> before = slots.lowerEntry(from);
        if (before != null && before.getKey() + before.getValue().bytes() > from) {
            slots.remove(before.getKey());
            for (long i = before.getKey();
                    i < before.getKey() + before.getValue().bytes();
                    i++) {
                lost.add(i);
            }
        }
        Map.Entry<Long, Slot> last = slots.lowerEntry(from + bytes);
        if (last != null) {
            for (long i = from + bytes; i < last.getKey() + last.getValue().bytes(); i++) {
                lost.add(i);
            }
        }
        slots.subMap(from, from + bytes).clear();
    }

    void write(long at, int bytes, Value value) {
        erase(at, bytes);
        if (value instanceof Value.Scalar(Expr.Int(long number)) && bytes <= 8) {
            for (int i = 0; i < bytes; i++) {
                slots.put(at + i, new Slot(1, Value.of(number >>> 8 * i & 0xff)));
            }
        } else {
            slots.put(at, new Slot(bytes, value));
        }
    }

    /// Whether all these bytes are known to be zero.
    boolean zeros(long at, long bytes) {
        for (long i = at; i < at + bytes; i++) {
            Slot slot = slots.get(i);
            if (slot == null || slot.bytes() != 1 || !slot.value().equals(Value.of(0))) {
                return false;
            }
        }
        return true;
    }

    /// The constant that stands in these bytes.
    Optional<Long> constant(long at, int bytes) {
        long number = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            Slot slot = slots.get(at + i);
            if (slot == null || slot.bytes() != 1 || !(slot.value() instanceof Value.Scalar(Expr.Int(long one)))) {
                return Optional.empty();
            }
            number = number << 8 | one;
        }
        return Optional.of(number);
    }

    private static final String NOT_WRITTEN = "memory that was not written, or in other pieces";

    /// What a load of 1, 2, 4 or 8 bytes gives.
    Value read(long at, int bytes) {
        return read(at, bytes, (_, before) -> before == 0);
    }

    /// Likewise, where so many letters before it are known to be there may tell that a letter is not behind its text.
    Value read(long at, int bytes, BiPredicate<Expr, Integer> reaches) {
        Optional<Long> constant = constant(at, bytes);
        if (constant.isPresent()) {
            return Value.of(constant.get());
        }
        Map.Entry<Long, Slot> found = slots.floorEntry(at);
        if (found == null || found.getKey() + found.getValue().bytes() < at + bytes) {
            return pieces(at, bytes);
        }
        int inside = (int) (at - found.getKey());
        Slot slot = found.getValue();
        return switch (slot.value()) {
            case Value.Text(Expr text, int _, boolean padded)
            when padded || bytes == 1 && reaches.test(text, inside) ->
                new Value.Scalar(new Expr.Apply(
                        Scalars.BYTES, List.of(text, Scalars.number(inside), Scalars.number(bytes)), Scalars.INT));
            case Value.Text _ -> new Value.Unknown("bytes behind a text that may be left from before");
            case Value.Scalar(Expr expr) ->
                new Value.Scalar(Scalars.narrow(
                        Scalars.binary(BinaryOp.LSHR, expr, Scalars.number(8L * inside)), 8 * bytes, false));
            case Value other -> inside == 0 && bytes == 8 ? other : new Value.Unknown("part of a pointer");
        };
    }

    /// Several numbers that lie side by side, as one.
    private Value pieces(long at, int bytes) {
        Expr whole = Scalars.number(0);
        for (long i = at; i < at + bytes; ) {
            Slot slot = slots.get(i);
            if (slot == null || i + slot.bytes() > at + bytes || !(slot.value() instanceof Value.Scalar(Expr expr))) {
                return new Value.Unknown(NOT_WRITTEN);
            }
            Expr up = Scalars.binary(
                    BinaryOp.SHL, Scalars.narrow(expr, 8 * slot.bytes(), false), Scalars.number(8 * (i - at)));
            whole = whole.equals(Scalars.number(0)) ? up : Scalars.binary(BinaryOp.BIT_OR, up, whole);
            i += slot.bytes();
        }
        return new Value.Scalar(whole);
    }

    /// The text in these bytes; empty where they are none.
    Optional<Value.Text> text(long at, int bytes) {
        Optional<String> literal = literal(at, bytes);
        if (literal.isPresent()) {
            return Optional.of(new Value.Text(new Expr.Text(literal.get(), bytes), bytes, true));
        }
        Slot slot = slots.get(at);
        if (slot == null) {
            return Optional.empty();
        }
        if (slot.value() instanceof Value.Text(Expr text, int width, boolean padded)) {
            boolean rest = slot.bytes() >= bytes || zeros(at + slot.bytes(), bytes - slot.bytes());
            Expr same = Scalars.resize(text, bytes);
            return Optional.of(new Value.Text(same, bytes, padded && rest && slot.bytes() <= bytes));
        }
        return copied(at, bytes);
    }

    /// The constant text that begins here and ends with a NUL.
    Optional<String> literal(long at) {
        for (int bytes = 1; slots.containsKey(at + bytes - 1); bytes++) {
            if (constant(at + bytes - 1, 1).equals(Optional.of(0L))) {
                return literal(at, bytes);
            }
        }
        return Optional.empty();
    }

    private Optional<String> literal(long at, int bytes) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < bytes; i++) {
            Optional<Long> one = constant(at + i, 1);
            if (one.isEmpty() || one.get() > 126) {
                return Optional.empty();
            }
            if (one.get() == 0) {
                return zeros(at + i, bytes - i) ? Optional.of(text.toString()) : Optional.empty();
            }
            text.append((char) one.get().longValue());
        }
        return Optional.empty();
    }

    /// A text that was copied word by word.
    private Optional<Value.Text> copied(long at, int bytes) {
        List<Expr> texts = new ArrayList<>();
        for (long i = at; i < at + bytes; ) {
            Slot slot = slots.get(i);
            if (slot == null
                    || !(slot.value() instanceof Value.Scalar(Expr whole))
                    || !(Scalars.narrow(whole, 8 * slot.bytes(), false)
                            instanceof Expr.Apply(String name, List<Expr> arguments, var _))
                    || !name.equals(Scalars.BYTES)
                    || !arguments.get(1).equals(Scalars.number(i - at))
                    || !arguments.get(2).equals(Scalars.number(slot.bytes()))) {
                return Optional.empty();
            }
            texts.add(arguments.get(0));
            i += slot.bytes();
        }
        return texts.stream().distinct().count() == 1
                ? Optional.of(new Value.Text(Scalars.resize(texts.get(0), bytes), bytes, true))
                : Optional.empty();
    }
}
