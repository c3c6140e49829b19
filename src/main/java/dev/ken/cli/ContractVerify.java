package dev.ken.cli;

import dev.ken.contract.program.ProgramContract;
import dev.ken.contract.program.ProgramContractParser;
import dev.ken.contract.program.ProgramContractPrinter;
import dev.ken.engine.Attempt;
import dev.ken.engine.Proposer;
import dev.ken.engine.Review;
import dev.ken.engine.Target;
import dev.ken.source.Diagnostic;
import dev.ken.source.Source;
import dev.ken.wire.Json;
import java.util.List;

/// `ken verify --contract` with a contract of a program.
record ContractVerify(Review review, boolean kernel) {
    record Judged(ProgramContract contract, Attempt attempt) {}

    Judged judged(Source text, Source program, Target target) throws BadInput {
        ProgramContractParser.Parsed parsed = ProgramContractParser.parse(text);
        if (!parsed.diagnostics().isEmpty()) {
            throw bad("this is not a contract", parsed.diagnostics(), text);
        }
        Proposer.Proposal given = new Proposer.Proposal(program.text(), "user", List.of());
        return switch (review.of(program, given, target, parsed.contract(), kernel)) {
            case Review.ByContract.Judged(Attempt attempt) -> new Judged(parsed.contract(), attempt);
            case Review.ByContract.Misfit(var diagnostics) ->
                throw bad("the contract does not fit the program", diagnostics, text);
        };
    }

    private static BadInput bad(String what, List<Diagnostic> diagnostics, Source text) {
        StringBuilder message = new StringBuilder(what + "\n");
        diagnostics.forEach(one -> message.append(one.render(text)));
        return new BadInput(message.toString().stripTrailing());
    }

    static Json.Obj json(Judged judged) {
        ProgramContract contract = judged.contract();
        Json.Obj told = Json.object()
                .with("name", contract.name())
                .with("says", contract.says())
                .with("source", contract.origin().text())
                .with("text", ProgramContractPrinter.print(contract));
        return AnswerJson.attempt(
                AnswerJson.named(VerifyCommand.word(judged.attempt())).with("contract", told), judged.attempt());
    }
}
