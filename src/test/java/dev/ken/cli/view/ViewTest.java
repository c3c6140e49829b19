package dev.ken.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.cli.view.ViewPlan.Column;
import dev.ken.cli.view.ViewPlan.MapView;
import dev.ken.kernel.catalog.Unit;
import dev.ken.runtime.MapKeys.Kind;
import dev.ken.runtime.ProgramEvent;
import dev.ken.runtime.ProgramEvent.Attached;
import dev.ken.runtime.ProgramEvent.Bucket;
import dev.ken.runtime.ProgramEvent.Elapsed;
import dev.ken.runtime.ProgramEvent.EndReason;
import dev.ken.runtime.ProgramEvent.Ended;
import dev.ken.runtime.ProgramEvent.Histogram;
import dev.ken.runtime.ProgramEvent.Histograms;
import dev.ken.runtime.ProgramEvent.Line;
import dev.ken.runtime.ProgramEvent.Lost;
import dev.ken.runtime.ProgramEvent.Note;
import dev.ken.runtime.ProgramEvent.Row;
import dev.ken.runtime.ProgramEvent.Severity;
import dev.ken.runtime.ProgramEvent.Table;
import dev.ken.runtime.ProgramEvent.Value;
import dev.ken.runtime.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ViewTest {
    private static final MapView CALLS = new MapView(
            "@",
            "calls",
            List.of(new Column("process", Kind.TEXT), new Column("pid", Kind.NUMBER)),
            Unit.NONE,
            Optional.empty());
    private static final ViewPlan PLAN = new ViewPlan(List.of(CALLS), List.of(), Optional.of(5_000L), false);
    private static final List<Column> LINE = List.of(new Column("process", Kind.TEXT), new Column("pid", Kind.NUMBER));
    private static final Table TABLE =
            new Table("@", List.of(row("a,b,7", 3), row("perl,1234", 1_234_567), row("evil\u001b[2J,9", 44)));

    @Test
    void aTableIsSortedAndProgressIsBelow() {
        ViewState state = after(new Attached(2, 45), TABLE, new Elapsed(2_500));
        assertThat(String.join("\n", Frame.live(PLAN, state, 80, 24))).isEqualTo("""
                        process    pid      calls
                        perl      1234  1,234,567
                        evil [2J     9         44
                        a,b          7          3
                        ━━━━━━━━━━────────── 2.5 s of 5.0 s · 2 probes · Ctrl-C ends""");
    }

    @Test
    void aSmallScreenShowsTheLargestRows() {
        List<Row> rows = IntStream.range(0, 1_000)
                .mapToObj(i -> row("process-with-a-long-name-" + i + "," + i, i))
                .toList();
        ViewState state = after(new Attached(1, 45), new Table("@", rows), new Elapsed(100));
        assertThat(String.join("\n", Frame.live(PLAN, state, 30, 7))).isEqualTo("""
                        process             pid  calls
                        process-with-a-lo…  999    999
                        process-with-a-lo…  998    998
                        process-with-a-lo…  997    997
                        … and 997 more
                        ──────────────────── 0.1 s of…""");
    }

    @Test
    void topRowsOnlyAndUnits() {
        MapView top = new MapView(
                "@", "latency", List.of(new Column("process", Kind.TEXT)), Unit.MICROSECONDS, Optional.of(1));
        ViewPlan plan = new ViewPlan(List.of(top), List.of(), Optional.empty(), false);
        ViewState state = after(
                new Attached(1, 45),
                new Table("@", List.of(row("sh", 5), row("cat", 1_500))),
                new Table("@scratch", List.of(row("7", 1))),
                new Ended(EndReason.STOPPED, 0, 65_432));
        assertThat(String.join("\n", Frame.last(plan, state, 80))).isEqualTo("""
                        process   latency
                        cat      1,500 us
                        Stopped after 65.4 s; nothing is attached any more.""");
    }

    @Test
    void numbersThatHaveNamesAreToldByThem() {
        Column error = new Column("error", Kind.NUMBER, Optional.of(number -> number.equals("2") ? "ENOENT" : number));
        MapView failures =
                new MapView("@", "file opens", List.of(error, CALLS.keys().getLast()), Unit.NONE, Optional.empty());
        ViewPlan plan = new ViewPlan(List.of(failures), List.of(error, LINE.getLast()), Optional.empty(), false);
        Table table = new Table("@", List.of(row("2,70", 507), row("4000,71", 3)));
        assertThat(String.join("\n", Frame.live(plan, after(new Attached(1, 45), table), 80, 24)))
                .startsWith("""
                        error   pid  file opens
                        ENOENT   70         507
                        4000     71           3
                        """);
        assertThat(lines(plan, new Line("2\t70"), table))
                .contains("\"error\":\"2\"")
                .doesNotContain("ENOENT");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new TerminalView(
                        new PrintStream(bytes, true, StandardCharsets.UTF_8),
                        plan,
                        () -> new Terminal.Size(80, 24),
                        false)
                .accept(new Line("2\t70"));
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("error     pid\nENOENT    70\n");
    }

    @Test
    void nothingSeenIsSaid() {
        ViewPlan plan = new ViewPlan(List.of(), List.of(), Optional.empty(), true);
        ViewState silent = after(new Attached(1, 45), new Ended(EndReason.TIME_LIMIT, 0, 4_000));
        assertThat(Frame.last(plan, silent, 80))
                .containsExactly(
                        "Nothing of what was asked for happened meanwhile.",
                        "Done after 4.0 s; nothing is attached any more.");
        ViewState told = after(new Attached(1, 45), new Line("7"), new Ended(EndReason.TIME_LIMIT, 0, 4_000));
        assertThat(Frame.last(plan, told, 80)).containsExactly("Done after 4.0 s; nothing is attached any more.");
        ViewState failed = after(new Ended(EndReason.FAILED, 1, 10));
        assertThat(Frame.last(plan, failed, 80)).containsExactly("The program could not be run.");
    }

    @Test
    void histogramsHaveBars() {
        MapView sizes =
                new MapView("@h", "size", List.of(new Column("process", Kind.TEXT)), Unit.BYTES, Optional.empty());
        Histogram log2 = new Histogram(
                Optional.of("dd"),
                List.of(bucket(1L, 1L, 1), bucket(2L, 3L, 0), bucket(1024L, 2047L, 30), bucket(4096L, 8191L, 1_000)));
        ViewPlan plan = new ViewPlan(List.of(sizes), List.of(), Optional.empty(), true);
        Histogram linear =
                new Histogram(Optional.empty(), List.of(bucket(null, -1L, 2), bucket(0L, 9L, 4), bucket(10L, null, 3)));
        ViewState state = after(
                new Histograms("@l", List.of(linear)),
                new Histograms("@h", List.of(log2)),
                new Lost(12),
                new Note(Severity.WARNING, "careful"),
                new Ended(EndReason.TIME_LIMIT, 0, 5_003));
        assertThat(String.join("\n", Frame.last(plan, state, 50))).isEqualTo("""
                        size · process dd · 1,031 in all
                          1 B             1  ▏
                          [2, 4) B        0
                          [1K, 2K) B     30  ▉
                          [4K, 8K) B  1,000  █████████████████████████████

                        @l · 9 in all
                          below 0      2  ████████████████
                          [0, 10)      4  ████████████████████████████████
                          10 and more  3  ████████████████████████
                        warning: careful
                        warning: 12 printed events were lost; they came faster than they could be read
                        Done after 5.0 s; nothing is attached any more.""");
    }

    @Test
    void noLineOfAFrameIsWiderThanTheScreen() {
        for (int columns = 10; columns < 100; columns += 7) {
            ViewState state = after(new Attached(2, 45), TABLE, new Elapsed(2_500));
            int most = columns;
            assertThat(Frame.live(PLAN, state, columns, 10)).allMatch(line -> Cells.width(line) <= most);
        }
    }

    @Test
    void jsonLines() {
        ViewPlan plan = new ViewPlan(List.of(CALLS), LINE, Optional.empty(), false);
        assertThat(lines(
                        plan,
                        new Attached(1, 45),
                        new Elapsed(10),
                        new Line("perl\t7"),
                        TABLE,
                        new Table("@scratch", List.of()),
                        new Ended(EndReason.TIME_LIMIT, 0, 5_003)))
                .isEqualTo("""
                        {"event":"attached","probes":1,"millis":45}
                        {"event":"line","text":"perl\\t7","columns":{"process":"perl","pid":"7"}}
                        {"event":"table","map":"@","title":"calls","rows":[{"key":{"process":"perl","pid":"1234"},"value":1234567},{"key":{"process":"evil\\u001B[2J","pid":"9"},"value":44},{"key":{"process":"a,b","pid":"7"},"value":3}]}
                        {"event":"ended","reason":"time_limit","exitCode":0,"millis":5003}
                        """);
    }

    @Test
    void theTerminalIsRedrawnInPlace() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        ViewPlan plan = new ViewPlan(List.of(CALLS), LINE, Optional.empty(), false);
        TerminalView view = new TerminalView(out, plan, () -> new Terminal.Size(80, 24), false);
        List.of(new Attached(1, 45), new Line("perl\t7"), TABLE, new Ended(EndReason.FINISHED, 0, 100))
                .forEach(view);
        assertThat(bytes.toString(StandardCharsets.UTF_8).replace("\u001b", "^"))
                .isEqualTo("""
                        0.0 s · 1 probe · Ctrl-C ends
                        ^[1A\r^[Jprocess   pid
                        perl      7
                        process    pid      calls
                        perl      1234  1,234,567
                        evil [2J     9         44
                        a,b          7          3
                        0.0 s · 1 probe · Ctrl-C ends
                        ^[5A\r^[Jprocess    pid      calls
                        perl      1234  1,234,567
                        evil [2J     9         44
                        a,b          7          3
                        Done after 0.1 s; nothing is attached any more.
                        """);
    }

    private static String lines(ViewPlan plan, ProgramEvent... events) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        JsonView view = new JsonView(new PrintStream(bytes, true, StandardCharsets.UTF_8), plan);
        List.of(events).forEach(view);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static ViewState after(ProgramEvent... events) {
        ViewState state = ViewState.start();
        for (ProgramEvent event : events) {
            state = state.after(event);
        }
        return state;
    }

    private static Row row(String key, long value) {
        return new Row(Optional.of(key), new Value.Number(BigDecimal.valueOf(value)));
    }

    private static Bucket bucket(
            @org.jspecify.annotations.Nullable Long from, @org.jspecify.annotations.Nullable Long to, long count) {
        return new Bucket(
                Optional.ofNullable(from).map(BigDecimal::valueOf),
                Optional.ofNullable(to).map(BigDecimal::valueOf),
                count);
    }
}
