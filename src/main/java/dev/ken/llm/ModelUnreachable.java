package dev.ken.llm;

/// A model gave no usable answer; the message says why, without keys.
public final class ModelUnreachable extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final boolean retryHelps;

    public ModelUnreachable(String message, boolean retryHelps) {
        super(message);
        this.retryHelps = retryHelps;
    }

    public boolean retryHelps() {
        return retryHelps;
    }
}
