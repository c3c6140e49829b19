package dev.ken.symbolic;

import dev.ken.ir.Stmt;
import dev.ken.logic.Term;
import java.util.List;

/// Something that a program shows, if `guard` holds. `step` is the index of the occurrence in the sequence.
public sealed interface Observation {
    int step();

    Term guard();

    /// A row was reported by the statements `by`: several where one path of a procedure writes a line in
    /// pieces. `values` are those of all pieces, in order.
    record Row(int step, Term guard, List<Stmt.Emit> by, List<Term> values) implements Observation {
        public Row {
            by = List.copyOf(by);
            values = List.copyOf(values);
        }
    }

    /// A map was shown by the statement `by` while it was in `state`.
    record Shown(int step, Term guard, Stmt.PrintMap by, MapState state) implements Observation {}

    /// A packet got a verdict.
    record Decided(int step, Term guard, Stmt.Decide by, Term verdict) implements Observation {}

    /// Observation ended.
    record Ended(int step, Term guard, Stmt.Exit by) implements Observation {}
}
