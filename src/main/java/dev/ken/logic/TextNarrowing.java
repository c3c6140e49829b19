package dev.ken.logic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Replaces wide values that are only chosen between and compared with each other by narrow ones. Whatever
/// model the wide question has, its few distinct values can be renamed injectively into the narrow sort (zero
/// to zero), so what cannot hold of the narrow question cannot hold of the wide one.
final class TextNarrowing {
    private static final int WIDE = 256;
    private static final int NARROW = 16;
    /// Far below 2^NARROW, the number of values that there is room for.
    private static final int MOST_TERMS = 1_000;

    private final Terms terms;
    private final Map<Term, Term> done = new HashMap<>();

    private TextNarrowing(Terms terms) {
        this.terms = terms;
    }

    /// The narrow question; empty where a wide value is taken apart or compared with a text, or there is none.
    static Optional<List<Term>> of(Terms terms, List<Term> assertions) {
        Set<Term> seen = new HashSet<>();
        int wide = 0;
        List<Term> open = new ArrayList<>(assertions);
        while (!open.isEmpty()) {
            Term term = open.removeLast();
            if (!seen.add(term)) {
                continue;
            }
            wide += isWide(term) ? 1 : 0;
            if (!allowed(term)) {
                return Optional.empty();
            }
            if (term instanceof Term.Apply apply) {
                open.addAll(apply.arguments());
            }
        }
        if (wide == 0 || wide > MOST_TERMS) {
            return Optional.empty();
        }
        TextNarrowing narrowing = new TextNarrowing(terms);
        return Optional.of(assertions.stream().map(narrowing::narrow).toList());
    }

    private static boolean isWide(Term term) {
        return term.sort() instanceof Sort.Bits(int width) && width >= WIDE;
    }

    private static boolean allowed(Term term) {
        return switch (term) {
            case Term.Literal literal -> !isWide(term) || literal.isZero();
            case Term.Symbol _ -> true;
            case Term.Apply apply -> {
                boolean takes = apply.arguments().stream().anyMatch(TextNarrowing::isWide);
                boolean compares = apply.op() == Op.EQ || apply.op() == Op.ITE;
                yield isWide(apply) ? apply.op() == Op.ITE || apply.op() == Op.CALL && !takes : !takes || compares;
            }
        };
    }

    private Term narrow(Term term) {
        Term known = done.get(term);
        if (known == null) {
            known = switch (term) {
                case Term.Literal literal -> isWide(literal) ? terms.number(0, NARROW) : literal;
                case Term.Symbol symbol ->
                    isWide(symbol) ? terms.symbol(symbol.name() + "~", Sort.bits(NARROW)) : symbol;
                case Term.Apply apply -> inside(apply);
            };
            done.put(term, known);
        }
        return known;
    }

    private Term inside(Term.Apply apply) {
        List<Term> arguments = new ArrayList<>();
        for (Term argument : apply.arguments()) {
            arguments.add(narrow(argument));
        }
        return isWide(apply) && apply.op() == Op.CALL
                ? terms.call(apply.function() + "~" + apply.width(), Sort.bits(NARROW), arguments)
                : terms.rebuild(apply, arguments);
    }
}
