package dev.ken.llm.http;

import dev.ken.llm.Answer.Usage;
import dev.ken.llm.Prompt;
import dev.ken.llm.Watch;
import dev.ken.llm.http.Protocol.Piece;
import dev.ken.llm.http.Received.Failed;
import dev.ken.wire.Json;
import dev.ken.wire.JsonReader;
import java.util.Optional;

/// What has come of an answer so far.
final class Collected {
    private static final String DONE = "[DONE]";

    private final Protocol protocol;
    private final StringBuilder text = new StringBuilder();
    private Optional<Long> promptTokens = Optional.empty();
    private Optional<Long> answerTokens = Optional.empty();
    private boolean finished;
    private boolean closed;
    private boolean cut;

    Collected(Protocol protocol) {
        this.protocol = protocol;
    }

    /// The provider said that the answer is complete.
    boolean isFinished() {
        return finished;
    }

    /// Nothing more will come that matters.
    boolean isClosed() {
        return closed;
    }

    /// A line of a stream.
    Optional<Failed> line(String line, Watch watch) {
        Optional<String> payload = Request.payload(line);
        if (payload.isEmpty()) {
            return Optional.empty();
        }
        if (payload.get().equals(DONE)) {
            finished = true;
            closed = true;
            return Optional.empty();
        }
        Optional<Json.Obj> object = JsonReader.read(payload.get()).json().flatMap(Json::asObject);
        return object.isPresent()
                ? add(protocol.piece(object.get()), watch)
                : Optional.of(Failed.passing("sends a line that is not JSON"));
    }

    /// A response in one.
    Optional<Failed> whole(String body, Watch watch) {
        Optional<Json.Obj> object = JsonReader.read(body).json().flatMap(Json::asObject);
        if (object.isEmpty()) {
            // Ollama and a few proxies stream lines of JSON under any content type.
            return body.lines()
                                    .allMatch(line -> line.isBlank()
                                            || Request.payload(line).isPresent())
                            && body.contains("\n{")
                    ? lines(body, watch)
                    : Optional.of(Failed.passing("answers with what is not JSON"));
        }
        Optional<Failed> failed = add(protocol.whole(object.get()), watch);
        finished = true;
        return failed;
    }

    private Optional<Failed> lines(String body, Watch watch) {
        for (String line : body.lines().toList()) {
            Optional<Failed> failed = line(line, watch);
            if (failed.isPresent()) {
                return failed;
            }
        }
        return finished ? Optional.empty() : Optional.of(Failed.passing("stops in the middle of its answer"));
    }

    private Optional<Failed> add(Piece piece, Watch watch) {
        if (piece.problem().isPresent()) {
            return Optional.of(Request.problem(piece));
        }
        if (!piece.text().isEmpty()) {
            text.append(piece.text());
            watch.piece(piece.text());
        }
        promptTokens = piece.promptTokens().or(() -> promptTokens);
        answerTokens = piece.answerTokens().or(() -> answerTokens);
        finished |= piece.finished();
        cut |= piece.cut();
        return Optional.empty();
    }

    Received answer(Prompt prompt, int attempt) {
        String answer = text.toString();
        Usage usage = promptTokens.isPresent() && answerTokens.isPresent()
                ? new Usage(promptTokens.get(), answerTokens.get(), true)
                : Usage.estimated(prompt, answer);
        return Request.answered(answer, usage, attempt, cut);
    }
}
