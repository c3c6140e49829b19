package dev.ken.synthesis.c;

import dev.ken.contract.Intent;
import dev.ken.contract.IntentText;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.CuratedCatalog;
import dev.ken.source.Source;
import dev.ken.synthesis.Rendering;
import dev.ken.testing.Golden;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Intents, and the program in C that is written for each, or why there is none.
class CGoldenTest {
    private static final KernelModel KERNEL = Snapshots.recorded();
    private static final Catalog CATALOG = CuratedCatalog.of(KERNEL);

    @TestFactory
    Stream<DynamicTest> programs() {
        return Golden.cases("c", c -> {
            StringBuilder out = new StringBuilder();
            for (String one : c.body("intents").split("(?m)^==+\\n")) {
                out.append("== ")
                        .append(one.strip().replace("\n", "; "))
                        .append('\n')
                        .append(program(one));
            }
            return out.toString();
        });
    }

    private static String program(String text) {
        Intent intent = IntentText.parse(new Source("intent", text)).intent().orElseThrow();
        return switch (CRenderer.render(intent, CATALOG, KERNEL)) {
            case Rendering.Rendered(String program, var _) -> program;
            case Rendering.Unrenderable(String reason) -> reason + "\n";
        };
    }
}
