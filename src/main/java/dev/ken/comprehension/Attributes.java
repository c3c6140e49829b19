package dev.ken.comprehension;

import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.Attribute.Phase;
import dev.ken.kernel.catalog.Attribute.Type;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.kernel.catalog.Unit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What words for attributes mean for one event kind.
final class Attributes {
    static final Attribute LATENCY = new Attribute(
            "latency", Type.INTEGER, Unit.NANOSECONDS, Phase.END, "the time it takes", List.of("latency"));
    private static final Map<List<String>, String> OTHER_WORDS = otherWords();

    private final EventKind kind;
    private final Catalog catalog;

    Attributes(EventKind kind, Catalog catalog) {
        this.kind = kind;
        this.catalog = catalog;
    }

    private static Map<List<String>, String> otherWords() {
        Map<List<String>, String> words = new LinkedHashMap<>();
        for (String line : Tables.lines("attributes.words")) {
            String[] sides = line.split(" = ");
            words.put(Lexicon.stems(sides[0]), sides[1]);
        }
        return words;
    }

    /// The attribute that the words mean; empty where the kind has none such.
    Optional<Attribute> resolve(String words) {
        String plain = words.replace('_', ' ').strip();
        Optional<Attribute> named = byName(words.replace(' ', '_'));
        if (named.isPresent()) {
            return named;
        }
        List<String> stems = Lexicon.stems(plain);
        Optional<Attribute> own =
                kind.attributes().stream().filter(a -> says(a, stems)).findFirst();
        return own.or(() -> aliased(stems))
                .or(() -> catalog.ambient().values().stream()
                        .map(Catalog.AmbientAttribute::attribute)
                        .filter(a -> says(a, stems))
                        .findFirst());
    }

    private Optional<Attribute> aliased(List<String> stems) {
        return Optional.ofNullable(OTHER_WORDS.get(stems)).stream()
                .flatMap(names -> List.of(names.split(" ")).stream())
                .map(this::byName)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /// The attribute of exactly that name.
    Optional<Attribute> byName(String name) {
        if (name.equals(LATENCY.name())) {
            return kind.attribute(name).or(() -> kind.isSpan() ? Optional.of(LATENCY) : Optional.empty());
        }
        return kind.attribute(name)
                .or(() -> Optional.ofNullable(catalog.ambient().get(name)).map(Catalog.AmbientAttribute::attribute));
    }

    private static boolean says(Attribute attribute, List<String> stems) {
        return attribute.phrases().stream()
                .anyMatch(phrase -> Lexicon.stems(phrase).equals(stems));
    }

    static boolean isNumber(Attribute attribute) {
        return attribute.type() == Type.INTEGER || attribute.type() == Type.SIGNED;
    }

    Catalog catalog() {
        return catalog;
    }
}
