package dev.ken.corpus;

import java.util.List;

/// One thing that can be found.
///
/// @param kind    what it is
/// @param name    unique within its kind; can be looked up with `ken contract`
/// @param gloss   one English clause or phrase, shown to people
/// @param phrases what people call it, the most usual first
/// @param more    further words about it that weigh little: attributes, what it misses
/// @param probes  its probe points as bpftrace names them; empty where it has none
/// @param curated whether somebody wrote its phrases; else they were derived from a name
public record Document(
        Kind kind,
        String name,
        String gloss,
        List<String> phrases,
        List<String> more,
        List<String> probes,
        boolean curated) {
    /// What a document is about.
    public enum Kind {
        EVENT,
        PROBE,
        HELPER,
        FUNCTION,
        EXAMPLE
    }

    public Document {
        phrases = List.copyOf(phrases);
        more = List.copyOf(more);
        probes = List.copyOf(probes);
    }

    /// A kernel's name as words: `block_rq_complete` is "block request complete".
    public static String spoken(String name) {
        return Words.spoken(name);
    }
}
