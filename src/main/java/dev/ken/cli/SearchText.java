package dev.ken.cli;

import dev.ken.engine.Search;
import java.util.List;

/// Hits for people: a line with the name, its kind and what it is, and below it where it can be probed.
record SearchText(Style style) {
    private static final int NAME_COLUMNS = 28;
    private static final int KIND_COLUMNS = 9;
    /// Most probes that are shown of a hit; JSON has all.
    private static final int PROBES = 4;

    String of(Search.Hit hit) {
        String kind = SearchJson.word(hit.kind());
        String line = style.bold(hit.name())
                + " ".repeat(padding(hit.name(), NAME_COLUMNS))
                + style.cyan(kind)
                + " ".repeat(padding(kind, KIND_COLUMNS))
                + hit.gloss();
        List<String> probes =
                hit.probes().stream().filter(probe -> !probe.equals(hit.name())).toList();
        if (probes.isEmpty()) {
            return line;
        }
        String more = probes.size() > PROBES ? "  and " + (probes.size() - PROBES) + " more" : "";
        return line + "\n    "
                + style.dim(String.join("  ", probes.subList(0, Math.min(PROBES, probes.size()))) + more);
    }

    private static int padding(String text, int columns) {
        return Math.max(2, columns - text.length());
    }
}
