package dev.ken.llm.settings;

/// A key. Whoever prints it prints nothing.
public record Secret(String value) {
    @Override
    public String toString() {
        return "[key]";
    }
}
