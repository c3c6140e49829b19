package dev.ken.comprehension;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import dev.ken.comprehension.Asked.Answer;
import dev.ken.contract.Intent;
import dev.ken.engine.Facts;
import dev.ken.engine.NearestKinds;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.CuratedCatalog;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// Learns from labelled requests how much each of the [Signs] counts (liblinear, L2). Weights that have learnt from a
/// request are surer of it than they are of others, so the requests are read by weights that were learnt without them:
/// these lie in front of the class path of a process of its own.
final class OddsTraining {
    static final Path FOLDER = Path.of("src/test/resources/requests");
    /// The sets that it is learnt from.
    static final List<String> JUDGED = LabelledRequests.NEWEST;
    private static final String RESOURCES = "dev/ken/comprehension/";
    private static final int LIMIT_MINUTES = 60;
    private static final String APART = "|";
    private static final double COST = 0.05;
    private static final double PRECISION = 1e-4;
    private static final int FEWEST = 10;
    private static final double LEAST = 0.005;

    /// The signs of an intent that a request may mean, and whether it is what it means.
    record Example(Set<String> signs, boolean right) {}

    private OddsTraining() {}

    /// What the requests of the sets may mean, read by weights that have not learnt from them.
    ///
    /// @param folder where those weights are written; those of the sense have to lie there, see `scripts/sense`
    static List<Example> unlearnt(Path folder) throws IOException {
        List<Path> others =
                ImpressionTraining.SETS.stream().map(FOLDER::resolve).toList();
        Path hunches = folder.resolve(RESOURCES + "hunch/hunch.weights");
        Path impression = folder.resolve(RESOURCES + "impression/impression.weights");
        if (!Files.exists(folder.resolve(RESOURCES + "sense/sense.weights"))) {
            throw new IllegalStateException("no sense.weights in " + folder + ": see scripts/sense/README.md");
        }
        Files.createDirectories(hunches.getParent());
        Files.createDirectories(impression.getParent());
        Files.write(hunches, HunchTest.lines(others));
        Files.write(impression, ImpressionTraining.of(others).lines());
        return readApart(folder);
    }

    private static List<Example> readApart(Path folder) throws IOException {
        Path out = folder.resolve("examples");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        folder + File.pathSeparator + System.getProperty("java.class.path"),
                        OddsTraining.class.getName(),
                        out.toString())
                .inheritIO()
                .start();
        try {
            if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException("not read within " + LIMIT_MINUTES + " minutes, or it failed");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
        return Files.readAllLines(out).stream().map(OddsTraining::parsed).toList();
    }

    private static Example parsed(String line) {
        int tab = line.indexOf('\t');
        String signs = line.substring(tab + 1);
        return new Example(Set.of(signs.split(Pattern.quote(APART))), Boolean.parseBoolean(line.substring(0, tab)));
    }

    /// Reads the sets and writes what they may mean to a file.
    ///
    /// @param args the name of the file
    public static void main(String[] args) throws IOException {
        KernelModel kernel = Snapshots.find("6.12").orElseThrow();
        Catalog catalog = CuratedCatalog.of(kernel);
        Reader reader = new Reader(catalog, kernel, new NearestKinds(new Facts(kernel, catalog)));
        List<String> lines = new ArrayList<>();
        for (String name : JUDGED) {
            examples(reader, FOLDER.resolve(name))
                    .forEach(one -> lines.add(one.right() + "\t" + String.join(APART, new TreeSet<>(one.signs()))));
        }
        Files.write(Path.of(args[0]), lines);
    }

    /// All that the requests of a folder may mean.
    static List<Example> examples(Reader reader, Path folder) {
        List<Example> all = new ArrayList<>();
        for (Asked asked : Asked.read(folder)) {
            Reading read = reader.settled(asked.request());
            if (!(read instanceof Reading.Declined(String told, var _))
                    || !Reader.isRefusal(told) && !Fitting.isUntold(told)) {
                Guessed guessed = reader.guess(asked.request());
                List<Candidate> candidates = guessed.candidates(read);
                Signs signs = guessed.signs(read, candidates);
                candidates.forEach(one -> all.add(new Example(signs.of(one), isRight(asked, one.intent()))));
            }
        }
        return all;
    }

    static boolean isRight(Asked asked, Intent intent) {
        return asked.answers().stream()
                .anyMatch(answer -> answer instanceof Answer.Means(Intent right)
                        && Meaning.differences(right, intent).isEmpty());
    }

    /// The lines of `odds.table`.
    static List<String> lines(List<Example> examples) {
        Map<String, Integer> counts = new TreeMap<>();
        examples.forEach(one -> one.signs().forEach(sign -> counts.merge(sign, 1, Integer::sum)));
        List<String> signs = counts.entrySet().stream()
                .filter(entry -> entry.getValue() >= FEWEST && entry.getValue() < examples.size())
                .map(Map.Entry::getKey)
                .toList();
        Map<String, Integer> places = new TreeMap<>();
        signs.forEach(sign -> places.put(sign, places.size() + 1));
        Problem problem = new Problem();
        problem.l = examples.size();
        problem.n = signs.size() + 1;
        problem.bias = 1;
        problem.x = examples.stream().map(one -> row(one, places)).toArray(Feature[][]::new);
        problem.y = examples.stream().mapToDouble(one -> one.right() ? 1 : 0).toArray();
        Linear.disableDebugOutput();
        Linear.resetRandom();
        Model model = Linear.train(problem, new Parameter(SolverType.L2R_LR, COST, PRECISION));
        double sign = model.getLabels()[0] == 1 ? 1 : -1;
        List<String> lines = new ArrayList<>();
        lines.add(line(sign * model.getFeatureWeights()[signs.size()], "any"));
        for (int i = 0; i < signs.size(); i++) {
            double weight = sign * model.getFeatureWeights()[i];
            if (Math.abs(weight) >= LEAST) {
                lines.add(line(weight, signs.get(i)));
            }
        }
        return lines;
    }

    private static String line(double weight, String sign) {
        return String.format(Locale.ROOT, "%.2f %s", weight, sign);
    }

    private static Feature[] row(Example one, Map<String, Integer> places) {
        Set<Integer> found = new TreeSet<>();
        for (String sign : one.signs()) {
            if (places.containsKey(sign)) {
                found.add(places.get(sign));
            }
        }
        found.add(places.size() + 1);
        return found.stream().map(place -> new FeatureNode(place, 1)).toArray(Feature[]::new);
    }
}
