package dev.ken.logic;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Tries a few assignments before it asks: values that read well first, then numbers and texts that the
/// assertions mention, and their neighbours. Most differences between two programs show at once, and evaluating
/// an assignment is far cheaper than a question. Says nothing but "they hold together, here"; the rest is asked
/// `behind`.
///
/// @param preferred what a symbol's value should be, at each attempt
/// @param attempts  how many assignments are tried
public record SamplingSolver(Solver behind, Preference preferred, int attempts) implements Solver {
    public static final int USUAL_ATTEMPTS = 24;

    private static final int MOST_TERMS = 4_000;
    private static final int NUMBER_BITS = 64;

    public interface Preference {
        /// The value of a symbol, whatever it is compared with.
        Optional<BigInteger> value(String symbol, int widthBits, int attempt);

        /// Whether a number is only the end of a range that symbols are known to lie in, and so not worth trying.
        boolean limit(BigInteger number);

        /// The value of a symbol that is compared with nothing, or not this time.
        Optional<BigInteger> other(String symbol, int widthBits, int attempt);
    }

    @Override
    public Answer check(List<Term> assertions, SolverLimits limits) {
        Optional<Pool> pool = Pool.of(assertions, preferred);
        for (int attempt = 0; pool.isPresent() && attempt < attempts; attempt++) {
            Assignment assignment = new Assignment(pool.get(), preferred, attempt);
            Evaluator evaluator = new Evaluator(assignment);
            if (assertions.stream().allMatch(evaluator::holds)) {
                return new Answer.Sat(assignment.model());
            }
        }
        return behind.check(assertions, limits);
    }

    /// Values worth trying, by width, and for symbols and calls that are compared with numbers or texts.
    private record Pool(Map<Integer, List<BigInteger>> values, Map<String, List<BigInteger>> compared) {
        static Optional<Pool> of(List<Term> assertions, Preference preferred) {
            Map<Integer, Set<BigInteger>> literals = new TreeMap<>();
            Set<Integer> widths = new LinkedHashSet<>();
            Map<String, Set<BigInteger>> compared = new TreeMap<>();
            Set<Term> seen = new HashSet<>();
            List<Term> open = new ArrayList<>(assertions);
            while (!open.isEmpty()) {
                Term term = open.removeLast();
                if (!seen.add(term)) {
                    continue;
                }
                if (seen.size() > MOST_TERMS) {
                    return Optional.empty();
                }
                int width = width(term);
                switch (term) {
                    case Term.Literal literal ->
                        literals.computeIfAbsent(width, _ -> new LinkedHashSet<>())
                                .add(literal.value());
                    case Term.Symbol _ -> widths.add(width);
                    case Term.Apply apply -> {
                        open.addAll(apply.arguments());
                        if (apply.op() == Op.CALL) {
                            widths.add(width);
                        }
                        compare(apply, preferred, compared);
                    }
                }
            }
            Map<Integer, List<BigInteger>> values = new HashMap<>();
            widths.forEach(width ->
                    values.put(width, width > NUMBER_BITS ? texts(width, literals) : numbers(width, literals)));
            Map<String, List<BigInteger>> lists = new TreeMap<>();
            compared.forEach((name, all) -> lists.put(name, List.copyOf(all)));
            return Optional.of(new Pool(values, lists));
        }

        /// Notes the numbers that a symbol or call is compared with, and their neighbours.
        private static void compare(Term.Apply apply, Preference preferred, Map<String, Set<BigInteger>> compared) {
            boolean compares = switch (apply.op()) {
                case EQ, ULT, ULE, SLT, SLE -> true;
                case NOT, AND, OR, ITE, ADD, SUB, MUL, UDIV, UREM, SDIV, SREM, BIT_AND, BIT_OR, BIT_XOR -> false;
                case BIT_NOT, SHL, LSHR, ASHR, CONCAT, EXTRACT, ZERO_EXTEND, SIGN_EXTEND, FLOOR_LOG2, CALL -> false;
            };
            if (!compares) {
                return;
            }
            for (int i = 0; i < 2; i++) {
                if (apply.argument(i) instanceof Term.Literal literal
                        && !preferred.limit(literal.value())
                        && literal.sort() instanceof Sort.Bits(int width)) {
                    int bits = width;
                    named(apply.argument(1 - i)).ifPresent(name -> {
                        Set<BigInteger> all = compared.computeIfAbsent(name, _ -> new LinkedHashSet<>());
                        all.add(literal.value());
                        if (bits <= NUMBER_BITS) {
                            all.add(Bits.wrap(literal.value().add(BigInteger.ONE), bits));
                            all.add(Bits.wrap(literal.value().subtract(BigInteger.ONE), bits));
                        }
                    });
                }
            }
        }

