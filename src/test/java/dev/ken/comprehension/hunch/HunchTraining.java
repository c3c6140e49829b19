package dev.ken.comprehension.hunch;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import dev.ken.comprehension.hunch.KindFacts.Fact;
import dev.ken.comprehension.impression.SortedLines;
import dev.ken.contract.Intent;
import java.nio.charset.StandardCharsets;
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
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Learns the models of [Weights] from requests and what they mean (liblinear).
public final class HunchTraining {
    private static final double PRECISION = 1e-2;
    /// Weights nearer to zero are left out.
    private static final double LEAST = 0.1;

    private static final double LEAST_OF_KINDS = 0.05;
    private static final int FEWEST_OF_A_FEATURE = 2;
    private static final int FEWEST_OF_A_CONDITION = 4;
    private static final int FEWEST_OF_A_TURN = 3;
    private static final int FEWEST_OF_A_FACT = 8;
    private static final int FEWEST_OF_A_WORD = 3;
    private static final double MOST_NAMED = 0.2;
    /// Facts whose values are told.
    private static final Set<String> NAMED = Set.of("process", "pid", "device", "descends");

    /// A request and what it may mean: nothing where it is to be declined or asked about.
    ///
    /// @param vague whether it is to be asked about
    public record Example(String request, Optional<Intent> intent, boolean vague) {}

    private record Learnt(Heard heard, Set<String> whole, Slots slots) {}

    private record Row(Set<String> features, String label) {}

    private final Hearing hearing;
    private final KindFacts facts;
    private final List<Learnt> examples = new ArrayList<>();
    private final List<String> head = new ArrayList<>();
    private final List<String> body = new ArrayList<>();
    private int size;
    private final List<Row> several = new ArrayList<>();
    private final List<Row> pieces = new ArrayList<>();
    private final List<Row> unanswered = new ArrayList<>();
    private final List<Row> vague = new ArrayList<>();
    private final Set<String> frequent;
    private final Set<String> words;

