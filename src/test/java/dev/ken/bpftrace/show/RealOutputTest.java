package dev.ken.bpftrace.show;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.bpftrace.BpftraceParser;
import dev.ken.bpftrace.Checked;
import dev.ken.bpftrace.Checker;
import dev.ken.bpftrace.Lowering;
import dev.ken.ir.Module;
import dev.ken.ir.run.Event;
import dev.ken.ir.run.GivenEvent;
import dev.ken.ir.run.Machine;
import dev.ken.ir.run.Timeline;
import dev.ken.ir.run.Value;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Site;
import dev.ken.kernel.Snapshots;
import dev.ken.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Programs of a BEGIN probe print what bpftrace 0.17 printed for them: `NAME.out` beside `NAME.bt`, recorded from the
/// real one (`bpftrace NAME.bt | tail -n +2 >NAME.out`).
class RealOutputTest {
    private static final KernelModel KERNEL = Snapshots.recorded();
    private static final Path FOLDER = Path.of("src/test/resources/simulate/begin");
    private static final Natives NATIVES = new Natives(List.of(), 0, 0, ZoneOffset.UTC);

    @TestFactory
    Stream<DynamicTest> printsWhatBpftracePrinted() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<Path> programs = files.filter(file -> file.toString().endsWith(".bt"))
                    .sorted()
                    .toList();
            assertThat(programs).hasSizeGreaterThan(100);
            return programs.stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                        String real = Files.readString(Path.of(file.toString().replace(".bt", ".out")));
                        assertThat(tidy(printed(Files.readString(file)))).isEqualTo(tidy(real));
                    }));
        }
    }

    static String printed(String program) {
        Checked checked = Checker.check(
                BpftraceParser.parse(new Source("program", program)).script(), KERNEL);
        Module module = Lowering.lower(checked, KERNEL);
        Map<String, Value> bpftrace = Map.of(
                "time", new Value.Int(1_000),
                "pid", new Value.Int(4_000),
                "tid", new Value.Int(4_000),
                "comm", new Value.Opaque("bpftrace"));
        Map<String, Value> results = Map.of("username(0)", new Value.Opaque("root"));
        List<Event> events = Timeline.of(
                module, List.of(new GivenEvent(new Site.Begin(), bpftrace, Map.of(), results, NATIVES)), NATIVES);
        return new Printed(module, Machine.run(module, events, Printed.EXTREMES), events, NATIVES).text();
    }

    /// Entries of equal value stand in the order of the kernel's hash table; here by their text.
    static String tidy(String text) {
        List<String> lines = new ArrayList<>();
        List<String> ties = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            if (ties.isEmpty() || !value(line).equals(value(ties.getFirst()))) {
                ties.stream().sorted().forEach(lines::add);
                ties.clear();
            }
            ties.add(line);
        }
        ties.stream().sorted().forEach(lines::add);
        return String.join("\n", lines);
    }

    private static String value(String line) {
        int end = line.startsWith("@") ? line.indexOf("]: ") : -1;
        return end < 0 ? "line " + line : line.substring(line.indexOf('['), line.indexOf('[')) + line.substring(end);
    }
}
