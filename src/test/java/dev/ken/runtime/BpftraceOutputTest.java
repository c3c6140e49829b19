package dev.ken.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.runtime.ProgramEvent.Bucket;
import dev.ken.runtime.ProgramEvent.Histogram;
import dev.ken.runtime.ProgramEvent.Histograms;
import dev.ken.runtime.ProgramEvent.Line;
import dev.ken.runtime.ProgramEvent.Lost;
import dev.ken.runtime.ProgramEvent.Note;
import dev.ken.runtime.ProgramEvent.Row;
import dev.ken.runtime.ProgramEvent.Table;
import dev.ken.runtime.ProgramEvent.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Lines as the three releases were seen to print them.
class BpftraceOutputTest {
    private final BpftraceOutput output = new BpftraceOutput(new BpftraceVersion(0, 17, 0), 100);

    @Test
    void printedTextBecomesLines() {
        assertThat(read(
                        "{\"type\": \"printf\", \"data\": \"tab\\tnl\\nq\\\"bs\\\\ \\u0001 \\uffffffc3\\uffffffa9\\n\"}",
                        "{\"type\": \"printf\", \"data\": \"no \"}",
                        "{\"type\": \"printf\", \"data\": \"end\"}",
                        "{\"type\": \"value\", \"data\": [1,\"a\",[2,3]]}",
                        "{\"type\": \"printf\", \"data\": \"7 \"}",
                        "{\"type\": \"join\", \"data\": \"ls -l\"}",
                        "{\"type\": \"time\", \"data\": \"13:37:46\\n\"}"))
                .containsExactly(
                        new Line("tab\tnl"),
                        new Line("q\"bs\\ \u0001 é"),
                        new Line("no end[1,\"a\",[2,3]]"),
                        new Line("7 ls -l"),
                        new Line("13:37:46"));
    }

    @Test
    void printedTextWithoutEndComesBeforeTheNextTable() {
        assertThat(read(
                        "{\"type\": \"printf\", \"data\": \"rest\"}",
                        "",
                        "",
                        "{\"type\": \"map\", \"data\": {\"@mn\": 0}}"))
                .containsExactly(new Line("rest"), new Table("@mn", List.of(new Row(Optional.empty(), number(0)))));
    }

    @Test
    void mapsBecomeTables() {
        assertThat(read(
                        "{\"type\": \"map\", \"data\": {\"@\": {\"perl,7\": 239, \"-5,a\": -334}}}",
                        "{\"type\": \"stats\", \"data\": {\"@a\": {\"perl\": 90}}}",
                        "{\"type\": \"stats\", \"data\": {\"@st\": {\"count\": 239, \"average\": 90, \"total\": 21572}}}",
                        "{\"type\": \"map\", \"data\": {\"@t\": [1,\"x\"]}}",
                        "{\"type\": \"map\", \"data\": {\"@s\": {\"k\": \"va\\\"l,ue\"}}}",
                        "{\"type\": \"stats\", \"data\": {\"@e\": {}}}"))
                .containsExactly(
                        new Table("@", List.of(row("perl,7", number(239)), row("-5,a", number(-334)))),
                        new Table("@a", List.of(row("perl", number(90)))),
                        new Table(
                                "@st",
                                List.of(new Row(
                                        Optional.empty(),
                                        new Value.Statistics(decimal(239), decimal(90), decimal(21572))))),
                        new Table("@t", List.of(new Row(Optional.empty(), new Value.Text("[1,\"x\"]")))),
                        new Table("@s", List.of(row("k", new Value.Text("va\"l,ue")))),
                        new Table("@e", List.of()));
    }

    @Test
    void histogramsKeepOpenBounds() {
        assertThat(read("{\"type\": \"hist\", \"data\": {\"@lh\": [{\"max\": -1, \"count\": 1}, "
                        + "{\"min\": 0, \"max\": 4, \"count\": 0}, {\"min\": 10, \"count\": 1}]}}"))
                .containsExactly(new Histograms(
                        "@lh",
                        List.of(new Histogram(
                                Optional.empty(),
                                List.of(
                                        new Bucket(Optional.empty(), Optional.of(decimal(-1)), 1),
                                        new Bucket(Optional.of(decimal(0)), Optional.of(decimal(4)), 0),
                                        new Bucket(Optional.of(decimal(10)), Optional.empty(), 1))))));
    }

