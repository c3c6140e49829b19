package dev.ken.bpftrace;

import dev.ken.ir.IrText;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import dev.ken.source.Source;
import dev.ken.testing.Case;
import dev.ken.testing.Golden;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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

    /// The whole text of all diagnostics, and where bpftrace would stop.
    @TestFactory
    Stream<DynamicTest> diagnostics() {
        return Golden.cases("diagnostics", c -> {
            Source source = new Source("program", c.body("program"));
            Legality legality = Legality.of(source, KERNEL, settings(c));
            String all = legality.diagnostics().stream()
                    .map(diagnostic -> diagnostic.render(source))
                    .collect(Collectors.joining());
            String kernel = legality.lacks() ? ", not on this kernel" : "";
            return all + "stage: " + legality.stage().name().toLowerCase(Locale.ROOT) + kernel + "\n";
        });
    }

    /// What `--fix` makes of a program.
    @TestFactory
    Stream<DynamicTest> mending() {
        return Golden.cases("mending", c -> {
            Source source = new Source("program", c.body("program"));
            return Mending.of(source, KERNEL, settings(c)).text();
        });
    }

    private static CheckSettings settings(Case c) {
        Dialect dialect = c.section("dialect")
                .flatMap(section -> Dialect.named(section.argument()))
                .orElse(Dialect.ANY);
        return new CheckSettings(dialect, Optional.of(List.of()), path -> path.startsWith("/bin/"), false);
    }
}
