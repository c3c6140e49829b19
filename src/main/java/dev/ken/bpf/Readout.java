package dev.ken.bpf;

import java.util.List;
import java.util.Optional;

/// What somebody who reads the maps of an object has to know to show what its programs saw, as they are judged: tables,
/// records, and when they are shown.
///
/// @param records       layouts of the records that are written to buffers, no two of one size
/// @param printsLines   whether programs write lines into the trace of the kernel (`bpf_printk`)
/// @param durationNanos when observation ends by itself
/// @param sample        when programs in the section `perf_event` run
/// @param packets       where a program that is asked about packets stands
public record Readout(
        List<Table> tables,
        List<Layout> records,
        boolean printsLines,
        Optional<Long> durationNanos,
        Optional<Sample> sample,
        Optional<Packets> packets) {
    public Readout {
        tables = List.copyOf(tables);
        records = List.copyOf(records);
    }

    /// Whether tables are shown while programs run.
    public boolean isPeriodic() {
        return tables.stream().anyMatch(table -> table.periodNanos().isPresent());
    }

    /// A program that is asked about packets.
    ///
    /// @param device  the interface that the program names
    /// @param leaving whether it is asked about packets that go out
    /// @param decides whether it may do anything but let packets pass
    public record Packets(Optional<String> device, boolean leaving, boolean decides) {}

    /// A software event of perf.
    ///
    /// @param event     a number of `enum perf_sw_ids`
    /// @param frequency whether `number` is a frequency in Hz; else it counts events from one sample to the next
    public record Sample(long event, boolean frequency, long number) {}

    /// One field of a structure. `kind` tells how its bytes are read.
    public record Column(String name, int offsetBytes, int sizeBytes, Kind kind) {
        public enum Kind {
            UNSIGNED,
            SIGNED,
            TEXT,
            BYTES,
            /// An address as packets have it.
            IPV4,
            IPV6,
            /// The id of a stack of the kernel, in the map of stacks.
            KERNEL_STACK,
            USER_STACK
        }
    }

    public record Layout(int sizeBytes, List<Column> columns) {
        public Layout {
            columns = List.copyOf(columns);
        }
    }

    /// A field of the values of a map, by key.
    ///
    /// @param title    `@map`, or `@map.field`
    /// @param map      as libbpf names it; of a variable, the section that it lies in
    /// @param section  whether it is a variable
    /// @param divisor  what its numbers are divided by when they are shown
    /// @param hidden   it is not shown, and emptied with each period
    /// @param periodNanos it is shown this often (empty: once, at the end), and begins anew then unless `keep`
    public record Table(
            String title,
            String map,
            boolean section,
            boolean array,
            boolean perCpu,
            Layout key,
            int valueBytes,
            Shown shown,
            Optional<Integer> top,
            long divisor,
            boolean hidden,
            Optional<Long> periodNanos,
            boolean keep) {
        /// The same under another title.
        Table titled(String other) {
            return new Table(
                    other,
                    map,
                    section,
                    array,
                    perCpu,
                    key,
                    valueBytes,
                    shown,
                    top,
                    divisor,
                    hidden,
                    periodNanos,
                    keep);
        }
    }

    /// How the values of a table are shown.
    public sealed interface Shown {
        record Value(Column column) implements Shown {}

        /// Samples by powers of two; `joined`: 0 and 1 are counted together.
        record Histogram(Column column, int slotBytes, boolean joined) implements Shown {}

        /// Buckets of `step` from `minimum` on, and one below and above.
        record Linear(Column column, int slotBytes, long minimum, long step) implements Shown {}

        record Average(Column count, Column total, boolean statistics) implements Shown {}
    }
}
