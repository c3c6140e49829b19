package dev.ken.runtime;

import dev.ken.runtime.ProgramEvent.Bucket;
import dev.ken.runtime.ProgramEvent.Histogram;
import dev.ken.runtime.ProgramEvent.Histograms;
import dev.ken.runtime.ProgramEvent.Line;
import dev.ken.runtime.ProgramEvent.Lost;
import dev.ken.runtime.ProgramEvent.Note;
import dev.ken.runtime.ProgramEvent.Row;
import dev.ken.runtime.ProgramEvent.Severity;
import dev.ken.runtime.ProgramEvent.Table;
import dev.ken.runtime.ProgramEvent.Value;
import dev.ken.wire.Json;
import dev.ken.wire.JsonReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;

/// Turns the lines of `bpftrace -v -f json` into events. Holds the printed text whose line end has not come yet.
final class BpftraceOutput {
    private static final int PENDING_LIMIT = 1 << 20;
    private static final String STEPS = "processed ";

    private final boolean escapesKeysTwice;
    private final boolean hexadecimalAfterEscapes;
    private final int mapKeysLimit;
    private final StringBuilder pending = new StringBuilder();
    private final TreeSet<String> full = new TreeSet<>();
    private OptionalInt probes = OptionalInt.empty();
    private long verifierSteps;
    private boolean toldHexadecimal;

    BpftraceOutput(BpftraceVersion version, int mapKeysLimit) {
        this.escapesKeysTwice = version.escapesKeysTwice();
        this.hexadecimalAfterEscapes = version.printsHexadecimalAfterEscapes();
        this.mapKeysLimit = mapKeysLimit;
    }

    /// How many probes it set out to attach, once it said so.
    OptionalInt probes() {
        return probes;
    }

    /// Instructions that the kernel's verifier walked through, all programs together; 0 where bpftrace does not say.
    long verifierSteps() {
        return verifierSteps;
    }

    /// @param bytes one line of standard output without its end, one char per byte
    List<ProgramEvent> line(String bytes) {
        List<ProgramEvent> events = message(bytes);
        if (!hexadecimalAfterEscapes || toldHexadecimal || !bytes.contains("\\u")) {
            return events;
        }
        toldHexadecimal = true;
        List<ProgramEvent> more = new ArrayList<>(events);
        more.add(new Note(
                Severity.ERROR,
                "This bpftrace prints numbers in hexadecimal once it has printed text that is not plain ASCII: "
                        + "the numbers from here on are wrong. Use bpftrace 0.23 or older."));
        return more;
    }

    private List<ProgramEvent> message(String bytes) {
        if (!bytes.startsWith("{")) {
            countSteps(bytes);
            return List.of();
        }
        Optional<Json.Obj> message =
                JsonReader.read(BpftraceText.decoded(bytes)).json().flatMap(Json::asObject);
        if (message.isEmpty()) {
            return List.of(new Note(Severity.WARNING, "bpftrace printed a line that cannot be read: " + start(bytes)));
        }
        Json data = message.get().get("data").orElse(Json.object());
        String type = message.get().text("type").orElse("");
        return switch (type) {
            case "attached_probes" -> {
                probes = data.asObject().flatMap(object -> object.number("probes")).stream()
                        .mapToInt(BigDecimal::intValue)
                        .findFirst();
                yield List.of();
            }
            case "printf", "time", "cat", "strftime", "syscall" ->
                printed(data.asText().orElse(data.text()));
            case "join", "value" -> printed(data.asText().orElse(data.text()) + "\n");
            case "map", "stats" -> afterPending(tables(data));
            case "hist" -> afterPending(histograms(data));
            case "lost_events" -> List.of(new Lost(number(data, "events")));
            default -> List.of(new Note(Severity.WARNING, start(message.get().text())));
        };
    }

    /// What is left of printed text at the end.
    List<ProgramEvent> end() {
        return afterPending(List.of());
    }

    private void countSteps(String line) {
        int end = line.indexOf(" insns", STEPS.length());
        if (line.startsWith(STEPS) && end > 0) {
            String digits = line.substring(STEPS.length(), end);
            if (digits.matches("\\d{1,9}")) {
                verifierSteps += Long.parseLong(digits);
            }
        }
    }

