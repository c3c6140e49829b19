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

    /// A table of one number, text or histogram per group. `attribute` is empty for [Measure.Count], and may be for
    /// [Measure.Rate].
    record Aggregate(Measure measure, Optional<String> attribute, Optional<Unit> unit) implements What {}

    /// The largest or smallest value of `attribute` in each group, and what else is true of the occurrence that had it.
    record Extreme(boolean largest, String attribute, Optional<Unit> unit, List<Column> context) implements What {
        public Extreme {
            context = List.copyOf(context);
        }
    }

    /// How many more occurrences there were of the part's kind than of `minus`; with an attribute, that of its
    /// values. Both kinds have it. `highest`: not what it is now but the largest that it was.
    record Net(Optional<String> attribute, Optional<Unit> unit, Selection minus, boolean highest) implements What {}

    /// How many occurrences have started and not ended, of those whose start was seen. `highest` as above.
    record InFlight(boolean highest) implements What {}

    /// How many occurrences of the part there are for each of `to`: both numbers, or the quotient or percentage of
    /// them.
    record Ratio(Selection to) implements What {}

    /// What is to be done about each occurrence, at kinds whose hook has a say (packets, security).
    record Rule(Decision decision) implements What {}

    record Column(String attribute, Optional<Unit> unit) {}

    sealed interface Decision {
        /// The operation is refused with this error number.
        record Deny(int error) implements Decision {}

        /// The packet is dropped.
        record Drop() implements Decision {}

        /// The packet is let through; all others are dropped.
        record Pass() implements Decision {}

        /// The attribute gets another value.
        record Modify(String attribute, long number) implements Decision {}
    }

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

        /// The value of the first occurrence.
        record First() implements Measure {}

        /// The value of the last occurrence.
        record Last() implements Measure {}

        /// How many different values there are.
        record Distinct() implements Measure {}

        /// Occurrences, or the sum of the attribute, per second of the period, or of the whole observation.
        record Rate() implements Measure {}
    }
}
