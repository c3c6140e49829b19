package dev.ken.comprehension;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import dev.ken.comprehension.LabelledRequests.Said;
import dev.ken.comprehension.impression.SortedLines;
import dev.ken.comprehension.impression.Traits;
import dev.ken.comprehension.impression.Wordprint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Learns from labelled requests how likely each trait of an intent is by the words of a request: a logistic regression
/// for each trait (liblinear, L2), where requests whose right answers differ in the trait are left out.
final class ImpressionTraining {
    private static final double COST = 3;
    private static final double PRECISION = 1e-3;
    private static final double LEAST_WEIGHT = 0.1;
    private static final int FEWEST_OF_A_TRAIT = 10;
    private static final int FEWEST_OF_A_FEATURE = 2;
    private static final int FEWEST_OF_A_WORD = 3;

    /// A request, and the traits that all its right answers have, and that any of them has.
    private record Example(Set<String> features, Set<String> surely, Set<String> perhaps) {}

    private final List<Example> examples;
    private final List<String> words;
    private final List<String> features;
    private final List<String> traits;
    private final List<Feature[]> rows;

    private ImpressionTraining(List<Example> examples, List<String> words) {
        this.examples = examples;
        this.words = words;
        this.features = frequent(examples.stream().map(Example::features).toList(), FEWEST_OF_A_FEATURE);
        this.traits = frequent(examples.stream().map(Example::surely).toList(), FEWEST_OF_A_TRAIT);
        this.rows = rows(examples, features);
    }

    /// The sets of `src/test/resources/requests` that it learns from.
    static final List<String> SETS = List.of(
            "test",
            "later",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "words",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
            "approved",
            "whole",
            "oncall",
            "kernel",
            "plain",
            "operations",
            "chat",
            "values",
            "grouping",
            "implied",
            "ways",
            "pairs",
            "questions",
            "stories",
            "breadth",
            "twentysecond",
            "twentythird",
            "developers",
            "everyday",
            "performance",
            "terse",
            "specified",
            "students",
            "conditions",
            "night",
            "engineers",
            "mixed",
            "symptoms",
            "several",
            "tickets",
            "measures",
            "careful",
            "chatter",
            "phrased",
            "assemblies",
            "ordinary",
            "exacting",
            "longwinded",
            "notes",
            "uncommon",
            "toolkits",
            "popular",
            "sre",
            "learners",
            "tasks",
            "sysadmins",
            "profilers",
            "auditors",
            "colleagues",
            "prompts",
            "databases",
            "networks",
            "sentences",
            "embedded");

    private static final int COMPOSED = 800;

    /// From the requests of those folders, what KEN itself says of what they mean, and composed ones.
    static ImpressionTraining of(List<Path> folders) throws IOException {
        List<Said> all = LabelledRequests.of(folders, COMPOSED);
        all.removeIf(said -> said.answers().isEmpty());
        List<Set<String>> words = all.stream()
                .<Set<String>>map(said -> new TreeSet<>(Wordprint.words(said.request())))
                .toList();
        Set<String> known = new TreeSet<>(frequent(words, FEWEST_OF_A_WORD));
        known.removeIf(word -> !Character.isLetter(word.charAt(0)));
        return new ImpressionTraining(
                all.stream().map(said -> example(said, known)).toList(), List.copyOf(known));
    }

    private static Example example(Said said, Set<String> words) {
        List<Set<String>> answers =
                said.answers().stream().map(intent -> plain(Traits.of(intent))).toList();
        Set<String> surely = new TreeSet<>(answers.getFirst());
        Set<String> perhaps = new TreeSet<>();
        answers.forEach(surely::retainAll);
        answers.forEach(perhaps::addAll);
        return new Example(Wordprint.of(said.request(), words::contains), surely, perhaps);
    }

    private static Set<String> plain(Set<String> traits) {
        return traits.stream()
                .map(trait -> trait.replace(Asked.ANY_PROCESS, "process"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> frequent(List<Set<String>> sets, int fewest) {
        Map<String, Integer> counts = new TreeMap<>();
        sets.forEach(set -> set.forEach(one -> counts.merge(one, 1, Integer::sum)));
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue() >= fewest)
                .map(Map.Entry::getKey)
                .toList();
    }

    List<String> traits() {
        return traits;
    }

    List<String> words() {
        return words;
    }

    /// All weights, in the text form that `Impression` reads.
    List<String> lines() {
        Map<String, List<String>> weights = new TreeMap<>(SortedLines.ORDER);
        List<Map<String, Double>> learnt =
                traits.parallelStream().map(this::weights).toList();
        for (int i = 0; i < traits.size(); i++) {
            String place = i + " ";
            learnt.get(i)
                    .forEach((feature, weight) -> weights.computeIfAbsent(feature, _ -> new ArrayList<>())
                            .add(place + String.format(Locale.ROOT, "%.2f", weight)));
        }
        List<String> lines = new ArrayList<>();
        lines.add("# How much each feature of a request speaks for or against traits of what it means. Learnt from "
                + examples.size() + " requests.");
        lines.add("traits " + String.join(", ", traits));
        lines.add("words " + String.join(", ", words));
        lines.add("");
        weights.forEach((feature, pairs) -> lines.add(feature + "\t" + String.join(", ", pairs)));
        return lines;
    }

    /// What each feature adds to the logit of a trait, where it is not next to nothing.
    Map<String, Double> weights(String trait) {
        Model model = model(trait);
        double sign = model.getLabels()[0] == 1 ? 1 : -1;
        Map<String, Double> weights = new TreeMap<>();
        weights.put("any", sign * model.getFeatureWeights()[features.size()]);
        for (int j = 0; j < features.size(); j++) {
            weights.put(features.get(j), sign * model.getFeatureWeights()[j]);
        }
        weights.values().removeIf(weight -> Math.abs(weight) < LEAST_WEIGHT);
        return weights;
    }

    private static List<Feature[]> rows(List<Example> examples, List<String> features) {
        Map<String, FeatureNode> nodes = new HashMap<>();
        features.forEach(feature -> nodes.put(feature, new FeatureNode(nodes.size() + 1, 1)));
        FeatureNode always = new FeatureNode(features.size() + 1, 1);
        return examples.stream()
                .map(example -> Stream.concat(
                                example.features().stream()
                                        .flatMap(feature -> Optional.ofNullable(nodes.get(feature)).stream())
                                        .sorted(Comparator.comparingInt(FeatureNode::getIndex)),
                                Stream.of(always))
                        .toArray(Feature[]::new))
                .toList();
    }

    private Model model(String trait) {
        List<Feature[]> used = new ArrayList<>();
        List<Double> labels = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Example example = examples.get(i);
            boolean has = example.surely().contains(trait);
            if (has || !example.perhaps().contains(trait)) {
                used.add(rows.get(i));
                labels.add(has ? 1.0 : 0.0);
            }
        }
        Problem problem = new Problem();
        problem.l = used.size();
        problem.bias = 1;
        problem.n = features.size() + 1;
        problem.x = used.toArray(Feature[][]::new);
        problem.y = labels.stream().mapToDouble(Double::doubleValue).toArray();
        Linear.disableDebugOutput();
        Linear.resetRandom();
        return Linear.train(problem, new Parameter(SolverType.L2R_LR, COST, PRECISION));
    }
}