    private List<ProgramEvent> printed(String text) {
        List<ProgramEvent> events = new ArrayList<>();
        pending.append(text);
        int end = pending.indexOf("\n");
        while (end >= 0) {
            events.add(new Line(pending.substring(0, end)));
            pending.delete(0, end + 1);
            end = pending.indexOf("\n");
        }
        if (pending.length() > PENDING_LIMIT) {
            events.addAll(end());
        }
        return events;
    }

    private List<ProgramEvent> afterPending(List<ProgramEvent> then) {
        if (pending.isEmpty()) {
            return then;
        }
        List<ProgramEvent> events = new ArrayList<>();
        events.add(new Line(pending.toString()));
        pending.setLength(0);
        events.addAll(then);
        return events;
    }

    private List<ProgramEvent> tables(Json data) {
        List<ProgramEvent> events = new ArrayList<>();
        for (Json.Member map : members(data)) {
            List<Row> rows = new ArrayList<>();
            if (map.value() instanceof Json.Obj object && statistics(object).isEmpty()) {
                for (Json.Member entry : object.members()) {
                    rows.add(new Row(Optional.of(key(entry.name())), value(entry.value())));
                }
            } else {
                rows.add(new Row(Optional.empty(), value(map.value())));
            }
            events.add(new Table(map.name(), rows));
            noteIfFull(map.name(), rows.size(), events);
        }
        return events;
    }

    private List<ProgramEvent> histograms(Json data) {
        List<ProgramEvent> events = new ArrayList<>();
        for (Json.Member map : members(data)) {
            List<Histogram> found = new ArrayList<>();
            if (map.value() instanceof Json.Obj object) {
                for (Json.Member entry : object.members()) {
                    found.add(new Histogram(Optional.of(key(entry.name())), buckets(entry.value())));
                }
            } else {
                found.add(new Histogram(Optional.empty(), buckets(map.value())));
            }
            events.add(new Histograms(map.name(), found));
            long used = found.stream()
                    .flatMap(histogram -> histogram.buckets().stream())
                    .filter(bucket -> bucket.count() > 0)
                    .count();
            noteIfFull(map.name(), used, events);
        }
        return events;
    }

    private void noteIfFull(String name, long used, List<ProgramEvent> events) {
        if (used >= mapKeysLimit && full.add(name)) {
            events.add(new Note(
                    Severity.WARNING,
                    name + " is full (" + mapKeysLimit + " keys): what came with further keys was not counted"));
        }
    }

    private String key(String printed) {
        return escapesKeysTwice ? BpftraceText.unescapedAgain(printed) : printed;
    }

    private static Value value(Json json) {
        return switch (json) {
            case Json.Num(var number) -> new Value.Number(number);
            case Json.Str(var text) -> new Value.Text(text);
            case Json.Obj object -> statistics(object).orElseGet(() -> new Value.Text(object.text()));
            case Json.Arr array -> new Value.Text(array.text());
            case Json.Bool bool -> new Value.Text(bool.text());
            case Json.Null() -> new Value.Text("");
        };
    }

    private static Optional<Value> statistics(Json.Obj object) {
        Optional<BigDecimal> count = object.number("count");
        Optional<BigDecimal> average = object.number("average");
        Optional<BigDecimal> total = object.number("total");
        if (object.members().size() != 3 || count.isEmpty() || average.isEmpty() || total.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Value.Statistics(count.get(), average.get(), total.get()));
    }

    private static List<Bucket> buckets(Json json) {
        List<Bucket> buckets = new ArrayList<>();
        for (Json item : json.items()) {
            item.asObject()
                    .ifPresent(object -> buckets.add(
                            new Bucket(object.number("min"), object.number("max"), number(object, "count"))));
        }
        return buckets;
    }

    private static List<Json.Member> members(Json data) {
        return data.asObject().map(Json.Obj::members).orElse(List.of());
    }

    private static long number(Json data, String name) {
        return data.asObject()
                .flatMap(object -> object.number(name))
                .map(BigDecimal::longValue)
                .orElse(0L);
    }

    private static String start(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }
}
