package dev.ken.bpf;

import dev.ken.ir.Expr;
import dev.ken.ir.Expr.BinaryOp;
import java.util.Optional;

/// `bpf_loop(rounds, function, context, flags)`: the function is called round by round, until it gives back 1.
final class Loops {
    /// Rounds that are followed.
    static final int MOST_ROUNDS = 256;

    /// A loop that is under way: called by a function that lies so deep, in this round.
    record Loop(int depth, int round, int rounds, Value.OfData function, Value context) {
        private Loop next() {
            return new Loop(depth, round + 1, rounds, function, context);
        }
    }

    private final Walker walker;

    Loops(Walker walker) {
        this.walker = walker;
    }

    /// False where the path goes on in other blocks, or ends.
    boolean follow(State state) {
        Optional<Loop> under = state.loops.isEmpty()
                ? Optional.empty()
                : Optional.of(state.loops.getLast()).filter(one -> one.depth() == state.callers.size());
        if (under.isPresent()) {
            return returned(state, under.get());
        }
        Value[] r = state.registers;
        if (!(r[1] instanceof Value.Scalar(Expr.Int(long rounds)))
                || !(r[2] instanceof Value.OfData function)
                || rounds < 0
                || rounds > MOST_ROUNDS) {
            walker.gap("a loop (bpf_loop) whose number of rounds or function is not constant, or of more than "
                    + MOST_ROUNDS + " rounds");
            return false;
        }
        if (rounds == 0) {
            return ended(state, 0);
        }
        state.loops.add(new Loop(state.callers.size(), 0, (int) rounds, function, r[3]));
        return call(state);
    }

    private boolean returned(State state, Loop loop) {
        Expr result = Scalars.narrow(walker.number(state, state.registers[0]), Integer.SIZE, false);
        if (result instanceof Expr.Int(long stop)) {
            return stop == 0 ? again(state, loop) : left(state, loop.round() + 1);
        }
        State other = state.copy();
        Expr goesOn = Scalars.binary(BinaryOp.EQ, result, Scalars.number(0));
        state.registers[0] = Value.of(0);
        other.registers[0] = Value.of(1);
        state.conditions.add(goesOn);
        other.conditions.add(Scalars.not(goesOn));
        walker.split(goesOn, state, other);
        return false;
    }

    private boolean again(State state, Loop loop) {
        if (loop.round() + 1 >= loop.rounds()) {
            return left(state, loop.rounds());
        }
        state.loops.set(state.loops.size() - 1, loop.next());
        return call(state);
    }

    private boolean call(State state) {
        Loop loop = state.loops.getLast();
        BpfObject.Code code = walker.object.codes().get(loop.function().section());
        long slot = loop.function().offset() / Long.BYTES;
        if (code == null || slot < 0 || slot >= code.instructions().size() || loop.depth() >= Walker.MOST_CALLS) {
            walker.gap("a loop (bpf_loop) over a function that is not there, or too deep");
            return false;
        }
        state.registers[1] = Value.of(loop.round());
        state.registers[2] = loop.context();
        state.call(code, (int) slot, state.slot);
        return true;
    }

    private static boolean left(State state, long rounds) {
        state.loops.removeLast();
        return ended(state, rounds);
    }

    private static boolean ended(State state, long rounds) {
        state.registers[0] = Value.of(rounds);
        state.clobber();
        state.slot++;
        return true;
    }
}
