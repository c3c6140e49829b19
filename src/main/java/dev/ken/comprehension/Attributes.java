package dev.ken.comprehension;

import dev.ken.contract.After;
import dev.ken.kernel.Spelling;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.Attribute.Phase;
import dev.ken.kernel.catalog.Attribute.Type;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.kernel.catalog.Unit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What words for attributes mean for one event kind.
final class Attributes {
    static final Attribute LATENCY = new Attribute(
            "latency", Type.INTEGER, Unit.NANOSECONDS, Phase.END, "the time it takes", List.of("latency"));
    private static final String OF = " of ";
    private static final String UNTOLD = "The kernel does not tell the ";
    private static final Attribute SINCE =
            new Attribute(After.SINCE, Type.INTEGER, Unit.NANOSECONDS, Phase.END, "the time between them", List.of());
    private static final Map<List<String>, String> OTHER_WORDS = otherWords();

    private static final Set<String> NAMING = Set.of("name", "names");
    private static final Set<String> NUMBERING = Set.of("number", "numbers", "id", "ids", "value", "values");

    private final EventKind kind;
    private final Catalog catalog;
    private final Kinds kinds;
    private final Optional<Attributes> first;
    private final Set<String> guessed = new LinkedHashSet<>();

    Attributes(EventKind kind, Catalog catalog, Kinds kinds) {
        this(kind, catalog, kinds, Optional.empty());
    }

    /// Of an occurrence of `kind` that follows one of `first`, where there is such: then `latency` is the time between
    /// them, and what only the first one has is told of that.
    Attributes(EventKind kind, Catalog catalog, Kinds kinds, Optional<EventKind> first) {
        this.first = first.map(other -> new Attributes(other, catalog, kinds));
        this.kinds = kinds;
        this.kind = kind;
        this.catalog = catalog;
    }

    /// Whether any occurrence has a fact of that name.
    boolean isAmbient(String name) {
        return catalog.ambient().containsKey(name);
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
        return found(words).flatMap(this::undergone);
    }

    /// "OOM kills by process": the process that it happens to.
    private Optional<Attribute> undergone(Attribute attribute) {
        String names = UNDERGONE.contains(kind.name()) ? OF_OBJECT.getOrDefault(attribute.name(), "") : "";
        Optional<Attribute> object = List.of(names.split(" ")).stream()
                .flatMap(name -> kind.attribute(name).stream())
                .findFirst();
        object.ifPresent(one -> guessed.add("“" + attribute.name() + "” is that of the process that it happens to."));
        return object.isPresent() ? object : Optional.of(attribute);
    }

    private static final Set<String> UNDERGONE = Tables.words("undergone.kinds");
    private static final Map<String, String> OF_OBJECT =
            Map.of("process", "victim_name target_name", "pid", "victim target", "uid", "victim_uid");

    private Optional<Attribute> found(String words) {
        String plain = words.replace('_', ' ').strip();
        if (words.equals(Actions.OBJECT)) {
            return object();
        }
        if (STACKS.contains(plain) && isOfPrograms()) {
            return byName("ustack");
        }
        String name = words.replace(' ', '_');
        List<String> stems = Lexicon.stems(plain);
        Optional<Attribute> own = kind.attribute(name)
                .or(() -> kind.attributes().stream().filter(a -> says(a, stems)).findFirst());
        return own.filter(_ -> !name.equals(LATENCY.name()) || first.isEmpty())
                .or(() -> byName(name))
                .or(() -> named(plain))
                .or(() -> aliased(stems))
                .or(() -> catalog.ambient().values().stream()
                        .map(Catalog.AmbientAttribute::attribute)
                        .filter(a -> says(a, stems))
                        .findFirst())
                .or(() -> modified(plain))
                .or(() -> shortened(stems))
                .or(() -> first.flatMap(other -> other.resolve(words)).map(Attributes::ofFirst))
                .or(() -> headed(plain));
    }

    /// "backing device", "kind of advice": the one attribute that the noun itself names, whatever is said of it before;
    /// told as assumed.
    private Optional<Attribute> headed(String plain) {
        List<String> words = List.of(plain.toLowerCase(Locale.ROOT).split("\\s+"));
        if (words.size() < 2 || words.size() > LONGEST_HEADED) {
            return Optional.empty();
        }
        boolean of = words.size() > 2 && words.get(1).equals("of") && OF_KINDS.contains(words.getFirst());
        List<String> modifiers = of ? List.of() : words.subList(0, words.size() - 1);
        if (!of && tells(words.getLast())
                || !FILES.contains(words.getLast()) && modifiers.stream().anyMatch(CONTRASTS::contains)) {
            return Optional.empty();
        }
        String head = of ? String.join(" ", words.subList(2, words.size())) : words.getLast();
        List<String> stems = Lexicon.stems(head);
        List<Attribute> found = kind.attributes().stream()
                .filter(a -> a.name().equals(head.replace(' ', '_')) || says(a, stems))
                .toList();
        if (found.size() != 1) {
            return Optional.empty();
        }
        guessed.add("“" + plain + "” is read as " + found.getFirst().gloss() + ".");
        return Optional.of(found.getFirst());
    }