        private static Optional<String> named(Term term) {
            return switch (term) {
                case Term.Symbol symbol -> Optional.of(symbol.name());
                case Term.Apply apply when apply.op() == Op.CALL -> Optional.of("()" + apply.function());
                case Term.Apply _, Term.Literal _ -> Optional.empty();
            };
        }

        private static int width(Term term) {
            return switch (term.sort()) {
                case Sort.Bool() -> 1;
                case Sort.Bits(int width) -> width;
            };
        }

        private static List<BigInteger> numbers(int width, Map<Integer, Set<BigInteger>> literals) {
            Set<BigInteger> values = new LinkedHashSet<>();
            for (long plain : new long[] {0, 1, 2, 100, -1, -2, 5_000, 1L << 33}) {
                values.add(Bits.wrap(BigInteger.valueOf(plain), width));
            }
            literals.getOrDefault(width, Set.of()).forEach(literal -> {
                values.add(literal);
                values.add(Bits.wrap(literal.add(BigInteger.ONE), width));
                values.add(Bits.wrap(literal.subtract(BigInteger.ONE), width));
                values.add(Bits.wrap(literal.negate(), width));
            });
            return List.copyOf(values);
        }

        /// Texts are kept with their first byte highest.
        private static List<BigInteger> texts(int width, Map<Integer, Set<BigInteger>> literals) {
            Set<BigInteger> values =
                    new LinkedHashSet<>(List.of(BigInteger.ZERO, text("a", width), text("/tmp/b", width)));
            literals.forEach((narrower, all) -> {
                if (narrower <= width && narrower % 8 == 0) {
                    all.forEach(literal -> {
                        BigInteger left = literal.shiftLeft(width - narrower);
                        values.add(left);
                        if (narrower + 8 < width) {
                            values.add(left.or(BigInteger.valueOf('x').shiftLeft(width - narrower - 8)));
                        }
                    });
                }
            });
            return List.copyOf(values);
        }

        private static BigInteger text(String text, int width) {
            BigInteger bytes = new BigInteger(1, text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            return bytes.shiftLeft(width - 8 * text.length());
        }

        /// At most attempts a symbol that is compared gets a value that it is compared with.
        Optional<BigInteger> compared(String name, int attempt) {
            List<BigInteger> all = compared.get(name);
            return all == null || attempt % 4 == 3
                    ? Optional.empty()
                    : Optional.of(all.get(Math.floorMod(mixed(name.hashCode(), attempt / 4), all.size())));
        }

        BigInteger any(int width, int hash, int attempt) {
            List<BigInteger> all = values.getOrDefault(width, List.of(BigInteger.ZERO));
            return all.get(
                    attempt < 2 ? Math.min(attempt, all.size() - 1) : Math.floorMod(mixed(hash, attempt), all.size()));
        }

        private static int mixed(int hash, int attempt) {
            if (attempt == 0) {
                return 0;
            }
            int mixed = (hash ^ attempt * 0x9E3779B9) * 0x85EBCA6B;
            return mixed ^ mixed >>> 15;
        }
    }

    /// Chooses a value when it is asked for the first time, and keeps to it.
    private static final class Assignment implements Evaluator.Valuation {
        private final Pool pool;
        private final Preference preferred;
        private final int attempt;
        private final Map<String, BigInteger> symbols = new TreeMap<>();
        private final Map<Model.Call, BigInteger> calls = new HashMap<>();

        Assignment(Pool pool, Preference preferred, int attempt) {
            this.pool = pool;
            this.preferred = preferred;
            this.attempt = attempt;
        }

        Model model() {
            return new Model(symbols, calls);
        }

        @Override
        public BigInteger value(Term.Symbol symbol) {
            int width = Pool.width(symbol);
            return symbols.computeIfAbsent(
                    symbol.name(),
                    name -> preferred
                            .value(name, width, attempt)
                            .or(() -> pool.compared(name, attempt))
                            .or(() -> preferred.other(name, width, attempt))
                            .orElseGet(() -> pool.any(width, name.hashCode(), attempt)));
        }

        @Override
        public BigInteger call(Term.Apply call, List<BigInteger> arguments) {
            return calls.computeIfAbsent(
                    new Model.Call(call.function(), arguments),
                    key -> pool.compared("()" + call.function(), attempt)
                            .orElseGet(() -> pool.any(Pool.width(call), key.hashCode(), attempt)));
        }
    }
}
