package dev.ken.llm;

import dev.ken.llm.PlayedServer.Response;
import dev.ken.wire.Json;
import java.util.ArrayList;
import java.util.List;

/// How each provider puts an answer on the wire, after its documentation.
public enum Played {
    OPENAI("openai", "/v1/chat/completions", "Bearer secret-7", "authorization") {
        @Override
        public Response streamed(List<String> pieces) {
            List<String> events = new ArrayList<>();
            pieces.forEach(piece -> events.add(sse("{\"choices\":[{\"index\":0,\"delta\":{\"content\":" + quoted(piece)
                    + "},\"finish_reason\":null}],\"usage\":null}")));
            events.add(sse("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}"));
            events.add(sse("{\"choices\":[],\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":5}}"));
            events.add("data: [DONE]\n\n");
            return Response.stream("text/event-stream", events);
        }

        @Override
        public Response plain(String text) {
            return json("{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":" + quoted(text)
                    + "},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":5}}");
        }

        @Override
        public Response overloaded() {
            return Response.stream(
                    "text/event-stream",
                    List.of(sse("{\"error\":{\"message\":\"The server is overloaded\",\"type\":\"server_error\"}}")));
        }
    },
    ANTHROPIC("anthropic", "/v1/messages", "secret-7", "x-api-key") {
        @Override
        public Response streamed(List<String> pieces) {
            List<String> events = new ArrayList<>();
            events.add("event: message_start\n"
                    + sse("{\"type\":\"message_start\",\"message\":{\"role\":\"assistant\",\"content\":[],"
                            + "\"usage\":{\"input_tokens\":4,\"cache_read_input_tokens\":7,\"output_tokens\":1}}}"));
            events.add(
                    "event: content_block_start\n"
                            + sse(
                                    "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}"));
            events.add("event: ping\n" + sse("{\"type\":\"ping\"}"));
            pieces.forEach(piece -> events.add("event: content_block_delta\n"
                    + sse("{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":"
                            + quoted(piece) + "}}")));
            events.add(sse("{\"type\":\"content_block_stop\",\"index\":0}"));
            events.add(sse("{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},"
                    + "\"usage\":{\"output_tokens\":5}}"));
            events.add(sse("{\"type\":\"message_stop\"}"));
            return Response.stream("text/event-stream; charset=utf-8", events);
        }

        @Override
        public Response plain(String text) {
            return json("{\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":"
                    + quoted(text)
                    + "}],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":11,\"output_tokens\":5}}");
        }

        @Override
        public Response overloaded() {
            return Response.stream(
                    "text/event-stream",
                    List.of(
                            sse(
                                    "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}")));
        }
    },
    GEMINI("gemini", "/v1beta/models/tiny:streamGenerateContent?alt=sse", "secret-7", "x-goog-api-key") {
        @Override
        public Response streamed(List<String> pieces) {
            List<String> events = new ArrayList<>();
            events.add(sse(candidate("{\"text\":\"let me think\",\"thought\":true}", "")));
            pieces.forEach(piece -> events.add(sse(candidate("{\"text\":" + quoted(piece) + "}", ""))));
            events.add(sse(candidate("{\"text\":\"\"}", ",\"finishReason\":\"STOP\"")));
            return Response.stream("text/event-stream", events);
        }

        @Override
        public Response plain(String text) {
            return json(candidate("{\"text\":" + quoted(text) + "}", ",\"finishReason\":\"STOP\""));
        }

        @Override
        public Response overloaded() {
            return Response.stream(
                    "text/event-stream",
                    List.of(sse(
                            "{\"error\":{\"code\":503,\"message\":\"The model is overloaded. Please try again later.\","
                                    + "\"status\":\"UNAVAILABLE\"}}")));
        }

        private static String candidate(String part, String reason) {
            return "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[" + part + "]}" + reason
                    + ",\"index\":0}],\"usageMetadata\":{\"promptTokenCount\":11,\"candidatesTokenCount\":5}}";
        }
    },
    OLLAMA("ollama", "/api/chat", "Bearer secret-7", "authorization") {
        @Override
        public Response streamed(List<String> pieces) {
            List<String> lines = new ArrayList<>();
            pieces.forEach(piece -> lines.add("{\"model\":\"tiny\",\"message\":{\"role\":\"assistant\",\"content\":"
                    + quoted(piece) + "},\"done\":false}\n"));
            lines.add("{\"model\":\"tiny\",\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":true,"
                    + "\"done_reason\":\"stop\",\"prompt_eval_count\":11,\"eval_count\":5}\n");
            return Response.stream("application/x-ndjson", lines);
        }

        @Override
        public Response plain(String text) {
            return json("{\"model\":\"tiny\",\"message\":{\"role\":\"assistant\",\"content\":" + quoted(text)
                    + "},\"done\":true,\"done_reason\":\"stop\",\"prompt_eval_count\":11,\"eval_count\":5}");
        }

        @Override
        public Response overloaded() {
            return Response.stream("application/x-ndjson", List.of("{\"error\":\"server busy, please try again\"}\n"));
        }
    };

    private final String provider;
    private final String path;
    private final String key;
    private final String header;

    Played(String provider, String path, String key, String header) {
        this.provider = provider;
        this.path = path;
        this.key = key;
        this.header = header;
    }

    /// An answer in pieces.
    public abstract Response streamed(List<String> pieces);

    /// An answer in one.
    public abstract Response plain(String text);

    /// A stream that is an error.
    public abstract Response overloaded();

    public String provider() {
        return provider;
    }

    public String path() {
        return path;
    }

    /// The header that has the key, and what it has to be when the key is `secret-7`.
    public String header() {
        return header;
    }

    public String key() {
        return key;
    }

    /// The base address as users give it.
    public String base(PlayedServer server) {
        return this == OPENAI ? server.address() + "/v1" : server.address();
    }

    static Response json(String body) {
        return Response.of(200, "application/json", body);
    }

    static String sse(String data) {
        return "data: " + data + "\n\n";
    }

    static String quoted(String text) {
        return Json.of(text).text();
    }
}
