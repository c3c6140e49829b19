package dev.ken.bpftrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ken.ir.IrParser;
import dev.ken.ir.IrText;
import dev.ken.ir.Module;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import dev.ken.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The tools that Debian's bpftrace installs are legal and are lowered, and the IR is read back. `-Dken.reasons=true`
/// lists what was not modelled, the most frequent first.
class DebianToolsTest {
    private static final Path FOLDER = Path.of("/usr/sbin");
    private static final KernelModel KERNEL = Snapshots.recorded();

    @Test
    void everyToolIsLegal() throws IOException {
        assumeTrue(Files.exists(FOLDER.resolve("opensnoop.bt")), "Debian's bpftrace tools are not installed");
        CheckSettings settings = new CheckSettings(Dialect.V0_17, Optional.of(List.of("1")), _ -> true, true);
        for (Path tool : tools()) {
            Source source = new Source(tool.getFileName().toString(), Files.readString(tool));
            Legality legality = Legality.of(source, KERNEL, settings);
            assertThat(legality.stage())
                    .as(source.name() + legality.diagnostics())
                    .isEqualTo(Legality.Stage.OK);
        }
    }

    @Test
    void everyToolIsLowered() throws IOException {
        assumeTrue(Files.exists(FOLDER.resolve("opensnoop.bt")), "Debian's bpftrace tools are not installed");
        Map<String, Integer> reasons = new TreeMap<>();
        for (Path tool : tools()) {
            Source source = new Source(tool.getFileName().toString(), Files.readString(tool));
            Parsed parsed = BpftraceParser.parse(source);
            assertThat(parsed.diagnostics()).as(source.name()).isEmpty();
            Module module = Lowering.lower(Checker.check(parsed.script(), KERNEL), KERNEL);
            assertThat(module.procedures().size() + module.notModelled().size())
                    .as(source.name())
                    .isPositive();
            String printed = IrText.print(module);
            assertThat(IrText.print(IrParser.parse(new Source("ir", printed)).module()))
                    .isEqualTo(printed);
            module.notModelled().forEach(reason -> reasons.merge(reason, 1, Integer::sum));
        }
        if (Boolean.getBoolean("ken.reasons")) {
            reasons.entrySet().stream()
                    .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                    .forEach(reason -> System.out.println("REASON " + reason.getValue() + " " + reason.getKey()));
        }
    }

    private static List<Path> tools() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".bt"))
                    .sorted()
                    .toList();
        }
    }
}
