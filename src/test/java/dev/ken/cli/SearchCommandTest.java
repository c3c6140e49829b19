package dev.ken.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.wire.Json;
import dev.ken.wire.JsonReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// `ken search` from its arguments to its text, on the shipped kernel.
final class SearchCommandTest {
    private static final Map<String, String> SHIPPED = Map.of("KEN_KERNEL", "recorded");

    @Test
    void aBatchAnswersEveryLineInOrderAndGoesOnAfterABadOne() {
        String input = """
                {"id":"a","query":"why is my disk slow"}
                not json
                {"id":2}

                {"id":3,"query":"   "}
                {"id":"vier","query":"tracepoint:block:block_rq_complete","more":[1]}
                """;
        Recorded answer = Recorded.run(SHIPPED, input, "search", "--batch", "-", "--limit", "3");
        List<Json.Obj> lines =
                answer.out().lines().map(SearchCommandTest::object).toList();
        assertThat(answer.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(lines).hasSize(5);
        assertThat(lines.get(0).text("id")).contains("a");
        assertThat(lines.get(0).get("results").orElseThrow().items()).hasSize(3);
        assertThat(lines.get(1).text("error").orElseThrow()).contains("line 2 is not a JSON object");
        assertThat(lines.get(2).text("error").orElseThrow()).contains("query");
        assertThat(lines.get(3).text("error")).isPresent();
        Json.Obj best = lines.get(4)
                .get("results")
                .orElseThrow()
                .items()
                .getFirst()
                .asObject()
                .orElseThrow();
        assertThat(best.text("name")).contains("tracepoint:block:block_rq_complete");
        assertThat(best.text("kind")).contains("probe");
        assertThat(best.get("probes").orElseThrow().items())
                .containsExactly(Json.of("tracepoint:block:block_rq_complete"));
        assertThat(best.number("score")).isPresent();
    }

    @Test
    void kindsAreFiltered() {
        Recorded probes = Recorded.run(SHIPPED, "", "search", "--json", "--kind", "probe", "--limit", "9", "tcp");
        Json.Obj answer = object(probes.out().strip());
        assertThat(answer.get("results").orElseThrow().items())
                .hasSize(9)
                .allSatisfy(one ->
                        assertThat(one.asObject().orElseThrow().text("kind")).contains("probe"));
        Recorded wrong = Recorded.run(SHIPPED, "", "search", "--kind", "gadget", "tcp");
        assertThat(wrong.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(wrong.err()).contains("--kind is event, probe, helper, function or example, not gadget");
    }

    @Test
    void peopleSeeTheNameTheKindEnglishAndProbes() {
        Recorded answer = Recorded.run(SHIPPED, "", "search", "--limit", "1", "file.open");
        assertThat(answer.out().lines().toList())
                .containsExactly(
                        "file.open                   event    a file is opened",
                        "    tracepoint:syscalls:sys_enter_open  tracepoint:syscalls:sys_enter_openat  "
                                + "tracepoint:syscalls:sys_enter_openat2  tracepoint:syscalls:sys_exit_open  and 4 more");
    }

    @Test
    void whoFindsNothingIsToldWhatElseToTry() {
        Recorded none = Recorded.run(SHIPPED, "", "search", "?!");
        assertThat(none.code()).isEqualTo(ExitCode.DONE);
        assertThat(none.err()).contains("nothing was found for ?!; try what happens");
        Recorded narrow = Recorded.run(SHIPPED, "", "search", "--kind", "example", "vfs_read");
        assertThat(narrow.err()).contains("without --kind there are");
    }

    private static Json.Obj object(String line) {
        return JsonReader.read(line).json().flatMap(Json::asObject).orElseThrow();
    }
}
