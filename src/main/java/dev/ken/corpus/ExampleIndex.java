package dev.ken.corpus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Examples by how near their requests are: by meaning (the cosine of their vectors) and by words (the share of
/// stems they have in common), half each. Without a model only the words count. A plain scan: 5,000 examples of
/// 384 numbers are 2 million products.
final class ExampleIndex {
    private static final double MEANING = 0.5;
    /// Less alike than this is not alike.
    private static final double LEAST = 0.2;

    private final List<Example> examples;
    private final List<Set<String>> stems;
    private final Optional<Embedder> embedder;
    private final List<float[]> vectors;

    /// Makes, or knows, the vector of an example.
    interface Known {
        float[] of(Example example, Embedder embedder);
    }

    ExampleIndex(List<Example> examples, Embedder.Source model, Known known) {
        this.examples = examples.stream().limit(ExampleFolder.MOST).toList();
        this.stems = this.examples.stream().map(one -> stems(one.request())).toList();
        this.embedder = load(model);
        this.vectors = embedder.map(loaded ->
                        this.examples.stream().map(one -> known.of(one, loaded)).toList())
                .orElse(List.of());
    }

    private static Optional<Embedder> load(Embedder.Source model) {
        try {
            return Optional.of(model.load());
        } catch (Embedder.Absent absent) {
            return Optional.empty();
        }
    }

    List<ExampleStore.Near> near(String request, int limit) {
        Set<String> asked = stems(request);
        Optional<float[]> meant = embedder.map(loaded -> loaded.embed(request));
        List<ExampleStore.Near> all = new ArrayList<>();
        for (int i = 0; i < examples.size(); i++) {
            double words = shared(asked, stems.get(i));
            int at = i;
            double likeness = meant.map(vector ->
                            MEANING * Math.max(0, Vectors.dot(vector, vectors.get(at))) + (1 - MEANING) * words)
                    .orElse(words);
            if (likeness >= LEAST) {
                all.add(new ExampleStore.Near(examples.get(i), likeness));
            }
        }
        return all.stream()
                .sorted(Comparator.comparingDouble(ExampleStore.Near::likeness)
                        .reversed()
                        .thenComparing(near -> near.example().id()))
                .limit(limit)
                .toList();
    }

    /// Without words about the answer ("count", "which"), where others are left.
    private static Set<String> stems(String text) {
        List<String> all = Wording.stems(text);
        List<String> content =
                all.stream().filter(stem -> !Wording.isChatter(stem)).toList();
        return new LinkedHashSet<>(content.isEmpty() ? all : content);
    }

    /// The share of stems that both have, or that mean the same.
    private static double shared(Set<String> a, Set<String> b) {
        Set<String> meant = Wording.meant(List.copyOf(b));
        long both = a.stream().filter(meant::contains).count();
        long either = a.size() + b.size() - both;
        return either == 0 ? 0 : Math.min(1, (double) both / either);
    }
}
