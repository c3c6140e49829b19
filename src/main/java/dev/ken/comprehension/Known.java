package dev.ken.comprehension;

import dev.ken.comprehension.Candidate.Origin;
import dev.ken.comprehension.hunch.Fits;
import dev.ken.comprehension.hunch.Hunches;
import dev.ken.comprehension.hunch.Hunches.Hunch;
import dev.ken.comprehension.hunch.Surprise;
import dev.ken.comprehension.sense.Facets;
import dev.ken.comprehension.sense.Sense;
import dev.ken.comprehension.sense.Sense.Felt;
import dev.ken.contract.Intent;
import dev.ken.contract.IntentText;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Lazy;
import dev.ken.kernel.catalog.Catalog;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// What is known of the intents that a request may mean, whoever read them.
record Known(Catalog catalog, KernelModel kernel, Lexicon lexicon, Kinds kinds, Lazy<Hunches> hunches) {
    private static final Lazy<Odds> ODDS = new Lazy<>(Odds::shipped);
    private static final Lazy<Sense> SENSE = new Lazy<>(Sense::shipped);

    /// Begins to read the odds on another thread.
    static void ahead() {
        ODDS.ahead();
    }

    /// What was learnt of what is `said`, its misspelt words as they are meant.
    Lazy<List<Hunch>> likeliest(String said) {
        Twins twins = new Twins(catalog);
        return new Lazy<>(() -> hunches.get().of(spelled(said), called(said)).stream()
                .map(hunch -> new Hunch(twins.alike(said, hunch.intent()), hunch.surprise()))
                .toList());
    }

    /// The kinds that most words call.
    private List<String> called(String said) {
        Map<String, Integer> named = objections().named(said);
        int most = named.values().stream().max(Comparator.naturalOrder()).orElse(0);
        return named.entrySet().stream()
                .filter(entry -> entry.getValue() == most)
                .map(Map.Entry::getKey)
                .toList();
    }

    private String spelled(String said) {
        Lexicon own = lexicon.copy();
        return new Spelled(own, new ExactNames(catalog, kernel, own)).spelled(said);
    }

    /// What weighs all that one thing may mean.
    Guessed guessed(String said) {
        return guessed(said, likeliest(said), List::of);
    }

    /// The same of hunches that are made already, and of what its pieces come to.
    Guessed guessed(String said, Supplier<List<Hunch>> likeliest, Supplier<List<Intent>> pieced) {
        Lazy<Map<String, Integer>> named = new Lazy<>(() -> objections().named(said));
        Lazy<Request> asked = new Lazy<>(() -> new Request(
                said,
                spelled(said),
                named.get(),
                new SecondOpinion(catalog, said),
                SENSE.get().of(spelled(said)),
                hunches.get().fits(spelled(said))));
        return new Guessed(
                catalog,
                ODDS.get(),
                likeliest,
                () -> pieced.get().stream()
                        .map(intent -> new Twins(catalog).alike(said, intent))
                        .toList(),
                (intent, origin, rank, surprise) -> candidate(asked.get(), intent, origin, rank, surprise),
                () -> named.get().values().stream().max(Comparator.naturalOrder()),
                Tokenizer.tokens(said).size(),
                new Lazy<>(() -> hunches.get().doubt(spelled(said))),
                new Accounts(catalog, lexicon, kinds)::finished);
    }

    private Objections objections() {
        return new Objections(catalog, kernel, lexicon, kinds);
    }

    /// A request as it stands, with its misspelt words as they are meant, the kinds that its words name, and what tells
    /// how intents fit it.
    private record Request(
            String said, String spelled, Map<String, Integer> named, SecondOpinion opinion, Felt felt, Fits fits) {}

    private Candidate candidate(Request asked, Intent guessed, Origin origin, int rank, Optional<Surprise> surprise) {
        String said = asked.said();
        Intent intent = Failures.told(said, guessed);
        return new Candidate(
                intent,
                origin,
                rank,
                surprise.or(() -> hunches.get()
                        .surprise(
                                asked.spelled(), DeviceNames.named(said, Candidate.plain(intent), lexicon.devices()))),
                asked.opinion().nats(intent),
                asked.opinion().unusual(intent),
                asked.felt().surprises(Facets.of(intent)),
                asked.fits().of(intent),
                objections().lost(said, intent).size(),
                names(asked.spelled(), intent),
                new Accounts(catalog, lexicon, kinds).open(said, intent),
                intent.parts().stream()
                        .flatMap(part -> Optional.ofNullable(asked.named().get(part.event())).stream())
                        .max(Comparator.naturalOrder()));
    }

    /// How many words are not in the intent that are neither English nor in any labelled request.
    private int names(String spelled, Intent intent) {
        String text = IntentText.print(new Intent(intent.parts(), intent.durationNanos(), List.of()))
                .toLowerCase(Locale.ROOT);
        return (int) Tokenizer.tokens(spelled).stream()
                .filter(token -> token.kind() == Token.Kind.WORD && lexicon.isName(token))
                .filter(token -> !SecondOpinion.knows(token.text()))
                .map(token -> token.text().toLowerCase(Locale.ROOT))
                .filter(name -> !text.contains(name))
                .count();
    }
}
