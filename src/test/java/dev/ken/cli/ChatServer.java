package dev.ken.cli;

import com.sun.net.httpserver.HttpServer;
import dev.ken.wire.Json;
import dev.ken.wire.JsonReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A language model behind an OpenAI-compatible endpoint on the loopback device, which gives its answers in order; the
/// last one again and again. An empty answer is a refusal: status 401.
final class ChatServer implements AutoCloseable {
    private final List<String> bodies = Collections.synchronizedList(new ArrayList<>());
    private final HttpServer server;
    private final List<String> answers;

    ChatServer(String... answers) {
        this.answers = List.of(answers);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.createContext("/v1/chat/completions", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            String said = this.answers.get(Math.min(bodies.size(), this.answers.size()) - 1);
            byte[] body = answer(said).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(said.isEmpty() ? 401 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    private static String answer(String text) {
        Json message = Json.object().with("role", "assistant").with("content", text);
        return Json.object()
                .with("choices", new Json.Arr(List.of(Json.object().with("message", message))))
                .text();
    }

    /// KEN with that model, on the recorded kernel.
    Recorded ken(String... arguments) {
        String base = "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
        return Recorded.run(
                Map.of("KEN_KERNEL", "recorded", "OPENAI_BASE_URL", base, "OPENAI_API_KEY", "secret-7"), "", arguments);
    }

    int asked() {
        return bodies.size();
    }

    /// All that was said to it in a request, counted from 1.
    String said(int request) {
        return JsonReader.read(bodies.get(request - 1))
                .json()
                .flatMap(Json::asObject)
                .flatMap(object -> object.get("messages"))
                .orElseThrow()
                .items()
                .stream()
                .map(message -> message.asObject().orElseThrow().text("content").orElseThrow())
                .collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
