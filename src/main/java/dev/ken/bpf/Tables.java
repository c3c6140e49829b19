package dev.ken.bpf;

import dev.ken.ir.Stmt;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What all programs of an object together are found to do with tables.
final class Tables {
    private static final int FEWEST_SLOTS = 8;
    private static final int MOST_SLOTS = 128;
    private static final int FEWEST_FOUND_OUT = 16;
    private final Set<Stmt> beginnings = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<String, Histogram.Numbering> histograms = new LinkedHashMap<>();
    private final Map<String, Beginning> variables = new LinkedHashMap<>();
    private final TreeMap<Integer, TreeMap<Integer, Readout.Column>> records = new TreeMap<>();
    private final Map<String, Set<Long>> reached = new LinkedHashMap<>();
    private final Map<String, Boolean> indexed = new LinkedHashMap<>();
    private final Map<String, Set<Long>> constantPlaces = new LinkedHashMap<>();
    private final Set<String> handedOut = new TreeSet<>();
    private final Set<String> identities = new TreeSet<>();
    private final Set<String> others = new TreeSet<>();
    private final Set<String> written = new TreeSet<>();
    private final Set<String> zero = new TreeSet<>();

    /// An update of an entry that was not there before.
    void beginning(Stmt.MapUpdate update) {
        beginnings.add(update);
    }

    boolean isBeginning(Stmt statement) {
        return beginnings.contains(statement);
    }

    void histogram(String table, Histogram.Sample sample) {
        histograms.merge(table, sample.numbering(), Histogram.Numbering::and);
    }

    /// @param first the first slot that is reached, and `last` the last
    void reached(String table, long first, long last) {
        Set<Long> slots = reached.computeIfAbsent(table, _ -> new TreeSet<>());
        for (long slot = first; slot >= 0 && slot <= Math.min(last, MOST_SLOTS); slot++) {
            slots.add(slot);
        }
    }

    /// A map whose keys are addresses of objects that are told apart by other facts.
    void byIdentity(String map) {
        identities.add(map);
    }

    boolean isByIdentity(String map) {
        return identities.contains(map);
    }

    /// A map whose entries are handed out or put elsewhere as a whole.
    void handedOut(MapShape map) {
        if (map.type() == MapShape.PERCPU_ARRAY) {
            handedOut.add(map.name());
        }
    }

    Set<String> handedOut() {
        return handedOut;
    }

    /// What is no histogram is used at a place that is one value, or at another.
    void index(String table, boolean plain) {
        indexed.merge(table, plain, Boolean::logicalAnd);
    }

    void constantPlace(String table, long place) {
        constantPlaces.computeIfAbsent(table, _ -> new TreeSet<>()).add(place);
    }

    /// Whether so many places of an array are constants that conditions seem to find out the slot of a value.
    boolean isFoundOut(String table) {
        return constantPlaces.getOrDefault(table, Set.of()).size() >= FEWEST_FOUND_OUT;
    }

    /// Whether all places of an array that is no histogram are values.
    boolean isByIndex(String table) {
        return indexed.getOrDefault(table, false);
    }

    void notHistogram(String table) {
        others.add(table);
    }

    /// Whether all that is done to a table is to count in the slots of a histogram, and in more of them than a
    /// few cases that are told apart would need.
    boolean isHistogram(String table) {
        Histogram.Numbering numbering = histograms.get(table);
        return numbering != null
                && numbering.known()
                && !others.contains(table)
                && reached.getOrDefault(table, Set.of()).size() >= FEWEST_SLOTS;
    }

    Map<String, Histogram.Numbering> histograms() {
        return histograms;
    }

    /// What is written to records of a size of which no type is known; pieces that overlap are not told apart.
    void record(int bytes, List<Readout.Column> columns) {
        TreeMap<Integer, Readout.Column> all = records.computeIfAbsent(bytes, _ -> new TreeMap<>());
        for (Readout.Column column : columns) {
            var before = all.floorEntry(column.offsetBytes() + column.sizeBytes() - 1);
            boolean free = before == null
                    || before.getValue().offsetBytes() + before.getValue().sizeBytes() <= column.offsetBytes();
            if (free) {
                all.put(column.offsetBytes(), column);
            }
        }
    }

    List<Readout.Layout> records() {
        List<Readout.Layout> layouts = new ArrayList<>();
        records.forEach((bytes, columns) -> layouts.add(new Readout.Layout(bytes, List.copyOf(columns.values()))));
        return layouts;
    }

    /// A variable that begins with what stands at `offset` of a section.
    record Beginning(MapShape variable, String section, long offset) {}

    void begins(MapShape variable, String section, long offset) {
        variables.put(variable.name(), new Beginning(variable, section, offset));
    }

    Map<String, Beginning> variables() {
        return variables;
    }

    void written(String section) {
        written.add(section);
    }

    /// Always true; to hold, nobody may write to the section.
    boolean assumeZero(String section) {
        zero.add(section);
        return true;
    }

    boolean assumptionsHold() {
        return Collections.disjoint(written, zero);
    }
}
