package dev.ken.llm.gguf;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// What a worker says, read by a thread of its own. Lines without the mark are the library's, and dropped.
final class WorkerLines implements AutoCloseable {
    private static final int WAITING = 1_024;

    sealed interface Said {}

    record Line(String json) implements Said {}

    record Ended() implements Said {}

    private final BlockingQueue<Said> queue = new LinkedBlockingQueue<>(WAITING);
    private final Thread reader;

    WorkerLines(InputStream in) {
        this.reader = Thread.ofVirtual().name("ken-model-worker").start(() -> read(in));
    }

    /// Empty: nothing was said for that long.
    Optional<Said> next(long millis) {
        try {
            return Optional.ofNullable(queue.poll(millis, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private void read(InputStream in) {
        try {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    int at = line.indexOf(GgufWorker.MARK);
                    if (at >= 0) {
                        queue.put(new Line(line.substring(at + GgufWorker.MARK.length())));
                    }
                }
                queue.put(new Ended());
            } catch (IOException broken) {
                queue.put(new Ended());
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        reader.interrupt();
    }
}
