package dev.ken.contract;

import java.util.List;

/// Which occurrences of an event kind a part is about: a boolean formula over its attributes. Numbers are in
/// the base unit of the attribute (ns, B).
public sealed interface Condition {
    /// Every occurrence.
    record Always() implements Condition {}

    record NumberTest(String attribute, Comparison comparison, long number) implements Condition {}

    /// The attribute's text is, starts with, ends with or contains `text`.
    record TextTest(String attribute, TextRelation relation, String text) implements Condition {}

    /// Both attributes are numbers, or both texts (then only `=` and `!=`).
    record AttributeTest(String left, Comparison comparison, String right) implements Condition {}

    /// All bits of `mask` are set in the attribute.
    record BitTest(String attribute, long mask) implements Condition {}

    /// The process was forked, while it was watched, by one for which `ancestor` held, or by a descendant of one. The
    /// ancestor's condition is over facts of any occurrence (`pid`, `process`, `uid`).
    record Descends(Condition ancestor) implements Condition {}

    record And(List<Condition> conditions) implements Condition {
        public And {
            conditions = List.copyOf(conditions);
        }
    }

    record Or(List<Condition> conditions) implements Condition {
        public Or {
            conditions = List.copyOf(conditions);
        }
    }

    record Not(Condition condition) implements Condition {}

    enum Comparison {
        EQUAL("="),
        UNEQUAL("!="),
        LESS("<"),
        AT_MOST("<="),
        GREATER(">"),
        AT_LEAST(">=");

        private final String symbol;

        Comparison(String symbol) {
            this.symbol = symbol;
        }

        public String symbol() {
            return symbol;
        }
    }

    enum TextRelation {
        IS("is"),
        STARTS_WITH("starts with"),
        ENDS_WITH("ends with"),
        CONTAINS("contains");

        private final String symbol;

        TextRelation(String symbol) {
            this.symbol = symbol;
        }

        public String symbol() {
            return symbol;
        }
    }
}
