package dev.ken.synthesis;

import dev.ken.contract.Condition;
import dev.ken.kernel.catalog.Reading;
import java.util.Optional;

/// How what a condition names is written in a probe.
interface Names {
    /// An attribute, as an expression.
    String attribute(String name);

    /// The return value whose error number an attribute is; empty for other attributes.
    default Optional<String> result(String name) {
        return Optional.empty();
    }

    /// The array of texts that an attribute joins, which can only be shown; empty for other attributes.
    default Optional<String> joined(String name) {
        return Optional.empty();
    }

    /// What an attribute writes as the address of a machine, which cannot be compared with a text; empty for others.
    default Optional<Reading> address(String name) {
        return Optional.empty();
    }

    /// Whether the process is such a descendant.
    String descends(Condition.Descends descends);
}
