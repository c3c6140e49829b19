package dev.ken.verify;

import dev.ken.contract.Part;
import dev.ken.ir.MapDecl;
import dev.ken.kernel.catalog.EventKind;
import java.util.List;
import java.util.Optional;

/// What one part of an intent became in the reference observer.
///
/// @param id      `part1`, `part2`, …: the first half of its clauses' ids, and the form of its rows
/// @param table   its table; empty for reports
/// @param divisor what the table's values are divided by when shown (for [Variation.Rounding#RESULT])
/// @param columns the columns of its rows, as glosses; a column named `time` is any form of the time of day
record ReferencePart(
        String id, Part part, EventKind kind, Optional<MapDecl> table, long divisor, List<Column> columns) {
    /// `divisors` are what the value may be divided by: one where the intent names the unit.
    record Column(String attribute, List<Long> divisors) {}

    ReferencePart {
        columns = List.copyOf(columns);
    }
}
