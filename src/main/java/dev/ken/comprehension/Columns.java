package dev.ken.comprehension;

import dev.ken.contract.ConditionText;
import dev.ken.contract.PartNames;
import dev.ken.contract.What;
import dev.ken.contract.What.Measure;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.Attribute.Phase;
import dev.ken.kernel.catalog.Attribute.Type;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.kernel.catalog.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What is shown of each occurrence that is told of.
final class Columns {
    private static final String SHOWN = "Shown of each: ";
    private static final int MOST_OWN = 4;
    private static final Set<String> ASIDE = Tables.words("aside.words");

    private final Draft draft;
    private final EventKind kind;
    private final Attributes attributes;
    private final List<String> assumptions;
    /// What is to be shown and such events do not tell.
    private final Set<String> unknown = new LinkedHashSet<>();

    /// What is assumed is added to `assumptions`.
    Columns(Draft draft, EventKind kind, Attributes attributes, List<String> assumptions) {
        this.draft = draft;
        this.kind = kind;
        this.attributes = attributes;
        this.assumptions = assumptions;
    }

    /// The largest with what else is true of it: "the slowest read of each process, with its size".
    What extreme(What.Aggregate folded, List<String> keys) {
        Map<String, What.Column> columns = new LinkedHashMap<>();
        draft.columns.forEach(words -> column(columns, attributes.required(words)));
        draft.also.forEach(words -> also(columns, words));
        String measured = folded.attribute().orElseThrow();
        columns.remove(measured);
        columns.keySet().removeAll(keys);
        return columns.isEmpty()
                ? folded
                : new What.Extreme(
                        folded.measure() instanceof Measure.Maximum,
                        measured,
                        folded.unit(),
                        List.copyOf(columns.values()));
    }

    /// Whether that is what an assumption tells: which facts are shown.
    static boolean isOfShown(String assumption) {
        return assumption.startsWith(SHOWN);
    }

    /// What it would be grouped by is shown of each.
    What report(List<String> keys) {
        Map<String, What.Column> columns = new LinkedHashMap<>();
        if (draft.columns.isEmpty()) {
            usualColumns().forEach(name -> column(columns, attributes.required(name)));
        }
        draft.columns.forEach(words -> listed(columns, timed(words)));
        draft.also.forEach(words -> also(columns, timed(words)));
        if (draft.also.contains("uid") && draft.sentence.stream().anyMatch("who"::equalsIgnoreCase)) {
            attributes.byName("process").ifPresent(who -> column(columns, who));
        }
        Set<String> mentioned = new LinkedHashSet<>(draft.about);
        mentioned.addAll(draft.maybe);
        mentioned.addAll(draft.slow ? List.of("latency") : List.of());
        mentioned.stream().flatMap(words -> attributes.resolve(words).stream()).forEach(a -> column(columns, a));
        bothEnds(columns, mentioned);
        timeIn(columns);
        bothTimes(columns);
        if (draft.occasion.isEmpty() && draft.having.isEmpty()) {
            keys.forEach(name -> column(columns, attributes.required(name)));
        }
        if (draft.columns.isEmpty()) {
            draft.conditions.forEach(text -> PartNames.in(ConditionText.parse(text)
                            .orElseThrow(() -> new IllegalStateException("no condition: " + text)))
                    .forEach(name -> column(columns, attributes.required(name))));
            draft.overNanos.flatMap(_ -> attributes.byName("latency")).ifPresent(taken -> column(columns, taken));
            assumptions.add(SHOWN + String.join(", ", columns.keySet()) + ".");
        }
        return new What.Report(List.copyOf(columns.values()));
    }

    /// "addresses and ports", in the plural, are those of both ends.
    private void bothEnds(Map<String, What.Column> columns, Set<String> mentioned) {
        Set<String> words = new LinkedHashSet<>(mentioned);
        words.addAll(draft.columns);
        words.addAll(draft.also);
        LOCAL.forEach((plural, local) -> {
            if (words.contains(plural)) {
                attributes.byName(local).ifPresent(one -> column(columns, one));
            }
        });
    }

