package dev.ken.verify;

import dev.ken.ir.Module;
import dev.ken.ir.run.Event;
import java.util.List;
import java.util.Optional;

/// Runs a program on concrete events and tells what it prints.
public interface Replay {
    /// @param text  all that is printed, as text
    /// @param ended index of the event at which the program ended observation itself
    /// @param gaps  why this may not be what it would really print
    record Printed(String text, Optional<Integer> ended, List<String> gaps) {
        public Printed {
            gaps = List.copyOf(gaps);
        }
    }

    Printed run(Module module, List<Event> events);
}
