package dev.ken.comprehension;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.comprehension.sense.Facets;
import dev.ken.comprehension.sense.Sense;
import dev.ken.comprehension.sense.Sense.Felt;
import dev.ken.contract.Intent;
import dev.ken.contract.IntentText;
import dev.ken.source.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The weights are learnt from the labelled requests and shipped; `scripts/sense/README.md` says how they are learnt
/// anew.
final class SenseTest {
    private static final Path FILE = Path.of("src/main/resources/dev/ken/comprehension/sense/sense.weights");
    private static final Sense SENSE = Sense.shipped();

    @Test
    void weightsAreLearntFromTheRequestsThatLieHere() throws IOException, NoSuchAlgorithmException {
        byte[] file = Files.readAllBytes(FILE);
        int end = 0;
        while (file[end] != '\n') {
            end++;
        }
        assertThat(new String(file, 0, end, StandardCharsets.UTF_8))
                .isEqualTo("# Digest of what they are learnt from: " + SenseExamples.digest());
    }

    @Test
    void whatIsAskedForIsLikely() {
        Felt felt = SENSE.of("count file opens by process every 5 seconds");
        assertThat(felt.likelihood("measure count").orElseThrow()).isGreaterThan(0.9);
        assertThat(felt.likelihood("by process").orElseThrow()).isGreaterThan(0.9);
        assertThat(felt.likelihood("period").orElseThrow()).isGreaterThan(0.9);
        assertThat(felt.likelihood("about file").orElseThrow()).isGreaterThan(0.5);
        assertThat(felt.likelihood("measure histogram").orElse(0.0)).isLessThan(0.1);
        assertThat(felt.likelihood("about tcp").orElseThrow()).isLessThan(0.1);
    }

    @Test
    void wordsOfLikeMeaningAreHeardAlike() {
        assertThat(nats("how many files does each program open", "count file.open\nby process\n"))
                .isLessThan(nats("how many files does each program open", "report path of file.open\n"));
    }

    @Test
    void whatLacksAndWhatHasIsToldApart() {
        Map<String, Double> surprises = SENSE.of("count file opens by user")
                .surprises(Facets.of(intent("report path of file.open\nwhere process is \"bash\"\n")));
        assertThat(surprises.get("by-")).isGreaterThan(1);
        assertThat(surprises.get("test+")).isGreaterThan(1);
        assertThat(surprises.get("measure+")).isGreaterThan(1);
    }

    @Test
    void theSameRequestGivesTheSameNumbers() {
        String request = "which container is paging the most, per second, MiB, top 3?";
        assertThat(SENSE.of(request).likelihoods())
                .containsExactly(Sense.shipped().of(request).likelihoods());
    }

    @Test
    void anyTextIsHeard() {
        for (String text : new String[] {"", " ", "\u0000\u0001", "日本語 🚀", "a".repeat(5_000), "x ".repeat(5_000)}) {
            assertThat(Arrays.stream(SENSE.of(text).likelihoods())).allMatch(likely -> likely >= 0 && likely <= 1);
        }
    }

    @Test
    void facetsTellIntentsApart() {
        assertThat(Facets.of(intent(
                        "sum size of file.write in MiB\nwhere not process is \"cp\"\nby pid\nevery 5 s\ntop 3\n")))
                .containsExactlyInAnyOrderElementsOf(Set.of(
                        "parts 1",
                        "kind file.write",
                        "about file",
                        "measure sum",
                        "of size",
                        "unit MiB",
                        "grouped",
                        "by process",
                        "tested",
                        "test process",
                        "compared process is not",
                        "period",
                        "largest"));
    }

    private static double nats(String request, String intent) {
        return SENSE.of(request).surprises(Facets.of(intent(intent))).values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
    }

    private static Intent intent(String text) {
        return IntentText.parse(new Source("test", text)).intent().orElseThrow();
    }
}
