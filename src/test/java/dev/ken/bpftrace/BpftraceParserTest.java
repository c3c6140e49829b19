package dev.ken.bpftrace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.source.Source;
import org.junit.jupiter.api.Test;

class BpftraceParserTest {
    @Test
    void nestingHasALimitThatIsTold() {
        String deep = "BEGIN { $x = " + "(".repeat(100_000) + "1" + ")".repeat(100_000) + "; }";
        Parsed parsed = BpftraceParser.parse(new Source("stdin", deep));
        assertThat(parsed.ok()).isFalse();
        assertThat(parsed.diagnostics().get(0).message()).contains("levels of nesting");
    }

    /// The reader, the checker and the printer alike.
    @Test
    void nestingOfEveryKindHasALimitThatIsTold() {
        for (String open : java.util.List.of("{", "[", "if (1) {", "$x = {", "(", "-", "comptime ", "@a[", "str(")) {
            Parsed parsed = BpftraceParser.parse(new Source("stdin", "BEGIN { $x = 1; " + open.repeat(100_000)));
            assertThat(parsed.ok()).as(open).isFalse();
            Checker.check(parsed.script(), dev.ken.kernel.Snapshots.recorded());
            assertThat(Printer.print(parsed.script(), Dialect.V0_27)).as(open).isNotNull();
        }
    }

    @Test
    void longChainsHaveALimitThatIsTold() {
        String chain = "BEGIN { $x = 1" + " + 1".repeat(100_000) + "; }";
        Parsed parsed = BpftraceParser.parse(new Source("stdin", chain));
        assertThat(parsed.diagnostics()).extracting(d -> d.code()).containsExactly("nesting");
    }

    @Test
    void everyErrorOfAScriptIsTold() {
        Parsed parsed = BpftraceParser.parse(new Source("stdin", "BEGIN { $x = ; @y = count(; }\nEND { exit( }"));
        assertThat(parsed.diagnostics()).hasSizeGreaterThanOrEqualTo(3);
    }
}
