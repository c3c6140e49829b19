package dev.ken.comprehension;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.comprehension.Asked.Answer;
import dev.ken.contract.Intent;
import dev.ken.contract.IntentCheck;
import dev.ken.contract.IntentText;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.CuratedCatalog;
import dev.ken.kernel.catalog.EventKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What can be said is the product of kinds, measures, filters, groups and periods, and every sentence that KEN says of
/// an intent is one that it reads as that intent. Samples of both; all that is not right stands in
/// `target/requests-composed.txt` and `target/requests-glosses.txt`.
class CompositionTest {
    private static final Path FOLDER = Path.of("src/test/resources/requests/composed");
    private static final int REQUESTS = 400;
    private static final int GLOSSES = 150;
    private static final long SEED = 20261129;
    private static final KernelModel KERNEL = Snapshots.find("6.12").orElseThrow();
    private static final Catalog CATALOG = CuratedCatalog.of(KERNEL);
    private static final Reader READER = new Reader(CATALOG, KERNEL);

    @Test
    void whatIsComposedIsReadAsItIsMeant() throws IOException {
        List<EventKind> kinds = CATALOG.curated().values().stream()
                .filter(kind ->
                        !kind.name().startsWith("packet.") && !kind.points().isEmpty())
                .toList();
        List<Composed> all = new ArrayList<>(Composed.some(REQUESTS, SEED, kinds, FOLDER.resolve("templates")));
        all.removeIf(one -> !IntentCheck.of(one.intent(), CATALOG).isEmpty());
        check("composed", all);
    }

    @Test
    void whatIsSaidOfAnIntentIsReadAsThatIntent() throws IOException {
        List<Composed> all = Stream.of("test", "later", "third", "fourth", "fifth", "sixth")
                .flatMap(set -> Asked.read(FOLDER.resolveSibling(set)).stream())
                .flatMap(asked -> asked.answers().stream().limit(1))
                .flatMap(answer -> answer instanceof Answer.Means(Intent intent) ? Stream.of(intent) : Stream.empty())
                .filter(intent -> intent.parts().size() == 1)
                .filter(intent -> isDefinite(IntentText.print(intent)))
                .filter(intent -> IntentCheck.of(intent, CATALOG).isEmpty())
                .map(intent -> new Composed(String.join(". ", Gloss.of(intent, CATALOG)), intent))
                .distinct()
                .toList();
        int step = Math.max(1, all.size() / GLOSSES);
        List<Composed> sample = new ArrayList<>();
        for (int i = 0; i < all.size() && sample.size() < GLOSSES; i += step) {
            sample.add(all.get(i));
        }
        check("glosses", sample);
    }

    private static boolean isDefinite(String intent) {
        return !intent.contains("any_") && !intent.contains(String.valueOf(Asked.ANY));
    }

    private static void check(String name, List<Composed> all) throws IOException {
        StringBuilder report = new StringBuilder();
        long right = 0;
        long wrong = 0;
        for (Composed one : all) {
            Reading reading = READER.read(one.request());
            if (reading instanceof Reading.Understood(Intent read)) {
                List<String> differences = Meaning.differences(one.intent(), read);
                if (differences.isEmpty()) {
                    right++;
                    continue;
                }
                wrong++;
                report.append("wrong ").append(differences).append(' ');
            }
            report.append("> ").append(one.request()).append('\n');
            report.append(said(reading).indent(2))
                    .append(("meant: " + IntentText.print(one.intent()).strip().replace("\n", "; ")).indent(2));
        }
        Path file = Path.of("target/requests-" + name + ".txt");
        Files.createDirectories(file.getParent());
        Files.writeString(file, report.toString());
        Map<String, Long> limits = limits();
        String told = "in a thousand, of " + all.size() + "; see " + file + "; limits in " + FOLDER.resolve("limits");
        System.out.println(name + ": " + right + " right, " + wrong + " wrong of " + all.size());
        assertThat(right * 1000 / all.size())
                .as(name + " right, " + told)
                .isGreaterThanOrEqualTo(limits.get(name + " right"));
        assertThat(wrong * 1000 / all.size())
                .as(name + " wrong, " + told)
                .isLessThanOrEqualTo(limits.get(name + " wrong"));
    }

    private static String said(Reading reading) {
        return switch (reading) {
            case Reading.Understood(Intent intent) -> IntentText.print(intent).strip();
            case Reading.NeedsClarification(String question, var _) -> question;
            case Reading.Declined(String reason, var _) -> "declined: " + reason;
            case Reading.NotUnderstood(String reason, var _) -> "not understood: " + reason;
        };
    }

    private static Map<String, Long> limits() throws IOException {
        Map<String, Long> all = new TreeMap<>();
        for (String line : Files.readAllLines(FOLDER.resolve("limits"))) {
            if (!line.startsWith("#") && !line.isBlank()) {
                String[] sides = line.split(" [<>]= ");
                all.put(sides[0].strip(), Long.parseLong(sides[1].strip()));
            }
        }
        return all;
    }
}
