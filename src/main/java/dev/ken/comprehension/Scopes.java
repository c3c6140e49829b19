package dev.ken.comprehension;

import dev.ken.contract.Condition;
import dev.ken.contract.Intent;
import dev.ken.contract.Part;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What was said of one thing that is asked for and holds for others: of which processes, by what, which of them.
final class Scopes {
    /// Words after which all is meant, whatever was said before of which processes.
    private static final Set<String> ANYBODY = Set.of(
            "whoever", "anybody", "everybody", "anyone", "everyone", "system-wide", "systemwide", "overall", "any");
    private static final Set<String> BACK = Set.of("those", "these", "such", "them", "there");
    private static final Set<String> THAT =
            Set.of("that", "which", "who", "whose", "with", "of", "above", "over", "from");

    private final Sharing sharing;

    Scopes(Sharing sharing) {
        this.sharing = sharing;
    }

    static String kind(Draft draft) {
        return draft.hits.isEmpty() ? "" : draft.hits.getFirst().kind();
    }

    /// "the bytes read and the bytes written by each process": numbers of one kind are shown by the same.
    void keys(List<Draft> made) {
        Draft last = made.getLast();
        for (Draft draft : made) {
            boolean same = last.measures.isEmpty() || draft.about.equals(last.about) && !draft.about.isEmpty();
            boolean alike = same && !Asks.isReport(draft) && !Asks.isReport(last);
            if (alike && draft.keys.isEmpty() && !last.keys.isEmpty()) {
                draft.keys.addAll(last.keys);
            }
        }
    }

    private static final String NAMED = "process is ";

    /// Takes away the shorter name of the same, which was only that of a heading: "Redis watch" is about redis-server
    /// where that is said.
    static void replace(Set<String> conditions, String said) {
        String name = said.toLowerCase(Locale.ROOT);
        conditions.removeIf(other -> said.startsWith(NAMED)
                && other.startsWith(NAMED)
                && other.length() < said.length()
                && name.startsWith(other.substring(0, other.length() - 1).toLowerCase(Locale.ROOT)));
    }

    /// "how many bytes each pid wrote there": of what was said before.
    void refer(Draft draft, Optional<Draft> before, boolean open) {
        List<String> words = draft.sentence.stream()
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
        boolean anybody = draft.anybody || words.stream().anyMatch(ANYBODY::contains);
        for (int at = 0; before.isPresent() && !anybody && at < words.size(); at++) {
            boolean points = BACK.contains(words.get(at))
                    && !(at + 1 < words.size() && THAT.contains(words.get(at + 1)))
                    && !(at + 2 < words.size() && THAT.contains(words.get(at + 2)));
            if (points || open) {
                before.get().conditions.stream()
                        .filter(condition -> sharing.has(draft, condition))
                        .filter(condition -> !Sharing.isTested(condition, draft))
                        .forEach(draft::require);
                return;
            }
        }
    }

    /// Of which processes the first is asked, all are, unless they say it themselves.
    /// Whether some are.
    boolean processes(List<Draft> all) {
        Set<String> who = new LinkedHashSet<>();
        String kind = "";
        boolean told = false;
        for (Draft draft : all) {
            boolean own = draft.conditions.stream().anyMatch(this::isOfProcess);
            boolean anybody = Later.isOfAnybody(draft.sentence)
                    || Sharing.isOfAll(draft)
                    || draft.sentence.stream().anyMatch(ANYBODY::contains);
            boolean tells = draft.keys.stream().anyMatch(Set.of("process", "pid", "processes")::contains);
            String about = kind(draft);
            if (!own && !anybody && !(tells && !about.equals(kind))) {
                told |= !who.isEmpty();
                who.forEach(draft::require);
            }
            if (own && who.isEmpty()) {
                draft.conditions.stream().filter(this::isOfProcess).forEach(who::add);
                kind = about;
            }
        }
        return told;
    }

    /// "Detect processes that get killed. For each print …": what is only named first is what is asked of after it.
    static void topicOnly(List<Draft> all) {
        Draft first = all.getFirst();
        List<Draft> same = all.stream()
                .filter(draft -> draft != first && kind(draft).equals(kind(first)))
                .toList();
        if (!Asks.any(first) && !same.isEmpty()) {
            same.forEach(draft -> first.conditions.stream()
                    .filter(condition -> !Sharing.isTested(condition, draft))
                    .forEach(draft::require));
            all.removeFirst();
        }
    }

    boolean isOfProcess(String condition) {
        return sharing.isAmbient(condition)
                && condition.matches(".*\\b(process|pid|tid|descends)\\b.*")
                && !condition.startsWith("not ");
    }

    /// Whether both ask for the same, of whatever occurrences and however often: then what was said of which is looked
    /// up where it was said.
    static boolean isAlike(Intent one, Intent other) {
        return bare(one).equals(bare(other));
    }

    /// Whether all that `other` asks for is in it, and more besides.
    static boolean isMore(Intent one, Intent other) {
        List<Part> more = bare(one);
        return more.size() > bare(other).size() && more.containsAll(bare(other));
    }

    private static List<Part> bare(Intent intent) {
        return intent.parts().stream()
                .map(part -> new Part(
                        part.event(),
                        part.after(),
                        new Condition.Always(),
                        part.occasion(),
                        part.what(),
                        part.keys(),
                        Optional.empty(),
                        false,
                        part.top(),
                        part.having(),
                        part.rateHertz()))
                .toList();
    }
}
