package dev.ken.llm.http;

import dev.ken.llm.Prompt;
import dev.ken.wire.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Anthropic's messages. The system prompt never changes, so it is marked as one to be cached.
public record AnthropicProtocol() implements Protocol {
    private static final String VERSION = "2023-06-01";

    @Override
    public String provider() {
        return "anthropic";
    }

    @Override
    public String path(String model) {
        return "/v1/messages";
    }

    @Override
    public Map<String, String> headers(Optional<String> key) {
        Map<String, String> headers = new LinkedHashMap<>();
        key.ifPresent(secret -> headers.put("x-api-key", secret));
        headers.put("anthropic-version", VERSION);
        return headers;
    }

    @Override
    public List<String> dispensable() {
        return List.of("temperature", "stream");
    }

    @Override
    public Json.Obj body(String model, Prompt prompt, Set<String> left) {
        Json.Obj body = Json.object().with("model", model).with("max_tokens", prompt.mostTokens());
        if (!prompt.system().isEmpty()) {
            Json block = Json.object()
                    .with("type", "text")
                    .with("text", prompt.system())
                    .with("cache_control", Json.object().with("type", "ephemeral"));
            body = body.with("system", new Json.Arr(List.of(block)));
        }
        body = body.with(
                "messages",
                new Json.Arr(prompt.talk().stream()
                        .map(message -> (Json) Json.object()
                                .with("role", message.role().name().toLowerCase(Locale.ROOT))
                                .with("content", message.text()))
                        .toList()));
        if (!left.contains("temperature")) {
            body = body.with("temperature", Protocol.temperature(prompt));
        }
        return left.contains("stream") ? body : body.with("stream", Json.of(true));
    }

    @Override
    public Piece piece(Json.Obj object) {
        return switch (object.text("type").orElse("")) {
            case "message_start" ->
                new Piece(
                        "",
                        prompted(Protocol.at(object, "message", "usage")),
                        Optional.empty(),
                        false,
                        false,
                        Optional.empty());
            case "content_block_delta" ->
                new Piece(
                        Protocol.at(object, "delta")
                                .flatMap(delta -> delta.text("text"))
                                .orElse(""),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        false,
                        Optional.empty());
            case "message_delta" ->
                new Piece(
                        "",
                        Optional.empty(),
                        Protocol.tokens(Protocol.at(object, "usage"), "output_tokens"),
                        false,
                        Protocol.at(object, "delta")
                                .flatMap(delta -> delta.text("stop_reason"))
                                .filter("max_tokens"::equals)
                                .isPresent(),
                        Optional.empty());
            case "message_stop" -> new Piece("", Optional.empty(), Optional.empty(), true, false, Optional.empty());
            case "error" -> Piece.problem(Protocol.error(object).orElse("an error without a message"));
            default -> Piece.NOTHING;
        };
    }

    @Override
    public Piece whole(Json.Obj object) {
        Optional<String> error = Protocol.error(object);
        if (error.isPresent()) {
            return Piece.problem(error.get());
        }
        String text = object.get("content").stream()
                .flatMap(all -> all.items().stream())
                .flatMap(block -> block.asObject().stream())
                .flatMap(block -> block.text("text").stream())
                .collect(Collectors.joining());
        Optional<Json.Obj> usage = Protocol.at(object, "usage");
        Optional<String> reason = object.text("stop_reason");
        return new Piece(
                text,
                prompted(usage),
                Protocol.tokens(usage, "output_tokens"),
                reason.isPresent(),
                reason.filter("max_tokens"::equals).isPresent(),
                Optional.empty());
    }

    /// What was read from a cache, or put into it, is not among `input_tokens`.
    private static Optional<Long> prompted(Optional<Json.Obj> usage) {
        return Protocol.tokens(usage, "input_tokens")
                .map(own -> own
                        + Protocol.tokens(usage, "cache_read_input_tokens").orElse(0L)
                        + Protocol.tokens(usage, "cache_creation_input_tokens").orElse(0L));
    }
}
