package dev.ken.logic;

import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A node of a term graph. Nodes are made only by [Terms], which makes equal nodes once: equality is identity,
/// and a graph with much sharing stays small. `id` grows with the order of making, which gives terms a stable
/// order.
public abstract sealed class Term {
    private static final int SPREAD = 0x9E3779B9;

    private final int id;
    private final Sort sort;

    Term(int id, Sort sort) {
        this.id = id;
        this.sort = sort;
    }

    public final int id() {
        return id;
    }

    /// By the order of making, so that it is the same in every run, and quicker than that of identity.
    @Override
    public final int hashCode() {
        return id * SPREAD;
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return this == other;
    }

    public final Sort sort() {
        return sort;
    }

    /// Width in bits; a bug to ask of a boolean.
    public final int width() {
        return switch (sort) {
            case Sort.Bits(int width) -> width;
            case Sort.Bool() -> throw new IllegalStateException("width of a boolean");
        };
    }

    /// A constant: 0 or 1 for booleans, else an unsigned number below 2^width.
    public static final class Literal extends Term {
        private final BigInteger value;

        Literal(int id, Sort sort, BigInteger value) {
            super(id, sort);
            this.value = value;
        }

        public BigInteger value() {
            return value;
        }

        public boolean isZero() {
            return value.signum() == 0;
        }
    }

    /// A free constant of unknown value.
    public static final class Symbol extends Term {
        private final String name;

        Symbol(int id, Sort sort, String name) {
            super(id, sort);
            this.name = name;
        }

        public String name() {
            return name;
        }
    }

    /// An operator applied. `function` names the function of a [Op#CALL], else empty; `high` and `low` are the
    /// bits of an extract.
    public static final class Apply extends Term {
        private final Op op;
        private final List<Term> arguments;
        private final String function;
        private final int high;
        private final int low;

        Apply(int id, Sort sort, Op op, List<Term> arguments, String function, int high, int low) {
            super(id, sort);
            this.op = op;
            this.arguments = arguments;
            this.function = function;
            this.high = high;
            this.low = low;
        }

        public Op op() {
            return op;
        }

        public List<Term> arguments() {
            return arguments;
        }

        public Term argument(int index) {
            return arguments.get(index);
        }

        public String function() {
            return function;
        }

        public int high() {
            return high;
        }

        public int low() {
            return low;
        }
    }
}
