package dev.ken.verify;

import dev.ken.kernel.Site;
import dev.ken.logic.Op;
import dev.ken.logic.Sort;
import dev.ken.logic.Term;
import dev.ken.logic.Terms;
import dev.ken.symbolic.Occurrence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Nobody has an open file of a number below 0: what is called on one fails. Parameters of 64 bits (`writev`) are
/// cut to 32 by the kernel (`fdget`).
final class Descriptors {
    private static final int SIGN = Integer.SIZE - 1;

    private Descriptors() {}

    /// Of calls of which both the descriptor and the result are among `symbols`.
    static List<Term> facts(Terms terms, Scene scene, KnownBounds results, Map<String, Term> symbols) {
        List<Term> facts = new ArrayList<>();
        Map<Occurrence.Fixed, Occurrence> entered = new HashMap<>();
        for (Occurrence one : scene.occurrences()) {
            Occurrence.Fixed thread = one.fixed().get("tid");
            if (thread != null && one.site() instanceof Site.SyscallEnter) {
                entered.put(thread, one);
            }
            Occurrence entry = thread != null && one.site() instanceof Site.SyscallExit ? entered.remove(thread) : null;
            if (entry != null
                    && entry.fixed().get("nr") instanceof Occurrence.Fixed.Number(long number)
                    && results.isOfDescriptor(number)) {
                Term descriptor = entry.attribute(terms, "arg0", Sort.bits(64));
                Term result = one.attribute(terms, "ret", Sort.bits(64));
                if (symbols.containsValue(descriptor) && symbols.containsValue(result)) {
                    Term none = terms.equal(terms.extract(descriptor, SIGN, SIGN), terms.number(1, 1));
                    facts.add(terms.implies(none, terms.bits(Op.SLT, result, terms.number(0, 64))));
                }
            }
        }
        return facts;
    }
}
