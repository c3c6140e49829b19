package dev.ken.verify;

import dev.ken.source.Span;

/// A clause of the intent and what is known of it. `clause` is a stable id (`part1.complete`), `gloss` the
/// clause in English, `at` the place in the program that decides it ([Span#NONE] where there is none).
public record Finding(String clause, String gloss, Verdict verdict, Span at) {
    public boolean proved() {
        return verdict instanceof Verdict.Proved;
    }

    public boolean refuted() {
        return verdict instanceof Verdict.Refuted;
    }
}
