package dev.ken.cli;

import dev.ken.contract.program.ProgramContract;
import dev.ken.contract.program.ProgramContractPrinter;
import dev.ken.engine.Attempt;
import dev.ken.engine.Cost;
import dev.ken.engine.Feedback;
import dev.ken.engine.ModelClauses.Opinion;
import dev.ken.engine.Understanding;
import dev.ken.runtime.KernelVerdict;
import dev.ken.source.Source;
import dev.ken.source.Span;
import dev.ken.verify.Finding;
import dev.ken.verify.Judgement;
import dev.ken.verify.Risk;
import dev.ken.verify.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Answers as text: a label, and what belongs to it beside it. Pure: values in, lines out.
record AnswerText(Style style) {
    private static final int LABEL = 12;
    private static final String MARGIN = "  ";

    List<String> understood(Understanding.Understood understood) {
        List<String> lines = new ArrayList<>(understood.sentences());
        String whole = String.join("; ", understood.sentences());
        for (String assumption : understood.intent().assumptions()) {
            if (!assumption.equals(whole)) {
                lines.add("assumed: " + once(assumption, whole));
            }
        }
        return section("Understood", lines);
    }

    /// An assumption that ends with all that was understood, which stands above it, without that.
    private static String once(String assumption, String whole) {
        String again = ": " + whole + ".";
        return assumption.endsWith(again)
                ? assumption.substring(0, assumption.length() - again.length()) + "."
                : assumption;
    }

    List<String> contract(ProgramContract contract) {
        List<String> lines = new ArrayList<>();
        lines.add(contract.name() + (contract.says().isEmpty() ? "" : ": " + contract.says()));
        lines.add(style.dim(contract.origin().text()));
        return section("Contract", lines);
    }

    List<String> program(Attempt attempt) {
        List<String> lines = new ArrayList<>();
        Highlight.of(attempt.program().text().strip(), style).lines().forEach(lines::add);
        return section("Program", lines);
    }

    /// What was shown, clause by clause. Marks are told apart without colour: ✓, ✗, ?.
    List<String> proved(Attempt attempt) {
        List<String> lines = new ArrayList<>();
        if (attempt.judgement().isEmpty()) {
            attempt.feedback()
                    .forEach(one -> one.text(attempt.program()).lines().forEach(lines::add));
            return section("Refused", lines);
        }
        Judgement judgement = attempt.judgement().get();
        judgement.findings().forEach(finding -> lines.addAll(finding(finding, attempt.program())));
        lines.add(style.dim(bound(judgement)));
        judgement.elsewhere().forEach(one -> lines.add(style.dim(one)));
        judgement.coverage().gaps().forEach(gap -> lines.add(style.yellow("not looked at: " + gap)));
        return section(judgement.accepted() ? "Proved" : judgement.refuted() ? "Refuted" : "Undecided", lines);
    }

    /// What may make the answers wrong that no verdict speaks of; nothing where there is nothing to say.
    List<String> risks(Attempt attempt) {
        List<Risk> notable = Risk.notable(attempt.risks());
        return notable.isEmpty()
                ? List.of()
                : section(
                        "Risks",
                        notable.stream()
                                .map(risk -> risk(risk, attempt.program()))
                                .toList());
    }

    String risk(Risk risk, Source program) {
        String place = risk.at().equals(Span.NONE)
                ? ""
                : " (line " + program.line(risk.at().start()) + ")";
        String word = risk.severity().word() + ":";
        String marked = switch (risk.severity()) {
            case SERIOUS -> style.red(word);
            case WARNING -> style.yellow(word);
            case NOTE -> style.dim(word);
        };
        return marked + " " + risk.what() + place
                + risk.hint().map(hint -> "; " + hint).orElse("");
    }

    private List<String> finding(Finding finding, Source program) {
        String place = finding.at().equals(Span.NONE)
                ? ""
                : ", line " + program.line(finding.at().start());
        List<String> lines = new ArrayList<>();
        switch (finding.verdict()) {
            case Verdict.Proved() -> lines.add(style.green("✓") + " " + finding.gloss());
            case Verdict.Refuted(var example) -> {
                lines.add(style.red("✗ NOT SO: ") + finding.gloss() + place);
                lines.addAll(underlined(finding.at(), program));
                example.text().lines().map(line -> "  " + line).forEach(lines::add);
            }
            case Verdict.Undecided(var reason) ->
                lines.add(style.yellow("? NOT KNOWN: ") + finding.gloss() + place + " (" + reason + ")");
        }
        return lines;
    }

