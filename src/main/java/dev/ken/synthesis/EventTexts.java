package dev.ken.synthesis;

import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.kernel.catalog.ProbePoint;
import java.util.List;

/// What can be observed, for a model: events, their attributes, and how each is read at which probe of this kernel.
final class EventTexts {
    private static final int MOST_POINTS = 12;

    private EventTexts() {}

    static String of(List<EventKind> kinds, boolean dots) {
        StringBuilder text = new StringBuilder();
        kinds.forEach(kind -> event(kind, dots, text));
        return text.toString();
    }

    private static void event(EventKind kind, boolean dots, StringBuilder text) {
        text.append(kind.name()).append(": ").append(kind.gloss()).append('\n');
        for (Attribute attribute : kind.attributes()) {
            String unit = attribute.unit().symbol();
            text.append("  ")
                    .append(attribute.name())
                    .append(": ")
                    .append(attribute.gloss())
                    .append(unit.isEmpty() ? "" : ", in " + unit)
                    .append('\n');
        }
        kind.points().stream()
                .limit(MOST_POINTS)
                .forEach(point -> text.append("  ").append(written(point, dots)).append('\n'));
        if (!kind.misses().isEmpty()) {
            text.append("  not seen: ").append(kind.misses()).append('\n');
        }
    }

    /// `tracepoint:syscalls:sys_enter_read /filter/: size = args->count`
    private static String written(ProbePoint point, boolean dots) {
        StringBuilder text = new StringBuilder(point.probe());
        point.when()
                .ifPresent(when ->
                        text.append(" /").append(read(when.text(), dots)).append('/'));
        point.pairedBy()
                .ifPresent(key -> text.append(" (start and end have the same ")
                        .append(read(key.text(), dots))
                        .append(')'));
        String before = ": ";
        for (var reading : point.readings().entrySet()) {
            text.append(before)
                    .append(reading.getKey())
                    .append(" = ")
                    .append(read(reading.getValue().text(), dots));
            before = ", ";
        }
        return text.toString();
    }

    private static String read(String reading, boolean dots) {
        return dots ? reading : reading.replace("args.", "args->");
    }
}
