package dev.ken.comprehension;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What is said of words that are not understood.
record UnknownWords(Lexicon lexicon) {
    static final List<String> HINTS = List.of(
            "Say what happens (file opens, system calls, page faults, disk I/O, TCP retransmits …), and what to know of it.",
            "For example: histogram of read latency by process in microseconds, every 5 seconds");

    Reading told(Set<String> all, List<Draft> drafts) {
        Set<String> unknown = new LinkedHashSet<>(all);
        if (!Draft.CONNECTING.containsAll(all)) {
            unknown.removeAll(Draft.CONNECTING);
        }
        String words =
                String.join(", ", unknown.stream().map(word -> "“" + word + "”").toList());
        Optional<String> function = unknown.stream()
                .filter(word -> word.matches("[a-z]\\w*_\\w+(\\(\\))?"))
                .findFirst();
        if (function.isPresent()) {
            return new Reading.NotUnderstood(
                    "“" + function.get() + "” is no system call and no tracepoint of this kernel.",
                    List.of(
                            "Kernel functions cannot be named yet; say what happens instead, for example reads or page faults."));
        }
        boolean some = drafts.stream().anyMatch(draft -> !draft.hits.isEmpty());
        List<String> meant = unknown.stream()
                .flatMap(word -> lexicon.suggested(word).stream().filter(other -> !word.equals(other)))
                .distinct()
                .map(word -> "“" + word + "”")
                .toList();
        if (!meant.isEmpty()) {
            return new Reading.NotUnderstood(
                    "I do not understand " + words + (some ? " here." : "."),
                    List.of("Did you mean " + String.join(" or ", meant) + "?"));
        }
        return new Reading.NotUnderstood(
                "I do not understand " + words + (some ? " here." : "."),
                some
                        ? List.of(
                                "Leave it out, or say it in other words.",
                                "A name is understood where it is said to be one: by processes named X, or in quotes.")
                        : HINTS);
    }
}