    /// The line that decides it, with the place underlined.
    private static List<String> underlined(Span at, Source program) {
        if (at.equals(Span.NONE)) {
            return List.of();
        }
        String text = program.lineText(program.line(at.start()));
        int from = Math.min(program.column(at.start()) - 1, text.length());
        int width = Math.max(1, Math.min(at.end() - at.start(), text.length() - from));
        return List.of("    " + text.replace('\t', ' '), "    " + " ".repeat(from) + "~".repeat(width));
    }

    private static String bound(Judgement judgement) {
        String mutants = judgement
                .mutants()
                .map(score -> score.refuted() + " of " + score.total() + " mutants refuted; ")
                .orElse("");
        String extent = judgement.extent().byHandler()
                ? "each event by itself, from any content of the maps, "
                : judgement.extent().closed()
                        ? "sequences of any length, "
                        : "sequences of up to " + judgement.extent().events() + " events, ";
        return mutants + extent + seconds(judgement.millis());
    }

    /// What a model's clauses say of a proved program.
    List<String> opinion(Opinion opinion) {
        List<String> lines = new ArrayList<>();
        switch (opinion) {
            case Opinion.Kept(var author, var _, var attempt) -> {
                lines.add(author + " says, without seeing the program, what it must do; it holds");
                lines.addAll(clauses(attempt));
            }
            case Opinion.Broken(var author, var _, var attempt) -> {
                lines.add(style.red("✗ ") + author + " says otherwise than what was understood:");
                lines.addAll(clauses(attempt));
            }
            case Opinion.Refused(var author, var contract, var reason) -> {
                lines.add(style.yellow("? ") + "what " + author + " says may not judge: " + reason);
                ProgramContractPrinter.print(contract).lines().skip(2).forEach(lines::add);
            }
            case Opinion.Unwritten(var author, var reason) ->
                (style.yellow("? ") + author + " says nothing that can be used: " + reason)
                        .lines()
                        .forEach(lines::add);
        }
        return section("Clauses", lines);
    }

    private List<String> clauses(Attempt attempt) {
        List<String> lines = new ArrayList<>();
        attempt.judgement().ifPresent(judgement -> {
            judgement.findings().forEach(finding -> lines.addAll(finding(finding, attempt.program())));
            lines.add(style.dim(bound(judgement)));
            judgement.coverage().gaps().forEach(gap -> lines.add(style.yellow("not looked at: " + gap)));
        });
        return lines;
    }

    List<String> kernel(Attempt attempt) {
        if (attempt.kernel().isEmpty()) {
            return section("Kernel", List.of("not asked"));
        }
        String text = switch (attempt.kernel().get()) {
            case KernelVerdict.Accepted(var release, var millis, var probes, var _) ->
                "verifier accepts (" + release + ", " + probes + (probes == 1 ? " probe, " : " probes, ") + millis
                        + " ms)";
            case KernelVerdict.Rejected(var _, var message, var line, var _) ->
                style.red("✗ refused: ")
                        + message
                        + line.map(n -> " (line " + n + ")").orElse("");
            case KernelVerdict.Unavailable(var reason, var hint) ->
                style.yellow("? not asked: ") + reason + ". " + hint;
        };
        return section("Kernel", List.of(text));
    }

    List<String> cost(Cost cost) {
        String event = "about " + nanos(cost.nanosPerEvent()) + " an event";
        String rates =
                cost.eventsPerSecond().isPresent() && cost.percentOfOneCpu().isPresent()
                        ? "; " + count(cost.eventsPerSecond().getAsDouble()) + " events/s now: "
                                + percent(cost.percentOfOneCpu().getAsDouble()) + " of one CPU"
                        : "";
        String unknown = cost.unknown().isEmpty()
                ? ""
                : "; how often it happens now is not known (" + String.join(", ", cost.unknown()) + ")";
        return section("Cost", List.of(event + rates + unknown));
    }

    /// An attempt that was not accepted, in a few lines.
    List<String> failed(Attempt attempt) {
        List<String> lines = new ArrayList<>();
        for (Feedback feedback : attempt.feedback()) {
            feedback.text(attempt.program()).lines().forEach(lines::add);
        }
        return section("Attempt " + attempt.number(), lines);
    }

    private List<String> section(String label, List<String> lines) {
        List<String> out = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String head = i == 0 ? label : "";
            String padded = head + " ".repeat(Math.max(0, LABEL - head.length()));
            out.add((MARGIN + (i == 0 ? style.bold(padded) : padded) + lines.get(i)).stripTrailing());
        }
        out.add("");
        return out;
    }

    static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.2f s", millis / 1_000.0);
    }

    private static String nanos(long nanos) {
        return nanos < 1_000 ? nanos + " ns" : String.format(Locale.ROOT, "%.1f µs", nanos / 1_000.0);
    }

    private static String count(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    private static String percent(double value) {
        return value < 0.1 ? "less than 0.1 %" : String.format(Locale.ROOT, "%.1f %%", value);
    }
}
