package dev.ken.cli.view;

import java.util.ArrayList;
import java.util.List;

/// Cells in columns, the first row being the heading.
final class Grid {
    private static final int GAP = 2;
    private static final int NARROWEST = 8;

    private Grid() {}

    /// @param right which columns are set to the right; rows may have more or fewer cells, the last cell belongs to
    ///     the last column
    static List<String> lines(List<List<String>> rows, List<Boolean> right, int columns) {
        int count = right.size();
        int[] widths = new int[count];
        List<List<String>> even = new ArrayList<>();
        for (List<String> row : rows) {
            List<String> cells = even(row, count);
            even.add(cells);
            for (int i = 0; i < count; i++) {
                widths[i] = Math.max(widths[i], Cells.width(cells.get(i)));
            }
        }
        shrink(widths, right, columns - GAP * (count - 1));
        List<String> lines = new ArrayList<>();
        for (List<String> row : even) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < count; i++) {
                String cell = Cells.fit(row.get(i), widths[i]);
                line.append(i == 0 ? "" : " ".repeat(GAP));
                line.append(right.get(i) ? Cells.right(cell, widths[i]) : Cells.left(cell, widths[i]));
            }
            lines.add(Cells.fit(line.toString().stripTrailing(), columns));
        }
        return lines;
    }

    private static List<String> even(List<String> row, int count) {
        List<String> cells = new ArrayList<>();
        int keys = Math.min(row.size(), count) - 1;
        for (int i = 0; i < keys; i++) {
            cells.add(row.get(i));
        }
        while (cells.size() < count - 1) {
            cells.add("");
        }
        for (int i = keys; i < row.size() - 1; i++) {
            cells.set(count - 2, cells.get(count - 2) + "," + row.get(i));
        }
        cells.add(row.getLast());
        return cells;
    }

    /// Takes what is too much from the widest columns of text.
    private static void shrink(int[] widths, List<Boolean> right, int room) {
        int total = 0;
        for (int width : widths) {
            total += width;
        }
        while (total > room) {
            int widest = -1;
            for (int i = 0; i < widths.length; i++) {
                if (!right.get(i) && widths[i] > NARROWEST && (widest < 0 || widths[i] > widths[widest])) {
                    widest = i;
                }
            }
            if (widest < 0) {
                return;
            }
            widths[widest]--;
            total--;
        }
    }
}
