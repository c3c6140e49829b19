package dev.ken.comprehension;

import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.Attribute.Type;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.kernel.catalog.Unit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The attributes by which occurrences are told apart.
final class Keys {
    private final Draft draft;
    private final EventKind kind;
    private final Attributes attributes;
    private final List<String> assumptions;

    /// What is assumed is added to `assumptions`.
    Keys(Draft draft, EventKind kind, Attributes attributes, List<String> assumptions) {
        this.draft = draft;
        this.kind = kind;
        this.attributes = attributes;
        this.assumptions = assumptions;
    }

    /// Their names.
    List<String> keys() {
        Set<String> keys = new LinkedHashSet<>();
        oneStack();
        boolean ranked = draft.top.isPresent() && draft.keys.isEmpty() && draft.measures.isEmpty();
        if (ranked && draft.about.isEmpty() && !draft.inFlight && draft.relation.isEmpty()) {
            // The largest of what is shown: it is counted by that.
            draft.keys.addAll(draft.columns);
            draft.keys.addAll(draft.columns.isEmpty() ? draft.also : Set.of());
            draft.also.removeAll(draft.keys);
            draft.columns.clear();
            draft.each &= draft.keys.isEmpty();
        }
        for (String words : draft.keys) {
            Attribute attribute = attributes.required(words);
            boolean time = attribute.name().equals("time") || attribute.name().equals("latency");
            if (time && (draft.top.isPresent() || draft.most) && draft.measures.isEmpty()) {
                // "the top 10 by time"
                draft.measures.add("sum");
                draft.about.add("latency");
                continue;
            }
            boolean amount = attribute.unit().family() == Unit.Family.SIZE || Folding.adds(attribute);
            boolean others = draft.keys.size() > 1 || words.equals("bytes") && !draft.also.isEmpty();
            if (amount && (draft.top.isPresent() || draft.most) && draft.measures.isEmpty() && others) {
                // "the top 3 cgroups by bytes"
                draft.measures.add("sum");
                draft.about.add(words);
                continue;
            }
            if (amount && words.equals("bytes") && draft.about.contains(words) && draft.measures.contains("sum")) {
                continue;
            }
            if (time) {
                throw Unsuitable.refused("Grouping by time is asked for as a period.", "For example: every 1 s.");
            }
            keys.add(attribute.name());
            if (Lexicon.stems(words).equals(List.of("proces"))) {
                assumptions.add(
                        "“By process” means by the name of the process; say pid to tell processes of one name apart.");
            }
            if (attribute.name().equals("uid") && !words.contains("id")) {
                assumptions.add("Users are told by their number.");
            }
            if (attribute.name().equals("error")) {
                assumptions.add("Error 0 stands for success.");
            }
        }
        if (draft.most && keys.isEmpty() && draft.also.contains("uid") && draft.each) {
            // "who … the most?"
            keys.add("process");
        }
        if (draft.most && keys.isEmpty()) {
            draft.maybe.stream()
                    .flatMap(words -> attributes.resolve(words).stream())
                    .filter(attribute -> attribute.type() == Type.TEXT)
                    .forEach(attribute -> keys.add(attribute.name()));
        }
        if (draft.most && keys.isEmpty() && draft.about.isEmpty()) {
            // "Python functions called most"
            attributes.within(draft.words).filter(a -> a.type() == Type.TEXT).ifPresent(a -> keys.add(a.name()));
        }
        if (draft.most && keys.isEmpty()) {
            ranked().ifPresent(keys::add);
        }
        if (draft.top.isPresent() && draft.measures.contains("maximum") && keys.isEmpty()) {
            keys.add("process");
            assumptions.add("The largest of each process name is shown.");
        }
        if (draft.having.isPresent() && keys.isEmpty() && namesWho()) {
            keys.add("process");
        }
        if (kind.name().equals("cpu.sample") && keys.isEmpty() && !hasStackColumn()) {
            keys.add("process");
            assumptions.add("CPU use is shown by process name.");
        }
        draft.maybe.stream()
                .flatMap(words -> attributes.resolve(words).stream())
                .filter(attribute -> attribute.type() == Type.STACK && !draft.each)
                .filter(attribute -> !attribute.name().equals("kstack") || !keys.contains("ustack") || saysKernel())
                .forEach(attribute -> keys.add(attribute.name()));
        boolean counted = isFolded() || draft.counted && !draft.each;
        if (keys.isEmpty() ? counted : isTable(keys)) {
            java.util.stream.Stream.concat(
                            draft.also.stream(), isFolded() ? draft.columns.stream() : java.util.stream.Stream.empty())
                    .flatMap(words -> attributes.resolve(words).stream())
                    .filter(attribute -> !Attributes.isNumber(attribute) || isIdentity(attribute))
                    .filter(attribute -> !(draft.each && attribute.name().equals("uid")))
                    .forEach(attribute -> keys.add(attribute.name()));
        }
        boolean onlyCounts = draft.measures.equals(Set.of("count")) || draft.measures.isEmpty() && draft.counted;
        if (onlyCounts && keys.isEmpty()) {
            // "return values of f, counted"
            draft.maybe.stream()
                    .flatMap(words -> attributes.resolve(words).stream())
                    .filter(attribute -> kind.attribute(attribute.name()).isPresent())
                    .filter(attribute -> attribute.type() == Type.TEXT || isIdentity(attribute))
                    .forEach(attribute -> keys.add(attribute.name()));
        }
        if (kind.name().equals("syscall") && draft.keys.isEmpty() && draft.most) {
            keys.add("nr");
        }
        return List.copyOf(keys);
    }

