package dev.ken.comprehension;

import dev.ken.contract.Intent;
import dev.ken.contract.IntentText;
import dev.ken.contract.Part;
import dev.ken.contract.PartNames;
import dev.ken.corpus.Wording;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.EventKind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What words of a kind's phrase say by themselves: by what is told apart, an error or signal by its name, another
/// step of the same thing ("work items that wait" are not work items that run), a sort of device that the kind has not.
/// A phrase explains its words, so that all this would be lost without a trace.
final class Residue {
    private static final Set<String> GROUPING = Set.of("by", "per");
    private static final Set<String> ARTICLES = Set.of("the", "each", "its", "their");
    /// Steps that are an event of their own beside another of the same family.
    private static final Set<String> STEPS = Tables.words("steps.words");
    /// Sorts of devices that are not disks.
    private static final Set<String> LINKS = Set.of("interface", "interfaces", "nic", "nics");

    private final List<Token> tokens;
    private final Lexicon lexicon;
    private final Catalog catalog;
    private final Kinds kinds;
    private final List<Part> parts;
    private final String text;
    /// The words of what events and facts of the intent are called.
    private final Set<String> stems = new LinkedHashSet<>();
    private final Set<String> events = new LinkedHashSet<>();

    private Residue(String request, Intent intent, Lexicon lexicon, Catalog catalog, Kinds kinds) {
        this.tokens = Tokenizer.tokens(Clauses.unlisted(request));
        this.lexicon = lexicon;
        this.catalog = catalog;
        this.kinds = kinds;
        this.parts = intent.parts();
        this.text = IntentText.print(new Intent(parts, intent.durationNanos(), List.of()));
        for (Part part : parts) {
            add(part.event(), PartNames.own(part));
            PartNames.otherEvent(part).ifPresent(other -> add(other, PartNames.own(part)));
            part.after().ifPresent(after -> add(after.event(), PartNames.own(part)));
        }
    }

    private void add(String event, Set<String> names) {
        events.add(event);
        stems.addAll(Wording.stems(event.replace('.', ' ')));
        catalog.find(event).ifPresent(kind -> {
            stems.addAll(Wording.stems(kind.gloss() + " " + kind.plural()));
            names.forEach(name -> {
                stems.addAll(Wording.stems(name.replace('_', ' ')));
                PartNames.attribute(name, kind, catalog)
                        .ifPresent(one ->
                                stems.addAll(Wording.stems(one.gloss() + " " + String.join(" ", one.phrases()))));
            });
        });
    }

    /// The question whether `intent` is meant though something is not in it; empty where nothing is lost.
    static Optional<Reading> asked(String request, Intent intent, Lexicon lexicon, Catalog catalog, Kinds kinds) {
        Residue residue = new Residue(request, intent, lexicon, catalog, kinds);
        Set<String> lost = new LinkedHashSet<>();
        for (int at = 0; at < residue.tokens.size(); at++) {
            Token token = residue.tokens.get(at);
            if (token.kind() == Token.Kind.WORD) {
                residue.lost(token, at).ifPresent(lost::add);
            }
        }
        return lost.isEmpty() ? Optional.empty() : Optional.of(Unplaced.asked(lost, intent, catalog));
    }

    private Optional<String> lost(Token token, int at) {
        String word = token.text().toLowerCase(Locale.ROOT);
        boolean lost = STEPS.contains(word) && isOtherStep(word)
                || LINKS.contains(word) && isWithoutLink()
                || Matcher.isErrorOrSignal(token.text()) && !isTold(token.text());
        return lost ? Optional.of(token.text()) : GROUPING.contains(word) ? group(at) : Optional.empty();
    }

    /// "work items that wait": an event of the same family is called so, and nothing in the intent is.
    private boolean isOtherStep(String word) {
        List<String> said = Wording.stems(word);
        return said.stream().noneMatch(stems::contains)
                && events.stream()
                        .filter(event -> event.indexOf('.') > 0)
                        .map(event -> event.substring(0, event.lastIndexOf('.') + 1))
                        .anyMatch(family -> said.stream()
                                .anyMatch(stem -> catalog.find(family + stem).isPresent()));
    }

    private boolean isWithoutLink() {
        boolean told = events.stream()
                .flatMap(event -> catalog.find(event).stream())
                .flatMap(kind -> kind.attributes().stream())
                .anyMatch(attribute -> attribute.name().equals("interface")
                        || String.join(" ", attribute.phrases()).contains("interface"));
        boolean network = events.stream().anyMatch(event -> event.startsWith("net") || event.startsWith("packet"));
        return !told && !network;
    }

    /// Whether the error or signal stands in the intent, or its event is called so.
    private boolean isTold(String name) {
        String plain = name.toLowerCase(Locale.ROOT);
        boolean called = events.stream()
                .flatMap(event -> catalog.find(event).stream())
                .anyMatch(kind -> String.join(" ", kind.phrases())
                                .toLowerCase(Locale.ROOT)
                                .contains(plain.replaceFirst("^sig", ""))
                        || kind.gloss().toLowerCase(Locale.ROOT).contains(plain));
        return called
                || text.contains(name)
                || Matcher.number(name)
                        .filter(number -> text.matches("(?s).*[=(] *" + number + "\\b.*"))
                        .isPresent();
    }

    /// "by number": what something is told by is in the intent.
    private Optional<String> group(int at) {
        int from = at + 1;
        while (from < tokens.size() && ARTICLES.contains(tokens.get(from).text().toLowerCase(Locale.ROOT))) {
            from++;
        }
        int length = from < tokens.size() ? lexicon.attributeAt(tokens, from) : 0;
        if (length == 0) {
            return Optional.empty();
        }
        String words = Background.words(tokens.subList(from, from + length));
        boolean told = Wording.stems(words).stream().anyMatch(stems::contains)
                || parts.stream().anyMatch(part -> resolves(words, part));
        return told ? Optional.empty() : Optional.of(words);
    }

    private boolean resolves(String words, Part part) {
        List<String> ends = new ArrayList<>(List.of(part.event()));
        part.after().ifPresent(after -> ends.add(after.event()));
        Set<String> names = PartNames.own(part);
        for (String end : ends) {
            Optional<EventKind> kind = catalog.find(end);
            boolean found = kind.flatMap(one -> new Attributes(one, catalog, kinds, Optional.empty()).resolve(words))
                    .map(Attribute::name)
                    .filter(names::contains)
                    .isPresent();
            if (found) {
                return true;
            }
        }
        return false;
    }
}
