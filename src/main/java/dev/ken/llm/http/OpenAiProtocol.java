package dev.ken.llm.http;

import dev.ken.llm.Prompt;
import dev.ken.wire.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// OpenAI's chat completions, which also llama.cpp's server, vLLM, LM Studio, OpenRouter and many more speak.
///
/// @param grammars whether the endpoint takes a GBNF grammar in the member `grammar`, as llama.cpp's server does
public record OpenAiProtocol(boolean grammars) implements Protocol {
    private static final String MOST = "max_tokens";

    @Override
    public String provider() {
        return "openai";
    }

    @Override
    public String path(String model) {
        return "/chat/completions";
    }

    @Override
    public Map<String, String> headers(Optional<String> key) {
        return Protocol.bearer(key);
    }

    @Override
    public List<String> dispensable() {
        return List.of("temperature", MOST, "stream_options", "grammar", "stream");
    }

    @Override
    public Json.Obj body(String model, Prompt prompt, Set<String> left) {
        Json.Obj body = Json.object()
                .with("model", model)
                .with("messages", Protocol.messages(prompt))
                // Newer models of OpenAI know the limit by another name only.
                .with(left.contains(MOST) ? "max_completion_tokens" : MOST, prompt.mostTokens());
        if (!left.contains("temperature")) {
            body = body.with("temperature", Protocol.temperature(prompt));
        }
        if (!left.contains("stream")) {
            body = body.with("stream", Json.of(true));
            if (!left.contains("stream_options")) {
                body = body.with("stream_options", Json.object().with("include_usage", Json.of(true)));
            }
        }
        return grammars && prompt.grammar().isPresent() && !left.contains("grammar")
                ? body.with("grammar", prompt.grammar().get())
                : body;
    }

    @Override
    public Piece piece(Json.Obj object) {
        return read(object, "delta");
    }

    @Override
    public Piece whole(Json.Obj object) {
        return read(object, "message");
    }

    private static Piece read(Json.Obj object, String member) {
        Optional<String> error = Protocol.error(object);
        if (error.isPresent()) {
            return Piece.problem(error.get());
        }
        Optional<Json.Obj> choice = Protocol.first(object, "choices");
        Optional<Json.Obj> usage = Protocol.at(object, "usage");
        Optional<String> reason = choice.flatMap(one -> one.text("finish_reason"));
        return new Piece(
                choice.flatMap(one -> Protocol.at(one, member))
                        .flatMap(one -> one.text("content"))
                        .orElse(""),
                Protocol.tokens(usage, "prompt_tokens"),
                Protocol.tokens(usage, "completion_tokens"),
                reason.isPresent(),
                reason.filter("length"::equals).isPresent(),
                Optional.empty());
    }
}
