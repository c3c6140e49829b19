package dev.ken.symbolic;

import dev.ken.kernel.Site;

/// One firing of a site in a sequence. Attribute `a` of it is the symbol `prefix.a` (`e1.tid`).
public record Occurrence(Site site, String prefix) {
    public String symbol(String attribute) {
        return prefix + "." + attribute;
    }
}
