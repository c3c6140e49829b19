package dev.ken.logic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Replaces nodes of terms, from the leaves up, simplifying on the way.
final class Substitution {
    private final Terms terms;
    private final Function<Term, Term> leaf;
    private final Function<Term.Apply, Term> node;
    private final Map<Term, Term> done = new HashMap<>();

    /// `leaf` maps symbols; `node` maps applications whose arguments are replaced already.
    Substitution(Terms terms, Function<Term, Term> leaf, Function<Term.Apply, Term> node) {
        this.terms = terms;
        this.leaf = leaf;
        this.node = node;
    }

    Term of(Term term) {
        Term known = done.get(term);
        if (known == null) {
            known = switch (term) {
                case Term.Literal literal -> literal;
                case Term.Symbol symbol -> leaf.apply(symbol);
                case Term.Apply apply -> inside(apply);
            };
            done.put(term, known);
        }
        return known;
    }

    private Term inside(Term.Apply apply) {
        List<Term> arguments = new ArrayList<>();
        for (Term argument : apply.arguments()) {
            arguments.add(of(argument));
        }
        Term rebuilt = arguments.equals(apply.arguments()) ? apply : terms.rebuild(apply, arguments);
        return rebuilt instanceof Term.Apply inner ? node.apply(inner) : rebuilt;
    }
}
