package dev.ken.engine;

import dev.ken.comprehension.Gloss;
import dev.ken.comprehension.Nearest;
import dev.ken.comprehension.Reader;
import dev.ken.comprehension.Reading;
import dev.ken.comprehension.packets.PacketReader;
import dev.ken.contract.Intent;
import dev.ken.contract.IntentCheck;
import dev.ken.contract.IntentText;
import dev.ken.source.Diagnostic;
import dev.ken.source.Source;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// Reads requests with KEN's own grammar, without a model.
public final class BuiltInComprehender implements Comprehender {
    /// The reader of the facts of the last request; those of a process seldom change.
    private record Prepared(Facts facts, Reader reader) {}

    private final AtomicReference<Optional<NearestKinds.Ready>> searches = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<Prepared>> prepared = new AtomicReference<>(Optional.empty());

    @Override
    public Understanding read(Request request, Facts facts) {
        boolean c = request.target() == Target.LIBBPF;
        Optional<Reading> packets = PacketReader.read(request.text(), c);
        return switch (packets.orElseGet(() -> reader(facts).read(request.text()))) {
            case Reading.Understood(var intent) -> understood(intent, facts);
            case Reading.NeedsClarification(var question, var choices) ->
                request.assume() && !choices.isEmpty()
                        ? understood(assumed(choices.getFirst()), facts)
                        : new Understanding.NeedsClarification(
                                List.of(new Understanding.Question(
                                        question,
                                        choices.stream()
                                                .map(Reading.Choice::text)
                                                .toList())),
                                choices.stream()
                                        .map(choice -> understood(assumed(choice), facts))
                                        .toList());
            case Reading.Declined(var reason, var instead) ->
                new Understanding.Declined(
                        reason + instead.map(text -> " " + text).orElse(""));
            case Reading.NotUnderstood(var reason, var hints) -> new Understanding.NotUnderstood(reason, hints);
        };
    }

    private Reader reader(Facts facts) {
        Optional<Prepared> last = prepared.get().filter(one -> one.facts().equals(facts));
        if (last.isPresent()) {
            return last.get().reader();
        }
        Nearest nearest = new NearestKinds(facts, searches);
        Reader reader = new Reader(facts.catalog(), facts.kernel(), nearest);
        prepared.set(Optional.of(new Prepared(facts, reader)));
        return reader;
    }

    /// The first choice, with the user told.
    private static Intent assumed(Reading.Choice choice) {
        Intent intent = choice.intent();
        List<String> assumptions = new java.util.ArrayList<>(intent.assumptions());
        assumptions.add(choice.text());
        return new Intent(intent.parts(), intent.durationNanos(), assumptions);
    }

    @Override
    public Stated stated(Source intent, Facts facts) {
        IntentText.Parsed parsed = IntentText.parse(intent);
        List<Diagnostic> wrong = IntentCheck.of(parsed, facts.catalog());
        return wrong.isEmpty()
                ? new Stated(parsed.intent().map(read -> understood(read, facts)), parsed.diagnostics())
                : new Stated(Optional.empty(), wrong);
    }

    private static Understanding.Understood understood(Intent intent, Facts facts) {
        String text = IntentText.print(intent);
        return new Understanding.Understood(
                intent,
                IntentCheck.of(intent, facts.catalog()).isEmpty() ? Gloss.of(intent, facts.catalog()) : List.of(),
                text);
    }
}
