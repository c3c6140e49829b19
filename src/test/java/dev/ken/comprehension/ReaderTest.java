package dev.ken.comprehension;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.contract.Intent;
import dev.ken.contract.IntentText;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.CuratedCatalog;
import dev.ken.source.Source;
import dev.ken.testing.Case;
import dev.ken.testing.Golden;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What requests mean, and that no text breaks the reader.
class ReaderTest {
    private static final KernelModel KERNEL = Snapshots.recorded();
    private static final Catalog CATALOG = CuratedCatalog.of(KERNEL);
    private static final Reader READER = new Reader(CATALOG, KERNEL);
    private static final int ROUNDS = 300;

    @TestFactory
    Stream<DynamicTest> golden() {
        return Golden.cases("requests", ReaderTest::answers);
    }

    private static String answers(Case one) {
        StringBuilder out = new StringBuilder();
        requests(one)
                .forEach(request -> out.append("> ")
                        .append(request)
                        .append('\n')
                        .append(said(read(request)).indent(2))
                        .append('\n'));
        return out.toString();
    }

    private static List<String> requests(Case one) {
        return one.section("requests")
                .orElseThrow()
                .body()
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    private static Reading read(String request) {
        return READER.read(request);
    }

    private static String said(Reading reading) {
        return switch (reading) {
            case Reading.Understood(Intent intent) ->
                String.join("\n", Gloss.of(intent, CATALOG)) + "\n" + IntentText.print(intent);
            case Reading.NeedsClarification(String question, var choices) -> {
                List<String> lines = new ArrayList<>(List.of("? " + question));
                choices.forEach(choice -> lines.add("- " + choice.text()));
                yield String.join("\n", lines);
            }
            case Reading.Declined(String reason, Optional<String> instead) ->
                "declined: " + reason
                        + instead.map(text -> "\ninstead: " + text).orElse("");
            case Reading.NotUnderstood(String reason, var hints) ->
                "not understood: " + reason + (hints.isEmpty() ? "" : "\n" + String.join("\n", hints));
        };
    }

    /// What is understood can be written, and reads back as the same.
    @Test
    void intentsSurviveTheirTextForm() {
        for (String request : List.of(
                "count failed opens of /etc/passwd by process and error every 2 seconds for 1 minute",
                "linear histogram of read latency from 0 to 1000 us in steps of 50 us",
                "trace opens by \"a b\\\\c\" with pid and path",
                "profile cpu at 49 Hz, top 5, by process")) {
            if (read(request) instanceof Reading.Understood(Intent intent)) {
                assertThat(IntentText.parse(new Source("intent", IntentText.print(intent)))
                                .intent())
                        .as(request)
                        .contains(intent);
            } else {
                throw new AssertionError(request);
            }
        }
    }

    @Test
    void theSameWordsWithOtherValuesMeanOtherThings() {
        assertThat(read("count reads larger than 4 KB by pid"))
                .isNotEqualTo(read("count reads larger than 5 KB by pid"))
                .isNotEqualTo(read("count reads larger than 4 KB by tid"))
                .isNotEqualTo(read("count writes larger than 4 KB by pid"));
    }

    /// Words in any order, cut anywhere: an answer, never an exception.
    @Test
    void anyTextGetsAnAnswer() {
        List<String> words = List.of(
                "count",
                "reads",
                "by",
                "process",
                "larger",
                "than",
                "4",
                "KB",
                "10ms",
                "\"x",
                "'",
                "/tmp",
                "under",
                "except",
                "between",
                "and",
                "every",
                "2",
                "for",
                "top",
                "pid",
                "{",
                "(",
                ")",
                "\\",
                "\u0000",
                "é",
                "$name",
                "1e9999",
                "99999999999999999999",
                "error",
                "ENOENT",
                "histogram",
                "in",
                "us",
                ".",
                ",",
                "tracepoint:a:b",
                "openat",
                "::");
        Random random = new Random(7);
        for (int round = 0; round < ROUNDS; round++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(14);
            for (int i = 0; i < length; i++) {
                text.append(words.get(random.nextInt(words.size()))).append(random.nextInt(9) == 0 ? "" : " ");
            }
            assertThat(read(text.toString())).as(text.toString()).isNotNull();
        }
    }

    @Test
    void whatIsNoRequestIsSaidToBeNone() {
        assertThat(read("")).isInstanceOf(Reading.NotUnderstood.class);
        assertThat(read(" \n\t")).isInstanceOf(Reading.NotUnderstood.class);
        assertThat(read("a".repeat(1 << 20))).isInstanceOf(Reading.NotUnderstood.class);
        assertThat(read("read ".repeat(700))).isInstanceOf(Reading.NotUnderstood.class);
    }
}
