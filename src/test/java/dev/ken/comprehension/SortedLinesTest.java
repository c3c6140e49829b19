package dev.ken.comprehension;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.comprehension.impression.SortedLines;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SortedLinesTest {
    @Test
    void everyLineIsFoundAndNothingElse() {
        for (int count = 0; count < 20; count++) {
            List<String> keys = IntStream.range(0, count)
                    .mapToObj(i -> "k" + (char) ('a' + i) + (i % 3 == 0 ? "é" : ""))
                    .toList();
            SortedLines lines =
                    SortedLines.of(keys.stream().map(key -> key + "\tof " + key).toList());
            assertThat(keys).allSatisfy(key -> assertThat(lines.value(key)).contains("of " + key));
            assertThat(List.of("", "k", "kz", "ka\t", "z", "kaé2"))
                    .allSatisfy(key -> assertThat(lines.value(key)).isEmpty());
        }
    }

    @Test
    void linesBeforeAndBehindAreOthers() {
        byte[] text = "head\nb\t2\nd\t4\ntail\t5\n".getBytes(StandardCharsets.UTF_8);
        SortedLines lines = new SortedLines(text, 5, 13);
        assertThat(lines.value("b")).contains("2");
        assertThat(lines.value("d")).contains("4");
        assertThat(lines.value("head")).isEmpty();
        assertThat(lines.value("tail")).isEmpty();
    }
}
