package dev.ken.engine;

import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.EventKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Finds events and probes by words.
public final class Search {
    /// Most hits of one search.
    public static final int MOST = 40;

    private static final int NAME = 6;
    private static final int PHRASE = 4;
    private static final int GLOSS = 3;
    private static final int ATTRIBUTE = 2;
    private static final int PROBE = 1;

    private final Facts facts;

    public Search(Facts facts) {
        this.facts = facts;
    }

    /// What kind of thing a hit is.
    public enum Sort {
        EVENT,
        SYSCALL,
        TRACEPOINT
    }

    /// `name` can be looked up with [Contracts].
    public record Hit(Sort sort, String name, String gloss, int score) {}

    /// The best hits for words (any order, any case), best first; things that match all words come before the others.
    public List<Hit> search(String words, int limit) {
        List<String> wanted = Arrays.stream(words.toLowerCase(Locale.ROOT).split("[^\\p{Alnum}_]+"))
                .filter(word -> !word.isEmpty())
                .distinct()
                .limit(MOST)
                .toList();
        List<Hit> hits = new ArrayList<>();
        if (wanted.isEmpty()) {
            return hits;
        }
        facts.catalog().curated().values().forEach(kind -> add(hits, Sort.EVENT, kind, wanted));
        for (String name : facts.kernel().syscalls().numbers().keySet()) {
            add(hits, Sort.SYSCALL, "syscall." + name, "the system call " + name, score(name, PHRASE, wanted), wanted);
        }
        for (String name : facts.kernel().tracepoints().names()) {
            if (!name.startsWith("syscalls:")) {
                String id = "tracepoint." + name.replace(':', '.');
                add(hits, Sort.TRACEPOINT, id, "the tracepoint " + name, score(name, GLOSS, wanted), wanted);
            }
        }
        hits.sort(Comparator.comparingInt(Hit::score).reversed().thenComparing(Hit::name));
        return List.copyOf(hits.subList(0, Math.min(Math.min(limit, MOST), hits.size())));
    }

    private static void add(List<Hit> hits, Sort sort, EventKind kind, List<String> wanted) {
        int[] score = score(kind.name(), NAME, wanted);
        kind.phrases().forEach(phrase -> best(score, score(phrase, PHRASE, wanted)));
        best(score, score(kind.gloss() + " " + kind.plural(), GLOSS, wanted));
        for (Attribute attribute : kind.attributes()) {
            best(score, score(attribute.name() + " " + attribute.gloss(), ATTRIBUTE, wanted));
        }
        kind.points().forEach(point -> best(score, score(point.probe(), PROBE, wanted)));
        add(hits, sort, kind.name(), kind.gloss(), score, wanted);
    }

    private static void add(List<Hit> hits, Sort sort, String name, String gloss, int[] score, List<String> wanted) {
        int matched = (int) Arrays.stream(score).filter(one -> one > 0).count();
        // Half of the words are needed, so that one common word does not bring in everything.
        if (matched > 0 && 2 * matched >= wanted.size()) {
            hits.add(new Hit(
                    sort,
                    name,
                    gloss,
                    100 * matched / wanted.size() + Arrays.stream(score).sum()));
        }
    }

    private static void best(int[] into, int[] other) {
        for (int i = 0; i < into.length; i++) {
            into[i] = Math.max(into[i], other[i]);
        }
    }

    /// For each wanted word, `weight` doubled where `text` has it as a word, `weight` where a word of it begins so,
    /// else 0.
    private static int[] score(String text, int weight, List<String> wanted) {
        String[] words = text.toLowerCase(Locale.ROOT).split("[^\\p{Alnum}]+");
        int[] scores = new int[wanted.size()];
        for (int i = 0; i < scores.length; i++) {
            String one = stem(wanted.get(i));
            for (String word : words) {
                int found = stem(word).equals(one) ? 2 * weight : one.length() > 2 && word.startsWith(one) ? weight : 0;
                scores[i] = Math.max(scores[i], found);
            }
        }
        return scores;
    }

    private static String stem(String word) {
        return word.length() > 3 && word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
    }
}
