package dev.ken.symbolic;

import dev.ken.kernel.Site;
import dev.ken.logic.Sort;
import dev.ken.logic.Term;
import dev.ken.logic.Terms;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// One firing of a site in a sequence. Attribute `a` of it is the symbol `prefix.a` (`e1.tid`), unless `fixed`
/// says what it is: the symbol of another occurrence that has the same value, or a number.
public record Occurrence(Site site, String prefix, Map<String, Fixed> fixed) {
    /// What is known of an attribute's value beforehand.
    public sealed interface Fixed {
        record Symbol(String name) implements Fixed {}

        /// A text of a width of its own: what is read of it in more bytes has NULs behind it, in fewer it is cut.
        record Text(String name, int widthBits) implements Fixed {}

        record Number(long value) implements Fixed {}
    }

    public Occurrence {
        fixed = Collections.unmodifiableMap(new TreeMap<>(fixed));
    }

    public Occurrence(Site site, String prefix) {
        this(site, prefix, Map.of());
    }

    public Term attribute(Terms terms, String name, Sort sort) {
        Fixed known = fixed.get(name);
        return switch (known) {
            // At another site, the field of that name may have another width.
            case null -> terms.symbolOf(prefix + "." + name, sort);
            case Fixed.Symbol(String symbol) -> terms.symbol(symbol, sort);
            case Fixed.Text(String symbol, int widthBits) ->
                fitted(terms, terms.symbol(symbol, Sort.bits(widthBits)), sort);
            case Fixed.Number(long value) -> terms.number(value, 64);
        };
    }

    private static Term fitted(Terms terms, Term text, Sort sort) {
        if (!(sort instanceof Sort.Bits(int wanted)) || wanted == text.width()) {
            return text;
        }
        return wanted > text.width()
                ? terms.concat(text, terms.number(0, wanted - text.width()))
                : terms.extract(text, text.width() - 1, text.width() - wanted);
    }
}
