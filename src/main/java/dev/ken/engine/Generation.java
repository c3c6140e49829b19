package dev.ken.engine;

import dev.ken.contract.Intent;
import dev.ken.engine.ModelClauses.Opinion;
import dev.ken.engine.Proposer.Proposal;
import dev.ken.source.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The loop: read, write, judge, and again with what was wrong. Serves one thread.
public final class Generation {
    private final Comprehender comprehender;
    private final Proposer proposer;
    private final Optional<ModelClauses> clauses;
    private final Review review;
    private final Facts facts;

    public Generation(Comprehender comprehender, Proposer proposer, Review review, Facts facts) {
        this(new Engine(comprehender, proposer), review, facts);
    }

    public Generation(Engine engine, Review review, Facts facts) {
        this.comprehender = engine.comprehender();
        this.proposer = engine.proposer();
        this.clauses = engine.clauses();
        this.review = review;
        this.facts = facts;
    }

    /// @throws Proposer.Unreachable if a service that is needed does not answer
    public Outcome generate(Request request, Consumer<Progress> progress) {
        if (!request.steps().comprehension()) {
            return tries(request, Optional.empty(), progress);
        }
        return switch (Requests.read(request, comprehender, facts)) {
            case Understanding.Understood understood -> {
                progress.accept(new Progress.Understood(understood));
                yield tries(request, Optional.of(understood), progress);
            }
            case Understanding.NeedsClarification(var questions, var _) -> new Outcome.NeedsClarification(questions);
            case Understanding.Declined(var reason) -> new Outcome.Declined(reason);
            case Understanding.NotUnderstood(var reason, var hints) -> new Outcome.NotUnderstood(reason, hints);
        };
    }

    /// @param understood empty where the request was not read
    private Outcome tries(Request request, Optional<Understanding.Understood> understood, Consumer<Progress> progress) {
        Optional<Intent> intent = understood.map(Understanding.Understood::intent);
        List<Attempt> attempts = new ArrayList<>();
        for (int number = 1; number <= request.trials(); number++) {
            Proposer.Step step = proposer.propose(new Proposer.Task(request, intent, facts, attempts));
            if (step instanceof Proposer.CannotSay(var reason)) {
                return new Outcome.Declined(reason);
            }
            if (!(step instanceof Proposal proposal) || tried(proposal.program(), attempts)) {
                break;
            }
            progress.accept(new Progress.Proposed(number, proposal));
            Attempt attempt = reviewed(number, proposal, request, intent);
            progress.accept(new Progress.Judged(attempt));
            if (attempt.accepted()) {
                return accepted(understood.orElseThrow(), attempt, attempts, request, progress);
            }
            attempts.add(attempt);
            if (attempt.feedback().equals(List.of(Feedback.UNJUDGED))) {
                break;
            }
        }
        return new Outcome.Exhausted(understood, attempts);
    }

    /// A second reading that the program breaks is a question to the user, as any two readings that differ are.
    private Outcome accepted(
            Understanding.Understood understood,
            Attempt attempt,
            List<Attempt> earlier,
            Request request,
            Consumer<Progress> progress) {
        Optional<Opinion> opinion = clauses.map(one -> one.of(request, attempt, review, facts));
        opinion.ifPresent(one -> progress.accept(new Progress.Opined(one)));
        Outcome.Accepted accepted = new Outcome.Accepted(understood, attempt, earlier, opinion);
        return !request.assume() && opinion.isPresent() && opinion.get() instanceof Opinion.Broken broken
                ? new Outcome.Disputed(accepted, broken)
                : accepted;
    }

    private Attempt reviewed(int number, Proposal proposal, Request request, Optional<Intent> intent) {
        Source program = new Source("program", proposal.program());
        return request.steps().judge() && intent.isPresent()
                ? review.of(number, program, proposal, request.target(), intent.get(), request.kernel())
                : review.unjudged(number, program, proposal, request.target(), request.kernel());
    }

    /// The same program again would only be judged again.
    private static boolean tried(String program, List<Attempt> attempts) {
        return attempts.stream().anyMatch(attempt -> attempt.program().text().equals(program));
    }
}
