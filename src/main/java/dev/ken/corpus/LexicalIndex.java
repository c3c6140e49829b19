package dev.ken.corpus;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Documents by their words. The score of a document is the mean of two measures, both 0..1:
///
/// - how much of the query it has, where a rare word counts more than a common one, and a word counts more in a phrase
///   than in an attribute (after BM25F: Robertson, Zaragoza, Taylor, CIKM 2004);
/// - how alike the query and its best phrase are: the harmonic mean of the shares that each has of the other.
///
/// It scans: documents are few thousands, and only those that have a word of the query are looked at.
final class LexicalIndex {
    private static final double PHRASE = 3;
    private static final double NAME = 2;
    private static final double GLOSS = 2;
    private static final double MORE = 0.5;
    private static final double SATURATION = 1;
    private static final double GLOSS_LIKE = 0.9;
    private static final double OVERLAP = 0.45;

    private final Map<String, Integer> terms = new LinkedHashMap<>();
    private final List<Entry> entries = new ArrayList<>();
    private final List<int[]> postings = new ArrayList<>();
    private final double[] idf;

    /// One document as term numbers: `weights` beside `words` (sorted), and its phrases with the gloss as the last.
    private record Entry(int[] words, double[] weights, int[][] phrases) {}

    LexicalIndex(List<Document> documents) {
        documents.forEach(document -> entries.add(entry(document)));
        int[] count = new int[terms.size()];
        entries.forEach(entry -> Arrays.stream(entry.words()).forEach(word -> count[word]++));
        idf = new double[terms.size()];
        for (int t = 0; t < idf.length; t++) {
            idf[t] = Math.log(1 + (entries.size() - count[t] + 0.5) / (count[t] + 0.5));
            postings.add(new int[count[t]]);
        }
        int[] at = new int[terms.size()];
        for (int d = 0; d < entries.size(); d++) {
            for (int word : entries.get(d).words()) {
                postings.get(word)[at[word]++] = d;
            }
        }
    }

    /// Whether a document has this stem.
    boolean knows(String stem) {
        return terms.containsKey(stem);
    }

    /// All stems, in the order in which documents brought them.
    Iterable<String> stems() {
        return terms.keySet();
    }

    /// The score of every document, 0..1.
    double[] scores(Query query) {
        double[] scores = new double[entries.size()];
        List<Asked> asked = asked(query);
        double mass = asked.stream().mapToDouble(Asked::mass).sum();
        if (mass == 0) {
            return scores;
        }
        boolean[] met = new boolean[entries.size()];
        for (Asked one : asked) {
            for (int word : one.words()) {
                for (int document : postings.get(word)) {
                    met[document] = true;
                }
            }
        }
        for (int d = 0; d < scores.length; d++) {
            if (met[d]) {
                Entry entry = entries.get(d);
                scores[d] = OVERLAP * overlap(entry, asked) / mass + (1 - OVERLAP) * likeness(entry, asked, mass);
            }
        }
        return scores;
    }

    /// A slot with term numbers; `mass` is what it counts.
    private record Asked(double mass, int[] words, double[] fits) {}

    private List<Asked> asked(Query query) {
        double unknown = Math.log(1 + entries.size()) / 2;
        List<Asked> all = new ArrayList<>();
        for (Query.Slot slot : query.slots()) {
            List<Integer> words = new ArrayList<>();
            List<Double> fits = new ArrayList<>();
            double mass = 0;
            for (Map.Entry<String, Double> option : slot.options().entrySet()) {
                Integer term = terms.get(option.getKey());
                if (term != null) {
                    mass = mass == 0 ? idf[term] : mass;
                    words.add(term);
                    fits.add(option.getValue());
                }
            }
            all.add(new Asked(
                    slot.weight() * (mass == 0 ? unknown : mass),
                    words.stream().mapToInt(Integer::intValue).toArray(),
                    fits.stream().mapToDouble(Double::doubleValue).toArray()));
        }
        return all;
    }

    private static double overlap(Entry entry, List<Asked> asked) {
        double sum = 0;
        for (Asked one : asked) {
            double best = 0;
            for (int i = 0; i < one.words().length; i++) {
                int at = Arrays.binarySearch(entry.words(), one.words()[i]);
                if (at >= 0) {
                    double weight = entry.weights()[at];
                    best = Math.max(best, one.fits()[i] * weight / (SATURATION + weight));
                }
            }
            sum += best * one.mass();
        }
        return sum;
    }

    private double likeness(Entry entry, List<Asked> asked, double mass) {
        double best = 0;
        for (int p = 0; p < entry.phrases().length; p++) {
            double like = likeness(entry.phrases()[p], asked, mass);
            best = Math.max(best, p == entry.phrases().length - 1 ? GLOSS_LIKE * like : like);
        }
        return best;
    }

    private double likeness(int[] phrase, List<Asked> asked, double mass) {
        double had = 0;
        double whole = 0;
        double[] matched = new double[phrase.length];
        for (Asked one : asked) {
            double fit = 0;
            for (int i = 0; i < one.words().length; i++) {
                for (int w = 0; w < phrase.length; w++) {
                    if (phrase[w] == one.words()[i]) {
                        fit = Math.max(fit, one.fits()[i]);
                        matched[w] = Math.max(matched[w], one.fits()[i]);
                    }
                }
            }
            had += fit * one.mass();
        }
        double answered = 0;
        for (int w = 0; w < phrase.length; w++) {
            whole += idf[phrase[w]];
            answered += matched[w] * idf[phrase[w]];
        }
        if (had == 0 || whole == 0) {
            return 0;
        }
        double ofQuery = had / mass;
        double ofPhrase = answered / whole;
        return 2 * ofQuery * ofPhrase / (ofQuery + ofPhrase);
    }

    private Entry entry(Document document) {
        Map<Integer, Double> weights = new java.util.TreeMap<>();
        List<int[]> phrases = new ArrayList<>();
        for (String phrase : document.phrases()) {
            int[] words = numbers(Words.stems(phrase));
            phrases.add(words);
            heaviest(weights, words, PHRASE);
        }
        int[] gloss = numbers(Words.stems(document.gloss()));
        phrases.add(gloss);
        heaviest(weights, gloss, GLOSS);
        heaviest(weights, numbers(Words.stems(Words.spoken(document.name()))), NAME);
        document.more().forEach(text -> heaviest(weights, numbers(Words.stems(text)), MORE));
        int[] words = weights.keySet().stream().mapToInt(Integer::intValue).toArray();
        double[] heavy =
                weights.values().stream().mapToDouble(Double::doubleValue).toArray();
        return new Entry(words, heavy, phrases.toArray(new int[0][]));
    }

    private static void heaviest(Map<Integer, Double> weights, int[] words, double weight) {
        for (int word : words) {
            weights.merge(word, weight, Math::max);
        }
    }

    private int[] numbers(List<String> stems) {
        int[] numbers = new int[stems.size()];
        for (int i = 0; i < numbers.length; i++) {
            @Nullable Integer known = terms.get(stems.get(i));
            numbers[i] = known == null ? terms.size() : known;
            if (known == null) {
                terms.put(stems.get(i), numbers[i]);
            }
        }
        return numbers;
    }
}
