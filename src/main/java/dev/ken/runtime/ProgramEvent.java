package dev.ken.runtime;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/// What a running program tells, in the order in which it was told. The last event of a run is [Ended], and there
/// is one.
public sealed interface ProgramEvent {
    /// All probes are attached; time limits count from here.
    record Attached(int probes, long millisToAttach) implements ProgramEvent {}

    /// What `printf` (or `time`, `cat`, `join`, `print` of a value) wrote, without the line end where it had one.
    record Line(String text) implements ProgramEvent {}

    /// The present content of a map. A later table of the same name replaces this one. Names begin with `@`.
    record Table(String name, List<Row> rows) implements ProgramEvent {
        public Table {
            rows = List.copyOf(rows);
        }
    }

    /// The present histograms of a map, one a key. Later ones of the same name replace all of these.
    record Histograms(String name, List<Histogram> histograms) implements ProgramEvent {
        public Histograms {
            histograms = List.copyOf(histograms);
        }
    }

    /// Time since [Attached], told a few times a second while the program runs.
    record Elapsed(long millis) implements ProgramEvent {}

    /// The kernel could not hand over so many printed events.
    record Lost(long events) implements ProgramEvent {}

    /// The kernel did not run the program for at least so many occurrences, because a BPF program or map operation
    /// was under way on that CPU: what was counted is too small by these.
    record Missed(long occurrences) implements ProgramEvent {}

    /// Something bpftrace or this room has to say.
    record Note(Severity severity, String text) implements ProgramEvent {}

    /// The run is over and nothing is attached any more.
    record Ended(EndReason reason, int exitCode, long millis) implements ProgramEvent {}

    /// `key`: as bpftrace prints it, the parts joined by commas (see [MapKeys]); empty for a map without keys.
    record Row(Optional<String> key, Value value) {}

    /// `key` as in [Row].
    record Histogram(Optional<String> key, List<Bucket> buckets) {
        public Histogram {
            buckets = List.copyOf(buckets);
        }
    }

    /// One range of a histogram, both bounds inside it; an absent bound is open.
    record Bucket(Optional<BigDecimal> from, Optional<BigDecimal> to, long count) {}

    sealed interface Value {
        record Number(BigDecimal value) implements Value {}

        record Text(String value) implements Value {}

        /// What `stats()` gives.
        record Statistics(BigDecimal count, BigDecimal average, BigDecimal total) implements Value {}
    }

    enum Severity {
        INFO,
        WARNING,
        ERROR
    }

    enum EndReason {
        /// The program ended itself (`exit()`).
        FINISHED,
        /// The time limit came.
        TIME_LIMIT,
        /// The user asked for the end.
        STOPPED,
        /// bpftrace refused the program or could not attach it; a [Note] says why.
        FAILED,
        /// bpftrace died of a signal that was not ours.
        CRASHED,
        /// It did not end when asked and was killed: the last results are missing.
        KILLED
    }
}
