package dev.ken.bpf;

import dev.ken.bpf.Instruction.Operator;
import dev.ken.ir.Expr;
import dev.ken.ir.Expr.BinaryOp;
import java.util.Optional;

/// What instructions compute: numbers as RFC 9669 § 4.1 and 4.3 say, pointers as places.
final class Arithmetic {
    private final Walker walker;

    Arithmetic(Walker walker) {
        this.walker = walker;
    }

    void apply(State state, Instruction.Arithmetic one) {
        Value by = walker.operand(state, one.by());
        Value old = state.registers[one.to()];
        if (one.operator() == Operator.MOV) {
            state.registers[one.to()] = one.wide()
                    ? by
                    : by instanceof Value.Scalar(Expr expr)
                            ? new Value.Scalar(Scalars.narrow(expr, 32, false))
                            : by instanceof Value.Compared ? by : new Value.Unknown("the lower half of an address");
            return;
        }
        if (one.wide() && (one.operator() == Operator.ADD || one.operator() == Operator.SUB)) {
            Value moved = moved(state, old, by, one.operator() == Operator.SUB);
            if (!(moved instanceof Value.Scalar) || old instanceof Value.Packet) {
                state.registers[one.to()] = moved;
                return;
            }
        }
        if (old instanceof Value.Compared && (one.operator() == Operator.LSH || one.operator() == Operator.RSH)) {
            // The compiler cuts a result of 32 bits before it compares it with 0.
            return;
        }
        Expr left = walker.number(state, old);
        Expr right = walker.number(state, by);
        Expr result = one.wide() ? wide(one.operator(), left, right) : low(one.operator(), left, right);
        state.registers[one.to()] = walker.settled(state, result);
    }

    /// A pointer and a distance; a [Value.Scalar] where none of them is a pointer.
    private Value moved(State state, Value left, Value right, boolean back) {
        if (left instanceof Value.Scalar && right instanceof Value.Scalar
                || left instanceof Value.Unknown
                || right instanceof Value.Unknown) {
            return Value.of(0);
        }
        if (left instanceof Value.Scalar && !back) {
            return moved(state, right, left, false);
        }
        if (left instanceof Value.Packet one) {
            return moved(one, right, back);
        }
        if (!(right instanceof Value.Scalar(Expr distance))) {
            return new Value.Unknown("a difference of addresses");
        }
        if (distance instanceof Expr.Int(long bytes)) {
            long by = back ? -bytes : bytes;
            return switch (left) {
                case Value.Context(long offset) -> new Value.Context(offset + by);
                case Value.Place(var region, long offset) -> new Value.Place(region, offset + by);
                case Value.Entry(int id, long offset) -> new Value.Entry(id, offset + by);
                case Value.Element(int id, long offset, var inside) -> new Value.Element(id, offset + by, inside);
                case Value.OfData(String section, long offset) -> new Value.OfData(section, offset + by);
                case Value other -> by == 0 ? other : new Value.Unknown("an address computed from another");
            };
        }
        if (left instanceof Value.Entry(int id, long offset) && !back) {
            return new Value.Element(id, offset, distance);
        }
        if (left instanceof Value.OfData(String section, long offset) && !back) {
            Optional<Value.Entry> element = walker.element(state, section, offset, distance);
            if (element.isPresent()) {
                return element.get();
            }
            return walker.variable(state, section, offset)
                    .<Value>map(at -> new Value.Element(at.id(), at.offset(), distance))
                    .orElseGet(() -> new Value.Unknown("a place in " + section + " that is computed"));
        }
        if (left instanceof Value.Context(long offset)
                && offset == 0
                && distance instanceof Expr.Narrow(Expr.Apply(String name, var of, var _), int bits, boolean _)
                && name.equals("data_loc")
                && bits == 16) {
            return new Value.Behind(of.get(0));
        }
        return new Value.Unknown("an address that is computed while the program runs");
    }

