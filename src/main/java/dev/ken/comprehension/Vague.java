package dev.ken.comprehension;

import dev.ken.contract.Intent;
import dev.ken.kernel.catalog.Catalog;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Requests that do not say what to observe ("what is wrong with the disk?"): they are asked back, with the
/// usual things of their subject that have what they ask for.
final class Vague {
    /// Most kinds that are offered.
    private static final int MOST_OFFERED = 5;

    private static final Set<String> KINDS = Tables.words("vague.kinds");
    private static final Set<String> WORDS = Tables.words("vague.words");
    private static final Map<String, String> TOPICS = Tables.pairs("topics.table");

    private final Catalog catalog;
    private final Kinds kinds;

    Vague(Catalog catalog, Kinds kinds) {
        this.catalog = catalog;
        this.kinds = kinds;
    }

    /// Whether no word of the sentence says what happens: all name a subject or nothing.
    static boolean is(Draft draft) {
        if (isOpen(draft)) {
            return true;
        }
        boolean told = draft.hits.stream()
                .anyMatch(hit -> hit.score() >= RULED
                        || hit.words().size() > 1
                        || !TOPICS.containsKey(hit.words().getFirst().toLowerCase(Locale.ROOT)));
        List<String> words =
                draft.words.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
        boolean says = words.stream().anyMatch(word -> WORDS.contains(word) || TOPICS.containsKey(word));
        return !told
                && draft.about.isEmpty()
                && draft.relation.isEmpty()
                && draft.periodNanos.isEmpty()
                && words.stream()
                        .allMatch(word -> WORDS.contains(word) || TOPICS.containsKey(word) || Draft.isIgnorable(word))
                && (says
                        ? draft.keys.isEmpty()
                        : words.isEmpty() && !draft.conditions.isEmpty() && draft.measures.isEmpty());
    }

    /// "how long do threads wait?": what is named may be of many things, and nothing says of which.
    private static boolean isOpen(Draft draft) {
        boolean exact = draft.hits.stream().anyMatch(hit -> hit.score() >= RULED);
        List<String> said = draft.words.stream()
                .map(word -> word.toLowerCase(Locale.ROOT))
                .filter(word -> !Draft.isIgnorable(word))
                .toList();
        return !exact
                && !said.isEmpty()
                && draft.relation.isEmpty()
                && draft.sentence.stream()
                        .map(word -> word.toLowerCase(Locale.ROOT))
                        .noneMatch(OF_WHAT::contains)
                && draft.notUnderstood.stream().allMatch(word -> OPEN.contains(word.toLowerCase(Locale.ROOT)))
                && OPEN.containsAll(said);
    }

    /// Words that carry nothing elsewhere but say of what is waited for.
    private static final Set<String> OF_WHAT =
            Set.of("cpu", "cpus", "core", "cores", "processor", "file", "files", "turn");

    private static final Set<String> OPEN = Tables.words("open.words");

    private static final int RULED = 100;

    /// What the request may be about; empty where fewer than two kinds have what it asks for.
    Optional<Reading> choices(Draft draft) {
        List<Reading.Choice> choices = new ArrayList<>();
        for (String kind : subjects(draft)) {
            Events.Mention mention = new Events.Mention(List.of(kind), 1, List.of());
            Assembler.Setting loose = new Assembler.Setting(catalog, kinds, false, true, Optional.empty());
            if (choices.size() < MOST_OFFERED
                    && catalog.find(kind).isPresent()
                    && draft.relation.isEmpty()
                    && new Fitting(without(draft), loose).fit(mention)
                            instanceof Fitting.Fits(var parts, var assumed)) {
                Intent intent = new Intent(parts, draft.durationNanos, assumed);
                choices.add(new Reading.Choice(String.join(" ", Gloss.of(intent, catalog)), intent));
            }
        }
        return choices.size() < 2
                ? Optional.empty()
                : Optional.of(
                        new Reading.NeedsClarification("The request does not say what is to be observed.", choices));
    }

    /// The kinds that the words of a sentence name in part, as questions: "count drops" may be of packets or of others.
    Optional<Reading> named(Draft draft) {
        List<String> words = draft.content.stream()
                .map(word -> word.toLowerCase(Locale.ROOT))
                .filter(word -> !LIGHT.contains(word) && !FACTS.contains(word))
                .toList();
        if (words.isEmpty() || words.size() > MOST_NAMING || !draft.declines.isEmpty() || draft.relation.isPresent()) {
            return Optional.empty();
        }
        List<Reading.Choice> choices = new ArrayList<>();
        for (String kind : kinds.named(words)) {
            Events.Mention mention = new Events.Mention(List.of(kind), 1, List.of());
            Assembler.Setting loose = new Assembler.Setting(catalog, kinds, true, true, Optional.empty());
            if (choices.size() < MOST_OFFERED
                    && catalog.find(kind).isPresent()
                    && new Fitting(draft, loose).fit(mention) instanceof Fitting.Fits(var parts, var assumed)) {
                Intent intent = new Intent(parts, draft.durationNanos, assumed);
                choices.add(new Reading.Choice(String.join(" ", Gloss.of(intent, catalog)), intent));
            }
        }
        return choices.size() < 2
                ? Optional.empty()
                : Optional.of(new Reading.NeedsClarification(
                        "The request may be about different things. Which is meant?", choices));
    }

    /// What all sorts of things have, so that it names none of them.
    private static final Set<String> FACTS =
            Set.of("name", "names", "size", "sizes", "time", "times", "value", "number", "type", "path", "state", "id");

    /// Most words that name kinds in part.
    private static final int MOST_NAMING = 2;

    private static final Set<String> LIGHT = Tables.words("light.words");

    private static Set<String> subjects(Draft draft) {
        Set<String> subjects = new LinkedHashSet<>();
        for (String word : draft.words) {
            String kinds = TOPICS.get(word.toLowerCase(Locale.ROOT));
            if (kinds != null) {
                subjects.addAll(List.of(kinds.split(" ")));
            }
        }
        return subjects.isEmpty() ? KINDS : subjects;
    }

    /// The same without the words that only name the subject.
    private static Draft without(Draft draft) {
        Draft plain = new Draft();
        plain.add(draft);
        plain.words.clear();
        plain.content.clear();
        plain.notUnderstood.clear();
        if (plain.top.isPresent() && plain.keys.isEmpty()) {
            plain.keys.add("process");
        }
        return plain;
    }
}
