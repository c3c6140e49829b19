package dev.ken.comprehension;

import dev.ken.kernel.catalog.Unit;
import java.util.List;
import java.util.Locale;

/// Small English.
final class Texts {
    private Texts() {}

    static String capital(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    static String unit(Unit unit) {
        return switch (unit) {
            case NANOSECONDS -> "nanoseconds";
            case MICROSECONDS -> "microseconds";
            case MILLISECONDS -> "milliseconds";
            case SECONDS -> "seconds";
            case BYTES -> "bytes";
            case KIBIBYTES -> "KiB";
            case MEBIBYTES -> "MiB";
            case GIBIBYTES -> "GiB";
            case NONE -> "no unit";
        };
    }

    /// "a, b and c".
    static String list(List<String> items) {
        return items.size() < 2
                ? String.join("", items)
                : String.join(", ", items.subList(0, items.size() - 1)) + " and " + items.getLast();
    }
}
