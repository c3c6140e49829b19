package dev.ken.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.ken.wire.Json;
import dev.ken.wire.JsonReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A language model behind an OpenAI-compatible endpoint, played by a server on the loopback device.
final class ModelLoopTest {
    private static final String WRONG = "tracepoint:raw_syscalls:sys_enter { @[pid] = count(); }";
    private static final String RIGHT = "tracepoint:raw_syscalls:sys_enter { @[comm] = count(); }";
    private static final String REQUEST = "count system calls by process";

    private final List<String> bodies = Collections.synchronizedList(new ArrayList<>());
    private final List<String> keys = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;
    private List<String> answers = List.of();
    private int status = 200;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/chat/completions", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            keys.add(exchange.getRequestHeaders().getFirst("Authorization"));
            String program = answers.get(Math.min(bodies.size(), answers.size()) - 1);
            byte[] body = answer(program).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static String answer(String program) {
        Json message =
                Json.object().with("role", "assistant").with("content", "Here:\n```bpftrace\n" + program + "\n```\n");
        return Json.object()
                .with("choices", new Json.Arr(List.of(Json.object().with("message", message))))
                .text();
    }

    private Recorded ask(String... arguments) {
        String base = "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
        return Recorded.run(
                Map.of("KEN_KERNEL", "recorded", "OPENAI_BASE_URL", base, "OPENAI_API_KEY", "secret-7"), "", arguments);
    }

    @Test
    void theCounterexampleOfAWrongProgramIsInTheNextRequest() {
        answers = List.of(WRONG, RIGHT);
        Recorded answer = ask("generate", "--no-kernel", "--engine", "llm", "--model", "openai:tiny", REQUEST);
        assertThat(answer.code()).as(answer.err()).isZero();
        assertThat(answer.out()).isEqualTo(RIGHT + "\n");
        assertThat(bodies).hasSize(2);
        assertThat(bodies.getFirst())
                .contains("\"model\":\"tiny\"")
                .contains(REQUEST)
                .doesNotContain("asked for:");
        String second = String.join("\n", contents(bodies.get(1)));
        assertThat(second).contains(WRONG).contains("asked for: entry [").contains("the program: ");
        assertThat(keys).containsOnly("Bearer secret-7");
        assertThat(answer.err() + answer.out()).doesNotContain("secret-7");
    }

    @Test
    void aModelThatIsNeverRightIsExhausted() {
        answers = List.of(WRONG, WRONG.replace("pid", "tid"), WRONG.replace("pid", "uid"));
        Recorded answer = ask("generate", "--no-kernel", "--model", "openai:tiny", "--json", REQUEST);
        assertThat(answer.code()).isEqualTo(3);
        assertThat(bodies).hasSize(3);
        assertThat(answer.out()).contains("\"outcome\":\"exhausted\"");
    }

    @Test
    void anEndpointThatRefusesIsTheWorldsFault() {
        status = 401;
        answers = List.of(RIGHT);
        Recorded answer = ask("generate", "--no-kernel", "--model", "openai:tiny", REQUEST);
        assertThat(answer.code()).isEqualTo(6);
        assertThat(answer.err()).contains("401").doesNotContain("\tat ");
    }

    private static List<String> contents(String body) {
        return JsonReader.read(body)
                .json()
                .flatMap(Json::asObject)
                .flatMap(object -> object.get("messages"))
                .orElseThrow()
                .items()
                .stream()
                .map(message -> message.asObject().orElseThrow().text("content").orElseThrow())
                .toList();
    }
}
