package dev.ken.comprehension;

import dev.ken.contract.Intent;
import dev.ken.contract.IntentCheck;
import dev.ken.contract.IntentText;
import dev.ken.contract.Part;
import dev.ken.corpus.Wording;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.source.Diagnostic;
import dev.ken.source.Source;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What is wrong with an intent that a model made of a request: names, types and units ([IntentCheck]), what
/// the request says and the intent does not ([Accounting], and what the reader sees itself of its words), what
/// the intent says and the request does not ([Grounds]).
record ModelCheck(Catalog catalog, Reader reader) {
    /// @param wrong    why it cannot be meant, as sentences; empty where it may be
    /// @param doubts   what has no ground in the request; asked where nothing is wrong
    /// @param leftOver words of the request that it does not use
    /// @param light    whether what is left over can neither turn nor narrow what is meant, as far as is known
    record Checked(
            Optional<Intent> intent, List<String> wrong, List<String> doubts, List<String> leftOver, boolean light) {
        private static Checked wrong(List<String> wrong) {
            return new Checked(Optional.empty(), wrong, List.of(), List.of(), false);
        }
    }

    /// Of an intent as text.
    Checked text(String text, String request) {
        Source source = new Source("intent", text);
        IntentText.Parsed parsed = IntentText.parse(source);
        List<Diagnostic> problems = new ArrayList<>(parsed.diagnostics());
        problems.addAll(IntentCheck.of(parsed, catalog));
        return problems.isEmpty() && parsed.intent().isPresent()
                ? intent(parsed.intent().get(), request)
                : Checked.wrong(
                        problems.stream().map(one -> one.render(source).strip()).toList());
    }

    Checked intent(Intent intent, String request) {
        if (!IntentCheck.of(intent, catalog).isEmpty()) {
            return Checked.wrong(IntentCheck.of(intent, catalog));
        }
        Grounds grounds = new Grounds(request, catalog);
        Accounting accounting = new Accounting(intent, catalog);
        List<String> wrong = new ArrayList<>(accounting.contradictions(request));
        wrong.addAll(grounds.leftOut(intent));
        List<String> left = new ArrayList<>(accounting.leftOver(request));
        left.removeAll(reader.asides(request));
        left.stream()
                .filter(grounds::isKind)
                .forEach(word -> wrong.add("the request speaks of " + word + ", and the intent does not"));
        List<String> doubts = doubts(intent, grounds, request);
        if (!left.isEmpty()) {
            elsewhere(intent, request).ifPresent(doubts::add);
        }
        return new Checked(Optional.of(intent), wrong, doubts, left, isLight(left, intent));
    }

    /// Without a ground in the request, and what the reader's own accounts miss.
    private List<String> doubts(Intent intent, Grounds grounds, String request) {
        List<String> doubts = new ArrayList<>(grounds.missing(intent));
        doubts.addAll(reader.objections(request, intent));
        return doubts;
    }

    /// Where not all words are used, it has to be about what the words of the request name, if they name anything.
    private Optional<String> elsewhere(Intent intent, String request) {
        List<String> named = reader.named(request);
        boolean about = named.isEmpty()
                || intent.parts().stream()
                        .allMatch(part -> Fitting.siblings(part.event()).anyMatch(named::contains)
                                || named.stream().flatMap(Fitting::siblings).anyMatch(part.event()::equals));
        return about
                ? Optional.empty()
                : Optional.of("the words of the request name "
                        + catalog.find(named.getFirst()).map(EventKind::plural).orElse(named.getFirst())
                        + ", and it is about something else");
    }

    /// Only words that say how, not what; others may narrow or turn what is meant, in whatever way they are said.
    private boolean isLight(List<String> left, Intent intent) {
        Set<String> facts = new LinkedHashSet<>();
        for (Part part : intent.parts()) {
            catalog.find(part.event()).stream()
                    .flatMap(kind -> kind.attributes().stream())
                    .forEach(attribute -> facts.addAll(names(attribute)));
        }
        catalog.ambient().values().forEach(one -> facts.addAll(names(one.attribute())));
        return left.stream().map(word -> word.toLowerCase(Locale.ROOT)).allMatch(LIGHT::contains)
                && left.stream().flatMap(word -> Wording.stems(word).stream()).noneMatch(facts::contains);
    }

    private static final Set<String> LIGHT = Tables.words("light.words");

    /// What an attribute is called in one word.
    private static Set<String> names(Attribute attribute) {
        Set<String> names = new LinkedHashSet<>(Wording.stems(attribute.name().replace('_', ' ')));
        attribute.phrases().stream()
                .map(Wording::stems)
                .filter(stems -> stems.size() == 1)
                .forEach(names::addAll);
        return names;
    }
}
