package dev.ken.synthesis.c;

import dev.ken.bpf.Readout;
import dev.ken.bpf.Readout.Column;
import dev.ken.bpf.Readout.Shown;
import dev.ken.bpf.Readout.Table;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Files that build a program for the user beside the programs for the kernel: it loads and attaches them and
/// shows what they see. `reader.c` and `project.make` in this room's resources are what all have in common;
/// what is told here of the object is how its maps and records are laid out.
///
/// @param name    an identifier of C; the files are `NAME.bpf.c`, `NAME.c` and `Makefile`
/// @param program for the kernel
/// @param reader  for the user
public record Project(String name, String program, String reader, String makefile) {
    /// @param wanted a name; what cannot stand in an identifier of C becomes `_`
    public static Project of(String wanted, String program, Readout readout) {
        String clean = wanted.replaceFirst("(\\.bpf)?\\.c$", "").replaceAll("[^A-Za-z0-9_]", "_");
        String name = clean.matches("[A-Za-z_].*") ? clean : "ken_" + clean;
        return new Project(
                name,
                program,
                resource("../reader.c")
                        .replace("@DESCRIPTORS@\n", descriptors(readout))
                        .replace("@NAME@", name),
                resource("../project.make").replace("@NAME@", name));
    }

    private static String resource(String name) {
        try (InputStream in = Project.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- what is told of the object ----

    private static String descriptors(Readout readout) {
        StringBuilder out = new StringBuilder();
        out.append("/* How long is watched, in nanoseconds (0: until the end). */\n");
        out.append("static const unsigned long long duration = ")
                .append(readout.durationNanos().orElse(0L))
                .append(";\n/* Whether the programs print lines. */\n")
                .append("static const bool prints = ")
                .append(readout.printsLines())
                .append(
                        ";\n/* At which software event of perf programs run, how often, and whether that is a frequency. */\n")
                .append("static const unsigned long long sample_event = ")
                .append(readout.sample().map(Readout.Sample::event).orElse(0L))
                .append(", sample_number = ")
                .append(readout.sample().map(Readout.Sample::number).orElse(99L))
                .append(
                        ";\n/* At which interface programs for packets stand (-i NAME says otherwise), and on which side. */\n")
                .append("static const char *interface = ")
                .append(readout.packets()
                        .flatMap(Readout.Packets::device)
                        .map(name -> "\"" + name + "\"")
                        .orElse("NULL"))
                .append(";\nstatic const bool egress = ")
                .append(readout.packets().map(Readout.Packets::leaving).orElse(false))
                .append(";\nstatic const bool sample_frequency = ")
                .append(readout.sample().map(Readout.Sample::frequency).orElse(true))
                .append(";\n");
        List<String> records = new ArrayList<>();
        for (Readout.Layout layout : readout.records()) {
            String fields = "record_fields" + (records.isEmpty() ? "" : records.size() + 1);
            out.append(fields(fields, layout.columns()));
            records.add("{ " + layout.sizeBytes() + ", " + layout.columns().size() + ", " + fields + " }");
        }
        out.append(array("record", "records", records));
        List<String> tables = new ArrayList<>();
        for (Table table : readout.tables()) {
            String fields = "key_fields" + (tables.isEmpty() ? "" : tables.size() + 1);
            out.append(fields(fields, table.key().columns()));
            tables.add(table(table, table.key().columns().isEmpty() ? "NULL" : fields));
        }
        return out.append(array("table", "tables", tables)).append('\n').toString();
    }

    /// One without contents stands for none, since C has no empty arrays.
    private static String array(String type, String name, List<String> elements) {
        String all = elements.isEmpty() ? "{}" : String.join(",\n\t", elements);
        return "\nstatic const struct " + type + " " + name + "[] = {\n\t" + all + ",\n};\n";
    }

    private static String fields(String name, List<Column> columns) {
        if (columns.isEmpty()) {
            return "";
        }
        return "\nstatic const struct field " + name + "[] = {\n"
                + columns.stream().map(one -> "\t" + field(one) + ",\n").collect(Collectors.joining())
                + "};\n";
    }

    private static String field(Column column) {
        return "{ \"" + column.name() + "\", " + column.offsetBytes() + ", " + column.sizeBytes() + ", " + column.kind()
                + " }";
    }

    private static String table(Table table, String keys) {
        List<String> parts = new ArrayList<>(List.of(
                ".title = \"" + table.title() + "\", .map = \"" + table.map() + "\"",
                ".keys = " + keys + ", .key_fields = " + table.key().columns().size() + ", .key_bytes = "
                        + table.key().sizeBytes() + ", .value_bytes = " + table.valueBytes()));
        parts.add(
                switch (table.shown()) {
                    case Shown.Value(var column) -> ".shown = VALUE, .value = " + field(column);
                    case Shown.Histogram(var column, int slotBytes, boolean joined) ->
                        ".shown = HISTOGRAM, .value = " + field(column) + ", .slot_bytes = " + slotBytes
                                + ", .joined = " + joined;
                    case Shown.Linear(var column, int slotBytes, long minimum, long step) ->
                        ".shown = LINEAR, .value = " + field(column) + ", .slot_bytes = " + slotBytes + ", .minimum = "
                                + minimum + ", .step = " + step;
                    case Shown.Average(var count, var total, boolean statistics) ->
                        ".shown = " + (statistics ? "STATISTICS" : "AVERAGE") + ", .value = " + field(count)
                                + ", .total = " + field(total);
                });
        List<String> flags = new ArrayList<>();
        table.periodNanos()
                .ifPresent(nanos -> flags.add(".period = " + nanos + (table.keep() ? ", .keep = true" : "")));
        if (table.hidden()) {
            flags.add(".hidden = true");
        }
        table.top().ifPresent(top -> flags.add(".top = " + top));
        if (table.divisor() > 1) {
            flags.add(".divisor = " + table.divisor());
        }
        if (table.array()) {
            flags.add(".array = true");
        }
        if (table.perCpu()) {
            flags.add(".per_cpu = true");
        }
        if (table.section()) {
            flags.add(".variable = true");
        }
        if (!flags.isEmpty()) {
            parts.add(String.join(", ", flags));
        }
        return "{\n\t\t" + String.join(",\n\t\t", parts) + ",\n\t}";
    }
}
