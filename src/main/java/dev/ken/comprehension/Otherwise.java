package dev.ken.comprehension;

import dev.ken.contract.Intent;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.EventKind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The second look at a sentence that could not be read as its words stand: its kind is looked for by meaning, and must
/// have all that the sentence asks of it. What it was taken for is told.
final class Otherwise {
    /// Most kinds that are tried.
    private static final int MOST_TRIED = 8;

    /// How much of what a kind is called the sentence must say, in whatever words.
    private static final double LEAST_SAID = 0.6;

    private final Catalog catalog;
    private final Kinds kinds;
    private final Nearest nearest;

    Otherwise(Catalog catalog, Kinds kinds, Nearest nearest) {
        this.catalog = catalog;
        this.kinds = kinds;
        this.nearest = nearest;
    }

    /// How much of it must be said so that it need not be asked whether it is meant.
    private static final double SURELY_SAID = 0.8;

    private static final int MOST_ASKED = 3;

    /// The nearest kind that fits all of the sentence, or the question whether it is meant where little of what it is
    /// called was said; empty where there is none.
    Optional<Fitting.Result> read(Draft draft, List<Events.Mention> mentions) {
        boolean named = draft.hits.stream().anyMatch(hit -> hit.score() > RULED);
        named |= draft.hits.stream().flatMap(hit -> hit.words().stream()).anyMatch(Matcher::isConstant);
        if (draft.relation.isPresent()) {
            return Optional.empty();
        }
        if (named) {
            return exactly(draft, mentions).map(Fitting.Result.class::cast);
        }
        Assembler.Setting loose = new Assembler.Setting(catalog, kinds, true, true, Optional.empty());
        List<Reading.Choice> choices = new ArrayList<>();
        for (String kind : candidates(draft, mentions)) {
            Events.Mention mention = new Events.Mention(List.of(kind), 1, List.of());
            if (new Fitting(draft, loose).fit(mention) instanceof Fitting.Fits(var parts, var assumptions)) {
                List<String> told = new ArrayList<>(assumptions);
                told.addFirst("Understood as: " + gloss(kind) + ".");
                boolean sure = ruled(draft).contains(kind)
                        || kinds.saidShare(kind.split(" where ", 2)[0], draft.sentence) >= SURELY_SAID;
                if (sure && choices.isEmpty()) {
                    return Optional.of(new Fitting.Fits(parts, told));
                }
                if (choices.size() < MOST_ASKED) {
                    Intent intent = new Intent(parts, draft.durationNanos, told);
                    choices.add(new Reading.Choice(String.join(" ", Gloss.of(intent, catalog)), intent));
                }
            }
        }
        return choices.isEmpty() ? Optional.empty() : Optional.of(new Fitting.Unfit(asked(choices)));
    }

    private static Reading asked(List<Reading.Choice> choices) {
        String question = choices.size() == 1
                ? "I am not sure that I understand what is to be observed. Is this meant?"
                : "I am not sure what is to be observed. Which of these is meant?";
        return new Reading.NeedsClarification(question, choices);
    }

    /// What is named exactly stays what it is; only words that say how are passed over.
    private Optional<Fitting.Fits> exactly(Draft draft, List<Events.Mention> mentions) {
        Assembler.Setting loose = new Assembler.Setting(catalog, kinds, true, true, Optional.empty());
        return mentions.size() == 1 && new Fitting(draft, loose).fit(mentions.getFirst()) instanceof Fitting.Fits fits
                ? Optional.of(fits)
                : Optional.empty();
    }

    private static final int RULED = 100;

    /// Those that the words mention, which now need not have all words, then those that are near in meaning.
    private Set<String> candidates(Draft draft, List<Events.Mention> mentions) {
        Set<String> all = new LinkedHashSet<>();
        List<String> near = nearest.kinds(String.join(" ", draft.sentence), MOST_TRIED);
        mentions.stream()
                .flatMap(mention -> mention.kinds().stream().limit(Math.max(1, mention.equals())))
                .filter(kind -> near.contains(kind.split(" where ", 2)[0]) || mentions.size() == 1)
                .forEach(all::add);
        all.addAll(near);
        Set<String> ruled = ruled(draft);
        all.removeIf(kind -> catalog.find(kind.split(" where ", 2)[0]).isEmpty()
                || !ruled.contains(kind) && kinds.saidShare(kind.split(" where ", 2)[0], draft.sentence) < LEAST_SAID);
        return all;
    }

    /// The kinds that rules name.
    private static Set<String> ruled(Draft draft) {
        return draft.hits.stream()
                .filter(hit -> hit.score() >= RULED)
                .map(Draft.Hit::kind)
                .collect(java.util.stream.Collectors.toCollection(LinkedHashSet::new));
    }

    private String gloss(String kind) {
        return Optional.ofNullable(catalog.curated().get(kind.split(" where ", 2)[0]))
                .map(EventKind::gloss)
                .orElse(kind);
    }
}
