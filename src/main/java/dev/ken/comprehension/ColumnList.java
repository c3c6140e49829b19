package dev.ken.comprehension;

import dev.ken.comprehension.Token.Kind;
import dev.ken.kernel.catalog.Unit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Reads a clause that lists what is to be known of events that were named before: "print local port, remote address
/// and how long it lived in ms". Each entry must be what such an event has, in whatever words the catalog has for it.
final class ColumnList {
    private static final Set<String> VERBS = Set.of(
            "print",
            "show",
            "display",
            "report",
            "list",
            "output",
            "log",
            "include",
            "record",
            "give",
            "tell",
            "write",
            "prints",
            "shows",
            "displays",
            "reports",
            "lists",
            "outputs",
            "logs",
            "includes",
            "records",
            "gives",
            "columns",
            "fields",
            "with",
            "showing",
            "including",
            "printing",
            "note",
            "emit",
            "dump");
    private static final Set<String> FILLING = Set.of(
            "me", "the", "its", "their", "his", "a", "an", "also", "both", "that", "these", "those", "out", "please",
            "just", "us", ":", "is", "are", "full", "each", "of", "one", "line", "row", "then", "for", "it", "every");
    private static final Set<String> JOINTS = Set.of("and", "plus", "with", "&", "including", "along", "together");
    private static final Set<String> BEHIND =
            Set.of("it", "each", "them", "these", "those", "one", "event", "call", "time", "every", "such", "this");

    private final List<Attributes> subjects;

    /// `subjects`: the attributes of the kinds that the list is about; all must have what is listed.
    ColumnList(List<Attributes> subjects) {
        this.subjects = List.copyOf(subjects);
    }

    /// Whether the word may stand before such a list.
    static boolean begins(Token token) {
        return VERBS.contains(text(token));
    }

    /// What the clause says, if it is such a list.
    Optional<Draft> of(List<Token> clause) {
        if (subjects.isEmpty() || clause.isEmpty()) {
            return Optional.empty();
        }
        boolean verb = VERBS.contains(text(clause.getFirst()));
        List<List<Token>> entries = entries(clause);
        if (entries.isEmpty() || !verb && entries.size() < 2) {
            return Optional.empty();
        }
        Draft draft = new Draft();
        String ofLast = owner(entries.getLast());
        String owner = ofLast.isEmpty() ? owner(entries.getFirst()) : ofLast;
        boolean ofProcess = owner.isEmpty()
                && entries.stream().anyMatch(entry -> Set.of("pid", "tid").contains(text(entry.getLast())));
        String possessive = "";
        for (List<Token> entry : entries) {
            List<Token> rest = withoutUnit(entry, draft);
            possessive = text(entry.getFirst()).matches("\\w+['’]s") ? owner(entry) : possessive;
            boolean names = ofProcess && Set.of("name", "names").contains(String.join(" ", plain(rest)));
            Optional<String> column = names
                    ? Optional.of("process")
                    : column(
                            rest,
                            possessive.isEmpty() || !owner(entry).isEmpty()
                                    ? owner(entry).isEmpty() ? owner : owner(entry)
                                    : possessive);
            if (column.isEmpty()) {
                return Optional.empty();
            }
            draft.columns.add(column.get());
        }
        if (draft.columns.size() == 1) {
            draft.also.addAll(draft.columns);
            draft.columns.clear();
        } else {
            draft.each = true;
        }
        clause.stream()
                .filter(token -> token.kind() == Kind.WORD)
                .map(Token::text)
                .forEach(draft.sentence::add);
        return Optional.of(draft);
    }

    private static List<List<Token>> entries(List<Token> clause) {
        List<List<Token>> entries = new ArrayList<>();
        List<Token> entry = new ArrayList<>();
        for (int at = VERBS.contains(text(clause.getFirst())) ? 1 : 0; at < clause.size(); at++) {
            Token token = clause.get(at);
            if (token.kind() == Kind.COMMA || JOINTS.contains(text(token))) {
                if (!entry.isEmpty()) {
                    entries.add(entry);
                }
                entry = new ArrayList<>();
            } else if (token.kind() != Kind.WORD) {
                return List.of();
            } else if (!entry.isEmpty() || !FILLING.contains(text(token))) {
                entry.add(token);
            }
        }
        if (!entry.isEmpty()) {
            entries.add(entry);
        }
        return entries;
    }

    /// "in ms" behind an entry.
    private static List<Token> withoutUnit(List<Token> entry, Draft draft) {
        int size = entry.size();
        Optional<Unit> unit = size > 2 && Set.of("in", "as").contains(text(entry.get(size - 2)))
                ? Tokenizer.unitNamed(entry.getLast().text())
                : Optional.empty();
        if (unit.isEmpty()) {
            return entry;
        }
        draft.unit = unit;
        return entry.subList(0, size - 2);
    }

    /// Of "name and pid of the victim": the victim.
    private static String owner(List<Token> entry) {
        String first = text(entry.getFirst());
        if (entry.size() > 1 && first.matches("\\w+['’]s")) {
            return first.substring(0, first.length() - 2);
        }
        for (int at = 1; at + 1 < entry.size(); at++) {
            if (text(entry.get(at)).equals("of")) {
                return String.join(" ", plain(entry.subList(at + 1, entry.size())));
            }
        }
        return "";
    }

    private Optional<String> column(List<Token> entry, String owner) {
        List<String> words = plain(entry);
        if (words.isEmpty()) {
            return Optional.empty();
        }
        Set<String> tries = new LinkedHashSet<>();
        if (!owner.isEmpty()) {
            String own = String.join(" ", words).replaceAll(" of( .*)?$", "");
            tries.add(owner + " " + own);
            tries.add(own + " of " + owner);
            tries.add(own + " of the " + owner);
        }
        String whole = String.join(" ", words);
        tries.add(whole);
        spoken(whole).ifPresent(tries::add);
        List<String> less = new ArrayList<>(words);
        while (less.size() > 1 && BEHIND.contains(less.getLast())) {
            less.removeLast();
            while (less.size() > 1 && Set.of("of", "for").contains(less.getLast())) {
                less.removeLast();
            }
            tries.add(String.join(" ", less));
        }
        return tries.stream()
                .filter(name ->
                        subjects.stream().allMatch(one -> one.resolve(name).isPresent()))
                .findFirst();
    }

    /// What is said as a clause: "how long it lived", "when it happened", "who did it".
    private static Optional<String> spoken(String words) {
        if (words.matches("how long.*|time (it|that it|they) .*|time (needed|taken|spent)|time")) {
            return Optional.of(words.equals("time") ? "time" : "latency");
        }
        if (words.matches("when( .*)?|timestamp|time of day")) {
            return Optional.of("time");
        }
        if (words.matches("who( .*)?")) {
            return Optional.of("process");
        }
        return words.matches("(whether|if) .*(fail|work|succe).*") ? Optional.of("error") : Optional.empty();
    }

    private static List<String> plain(List<Token> tokens) {
        return tokens.stream()
                .map(ColumnList::text)
                .map(word -> word.replaceAll("['’]s$", ""))
                .filter(word -> !Set.of("the", "its", "their", "a", "an").contains(word))
                .toList();
    }

    private static String text(Token token) {
        return token.text().toLowerCase(Locale.ROOT);
    }
}
