package dev.ken.comprehension;

import dev.ken.comprehension.Clauses.Clause;
import dev.ken.kernel.catalog.Catalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Clauses that list what is to be known of something: of what was named before, or in front of the list.
final class Listings {
    private final Catalog catalog;
    private final Kinds kinds;
    private final Function<List<Token>, Draft> scan;

    /// `scan` tells what words say.
    Listings(Catalog catalog, Kinds kinds, Function<List<Token>, Draft> scan) {
        this.catalog = catalog;
        this.kinds = kinds;
        this.scan = scan;
    }

    /// "programs that crash: the signal, the name and the pid": what would name events by itself, names what is to be
    /// known of those that were mentioned.
    Optional<Draft> named(Draft draft, Optional<Draft> subject) {
        List<String> told = subject.map(this::kindsOf).orElse(List.of());
        boolean asksMore = !draft.measures.isEmpty() || !draft.keys.isEmpty() || !draft.conditions.isEmpty();
        if (told.size() != 1 || asksMore || catalog.find(told.getFirst()).isEmpty() || draft.notUnderstood.size() > 0) {
            return Optional.empty();
        }
        Attributes attributes = new Attributes(catalog.find(told.getFirst()).orElseThrow(), catalog, kinds);
        Draft own = Drafts.copy(draft);
        for (Events.Mention mention : Events.mentioned(draft, catalog, kinds)) {
            String words = String.join(" ", mention.words());
            if (mention.words().isEmpty() || attributes.resolve(words).isEmpty()) {
                return Optional.empty();
            }
            own.columns.add(words);
            own.words.removeAll(mention.words());
            own.content.removeAll(mention.words());
        }
        own.hits.clear();
        own.content.clear();
        own.columns.addAll(own.maybe);
        own.maybe.clear();
        return Optional.of(own);
    }

    /// "of something in there": a path that was named before is a directory.
    static void inside(Draft draft, Set<String> conditions) {
        String words = String.join(" ", draft.sentence).toLowerCase(Locale.ROOT);
        if (!words.matches(".*\\b(in|inside|below|under|beneath|within) (there|that directory|that folder)\\b.*"
                + "|.*\\b(files?|something|anything|directory) there\\b.*")) {
            return;
        }
        List<String> paths = conditions.stream()
                .filter(condition -> condition.startsWith("path is "))
                .toList();
        paths.forEach(conditions::remove);
        paths.forEach(path -> conditions.add(path.replaceAll("^path is \"(.*?)/?\"$", "path starts with \"$1/\"")));
    }

    /// "Count writes below /var/log. List files that get deleted there.": below the directory that was named before.
    static void there(Draft draft, Draft before) {
        String words = String.join(" ", draft.sentence).toLowerCase(Locale.ROOT);
        boolean placed = draft.conditions.stream().anyMatch(condition -> condition.contains("path "));
        if (!placed
                && words.matches(
                        ".*\\b(there|in it|in (that|this|the same) directory|(in|below|under) (these|those|the same) (two |three )?(directories|folders))( too| as well)?")) {
            before.conditions.stream()
                    .filter(condition -> condition.startsWith("path "))
                    .forEach(draft::require);
        }
    }

    /// "Print TCP accepts. Count the accepts per process, too.": what is named again by some of its words is the same.
    Clause again(Clause clause, List<Draft> asked, Optional<Draft> topic) {
        List<Draft> items = new ArrayList<>(asked);
        topic.ifPresent(items::add);
        Draft draft = clause.draft();
        List<Events.Mention> mentions = Events.mentioned(draft, catalog, kinds);
        boolean ruled = draft.hits.stream().anyMatch(hit -> hit.words().isEmpty());
        if (Sharing.isOfAll(draft)
                || mentions.size() != 1
                || ruled
                || mentions.getFirst().words().isEmpty()) {
            return clause;
        }
        List<String> words = Lexicon.stems(String.join(" ", mentions.getFirst().words()));
        for (Draft item : items.reversed()) {
            List<Events.Mention> before = Events.mentioned(item, catalog, kinds);
            List<String> said = before.size() == 1
                    ? Lexicon.stems(String.join(" ", before.getFirst().words()))
                    : List.of();
            boolean other = before.size() == 1
                    && !before.getFirst()
                            .kinds()
                            .getFirst()
                            .equals(mentions.getFirst().kinds().getFirst());
            if (other && said.size() > words.size() && said.containsAll(words)) {
                Draft same = Drafts.copy(draft);
                same.hits.clear();
                same.hits.addAll(item.hits);
                return new Clause(clause.tokens(), same, clause.added(), clause.isFrame());
            }
        }
        return clause;
    }

    /// "for each process end print pid, name and exit status": what stands behind is what is to be known of that.
    Optional<Draft> headed(Clause clause) {
        List<Token> tokens = clause.tokens();
        for (int at = 1; at + 1 < tokens.size(); at++) {
            if (!ColumnList.begins(tokens.get(at))
                    || clause.draft().columns.isEmpty() && clause.draft().also.isEmpty()) {
                continue;
            }
            Draft head = scan.apply(tokens.subList(0, at));
            List<String> about = kindsOf(head);
            Optional<Draft> list = about.size() != 1 || !head.notUnderstood.isEmpty()
                    ? Optional.empty()
                    : columns(about).of(tokens.subList(at, tokens.size()));
            // "with a non-zero code": what tests is no fact to be shown.
            boolean tests = !head.conditions.containsAll(clause.draft().conditions);
            if (list.isPresent() && !tests && (head.measures.isEmpty() || head.measures.equals(Set.of("maximum")))) {
                list.get().sentence.clear();
                Draft whole = Drafts.copy(head);
                boolean each = EACH.contains(text(tokens.getFirst())) && head.measures.isEmpty();
                if (each && !head.keys.isEmpty() && list.get().also.containsAll(head.keys)) {
                    // "each file it opens with path"
                    whole.keys.clear();
                    whole.each = true;
                }
                whole.add(list.get());
                whole.sentence.clear();
                whole.sentence.addAll(clause.draft().sentence);
                return Optional.of(whole);
            }
        }
        return Optional.empty();
    }

    private static final Set<String> EACH = Set.of("each", "every");

    private static String text(Token token) {
        return token.text().toLowerCase(Locale.ROOT);
    }

    /// The clause as a list of what is to be known of what was named last.
    Optional<Draft> listed(Clause clause, Optional<Draft> subject) {
        boolean table = subject.filter(draft -> Asks.measured(draft) || !draft.keys.isEmpty() || draft.top.isPresent())
                .isPresent();
        if (table
                || !clause.draft().measures.isEmpty()
                || !clause.draft().conditions.isEmpty()
                || clause.draft().top.isPresent()) {
            return Optional.empty();
        }
        return columns(subject.map(this::kindsOf).orElse(List.of())).of(clause.tokens());
    }

    private ColumnList columns(List<String> about) {
        return new ColumnList(about.stream()
                .flatMap(kind -> catalog.find(kind.split(" where ", 2)[0]).stream())
                .map(kind -> new Attributes(kind, catalog, kinds))
                .toList());
    }

    private List<String> kindsOf(Draft draft) {
        return Events.mentioned(draft, catalog, kinds).stream()
                .map(mention -> mention.kinds().getFirst())
                .toList();
    }
}
