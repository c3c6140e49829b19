package dev.ken.cli;

import dev.ken.contract.program.ProgramContract;
import dev.ken.contract.program.ProgramContractPrinter;
import dev.ken.engine.Attempt;
import dev.ken.engine.Cost;
import dev.ken.engine.Feedback;
import dev.ken.engine.ModelClauses.Opinion;
import dev.ken.engine.Outcome;
import dev.ken.engine.Understanding;
import dev.ken.runtime.KernelVerdict;
import dev.ken.source.Diagnostic;
import dev.ken.source.Source;
import dev.ken.source.Span;
import dev.ken.verify.Counterexample;
import dev.ken.verify.Finding;
import dev.ken.verify.Judgement;
import dev.ken.verify.Risk;
import dev.ken.verify.Verdict;
import dev.ken.wire.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Answers as JSON. Members are only added over time, never renamed.
final class AnswerJson {
    private AnswerJson() {}

    static Json.Obj outcome(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accepted accepted -> accepted(named("accepted"), accepted);
            case Outcome.Disputed disputed ->
                accepted(named("disputed"), disputed.accepted())
                        .with("questions", questions(List.of(disputed.question())));
            case Outcome.Exhausted exhausted -> {
                Json.Obj named = named("exhausted");
                Json.Obj answer = exhausted
                        .understood()
                        .map(one -> named.with("understood", understood(one)))
                        .orElse(named);
                Json.Obj best =
                        exhausted.best().map(one -> attempt(answer, one)).orElse(answer);
                yield best.with("questions", strings(exhausted.questions()))
                        .with("attempts", attempts(exhausted.attempts()));
            }
            case Outcome.NeedsClarification(var questions) ->
                named("needs_clarification").with("questions", questions(questions));
            case Outcome.Declined(var reason) -> named("declined").with("reason", reason);
            case Outcome.NotUnderstood(var reason, var hints) ->
                named("not_understood").with("reason", reason).with("hints", strings(hints));
        };
    }

    private static Json.Obj accepted(Json.Obj named, Outcome.Accepted accepted) {
        Json.Obj answer = attempt(named.with("understood", understood(accepted.understood())), accepted.attempt())
                .with("attempts", attempts(accepted.earlier()));
        return accepted.opinion()
                .map(opinion -> answer.with("clauses", opinion(opinion)))
                .orElse(answer);
    }

    private static Json questions(List<Understanding.Question> questions) {
        return new Json.Arr(questions.stream()
                .map(one -> (Json) Json.object().with("question", one.text()).with("choices", strings(one.choices())))
                .toList());
    }

    /// What a model's clauses say of a proved program.
    static Json.Obj opinion(Opinion opinion) {
        Json.Obj by = Json.object().with("author", opinion.author());
        return switch (opinion) {
            case Opinion.Kept(var _, var contract, var attempt) ->
                clauses(by.with("verdict", "kept"), contract, attempt);
            case Opinion.Broken(var _, var contract, var attempt) ->
                clauses(by.with("verdict", "broken"), contract, attempt);
            case Opinion.Refused(var _, var contract, var reason) ->
                by.with("verdict", "refused")
                        .with("reason", reason)
                        .with("contract", ProgramContractPrinter.print(contract));
            case Opinion.Unwritten(var _, var reason) ->
                by.with("verdict", "unwritten").with("reason", reason);
        };
    }

    private static Json.Obj clauses(Json.Obj named, ProgramContract contract, Attempt attempt) {
        Json.Obj told =
                named.with("contract", ProgramContractPrinter.print(contract)).with("findings", findings(attempt));
        return attempt.judgement().map(one -> told.with("judged", judged(one))).orElse(told);
    }

    static Json.Obj named(String outcome) {
        return Json.object().with("outcome", outcome);
    }

    static Json understood(Understanding.Understood understood) {
        return Json.object()
                .with("sentences", strings(understood.sentences()))
                .with("assumptions", strings(understood.intent().assumptions()))
                .with("intent", understood.text());
    }

    /// `answer` with the program, its findings, and what judge and kernel said.
    static Json.Obj attempt(Json.Obj answer, Attempt attempt) {
        Json.Obj more = answer.with("program", attempt.program().text())
                .with("author", attempt.proposal().author())
                .with("findings", findings(attempt))
                .with("risks", risks(attempt.risks(), attempt.program()));
        if (attempt.judgement().isPresent()) {
            more = more.with("judged", judged(attempt.judgement().get()));
        }
        if (attempt.kernel().isPresent()) {
            more = more.with("kernel", kernel(attempt.kernel().get()));
        }
        return attempt.feedback().isEmpty() ? more : more.with("feedback", feedback(attempt));
    }

    private static Json attempts(List<Attempt> attempts) {
        return new Json.Arr(attempts.stream()
                .map(one -> (Json) Json.object()
                        .with("number", one.number())
                        .with("program", one.program().text())
                        .with("author", one.proposal().author())
                        .with("feedback", feedback(one)))
                .toList());
    }

    private static Json feedback(Attempt attempt) {
        return new Json.Arr(attempt.feedback().stream()
                .map(one -> (Json) Json.object()
                        .with("kind", kind(one))
                        .with("text", one.text(attempt.program()))
                        .with("diagnostics", diagnostics(one, attempt.program())))
                .toList());
    }

    private static String kind(Feedback feedback) {
        return switch (feedback) {
            case Feedback.NotAProgram _ -> "not_a_program";
            case Feedback.MissesIntent _ -> "misses_intent";
            case Feedback.KernelRejects _ -> "kernel_rejects";
            case Feedback.Unsafe _ -> "unsafe";
            case Feedback.Undecided _ -> "undecided";
        };
    }

    private static Json diagnostics(Feedback feedback, Source program) {
        return switch (feedback) {
            case Feedback.NotAProgram(var all) -> diagnostics(all, program);
            case Feedback.Unsafe(var one) -> diagnostics(List.of(one), program);
            case Feedback.MissesIntent _, Feedback.KernelRejects _, Feedback.Undecided _ -> new Json.Arr(List.of());
        };
    }

    static Json diagnostics(List<Diagnostic> diagnostics, Source program) {
        return new Json.Arr(
                diagnostics.stream().map(one -> (Json) diagnostic(one, program)).toList());
    }

    private static Json.Obj diagnostic(Diagnostic one, Source program) {
        Json.Obj told = place(
                        Json.object()
                                .with("severity", one.severity().name().toLowerCase(Locale.ROOT))
                                .with("code", one.code())
                                .with("message", one.message()),
                        one.span(),
                        program)
                .with("hints", strings(one.hints()));
        return one.notes().isEmpty()
                ? told
                : told.with(
                        "notes",
                        new Json.Arr(one.notes().stream()
                                .map(note -> (Json)
                                        place(Json.object().with("message", note.message()), note.span(), program))
                                .toList()));
    }

    static Json findings(Attempt attempt) {
        List<Finding> findings = attempt.judgement().map(Judgement::findings).orElse(List.of());
        return new Json.Arr(findings.stream()
                .map(finding -> (Json) finding(finding, attempt.program()))
                .toList());
    }

    static Json risks(List<Risk> risks, Source program) {
        return new Json.Arr(
                risks.stream().map(risk -> (Json) risk(risk, program)).toList());
    }

    private static Json.Obj risk(Risk risk, Source program) {
        Json.Obj object = Json.object()
                .with("severity", risk.severity().word())
                .with("code", risk.code())
                .with("what", risk.what());
        Json.Obj hinted = risk.hint().map(hint -> object.with("hint", hint)).orElse(object);
        return risk.at().equals(Span.NONE) ? hinted : place(hinted, risk.at(), program);
    }

    private static Json.Obj finding(Finding finding, Source program) {
        Json.Obj object = Json.object().with("clause", finding.clause()).with("gloss", finding.gloss());
        object = switch (finding.verdict()) {
            case Verdict.Proved() -> object.with("verdict", "proved");
            case Verdict.Refuted(var example) ->
                object.with("verdict", "refuted").with("counterexample", counterexample(example));
            case Verdict.Undecided(var reason) ->
                object.with("verdict", "undecided").with("reason", reason);
        };
        return finding.at().equals(Span.NONE)
                ? object
                : place(object, finding.at(), program).with("source", slice(finding.at(), program));
    }

    /// The text of a place.
    private static String slice(Span at, Source program) {
        String text = program.text();
        int start = Math.min(at.start(), text.length());
        return text.substring(start, Math.min(Math.max(at.end(), start), text.length()));
    }

    private static Json.Obj place(Json.Obj object, Span at, Source program) {
        return object.with("line", program.line(at.start())).with("column", program.column(at.start()));
    }

    private static Json counterexample(Counterexample example) {
        Json.Obj object = Json.object()
                .with(
                        "events",
                        new Json.Arr(example.events().stream()
                                .map(event -> {
                                    Json.Obj attributes = Json.object();
                                    for (var attribute : event.attributes().entrySet()) {
                                        attributes = attributes.with(attribute.getKey(), attribute.getValue());
                                    }
                                    return (Json) Json.object()
                                            .with("site", event.site())
                                            .with("words", event.words())
                                            .with("attributes", attributes);
                                })
                                .toList()))
                .with("expected", example.expected())
                .with("got", example.got());
        return example.hint().map(how -> object.with("hint", how)).orElse(object);
    }

    private static Json judged(Judgement judgement) {
        Json.Obj object = Json.object()
                .with("events", judgement.extent().events())
                .with("sequences", judgement.extent().sequences())
                .with("anyLength", new Json.Bool(judgement.extent().closed()))
                .with("byHandler", new Json.Bool(judgement.extent().byHandler()))
                .with("millis", judgement.millis())
                .with("notLookedAt", strings(judgement.coverage().gaps()));
        if (!judgement.elsewhere().isEmpty()) {
            object = object.with("elsewhere", strings(judgement.elsewhere()));
        }
        Json.Obj all = object;
        return judgement
                .mutants()
                .map(score -> all.with(
                        "mutants",
                        Json.object()
                                .with("refuted", score.refuted())
                                .with("total", score.total())
                                .with("survivors", strings(score.survivors()))))
                .orElse(all);
    }

    static Json kernel(KernelVerdict verdict) {
        return switch (verdict) {
            case KernelVerdict.Accepted(var release, var millis, var probes, var steps) -> {
                Json.Obj object = Json.object()
                        .with("verdict", "accepted")
                        .with("release", release)
                        .with("probes", probes)
                        .with("millis", millis);
                yield steps.map(count -> object.with("verifierSteps", count)).orElse(object);
            }
            case KernelVerdict.Rejected(var cause, var message, var line, var log) -> {
                Json.Obj object = Json.object()
                        .with("verdict", "rejected")
                        .with("cause", cause.name().toLowerCase(Locale.ROOT))
                        .with("message", message)
                        .with("log", log);
                yield line.map(number -> object.with("line", number)).orElse(object);
            }
            case KernelVerdict.Unavailable(var reason, var hint) ->
                Json.object()
                        .with("verdict", "unavailable")
                        .with("reason", reason)
                        .with("hint", hint);
        };
    }

    static Json cost(Cost cost) {
        Json.Obj object = Json.object()
                .with("nanosPerEvent", cost.nanosPerEvent())
                .with("assumed", Json.of(true))
                .with("unknownRates", strings(cost.unknown()));
        if (cost.eventsPerSecond().isPresent()) {
            object = object.with(
                    "eventsPerSecond", rounded(cost.eventsPerSecond().getAsDouble()));
        }
        return cost.percentOfOneCpu().isPresent()
                ? object.with("percentOfOneCpu", rounded(cost.percentOfOneCpu().getAsDouble()))
                : object;
    }

    private static Json rounded(double value) {
        return new Json.Num(BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP));
    }

    static Json strings(List<String> texts) {
        return new Json.Arr(texts.stream().map(text -> (Json) Json.of(text)).toList());
    }

    static Json string(Optional<String> text) {
        return text.<Json>map(Json::of).orElse(new Json.Null());
    }
}
