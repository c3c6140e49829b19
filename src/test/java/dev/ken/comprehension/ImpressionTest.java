package dev.ken.comprehension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ken.comprehension.impression.Impression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The weights are learnt from the labelled requests and shipped: `./mvnw -q -Dquick test-compile surefire:test
/// -Dtest=ImpressionTest -Dgolden=update` learns them anew, in about twelve minutes.
final class ImpressionTest {
    private static final Path FILE = Path.of("src/main/resources/dev/ken/comprehension/impression/impression.weights");
    private static final int EACH = 40;

    @Test
    void weightsAreThoseThatAreLearntFromTheLabelledRequests() throws IOException {
        ImpressionTraining training = ImpressionTraining.of(ImpressionTraining.SETS.stream()
                .map(Path.of("src/test/resources/requests")::resolve)
                .toList());
        if ("update".equals(System.getProperty("golden"))) {
            Files.write(FILE, training.lines());
        }
        Impression shipped = Impression.parse(Files.readAllBytes(FILE));
        assertThat(shipped.traits()).isEqualTo(training.traits());
        assertThat(shipped.words()).containsExactlyInAnyOrderElementsOf(training.words());
        for (int i = 0; i < shipped.traits().size(); i += EACH) {
            Map<String, Double> learnt = training.weights(shipped.traits().get(i));
            for (Map.Entry<String, Double> weight : learnt.entrySet()) {
                assertThat(weight(shipped, weight.getKey(), i))
                        .as(shipped.traits().get(i) + " by " + weight.getKey())
                        .isCloseTo(weight.getValue(), within(0.02));
            }
        }
    }

    @Test
    void whatWordsAskForIsLikely() {
        Impression shipped = Impression.shipped();
        double[] likely = shipped.likelihoods("how many files are opened, by process");
        assertThat(likely[shipped.traits().indexOf("measure count")]).isGreaterThan(0.8);
        assertThat(likely[shipped.traits().indexOf("by process")]).isGreaterThan(0.8);
        assertThat(likely[shipped.traits().indexOf("parts 1")]).isGreaterThan(0.8);
        assertThat(likely[shipped.traits().indexOf("by cpu")]).isLessThan(0.2);
    }

    @Test
    void whatIsInDoubtHasWords() {
        assertThat(Impression.shipped().traits())
                .allSatisfy(trait -> assertThat(Tables.pairs("doubted.table")).containsKey(trait.split(" ", 2)[0]));
    }

    @Test
    void unknownWordsAreOneWord() {
        Impression shipped = Impression.shipped();
        assertThat(shipped.likelihoods("count reads by xyzzyd"))
                .isEqualTo(shipped.likelihoods("count reads by plughd"));
        assertThat(shipped.likelihoods("reads over 10 ms")).isEqualTo(shipped.likelihoods("reads over 25 ms"));
    }

    private static double weight(Impression impression, String feature, int trait) {
        return impression.row(feature).getOrDefault(trait, 0f);
    }
}
