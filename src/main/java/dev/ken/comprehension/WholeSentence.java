package dev.ken.comprehension;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What only the whole of a sentence tells of what its words say: which of them are listed, ranked or measured.
final class WholeSentence {
    private static final Set<String> SHOWING =
            Set.copyOf(Lexicon.stems("show print list log report trace display tell give me us please"));

    private final List<Token> tokens;
    private final Draft draft;

    WholeSentence(List<Token> tokens, Draft draft) {
        this.tokens = tokens;
        this.draft = draft;
    }

    private static final Set<String> LOOKING = Set.of("watch", "monitor", "trace", "track", "log");

    /// "I want to watch file deletions": the order is no part of the name of what is looked at.
    static void looked(List<Token> tokens, Draft draft) {
        for (int at = 0; at + 1 < tokens.size(); at++) {
            int verb = at;
            boolean order = LOOKING.contains(tokens.get(at).text().toLowerCase(Locale.ROOT))
                    && (at == 0 || Clauses.is(tokens.get(at - 1), "to") || Clauses.is(tokens.get(at - 1), "please"));
            boolean other = draft.hits.stream()
                    .anyMatch(hit -> hit.places().contains(verb + 1)
                            && !hit.places().contains(verb)
                            && hit.places().size() > 1);
            if (order && other) {
                draft.hits.removeIf(hit -> hit.places().contains(verb));
            }
        }
    }

    void settle() {
        shared();
        asked();
        Asks.ofEach(draft, draft);
        gaps();
        measured();
        if (draft.undergone) {
            undergone(draft.columns);
            undergone(draft.also);
            undergone(draft.keys);
        }
    }

    /// "the time between forks" is that from one to the next; "between opens and closes" is none of one kind.
    private void gaps() {
        for (int at = 1; at + 1 < tokens.size() && draft.relation.isEmpty() && !draft.hits.isEmpty(); at++) {
            int between = at;
            boolean gap = tokens.get(at).stem().equals("between")
                    && GAPS.contains(tokens.get(at - 1).stem())
                    && draft.hits.stream().allMatch(hit -> hit.places().stream().allMatch(place -> place > between))
                    && tokens.subList(at, tokens.size()).stream().noneMatch(token -> ENDS.contains(token.stem()));
            if (gap) {
                draft.relation = Optional.of("gap");
                draft.notUnderstood.remove("between");
                draft.content.remove("between");
            }
        }
    }

    private static final Set<String> GAPS =
            Set.copyOf(Lexicon.stems("time times gap gaps interval intervals delay pause"));
    private static final Set<String> ENDS = Set.copyOf(Lexicon.stems("and to until till its their"));

    /// Process and pid are those of the receiver.
    private static void undergone(Collection<String> words) {
        List<String> said = List.copyOf(words);
        words.clear();
        said.forEach(word -> words.add(RECEIVED.getOrDefault(word.replace('_', ' '), word)));
    }

    private static final Map<String, String> RECEIVED = Map.of(
            "process",
            "target_name",
            "name",
            "target_name",
            "process name",
            "target_name",
            "command",
            "target_name",
            "comm",
            "target_name",
            "program",
            "target_name",
            "pid",
            "target",
            "process id",
            "target");

    /// "the share of reads that fail": what picks some of them is what the share is of.
    private void shared() {
        if (!draft.share.equals(Optional.of("?"))) {
            return;
        }
        draft.share = Optional.empty();
        Optional<String> picks = draft.conditions.stream()
                .filter(condition -> condition.startsWith("error ") || condition.startsWith("latency "))
                .findFirst()
                .or(() ->
                        draft.conditions.size() == 1 ? draft.conditions.stream().findFirst() : Optional.empty());
        picks.ifPresentOrElse(
                condition -> {
                    draft.share = Optional.of(condition);
                    draft.conditions.remove(condition);
                },
                () -> draft.notUnderstood.add("share"));
    }

    /// "who calls brk and how often?": how often is told of each of them.
    private void asked() {
        boolean who = !tokens.isEmpty() && tokens.getFirst().stem().equals("who");
        if (who
                && draft.measures.equals(Set.of("count"))
                && draft.keys.isEmpty()
                && !draft.hits.isEmpty()
                && OFTEN.stream()
                        .anyMatch(word ->
                                tokens.stream().anyMatch(token -> token.stem().equals(word)))) {
            draft.keys.add("process");
        }
    }

    private static final Set<String> OFTEN = Set.copyOf(Lexicon.stems("often frequently times"));

    /// "a histogram of how long they took": that is what is measured, no column beside it.
    private void measured() {
        Drafts.toldOfEach(draft);
        boolean listed = !tokens.isEmpty()
                && Set.of("each", "every").contains(tokens.getFirst().stem())
                && draft.measures.isEmpty()
                && draft.about.isEmpty()
                && !draft.hits.isEmpty()
                && !draft.also.isEmpty()
                && draft.keys.equals(draft.also)
                && draft.periodNanos.isEmpty();
        if (listed) {
            draft.each = true;
            draft.keys.clear();
        }
        int front = 0;
        while (front < tokens.size() && SHOWING.contains(tokens.get(front).stem())) {
            front++;
        }
        boolean shown = front < tokens.size()
                && Set.of("each", "every").contains(tokens.get(front).stem())
                && draft.measures.isEmpty()
                && draft.about.isEmpty()
                && !draft.hits.isEmpty()
                && draft.columns.size() > 1
                && draft.keys.size() == 1
                && draft.periodNanos.isEmpty()
                && !draft.most
                && draft.top.isEmpty();
        if (shown) {
            // "every file that gets opened, with the pid and the name"
            draft.each = true;
            draft.also.addAll(draft.keys);
            draft.keys.clear();
        }
        boolean ranked = draft.each
                && draft.top.isPresent()
                && draft.measures.isEmpty()
                && draft.keys.isEmpty()
                && draft.also.size() == 1
                && draft.columns.isEmpty()
                && draft.about.isEmpty();
        if (ranked) {
            // "the paths that fail most, top 10"
            draft.each = false;
            draft.keys.addAll(draft.also);
            draft.also.clear();
            draft.measures.add("count");
        }
        boolean folds = draft.measures.stream().anyMatch(measure -> !measure.equals("count"));
        for (String number : List.of("latency", "bytes", "size")) {
            if (folds && draft.about.isEmpty() && draft.also.remove(number)) {
                draft.about.add(number);
            }
        }
    }
}
