package dev.ken.cli;

import dev.ken.engine.Outcome;
import dev.ken.engine.Request;
import dev.ken.engine.Review;
import dev.ken.wire.Json;
import java.util.List;

/// Lines of `generate --batch`.
record BatchGenerate(RequestOptions options, Workshop workshop, boolean kernel) implements Batch.Answerer {
    @Override
    public Json.Obj answer(Json.Obj question, Review review) throws BadInput {
        String text = question.text("request").orElseThrow(() -> new BadInput("there is no member request (a text)"));
        Request request = options.request(text, question.text("target").orElse(""), kernel);
        Outcome outcome = workshop.generation(options.choice(), review).generate(request, _ -> {});
        Json.Obj answer = AnswerJson.outcome(outcome);
        if (answer.get("program").isEmpty()) {
            answer = answer.with("program", new Json.Null());
        }
        return answer.get("findings").isPresent() ? answer : answer.with("findings", new Json.Arr(List.of()));
    }
}
