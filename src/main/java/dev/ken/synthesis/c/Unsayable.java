package dev.ken.synthesis.c;

/// Ends a rendering from within where there are no words for something yet; never leaves this package.
final class Unsayable extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unsayable(String sentence) {
        super(sentence);
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
