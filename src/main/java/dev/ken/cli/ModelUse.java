package dev.ken.cli;

import dev.ken.llm.Account;
import dev.ken.wire.Json;
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

    /// `answer` with what models have used, where one was asked.
    static Json.Obj with(Json.Obj answer, Optional<Account.Total> used) {
        return used.filter(one -> one.requests() > 0)
                .map(one -> answer.with("model", json(one)))
                .orElse(answer);
    }

    private static Json json(Account.Total total) {
        Json.Obj object = Json.object()
                .with("answers", total.requests())
                .with("tries", total.tries())
                .with("promptTokens", total.usage().promptTokens())
                .with("answerTokens", total.usage().answerTokens())
                .with("counted", Json.of(total.usage().counted()));
        return total.dollars()
                .map(dollars -> object.with("dollars", new Json.Num(dollars)))
                .orElse(object);
    }
}
