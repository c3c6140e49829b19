package dev.ken.symbolic;

import dev.ken.ir.Stmt;
import dev.ken.logic.Term;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One path through a procedure while it is followed: where it is, what holds on it, and what it did so far.
/// Mutable, and seen only by [ProcedureRun], which copies it where a branch forks.
final class Path {
    int block;
    int blocksRun;
    Term condition;
    final Map<String, Term> locals;
    final Map<String, MapState> maps;
    final Map<String, List<MapEvent>> changes;
    final List<Observation> observations;

    /// What walks have still to come to: updates that may have made an entry.
    final Map<String, List<MapEvent.Put>> walks = new LinkedHashMap<>();
    private final List<Stmt.Emit> line = new ArrayList<>();
    private final List<Term> lineValues = new ArrayList<>();

    Path(Term condition, Map<String, MapState> maps) {
        this.condition = condition;
        this.locals = new LinkedHashMap<>();
        this.maps = new LinkedHashMap<>(maps);
        this.changes = new LinkedHashMap<>();
        this.observations = new ArrayList<>();
    }

    private Path(Path other) {
        this.block = other.block;
        this.blocksRun = other.blocksRun;
        this.condition = other.condition;
        this.locals = new LinkedHashMap<>(other.locals);
        this.maps = new LinkedHashMap<>(other.maps);
        this.changes = new LinkedHashMap<>();
        other.changes.forEach((map, events) -> changes.put(map, new ArrayList<>(events)));
        this.observations = new ArrayList<>(other.observations);
        this.walks.putAll(other.walks);
        this.line.addAll(other.line);
        this.lineValues.addAll(other.lineValues);
    }

    /// Adds a piece to the line that is being written, and ends it where the piece does.
    void write(int step, Stmt.Emit emit, List<Term> values) {
        line.add(emit);
        lineValues.addAll(values);
        if (!goesOn(emit)) {
            endLine(step);
        }
    }

    private static boolean goesOn(Stmt.Emit emit) {
        return switch (emit.channel()) {
            case TEXT, CLOCK -> !emit.form().isEmpty() && !emit.form().endsWith("\n");
            case VALUE, FILE, ARGUMENTS, COMMAND -> false;
        };
    }

    /// A line that the procedure leaves open ends with it.
    void endLine(int step) {
        if (!line.isEmpty()) {
            observations.add(new Observation.Row(step, condition, line, lineValues));
            line.clear();
            lineValues.clear();
        }
    }

    Path fork() {
        return new Path(this);
    }

    void change(String map, MapEvent event) {
        MapState state = maps.get(map);
        if (state == null) {
            throw new IllegalStateException("undeclared map " + map);
        }
        maps.put(map, state.with(event));
        changes.computeIfAbsent(map, name -> new ArrayList<>()).add(event);
    }

    MapState map(String name) {
        MapState state = maps.get(name);
        if (state == null) {
            throw new IllegalStateException("undeclared map " + name);
        }
        return state;
    }
}
