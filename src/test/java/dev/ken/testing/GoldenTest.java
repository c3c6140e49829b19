package dev.ken.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class GoldenTest {
    @TestFactory
    Stream<DynamicTest> theHarnessItself() {
        return Golden.cases(
                "harness",
                c -> c.section("say").orElseThrow().argument() + "\n"
                        + c.body("text").toUpperCase(Locale.ROOT));
    }

    @Test
    void anAnswerReplacesTheOldOne() {
        String text = "# t\n--- text\nx\n--- expect\nold\n";
        assertThat(Case.withExpected(text, "new\n")).isEqualTo("# t\n--- text\nx\n--- expect\nnew\n");
        assertThat(Case.withExpected("# t\n--- text\nx\n", "new\n")).isEqualTo("# t\n--- text\nx\n--- expect\nnew\n");
    }

    @Test
    void aFileThatIsNoCaseIsRefused() {
        assertThatThrownBy(() -> Case.parse("f", "no title\n")).hasMessageContaining("# title");
        assertThatThrownBy(() -> Case.parse("f", "# t\nstray\n")).hasMessageContaining("f:2");
    }
}
