package dev.ken.ir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.source.Source;
import dev.ken.testing.Golden;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class IrParserTest {
    @Property(tries = 1_000)
    void printedModulesAreReadAgain(@ForAll long seed) {
        String printed = IrText.print(RandomModules.of(seed));
        IrParser.Parsed parsed = IrParser.parse(new Source("module", printed));
        assertThat(parsed.diagnostics()).isEmpty();
        assertThat(IrText.print(parsed.module())).isEqualTo(printed);
    }

    @Property(tries = 1_000)
    void spoiltTextGivesDiagnosticsAndNoException(@ForAll long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder(IrText.print(RandomModules.of(seed)));
        for (int i = 0; i < 3 && !text.isEmpty(); i++) {
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + random.nextInt(6));
            text.replace(at, end, String.valueOf("()[]\":,x9 \n".charAt(random.nextInt(11))));
        }
        IrParser.Parsed parsed = IrParser.parse(new Source("module", text.toString()));
        if (parsed.diagnostics().isEmpty()) {
            assertThat(IrText.print(parsed.module())).isNotNull();
        }
    }

    /// The text that a case gives must be read, and printed as it stands; else the diagnostics are the answer.
    @TestFactory
    Stream<DynamicTest> golden() {
        return Golden.cases("ir", c -> {
            Source source = new Source("module", c.body("module"));
            IrParser.Parsed parsed = IrParser.parse(source);
            return parsed.diagnostics().isEmpty()
                    ? IrText.print(parsed.module())
                    : parsed.diagnostics().stream().map(d -> d.render(source)).collect(Collectors.joining());
        });
    }
}
