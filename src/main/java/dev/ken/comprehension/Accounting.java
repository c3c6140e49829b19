package dev.ken.comprehension;

import dev.ken.contract.Condition;
import dev.ken.contract.Intent;
import dev.ken.contract.IntentText;
import dev.ken.contract.Part;
import dev.ken.contract.PartNames;
import dev.ken.contract.What;
import dev.ken.corpus.Wording;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.EventKind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whether an intent that somebody else read out of a request uses all that the request says: its numbers and
/// names, its negations, and its words.
final class Accounting {
    private static final Set<String> NEGATIONS = Set.of(
            "not", "except", "excluding", "exclude", "without", "ignore", "ignoring", "other", "but", "non", "never");
    private static final Set<String> FAILURES = stems("fail failed failing fails failure unsuccessful error");
    private static final Set<String> MEASURES = stems(
            "count number many often frequency frequent total sum add average mean minimum least smallest maximum largest"
                    + " biggest longest slowest top most busiest histogram distribution spread statistics rate per each every"
                    + " unique distinct different list show report print trace log watch group break down breakdown"
                    + " bucket heavy time long duration latency take second minute summary");

    /// By the words that people use, as symbols.
    private static final Map<String, String> UNITS = Tables.pairs("units.words");

    private static final Set<String> TOLD = Set.of("us", "ms", "s", "KiB", "MiB", "GiB");

    private final Intent intent;
    private final Catalog catalog;
    private final String text;

    Accounting(Intent intent, Catalog catalog) {
        this.intent = intent;
        this.catalog = catalog;
        this.text = IntentText.print(intent);
    }

    private static Set<String> stems(String words) {
        return new LinkedHashSet<>(Wording.stems(words));
    }

    /// Stems of what kinds and measures are called, and of words that carry nothing: none of them is a name.
    static Set<String> vocabulary(List<EventKind> kinds, Catalog catalog) {
        Set<String> words = new LinkedHashSet<>(MEASURES);
        Words.IGNORABLE.forEach(word -> words.addAll(Wording.stems(word)));
        catalog.ambient()
                .values()
                .forEach(one -> words.addAll(
                        Wording.stems(String.join(" ", one.attribute().phrases()))));
        for (EventKind kind : kinds) {
            words.addAll(called(kind));
            kind.attributes()
                    .forEach(attribute -> words.addAll(
                            Wording.stems(attribute.name() + " " + String.join(" ", attribute.phrases()))));
        }
        return words;
    }

    static Set<String> called(EventKind kind) {
        Set<String> words = new LinkedHashSet<>();
        words.addAll(Wording.stems(kind.name().replace('.', ' ').replace('_', ' ')));
        words.addAll(Wording.stems(kind.gloss() + " " + kind.plural() + " " + String.join(" ", kind.phrases())));
        return words;
    }

    /// What the request says and the intent contradicts or leaves out, as sentences: such an intent is wrong.
    List<String> contradictions(String request) {
        List<String> wrong = new ArrayList<>();
        RequestValues values = RequestValues.of(request);
        List<Token> tokens = Tokenizer.tokens(request);
        Set<String> said = new LinkedHashSet<>();
        said.addAll(values.sizes());
        said.addAll(values.times());
        said.addAll(values.numbers());
        RequestValues used = RequestValues.of(text);
        said.removeAll(used.sizes());
        said.removeAll(used.times());
        said.removeAll(used.numbers());
        // Tests are printed with plain numbers: `size > 4096`.
        said.removeIf(value -> used.numbers().contains(Long.toString(RequestValues.base(value))));
        said.forEach(value -> wrong.add("the request says " + value + ", and the intent does not"));
        for (Token token : tokens) {
            boolean data = token.kind() == Token.Kind.QUOTED
                    || token.kind() == Token.Kind.PATH
                    || Words.PROGRAMS.contains(token.text().toLowerCase(Locale.ROOT));
            if (data && !text.contains(token.text())) {
                wrong.add("the request says " + token.text() + ", and the intent does not");
            }
        }
        boolean negated = tokens.stream()
                .anyMatch(token -> NEGATIONS.contains(token.text().toLowerCase(Locale.ROOT)));
        if (negated && intent.parts().stream().noneMatch(part -> negates(part.where()))) {
            wrong.add("the request excludes something, and the intent does not");
        }
        boolean fails = Wording.stems(request).stream().anyMatch(FAILURES::contains);
        if (fails && !text.contains("error") && !text.contains("failed") && !text.contains("ret")) {
            wrong.add("the request is about failures, and the intent is not");
        }
        units(tokens, wrong);
        return wrong;
    }

