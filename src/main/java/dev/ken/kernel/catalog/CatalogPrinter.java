package dev.ken.kernel.catalog;

import dev.ken.kernel.catalog.Attribute.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Writes event kinds as catalog files have them; [CatalogParser] reads the text back to equal values.
public final class CatalogPrinter {
    private CatalogPrinter() {}

    public static String print(EventKind kind) {
        List<String> lines = new ArrayList<>();
        lines.add("event " + kind.name());
        lines.add("  gloss " + kind.gloss());
        lines.add("  plural " + kind.plural());
        if (!kind.phrases().isEmpty()) {
            lines.add("  says " + String.join("; ", kind.phrases()));
        }
        kind.attributes().forEach(attribute -> lines.add("  attribute " + attribute(attribute)));
        for (int way = 0; way < kind.ways().size(); way++) {
            if (way > 0) {
                lines.add("  or");
            }
            for (ProbePoint point : kind.ways().get(way)) {
                lines.add("  " + point(point));
                PointFactsText.print(point.facts()).forEach(line -> lines.add("    " + line));
            }
        }
        if (!kind.misses().isEmpty()) {
            lines.add("  misses " + kind.misses());
        }
        return String.join("\n", lines) + "\n";
    }

    private static String attribute(Attribute attribute) {
        StringBuilder out = new StringBuilder(attribute.name());
        out.append(' ').append(attribute.type().name().toLowerCase(Locale.ROOT));
        if (!attribute.unit().symbol().isEmpty()) {
            out.append(' ').append(attribute.unit().symbol());
        }
        out.append(attribute.phase() == Phase.END ? " end" : " start");
        out.append(" \"").append(attribute.gloss()).append('"');
        if (!attribute.phrases().isEmpty()) {
            out.append(" : ").append(String.join("; ", attribute.phrases()));
        }
        return out.toString();
    }

    private static String point(ProbePoint point) {
        StringBuilder out = new StringBuilder(point.phase() == Phase.END ? "end " : "start ");
        out.append(point.probe());
        point.when().ifPresent(when -> out.append(" when=").append(when.text()));
        point.pairedBy().ifPresent(pair -> out.append(" pair=").append(pair.text()));
        point.readings()
                .forEach((name, reading) ->
                        out.append(' ').append(name).append('=').append(reading.text()));
        return out.toString();
    }
}
