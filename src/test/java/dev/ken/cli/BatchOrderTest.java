package dev.ken.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What a batch says of a program does not depend on what it was asked before: the same examples, whatever the order.
/// While one context of Z3 served many questions, two of these four told another example after the others.
final class BatchOrderTest {
    private static final Path PAIRS = Path.of("src/test/resources/batch-order.jsonl");

    @Test
    void examplesAreTheSameInAnyOrder() throws IOException {
        List<String> pairs = Files.readAllLines(PAIRS);
        Map<String, String> forward = answers(pairs);
        assertThat(forward).hasSameSizeAs(pairs);
        assertThat(forward.values()).allSatisfy(answer -> assertThat(answer).contains("counterexample"));
        assertThat(answers(pairs.reversed())).isEqualTo(forward);
    }

    /// By their line up to the first comma, which is the id.
    private static Map<String, String> answers(Collection<String> pairs) {
        Recorded told = Recorded.run(
                Map.of("KEN_KERNEL", "recorded"), String.join("\n", pairs), "verify", "--threads", "1", "--batch", "-");
        Map<String, String> answers = new TreeMap<>();
        told.out()
                .lines()
                .forEach(line -> answers.put(
                        line.substring(0, line.indexOf(',')), line.replaceAll("\"millis\":\\d+", "\"millis\":0")));
        return answers;
    }
}
