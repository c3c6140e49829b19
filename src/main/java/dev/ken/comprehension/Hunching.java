package dev.ken.comprehension;

import dev.ken.comprehension.hunch.Hearing;
import dev.ken.comprehension.hunch.Hearing.Vocabulary;
import dev.ken.comprehension.hunch.Hunches;
import dev.ken.comprehension.hunch.Weights;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Lazy;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.EventKind;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// What hunches know of words: the files that the rules know them from.
final class Hunching {
    private static final Pattern LETTERS = Pattern.compile("[a-z]+");

    private static final double HALF = 0.5;
    private static final Lazy<Weights> WEIGHTS = new Lazy<>(Weights::shipped);

    private Hunching() {}

    /// Begins to read the weights on another thread.
    static void ahead() {
        WEIGHTS.ahead();
    }

    /// For kinds of that catalog and system calls of that kernel.
    static Hunches hunches(Catalog catalog, KernelModel kernel) {
        return new Hunches(catalog, hearing(catalog, kernel), WEIGHTS.get(), numbers(), Tables.words("apart.words"));
    }

    /// For kinds of that catalog and system calls of that kernel.
    static Hearing hearing(Catalog catalog, KernelModel kernel) {
        Set<String> words = new HashSet<>(Tables.words("english.words"));
        Set<String> calls = new TreeSet<>();
        kernel.syscalls().numbers().keySet().stream()
                .filter(name -> !words.contains(name))
                .forEach(calls::add);
        catalog.curated().values().forEach(kind -> kindWords(kind, words));
        Set<String> stems = new HashSet<>();
        words.forEach(word -> stems.add(Hearing.stem(word)));
        words.addAll(stems);
        Set<String> programs = new TreeSet<>(Tables.words("programs.words"));
        programs.addAll(Tables.words("common.words"));
        return new Hearing(new Vocabulary(words, programs, calls, numberWords(), units()));
    }

    private static void kindWords(EventKind kind, Set<String> words) {
        kind.phrases().forEach(phrase -> add(phrase, words));
        for (Attribute attribute : kind.attributes()) {
            attribute.phrases().forEach(phrase -> add(phrase, words));
        }
    }

    private static void add(String phrase, Set<String> words) {
        LETTERS.matcher(phrase.toLowerCase(Locale.ROOT)).results().forEach(found -> words.add(found.group()));
    }

    private static Map<String, Double> numberWords() {
        Map<String, Double> numbers = new TreeMap<>();
        Tables.pairs("numbers.words").forEach((word, number) -> numbers.put(word, Double.valueOf(number)));
        numbers.put("half", HALF);
        return numbers;
    }

    private static Map<String, String> units() {
        Map<String, String> units = new TreeMap<>();
        Tables.pairs("units.words")
                .forEach((word, unit) -> units.put(
                        word,
                        switch (unit) {
                            case "s 60" -> "min";
                            case "s 3600" -> "h";
                            default -> unit.toLowerCase(Locale.ROOT);
                        }));
        return units;
    }

    /// Numbers of signals and errors, by name.
    static Map<String, Integer> numbers() {
        Map<String, Integer> numbers = new TreeMap<>();
        Tables.pairs("errno.table").forEach((name, number) -> numbers.put(name, Integer.valueOf(number)));
        Tables.pairs("signals.table").forEach((name, number) -> numbers.put(name, Integer.valueOf(number)));
        return numbers;
    }
}
