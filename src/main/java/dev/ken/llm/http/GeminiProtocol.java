package dev.ken.llm.http;

import dev.ken.llm.Prompt;
import dev.ken.wire.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Google's Gemini (`models/NAME:streamGenerateContent`).
public record GeminiProtocol() implements Protocol {
    @Override
    public String provider() {
        return "gemini";
    }

    @Override
    public String path(String model) {
        return "/v1beta/models/" + model + ":streamGenerateContent?alt=sse";
    }

    @Override
    public Map<String, String> headers(Optional<String> key) {
        return key.map(secret -> Map.of("x-goog-api-key", secret)).orElseGet(Map::of);
    }

    @Override
    public List<String> dispensable() {
        return List.of("temperature");
    }

    @Override
    public Json.Obj body(String model, Prompt prompt, Set<String> left) {
        Json.Obj settings = Json.object().with("maxOutputTokens", prompt.mostTokens());
        if (!left.contains("temperature")) {
            settings = settings.with("temperature", Protocol.temperature(prompt));
        }
        Json.Obj body = Json.object();
        if (!prompt.system().isEmpty()) {
            body = body.with("systemInstruction", parts(prompt.system()));
        }
        return body.with(
                        "contents",
                        new Json.Arr(prompt.talk().stream()
                                .map(message -> (Json) parts(message.text())
                                        .with("role", message.role() == Prompt.Role.ASSISTANT ? "model" : "user"))
                                .toList()))
                .with("generationConfig", settings);
    }

    private static Json.Obj parts(String text) {
        return Json.object().with("parts", new Json.Arr(List.of(Json.object().with("text", text))));
    }

    @Override
    public Piece piece(Json.Obj object) {
        Optional<String> error = Protocol.error(object)
                .or(() -> Protocol.at(object, "promptFeedback")
                        .flatMap(feedback -> feedback.text("blockReason"))
                        .map(reason -> "the request is blocked: " + reason));
        if (error.isPresent()) {
            return Piece.problem(error.get());
        }
        Optional<Json.Obj> candidate = Protocol.first(object, "candidates");
        Optional<Json.Obj> usage = Protocol.at(object, "usageMetadata");
        Optional<String> reason = candidate.flatMap(one -> one.text("finishReason"));
        return new Piece(
                candidate
                        .flatMap(one -> Protocol.at(one, "content"))
                        .map(GeminiProtocol::text)
                        .orElse(""),
                Protocol.tokens(usage, "promptTokenCount"),
                Protocol.tokens(usage, "candidatesTokenCount"),
                reason.isPresent(),
                reason.filter("MAX_TOKENS"::equals).isPresent(),
                Optional.empty());
    }

    /// A response that is not streamed has the form of a single piece.
    @Override
    public Piece whole(Json.Obj object) {
        return piece(object);
    }

    /// What a model thinks to itself comes as parts, too.
    private static String text(Json.Obj content) {
        return content.get("parts").stream()
                .flatMap(all -> all.items().stream())
                .flatMap(part -> part.asObject().stream())
                .filter(part ->
                        part.get("thought").filter(Json.of(true)::equals).isEmpty())
                .flatMap(part -> part.text("text").stream())
                .collect(Collectors.joining());
    }
}
