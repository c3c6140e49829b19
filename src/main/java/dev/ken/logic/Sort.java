package dev.ken.logic;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The sort of a [Term]: truth values, or bit-vectors of a fixed width (SMT-LIB `Bool` and `(_ BitVec n)`).
public sealed interface Sort {
    Sort BOOL = new Bool();

    record Bool() implements Sort {}

    record Bits(int width) implements Sort {
        public Bits {
            if (width < 1) {
                throw new IllegalArgumentException("bit-vector of width " + width);
            }
        }

        // As a record has them, but quicker where little is compiled: sorts are compared at every node.
        @Override
        public boolean equals(@Nullable Object other) {
            return this == other || other instanceof Bits bits && bits.width == width;
        }

        @Override
        public int hashCode() {
            return width;
        }
    }

    /// The sorts of numbers, of which there are few.
    List<Sort> USUAL = IntStream.rangeClosed(1, 64).<Sort>mapToObj(Bits::new).toList();

    static Sort bits(int width) {
        return width >= 1 && width <= USUAL.size() ? USUAL.get(width - 1) : new Bits(width);
    }
}
