package dev.ken.bpftrace.show;

import dev.ken.bpftrace.BpftraceParser;
import dev.ken.bpftrace.Checked;
import dev.ken.bpftrace.Checker;
import dev.ken.bpftrace.Item;
import dev.ken.bpftrace.Lowering;
import dev.ken.ir.Module;
import dev.ken.ir.run.Event;
import dev.ken.ir.run.GivenEvent;
import dev.ken.ir.run.Machine;
import dev.ken.ir.run.Timeline;
import dev.ken.ir.run.Value;
import dev.ken.kernel.FieldType;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.ProbeFacts;
import dev.ken.kernel.Probes;
import dev.ken.kernel.Snapshots;
import dev.ken.source.Diagnostic;
import dev.ken.source.Source;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A program with probes beside its own that record the events it sees, as lines that begin with `KEN`, a tab between
/// name and value of each thing.
public final class Differential {
    private static final KernelModel KERNEL = Snapshots.recorded();
    private static final Natives NATIVES = new Natives(List.of(), 0, 0, ZoneOffset.UTC);
    private static final String MARK = "KEN\t";
    private static final Set<String> TEXTS = Set.of("filename", "pathname", "path", "oldname", "newname");

    private final String program;
    private final Checked checked;

    public Differential(String program) {
        this.program = program;
        this.checked = Checker.check(
                BpftraceParser.parse(new Source("program", program)).script(), KERNEL);
        // Of errors only the one that `cpid` needs -c is right here: it is given.
        boolean wrong = checked.diagnostics().stream()
                .anyMatch(d -> d.severity() == Diagnostic.Severity.ERROR
                        && !d.message().contains("`cpid`"));
        if (wrong) {
            throw new IllegalArgumentException(checked.diagnostics().toString());
        }
    }

    /// The recording probes stand before the program's, so that an event is recorded before it is shown.
    public String recording() {
        Set<String> probes = new LinkedHashSet<>();
        for (Item.Probe probe : checked.script().probes()) {
            probe.attachPoints().forEach(point -> probes.add(point.text()));
        }
        StringBuilder out = new StringBuilder();
        for (String probe : probes) {
            if (!probe.equals("BEGIN") && !probe.equals("END")) {
                out.append(recorder(probe));
            }
        }
        return out + program;
    }

    private static String recorder(String probe) {
        ProbeFacts facts = Probes.resolve(probe, KERNEL).orElseThrow(() -> new IllegalArgumentException(probe));
        StringBuilder form = new StringBuilder(
                MARK + "probe\\t" + probe + "\\tcpid\\t%d\\tpid\\t%d\\ttid\\t%d\\tuid\\t%d\\tcomm\\t%s");
        List<String> values = new ArrayList<>(List.of("cpid", "pid", "tid", "uid", "comm"));
        facts.fields().forEach((name, field) -> {
            switch (field.type()) {
                case FieldType.Integer _, FieldType.Pointer _ -> {
                    boolean own = !name.matches("common_.*|arg[6-9]");
                    if (own) {
                        form.append("\\t").append(field.symbol()).append("\\t%ld");
                        values.add(probe.startsWith("tracepoint") ? "args->" + name : name);
                    }
                    if (own && TEXTS.contains(name)) {
                        form.append("\\ttext\\t%s");
                        values.add("str(args->" + name + ")");
                    }
                }
                case FieldType.Text _ -> {
                    form.append("\\t").append(field.symbol()).append("\\t%s");
                    values.add("args->" + name);
                }
                case FieldType.Array array -> {
                    for (int i = 0; i < array.length(); i++) {
                        form.append("\\t").append(field.symbol()).append(i).append("\\t%ld");
                        values.add("args->" + name + "[" + i + "]");
                    }
                }
                case FieldType.DynamicText _, FieldType.Opaque _ -> {}
            }
        });
        String printed =
                "printf(\"" + form.toString().replace("\t", "\\t") + "\\n\", " + String.join(", ", values) + ");";
        return probe + " /pid == cpid/ { " + printed + " }\n";
    }

    /// The recorded events of what bpftrace printed. A text is the one behind the address before it, the last that was
    /// read there (at the entry of a call its page may not be there yet).
    public List<Event> events(String printed) {
        List<Event> events = new ArrayList<>();
        Map<Long, String> texts = new LinkedHashMap<>();
        for (String line : printed.split("\n")) {
            if (line.startsWith(MARK)) {
                events.add(event(line.substring(MARK.length()).split("\t", -1), texts));
            }
        }
        return events;
    }

    private static Event event(String[] words, Map<Long, String> texts) {
        Map<String, Value> attributes = new LinkedHashMap<>();
        Map<String, Value> results = new LinkedHashMap<>();
        ProbeFacts facts = Probes.resolve(words[1], KERNEL).orElseThrow();
        facts.syscalls().forEach(number -> attributes.put("nr", new Value.Int(number)));
        for (int i = 2; i + 1 < words.length; i += 2) {
            switch (words[i]) {
                case "cpid" -> results.put("cpid()", new Value.Opaque(words[i + 1]));
                case "text" -> texts.put(Long.parseLong(words[i - 1]), words[i + 1]);
                case "comm" -> attributes.put("comm", new Value.Opaque(words[i + 1]));
                default -> attributes.put(words[i], new Value.Opaque(words[i + 1]));
            }
        }
        return new GivenEvent(facts.site(), attributes, texts, results, NATIVES);
    }

    /// What the program itself printed.
    public String real(String printed) {
        StringBuilder out = new StringBuilder();
        for (String line : printed.split("(?<=\n)")) {
            out.append(line.startsWith(MARK) ? "" : line);
        }
        return RealOutputTest.tidy(out.toString());
    }

    /// What the evaluator prints of the recorded events.
    public String simulated(String printed) {
        Module module = Lowering.lower(checked, KERNEL);
        List<Event> events = Timeline.of(module, events(printed), NATIVES);
        return RealOutputTest.tidy(
                new Printed(module, Machine.run(module, events, Printed.EXTREMES), events, NATIVES).text());
    }
}
