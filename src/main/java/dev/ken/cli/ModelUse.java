package dev.ken.cli;

import dev.ken.llm.Account;
import java.util.Locale;
import java.util.Optional;

/// What models have used, in a line for people.
final class ModelUse {
    private ModelUse() {}

    static void show(Console console, Optional<Account.Total> total, boolean json) {
        total.filter(one -> one.requests() > 0 && !json)
                .ifPresent(one -> console.err().println(text(one)));
    }

    static String text(Account.Total total) {
        return "ken: the model answered " + total.requests() + (total.requests() == 1 ? " time" : " times")
                + (total.tries() > total.requests() ? " in " + total.tries() + " tries" : "") + ", "
                + total.usage().promptTokens() + " tokens in, "
                + total.usage().answerTokens() + " out" + (total.usage().counted() ? "" : " (estimated)")
                + total.dollars()
                        .map(dollars -> ", $" + String.format(Locale.ROOT, "%.4f", dollars))
                        .orElse("");
    }
}
