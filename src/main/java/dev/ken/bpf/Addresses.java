package dev.ken.bpf;

import dev.ken.ir.Expr;
import dev.ken.ir.Expr.BinaryOp;
import dev.ken.ir.Type;
import dev.ken.kernel.FieldType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Internet addresses in keys and records: what is declared as one (`__be32`, `struct in6_addr`) is shown as
/// text, and so it is the text of its bytes. Packets have their addresses as numbers.
final class Addresses {
    private static final Type INET = new Type.Opaque("inet");
    /// Places in a word, deeper than which no bytes are put together.
    private static final int MOST_DEPTH = 16;

    private final Contexts context;

    Addresses(Contexts context) {
        this.context = context;
    }

    /// The address that a field holds; empty where it is none, or where its bytes are not followed.
    Optional<Expr> of(Memory memory, long offset, Field field) {
        boolean numbers = context.isPacket() || !field.address();
        if (numbers && !(field.kind() instanceof Field.Kind.Address)) {
            return Optional.empty();
        }
        long at = offset + field.offsetBytes();
        Optional<Expr> whole = field.address() && memory.read(at, field.sizeBytes()) instanceof Value.Scalar(Expr expr)
                ? Optional.of(Scalars.narrow(expr, 8 * field.sizeBytes(), false))
                : Optional.empty();
        // What is read out of the kernel's structures is one number, as the intent has it.
        Optional<Expr> read = whole.filter(one -> !isOfElements(one, 0));
        Optional<List<Expr>> parts = read.map(List::of).or(() -> bytes(memory, at, field.sizeBytes()));
        return parts.map(all -> new Expr.Apply("ntop", all, INET));
    }

    /// `bpf_probe_read_kernel(to, size, from)` of elements of an array of the context; false where it is none.
    boolean copied(State state, int size) {
        List<Expr> elements =
                state.registers[3] instanceof Value.Context(long offset) ? context.elements(offset, size) : List.of();
        if (elements.isEmpty() || !(state.registers[1] instanceof Value.Place(var region, long at))) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            state.memory(region).write(at + i, 1, new Value.Scalar(elements.get(i)));
        }
        return true;
    }

    static boolean isAddress(Type type) {
        return type.equals(INET);
    }

    /// The bytes that lie here one behind the other.
    private Optional<List<Expr>> bytes(Memory memory, long at, int count) {
        List<Expr> all = new ArrayList<>();
        for (long i = at; i < at + count; ) {
            Memory.Slot slot = memory.slots().get(i);
            if (slot == null || !(slot.value() instanceof Value.Scalar(Expr expr))) {
                return Optional.empty();
            }
            for (int j = 0; j < slot.bytes(); j++) {
                Expr shifted = Scalars.binary(BinaryOp.LSHR, expr, Scalars.number(8L * j));
                all.add(byteOf(expr, 8L * j, 0).orElseGet(() -> Scalars.narrow(shifted, 8, false)));
            }
            i += slot.bytes();
        }
        return all.size() == count ? Optional.of(all) : Optional.empty();
    }

    /// Whether a number is made of elements of arrays, or is a constant where there are such arrays.
    private boolean isOfElements(Expr expr, int depth) {
        return depth <= MOST_DEPTH
                && switch (expr) {
                    case Expr.Int _ ->
                        context.facts().fields().values().stream().anyMatch(field -> isBytes(field.type()));
                    case Expr.Attribute one -> isElement(one.name());
                    case Expr.Narrow(Expr of, int _, boolean _) -> isOfElements(of, depth + 1);
                    case Expr.Binary(var _, Expr left, Expr.Int _) -> isOfElements(left, depth + 1);
                    case Expr.Binary(var _, Expr left, Expr right) ->
                        isOfElements(left, depth + 1) || isOfElements(right, depth + 1);
                    case Expr.Apply(var _, List<Expr> arguments, var _) ->
                        arguments.stream().anyMatch(one -> !(one instanceof Expr.Int) && isOfElements(one, depth + 1));
                    case Expr _ -> false;
                };
    }

    /// The element that is the byte of a number from a bit on.
    private Optional<Expr> byteOf(Expr expr, long bit, int depth) {
        if (depth > MOST_DEPTH) {
            return Optional.empty();
        }
        return switch (expr) {
            case Expr.Attribute one when bit == 0 && isElement(one.name()) -> Optional.of(one);
            case Expr.Narrow(Expr of, int bits, boolean signed)
            when !signed && bit + 8 <= bits -> byteOf(of, bit, depth + 1);
            case Expr.Binary(BinaryOp op, Expr of, Expr.Int(long by))
            when op == BinaryOp.SHL && by <= bit -> byteOf(of, bit - by, depth + 1);
            case Expr.Binary(BinaryOp op, Expr left, Expr right)
            when op == BinaryOp.BIT_OR -> {
                boolean first = isFree(left, bit, depth + 1);
                boolean second = isFree(right, bit, depth + 1);
                yield first == second ? Optional.empty() : byteOf(first ? right : left, bit, depth + 1);
            }
            case Expr _ -> Optional.empty();
        };
    }

    /// Whether the byte from a bit on is surely 0.
    private boolean isFree(Expr expr, long bit, int depth) {
        return depth <= MOST_DEPTH
                && switch (expr) {
                    case Expr.Attribute one -> isElement(one.name()) && bit >= 8;
                    case Expr.Narrow(Expr of, int bits, boolean signed) ->
                        !signed && (bit >= bits || isFree(of, bit, depth + 1));
                    case Expr.Binary(BinaryOp op, Expr of, Expr.Int(long by))
                    when op == BinaryOp.SHL -> by >= bit + 8 || by <= bit && isFree(of, bit - by, depth + 1);
                    case Expr.Binary(BinaryOp op, Expr left, Expr right)
                    when op == BinaryOp.BIT_OR -> isFree(left, bit, depth + 1) && isFree(right, bit, depth + 1);
                    case Expr _ -> false;
                };
    }

    private static boolean isBytes(FieldType type) {
        return type instanceof FieldType.Array(int bytes, boolean signed, int _) && bytes == 1 && !signed;
    }

    private boolean isElement(String symbol) {
        return context.facts().fields().values().stream()
                .anyMatch(field -> isBytes(field.type())
                        && field.type() instanceof FieldType.Array(int _, boolean _, int length)
                        && symbol.startsWith(field.symbol())
                        && IntStream.range(0, length).anyMatch(i -> symbol.equals(field.symbol() + i)));
    }
}
