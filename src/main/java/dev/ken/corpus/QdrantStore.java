package dev.ken.corpus;

import dev.ken.wire.Json;
import dev.ken.wire.JsonReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Examples in a Qdrant server, by its REST interface: one collection, a point for each example, the example as
/// payload. The shipped examples stay at hand beside it.
public final class QdrantStore implements ExampleStore {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int MOST = 5_000;

    private final String collection;
    private final Optional<String> key;
    private final Embedder.Source model;

    /// @param url such as `http://127.0.0.1:6333`
    /// @param key sent in a header, and never shown
    public QdrantStore(String url, String collection, Optional<String> key, Embedder.Source model) {
        this.collection = url.replaceAll("/+$", "") + "/collections/" + collection.replaceAll("[^\\w-]", "_");
        this.key = key;
        this.model = model;
    }

    @Override
    public List<Example> all() {
        Json.Obj found =
                call("POST", "/points/scroll", Json.object().with("limit", MOST).with("with_payload", Json.of(true)));
        return found.get("result").flatMap(Json::asObject).flatMap(one -> one.get("points")).stream()
                .flatMap(points -> points.items().stream())
                .flatMap(point -> point.asObject().flatMap(QdrantStore::example).stream())
                .sorted(java.util.Comparator.comparing(Example::id))
                .toList();
    }

    @Override
    public List<Near> near(String request, int limit) {
        Json.Obj found = call(
                "POST",
                "/points/search",
                Json.object()
                        .with("vector", vector(request))
                        .with("limit", limit)
                        .with("with_payload", Json.of(true)));
        return found.get("result").stream()
                .flatMap(points -> points.items().stream())
                .flatMap(point -> point.asObject().stream())
                .flatMap(point -> example(point)
                        .map(one -> new Near(
                                one,
                                point.number("score")
                                        .map(BigDecimal::doubleValue)
                                        .orElse(0.0)))
                        .stream())
                .toList();
    }

    @Override
    public void add(Example example) {
        if (find().isEmpty()) {
            call(
                    "PUT",
                    "",
                    Json.object()
                            .with(
                                    "vectors",
                                    Json.object()
                                            .with("size", Embedder.DIMENSIONS)
                                            .with("distance", "Cosine")));
        }
        Json point = Json.object()
                .with("id", point(example.id()))
                .with("vector", vector(example.request()))
                .with("payload", Json.object().with("id", example.id()).with("example", example.text()));
        call("PUT", "/points?wait=true", Json.object().with("points", new Json.Arr(List.of(point))));
    }

    @Override
    public boolean remove(String id) {
        boolean there = all().stream().anyMatch(one -> one.id().equals(id));
        call(
                "POST",
                "/points/delete?wait=true",
                Json.object().with("points", new Json.Arr(List.of(Json.of(point(id))))));
        return there;
    }

    /// Qdrant's ids are numbers or UUIDs.
    private static String point(String id) {
        return UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static Optional<Example> example(Json.Obj point) {
        Optional<Json.Obj> payload = point.get("payload").flatMap(Json::asObject);
        return payload.flatMap(one -> one.text("id"))
                .flatMap(id -> payload.flatMap(one -> one.text("example")).flatMap(text -> Example.read(id, text)));
    }

    private Json vector(String text) {
        try {
            List<Json> numbers = new java.util.ArrayList<>();
            for (float x : model.load().embed(text)) {
                numbers.add(new Json.Num(new BigDecimal(Float.toString(x))));
            }
            return new Json.Arr(numbers);
        } catch (Embedder.Absent absent) {
            throw new Unavailable("an external store needs the sentence model: " + absent.getMessage());
        }
    }

    /// The collection, where it is there.
    private Optional<String> find() {
        HttpResponse<String> response = send("GET", "", Optional.empty());
        return response.statusCode() == 404 ? Optional.empty() : Optional.of(checked(response));
    }

    private Json.Obj call(String method, String path, Json.Obj body) {
        String text = checked(send(method, path, Optional.of(body.text())));
        return JsonReader.read(text)
                .json()
                .flatMap(Json::asObject)
                .orElseThrow(() -> new Unavailable("the store of examples at " + collection + " answers no JSON"));
    }

    private String checked(HttpResponse<String> response) {
        if (response.statusCode() / 100 != 2) {
            throw new Unavailable(
                    "the store of examples at " + collection + " answers with status " + response.statusCode());
        }
        return response.body();
    }

    private HttpResponse<String> send(String method, String path, Optional<String> body) {
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(LIMIT)
                .build()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(collection + path))
                    .timeout(LIMIT)
                    .header("Content-Type", "application/json")
                    .method(
                            method,
                            body.map(HttpRequest.BodyPublishers::ofString)
                                    .orElseGet(HttpRequest.BodyPublishers::noBody));
            key.ifPresent(secret -> request.header("api-key", secret));
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException | IllegalArgumentException failure) {
            throw new Unavailable("the store of examples at " + collection + " cannot be reached: " + failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Unavailable("interrupted");
        }
    }
}
