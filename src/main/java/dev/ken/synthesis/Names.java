package dev.ken.synthesis;

import dev.ken.contract.Condition;

/// How what a condition names is written in a probe.
interface Names {
    /// An attribute, as an expression.
    String attribute(String name);

    /// Whether the process is such a descendant.
    String descends(Condition.Descends descends);
}
