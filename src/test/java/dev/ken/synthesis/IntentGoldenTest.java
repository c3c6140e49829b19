package dev.ken.synthesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.contract.Intent;
import dev.ken.contract.IntentCheck;
import dev.ken.contract.IntentText;
import dev.ken.kernel.Snapshots;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.CuratedCatalog;
import dev.ken.source.Source;
import dev.ken.testing.Golden;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Intents as text: what is wrong with them, or how they are printed and which program is written for them.
class IntentGoldenTest {
    private static final Catalog CATALOG = CuratedCatalog.of(Snapshots.recorded());

    @TestFactory
    Stream<DynamicTest> intents() {
        return Golden.cases("intents", c -> {
            StringBuilder out = new StringBuilder();
            for (String one : c.body("intents").split("(?m)^==+\\n")) {
                out.append("==\n").append(told(new Source("intent", one)));
            }
            return out.toString();
        });
    }

    private static String told(Source source) {
        IntentText.Parsed parsed = IntentText.parse(source);
        StringBuilder out = new StringBuilder();
        parsed.diagnostics().forEach(d -> out.append(d.render(source)));
        IntentCheck.of(parsed, CATALOG).forEach(d -> out.append(d.render(source)));
        if (out.isEmpty()) {
            Intent intent = parsed.intent().orElseThrow();
            String printed = IntentText.print(intent);
            assertThat(IntentText.parse(new Source("printed", printed)).intent())
                    .contains(intent);
            out.append(printed).append("--\n");
            out.append(
                    switch (Renderer.render(intent, CATALOG, Dialect.OLDEST)) {
                        case Rendering.Rendered(String program, var _) -> program;
                        case Rendering.Unrenderable(String reason) -> reason + "\n";
                    });
        }
        return out.toString();
    }
}
