package dev.ken.verify;

import dev.ken.ir.MapDecl;
import dev.ken.ir.Module;
import dev.ken.ir.run.Entry;
import dev.ken.ir.run.Event;
import dev.ken.ir.run.Machine;
import dev.ken.ir.run.Output;
import dev.ken.ir.run.Run;
import dev.ken.ir.run.Value;
import dev.ken.logic.Evaluator;
import dev.ken.logic.Term;
import dev.ken.logic.Terms;
import dev.ken.symbolic.MapEvent;
import dev.ken.symbolic.MapReader;
import dev.ken.symbolic.MapReader.Part;
import dev.ken.symbolic.MapState;
import dev.ken.symbolic.Observation;
import dev.ken.symbolic.Trace;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Runs a module on the events of an example, by the machine that `ken simulate` uses, and compares all that it
/// shows, and its maps, with what symbolic execution says of the same events. A refutation is shown only where
/// both agree, for the program and for the form of the reference that it was held against. Bytes after the NUL
/// of a text do not count.
final class Rerun {
    private final Evaluator evaluator;
    private final MapReader reader;

    Rerun(Terms terms, Evaluator evaluator) {
        this.evaluator = evaluator;
        this.reader = new MapReader(terms);
    }

    /// What the two do not agree about; empty where they agree. `trace` is of all the events.
    Optional<String> differs(Module module, List<Event> events, Trace trace) {
        Run run = Machine.run(module, events);
        for (int step = 0; step < events.size(); step++) {
            if (!rows(run, step).equals(rows(trace, step))) {
                return Optional.of("the rows at event " + step);
            }
            if (!shown(run, step).equals(shown(trace, step))) {
                return Optional.of("the tables shown at event " + step);
            }
            if (!verdicts(run, step).equals(verdicts(trace, step))) {
                return Optional.of("the verdict about the packet at event " + step);
            }
            if (ends(run, step) != ends(trace, step)) {
                return Optional.of("whether observation ends at event " + step);
            }
        }
        for (Map.Entry<MapDecl, List<Output.Row>> map : run.maps().entrySet()) {
            MapState state = trace.maps().get(map.getKey().name());
            if (state != null && !table(map.getValue()).equals(table(state))) {
                return Optional.of("what " + map.getKey().name() + " holds at the end");
            }
        }
        return Optional.empty();
    }

    // ---- what was run ----

    private static List<String> rows(Run run, int step) {
        List<String> rows = new ArrayList<>();
        for (Output output : run.outputs()) {
            if (output instanceof Output.Emitted(int at, var by, var values) && at == step) {
                rows.add("row " + by.form());
                values.forEach(value -> rows.add(text(value)));
            }
        }
        return rows.stream().sorted().toList();
    }

    private static List<String> shown(Run run, int step) {
        List<String> shown = new ArrayList<>();
        for (Output output : run.outputs()) {
            if (output instanceof Output.Shown(int at, var by, var _, var rows) && at == step) {
                shown.add(by.map() + " " + table(rows));
            }
        }
        return shown;
    }

    private static List<String> verdicts(Run run, int step) {
        List<String> verdicts = new ArrayList<>();
        for (Output output : run.outputs()) {
            if (output instanceof Output.Decided(int at, Value verdict) && at == step) {
                verdicts.add(text(verdict));
            }
        }
        return verdicts;
    }

    private List<String> verdicts(Trace trace, int step) {
        List<String> verdicts = new ArrayList<>();
        for (Observation one : trace.observations()) {
            if (one instanceof Observation.Decided(int at, Term guard, var _, Term verdict)
                    && at == step
                    && evaluator.holds(guard)) {
                verdicts.add(text(new Value.Int(evaluator.value(verdict).longValue())));
            }
        }
        return verdicts;
    }

    private static boolean ends(Run run, int step) {
        return run.outputs().stream().anyMatch(output -> output instanceof Output.Ended(int at) && at == step);
    }

    private static Map<String, String> table(List<Output.Row> rows) {
        Map<String, String> table = new TreeMap<>();
        rows.forEach(row ->
                table.put(String.join(", ", row.keys().stream().map(Rerun::text).toList()), content(row.entry())));
        return table;
    }

