package dev.ken.contract.clause;

import java.util.List;

/// What a clause says: an expression of the contract language. Truth values and 64-bit integers are told apart by
/// [Resolution].
public sealed interface Formula {
    record Int(long value) implements Formula {}

    /// A parameter, or something read through it: `count`, `args.filename`, `map.key_size`.
    record Name(String name) implements Formula {}

    /// What a pointer parameter points to, of the size of its target: `*dst`.
    record Pointee(String name) implements Formula {}

    /// What the function returns.
    record Result() implements Formula {}

    /// The value of `of` when the function was entered.
    record Old(Formula of) implements Formula {}

    /// How many bytes lie where an array, a text or a dynamic field is; of a text with its closing NUL.
    record Length(String name) implements Formula {}

    record Null() implements Formula {}

    /// An error number by its name; `value` is positive.
    record ErrorNumber(String name, int value) implements Formula {}

    record Unary(UnaryOperator operator, Formula of) implements Formula {}

    record Binary(BinaryOperator operator, Formula left, Formula right) implements Formula {}

    /// `of in least..most`, both ends included.
    record InRange(Formula of, Formula least, Formula most) implements Formula {}

    record Holds(Predicate predicate, List<Formula> arguments) implements Formula {
        public Holds {
            arguments = List.copyOf(arguments);
        }
    }

    enum UnaryOperator {
        NOT("!"),
        NEGATE("-"),
        COMPLEMENT("~");

        private final String symbol;

        UnaryOperator(String symbol) {
            this.symbol = symbol;
        }

        public String symbol() {
            return symbol;
        }
    }

    /// In C's order of binding, weakest first, `==>` before all and to the right.
    enum BinaryOperator {
        IMPLIES("==>", 0),
        OR("||", 1),
        AND("&&", 2),
        EQUAL("==", 3),
        UNEQUAL("!=", 3),
        LESS("<", 3),
        AT_MOST("<=", 3),
        GREATER(">", 3),
        AT_LEAST(">=", 3),
        BIT_OR("|", 4),
        BIT_XOR("^", 5),
        BIT_AND("&", 6),
        SHIFT_LEFT("<<", 7),
        SHIFT_RIGHT(">>", 7),
        ADD("+", 8),
        SUBTRACT("-", 8),
        MULTIPLY("*", 9),
        DIVIDE("/", 9),
        REMAINDER("%", 9);

        public static final int STRONGEST = 10;

        private final String symbol;
        private final int strength;

        BinaryOperator(String symbol, int strength) {
            this.symbol = symbol;
            this.strength = strength;
        }

        public String symbol() {
            return symbol;
        }

        public int strength() {
            return strength;
        }
    }

    /// `READABLE` and `WRITABLE` are of an address and a number of bytes, `ALIGNED` of a number and a divisor.
    /// `POINTER` says that a value is an address, null or an error pointer, so no number to compute with.
    enum Predicate {
        READABLE("readable", 2),
        WRITABLE("writable", 2),
        TERMINATED("terminated", 1),
        POINTER("pointer", 1),
        IS_ERR("is_err", 1),
        IS_ERR_OR_NULL("is_err_or_null", 1),
        ERRNO("errno", 1),
        ALIGNED("aligned", 2);

        private final String word;
        private final int arity;

        Predicate(String word, int arity) {
            this.word = word;
            this.arity = arity;
        }

        public String word() {
            return word;
        }

        public int arity() {
            return arity;
        }
    }
}
