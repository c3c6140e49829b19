package dev.ken.comprehension;

import dev.ken.contract.Part;
import dev.ken.contract.PartNames;
import dev.ken.contract.What;
import dev.ken.contract.What.Measure;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.EventKind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The words of a sentence that have no place in the parts made of it: while there is one, it is not understood.
final class Remainder {
    private static final Map<String, String> PRODUCTS = Tables.pairs("products.table");

    /// Run-time systems of languages, as the first part of kinds names them.
    private static final List<String> RUNTIMES = List.of("java", "python", "ruby", "php", "node", "perl", "go");

    /// Names of products that no process has.
    private static final Set<String> NO_PROCESS =
            Set.of("postgresql", "mysql", "mariadb", "python", "ruby", "php", "perl");

    private final Draft draft;
    private final EventKind kind;
    private final Attributes attributes;
    private final Assembler.Setting setting;

    Remainder(Draft draft, EventKind kind, Attributes attributes, Assembler.Setting setting) {
        this.draft = draft;
        this.kind = kind;
        this.attributes = attributes;
        this.setting = setting;
    }

    /// What was said and is neither shown, measured, tested, a key, nor what the kind is called.
    Set<String> of(List<Part> parts) {
        Set<String> used = new LinkedHashSet<>();
        parts.forEach(part -> used.addAll(PartNames.own(part)));
        List<String> said = new ArrayList<>(draft.notUnderstood);
        for (String words : draft.maybe) {
            boolean shown = attributes
                    .resolve(words)
                    .map(Attribute::name)
                    .filter(used::contains)
                    .isPresent();
            if (!shown) {
                said.addAll(List.of(words.split(" ")));
            }
        }
        said.addAll(unshown(parts, used));
        boolean folds = parts.stream().noneMatch(part -> part.what() instanceof What.Report);
        if (folds && draft.columns.size() > 1) {
            // What is to be shown beside a number has no place in it.
            for (String words : draft.columns) {
                Optional<Attribute> told = attributes
                        .resolve(words)
                        .filter(attribute -> !attribute.name().equals("time"));
                if (told.isPresent() && !used.contains(told.get().name())) {
                    said.addAll(List.of(words.split(" ")));
                }
            }
        }
        boolean bucketed = parts.stream()
                .anyMatch(part -> part.what() instanceof What.Aggregate folded
                        && (folded.measure() instanceof Measure.LinearHistogram
                                || folded.measure() instanceof Measure.Log2Histogram));
        if (!bucketed && (draft.step.isPresent() || draft.minimum.isPresent() || draft.maximum.isPresent())) {
            said.add("range");
        }
        if (setting.isAlone()) {
            Set<String> placed = new LinkedHashSet<>();
            draft.maybe.forEach(words -> placed.addAll(List.of(words.split(" "))));
            draft.hits.stream()
                    .filter(hit -> hit.kind().equals(kind.name()))
                    .forEach(hit -> placed.addAll(hit.words()));
            draft.content.stream()
                    .filter(word -> !placed.contains(word.toLowerCase(Locale.ROOT)) && !placed.contains(word))
                    .forEach(said::add);
        }
        if (setting.after().isPresent()) {
            said = new ArrayList<>(setting.kinds().missing(setting.after().get().event(), said));
        }
        otherRuntime().ifPresent(said::add);
        said.removeIf(this::isLibrary);
        Set<String> left = new LinkedHashSet<>(draft.strict);
        if (draft.most && !folds && draft.top.isEmpty() && draft.occasion.isEmpty() && setting.isAlone()) {
            left.add("most");
        }
        if (draft.contrasts && setting.isAlone()) {
            left.add("versus");
        }
        left.addAll(unsaidProduct());
        left.addAll(
                setting.isLoose()
                        ? setting.kinds().unexplained(kind.name(), said)
                        : setting.kinds().missing(kind.name(), said));
        return left;
    }

    /// What is to be shown and is not, where nothing is listed.
    private List<String> unshown(List<Part> parts, Set<String> used) {
        boolean lists = parts.stream()
                .anyMatch(part -> part.what() instanceof What.Report || part.what() instanceof What.Extreme);
        if (lists) {
            return List.of();
        }
        List<String> shown = new ArrayList<>(draft.columns);
        shown.addAll(draft.also);
        shown.remove("uid");
        if (!asksPath()) {
            shown.remove("path");
        }
        return shown.stream()
                .filter(words -> attributes
                        .resolve(words)
                        .filter(attribute -> used.contains(attribute.name())
                                || attribute.name().equals("time"))
                        .isEmpty())
                .toList();
    }

    /// "to which file": not only "the files" that something is done to.
    private boolean asksPath() {
        for (int at = 1; at < draft.sentence.size(); at++) {
            if (PATHS.contains(draft.sentence.get(at).toLowerCase(Locale.ROOT))
                    && Set.of("which", "what", "whose")
                            .contains(draft.sentence.get(at - 1).toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }

    private static final Set<String> PATHS = Set.of("file", "files", "path", "paths", "filename", "filenames");

    /// Whether a name is that of the product that the kind is of: "PostgreSQL queries" are not those of a
    /// process of that name.
    static boolean isProduct(EventKind kind, String name) {
        String first = kind.name().split("\\.")[0];
        String words = PRODUCTS.getOrDefault(first, "");
        String plain = name.toLowerCase(Locale.ROOT);
        if ((RUNTIMES.contains(first) || !words.isEmpty()) && first.equals(plain)) {
            return true;
        }
        return (!name.equals(plain) || NO_PROCESS.contains(plain))
                && List.of(words.split(" ")).contains(plain);
    }

    /// The words of the phrase where the kind is one of a product that is not named.
    private List<String> unsaidProduct() {
        Optional<String> words = Optional.ofNullable(PRODUCTS.get(kind.name()))
                .or(() -> Optional.ofNullable(PRODUCTS.get(kind.name().split("\\.")[0])));
        boolean said = words.isEmpty()
                || draft.hits.stream()
                        .filter(hit -> hit.kind().equals(kind.name()))
                        .flatMap(hit -> hit.words().stream())
                        .map(word -> word.toLowerCase(Locale.ROOT))
                        .anyMatch(List.of(words.get().split(" "))::contains)
                || draft.sentence.stream()
                        .map(word -> word.toLowerCase(Locale.ROOT).replaceAll("['’]s$", ""))
                        .anyMatch(List.of(words.get().split(" "))::contains);
        return said ? List.of() : draft.words.isEmpty() ? List.of(kind.plural()) : draft.words;
    }

    /// "SSL_write in libssl": the library in which such events are seen.
    private boolean isLibrary(String word) {
        return Lexicon.isLibrary(word)
                && kind.points().stream().anyMatch(point -> point.probe().contains("/" + word + "."));
    }

    /// "node gc" is not Java's: the runtime that is named when the kind is of another.
    private Optional<String> otherRuntime() {
        String own = kind.name().substring(0, Math.max(0, kind.name().indexOf('.')));
        return RUNTIMES.contains(own)
                ? RUNTIMES.stream()
                        .filter(runtime -> !runtime.equals(own))
                        .filter(runtime -> draft.conditions.contains("process is \"" + runtime + "\""))
                        .findFirst()
                : Optional.empty();
    }
}
