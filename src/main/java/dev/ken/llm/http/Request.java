package dev.ken.llm.http;

import dev.ken.llm.Answer;
import dev.ken.llm.Answer.Usage;
import dev.ken.llm.Pace;
import dev.ken.llm.Patience;
import dev.ken.llm.Prompt;
import dev.ken.llm.Watch;
import dev.ken.llm.http.Protocol.Piece;
import dev.ken.llm.http.Received.Failed;
import dev.ken.wire.Json;
import dev.ken.wire.JsonReader;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One request and its response.
record Request(Protocol protocol, URI endpoint, Optional<String> key, Patience patience, Pace pace) {
    private static final long SLICE_MILLIS = 100;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int TOO_MANY = 429;
    private static final int TOO_EARLY = 425;
    private static final int TIMED_OUT = 408;
    private static final int BAD_REQUEST = 400;
    private static final int UNPROCESSABLE = 422;
    private static final int SERVER_ERRORS = 500;
    private static final int LONGEST_MESSAGE = 300;
    private static final String DATA = "data:";

    Received send(HttpClient client, Json.Obj body, Prompt prompt, Watch watch, int attempt) {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.text(), StandardCharsets.UTF_8));
        protocol.headers(key).forEach(request::header);
        long end = pace.nanoTime() + patience.answerMillis() * NANOS_PER_MILLI;
        CompletableFuture<HttpResponse<InputStream>> coming =
                client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try {
            Optional<HttpResponse<InputStream>> response = await(coming, end, watch);
            if (response.isEmpty()) {
                coming.cancel(true);
                return watch.isCancelled() ? cancelled() : late("does not answer within");
            }
            try (Lines lines = new Lines(response.get().body(), patience.answerBytes())) {
                return read(response.get(), new Waiting(lines, end, watch), prompt, attempt);
            }
        } catch (ExecutionException e) {
            String cause = e.getCause() == null ? e.toString() : e.getCause().toString();
            return Failed.passing("cannot be reached at " + place() + " (" + cause + ")");
        } catch (InterruptedException e) {
            coming.cancel(true);
            Thread.currentThread().interrupt();
            return cancelled();
        }
    }

    /// The address without what may stand in its query.
    private String place() {
        return endpoint.getScheme() + "://" + endpoint.getAuthority() + endpoint.getPath();
    }

    private static Failed cancelled() {
        return Failed.lasting("was told to stop");
    }

    private Failed late(String what) {
        return Failed.passing(what + " " + patience.answerMillis() / 1_000.0 + " s");
    }

    private Optional<HttpResponse<InputStream>> await(
            CompletableFuture<HttpResponse<InputStream>> coming, long end, Watch watch)
            throws ExecutionException, InterruptedException {
        while (pace.nanoTime() < end && !watch.isCancelled()) {
            try {
                return Optional.of(coming.get(SLICE_MILLIS, TimeUnit.MILLISECONDS));
            } catch (TimeoutException slice) {
                continue;
            }
        }
        return Optional.empty();
    }

    /// The lines of a response, and until when they are waited for.
    private record Waiting(Lines lines, long end, Watch watch) {}

    private Received read(HttpResponse<InputStream> response, Waiting waiting, Prompt prompt, int attempt)
            throws InterruptedException {
        int status = response.statusCode();
        if (status / 100 != 2) {
            return refused(response, whole(waiting));
        }
        String type = response.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        Collected collected = new Collected(protocol);
        boolean stream = type.startsWith("text/event-stream") || type.contains("ndjson") || type.contains("jsonl");
        Optional<Failed> failed = stream ? streamed(waiting, collected) : wholly(waiting, collected);
        return failed.<Received>map(one -> one).orElseGet(() -> collected.answer(prompt, attempt));
    }

    private Optional<Failed> streamed(Waiting waiting, Collected collected) throws InterruptedException {
        while (true) {
            Lines.Next next = next(waiting);
            switch (next) {
                case Lines.Line(String text) -> {
                    Optional<Failed> failed = collected.line(text, waiting.watch());
                    if (failed.isPresent() || collected.isClosed()) {
                        return failed;
                    }
                }
                case Lines.End() -> {
                    return collected.isFinished()
                            ? Optional.empty()
                            : Optional.of(Failed.passing("stops in the middle of its answer"));
                }
                case Lines.Broken(String why) -> {
                    return Optional.of(Failed.passing("stops in the middle of its answer: " + why));
                }
                case Lines.Silence() -> {
                    return Optional.of(silence(waiting));
                }
            }
        }
    }

    private Failed silence(Waiting waiting) {
        if (waiting.watch().isCancelled()) {
            return cancelled();
        }
        return pace.nanoTime() >= waiting.end()
                ? late("is not done within")
                : Failed.passing("is silent for " + patience.silenceMillis() / 1_000.0 + " s");
    }

    /// Waits in slices, so that a cancelled request ends at once.
    private Lines.Next next(Waiting waiting) throws InterruptedException {
        long quiet = pace.nanoTime() + patience.silenceMillis() * NANOS_PER_MILLI;
        Lines.Next next = new Lines.Silence();
        while (next instanceof Lines.Silence
                && pace.nanoTime() < Math.min(quiet, waiting.end())
                && !waiting.watch().isCancelled()) {
            next = waiting.lines().next(SLICE_MILLIS);
        }
        return waiting.watch().isCancelled() ? new Lines.Silence() : next;
    }

    /// All lines, or why there are none.
    private record Whole(String text, Optional<Failed> failed) {}

    private Whole whole(Waiting waiting) throws InterruptedException {
        StringBuilder text = new StringBuilder();
        while (true) {
            switch (next(waiting)) {
                case Lines.Line(String line) -> text.append(line).append('\n');
                case Lines.End() -> {
                    return new Whole(text.toString(), Optional.empty());
                }
                case Lines.Broken(String why) -> {
                    return new Whole(
                            text.toString(), Optional.of(Failed.passing("stops in the middle of its answer: " + why)));
                }
                case Lines.Silence() -> {
                    return new Whole(text.toString(), Optional.of(silence(waiting)));
                }
            }
        }
    }

    private Optional<Failed> wholly(Waiting waiting, Collected collected) throws InterruptedException {
        Whole whole = whole(waiting);
        return whole.failed().isPresent() ? whole.failed() : collected.whole(whole.text(), waiting.watch());
    }

    private Received refused(HttpResponse<InputStream> response, Whole whole) {
        int status = response.statusCode();
        boolean passing = status == TOO_MANY || status == TIMED_OUT || status == TOO_EARLY || status >= SERVER_ERRORS;
        String reason = reason(whole.text());
        boolean ours = status == BAD_REQUEST || status == UNPROCESSABLE;
        return new Failed(
                "answers with status " + status + (reason.isEmpty() ? "" : ": " + reason),
                passing,
                askedMillis(response),
                protocol.dispensable().stream()
                        .filter(member -> ours && whole.text().contains(member))
                        .findFirst());
    }

    /// `Retry-After` in seconds; a date is not read.
    private static Optional<Long> askedMillis(HttpResponse<InputStream> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("\\d{1,6}"))
                .map(text -> 1_000 * Long.parseLong(text));
    }

    private String reason(String text) {
        String reason = JsonReader.read(text)
                .json()
                .flatMap(json -> json.asObject()
                        .or(() -> json.items().stream().findFirst().flatMap(Json::asObject)))
                .flatMap(Protocol::error)
                .orElse(text)
                .strip()
                .replaceAll("\\s+", " ");
        String safe = key.filter(secret -> !secret.isEmpty())
                .map(secret -> reason.replace(secret, "[key]"))
                .orElse(reason);
        return safe.length() > LONGEST_MESSAGE ? safe.substring(0, LONGEST_MESSAGE) + " …" : safe;
    }

    /// The payload of a line of server-sent events, or of a line of JSON.
    static Optional<String> payload(String line) {
        String data = line.startsWith(DATA) ? line.substring(DATA.length()) : line.startsWith("{") ? line : "";
        return Optional.of(data.strip()).filter(text -> !text.isEmpty());
    }

    /// An answer without words is none.
    static Received answered(String text, Usage usage, int attempt, boolean cut) {
        return text.isBlank()
                ? Failed.passing(cut ? "used up its tokens without an answer" : "gives an empty answer")
                : new Received.Answered(new Answer(text, usage, attempt, cut));
    }

    /// Whether a piece says that the provider has too much to do.
    static Failed problem(Piece piece) {
        String why = piece.problem().orElse("");
        String lower = why.toLowerCase(Locale.ROOT);
        boolean passing = lower.contains("overload")
                || lower.contains("rate limit")
                || lower.contains("try again")
                || lower.contains("unavailable")
                || lower.contains("timeout")
                || lower.contains("internal");
        String shown = why.length() > LONGEST_MESSAGE ? why.substring(0, LONGEST_MESSAGE) + " …" : why;
        return new Failed("reports an error: " + shown, passing, Optional.empty(), Optional.empty());
    }
}
