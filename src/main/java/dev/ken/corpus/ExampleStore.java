package dev.ken.corpus;

import java.util.List;

/// Where examples are kept.
public interface ExampleStore {
    /// All of them, by id.
    ///
    /// @throws Unavailable if the store cannot be read
    List<Example> all();

    /// Those whose requests mean about the same as `request`, the nearest first.
    ///
    /// @throws Unavailable if the store cannot be read
    List<Near> near(String request, int limit);

    /// Keeps one more, or again one of that id.
    ///
    /// @throws Unavailable if it cannot be kept
    void add(Example example);

    /// Whether there was one of that id.
    ///
    /// @throws Unavailable if the store cannot be changed
    boolean remove(String id);

    /// An example, and how near it is, 0 to 1.
    record Near(Example example, double likeness) {}

    /// The store is out of reach; the message says why and what to do.
    final class Unavailable extends RuntimeException {
        private static final long serialVersionUID = 1;

        public Unavailable(String message) {
            super(message);
        }
    }
}
