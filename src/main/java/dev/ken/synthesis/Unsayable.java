package dev.ken.synthesis;

/// Ends a rendering from within where bpftrace has no words for something; never leaves this package.
final class Unsayable extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unsayable(String sentence) {
        super(sentence);
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
