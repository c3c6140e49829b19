package dev.ken.ir.run;

import dev.ken.ir.MapDecl;
import dev.ken.ir.Stmt;
import java.util.List;

/// Something that a module showed. `step` is the index of the event, or the number of events for what is shown at the
/// end.
public sealed interface Output {
    int step();

    /// A row was reported.
    record Emitted(int step, Stmt.Emit by, List<Value> values) implements Output {
        public Emitted {
            values = List.copyOf(values);
        }
    }

    /// A map was shown, as it was then.
    record Shown(int step, Stmt.PrintMap by, MapDecl map, List<Row> rows) implements Output {
        public Shown {
            rows = List.copyOf(rows);
        }
    }

    /// A packet got a verdict.
    record Decided(int step, Value verdict) implements Output {}

    /// Observation ended.
    record Ended(int step) implements Output {}

    /// One entry of a map.
    record Row(List<Value> keys, Entry entry) {
        public Row {
            keys = List.copyOf(keys);
        }
    }
}
