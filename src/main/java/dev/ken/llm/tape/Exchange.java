package dev.ken.llm.tape;

import dev.ken.llm.Answer;
import dev.ken.llm.ModelUnreachable;
import dev.ken.llm.Prompt;
import dev.ken.wire.Json;
import dev.ken.wire.JsonReader;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One question to a model and what came of it; a line of a recording.
record Exchange(String model, Prompt prompt, Result result) {
    sealed interface Result {}

    record Answered(Answer answer) implements Result {}

    record Failed(String message, boolean retryHelps) implements Result {
        static Failed of(ModelUnreachable failure) {
            return new Failed(String.valueOf(failure.getMessage()), failure.retryHelps());
        }
    }

    String line() {
        Json.Obj line = Json.object().with("model", model).with("prompt", json(prompt));
        return switch (result) {
            case Answered(Answer(var text, var usage, int tries, boolean cut)) ->
                line.with(
                                "answer",
                                Json.object()
                                        .with("text", text)
                                        .with("promptTokens", usage.promptTokens())
                                        .with("answerTokens", usage.answerTokens())
                                        .with("counted", Json.of(usage.counted()))
                                        .with("tries", tries)
                                        .with("cut", Json.of(cut)))
                        .text();
            case Failed(String message, boolean retryHelps) ->
                line.with("failure", Json.object().with("message", message).with("retryHelps", Json.of(retryHelps)))
                        .text();
        };
    }

    private static Json json(Prompt prompt) {
        Json.Obj object = Json.object()
                .with(
                        "messages",
                        new Json.Arr(prompt.messages().stream()
                                .map(message -> (Json) Json.object()
                                        .with("role", message.role().name().toLowerCase(Locale.ROOT))
                                        .with("text", message.text()))
                                .toList()))
                .with("mostTokens", prompt.mostTokens())
                .with("temperaturePercent", prompt.temperaturePercent());
        return prompt.grammar().map(grammar -> object.with("grammar", grammar)).orElse(object);
    }

    /// Empty for a line that is none.
    static Optional<Exchange> read(String line) {
        Optional<Json.Obj> object = JsonReader.read(line).json().flatMap(Json::asObject);
        Optional<String> model = object.flatMap(one -> one.text("model"));
        Optional<Prompt> prompt =
                object.flatMap(one -> one.get("prompt")).flatMap(Json::asObject).flatMap(Exchange::prompt);
        Optional<Result> result = object.flatMap(Exchange::result);
        return model.isPresent() && prompt.isPresent() && result.isPresent()
                ? Optional.of(new Exchange(model.get(), prompt.get(), result.get()))
                : Optional.empty();
    }

    private static Optional<Prompt> prompt(Json.Obj object) {
        List<Prompt.Message> messages = object.get("messages").stream()
                .flatMap(all -> all.items().stream())
                .flatMap(one -> one.asObject().stream())
                .flatMap(one -> message(one).stream())
                .toList();
        int tokens = number(object, "mostTokens");
        int temperature = number(object, "temperaturePercent");
        return messages.isEmpty() || tokens < 1 || temperature < 0
                ? Optional.empty()
                : Optional.of(new Prompt(messages, tokens, temperature, object.text("grammar")));
    }

    private static Optional<Prompt.Message> message(Json.Obj object) {
        Optional<Prompt.Role> role = object.text("role")
                .flatMap(word -> List.of(Prompt.Role.values()).stream()
                        .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(word))
                        .findFirst());
        return role.flatMap(one -> object.text("text").map(text -> new Prompt.Message(one, text)));
    }

    private static Optional<Result> result(Json.Obj line) {
        Optional<Json.Obj> answer = line.get("answer").flatMap(Json::asObject);
        Optional<Json.Obj> failure = line.get("failure").flatMap(Json::asObject);
        return answer.<Result>map(one -> new Answered(new Answer(
                        one.text("text").orElse(""),
                        new Answer.Usage(number(one, "promptTokens"), number(one, "answerTokens"), is(one, "counted")),
                        number(one, "tries"),
                        is(one, "cut"))))
                .or(() -> failure.map(one -> new Failed(one.text("message").orElse(""), is(one, "retryHelps"))));
    }

    private static int number(Json.Obj object, String name) {
        return object.number(name).map(BigDecimal::intValue).orElse(0);
    }

    private static boolean is(Json.Obj object, String name) {
        return object.get(name).filter(Json.of(true)::equals).isPresent();
    }
}
