package dev.ken.bpf;

import dev.ken.bpf.Instruction.Operand;
import dev.ken.kernel.bpf.BpfHelpers;
import java.util.List;

/// Which registers are read before they are written, from each slot of a code on; bit n stands for register n.
final class Liveness {
    private static final int ARGUMENTS = 0b111110;
    /// Takes as many arguments as it is given.
    private static final int TRACE_PRINTK = 6;
    private static final int ALL = 0b11111111111;

    private Liveness() {}

    static int[] of(List<Instruction> code) {
        int[] live = new int[code.size() + 1];
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int slot = code.size() - 1; slot >= 0; slot--) {
                int before = before(code.get(slot), slot, live);
                changed |= before != live[slot];
                live[slot] = before;
            }
        }
        return live;
    }

    private static int before(Instruction instruction, int slot, int[] live) {
        int next = live[slot + 1];
        return switch (instruction) {
            case Instruction.Arithmetic(var operator, boolean _, int to, var by) ->
                operator == Instruction.Operator.MOV ? next & ~bit(to) | reads(by) : next | bit(to) | reads(by);
            case Instruction.MoveSigned(int _, boolean _, int to, int from) -> next & ~bit(to) | bit(from);
            case Instruction.Negate(boolean _, int to) -> next | bit(to);
            case Instruction.Swap(int _, boolean _, int to) -> next | bit(to);
            case Instruction.Load(int to, int base, int _, int _, boolean _) -> next & ~bit(to) | bit(base);
            case Instruction.Store(int base, int _, int _, var value) -> next | bit(base) | reads(value);
            case Instruction.Atomic(var _, boolean _, int base, int _, int _, int value) ->
                next | bit(base) | bit(value) | bit(0);
            case Instruction.Constant(int to, long _, int _) -> next & ~bit(to);
            case Instruction.Jump(int target) -> live[target];
            case Instruction.Branch(var _, boolean _, int left, var right, int target) ->
                next | live[target] | bit(left) | reads(right);
            case Instruction.CallHelper(int number) -> next & ~bit(0) & ~ARGUMENTS | arguments(number);
            case Instruction.CallKernel _, Instruction.CallLocal _ -> next & ~bit(0) | ARGUMENTS;
            case Instruction.Exit() -> bit(0);
            case Instruction.Unrelocatable _ -> 0;
            case Instruction.PacketLoad() -> ALL;
            case Instruction.Second() -> next;
        };
    }

    private static int arguments(int helper) {
        if (helper == TRACE_PRINTK) {
            return ARGUMENTS;
        }
        return BpfHelpers.shipped()
                .number(helper)
                .map(known -> (1 << known.arguments().size() + 1) - 2 & ARGUMENTS)
                .orElse(ARGUMENTS);
    }

    private static int bit(int register) {
        return 1 << register;
    }

    private static int reads(Operand operand) {
        return switch (operand) {
            case Operand.Register(int number) -> bit(number);
            case Operand.Number _ -> 0;
        };
    }
}
