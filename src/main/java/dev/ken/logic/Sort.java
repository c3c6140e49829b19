package dev.ken.logic;

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
    }

    static Sort bits(int width) {
        return new Bits(width);
    }
}
