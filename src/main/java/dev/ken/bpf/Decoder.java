package dev.ken.bpf;

import dev.ken.bpf.Instruction.Comparison;
import dev.ken.bpf.Instruction.Operand;
import dev.ken.bpf.Instruction.Operator;
import dev.ken.bpf.Instruction.Update;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Decodes the instructions of one section (RFC 9669 § 3 to 5).
final class Decoder {
    private static final int SLOT_BYTES = 8;
    private static final int LAST_REGISTER = 10;
    private static final Operator[] OPERATORS = {
        Operator.ADD, Operator.SUB, Operator.MUL, Operator.UDIV, Operator.OR, Operator.AND, Operator.LSH, Operator.RSH,
    };
    private static final Comparison[] COMPARISONS = {
        Comparison.EQ, Comparison.UGT, Comparison.UGE, Comparison.SET, Comparison.NE, Comparison.SGT, Comparison.SGE,
    };

    private final String file;
    private final String section;
    private final ByteBuffer in;

    private Decoder(String file, String section, ByteBuffer in) {
        this.file = file;
        this.section = section;
        this.in = in;
    }

    /// One entry for each 8-byte slot.
    static List<Instruction> decode(String file, String section, ByteBuffer bytes) {
        return new Decoder(file, section, bytes).all();
    }

    private MalformedObject malformed(int slot, String problem) {
        return new MalformedObject(file, section, "", (long) slot * SLOT_BYTES, problem);
    }

    private List<Instruction> all() {
        if (in.capacity() % SLOT_BYTES != 0) {
            throw malformed(in.capacity() / SLOT_BYTES, "code ends within an instruction");
        }
        int slots = in.capacity() / SLOT_BYTES;
        List<Instruction> all = new ArrayList<>(slots);
        for (int slot = 0; slot < slots; slot++) {
            Instruction one = one(slot, slots);
            all.add(one);
            if (one instanceof Instruction.Constant) {
                all.add(new Instruction.Second());
                slot++;
            }
        }
        for (int slot = 0; slot < slots; slot++) {
            check(slot, all);
        }
        return all;
    }

    private void check(int slot, List<Instruction> all) {
        int target = switch (all.get(slot)) {
            case Instruction.Jump(int to) -> to;
            case Instruction.Branch branch -> branch.target();
            case Instruction _ -> slot;
        };
        if (target < 0 || target >= all.size() || target != slot && all.get(target) instanceof Instruction.Second) {
            throw malformed(slot, "a jump leads to slot " + target + " of " + all.size());
        }
    }

    private Instruction one(int slot, int slots) {
        int at = slot * SLOT_BYTES;
        int code = Byte.toUnsignedInt(in.get(at));
        int to = in.get(at + 1) & 15;
        int from = (in.get(at + 1) & 0xf0) >> 4;
        int offset = in.getShort(at + 2);
        int number = in.getInt(at + 4);
        if (to > LAST_REGISTER) {
            throw malformed(slot, "register " + to);
        }
        return switch (code & 7) {
            case 0 -> immediate(slot, slots, code, to, from, number);
            case 1 -> load(slot, code, to, register(slot, from), offset);
            case 2 -> new Instruction.Store(to, offset, bytes(code), new Operand.Number(number));
            case 3 -> store(slot, code, to, register(slot, from), offset, number);
            case 4 -> arithmetic(slot, code, false, to, from, offset, number);
            case 5 -> jump(slot, code, true, to, from, offset, number);
            case 6 -> jump(slot, code, false, to, from, offset, number);
            default -> arithmetic(slot, code, true, to, from, offset, number);
        };
    }

    private int register(int slot, int number) {
        if (number > LAST_REGISTER) {
            throw malformed(slot, "register " + number);
        }
        return number;
    }

    private static int bytes(int code) {
        return switch (code >> 3 & 3) {
            case 0 -> 4;
            case 1 -> 2;
            case 2 -> 1;
            default -> 8;
        };
    }

    private Operand operand(int slot, int code, int from, int number) {
        return (code & 8) != 0 ? new Operand.Register(register(slot, from)) : new Operand.Number(number);
    }

    private MalformedObject unknown(int slot, int code) {
        return malformed(slot, "no instruction has the code 0x" + Integer.toHexString(code));
    }

