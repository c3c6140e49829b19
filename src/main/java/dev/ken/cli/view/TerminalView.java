package dev.ken.cli.view;

import dev.ken.runtime.ProgramEvent;
import dev.ken.runtime.Terminal;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Writes events to a terminal: printed lines scroll, the block under them is redrawn in place.
public final class TerminalView implements Consumer<ProgramEvent> {
    private static final String ERASE_BELOW = "\u001b[J";
    private static final String BOLD = "\u001b[1m";
    private static final String DIM = "\u001b[2m";
    private static final String PLAIN = "\u001b[0m";
    private static final int NARROWEST_COLUMN = 8;

    private final PrintStream out;
    private final ViewPlan plan;
    private final Supplier<Terminal.Size> size;
    private final boolean colour;
    private final List<Integer> columnWidths = new ArrayList<>();

    private ViewState state = ViewState.start();
    private int drawn;

    /// @param size   asked before every redraw, for the window may change
    /// @param colour whether bold and dim text may be used; false where `NO_COLOR` is set
    public TerminalView(PrintStream out, ViewPlan plan, Supplier<Terminal.Size> size, boolean colour) {
        this.out = out;
        this.plan = plan;
        this.size = size;
        this.colour = colour;
    }

    @Override
    public void accept(ProgramEvent event) {
        state = state.after(event);
        switch (event) {
            case ProgramEvent.Line(var text) -> {
                erase();
                if (columnWidths.isEmpty() && !plan.lineColumns().isEmpty()) {
                    write(styled(BOLD, line(plan.lineTitles())));
                }
                write(line(told(List.of(text.split("\t", -1)))));
            }
            case ProgramEvent.Ended _ -> {
                erase();
                Frame.last(plan, state, size.get().columns()).forEach(this::write);
            }
            case ProgramEvent.Attached _, ProgramEvent.Elapsed _, ProgramEvent.Table _, ProgramEvent.Histograms _ ->
                redraw();
            case ProgramEvent.Lost _, ProgramEvent.Missed _, ProgramEvent.Note _ -> {}
        }
        out.flush();
    }

    private List<String> told(List<String> cells) {
        List<ViewPlan.Column> columns = plan.lineColumns();
        if (cells.size() != columns.size()) {
            return cells;
        }
        List<String> told = new ArrayList<>();
        for (String cell : cells) {
            ViewPlan.Column column = columns.get(told.size());
            told.add(column.names().map(names -> names.apply(cell)).orElse(cell));
        }
        return told;
    }

    private void redraw() {
        Terminal.Size now = size.get();
        List<String> frame = Frame.live(plan, state, now.columns() - 1, now.rows());
        erase();
        for (int i = 0; i < frame.size(); i++) {
            write(i == frame.size() - 1 ? styled(DIM, frame.get(i)) : frame.get(i));
        }
        drawn = frame.size();
    }

    private void erase() {
        if (drawn > 0) {
            out.print("\u001b[" + drawn + "A\r" + ERASE_BELOW);
            drawn = 0;
        }
    }

    /// Columns only grow, so that lines stay under one another.
    private String line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String cell = Cells.plain(cells.get(i));
            if (i == columnWidths.size()) {
                columnWidths.add(NARROWEST_COLUMN);
            }
            columnWidths.set(i, Math.max(columnWidths.get(i), Cells.width(cell)));
            line.append(i == 0 ? "" : "  ")
                    .append(i == cells.size() - 1 ? cell : Cells.left(cell, columnWidths.get(i)));
        }
        return line.toString();
    }

    private String styled(String style, String text) {
        return colour ? style + text + PLAIN : text;
    }

    private void write(String line) {
        out.print(line + "\n");
    }
}
