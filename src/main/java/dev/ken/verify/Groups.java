package dev.ken.verify;

import dev.ken.contract.Having;
import dev.ken.contract.What;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.Unit;
import dev.ken.logic.Op;
import dev.ken.logic.Term;
import dev.ken.logic.Terms;
import java.util.Optional;

/// Which groups are shown at all where only those with such a value are asked for.
final class Groups {
    private Groups() {}

    static Term shows(Terms terms, Having test, Term value) {
        Term limit = terms.number(test.number(), value.width());
        return switch (test.comparison()) {
            case EQUAL -> terms.equal(value, limit);
            case UNEQUAL -> terms.unequal(value, limit);
            case LESS -> terms.bits(Op.SLT, value, limit);
            case AT_MOST -> terms.bits(Op.SLE, value, limit);
            case GREATER -> terms.bits(Op.SLT, limit, value);
            case AT_LEAST -> terms.bits(Op.SLE, limit, value);
        };
    }

    /// Sizes and times do not add up to 2^63, from which on it would matter whether a program compares with sign.
    static Term reached(Terms terms, ReferencePart part, Term value) {
        return isNatural(part) ? terms.bits(Op.SLE, terms.number(0, value.width()), value) : terms.bool(true);
    }

    private static boolean isNatural(ReferencePart part) {
        return part.unit().family() != Unit.Family.PLAIN
                && part.part().what() instanceof What.Aggregate(var _, Optional<String> attribute, var _)
                && attribute
                        .flatMap(part.kind()::attribute)
                        .filter(one -> one.type() == Attribute.Type.SIGNED || one.type() == Attribute.Type.ERRNO)
                        .isEmpty();
    }
}
