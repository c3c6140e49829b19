package dev.ken.engine;

import dev.ken.comprehension.Gloss;
import dev.ken.comprehension.ModelReader;
import dev.ken.comprehension.ModelReading;
import dev.ken.contract.Intent;
import dev.ken.contract.IntentText;
import dev.ken.contract.Part;
import dev.ken.llm.LanguageModel;
import dev.ken.llm.ModelUnreachable;
import dev.ken.llm.Watch;
import dev.ken.source.Source;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Has a language model read requests: those that the built-in reader does not understand, or all. A refusal of the
/// built-in
/// reader stays. What a model leaves unused is asked about, and that a model read it is told.
public final class ModelComprehender implements Comprehender {
    private static final int MOST_KINDS = 8;

    private final Comprehender builtIn;
    private final LanguageModel model;
    private final Watch watch;
    private final Retrieval retrieval;
    private final When when;

    /// Which requests the model reads.
    public enum When {
        /// Those that the built-in reader does not understand.
        NEEDED,
        /// All that are not declined.
        ALWAYS
    }

    public ModelComprehender(Comprehender builtIn, LanguageModel model, Watch watch, Retrieval retrieval, When when) {
        this.builtIn = builtIn;
        this.model = model;
        this.watch = watch;
        this.retrieval = retrieval;
        this.when = when;
    }

    @Override
    public Stated stated(Source intent, Facts facts) {
        return builtIn.stated(intent, facts);
    }

    @Override
    public Understanding read(Request request, Facts facts) {
        Understanding own = builtIn.read(request, facts);
        return switch (own) {
            case Understanding.Declined declined -> declined;
            case Understanding.NotUnderstood no -> modelled(request, facts, no);
            case Understanding.Understood understood ->
                when == When.ALWAYS ? modelled(request, facts, understood) : understood;
            case Understanding.NeedsClarification asks -> when == When.ALWAYS ? modelled(request, facts, asks) : asks;
        };
    }

    private Understanding modelled(Request request, Facts facts, Understanding own) {
        try {
            List<ModelReader.Example> examples =
                    request.steps().retrieval() ? retrieval.intents(request, facts) : List.of();
            int trials = request.steps().feedback() ? request.trials() : 1;
            ModelReading reading = new ModelReader(model, watch, facts.catalog())
                    .read(request.text(), kinds(request, facts, own), examples, trials);
            return switch (reading) {
                case ModelReading.Read(Intent intent, List<String> leftOver) ->
                    read(intent, leftOver, own, request, facts);
                case ModelReading.Unread(String reason) -> unread(reason, own);
            };
        } catch (ModelUnreachable failure) {
            if (when == When.ALWAYS) {
                throw new Proposer.Unreachable(String.valueOf(failure.getMessage()), failure.retryHelps());
            }
            watch.note(String.valueOf(failure.getMessage()));
            return own;
        }
    }

    /// Those of the built-in reading first.
    private List<String> kinds(Request request, Facts facts, Understanding own) {
        Set<String> kinds = new LinkedHashSet<>();
        if (own instanceof Understanding.Understood understood) {
            understood.intent().parts().stream().map(Part::event).forEach(kinds::add);
        }
        kinds.addAll(retrieval.kinds(request, facts));
        return kinds.stream().limit(MOST_KINDS).toList();
    }

    private Understanding read(Intent intent, List<String> leftOver, Understanding own, Request request, Facts facts) {
        List<String> gloss = Gloss.of(intent, facts.catalog());
        if (!leftOver.isEmpty() && !request.assume()) {
            return new Understanding.NeedsClarification(List.of(new Understanding.Question(
                    "The model " + model.name() + " makes nothing of " + quoted(leftOver)
                            + ". Is this what you mean? (--assume takes it)",
                    List.of(String.join(" ", gloss)))));
        }
        List<String> assumptions = new ArrayList<>(intent.assumptions());
        assumptions.add("The model " + model.name() + " read the request so.");
        if (!leftOver.isEmpty()) {
            assumptions.add("It makes nothing of " + quoted(leftOver) + ".");
        }
        difference(intent, own, facts).ifPresent(assumptions::add);
        Intent told = new Intent(intent.parts(), intent.durationNanos(), assumptions);
        return new Understanding.Understood(told, gloss, IntentText.print(told));
    }

    /// Two readings that are independent of each other may differ, and the user shall see that.
    private static java.util.Optional<String> difference(Intent intent, Understanding own, Facts facts) {
        return own instanceof Understanding.Understood understood
                        && !(understood.intent().parts().equals(intent.parts())
                                && understood.intent().durationNanos().equals(intent.durationNanos()))
                ? java.util.Optional.of("The built-in reader reads it otherwise: "
                        + String.join(" ", Gloss.of(understood.intent(), facts.catalog())))
                : java.util.Optional.empty();
    }

    private static String quoted(List<String> words) {
        return String.join(", ", words.stream().map(word -> "“" + word + "”").toList());
    }

    private Understanding unread(String reason, Understanding own) {
        if (own instanceof Understanding.NotUnderstood(String ownReason, List<String> hints)) {
            List<String> more = new ArrayList<>(hints);
            more.add("The model " + model.name() + " does not help: " + reason + ".");
            return new Understanding.NotUnderstood(ownReason, more);
        }
        return new Understanding.NotUnderstood(
                "the model " + model.name() + " does not understand it: " + reason,
                List.of("The built-in engine may: --engine builtin, or both."));
    }
}
