package dev.ken.logic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A question without the names in it. Questions of one shape differ only in what their symbols and functions are
/// called, and in the order of assertions and of arguments that may be swapped: either all of them can hold or none.
/// The same question in other words may still have another shape.
final class Shape {
    private static final int MOST_TERMS = 4_000;
    private static final int ROUNDS = 2;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final StringBuilder text = new StringBuilder();
    private final Map<Term, Integer> places = new HashMap<>();
    private final Map<String, Integer> functions = new HashMap<>();
    /// What terms look like, by which they are put in order; says nothing of what they mean.
    private Map<Term, Long> looks = new HashMap<>();

    private Shape() {}

    /// The shape, in full; empty for large questions.
    static Optional<String> of(List<Term> assertions) {
        Shape shape = new Shape();
        List<Term> all = new ArrayList<>(new LinkedHashSet<>(assertions));
        for (int round = 0; round < ROUNDS; round++) {
            shape.lookCloser(all);
            if (shape.looks.size() > MOST_TERMS) {
                return Optional.empty();
            }
        }
        all.sort(Comparator.comparingLong(shape::look));
        for (Term assertion : all) {
            int place = shape.place(assertion);
            shape.text.append('!').append(place);
        }
        return Optional.of(shape.text.toString());
    }

    /// Where a term stands in the text, which it is added to.
    private int place(Term term) {
        Integer known = places.get(term);
        if (known != null) {
            return known;
        }
        StringBuilder one = new StringBuilder();
        switch (term) {
            case Term.Literal literal -> one.append('#').append(literal.value().toString(Character.MAX_RADIX));
            case Term.Symbol _ -> one.append('?');
            case Term.Apply apply -> {
                one.append(apply.op().name());
                if (apply.op() == Op.EXTRACT) {
                    one.append('[').append(apply.high()).append(',').append(apply.low());
                }
                if (apply.op() == Op.CALL) {
                    one.append('@').append(functions.computeIfAbsent(apply.function(), _ -> functions.size()));
                }
                ordered(apply).forEach(argument -> one.append(' ').append(place(argument)));
            }
        }
        int place = places.size();
        places.put(term, place);
        text.append(one).append(':').append(bits(term)).append(';');
        return place;
    }

    private static int bits(Term term) {
        return switch (term.sort()) {
            case Sort.Bool() -> 0;
            case Sort.Bits(int width) -> width;
        };
    }

    private List<Term> ordered(Term.Apply apply) {
        if (!swaps(apply.op())) {
            return apply.arguments();
        }
        List<Term> ordered = new ArrayList<>(apply.arguments());
        ordered.sort(Comparator.comparingLong(this::look));
        return ordered;
    }

    private static boolean swaps(Op op) {
        return switch (op) {
            case AND, OR, EQ, ADD, MUL, BIT_AND, BIT_OR, BIT_XOR -> true;
            case NOT, ITE, SUB, UDIV, UREM, SDIV, SREM, BIT_NOT, SHL, LSHR, ASHR, ULT, ULE, SLT, SLE -> false;
            case CONCAT, EXTRACT, ZERO_EXTEND, SIGN_EXTEND, FLOOR_LOG2, CALL -> false;
        };
    }

    /// Tells symbols apart by what is said of them.
    private void lookCloser(List<Term> assertions) {
        Map<Term, Long> uses = new HashMap<>();
        Set<Term> seen = new HashSet<>();
        assertions.forEach(assertion -> use(assertion, look(assertion), uses, seen));
        Map<Term, Long> closer = new HashMap<>();
        uses.forEach((symbol, use) -> closer.put(symbol, mixed(use, look(symbol))));
        looks = closer;
    }

    private void use(Term term, long within, Map<Term, Long> uses, Set<Term> seen) {
        switch (term) {
            case Term.Literal _ -> {}
            case Term.Symbol _ -> uses.merge(term, within, Long::sum);
            case Term.Apply apply -> {
                if (seen.add(apply)) {
                    int at = 0;
                    for (Term argument : apply.arguments()) {
                        at += swaps(apply.op()) ? 0 : 1;
                        use(argument, mixed(look(apply), at), uses, seen);
                    }
                }
            }
        }
    }

    private long look(Term term) {
        Long known = looks.get(term);
        if (known == null) {
            known = switch (term) {
                case Term.Literal literal -> mixed(literal.value().hashCode(), bits(literal));
                case Term.Symbol symbol -> mixed(1, bits(symbol));
                case Term.Apply apply -> look(apply);
            };
            looks.put(term, known);
        }
        return known;
    }

    private long look(Term.Apply apply) {
        long look = mixed(mixed(apply.op().ordinal(), apply.low()), bits(apply));
        long sum = 0;
        for (Term argument : apply.arguments()) {
            sum = swaps(apply.op()) ? sum + mixed(look(argument), 1) : mixed(sum, look(argument));
        }
        return mixed(look, sum);
    }

    private static long mixed(long a, long b) {
        long mixed = (a ^ b) * SPREAD;
        return mixed ^ mixed >>> Integer.SIZE - 3;
    }
}
