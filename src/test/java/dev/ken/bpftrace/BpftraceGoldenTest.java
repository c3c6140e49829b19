package dev.ken.bpftrace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.ir.IrParser;
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
            String printed = IrText.print(Lowering.lower(checked, KERNEL));
            IrParser.Parsed read = IrParser.parse(new Source("module", printed));
            assertThat(read.diagnostics()).isEmpty();
            assertThat(IrText.print(read.module())).isEqualTo(printed);
            return printed;
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
