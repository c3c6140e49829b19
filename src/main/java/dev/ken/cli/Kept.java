package dev.ken.cli;

import dev.ken.engine.Outcome;
import dev.ken.engine.Progress;
import dev.ken.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// A session being kept while a request is worked on.
record Kept(Sessions.Writing writing) {
    /// Options that would overwrite a file if the request was asked again.
    private static final Set<String> NOT_AGAIN = Set.of("--record", "--output", "--dump-smt");

    static Kept begun(Console console, String command, @Nullable CommandSpec spec, String request) {
        boolean off = console.variables().getOrDefault("KEN_HISTORY", "").equals("no");
        Sessions sessions = new Sessions(off ? Optional.empty() : DataFolder.sessions(console.variables()));
        return new Kept(sessions.begun(request, command, spec == null ? List.of() : options(spec)));
    }

    private static List<String> options(CommandSpec spec) {
        List<String> all = new ArrayList<>();
        for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
            String name = option.longestName();
            if (NOT_AGAIN.contains(name)) {
                continue;
            }
            if (option.arity().max() == 0) {
                all.add(name);
            } else {
                option.originalStringValues().forEach(value -> all.add(name + "=" + value));
            }
        }
        return all;
    }

    void line(Progress progress) {
        switch (progress) {
            case Progress.Understood(var understood) -> {
                Json.Obj line = event("understood");
                for (Json.Member member : AnswerJson.understood(understood)
                        .asObject()
                        .orElseThrow()
                        .members()) {
                    line = line.with(member.name(), member.value());
                }
                writing.line(line);
            }
            case Progress.Proposed _ -> {}
            case Progress.Judged(var attempt) ->
                writing.line(AnswerJson.attempt(event("attempt").with("number", attempt.number()), attempt));
            case Progress.Opined(var opinion) ->
                writing.line(event("clauses").with("clauses", AnswerJson.opinion(opinion)));
        }
    }

    void line(Outcome outcome) {
        Json.Obj line = event("outcome");
        Json.Obj named = switch (outcome) {
            case Outcome.Accepted _ -> line.with("outcome", "accepted");
            case Outcome.Disputed disputed ->
                line.with("outcome", "disputed")
                        .with("reason", disputed.question().text());
            case Outcome.Exhausted _ -> line.with("outcome", "exhausted");
            case Outcome.NeedsClarification(var questions) ->
                line.with("outcome", "needs_clarification")
                        .with(
                                "reason",
                                questions.isEmpty() ? "" : questions.getFirst().text());
            case Outcome.Declined(var reason) ->
                line.with("outcome", "declined").with("reason", reason);
            case Outcome.NotUnderstood(var reason, var _) ->
                line.with("outcome", "not_understood").with("reason", reason);
        };
        writing.line(named);
    }

    private static Json.Obj event(String name) {
        return Json.object().with("event", name);
    }
}
