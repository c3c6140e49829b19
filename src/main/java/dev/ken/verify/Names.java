package dev.ken.verify;

import dev.ken.logic.Knowledge;
import dev.ken.logic.Term;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the names of symbols say of their values ([Scene] makes the names): times are positive and grow from
/// occurrence to occurrence, threads differ, and the number of a call without a letter of its own equals none
/// that has one. [World] says the same to a solver.
final class Names implements Knowledge {
    static final int NO_TIME = -1;

    private final Set<Long> numbers;
    private final Map<Term.Symbol, Integer> times = new HashMap<>();

    Names(List<Long> numbers) {
        this.numbers = new HashSet<>(numbers);
    }

    static boolean isThread(String name) {
        return name.startsWith("t") && name.endsWith(".tid");
    }

    static boolean isNumber(String name) {
        return name.startsWith("e") && name.endsWith(".nr");
    }

    /// The place of a time in the order of times; [#NO_TIME] for symbols that are none.
    static int time(String name) {
        if (!name.endsWith(".time")) {
            return NO_TIME;
        }
        String prefix = name.substring(0, name.length() - ".time".length());
        return switch (prefix) {
            case "begin" -> 0;
            case "end" -> Integer.MAX_VALUE;
            default -> prefix.matches("e\\d+") ? Integer.parseInt(prefix.substring(1)) : NO_TIME;
        };
    }

    private int time(Term.Symbol symbol) {
        return times.computeIfAbsent(symbol, it -> time(it.name()));
    }

    @Override
    public boolean unequal(Term a, Term b) {
        return switch (a) {
            case Term.Symbol x when b instanceof Term.Symbol y -> unequalSymbols(x, y);
            case Term.Symbol x when b instanceof Term.Literal y -> unequal(x, y);
            case Term.Literal x when b instanceof Term.Symbol y -> unequal(y, x);
            case Term.Symbol _, Term.Literal _, Term.Apply _ -> false;
        };
    }

    private boolean unequalSymbols(Term.Symbol x, Term.Symbol y) {
        return isThread(x.name()) && isThread(y.name()) || time(x) != NO_TIME && time(y) != NO_TIME;
    }

    private boolean unequal(Term.Symbol symbol, Term.Literal literal) {
        return literal.isZero() && time(symbol) != NO_TIME
                || isNumber(symbol.name())
                        && literal.value().bitLength() < 63
                        && numbers.contains(literal.value().longValue());
    }

    @Override
    public Optional<Boolean> less(Term a, Term b) {
        if (a instanceof Term.Symbol x && b instanceof Term.Symbol y) {
            int left = time(x);
            int right = time(y);
            return left == NO_TIME || right == NO_TIME ? Optional.empty() : Optional.of(left < right);
        }
        if (isZero(a) && b instanceof Term.Symbol y && time(y) != NO_TIME) {
            return Optional.of(true);
        }
        boolean belowZero = isZero(b) && a instanceof Term.Symbol x && time(x) != NO_TIME;
        return belowZero ? Optional.of(false) : Optional.empty();
    }

    private static boolean isZero(Term term) {
        return term instanceof Term.Literal literal && literal.isZero();
    }
}