    /// What was read otherwise than it is called, as sentences.
    Set<String> guessed() {
        return guessed;
    }

    /// Where there is one file, it may be called the one that something goes to or comes from.
    private static final Set<String> FILES = Set.of("file", "path", "filename");
    private static final int LONGEST_HEADED = 4;
    private static final Set<String> OF_KINDS = Set.of("kind", "type", "sort", "name", "number", "id", "value", "path");
    /// Words that tell one attribute from another of the same noun.
    private static final Set<String> CONTRASTS = Tables.words("contrasts.words");

    /// Whether it is seen in programs only, so that its stack is theirs.
    private boolean isOfPrograms() {
        return !kind.points().isEmpty()
                && kind.points().stream()
                        .allMatch(point -> point.probe().startsWith("uprobe:")
                                || point.probe().startsWith("uretprobe:")
                                || point.probe().startsWith("usdt:"));
    }

    private static final Set<String> STACKS = Set.of(
            "stack",
            "stacks",
            "stack trace",
            "stack traces",
            "call stack",
            "call stacks",
            "backtrace",
            "backtraces",
            "call path",
            "call site",
            "call sites");

    /// The same, where the request cannot do without it.
    /// What such events lack, where that is why a request is declined.
    static Optional<String> untold(String told) {
        return told.startsWith(UNTOLD)
                ? Optional.of(told.substring(UNTOLD.length()).split(OF, 2)[0])
                : Optional.empty();
    }

    Attribute required(String words) {
        Optional<Attribute> found = resolve(words);
        if (found.isEmpty()) {
            String known = String.join(
                    ", ", kind.attributes().stream().map(Attribute::name).toList());
            String shown = words.replace('_', ' ');
            if (words.equals(Actions.OBJECT)) {
                throw Unsuitable.refused(
                        "The process that it is done to is told by its number here, not by name.",
                        "Say its process id, or group by target.");
            }
            if (shown.equals("latency")) {
                throw Unsuitable.refused(
                        Texts.capital(kind.plural()) + " happen at one moment; there is no time that they take.",
                        "They can be counted or listed.");
            }
            throw Unsuitable.refused(
                    UNTOLD + shown + OF + kind.plural() + " where they are observed.",
                    meant(shown).map(word -> "Did you mean “" + word + "”? ").orElse("")
                            + "Known are: " + (known.isEmpty() ? "" : known + ", ")
                            + "process, pid, tid, uid, cpu, time, stacks.");
        }
        return found.get();
    }

    /// A word of what is known here that differs in one letter, or in the order of its letters.
    private Optional<String> meant(String word) {
        return kind.attributes().stream()
                .flatMap(attribute -> Stream.concat(Stream.of(attribute.name()), attribute.phrases().stream()))
                .filter(known -> known.length() >= SHORTEST_MISSPELT && known.charAt(0) == word.charAt(0))
                .filter(known ->
                        Spelling.distance(known, word) == 1 || sorted(known).equals(sorted(word)))
                .findFirst();
    }

    private static String sorted(String word) {
        char[] letters = word.toCharArray();
        Arrays.sort(letters);
        return String.valueOf(letters);
    }

    private static final int SHORTEST_MISSPELT = 4;

    /// What is named behind "on" or "at": the process that it is done to, where the events tell that by name, else who
    /// does it; empty where they tell the object by its number only.
    private Optional<Attribute> object() {
        Optional<Attribute> named =
                OBJECTS.stream().flatMap(name -> kind.attribute(name).stream()).findFirst();
        return named.isPresent() || kind.attribute("target").isPresent() ? named : byName("process");
    }

    private static final List<String> OBJECTS = List.of("target_name", "victim_name", "child_name");

    private static Attribute ofFirst(Attribute attribute) {
        return new Attribute(
                After.FIRST + attribute.name(),
                attribute.type(),
                attribute.unit(),
                attribute.phase(),
                attribute.gloss(),
                attribute.phrases());
    }

