package dev.ken.cli.view;

import dev.ken.runtime.ProgramEvent;
import dev.ken.runtime.ProgramEvent.Ended;
import dev.ken.runtime.ProgramEvent.Histograms;
import dev.ken.runtime.ProgramEvent.Note;
import dev.ken.runtime.ProgramEvent.Table;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is known of a run after some of its events. Printed lines are not kept: they are shown when they come.
///
/// @param told whether a line was printed
/// @param maps the last table or histograms of each map, in order of first appearance
public record ViewState(
        int probes,
        long elapsedMillis,
        Map<String, ProgramEvent> maps,
        List<Note> notes,
        long lost,
        long missed,
        boolean told,
        Optional<Ended> ended) {
    private static final int NOTES_LIMIT = 50;

    public ViewState {
        maps = Collections.unmodifiableMap(new LinkedHashMap<>(maps));
        notes = List.copyOf(notes);
    }

    public static ViewState start() {
        return new ViewState(0, 0, Map.of(), List.of(), 0, 0, false, Optional.empty());
    }

    public ViewState after(ProgramEvent event) {
        return switch (event) {
            case ProgramEvent.Attached(var count, var _) ->
                new ViewState(count, elapsedMillis, maps, notes, lost, missed, told, ended);
            case ProgramEvent.Line _ -> new ViewState(probes, elapsedMillis, maps, notes, lost, missed, true, ended);
            case Table table -> withMap(table.name(), table);
            case Histograms histograms -> withMap(histograms.name(), histograms);
            case ProgramEvent.Elapsed(var millis) ->
                new ViewState(probes, millis, maps, notes, lost, missed, told, ended);
            case ProgramEvent.Lost(var more) ->
                new ViewState(probes, elapsedMillis, maps, notes, lost + more, missed, told, ended);
            case ProgramEvent.Missed(var more) ->
                new ViewState(probes, elapsedMillis, maps, notes, lost, missed + more, told, ended);
            case Note note -> withNote(note);
            case Ended end -> new ViewState(probes, end.millis(), maps, notes, lost, missed, told, Optional.of(end));
        };
    }

    private ViewState withMap(String name, ProgramEvent content) {
        Map<String, ProgramEvent> more = new LinkedHashMap<>(maps);
        more.put(name, content);
        return new ViewState(probes, elapsedMillis, more, notes, lost, missed, told, ended);
    }

    private ViewState withNote(Note note) {
        if (notes.size() >= NOTES_LIMIT || notes.contains(note)) {
            return this;
        }
        List<Note> more = new ArrayList<>(notes);
        more.add(note);
        return new ViewState(probes, elapsedMillis, maps, more, lost, missed, told, ended);
    }
}