    private Instruction immediate(int slot, int slots, int code, int to, int from, int number) {
        int mode = code >> 5;
        if (mode == 1 || mode == 2) {
            return new Instruction.PacketLoad();
        }
        if (code != 0x18) {
            throw unknown(slot, code);
        }
        if (slot + 1 >= slots || in.get((slot + 1) * SLOT_BYTES) != 0) {
            throw malformed(slot, "the second half of a 64-bit constant is missing");
        }
        long high = in.getInt((slot + 1) * SLOT_BYTES + 4);
        return new Instruction.Constant(to, high << 32 | Integer.toUnsignedLong(number), from);
    }

    private Instruction load(int slot, int code, int to, int base, int offset) {
        int mode = code >> 5;
        if (mode != 3 && (mode != 4 || bytes(code) == 8)) {
            throw unknown(slot, code);
        }
        return new Instruction.Load(to, base, offset, bytes(code), mode == 4);
    }

    private Instruction store(int slot, int code, int base, int from, int offset, int number) {
        int mode = code >> 5;
        if (mode == 3) {
            return new Instruction.Store(base, offset, bytes(code), new Operand.Register(from));
        }
        if (mode != 6 || bytes(code) < 4) {
            throw unknown(slot, code);
        }
        boolean fetch = (number & 1) != 0;
        Update update = switch (number & ~1) {
            case 0x00 -> Update.ADD;
            case 0x40 -> Update.OR;
            case 0x50 -> Update.AND;
            case 0xa0 -> Update.XOR;
            case 0xe0 -> Update.EXCHANGE;
            case 0xf0 -> Update.COMPARE_EXCHANGE;
            default -> throw malformed(slot, "no atomic operation has the number 0x" + Integer.toHexString(number));
        };
        return new Instruction.Atomic(update, fetch, base, offset, bytes(code), from);
    }

    private Instruction arithmetic(int slot, int code, boolean wide, int to, int from, int offset, int number) {
        int operation = code >> 4;
        if (operation < OPERATORS.length && (offset == 0 || operation == 3 && offset == 1)) {
            Operator operator = operation == 3 && offset == 1 ? Operator.SDIV : OPERATORS[operation];
            return new Instruction.Arithmetic(operator, wide, to, operand(slot, code, from, number));
        }
        return switch (operation) {
            case 8 -> new Instruction.Negate(wide, to);
            case 9 ->
                new Instruction.Arithmetic(
                        offset == 1 ? Operator.SMOD : Operator.UMOD, wide, to, operand(slot, code, from, number));
            case 10 -> new Instruction.Arithmetic(Operator.XOR, wide, to, operand(slot, code, from, number));
            case 11 ->
                offset == 0
                        ? new Instruction.Arithmetic(Operator.MOV, wide, to, operand(slot, code, from, number))
                        : signed(slot, wide, to, from, offset);
            case 12 -> new Instruction.Arithmetic(Operator.ARSH, wide, to, operand(slot, code, from, number));
            case 13 -> swap(slot, code, wide, to, number);
            default -> throw unknown(slot, code);
        };
    }

    private Instruction signed(int slot, boolean wide, int to, int from, int bits) {
        if (bits != 8 && bits != 16 && (bits != 32 || !wide)) {
            throw malformed(slot, "a move of " + bits + " bits");
        }
        return new Instruction.MoveSigned(bits, wide, to, register(slot, from));
    }

    private Instruction swap(int slot, int code, boolean always, int to, int bits) {
        if (bits != 16 && bits != 32 && bits != 64) {
            throw malformed(slot, "a swap of " + bits + " bits");
        }
        return new Instruction.Swap(bits, always || (code & 8) != 0, to);
    }

    private Instruction jump(int slot, int code, boolean wide, int to, int from, int offset, int number) {
        int operation = code >> 4;
        switch (operation) {
            case 0 -> {
                return new Instruction.Jump(slot + 1 + (wide ? offset : number));
            }
            case 8 -> {
                return switch (from) {
                    case 0 -> new Instruction.CallHelper(number);
                    case 1 -> new Instruction.CallLocal(slot + 1 + number);
                    case 2 -> new Instruction.CallKernel(number);
                    default -> throw malformed(slot, "a call of kind " + from);
                };
            }
            case 9 -> {
                return new Instruction.Exit();
            }
            default -> {
                Comparison comparison = switch (operation) {
                    case 1, 2, 3, 4, 5, 6, 7 -> COMPARISONS[operation - 1];
                    case 10 -> Comparison.ULT;
                    case 11 -> Comparison.ULE;
                    case 12 -> Comparison.SLT;
                    case 13 -> Comparison.SLE;
                    default -> throw unknown(slot, code);
                };
                return new Instruction.Branch(
                        comparison, wide, to, operand(slot, code, from, number), slot + 1 + offset);
            }
        }
    }
}
