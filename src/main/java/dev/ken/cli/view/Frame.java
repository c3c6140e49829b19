package dev.ken.cli.view;

import dev.ken.cli.view.ViewPlan.Column;
import dev.ken.cli.view.ViewPlan.MapView;
import dev.ken.runtime.ProgramEvent;
import dev.ken.runtime.ProgramEvent.Ended;
import dev.ken.runtime.ProgramEvent.Histograms;
import dev.ken.runtime.ProgramEvent.Note;
import dev.ken.runtime.ProgramEvent.Row;
import dev.ken.runtime.ProgramEvent.Table;
import dev.ken.runtime.ProgramEvent.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Draws a [ViewState] as lines of text without colour, each at most `columns` wide. A pure function.
public final class Frame {
    /// Rows of one table at the end, where neither the request nor the screen says less.
    static final int FINAL_ROWS = 200;

    private static final int BAR_COLUMNS = 52;
    private static final int PROGRESS_COLUMNS = 20;

    private Frame() {}

    /// What is shown while the program runs: at most `rows` lines, the last one tells the progress.
    public static List<String> live(ViewPlan plan, ViewState state, int columns, int rows) {
        List<String> body = maps(plan, state, columns, Math.max(1, rows - 4));
        int room = Math.max(0, rows - 2);
        List<String> lines = new ArrayList<>();
        if (body.size() > room) {
            lines.addAll(body.subList(0, Math.max(0, room - 1)));
            lines.add("… " + (body.size() - Math.max(0, room - 1)) + " more lines at the end");
        } else {
            lines.addAll(body);
        }
        lines.add(Cells.fit(progress(plan, state), columns));
        return lines;
    }

    /// What stays when the program has ended.
    public static List<String> last(ViewPlan plan, ViewState state, int columns) {
        List<String> lines = new ArrayList<>(maps(plan, state, columns, FINAL_ROWS));
        if (lines.isEmpty()
                && !state.told()
                && state.lost() == 0
                && state.ended().filter(Frame::isWhole).isPresent()) {
            lines.add("Nothing of what was asked for happened meanwhile.");
        }
        for (Note note : state.notes()) {
            String word = switch (note.severity()) {
                case INFO -> "note: ";
                case WARNING -> "warning: ";
                case ERROR -> "error: ";
            };
            lines.add(word + Cells.clean(note.text()));
        }
        if (state.lost() > 0) {
            lines.add("warning: " + Numbers.grouped(BigDecimal.valueOf(state.lost()))
                    + " printed events were lost; they came faster than they could be read");
        }
        if (state.missed() > 0) {
            lines.add("warning: the kernel skipped at least " + Numbers.grouped(BigDecimal.valueOf(state.missed()))
                    + " occurrences because another BPF program was busy on that CPU; counts are too small by these");
        }
        state.ended().ifPresent(ended -> lines.add(ending(ended)));
        return lines;
    }

    private static boolean isWhole(Ended ended) {
        return switch (ended.reason()) {
            case FINISHED, TIME_LIMIT, STOPPED -> true;
            case FAILED, CRASHED, KILLED -> false;
        };
    }

    private static String ending(Ended ended) {
        String after = " after " + Numbers.seconds(ended.millis());
        return switch (ended.reason()) {
            case FINISHED, TIME_LIMIT -> "Done" + after + "; nothing is attached any more.";
            case STOPPED -> "Stopped" + after + "; nothing is attached any more.";
            case FAILED -> "The program could not be run.";
            case CRASHED ->
                "bpftrace crashed" + after + "; the last results are missing, nothing is attached any more.";
            case KILLED ->
                "bpftrace did not end and was killed" + after + "; the last results are missing, nothing is attached.";
        };
    }

    private static String progress(ViewPlan plan, ViewState state) {
        if (state.probes() == 0) {
            return "attaching …";
        }
        String elapsed = Numbers.seconds(state.elapsedMillis());
        String probes = state.probes() + (state.probes() == 1 ? " probe" : " probes");
        if (plan.limitMillis().isEmpty()) {
            return elapsed + " · " + probes + " · Ctrl-C ends";
        }
        long limit = Math.max(1, plan.limitMillis().get());
        int done = (int) Math.min(PROGRESS_COLUMNS, PROGRESS_COLUMNS * state.elapsedMillis() / limit);
        String bar = "━".repeat(done) + "─".repeat(PROGRESS_COLUMNS - done);
        return bar + " " + elapsed + " of " + Numbers.seconds(limit) + " · " + probes + " · Ctrl-C ends";
    }

