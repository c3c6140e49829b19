package dev.ken.llm;

import dev.ken.wire.Json;
import dev.ken.wire.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A model behind an endpoint that speaks OpenAI's chat completions (`POST BASE/chat/completions`).
public final class OpenAiModel implements Model {
    /// Where the endpoint is when nobody says.
    public static final String USUAL_BASE = "https://api.openai.com/v1";

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(120);
    private static final int MOST_BYTES = 4 << 20;
    private static final int TRIES = 3;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERRORS = 500;
    private static final int LONGEST_MESSAGE = 300;

    private final String model;
    private final URI endpoint;
    private final Optional<String> key;

    /// @param base such as `http://127.0.0.1:8080/v1`
    /// @param key  sent as a bearer token, and never shown
    /// @throws ModelUnreachable if `base` is no address
    public OpenAiModel(String model, String base, Optional<String> key) {
        this.model = model;
        this.key = key;
        try {
            this.endpoint = URI.create(base.replaceAll("/+$", "") + "/chat/completions");
        } catch (IllegalArgumentException e) {
            throw new ModelUnreachable("the address of the model is none: " + base, false);
        }
        if (!"http".equals(endpoint.getScheme()) && !"https".equals(endpoint.getScheme())) {
            throw new ModelUnreachable(
                    "the address of the model begins with http:// or https://, not so: " + base, false);
        }
    }

    @Override
    public String name() {
        return "openai:" + model;
    }

    @Override
    public String answer(List<Message> conversation) {
        Json.Obj body = Json.object()
                .with("model", model)
                .with("temperature", 0)
                .with(
                        "messages",
                        new Json.Arr(conversation.stream()
                                .map(message -> (Json) Json.object()
                                        .with("role", message.role().name().toLowerCase(Locale.ROOT))
                                        .with("content", message.text()))
                                .toList()));
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint)
                .timeout(ANSWER_LIMIT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.text(), StandardCharsets.UTF_8));
        key.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        return content(send(request.build()));
    }

    /// A few local servers do not know HTTP/2 upgrades, so none is offered.
    private String send(HttpRequest request) {
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_LIMIT)
                .build()) {
            for (int attempt = 1; ; attempt++) {
                HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
                String text;
                try (InputStream in = response.body()) {
                    text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
                }
                int status = response.statusCode();
                if (status / 100 == 2) {
                    return text;
                }
                boolean passing = status == TOO_MANY || status >= SERVER_ERRORS;
                if (!passing || attempt == TRIES) {
                    throw new ModelUnreachable(
                            name() + " answers with status " + status + ": " + reason(text), passing);
                }
            }
        } catch (IOException e) {
            throw new ModelUnreachable(name() + " cannot be reached at " + endpoint + " (" + e + ")", true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModelUnreachable("interrupted", true);
        }
    }

    private static String reason(String text) {
        String reason = JsonReader.read(text)
                .json()
                .flatMap(Json::asObject)
                .flatMap(object -> object.get("error"))
                .flatMap(Json::asObject)
                .flatMap(error -> error.text("message"))
                .orElse(text.strip());
        return reason.length() > LONGEST_MESSAGE ? reason.substring(0, LONGEST_MESSAGE) + " …" : reason;
    }

    private String content(String text) {
        return JsonReader.read(text)
                .json()
                .flatMap(Json::asObject)
                .flatMap(object -> object.get("choices"))
                .flatMap(choices -> choices.items().stream().findFirst())
                .flatMap(Json::asObject)
                .flatMap(choice -> choice.get("message"))
                .flatMap(Json::asObject)
                .flatMap(message -> message.text("content"))
                .orElseThrow(() -> new ModelUnreachable(name() + " answers without a message", true));
    }
}
