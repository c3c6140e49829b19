package dev.ken.contract;

import java.util.Optional;

/// The text form of conditions, as in the `where` line of an intent.
public final class ConditionText {
    private ConditionText() {}

    public static String print(Condition condition) {
        return IntentPrinter.condition(condition);
    }

    /// Empty for a text that is no condition.
    public static Optional<Condition> parse(String text) {
        return ConditionParser.parse(text);
    }
}
