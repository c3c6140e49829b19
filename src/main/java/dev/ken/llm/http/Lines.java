package dev.ken.llm.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The lines of a response as they come, read by a thread of its own, so that whoever waits can stop waiting.
final class Lines implements AutoCloseable {
    private static final int WAITING = 256;

    /// What comes next.
    sealed interface Next {}

    record Line(String text) implements Next {}

    record End() implements Next {}

    /// The connection broke, or the response is longer than `mostBytes`.
    record Broken(String why) implements Next {}

    /// Nothing for as long as was waited.
    record Silence() implements Next {}

    private final InputStream in;
    private final int mostBytes;
    private final BlockingQueue<Next> queue = new LinkedBlockingQueue<>(WAITING);
    private final Thread reader;

    Lines(InputStream in, int mostBytes) {
        this.in = in;
        this.mostBytes = mostBytes;
        this.reader = Thread.ofVirtual().name("ken-model-lines").start(this::read);
    }

    Next next(long millis) throws InterruptedException {
        Next next = queue.poll(millis, TimeUnit.MILLISECONDS);
        return next == null ? new Silence() : next;
    }

    private void read() {
        try {
            try {
                queue.put(lines());
            } catch (IOException broken) {
                queue.put(new Broken("the connection broke off: " + broken.getMessage()));
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private Next lines() throws IOException, InterruptedException {
        byte[] line = new byte[1 << 12];
        int length = 0;
        int total = 0;
        byte[] buffer = new byte[1 << 13];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            total += read;
            if (total > mostBytes) {
                return new Broken("the response is longer than " + mostBytes + " bytes");
            }
            for (int i = 0; i < read; i++) {
                if (buffer[i] == '\n') {
                    queue.put(new Line(text(line, length)));
                    length = 0;
                } else {
                    line = length == line.length ? java.util.Arrays.copyOf(line, 2 * length) : line;
                    line[length++] = buffer[i];
                }
            }
        }
        if (length > 0) {
            queue.put(new Line(text(line, length)));
        }
        return new End();
    }

    private static String text(byte[] bytes, int length) {
        String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    @Override
    public void close() {
        reader.interrupt();
        try {
            in.close();
        } catch (IOException ignored) {
            // The response is given up; that it cannot even be closed changes nothing.
            return;
        }
    }
}
