package dev.ken.engine;

import dev.ken.comprehension.ChoiceReader;
import dev.ken.comprehension.Gloss;
import dev.ken.comprehension.ModelReader;
import dev.ken.comprehension.ModelReading;
import dev.ken.comprehension.Reader;
import dev.ken.comprehension.packets.PacketReader;
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
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/// Has a language model read requests: those that the built-in reader does not understand, or all. What that
/// refuses or asks stays so (where nobody can be asked, the model chooses among its readings); what it
/// understands stays, and where the model reads it otherwise the user is asked which is meant. What a model
/// leaves unused, and what it adds by itself, is asked about. So a model only ever adds.
public final class ModelComprehender implements Comprehender {
    private static final int MOST_KINDS = 8;
    private static final int MOST_NAMED = 4;

    private final Comprehender builtIn;
    private final LanguageModel model;
    private final Watch watch;
    private final Retrieval retrieval;
    private final When when;
    private final AtomicReference<Optional<Prepared>> prepared = new AtomicReference<>(Optional.empty());

    private record Prepared(Facts facts, Reader reader) {}

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
        Understanding own = builtIn.read(asking(request), facts);
        return switch (own) {
            case Understanding.Declined declined ->
                isFirm(declined, request) ? declined : modelled(request, facts, declined);
            case Understanding.NeedsClarification asks -> {
                Understanding read = isUnsure(asks, request, facts) ? modelled(request, facts, asks) : asks;
                yield read == asks && request.assume() && !asks.readings().isEmpty() ? chosen(request, asks) : read;
            }
            case Understanding.NotUnderstood no -> modelled(request, facts, no);
            case Understanding.Understood understood ->
                when == When.ALWAYS ? modelled(request, facts, understood) : understood;
        };
    }

    /// Whether KEN does not do such things at all; else the built-in reader only finds no way to tell what is asked.
    private static boolean isFirm(Understanding.Declined declined, Request request) {
        return Reader.isRefusal(declined.reason())
                || PacketReader.read(request.text(), request.target() == Target.LIBBPF)
                        .isPresent();
    }

    /// Whether the built-in reader asks since it does not understand all: it has one reading and is not sure of
    /// that, or offers what no word of the request names. Else readings compete, and only the user can tell.
    private static boolean isUnsure(Understanding.NeedsClarification asks, Request request, Facts facts) {
        return asks.readings().size() == 1
                || asks.readings().stream()
                        .flatMap(reading -> reading.intent().parts().stream())
                        .noneMatch(part -> ModelReader.isNamed(part.event(), request.text(), facts.catalog()));
    }

    /// The same request, where what it leaves open is asked.
    private static Request asking(Request request) {
        return new Request(
                request.text(), request.target(), request.trials(), false, request.kernel(), request.steps());
    }

    /// Where nobody can be asked, the model chooses among what the built-in reader proposes; without an answer, the
    /// likeliest is assumed, as without a model.
    private Understanding chosen(Request request, Understanding.NeedsClarification asks) {
        List<String> choices = asks.questions().getFirst().choices();
        if (asks.readings().size() == 1) {
            return asks.readings().getFirst();
        }
        try {
            OptionalInt choice = new ChoiceReader(model, watch).choose(request.text(), choices);
            if (choice.isPresent()) {
                Understanding.Understood taken = asks.readings().get(choice.getAsInt());
                return understood(
                        taken.intent(),
                        List.of("The model " + model.name() + " chose this among " + choices.size() + " readings."),
                        taken.sentences());
            }
        } catch (ModelUnreachable failure) {
            watch.note(String.valueOf(failure.getMessage()));
        }
        return asks.readings().getFirst();
    }

    private Understanding modelled(Request request, Facts facts, Understanding own) {
        try {
            List<ModelReader.Example> examples =
                    request.steps().retrieval() ? retrieval.intents(request, facts) : List.of();
            int trials = request.steps().feedback() ? request.trials() : 1;
            ModelReading reading = new ModelReader(model, watch, facts.catalog(), reader(facts))
                    .read(request.text(), kinds(request, facts, own), examples, trials);
            return switch (reading) {
                case ModelReading.Read read ->
                    own instanceof Understanding.Understood understood
                            ? compared(read.intent(), understood, request, facts)
                            : alone(read, own, request, facts);
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

    /// Those of the built-in reading first, then those that its words name, then those that are near in meaning.
    private List<String> kinds(Request request, Facts facts, Understanding own) {
        Set<String> kinds = new LinkedHashSet<>();
        List<Understanding.Understood> read = switch (own) {
            case Understanding.Understood understood -> List.of(understood);
            case Understanding.NeedsClarification asks when asks.readings().size() == 1 -> asks.readings();
            case Understanding.NeedsClarification _, Understanding.Declined _, Understanding.NotUnderstood _ ->
                List.of();
        };
        read.forEach(one -> one.intent().parts().stream().map(Part::event).forEach(kinds::add));
        reader(facts).named(request.text()).stream().limit(MOST_NAMED).forEach(kinds::add);
        kinds.addAll(retrieval.kinds(request, facts));
        return kinds.stream().limit(MOST_KINDS).toList();
    }

    /// Made when it is first needed and kept for the facts that it was made of.
    private Reader reader(Facts facts) {
        return prepared.updateAndGet(old -> old.filter(one -> one.facts().equals(facts))
                        .or(() -> Optional.of(new Prepared(
                                facts, new Reader(facts.catalog(), facts.kernel(), new NearestKinds(facts))))))
                .orElseThrow()
                .reader();
    }

    /// The model's reading of what the built-in reader does not understand, or not all of it.
    private Understanding alone(ModelReading.Read read, Understanding own, Request request, Facts facts) {
        List<String> gloss = Gloss.of(read.intent(), facts.catalog());
        List<String> told = told(read, own);
        if (own instanceof Understanding.NotUnderstood) {
            return read.isSure() || request.assume() && read.doubts().isEmpty()
                    ? understood(read.intent(), told, gloss)
                    : doubted(read, own, request, gloss);
        }
        boolean differs = own instanceof Understanding.NeedsClarification(var _, var readings)
                && readings.size() == 1
                && !readings.getFirst().intent().parts().equals(read.intent().parts());
        if (!read.isSure() || request.assume() && !read.leftOver().isEmpty()) {
            return own;
        }
        return differs && !read.leftOver().isEmpty()
                ? between(read, (Understanding.NeedsClarification) own, gloss)
                : understood(read.intent(), told, gloss);
    }

    private List<String> told(ModelReading.Read read, Understanding own) {
        List<String> told = new ArrayList<>(List.of(
                read.plain().isEmpty()
                        ? "The model " + model.name() + " read the request so."
                        : "The model " + model.name() + " read the request as: “" + read.plain() + "”."));
        if (!read.leftOver().isEmpty()) {
            told.add("It makes nothing of " + quoted(read.leftOver()) + ".");
        }
        if (own instanceof Understanding.NeedsClarification(var _, var readings) && readings.size() == 1) {
            boolean same =
                    readings.getFirst().intent().parts().equals(read.intent().parts());
            told.add(
                    same
                            ? "The built-in reader, not sure of all words, reads it so too."
                            : "The built-in reader, not sure of all words, would read: "
                                    + String.join(". ", readings.getFirst().sentences()) + ".");
        }
        return told;
    }

    /// What may not be taken without a question.
    private Understanding doubted(ModelReading.Read read, Understanding own, Request request, List<String> gloss) {
        if (!read.doubts().isEmpty()) {
            String doubts = String.join("; ", read.doubts());
            return request.assume()
                    ? unread(doubts, own)
                    : asked(
                            "The model " + model.name() + " reads it otherwise than the request says: " + doubts
                                    + ". Is this what you mean?",
                            List.of(String.join(". ", gloss)));
        }
        return asked(
                "The model " + model.name() + " makes nothing of " + quoted(read.leftOver())
                        + ". Is this what you mean? (--assume takes it)",
                List.of(String.join(". ", gloss)));
    }

    /// Neither reading has all words.
    private Understanding between(ModelReading.Read read, Understanding.NeedsClarification own, List<String> gloss) {
        return asked(
                own.questions().getFirst().text() + " The model " + model.name() + " reads it otherwise, without "
                        + quoted(read.leftOver()) + ". Which is meant?",
                List.of(own.questions().getFirst().choices().getFirst(), String.join(". ", gloss)));
    }

    private static Understanding asked(String question, List<String> choices) {
        return new Understanding.NeedsClarification(List.of(new Understanding.Question(question, choices)), List.of());
    }

    /// Two readings that are independent of each other may differ. The built-in one accounts for every word of
    /// the request, so it is what is assumed.
    private Understanding compared(Intent intent, Understanding.Understood own, Request request, Facts facts) {
        if (own.intent().parts().equals(intent.parts())
                && own.intent().durationNanos().equals(intent.durationNanos())) {
            return understood(
                    own.intent(), List.of("The model " + model.name() + " reads it so too."), own.sentences());
        }
        String other = String.join(". ", Gloss.of(intent, facts.catalog()));
        return request.assume()
                ? understood(
                        own.intent(),
                        List.of("The model " + model.name() + " reads it otherwise: " + other + "."),
                        own.sentences())
                : new Understanding.NeedsClarification(
                        List.of(new Understanding.Question(
                                "The built-in reader and the model " + model.name()
                                        + " read this differently. Which is meant? (--assume takes the first)",
                                List.of(String.join(". ", own.sentences()), other))),
                        List.of());
    }

    private static Understanding.Understood understood(Intent intent, List<String> more, List<String> gloss) {
        List<String> assumptions = new ArrayList<>(intent.assumptions());
        assumptions.addAll(more);
        Intent told = new Intent(intent.parts(), intent.durationNanos(), assumptions);
        return new Understanding.Understood(told, gloss, IntentText.print(told));
    }

    private static String quoted(List<String> words) {
        return String.join(", ", words.stream().map(word -> "“" + word + "”").toList());
    }

    private Understanding unread(String reason, Understanding own) {
        return switch (own) {
            case Understanding.NotUnderstood(String ownReason, List<String> hints) -> {
                List<String> more = new ArrayList<>(hints);
                more.add("The model " + model.name() + " does not help: " + reason + ".");
                yield new Understanding.NotUnderstood(ownReason, more);
            }
            case Understanding.Understood understood ->
                understood(
                        understood.intent(),
                        List.of("The model " + model.name() + " did not read it: " + reason + "."),
                        understood.sentences());
            case Understanding.NeedsClarification _, Understanding.Declined _ -> own;
        };
    }
}
