package dev.ken.synthesis;

import dev.ken.contract.Intent;
import dev.ken.contract.Part;
import dev.ken.contract.What;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.Reading;
import dev.ken.synthesis.Rendering.Output;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Writes the bpftrace program that an intent asks for, as an expert would: bounded, readable, for the installed
/// release.
public final class Renderer {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLISECOND = 1_000_000L;

    private Renderer() {}

    /// The intent must name only kinds and attributes that the catalog knows.
    public static Rendering render(Intent asked, Catalog catalog, Dialect dialect) {
        Intent intent = new Intent(
                asked.parts().stream().map(part -> ordered(part, catalog)).toList(),
                asked.durationNanos(),
                asked.assumptions());
        List<String> blocks = new ArrayList<>();
        List<Output> outputs = new ArrayList<>();
        List<String> atEnd = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        try {
            for (Part part : intent.parts()) {
                PartRenderer renderer = new PartRenderer(part, intent.durationNanos(), catalog, dialect, names);
                blocks.addAll(renderer.blocks());
                outputs.addAll(renderer.outputs());
                atEnd.addAll(renderer.atEnd());
            }
        } catch (Unsayable reason) {
            return new Rendering.Unrenderable(reason.sentence());
        }
        intent.durationNanos().ifPresent(nanos -> blocks.add(interval(nanos) + "\n{\n\texit();\n}"));
        if (!atEnd.isEmpty()) {
            blocks.add("END\n{\n\t" + String.join("\n\t", atEnd) + "\n}");
        }
        header(intent).ifPresent(header -> blocks.add(0, header));
        return new Rendering.Rendered(String.join("\n\n", Lists.apart(blocks)) + "\n", outputs);
    }

    /// Columns that end a line stand last, in the heading too.
    private static Part ordered(Part part, Catalog catalog) {
        if (!(part.what() instanceof What.Report(var columns))) {
            return part;
        }
        Predicate<What.Column> ends = column -> catalog.find(part.event()).stream()
                .flatMap(kind -> kind.points().stream())
                .anyMatch(point -> point.readings().get(column.attribute()) instanceof Reading.Joined);
        List<What.Column> last =
                new ArrayList<>(columns.stream().filter(ends.negate()).toList());
        columns.stream().filter(ends).forEach(last::add);
        return part.telling(new What.Report(last));
    }

    private static java.util.Optional<String> header(Intent intent) {
        return intent.parts().stream()
                .map(Part::what)
                .filter(What.Report.class::isInstance)
                .map(What.Report.class::cast)
                .findFirst()
                .map(report ->
                        "BEGIN\n{\n\tprintf(\"" + String.join("\\t", columnTitles(report.columns())) + "\\n\");\n}");
    }

    static List<String> columnTitles(List<What.Column> columns) {
        return columns.stream()
                .map(column -> column.attribute().toUpperCase(java.util.Locale.ROOT)
                        + column.unit().map(unit -> "(" + unit.symbol() + ")").orElse(""))
                .toList();
    }

    static String interval(long nanos) {
        if (nanos % SECOND == 0) {
            return "interval:s:" + nanos / SECOND;
        }
        return nanos % MILLISECOND == 0 ? "interval:ms:" + nanos / MILLISECOND : "interval:us:" + nanos / 1000;
    }
}