    private static final Map<String, String> LOCAL = new TreeMap<>(Map.of("addresses", "saddr", "ports", "sport"));

    /// One of a list; where such events have no such fact, but others of the list, it is left over.
    private void listed(Map<String, What.Column> columns, String words) {
        boolean others = draft.also.contains(words)
                || draft.columns.stream()
                        .anyMatch(other -> attributes.resolve(timed(other)).isPresent());
        if (others && attributes.resolve(words).isEmpty()) {
            unknown.add(words);
        } else {
            column(columns, attributes.required(words));
        }
    }

    /// What was to be shown besides, of which such events know nothing.
    Set<String> unknown() {
        return unknown;
    }

    /// "URI, ms": a unit of time that nothing else is in asks for the time taken.
    private void timeIn(Map<String, What.Column> columns) {
        boolean inUnit =
                draft.unit.filter(unit -> unit.family() == Unit.Family.TIME).isPresent();
        boolean has = columns.values().stream()
                .anyMatch(column ->
                        !column.attribute().equals("time") && column.unit().isPresent());
        if (inUnit && !has) {
            attributes.byName("latency").ifPresent(latency -> column(columns, latency));
        }
    }

    /// "writes slower than 10 ms: file, bytes and time": whether that is when or how long is open, so both are shown.
    private void bothTimes(Map<String, What.Column> columns) {
        boolean open = draft.columns.contains("time")
                && !"time".equals(draft.columns.iterator().next())
                && draft.conditions.stream().anyMatch(text -> text.startsWith("latency "));
        Optional<Attribute> taken = open ? attributes.byName("latency") : Optional.empty();
        if (taken.isPresent() && !columns.containsKey("latency")) {
            column(columns, taken.get());
            assumptions.add("“time” is shown both as when it happens and as how long it takes.");
        }
    }

    /// "the time in ms" is how long it takes, not when it happens.
    private String timed(String words) {
        boolean inUnit =
                draft.unit.filter(unit -> unit.family() == Unit.Family.TIME).isPresent();
        return words.equals("time") && inUnit && attributes.byName("latency").isPresent() ? "latency" : words;
    }

    private void also(Map<String, What.Column> columns, String words) {
        boolean soft = words.equals("uid");
        if (!soft || attributes.resolve(words).isPresent()) {
            listed(columns, words);
        }
    }

    private void column(Map<String, What.Column> columns, Attribute attribute) {
        Optional<Unit> wanted =
                draft.unit.filter(unit -> unit.family() == attribute.unit().family());
        Optional<Unit> unit = attribute.name().equals("time")
                ? Optional.empty()
                : attribute.unit().family() == Unit.Family.TIME ? Optional.of(wanted.orElseGet(this::ofLimit)) : wanted;
        columns.putIfAbsent(attribute.name(), new What.Column(attribute.name(), unit));
    }

    /// "slower than 10 ms": times are shown as finely as they are compared.
    private Unit ofLimit() {
        boolean millis = draft.conditions.stream()
                        .anyMatch(text -> MILLIS.matcher(text).matches())
                || draft.overNanos.filter(time -> time % NANOS_PER_MILLI == 0).isPresent();
        return millis ? Unit.MILLISECONDS : Unit.MICROSECONDS;
    }

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final Pattern MILLIS = Pattern.compile("latency >=? [1-9]\\d*000000 ns");

    private List<String> usualColumns() {
        List<String> names = new ArrayList<>(List.of("time", "process", "pid"));
        kind.attributes().stream()
                .filter(a -> a.phase() == Phase.START && a.type() != Type.ADDRESS && a.type() != Type.STACK)
                .filter(a -> kind.points(Phase.START).stream()
                        .allMatch(p -> p.readings().containsKey(a.name())))
                .filter(a -> !names.contains(a.name()) && !attributes.isAmbient(a.name()))
                .filter(a -> !ASIDE.contains(a.name()))
                .limit(MOST_OWN)
                .forEach(a -> names.add(a.name()));
        return names;
    }
}
