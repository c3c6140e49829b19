package dev.ken.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Keeps the events of a run.
final class Recorder implements Consumer<ProgramEvent> {
    private final List<ProgramEvent> events = new CopyOnWriteArrayList<>();

    @Override
    public void accept(ProgramEvent event) {
        events.add(event);
    }

    <T extends ProgramEvent> List<T> all(Class<T> type) {
        List<T> found = new ArrayList<>();
        for (ProgramEvent event : events) {
            if (type.isInstance(event)) {
                found.add(type.cast(event));
            }
        }
        return found;
    }

    boolean attached() {
        return !all(ProgramEvent.Attached.class).isEmpty();
    }

    ProgramEvent.Table lastTable(String name) {
        return all(ProgramEvent.Table.class).stream()
                .filter(table -> table.name().equals(name))
                .reduce((_, last) -> last)
                .orElseThrow(() -> new AssertionError("no table " + name + " in " + events));
    }

    List<ProgramEvent> events() {
        return List.copyOf(events);
    }
}
