package dev.ken.cli;

import dev.ken.contract.program.ProgramContractParser;
import dev.ken.engine.Attempt;
import dev.ken.engine.Request;
import dev.ken.engine.Requests;
import dev.ken.engine.Review;
import dev.ken.engine.Target;
import dev.ken.engine.Understanding;
import dev.ken.engine.Understanding.Understood;
import dev.ken.source.Source;
import dev.ken.wire.Json;
import java.util.List;
import java.util.Optional;

/// Lines of `verify --batch`.
record BatchVerify(Workshop workshop, boolean assume, boolean kernel) implements Batch.Answerer {
    @Override
    public Json.Obj answer(Json.Obj question, Review review) throws BadInput {
        String program =
                question.text("program").orElseThrow(() -> new BadInput("there is no member program (a text)"));
        Target target = Inputs.target(question.text("target").orElse(""), "");
        Source source = new Source("program", program);
        Optional<Source> contract = question.text("contract")
                .filter(ProgramContractParser::isContract)
                .map(text -> new Source("contract", text));
        if (contract.isPresent()) {
            return ContractVerify.json(new ContractVerify(review, kernel).judged(contract.get(), source, target));
        }
        Understanding understanding = understanding(question, target);
        if (!(understanding instanceof Understood understood)) {
            return AnswerJson.outcome(VerifyCommand.outcome(understanding))
                    .with("program", program)
                    .with("findings", new Json.Arr(List.of()));
        }
        Attempt attempt = VerifyCommand.judged(review, source, target, understood, kernel);
        return AnswerJson.attempt(
                AnswerJson.named(VerifyCommand.word(attempt)).with("understood", AnswerJson.understood(understood)),
                attempt);
    }

    private Understanding understanding(Json.Obj question, Target target) throws BadInput {
        Optional<String> contract = question.text("contract");
        if (contract.isPresent()) {
            return VerifyCommand.stated(new Source("contract", contract.get()), workshop);
        }
        String text = question.text("request")
                .orElseThrow(() -> new BadInput("there is no member request (a text), and no contract (an intent)"));
        return Requests.read(
                new Request(text, target, 1, assume, kernel),
                workshop.comprehender().get(),
                workshop.facts().get());
    }
}
