package dev.ken.symbolic;

import dev.ken.ir.Stmt;
import dev.ken.logic.Term;
import java.util.List;
import java.util.Optional;

/// A guarded change of a map. Changes apply in the order of the log in which they stand.
public sealed interface MapEvent {
    Term guard();

    /// `operand` is empty for counts; `update` says how it is folded in.
    record Put(Term guard, List<Term> keys, Stmt.Update update, Optional<Term> operand) implements MapEvent {
        public Put {
            keys = List.copyOf(keys);
        }
    }

    record Delete(Term guard, List<Term> keys) implements MapEvent {
        public Delete {
            keys = List.copyOf(keys);
        }
    }

    record Clear(Term guard) implements MapEvent {}

    record Zero(Term guard) implements MapEvent {}
}
