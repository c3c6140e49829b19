package dev.ken.engine;

import dev.ken.runtime.KernelVerdict;
import dev.ken.source.Diagnostic;
import dev.ken.source.Source;
import dev.ken.source.Span;
import dev.ken.verify.Finding;
import dev.ken.verify.Verdict;
import java.util.List;
import java.util.stream.Collectors;

/// Why a program was not accepted, as the next attempt is told.
public sealed interface Feedback {
    record NotAProgram(List<Diagnostic> diagnostics) implements Feedback {
        public NotAProgram {
            diagnostics = List.copyOf(diagnostics);
        }
    }

    /// The finding is a refutation.
    record MissesIntent(Finding finding) implements Feedback {}

    record KernelRejects(KernelVerdict.Rejected rejection) implements Feedback {}

    record Unsafe(Diagnostic diagnostic) implements Feedback {}

    /// Nothing was shown to be wrong, but the clause was not proved either.
    record Undecided(String clause, String gloss, String reason) implements Feedback {}

    /// Of a legal program, where the judge is switched off.
    Feedback UNJUDGED = new Undecided("judge", "the program does what was asked", "the judge was not asked");

    /// The feedback in words, with the place in `program` and the counterexample.
    default String text(Source program) {
        return switch (this) {
            case NotAProgram(var diagnostics) ->
                "This is not a program:\n"
                        + diagnostics.stream().map(one -> one.render(program)).collect(Collectors.joining());
            case MissesIntent(var finding) ->
                "It does not hold that " + finding.gloss() + place(finding.at(), program) + ". For example:\n"
                        + example(finding.verdict());
            case KernelRejects(var rejection) ->
                "The kernel refuses it"
                        + rejection.line().map(line -> " (line " + line + ")").orElse("") + ": " + rejection.message()
                        + "\n";
            case Unsafe(var diagnostic) -> "This is not allowed:\n" + diagnostic.render(program);
            case Undecided undecided
            when undecided.equals(UNJUDGED) ->
                "It is a program, and was not judged; nothing is known of what it does.\n";
            case Undecided(var _, var gloss, var reason) ->
                "It could not be proved that " + gloss + ": " + reason + ". Write it in a simpler way.\n";
        };
    }

    private static String place(Span at, Source program) {
        if (at.equals(Span.NONE)) {
            return "";
        }
        int end = Math.min(at.end(), program.text().length());
        String slice = program.text().substring(Math.min(at.start(), end), end).strip();
        return " (line " + program.line(at.start()) + ", column " + program.column(at.start()) + ": `" + slice + "`)";
    }

    private static String example(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Refuted(var example) -> example.text();
            case Verdict.Proved() -> "";
            case Verdict.Undecided(var reason) -> reason + "\n";
        };
    }
}