    @Test
    void keysThatAreEscapedTwiceAreReadTwice() {
        String line = "{\"type\": \"map\", \"data\": {\"@\": {\"\\\\uffffffc3\\\\uffffffa9\\\\\\\\n,1\": 1}}}";
        BpftraceOutput of023 = new BpftraceOutput(new BpftraceVersion(0, 23, 2), 100);
        assertThat(of023.line(line)).containsExactly(new Table("@", List.of(row("é\\n,1", number(1)))));
        String single = "{\"type\": \"map\", \"data\": {\"@\": {\"\\uffffffc3\\uffffffa9\\\\n,1\": 1}}}";
        assertThat(output.line(single)).containsExactly(new Table("@", List.of(row("é\\n,1", number(1)))));
    }

    @Test
    void whatIsMissingIsTold() {
        assertThat(read("{\"type\": \"lost_events\", \"data\": {\"events\": 845}}"))
                .containsExactly(new Lost(845));
        StringBuilder full = new StringBuilder("{\"type\": \"map\", \"data\": {\"@d\": {\"0\": 1");
        for (int i = 1; i < 100; i++) {
            full.append(", \"").append(i).append("\": 1");
        }
        full.append("}}}");
        assertThat(read(full.toString(), full.toString()))
                .filteredOn(event -> event instanceof Note)
                .hasSize(1);
    }

    @Test
    void numbersThatAreHexadecimalAreNotPassedInSilence() {
        String printed = "{\"type\": \"printf\", \"data\": \"\\uffffffc3\\uffffffa9\\n\"}";
        BpftraceOutput of027 = new BpftraceOutput(new BpftraceVersion(0, 27, 1), 100);
        assertThat(of027.line(printed)).hasSize(2).last().isInstanceOf(Note.class);
        assertThat(of027.line(printed)).hasSize(1);
        assertThat(output.line(printed)).containsExactly(new Line("é"));
    }

    @Test
    void verifierStepsAreAddedUp() {
        assertThat(read(
                        "Program ID: 415",
                        "The verifier log: ",
                        "processed 388 insns (limit 1000000) max_states_per_insn 0 total_states 30",
                        "processed 49 insns (limit 1000000)",
                        "{\"type\": \"attached_probes\", \"data\": {\"probes\": 2}}"))
                .isEmpty();
        assertThat(output.verifierSteps()).isEqualTo(437);
        assertThat(output.probes()).hasValue(2);
    }

    @Test
    void noLineMakesItThrow() {
        java.util.Random random = new java.util.Random(3);
        String seed =
                "{\"type\": \"hist\", \"data\": {\"@h\": {\"k\\uffffffc3\": [{\"min\": 0, \"max\": 1, \"count\": 7}]}}}";
        for (int round = 0; round < 3_000; round++) {
            StringBuilder line = new StringBuilder(seed);
            for (int i = random.nextInt(4); i >= 0; i--) {
                int at = random.nextInt(line.length());
                if (random.nextBoolean()) {
                    line.deleteCharAt(at);
                } else {
                    line.setCharAt(at, seed.charAt(random.nextInt(seed.length())));
                }
            }
            assertThat(output.line(line.toString())).isNotNull();
        }
    }

    @Test
    void keysAreSplitByKind() {
        var number = MapKeys.Kind.NUMBER;
        var text = MapKeys.Kind.TEXT;
        assertThat(MapKeys.split("a,b,7", List.of(text, number))).containsExactly("a,b", "7");
        assertThat(MapKeys.split("7,a,b", List.of(number, text))).containsExactly("7", "a,b");
        assertThat(MapKeys.split("a,b", List.of(text))).containsExactly("a,b");
        assertThat(MapKeys.split("a", List.of(text, number))).containsExactly("a");
        assertThat(MapKeys.split("1,2,3", List.of(number, number))).containsExactly("1", "2", "3");
    }

    @Test
    void versionsAreReadAndCompared() {
        assertThat(BpftraceVersion.parse("bpftrace v0.17.0\n")).contains(new BpftraceVersion(0, 17, 0));
        assertThat(BpftraceVersion.parse("bpftrace v0.27.1-dirty")).contains(new BpftraceVersion(0, 27, 1));
        assertThat(BpftraceVersion.parse("no number")).isEmpty();
        assertThat(new BpftraceVersion(0, 9, 5)).isLessThan(BpftraceVersion.OLDEST);
        assertThat(new BpftraceVersion(0, 17, 0).argsWithDot()).isFalse();
    }

    private List<ProgramEvent> read(String... lines) {
        List<ProgramEvent> events = new ArrayList<>();
        for (String line : lines) {
            events.addAll(output.line(line));
        }
        events.addAll(output.end());
        return events;
    }

    private static Row row(String key, Value value) {
        return new Row(Optional.of(key), value);
    }

    private static Value number(long value) {
        return new Value.Number(decimal(value));
    }

    private static BigDecimal decimal(long value) {
        return BigDecimal.valueOf(value);
    }
}
