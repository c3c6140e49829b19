package dev.ken.corpus;

/// Turns a text into a vector of unit length; texts of like meaning get vectors of a small angle.
public interface Embedder {
    /// Numbers of a vector.
    int DIMENSIONS = 384;

    float[] embed(String text);

    /// Where a model comes from.
    interface Source {
        Embedder load() throws Absent;
    }

    /// The model that is shipped; loaded once for all.
    static Source shipped() {
        return MiniLm::shared;
    }

    /// There is no model on this machine: the platform has no native library, or it cannot be unpacked. A retry
    /// does not help; search goes on with words alone.
    final class Absent extends Exception {
        private static final long serialVersionUID = 1;

        public Absent(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