    private static Value moved(Value.Packet from, Value by, boolean back) {
        return switch (by) {
            case Value.Packet other
            when back -> new Value.Scalar(Scalars.binary(BinaryOp.SUB, from.position(), other.position()));
            case Value.Scalar(Expr.Int(long bytes)) ->
                new Value.Packet(from.distance(), from.offset() + (back ? -bytes : bytes));
            case Value.Scalar(Expr distance)
            when !back -> new Value.Packet(Scalars.binary(BinaryOp.ADD, from.distance(), distance), from.offset());
            case Value _ -> new Value.Unknown("a place in a packet that is computed from its end");
        };
    }

    private static Expr wide(Operator operator, Expr left, Expr right) {
        return switch (operator) {
            case ADD -> Scalars.binary(BinaryOp.ADD, left, right);
            case SUB -> Scalars.binary(BinaryOp.SUB, left, right);
            case MUL -> Scalars.binary(BinaryOp.MUL, left, right);
            case UDIV -> Scalars.binary(BinaryOp.UDIV, left, right);
            case SDIV -> Scalars.binary(BinaryOp.SDIV, left, right);
            case OR -> Scalars.binary(BinaryOp.BIT_OR, left, right);
            case AND -> Scalars.binary(BinaryOp.BIT_AND, left, right);
            case LSH -> Scalars.binary(BinaryOp.SHL, left, right);
            case RSH -> Scalars.binary(BinaryOp.LSHR, left, right);
            case ARSH -> Scalars.binary(BinaryOp.ASHR, left, right);
            case UMOD -> Scalars.binary(BinaryOp.UREM, left, right);
            case SMOD -> Scalars.binary(BinaryOp.SREM, left, right);
            case XOR -> Scalars.binary(BinaryOp.BIT_XOR, left, right);
            case MOV -> right;
        };
    }

    /// The same on the low 32 bits; distances count modulo 32.
    private static Expr low(Operator operator, Expr left, Expr right) {
        boolean signed = operator == Operator.SDIV || operator == Operator.SMOD || operator == Operator.ARSH;
        boolean shift = operator == Operator.LSH || operator == Operator.RSH || operator == Operator.ARSH;
        Expr from = Scalars.narrow(left, 32, signed);
        Expr by =
                shift ? Scalars.binary(BinaryOp.BIT_AND, right, Scalars.number(31)) : Scalars.narrow(right, 32, signed);
        return Scalars.narrow(wide(operator, from, by), 32, false);
    }

    Expr condition(State state, Instruction.Branch branch, Value left, Value right) {
        boolean signed = switch (branch.comparison()) {
            case SGT, SGE, SLT, SLE -> true;
            case EQ, NE, SET, UGT, UGE, ULT, ULE -> false;
        };
        Expr a = walker.number(state, left);
        Expr b = walker.number(state, right);
        Expr one = branch.wide() ? a : Scalars.narrow(a, 32, signed);
        Expr other = branch.wide() ? b : Scalars.narrow(b, 32, signed);
        return switch (branch.comparison()) {
            case EQ -> Scalars.binary(BinaryOp.EQ, one, other);
            case NE -> Scalars.not(Scalars.binary(BinaryOp.EQ, one, other));
            case UGT -> Scalars.binary(BinaryOp.ULT, other, one);
            case UGE -> Scalars.binary(BinaryOp.ULE, other, one);
            case ULT -> Scalars.binary(BinaryOp.ULT, one, other);
            case ULE -> Scalars.binary(BinaryOp.ULE, one, other);
            case SGT -> Scalars.binary(BinaryOp.SLT, other, one);
            case SGE -> Scalars.binary(BinaryOp.SLE, other, one);
            case SLT -> Scalars.binary(BinaryOp.SLT, one, other);
            case SLE -> Scalars.binary(BinaryOp.SLE, one, other);
            case SET ->
                Scalars.not(
                        Scalars.binary(BinaryOp.EQ, Scalars.binary(BinaryOp.BIT_AND, one, other), Scalars.number(0)));
        };
    }
}
