package dev.ken.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.corpus.Corpus;
import dev.ken.corpus.Document;
import dev.ken.corpus.Document.Kind;
import dev.ken.corpus.Embedder;
import dev.ken.corpus.Found;
import dev.ken.corpus.FunctionNames;
import dev.ken.corpus.Question;
import dev.ken.corpus.Ranking.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// How often the first and one of the first three hits answer what people ask. The table goes to
/// `target/search-quality.txt`; `docs/evaluation.md` has its totals.
final class SearchQueriesTest {
    private static final int LOOKED_AT = 20;
    private static final Set<Kind> ALL = EnumSet.allOf(Kind.class);
    private static final Corpus SHIPPED = new Search(Bench.facts()).corpus();

    @Test
    void mostQueriesAreAnswered() throws IOException {
        StringBuilder table = new StringBuilder();
        Score development = measured("development.queries", table);
        Score test = measured("test.queries", table);
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target/search-quality.txt"), table);
        assertThat(development.first()).as("top-1 of development").isGreaterThan(0.85);
        assertThat(development.three()).as("top-3 of development").isGreaterThan(0.92);
        assertThat(test.first()).as("top-1 of test").isGreaterThan(0.80);
        assertThat(test.three()).as("top-3 of test").isGreaterThan(0.90);
    }

    /// Other weights on the development half, to `target/search-variants.txt`. What is shipped has to be as
    /// good as each part of it alone.
    @Test
    void wordsAndMeaningTogetherAreBetterThanAlone() throws IOException {
        Map<String, Weights> variants = new LinkedHashMap<>();
        variants.put("words", new Weights(1, 0.9, 0.8, 0.88, 0.62, 0, 0));
        variants.put("meaning", new Weights(0, 0.9, 0.8, 0.88, 0.62, 2, 0));
        for (int tenths = 3; tenths <= 8; tenths++) {
            variants.put("words 0." + tenths, new Weights(tenths / 10.0, 0.9, 0.8, 0.88, 0.62, 2, 0));
        }
        variants.put("kinds alike", new Weights(0.55, 1, 1, 1, 1, 2, 0));
        variants.put("never clear", new Weights(0.55, 0.9, 0.8, 0.88, 0.62, 2, 0));
        variants.put("shipped", Weights.USUAL);
        List<Document> documents = SearchTexts.documents(Bench.facts());
        StringBuilder table = new StringBuilder("variant  queries  top-1  top-3  MRR\n");
        Map<String, Score> scores = new LinkedHashMap<>();
        variants.forEach((name, weights) -> {
            Corpus corpus = new Corpus(documents, List.of(), FunctionNames.NONE, Embedder.shipped(), weights);
            Score all = Score.NONE;
            for (Question question : Question.read("development.queries")) {
                if (!question.family().equals("names")) {
                    all = all.and(rank(question, corpus.search(question.text(), ALL, LOOKED_AT)));
                }
            }
            scores.put(name, all);
            table.append(all.row(name));
        });
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target/search-variants.txt"), table);
        double shipped = score(scores, "shipped").three();
        assertThat(shipped).isGreaterThanOrEqualTo(score(scores, "words").three());
        assertThat(shipped).isGreaterThan(score(scores, "meaning").three());
    }

    private static Score score(Map<String, Score> scores, String name) {
        return scores.getOrDefault(name, Score.NONE);
    }

    private static int rank(Question question, List<Found> found) {
        for (int i = 0; i < found.size(); i++) {
            Document document = found.get(i).document();
            if (question.answeredBy(document.name(), document.probes())) {
                return i + 1;
            }
        }
        return LOOKED_AT + 1;
    }

    /// Sums over queries: answered by the first, by one of three, and one divided by the rank of the answer.
    private record Score(int queries, int firsts, int threes, double reciprocals) {
        static final Score NONE = new Score(0, 0, 0, 0);

        Score and(int rank) {
            return new Score(
                    queries + 1,
                    firsts + (rank == 1 ? 1 : 0),
                    threes + (rank <= 3 ? 1 : 0),
                    reciprocals + (rank <= LOOKED_AT ? 1.0 / rank : 0));
        }

        double first() {
            return (double) firsts / queries;
        }

        double three() {
            return (double) threes / queries;
        }

        String row(String name) {
            return String.format(
                    Locale.ROOT,
                    "%-16s %4d  %5.1f %%  %5.1f %%  %.3f%n",
                    name,
                    queries,
                    100 * first(),
                    100 * three(),
                    reciprocals / queries);
        }
    }

    private static Score measured(String file, StringBuilder table) {
        Map<String, Score> families = new TreeMap<>();
        StringBuilder missed = new StringBuilder();
        Score all = Score.NONE;
        for (Question question : Question.read(file)) {
            List<Found> hits = SHIPPED.search(question.text(), ALL, LOOKED_AT);
            int rank = rank(question, hits);
            all = all.and(rank);
            families.put(
                    question.family(),
                    families.getOrDefault(question.family(), Score.NONE).and(rank));
            if (rank > 1 && file.startsWith("development")) {
                missed.append(question.text()).append(" -> ").append(rank > LOOKED_AT ? "-" : "" + rank);
                hits.stream()
                        .limit(4)
                        .forEach(hit -> missed.append("  ")
                                .append(hit.document().name())
                                .append(' ')
                                .append(hit.score()));
                missed.append('\n');
            }
        }
        table.append(file).append("  queries  top-1  top-3  MRR\n");
        families.forEach((family, score) -> table.append(score.row(family)));
        table.append(all.row("all")).append('\n').append(missed).append('\n');
        return all;
    }
}
