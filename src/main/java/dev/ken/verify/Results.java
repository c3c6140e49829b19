package dev.ken.verify;

import dev.ken.kernel.Site;
import dev.ken.logic.Op;
import dev.ken.logic.Term;
import dev.ken.logic.Terms;
import dev.ken.symbolic.Occurrence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is known of the register in which something gives back its result.
final class Results {
    private static final long LARGEST_ERROR = 4095;

    /// A result of 32 bits leaves open in how many bits of the register its sign stands.
    private static final KnownBounds.Bounds HALF = new KnownBounds.Bounds(Integer.MIN_VALUE, (1L << Integer.SIZE) - 1);

    private Results() {}

    static List<Term> facts(Terms terms, KnownBounds known, Occurrence one, Term register) {
        List<Term> facts = new ArrayList<>();
        switch (one.site()) {
            case Site.SyscallExit() -> {
                facts.add(terms.bits(Op.SLE, terms.number(-LARGEST_ERROR, 64), register));
                call(one).flatMap(known::ofCall).ifPresent(bounds -> within(terms, register, bounds, facts));
            }
            case Site.FunctionReturn(String function) -> {
                boolean half = known.givesHalf(function);
                Term result =
                        half ? terms.extend(terms.extract(register, Integer.SIZE - 1, 0), Long.SIZE, true) : register;
                known.ofFunction(function).ifPresent(bounds -> within(terms, result, bounds, facts));
                if (half) {
                    within(terms, register, HALF, facts);
                }
            }
            case Site.UserReturn site -> {
                if (known.givesHalf(site)) {
                    within(terms, register, HALF, facts);
                }
            }
            case Site _ -> {}
        }
        return facts;
    }

    private static Optional<Long> call(Occurrence one) {
        return one.fixed().get("nr") instanceof Occurrence.Fixed.Number(long number)
                ? Optional.of(number)
                : Optional.empty();
    }

    private static void within(Terms terms, Term number, KnownBounds.Bounds bounds, List<Term> facts) {
        facts.add(terms.bits(Op.SLE, terms.number(bounds.least(), 64), number));
        facts.add(terms.bits(Op.SLE, number, terms.number(bounds.most(), 64)));
    }
}
