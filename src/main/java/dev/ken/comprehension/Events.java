package dev.ken.comprehension;

import dev.ken.contract.Part;
import dev.ken.kernel.catalog.Catalog;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds what a sentence is about: the things that it mentions, and for each the event kinds that may be meant.
final class Events {
    /// One thing that a sentence mentions.
    ///
    /// @param kinds   what it may be, the likeliest first
    /// @param equals  how many of them, from the first on, the words name equally well
    /// @param words   the words that name it
    record Mention(List<String> kinds, int equals, List<String> words) {}

    private static final int SURE = 100;
    private static final Set<String> SYSCALLS = Set.of(
            "syscall",
            "syscalls",
            "system call",
            "system calls",
            "syscall name",
            "system call name",
            "syscall number",
            "system call number");
    private static final String EXACT = "tracepoint.";
    private static final String FUNCTION = "function.";

    private Events() {}

    /// What is mentioned, in the order of the sentence; empty where nothing is.
    static List<Mention> mentioned(Draft draft, Catalog catalog, Kinds kinds) {
        List<Draft.Hit> best = new ArrayList<>();
        Set<Integer> taken = new LinkedHashSet<>();
        List<Draft.Hit> known = draft.hits.stream()
                .filter(hit -> catalog.find(hit.kind().split(" where ", 2)[0]).isPresent())
                .toList();
        boolean exact = known.stream().anyMatch(hit -> hit.kind().startsWith(EXACT));
        boolean function = known.stream().anyMatch(hit -> hit.kind().startsWith(FUNCTION));
        for (Draft.Hit hit : known) {
            if (exact && !hit.kind().startsWith(EXACT) && hit.score() < SURE) {
                // Who names a tracepoint does not mean what its events are called besides.
                continue;
            }
            if (function && hit.kind().equals("syscall") && hit.score() < SURE) {
                // "calls of the kernel function" are none of the kernel.
                continue;
            }
            if (hit.places().stream().noneMatch(taken::contains)) {
                taken.addAll(hit.places());
                if (best.stream().noneMatch(b -> b.kind().equals(hit.kind()))) {
                    best.add(hit);
                }
            }
        }
        List<String> said = kinds.saidBy(draft.words);
        if (best.isEmpty() && said.isEmpty() && draft.keys.stream().anyMatch(SYSCALLS::contains)) {
            // "how often each process got EINTR, by system call": who groups by calls speaks of them.
            return List.of(new Mention(List.of("syscall"), 1, List.of()));
        }
        if (best.isEmpty()) {
            return said.isEmpty() ? List.of() : List.of(new Mention(said, 1, draft.words));
        }
        boolean sure = best.getFirst().score() >= SURE;
        List<Draft.Hit> kept = best.stream()
                .filter(hit -> best.stream().noneMatch(other -> isGeneric(hit, other)))
                .sorted(Comparator.comparing(hit -> hit.places().getFirst()))
                .toList();
        kept = whole(kept, kinds);
        int several = kept.size();
        return kept.stream()
                .map(hit -> mention(hit, known, several == 1 && !sure ? also(hit, said, kinds) : List.of()))
                .toList();
    }

    /// "Each TCP connection: … How many connections does each process make?": what is called so again is what was meant
    /// before, where the sockets of any protocol could be meant.
    static List<Mention> sameAs(List<Part> before, List<Mention> mentions, Kinds kinds) {
        if (mentions.size() != 1) {
            return mentions;
        }
        List<String> words = mentions.getFirst().words();
        List<String> equals = mentions.getFirst()
                .kinds()
                .subList(0, Math.max(1, mentions.getFirst().equals()));
        Optional<String> same = before.reversed().stream()
                .map(Part::event)
                .filter(equals::contains)
                .findFirst();
        if (same.isPresent()) {
            return List.of(new Mention(List.of(same.get()), 1, words));
        }
        if (!mentions.getFirst().kinds().getFirst().startsWith(SOCKETS)) {
            return mentions;
        }
        return before.reversed().stream()
                .map(Part::event)
                .filter(event -> event.startsWith(STREAMS) && !words.isEmpty() && kinds.has(event, words))
                .findFirst()
                .map(event -> List.of(new Mention(List.of(event), 1, words)))
                .orElse(mentions);
    }

    private static final String SOCKETS = "socket.";
    private static final String STREAMS = "tcp.";

    /// "SSL reads and writes" are SSL reads and SSL writes: what stands before the first belongs to the others.
    private static List<Draft.Hit> whole(List<Draft.Hit> hits, Kinds kinds) {
        List<Draft.Hit> out = new ArrayList<>();
        for (Draft.Hit hit : hits) {
            Draft.Hit before = out.isEmpty() ? hit : out.getLast();
            List<String> words = new ArrayList<>(before.words());
            if (before != hit && words.size() > 1 && hit.words().size() == 1) {
                words.removeLast();
                words.addAll(hit.words());
                Optional<String> kind = kinds.saidBy(words).stream()
                        .filter(one -> kinds.has(one, words))
                        .findFirst();
                out.add(kind.map(name -> new Draft.Hit(name, hit.places(), hit.score(), List.copyOf(words)))
                        .orElse(hit));
            } else {
                out.add(hit);
            }
        }
        return out;
    }

    /// "the mount and umount system calls" are not about system calls besides.
    private static boolean isGeneric(Draft.Hit hit, Draft.Hit before) {
        return hit.kind().equals("syscall")
                && before != hit
                && before.places().getLast() + 1 == hit.places().getFirst();
    }

    /// Kinds said otherwise must be called by the words that name the best one, too.
    private static List<String> also(Draft.Hit best, List<String> said, Kinds kinds) {
        return said.stream().filter(kind -> kinds.has(kind, best.words())).toList();
    }

    /// The kinds that the same words name, then those that some of them name, then those that are said otherwise.
    private static Mention mention(Draft.Hit best, List<Draft.Hit> hits, List<String> said) {
        Set<String> kinds = new LinkedHashSet<>(List.of(best.kind()));
        if (best.score() < SURE) {
            hits.stream()
                    .filter(hit -> hit.score() == best.score() && hit.places().equals(best.places()))
                    .forEach(hit -> kinds.add(hit.kind()));
        }
        int equals = kinds.size();
        if (best.score() < SURE) {
            hits.stream()
                    .filter(hit -> hit.places().stream().anyMatch(best.places()::contains))
                    .forEach(hit -> kinds.add(hit.kind()));
            kinds.addAll(said);
        }
        return new Mention(List.copyOf(kinds), equals, best.words());
    }
}
