package dev.ken.runtime;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a run's output is compared with: `KEY = N`, `KEY >= N`, `KEY in A..B` of the last table, `sum KEY = N` over all
/// tables, `any KEY = N` of one of them, `total KEY >= N` and `bucket KEY A..B = N` of the last histogram, `lines = N`,
/// `line TEXT`, `ended REASON`.
final class Expectation {
    private static final Pattern NUMBER =
            Pattern.compile("(any |sum |total )?(\\S+) (=|>=|in) (\\d+)(?:\\.\\.(\\d+))?");
    private static final Pattern BUCKET = Pattern.compile("bucket (\\S+) (\\d+)\\.\\.(\\d+) = (\\d+)");

    private Expectation() {}

    static boolean holds(String wanted, List<ProgramEvent> events) {
        if (wanted.startsWith("ended ")) {
            return events.getLast() instanceof ProgramEvent.Ended(var reason, var _, var _)
                    && reason.name().equalsIgnoreCase(wanted.substring("ended ".length()));
        }
        List<String> lines = events.stream()
                .filter(ProgramEvent.Line.class::isInstance)
                .map(event -> ((ProgramEvent.Line) event).text())
                .toList();
        if (wanted.startsWith("line ")) {
            return lines.stream().anyMatch(line -> line.contains(wanted.substring("line ".length())));
        }
        Matcher bucket = BUCKET.matcher(wanted);
        if (bucket.matches()) {
            BigDecimal from = new BigDecimal(bucket.group(2));
            long count = buckets(bucket.group(1), events).stream()
                    .filter(b -> b.from().map(f -> f.compareTo(from) == 0).orElse(false))
                    .mapToLong(ProgramEvent.Bucket::count)
                    .sum();
            return count == Long.parseLong(bucket.group(4));
        }
        Matcher number = NUMBER.matcher(wanted);
        if (!number.matches()) {
            throw new IllegalArgumentException(wanted);
        }
        if ("any ".equals(number.group(1))) {
            return values(number.group(2), events).stream().anyMatch(value -> fits(value, number));
        }
        BigDecimal got = number.group(2).equals("lines")
                ? BigDecimal.valueOf(lines.stream().skip(1).count())
                : value(number, events);
        return fits(got, number);
    }

    private static boolean fits(BigDecimal got, Matcher number) {
        BigDecimal least = new BigDecimal(number.group(4));
        return switch (number.group(3)) {
            case "=" -> got.compareTo(least) == 0;
            case ">=" -> got.compareTo(least) >= 0;
            default -> got.compareTo(least) >= 0 && got.compareTo(new BigDecimal(number.group(5))) <= 0;
        };
    }

    private static BigDecimal value(Matcher number, List<ProgramEvent> events) {
        String key = number.group(2);
        if ("total ".equals(number.group(1))) {
            return BigDecimal.valueOf(buckets(key, events).stream()
                    .mapToLong(ProgramEvent.Bucket::count)
                    .sum());
        }
        List<BigDecimal> values = values(key, events);
        if (values.isEmpty()) {
            return BigDecimal.ZERO;
        }
        return "sum ".equals(number.group(1))
                ? values.stream().reduce(BigDecimal.ZERO, BigDecimal::add)
                : values.getLast();
    }

    private static List<BigDecimal> values(String key, List<ProgramEvent> events) {
        List<BigDecimal> values = new ArrayList<>();
        for (ProgramEvent event : events) {
            if (event instanceof ProgramEvent.Table table) {
                table.rows().stream()
                        .filter(row -> row.key().orElse("-").equals(key))
                        .map(ProgramEvent.Row::value)
                        .filter(ProgramEvent.Value.Number.class::isInstance)
                        .forEach(value -> values.add(((ProgramEvent.Value.Number) value).value()));
            }
        }
        return values;
    }

    private static List<ProgramEvent.Bucket> buckets(String key, List<ProgramEvent> events) {
        List<ProgramEvent.Bucket> last = new ArrayList<>();
        for (ProgramEvent event : events) {
            if (event instanceof ProgramEvent.Histograms all) {
                all.histograms().stream()
                        .filter(one -> one.key().orElse("-").equals(key))
                        .forEach(one -> {
                            last.clear();
                            last.addAll(one.buckets());
                        });
            }
        }
        return last;
    }
}
