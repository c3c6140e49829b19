package dev.ken.verify;

import dev.ken.logic.Answer;

/// How much is still asked about the clauses that are left of a refuted program. It stays refuted whatever comes of
/// them, so they are not worth long.
final class Remainder {
    private static final int MOST_QUESTIONS = 200;
    /// Those of them that the solver leaves open: the next are mostly as hard.
    private static final int MOST_UNANSWERED = 3;

    private int questions;
    private int unanswered;

    boolean isSpent() {
        return questions >= MOST_QUESTIONS || unanswered >= MOST_UNANSWERED;
    }

    /// `refuted`: whether the question was about what is left; others do not count.
    void asked(boolean refuted) {
        questions += refuted ? 1 : 0;
    }

    void answered(boolean refuted, Answer answer) {
        unanswered += refuted && answer instanceof Answer.Unknown ? 1 : 0;
    }
}
