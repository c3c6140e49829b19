package dev.ken.cli;

import dev.ken.engine.Outcome;
import dev.ken.engine.Understanding.Question;
import dev.ken.verify.Judgement;
import java.io.PrintStream;

/// Outcomes without a program, in words, and the exit code of every outcome.
final class Say {
    private Say() {}

    static int code(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accepted _ -> ExitCode.DONE;
            case Outcome.Exhausted _ -> ExitCode.UNDECIDED;
            case Outcome.Disputed _, Outcome.NeedsClarification _ -> ExitCode.NEEDS_CLARIFICATION;
            case Outcome.Declined _ -> ExitCode.DECLINED;
            case Outcome.NotUnderstood _ -> ExitCode.BAD_INPUT;
        };
    }

    static void words(Outcome outcome, PrintStream err) {
        switch (outcome) {
            case Outcome.Accepted _ -> {}
            case Outcome.Exhausted exhausted -> exhausted(exhausted, err);
            case Outcome.Disputed disputed -> question(disputed.question(), err);
            case Outcome.NeedsClarification(var questions) -> {
                questions.forEach(question -> question(question, err));
                err.println("Say it in the request, or use --assume to have the usual assumed.");
            }
            case Outcome.Declined(var reason) -> err.println("ken: declined: " + reason);
            case Outcome.NotUnderstood(var reason, var hints) -> {
                err.println("ken: not understood: " + reason);
                hints.forEach(hint -> err.println("  hint: " + hint));
            }
        }
    }

    private static void question(Question question, PrintStream err) {
        err.println("? " + question.text());
        for (int i = 0; i < question.choices().size(); i++) {
            err.println("    " + (i + 1) + ". " + question.choices().get(i));
        }
    }

    private static void exhausted(Outcome.Exhausted exhausted, PrintStream err) {
        int tried = exhausted.attempts().size();
        boolean refusedHere = exhausted
                .best()
                .filter(best -> best.judgement().filter(Judgement::accepted).isPresent())
                .isPresent();
        if (refusedHere) {
            err.println("ken: the program does what was asked, but this kernel refuses it;"
                    + " ken generate --no-kernel writes it all the same");
            return;
        }
        err.println(
                tried == 0
                        ? "ken: no program could be written for this request"
                        : "ken: no program was proved in " + tried + (tried == 1 ? " attempt" : " attempts")
                                + "; nothing was accepted");
        exhausted
                .best()
                .filter(_ -> tried > 1)
                .ifPresent(best -> err.println("Attempt " + best.number() + " comes nearest."));
        exhausted.questions().forEach(question -> err.println("? " + question));
    }
}