    /// "flame graph … user stacks": of both only the one that is named.
    private void oneStack() {
        String said = String.join(" ", draft.sentence).toLowerCase(Locale.ROOT);
        boolean user = said.matches(".*\\buser(-space|space| space)? (call )?stacks?\\b.*");
        boolean kernel = said.contains("kernel");
        if (draft.keys.containsAll(Set.of("kstack", "ustack")) && user && !kernel && !said.contains("both")) {
            draft.keys.remove("kstack");
        }
    }

    /// Whether processes or those who do something are spoken of at all.
    private boolean namesWho() {
        return draft.each
                || draft.sentence.stream()
                        .map(word -> word.toLowerCase(Locale.ROOT))
                        .anyMatch(word -> WHO.contains(word) || RANKED.contains(word));
    }

    private static final Set<String> WHO =
            Set.of("who", "which", "whoever", "task", "tasks", "anyone", "anybody", "those");

    /// What the sentence names that the largest of are asked: "which files does X read most".
    private Optional<String> ranked() {
        List<String> words = draft.sentence.stream()
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
        for (int at = 0; at < words.size(); at++) {
            boolean asked =
                    at == 0 || Set.of("which", "what", "whose", "the", "those").contains(words.get(at - 1)) && at < 3;
            if (asked && RANKED.contains(words.get(at))) {
                return Optional.of(attributes.required(words.get(at)).name());
            }
        }
        return Optional.empty();
    }

    private static final Set<String> RANKED = Tables.words("ranked.words");

    /// "stacks" alone are those that were named before.
    private boolean saysKernel() {
        return draft.maybe.stream().anyMatch(words -> words.contains("kernel") || words.contains("kstack"));
    }

    /// Whether what is shown is counted by `keys`, so that what else is asked for is told apart as well.
    private boolean isTable(Set<String> keys) {
        return draft.measures.isEmpty() && !(draft.each && !draft.also.isEmpty())
                || draft.most
                || draft.top.isPresent() && draft.measures.isEmpty()
                || isFolded();
    }

    /// Whether many occurrences become one value, of which nothing but keys can be told apart.
    private boolean isFolded() {
        return !draft.measures.isEmpty() && !draft.measures.contains("maximum") && !draft.measures.contains("minimum");
    }

    private static final Set<String> IDENTITIES = Tables.words("identities.words");

    static boolean isIdentity(Attribute attribute) {
        return IDENTITIES.contains(attribute.name());
    }

    private boolean hasStackColumn() {
        return draft.maybe.stream()
                .flatMap(words -> attributes.resolve(words).stream())
                .anyMatch(attribute -> attribute.type() == Type.STACK);
    }
}
