package dev.ken.llm.gguf;

import java.io.InputStream;
import java.io.OutputStream;

/// A running worker: what is written to it, and what it writes.
public interface Pipe extends AutoCloseable {
    OutputStream toWorker();

    InputStream fromWorker();

    /// How it ended, in words, and the last it said on its standard error; waits a moment for its end.
    String ending();

    /// Ends it, if it has not ended.
    @Override
    void close();

    /// Starts workers.
    interface Source {
        /// @throws dev.ken.llm.ModelUnreachable if it cannot be started
        Pipe start(Class<?> main, java.util.List<String> arguments);
    }
}
