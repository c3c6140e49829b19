package dev.ken.llm.http;

import dev.ken.llm.Prompt;
import dev.ken.wire.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Ollama's `/api/chat`: a JSON object a line.
public record OllamaProtocol() implements Protocol {
    @Override
    public String provider() {
        return "ollama";
    }

    @Override
    public String path(String model) {
        return "/api/chat";
    }

    @Override
    public Map<String, String> headers(Optional<String> key) {
        return Protocol.bearer(key);
    }

    @Override
    public List<String> dispensable() {
        return List.of("options");
    }

    @Override
    public Json.Obj body(String model, Prompt prompt, Set<String> left) {
        Json.Obj body = Json.object()
                .with("model", model)
                .with("messages", Protocol.messages(prompt))
                .with("stream", Json.of(true));
        return left.contains("options")
                ? body
                : body.with(
                        "options",
                        Json.object()
                                .with("temperature", Protocol.temperature(prompt))
                                .with("num_predict", prompt.mostTokens()));
    }

    @Override
    public Piece piece(Json.Obj object) {
        Optional<String> error = Protocol.error(object);
        if (error.isPresent()) {
            return Piece.problem(error.get());
        }
        boolean done = object.get("done").filter(Json.of(true)::equals).isPresent();
        return new Piece(
                Protocol.at(object, "message")
                        .flatMap(message -> message.text("content"))
                        .orElse(""),
                Protocol.tokens(Optional.of(object), "prompt_eval_count"),
                Protocol.tokens(Optional.of(object), "eval_count"),
                done,
                object.text("done_reason").filter("length"::equals).isPresent(),
                Optional.empty());
    }

    @Override
    public Piece whole(Json.Obj object) {
        return piece(object);
    }
}