    private static String content(Entry entry) {
        return switch (entry) {
            case Entry.Plain(var value) -> text(value);
            case Entry.Tally(long count, long sum) -> count + " of " + number(BigInteger.valueOf(sum));
            case Entry.Buckets(var counts) -> counts.toString();
        };
    }

    private static String text(Value value) {
        return switch (value) {
            case Value.Bool(boolean truth) -> truth ? "1" : "0";
            case Value.Int(long number) -> number(BigInteger.valueOf(number));
            case Value.Text(String bytes) -> {
                int end = bytes.indexOf('\0');
                yield "'" + (end < 0 ? bytes : bytes.substring(0, end)) + "'";
            }
            case Value.Opaque(String shown) -> shown.isEmpty() ? "0" : shown;
            case Value.Tuple(var parts) ->
                String.join(", ", parts.stream().map(Rerun::text).toList());
        };
    }

    private static String number(BigInteger value) {
        return value.mod(BigInteger.ONE.shiftLeft(Long.SIZE)).toString();
    }

    // ---- what was said of it ----

    private List<String> rows(Trace trace, int step) {
        List<String> rows = new ArrayList<>();
        for (Observation one : trace.observations()) {
            if (one instanceof Observation.Row row && row.step() == step && evaluator.holds(row.guard())) {
                row.by().forEach(emit -> rows.add("row " + emit.form()));
                row.values().forEach(value -> rows.add(text(value)));
            }
        }
        return rows.stream().sorted().toList();
    }

    private List<String> shown(Trace trace, int step) {
        List<String> shown = new ArrayList<>();
        for (Observation one : trace.observations()) {
            if (one instanceof Observation.Shown map && map.step() == step && evaluator.holds(map.guard())) {
                shown.add(map.by().map() + " " + table(map.state()));
            }
        }
        return shown;
    }

    private boolean ends(Trace trace, int step) {
        return trace.observations().stream()
                .anyMatch(one -> one instanceof Observation.Ended(int at, Term guard, var _)
                        && at == step
                        && evaluator.holds(guard));
    }

    private Map<String, String> table(MapState state) {
        Map<String, String> table = new TreeMap<>();
        for (MapEvent event : state.log()) {
            if (event instanceof MapEvent.Put put && evaluator.holds(put.guard())) {
                List<Term> keys = put.keys();
                if (evaluator.holds(reader.present(state, keys))) {
                    table.put(String.join(", ", keys.stream().map(this::text).toList()), content(state, keys));
                }
            }
        }
        return table;
    }

    private String content(MapState state, List<Term> keys) {
        return switch (state.map().kind()) {
            case SCALAR, COUNT, SUM, MINIMUM, MAXIMUM -> text(reader.read(state, keys, Part.VALUE));
            case AVERAGE, STATISTICS ->
                number(evaluator.value(reader.read(state, keys, Part.COUNT))) + " of "
                        + number(evaluator.value(reader.read(state, keys, Part.VALUE)));
            case LOG2, LINEAR -> buckets(state, keys);
        };
    }

    private String buckets(MapState state, List<Term> keys) {
        Map<Integer, Long> counts = new TreeMap<>();
        for (MapEvent event : state.log()) {
            if (event instanceof MapEvent.Put put
                    && evaluator.holds(put.guard())
                    && evaluator.holds(reader.same(put.keys(), keys))) {
                Term bucket = reader.bucketOf(put);
                long count =
                        evaluator.value(reader.bucketCount(state, keys, bucket)).longValue();
                if (count != 0) {
                    counts.put(evaluator.value(bucket).intValue(), count);
                }
            }
        }
        return counts.toString();
    }

    private String text(Term term) {
        BigInteger value = evaluator.value(term);
        boolean wide = term.sort() instanceof dev.ken.logic.Sort.Bits(int width) && width > Long.SIZE;
        if (!wide) {
            return value.toString();
        }
        StringBuilder bytes = new StringBuilder();
        for (int low = term.width() - Byte.SIZE; low >= 0; low -= Byte.SIZE) {
            char one = (char) (value.shiftRight(low).intValue() & 0xff);
            if (one == 0) {
                break;
            }
            bytes.append(one);
        }
        return "'" + bytes + "'";
    }
}