    private static List<String> maps(ViewPlan plan, ViewState state, int columns, int rows) {
        List<String> lines = new ArrayList<>();
        List<ProgramEvent> shown = new ArrayList<>();
        for (MapView view : plan.maps()) {
            Optional.ofNullable(state.maps().get(view.map())).ifPresent(shown::add);
        }
        state.maps().forEach((name, content) -> {
            if (plan.others()
                    && plan.maps().stream().noneMatch(view -> view.map().equals(name))) {
                shown.add(content);
            }
        });
        for (ProgramEvent content : shown) {
            List<String> drawn = switch (content) {
                case Table table -> table(plan.view(table.name()), table, columns, rows);
                case Histograms all -> histograms(plan.view(all.name()), all, columns);
                case ProgramEvent.Attached _,
                        ProgramEvent.Line _,
                        ProgramEvent.Elapsed _,
                        ProgramEvent.Lost _,
                        ProgramEvent.Missed _,
                        Note _,
                        Ended _ -> List.of();
            };
            if (!lines.isEmpty() && !drawn.isEmpty()) {
                lines.add("");
            }
            lines.addAll(drawn);
        }
        return lines;
    }

    /// The rows of a table from large to small, equal ones by key; texts come last.
    static List<Row> sorted(Table table) {
        return table.rows().stream()
                .sorted(Comparator.comparing((Row row) -> size(row.value()))
                        .reversed()
                        .thenComparing(row -> row.key().orElse("")))
                .toList();
    }

    private static BigDecimal size(Value value) {
        return switch (value) {
            case Value.Number(var number) -> number;
            case Value.Statistics(var _, var _, var total) -> total;
            case Value.Text _ -> BigDecimal.valueOf(Long.MIN_VALUE);
        };
    }

    private static List<String> table(MapView view, Table table, int columns, int rows) {
        List<Row> all = sorted(table);
        if (all.isEmpty()) {
            return List.of();
        }
        if (all.size() == 1 && all.getFirst().key().isEmpty()) {
            return List.of(Cells.fit(view.title() + "  " + text(all.getFirst().value(), view), columns));
        }
        int limit = Math.min(rows, view.top().orElse(Integer.MAX_VALUE));
        List<Row> shown = all.subList(0, Math.min(limit, all.size()));
        List<List<String>> cells = new ArrayList<>();
        cells.add(heading(view));
        for (Row row : shown) {
            List<String> line = new ArrayList<>(view.told(row.key()));
            line.add(text(row.value(), view));
            cells.add(line);
        }
        List<String> lines = new ArrayList<>(Grid.lines(cells, numeric(view), columns));
        if (shown.size() < all.size()
                && view.top().filter(top -> top <= shown.size()).isEmpty()) {
            lines.add("… and " + Numbers.grouped(BigDecimal.valueOf(all.size() - shown.size())) + " more");
        }
        return lines;
    }

    private static List<String> heading(MapView view) {
        List<String> heading = new ArrayList<>();
        view.keys().forEach(key -> heading.add(key.title()));
        if (heading.isEmpty()) {
            heading.add("");
        }
        heading.add(view.title());
        return heading;
    }

    private static List<Boolean> numeric(MapView view) {
        List<Boolean> right = new ArrayList<>();
        for (Column key : view.keys()) {
            right.add(key.isNumeric());
        }
        if (right.isEmpty()) {
            right.add(false);
        }
        right.add(true);
        return right;
    }

    private static String text(Value value, MapView view) {
        return switch (value) {
            case Value.Number(var number) -> Numbers.value(number, view.unit());
            case Value.Text(var words) -> Cells.clean(words);
            case Value.Statistics(var count, var average, var total) ->
                Numbers.grouped(count) + " × " + Numbers.value(average, view.unit()) + " = "
                        + Numbers.value(total, view.unit());
        };
    }

    private static List<String> histograms(MapView view, Histograms all, int columns) {
        List<String> lines = new ArrayList<>();
        List<ProgramEvent.Histogram> sorted = all.histograms().stream()
                .sorted(Comparator.comparing((ProgramEvent.Histogram one) -> -Bars.total(one))
                        .thenComparing(one -> one.key().orElse("")))
                .limit(view.top().orElse(FINAL_ROWS))
                .toList();
        for (ProgramEvent.Histogram one : sorted) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            StringBuilder heading = new StringBuilder(view.title());
            List<String> parts = view.told(one.key());
            for (int i = 0; i < parts.size(); i++) {
                String title = i < view.keys().size() ? view.keys().get(i).title() + " " : "";
                heading.append(i == 0 ? " · " : ", ").append(title).append(parts.get(i));
            }
            heading.append(" · ")
                    .append(Numbers.grouped(BigDecimal.valueOf(Bars.total(one))))
                    .append(" in all");
            lines.add(Cells.fit(heading.toString(), columns));
            lines.addAll(Bars.lines(one, view.unit(), columns, BAR_COLUMNS));
        }
        return lines;
    }
}