    /// "in ms" wants something that is told in milliseconds. Bytes and nanoseconds are what is told where nobody says.
    private void units(List<Token> tokens, List<String> wrong) {
        for (int i = 0; i + 1 < tokens.size(); i++) {
            String unit = UNITS.getOrDefault(tokens.get(i + 1).text().toLowerCase(Locale.ROOT), "");
            boolean said = tokens.get(i).text().equalsIgnoreCase("in")
                    && tokens.get(i + 1).kind() == Token.Kind.WORD
                    && TOLD.contains(unit);
            if (said && !(text + " ").matches("(?s).* in " + unit + "\\W.*")) {
                wrong.add("the request says in " + unit + ", and the intent does not");
            }
        }
    }

    private static boolean negates(Condition condition) {
        return switch (condition) {
            case Condition.Not _ -> true;
            case Condition.NumberTest(var _, var comparison, long _) -> comparison == Condition.Comparison.UNEQUAL;
            case Condition.AttributeTest(var _, var comparison, var _) -> comparison == Condition.Comparison.UNEQUAL;
            case Condition.And(var all) -> all.stream().anyMatch(Accounting::negates);
            case Condition.Or(var all) -> all.stream().anyMatch(Accounting::negates);
            case Condition.Always _, Condition.TextTest _, Condition.BitTest _, Condition.Descends _ -> false;
        };
    }

    /// Words of the request that nothing in the intent stands for.
    List<String> leftOver(String request) {
        Set<String> known = new LinkedHashSet<>(MEASURES);
        for (Part part : intent.parts()) {
            catalog.find(part.event()).ifPresent(kind -> known.addAll(words(kind, part)));
            PartNames.otherEvent(part).flatMap(catalog::find).ifPresent(kind -> known.addAll(words(kind, part)));
        }
        known.addAll(Wording.stems(text));
        known.addAll(Telling.words(intent));
        List<String> left = new ArrayList<>();
        for (Token token : Tokenizer.tokens(request)) {
            if (token.kind() != Token.Kind.WORD || text.contains("\"" + token.text() + "\"")) {
                continue;
            }
            List<String> stems = Wording.stems(token.text());
            boolean chatter = stems.isEmpty() || stems.stream().allMatch(Wording::isChatter);
            String unit = UNITS.getOrDefault(token.text().toLowerCase(Locale.ROOT), "");
            boolean ignorable = Words.IGNORABLE.contains(token.text().toLowerCase(Locale.ROOT))
                    || !unit.isEmpty() && (text + " ").matches("(?s).* in " + unit + "\\W.*");
            if (!chatter && !ignorable && stems.stream().noneMatch(stem -> isKnown(stem, known))) {
                left.add(token.text());
            }
        }
        return left;
    }

    private static boolean isKnown(String stem, Set<String> known) {
        return known.contains(stem) || Wording.meant(List.of(stem)).stream().anyMatch(known::contains);
    }

    /// Words that need no counterpart.
    private static final class Words {
        private static final Set<String> IGNORABLE = Tables.words("ignorable.words");
        private static final Set<String> PROGRAMS = Tables.words("programs.words");
    }

    private Set<String> words(EventKind kind, Part part) {
        Set<String> words = called(kind);
        Set<String> names = PartNames.own(part);
        names.addAll(PartNames.others(part));
        for (String name : names) {
            Optional<Attribute> attribute = PartNames.attribute(name, kind, catalog);
            attribute.ifPresent(one -> words.addAll(
                    Wording.stems(one.name() + " " + one.gloss() + " " + String.join(" ", one.phrases()))));
        }
        if (part.what() instanceof What.InFlight) {
            words.addAll(Wording.stems("flight outstanding pending running concurrent inside depth queue"));
        }
        return words;
    }
}
