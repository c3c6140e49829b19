package dev.ken.llm;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// A server on the loopback device that answers as told, byte by byte: also with responses that break off or never
/// come.
public final class PlayedServer implements AutoCloseable {
    private final ServerSocket socket;
    private final List<Response> responses;
    private final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch closed = new CountDownLatch(1);

    /// @param length what `Content-Length` says; negative: chunked
    /// @param body   in pieces; each is flushed
    /// @param hangs  after the body nothing happens until the server is closed
    public record Response(
            int status, Map<String, String> headers, String type, int length, List<String> body, boolean hangs) {
        public static Response of(int status, String type, String body) {
            int bytes = body.getBytes(StandardCharsets.UTF_8).length;
            return new Response(status, Map.of(), type, bytes, List.of(body), false);
        }

        public static Response stream(String type, List<String> pieces) {
            return new Response(200, Map.of(), type, -1, pieces, false);
        }

        /// Says that it is longer than it is.
        public Response cut() {
            return new Response(status, headers, type, length < 0 ? -2 : length + 100, body, false);
        }

        public Response hanging() {
            return new Response(status, headers, type, length, body, true);
        }

        public Response with(String header, String value) {
            return new Response(status, Map.of(header, value), type, length, body, hangs);
        }
    }

    /// A request that came; names of headers in small letters.
    public record Asked(String path, Map<String, String> headers, String body) {}

    /// @param responses one for each request; the last again and again
    public PlayedServer(List<Response> responses) throws IOException {
        this.responses = List.copyOf(responses);
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread _ = Thread.ofVirtual().start(this::serve);
    }

    public String address() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    private void serve() {
        try {
            while (true) {
                Socket connection = socket.accept();
                Thread _ = Thread.ofVirtual().start(() -> answer(connection));
            }
        } catch (IOException over) {
            closed.countDown();
        }
    }

    private void answer(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            String first = line(in);
            Map<String, String> headers = new LinkedHashMap<>();
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                int colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
            String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
            asked.add(new Asked(first.split(" ")[1], headers, body));
            write(responses.get(Math.min(asked.size(), responses.size()) - 1), connection.getOutputStream());
        } catch (IOException | InterruptedException broken) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(Response response, OutputStream out) throws IOException, InterruptedException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + response.status() + " S\r\nConnection: close\r\n");
        head.append("Content-Type: ").append(response.type()).append("\r\n");
        response.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        boolean chunked = response.length() < 0;
        head.append(chunked ? "Transfer-Encoding: chunked\r\n" : "Content-Length: " + response.length() + "\r\n");
        if (response.hangs() && response.body().isEmpty()) {
            closed.await();
            return;
        }
        out.write((head + "\r\n").getBytes(StandardCharsets.UTF_8));
        for (String piece : response.body()) {
            byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
            if (chunked) {
                out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.UTF_8));
            }
            out.write(bytes);
            out.write(chunked ? "\r\n".getBytes(StandardCharsets.UTF_8) : new byte[0]);
            out.flush();
        }
        if (response.hangs()) {
            closed.await();
        }
        if (response.length() == -1) {
            out.write("0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        }
        out.flush();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        socket.close();
    }
}