    /// Whether a word behind an attribute says nothing more: "cache name", "vector number".
    static boolean tells(String word) {
        String plain = word.toLowerCase(Locale.ROOT);
        return NAMING.contains(plain) || NUMBERING.contains(plain);
    }

    /// "cache name", "vector number": what stands before such a word is the attribute, where the kind has it.
    private Optional<Attribute> named(String words) {
        int space = words.lastIndexOf(' ');
        String last = words.substring(space + 1).toLowerCase(Locale.ROOT);
        if (space <= 0 || !tells(last)) {
            return Optional.empty();
        }
        String before = words.substring(0, space);
        List<String> stems = Lexicon.stems(before);
        return kind.attributes().stream()
                .filter(a -> says(a, stems) || a.name().equals(before))
                .filter(a -> NAMING.contains(last) == (a.type() == Type.TEXT))
                .findFirst();
    }

    /// "irq name" of interrupts is their name: what stands before says only of what it is.
    private Optional<Attribute> modified(String words) {
        int space = words.indexOf(' ');
        boolean ours = space > 0 && kinds.has(kind.name(), List.of(words.substring(0, space)));
        Optional<Attribute> meant = ours ? resolve(words.substring(space + 1)) : Optional.empty();
        // "cache name" is not the name of the process.
        return meant.filter(a -> !NAMING.contains(words.substring(space + 1))
                || kind.attribute(a.name()).isPresent());
    }

    /// "the kind" of a lock is its lock kind: the name of the kind need not be said again.
    private Optional<Attribute> shortened(List<String> stems) {
        return kind.attributes().stream()
                .filter(attribute -> attribute.phrases().stream().anyMatch(phrase -> {
                    List<String> words = new java.util.ArrayList<>(List.of(phrase.split(" ")));
                    List<String> all = Lexicon.stems(phrase);
                    return all.size() > stems.size()
                            && all.subList(all.size() - stems.size(), all.size())
                                    .equals(stems)
                            && kinds.has(kind.name(), words.subList(0, words.size() - stems.size()));
                }))
                .findFirst();
    }

    /// The own attribute that the longest of its phrases within `words` names.
    Optional<Attribute> within(List<String> words) {
        java.util.Set<String> said = new java.util.LinkedHashSet<>(Lexicon.stems(String.join(" ", words)));
        Optional<Attribute> best = Optional.empty();
        int longest = 0;
        for (Attribute attribute : kind.attributes()) {
            for (String phrase : attribute.phrases()) {
                List<String> stems = Lexicon.stems(phrase);
                if (stems.size() > longest && said.containsAll(stems)) {
                    longest = stems.size();
                    best = Optional.of(attribute);
                }
            }
        }
        return best;
    }

    private Optional<Attribute> aliased(List<String> stems) {
        List<Attribute> meant = Optional.ofNullable(OTHER_WORDS.get(stems)).stream()
                .flatMap(names -> List.of(names.split(" ")).stream())
                .map(this::byName)
                .flatMap(Optional::stream)
                .toList();
        // A path is no number.
        boolean path = stems.getLast().equals("path") || stems.getLast().equals("fil");
        return meant.stream()
                .filter(a -> !path || a.type() == Type.TEXT)
                .findFirst()
                .or(() -> meant.stream().findFirst())
                .or(() -> path ? inode() : Optional.empty());
    }

    /// Where files are known by their inodes only.
    private Optional<Attribute> inode() {
        Optional<Attribute> inode = kind.attribute("inode");
        inode.ifPresent(_ -> guessed.add("Files are told by their inode number here, not by name."));
        return inode;
    }

    /// The attribute of exactly that name.
    Optional<Attribute> byName(String name) {
        if (name.equals(LATENCY.name()) && first.isPresent()) {
            return Optional.of(SINCE);
        }
        if (name.equals(LATENCY.name())) {
            return kind.attribute(name).or(() -> kind.isSpan() ? Optional.of(LATENCY) : Optional.empty());
        }
        return kind.attribute(name)
                .or(() -> Optional.ofNullable(catalog.ambient().get(name)).map(Catalog.AmbientAttribute::attribute));
    }

    private static boolean says(Attribute attribute, List<String> stems) {
        return attribute.phrases().stream()
                        .anyMatch(phrase -> Lexicon.stems(phrase).equals(stems))
                || stems.size() > 1
                        && GlossTitle.of(attribute)
                                .filter(title -> Lexicon.stems(title).equals(stems))
                                .isPresent();
    }

    static boolean isNumber(Attribute attribute) {
        return attribute.type() == Type.INTEGER || attribute.type() == Type.SIGNED;
    }

    Catalog catalog() {
        return catalog;
    }
}
