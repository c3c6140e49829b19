package dev.ken.contract;

import dev.ken.kernel.catalog.Unit;
import java.util.List;
import java.util.Optional;

/// What is told of the occurrences that a [Part] selects. A column or measure without a unit may be given in any unit.
public sealed interface What {
    /// Each occurrence is reported as it happens, with these columns in any order.
    record Report(List<Column> columns) implements What {
        public Report {
            columns = List.copyOf(columns);
        }
    }

    /// A table of one number or histogram per group. `attribute` is empty for [Measure.Count] only.
    record Aggregate(Measure measure, Optional<String> attribute, Optional<Unit> unit) implements What {}

    record Column(String attribute, Optional<Unit> unit) {}

    /// The ways to fold many occurrences into one value.
    sealed interface Measure {
        record Count() implements Measure {}

        record Sum() implements Measure {}

        record Average() implements Measure {}

        record Minimum() implements Measure {}

        record Maximum() implements Measure {}

        /// Count, average and total together.
        record Statistics() implements Measure {}

        /// Power-of-2 buckets.
        record Log2Histogram() implements Measure {}

        /// Buckets of `step` from `minimum` to `maximum`, and one below and above.
        record LinearHistogram(long minimum, long maximum, long step) implements Measure {}
    }
}
