package dev.ken.llm.http;

import dev.ken.llm.Prompt;
import dev.ken.wire.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What providers say differently: where a request goes, its body, and what the pieces of a response mean.
/// Values only; the traffic is [HttpModel]'s.
public sealed interface Protocol permits OpenAiProtocol, AnthropicProtocol, GeminiProtocol, OllamaProtocol {
    /// The word before the colon of a model's name.
    String provider();

    /// What follows the base address, with a leading slash.
    String path(String model);

    /// Names and values, in order.
    Map<String, String> headers(Optional<String> key);

    /// @param left members that the endpoint was seen to refuse, to be left out or renamed
    Json.Obj body(String model, Prompt prompt, Set<String> left);

    /// Members of a body that the protocol can do without.
    List<String> dispensable();

    /// What one object of a stream says.
    Piece piece(Json.Obj object);

    /// What a response says that is not streamed.
    Piece whole(Json.Obj object);

    /// The key as most providers want it.
    static Map<String, String> bearer(Optional<String> key) {
        return key.map(secret -> Map.of("Authorization", "Bearer " + secret)).orElseGet(Map::of);
    }

    /// The messages as objects of `role` and `content`.
    static Json.Arr messages(Prompt prompt) {
        return new Json.Arr(prompt.messages().stream()
                .map(message -> (Json) Json.object()
                        .with("role", message.role().name().toLowerCase(Locale.ROOT))
                        .with("content", message.text()))
                .toList());
    }

    /// A part of an answer.
    ///
    /// @param finished the answer is complete
    /// @param cut      it is complete because it is as long as was allowed
    /// @param problem  why there is none
    record Piece(
            String text,
            Optional<Long> promptTokens,
            Optional<Long> answerTokens,
            boolean finished,
            boolean cut,
            Optional<String> problem) {
        static final Piece NOTHING = new Piece("", Optional.empty(), Optional.empty(), false, false, Optional.empty());

        static Piece problem(String message) {
            return new Piece("", Optional.empty(), Optional.empty(), false, false, Optional.of(message));
        }
    }

    /// The message of an error object, as all four write it: `{"error":{"message":…}}` or `{"error":…}`.
    static Optional<String> error(Json.Obj object) {
        return object.get("error")
                .filter(error -> !(error instanceof Json.Null))
                .map(error -> error.asObject()
                        .flatMap(inner -> inner.text("message").or(() -> inner.text("type")))
                        .or(error::asText)
                        .orElseGet(error::text));
    }

    static Json temperature(Prompt prompt) {
        return new Json.Num(BigDecimal.valueOf(prompt.temperaturePercent(), 2).stripTrailingZeros());
    }

    static Optional<Json.Obj> at(Json.Obj object, String... names) {
        Optional<Json.Obj> found = Optional.of(object);
        for (String name : names) {
            found = found.flatMap(one -> one.get(name)).flatMap(Json::asObject);
        }
        return found;
    }

    static Optional<Json.Obj> first(Json.Obj object, String array) {
        return object.get(array)
                .flatMap(all -> all.items().stream().findFirst())
                .flatMap(Json::asObject);
    }

    static Optional<Long> tokens(Optional<Json.Obj> usage, String name) {
        return usage.flatMap(one -> one.number(name)).map(BigDecimal::longValue);
    }
}