    private HunchTraining(List<Example> all, Hearing hearing, KindFacts facts, Map<String, Integer> numbers) {
        this.words = ordinary(all, hearing, facts, numbers);
        this.hearing = hearing.knowing(words);
        this.facts = facts;
        PieceTraining training = new PieceTraining(facts, numbers);
        for (Example one : all) {
            Heard heard = this.hearing.heard(one.request());
            Set<String> whole = Cues.whole(heard);
            unanswered.add(new Row(whole, one.intent().isEmpty() ? "1" : "0"));
            if (one.intent().isEmpty()) {
                vague.add(new Row(whole, one.vague() ? "1" : "0"));
            }
            one.intent()
                    .ifPresent(
                            intent -> several.add(new Row(whole, intent.parts().size() > 1 ? "1" : "0")));
            one.intent()
                    .flatMap(intent -> Slots.of(intent, heard, facts, numbers))
                    .ifPresent(slots -> {
                        examples.add(new Learnt(heard, whole, slots));
                        training.count(heard, slots);
                    });
        }
        all.forEach(one -> one.intent()
                .filter(intent -> intent.parts().size() > 1)
                .flatMap(intent -> training.told(this.hearing.heard(one.request()), intent))
                .ifPresent(training::count));
        all.forEach(one -> one.intent()
                .flatMap(intent -> training.told(this.hearing.heard(one.request()), intent))
                .ifPresent(told -> tell(told, one.intent().orElseThrow(), numbers)));
        Map<String, Integer> used = new TreeMap<>();
        for (Learnt one : examples) {
            one.slots().keys().forEach(key -> used.merge(key, 1, Integer::sum));
            one.slots().columns().forEach(key -> used.merge(key, 1, Integer::sum));
            one.slots().of().ifPresent(key -> used.merge(key, 1, Integer::sum));
        }
        this.frequent = used.entrySet().stream()
                .filter(entry -> entry.getValue() >= FEWEST_OF_A_FACT)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// Learns what the pieces of a request do, and from each of several parts what is heard of it.
    private void tell(PieceTraining.Told told, Intent intent, Map<String, Integer> numbers) {
        String before = "^";
        for (int piece = 0; piece < told.labels().size() && told.parts().size() > 1; piece++) {
            String label = told.labels().get(piece);
            pieces.add(new Row(told.pieces().cues(piece, before), label));
            before = label;
        }
        for (int part = 0; part < told.parts().size() && told.parts().size() > 1; part++) {
            Heard heard = told.pieces().of(told.labels(), part);
            Intent single = new Intent(List.of(told.parts().get(part)), intent.durationNanos(), List.of());
            Set<String> whole = Cues.whole(heard);
            unanswered.add(new Row(whole, "0"));
            several.add(new Row(whole, "0"));
            Slots.of(single, heard, facts, numbers).ifPresent(slots -> examples.add(new Learnt(heard, whole, slots)));
        }
    }

    /// Words that look like names and stand in several requests, mostly without being one.
    private static Set<String> ordinary(
            List<Example> all, Hearing hearing, KindFacts facts, Map<String, Integer> numbers) {
        Map<String, Integer> seen = new TreeMap<>();
        Map<String, Integer> used = new TreeMap<>();
        for (Example one : all) {
            Heard heard = hearing.heard(one.request());
            one.intent()
                    .flatMap(intent -> Slots.of(intent, heard, facts, numbers))
                    .ifPresent(slots -> {
                        for (int i = 0; i < heard.mentions().size(); i++) {
                            Mention mention = heard.mentions().get(i);
                            if (mention.sort() == Mention.Sort.NAME
                                    && hearing.knownAs(mention).equals("name")
                                    && mention.unit().isEmpty()) {
                                String word = mention.text().toLowerCase(Locale.ROOT);
                                seen.merge(word, 1, Integer::sum);
                                used.merge(word, slots.roles().get(i).equals(Role.NONE) ? 0 : 1, Integer::sum);
                            }
                        }
                    });
        }
        return seen.entrySet().stream()
                .filter(entry -> entry.getValue() >= FEWEST_OF_A_WORD)
                .filter(entry -> used.getOrDefault(entry.getKey(), 0) < entry.getValue() * MOST_NAMED)
                .map(Map.Entry::getKey)
                .filter(word -> !word.contains(" "))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// All weights, in the text form that [Weights] reads.
    public static List<String> lines(
            List<Example> all, Hearing hearing, KindFacts facts, Map<String, Integer> numbers) {
        HunchTraining training = new HunchTraining(all, hearing, facts, numbers);
        training.head.add("# Which decisions the words of a request speak for. Learnt from " + training.examples.size()
                + " requests.");
        training.head.add("words " + String.join(" ", training.words));
        training.wholes();
        training.closed();
        training.mentions();
        training.jobs();
        List<String> lines = new ArrayList<>(training.head);
        lines.add("");
        lines.addAll(training.body);
        return lines;
    }

    private void wholes() {
        many("kind", rows(one -> one.slots().kind()), SolverType.L2R_L2LOSS_SVC_DUAL, 0.3, LEAST_OF_KINDS);
        many("measure", rows(one -> one.slots().measure()), SolverType.L2R_LR, 3, LEAST);
        many(
                "unit",
                rows(one -> one.slots().unit().isEmpty() ? "none" : one.slots().unit()),
                SolverType.L2R_LR,
                3,
                LEAST);
        many(Several.MODEL, pieces, SolverType.L2R_LR, 1, LEAST);
        binary(Cues.FLAG + Slots.SEVERAL, several, 3);
        binary(Cues.FLAG + Slots.UNANSWERED, unanswered, 3);
        binary(Cues.FLAG + Slots.VAGUE, vague, 3);
        for (String flag : Slots.FLAGS) {
            List<Learnt> open = examples.stream()
                    .filter(one -> !Scored.isImplied(flag, one.slots().measure()))
                    .toList();
            one(Cues.FLAG + flag, open, one -> one.slots().flags().contains(flag));
        }
        turns();
    }

    /// Turns that are in few requests are learnt as one.
    private void turns() {
        List<Learnt> turned =
                examples.stream().filter(one -> !one.slots().turn().isNone()).toList();
        Map<String, Integer> counts = new TreeMap<>();
        turned.forEach(one -> counts.merge(one.slots().turn().text(), 1, Integer::sum));
        many(
                Scored.TURN,
                turned.stream()
                        .map(one -> new Row(
                                one.whole(),
                                counts.getOrDefault(one.slots().turn().text(), 0) < FEWEST_OF_A_TURN
                                        ? Turn.OTHER.text()
                                        : one.slots().turn().text()))
                        .toList(),
                SolverType.L2R_LR,
                3,
                LEAST);
    }

    private void closed() {
        Map<String, Integer> counts = new TreeMap<>();
        examples.forEach(one -> one.slots().closed().forEach(text -> counts.merge(text, 1, Integer::sum)));
        counts.entrySet().stream()
                .filter(entry -> entry.getValue() >= FEWEST_OF_A_CONDITION)
                .map(Map.Entry::getKey)
                .filter(text -> !NAMED.contains(Scored.attribute(text)))
                .forEach(text -> one(
                        Cues.CLOSED + text,
                        examples.stream()
                                .filter(one -> one.slots().closed().contains(text)
                                        || facts.of(
                                                        one.slots().event(),
                                                        one.slots().turn())
                                                .containsKey(Scored.attribute(text)))
                                .toList(),
                        one -> one.slots().closed().contains(text)));
    }

    private void one(String name, List<Learnt> some, Predicate<Learnt> has) {
        binary(
                name,
                some.stream()
                        .map(one -> new Row(one.whole(), has.test(one) ? "1" : "0"))
                        .toList(),
                3);
    }

    private List<Row> rows(Function<Learnt, String> label) {
        return examples.stream()
                .map(one -> new Row(one.whole(), label.apply(one)))
                .toList();
    }

    private void mentions() {
        List<Row> roles = new ArrayList<>();
        List<Row> operators = new ArrayList<>();
        for (Learnt one : examples) {
            Map<String, Fact> known = facts.of(one.slots().event(), one.slots().turn());
            for (int i = 0; i < one.heard().mentions().size(); i++) {
                Mention mention = one.heard().mentions().get(i);
                Role role = one.slots().roles().get(i);
                Set<String> around = Cues.around(one.heard(), mention, hearing);
                Map<String, Set<String>> all = candidates(one, mention, known, around);
                if (!all.containsKey(role.name())) {
                    continue;
                }
                all.forEach((name, cues) -> roles.add(new Row(cues, name.equals(role.name()) ? "1" : "0")));
                if (role.isTest() && known.containsKey(role.fact())) {
                    operators.add(new Row(Cues.operator(known.get(role.fact()), around), role.operator()));
                }
            }
        }
        binary("role", roles, 3);
        many("operator", operators, SolverType.L2R_LR, 3, LEAST);
    }

    private Map<String, Set<String>> candidates(
            Learnt one, Mention mention, Map<String, Fact> known, Set<String> around) {
        Map<String, Set<String>> all = new TreeMap<>();
        boolean inKind = facts.isCalled(one.slots().kind(), mention.text());
        Scored.legal(mention, one.slots().kind(), one.slots().turn())
                .forEach(role -> all.put(role, Cues.role(role, mention, around, inKind)));
        known.values().stream()
                .filter(fact -> Scored.isTestable(fact, mention))
                .forEach(fact -> all.put(Role.where(fact.name()), Cues.tested(fact, one.heard(), mention, around)));
        if (mention.sort() == Mention.Sort.NAME || mention.sort() == Mention.Sort.NUMBER) {
            String descends = Role.where(Atom.DESCENDS);
            all.put(descends, Cues.role(descends, mention, around, inKind));
        }
        return all;
    }

    private void jobs() {
        job(
                "key",
                one -> !one.slots().measure().equals(Slots.REPORT),
                one -> one.slots().keys());
        job(
                "of",
                one -> Hunches.MEASURED.contains(one.slots().measure())
                        || one.slots().measure().equals(Slots.RATE),
                one -> one.slots().of().map(Set::of).orElse(Set.of()));
        job(
                "column",
                one -> (one.slots().measure().equals(Slots.REPORT)
                                || !one.slots().columns().isEmpty())
                        && !one.slots().columns().contains("any_column"),
                one -> one.slots().columns());
    }

    private void job(String name, Predicate<Learnt> used, Function<Learnt, Set<String>> having) {
        List<Row> rows = new ArrayList<>();
        for (Learnt one : examples) {
            if (!used.test(one)) {
                continue;
            }
            for (Fact fact : facts.of(one.slots().event(), one.slots().turn()).values()) {
                if (!fact.name().equals(Slots.PID)) {
                    Set<String> cues =
                            Cues.fact(fact, one.heard(), frequent.contains(fact.name()) ? one.whole() : Set.of());
                    rows.add(new Row(cues, having.apply(one).contains(fact.name()) ? "1" : "0"));
                }
            }
        }
        binary(Cues.JOB + name, rows, 1);
    }

    private void binary(String name, List<Row> rows, double cost) {
        learn(name, List.of("1"), rows, SolverType.L2R_LR, cost, LEAST);
    }

    private void many(String name, List<Row> rows, SolverType solver, double cost, double least) {
        List<String> classes = rows.stream().map(Row::label).distinct().sorted().toList();
        learn(name, classes, rows, solver, cost, least);
    }

    private void learn(
            String name, List<String> classes, List<Row> rows, SolverType solver, double cost, double least) {
        Map<String, Integer> counts = new HashMap<>();
        rows.forEach(row -> row.features().forEach(feature -> counts.merge(feature, 1, Integer::sum)));
        List<String> features = counts.entrySet().stream()
                .filter(entry -> entry.getValue() >= FEWEST_OF_A_FEATURE)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        Map<String, FeatureNode> nodes = new HashMap<>();
        features.forEach(feature -> nodes.put(feature, new FeatureNode(nodes.size() + 1, 1)));
        Problem problem = new Problem();
        problem.l = rows.size();
        problem.bias = 1;
        problem.n = features.size() + 1;
        FeatureNode always = new FeatureNode(problem.n, 1);
        problem.x = rows.stream()
                .map(row -> Stream.concat(
                                row.features().stream()
                                        .flatMap(feature -> Optional.ofNullable(nodes.get(feature)).stream())
                                        .sorted(Comparator.comparingInt(FeatureNode::getIndex)),
                                Stream.of(always))
                        .toArray(Feature[]::new))
                .toArray(Feature[][]::new);
        boolean binary = classes.equals(List.of("1"));
        problem.y = rows.stream()
                .mapToDouble(row -> binary ? (row.label().equals("1") ? 1 : 0) : classes.indexOf(row.label()))
                .toArray();
        Linear.disableDebugOutput();
        Linear.resetRandom();
        Model model = Linear.train(problem, new Parameter(solver, cost, PRECISION));
        write(name, classes, features, model, binary, least);
    }

    private void write(
            String name, List<String> classes, List<String> features, Model model, boolean binary, double least) {
        int from = size;
        double[] weights = model.getFeatureWeights();
        Map<String, String> rows = new TreeMap<>(SortedLines.ORDER);
        int[] labels = model.getLabels();
        int width = binary || labels.length == 2 ? 1 : labels.length;
        for (int j = 0; j <= features.size(); j++) {
            String feature = j < features.size() ? features.get(j) : dev.ken.comprehension.hunch.Linear.ANY;
            Map<Integer, Double> row = new TreeMap<>();
            for (int k = 0; k < width; k++) {
                double weight = weights[j * width + k];
                if (binary) {
                    row.put(0, labels[0] == 1 ? weight : -weight);
                } else if (width == 1) {
                    row.put(labels[0], weight);
                    row.put(labels[1], -weight);
                } else {
                    row.put(labels[k], weight);
                }
            }
            row.values().removeIf(weight -> Math.abs(weight) < least);
            if (!row.isEmpty()) {
                rows.put(
                        feature,
                        row.entrySet().stream()
                                .map(entry ->
                                        entry.getKey() + " " + String.format(Locale.ROOT, "%.2f", entry.getValue()))
                                .collect(Collectors.joining(",")));
            }
        }
        rows.forEach((feature, row) -> {
            String line = feature + "\t" + row;
            size += line.getBytes(StandardCharsets.UTF_8).length + 1;
            body.add(line);
        });
        head.add("model " + from + " " + size + " " + name);
        head.add("classes " + String.join(" | ", classes));
    }
}
