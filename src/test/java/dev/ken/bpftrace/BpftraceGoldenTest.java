package dev.ken.bpftrace;

import dev.ken.ir.IrText;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import dev.ken.source.Diagnostic;
import dev.ken.source.Source;
import dev.ken.testing.Golden;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class BpftraceGoldenTest {
    private static final KernelModel KERNEL = Snapshots.recorded();

    @TestFactory
    Stream<DynamicTest> lowering() {
        return Golden.cases("lowering", c -> {
            Source source = new Source("program", c.body("program"));
            Checked checked = Checker.check(BpftraceParser.parse(source).script(), KERNEL);
            return IrText.print(Lowering.lower(checked, KERNEL));
        });
    }

    @TestFactory
    Stream<DynamicTest> diagnostics() {
        return Golden.cases("diagnostics", c -> {
            Source source = new Source("program", c.body("program"));
            Parsed parsed = BpftraceParser.parse(source);
            Stream<Diagnostic> checked =
                    parsed.ok() ? Checker.check(parsed.script(), KERNEL).diagnostics().stream() : Stream.empty();
            return Stream.concat(parsed.diagnostics().stream(), checked)
                    .map(diagnostic -> diagnostic.render(source))
                    .collect(Collectors.joining());
        });
    }
}
