package dev.ken.verify;

import dev.ken.logic.Sort;
import dev.ken.logic.Term;
import dev.ken.logic.Terms;
import dev.ken.symbolic.Occurrence;
import dev.ken.symbolic.Occurrence.Fixed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A call by which a thread may become another ([dev.ken.kernel.OwnChanges]) leaves it as it was where it fails.
final class Unchanged {
    private Unchanged() {}

    static List<Term> facts(Terms terms, List<Occurrence> occurrences, Map<String, Term> symbols) {
        List<Term> facts = new ArrayList<>();
        for (Occurrence one : occurrences) {
            one.fixed().forEach((key, was) -> {
                if (key.startsWith(Scene.BEFORE)) {
                    Optional<Term> now = symbol(one.fixed().get(key.substring(Scene.BEFORE.length())), symbols);
                    Optional<Term> before = symbol(was, symbols);
                    if (now.isPresent() && before.isPresent()) {
                        Term result = one.attribute(terms, "ret", Sort.bits(Long.SIZE));
                        facts.add(terms.implies(
                                terms.unequal(result, terms.number(0, Long.SIZE)),
                                terms.equal(now.get(), before.get())));
                    }
                }
            });
        }
        return facts;
    }

    private static Optional<Term> symbol(@Nullable Fixed fact, Map<String, Term> symbols) {
        return switch (fact) {
            case Fixed.Symbol(String name) -> Optional.ofNullable(symbols.get(name));
            case Fixed.Text(String name, int _) -> Optional.ofNullable(symbols.get(name));
            case Fixed.Number _ -> Optional.empty();
            case null -> Optional.empty();
        };
    }
}
