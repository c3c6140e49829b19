package dev.ken.engine;

import dev.ken.comprehension.ContractReader;
import dev.ken.comprehension.ContractReading;
import dev.ken.contract.program.ProgramContract;
import dev.ken.llm.LanguageModel;
import dev.ken.llm.ModelUnreachable;
import dev.ken.llm.Watch;
import dev.ken.verify.ContractJudge;
import dev.ken.verify.Judgement;
import dev.ken.verify.Verdict;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A second opinion on a program that was proved for its intent: a model says in Hoare clauses what each of its
/// probes must do, without being shown what they do, and the judge says whether they hold. What holds adds
/// nothing to the proof; what does not is a difference between two readings of the request, which the user is
/// shown.
public final class ModelClauses {
    private final LanguageModel model;
    private final Watch watch;

    public ModelClauses(LanguageModel model, Watch watch) {
        this.model = model;
        this.watch = watch;
    }

    /// What came of it. `author` is the model.
    public sealed interface Opinion {
        String author();

        /// All clauses are proved, and they tell right from wrong: a program that does nothing breaks them, and most
        /// mutants.
        record Kept(String author, ProgramContract contract, Attempt attempt) implements Opinion {}

        /// At least one clause is refuted.
        record Broken(String author, ProgramContract contract, Attempt attempt) implements Opinion {}

        /// They may not judge, or it is not known whether they hold.
        record Refused(String author, ProgramContract contract, String reason) implements Opinion {}

        /// The model wrote none that can be read and resolved, or could not be asked.
        record Unwritten(String author, String reason) implements Opinion {}
    }

    Opinion of(Request request, Attempt proved, Review review, Facts facts) {
        if (!(review.lower(proved.program(), request.target()) instanceof Lowering.Lowered(var module, var _))) {
            throw new IllegalStateException("a proved program can be lowered");
        }
        int trials = request.steps().feedback() ? request.trials() : 1;
        ContractReading reading;
        try {
            reading = new ContractReader(model, watch)
                    .read(
                            request.text(),
                            Signature.of(module, facts.kernel()),
                            contract -> ContractJudge.problems(contract, module, facts.kernel()),
                            trials);
        } catch (ModelUnreachable failure) {
            return new Opinion.Unwritten(model.name(), String.valueOf(failure.getMessage()));
        }
        return switch (reading) {
            case ContractReading.Unread(String reason) -> new Opinion.Unwritten(model.name(), reason);
            case ContractReading.Read(var contract) -> judged(contract, request, proved, review);
        };
    }

    private Opinion judged(ProgramContract contract, Request request, Attempt proved, Review review) {
        Review.ByContract by = review.of(proved.program(), proved.proposal(), request.target(), contract, false);
        if (!(by instanceof Review.ByContract.Judged(Attempt attempt))) {
            throw new IllegalStateException("the clauses were resolved before");
        }
        Judgement judgement = attempt.judgement().orElseThrow();
        if (review.isEmptyEnough(proved.program(), request.target(), contract)) {
            return new Opinion.Refused(model.name(), contract, "a program that does nothing keeps it");
        }
        if (judgement.refuted()) {
            return new Opinion.Broken(model.name(), contract, attempt);
        }
        return judgement.accepted()
                ? new Opinion.Kept(model.name(), contract, attempt)
                : new Opinion.Refused(model.name(), contract, reasons(judgement));
    }

    private static String reasons(Judgement judgement) {
        return judgement.findings().stream()
                .flatMap(finding -> finding.verdict() instanceof Verdict.Undecided(String reason)
                        ? Stream.of(reason)
                        : Stream.empty())
                .distinct()
                .collect(Collectors.joining("; "));
    }
}
