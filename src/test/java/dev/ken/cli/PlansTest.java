package dev.ken.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.cli.view.ViewPlan;
import dev.ken.contract.Intent;
import dev.ken.contract.IntentText;
import dev.ken.engine.Facts;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import dev.ken.kernel.catalog.CuratedCatalog;
import dev.ken.source.Source;
import dev.ken.synthesis.Dialect;
import dev.ken.synthesis.Renderer;
import dev.ken.synthesis.Rendering.Rendered;
import org.junit.jupiter.api.Test;

class PlansTest {
    private static final KernelModel KERNEL = Snapshots.recorded();
    private static final Facts FACTS = new Facts(KERNEL, CuratedCatalog.of(KERNEL));

    @Test
    void rowsOfSeveralKindsGetNoHeadingOfOneOfThem() {
        String opens = "report pid, path of file.open\n";
        assertThat(plan(opens).lineTitles()).containsExactly("PID", "PATH");
        assertThat(plan(opens + "report pid, ret of file.close\n").lineTitles()).isEmpty();
    }

    @Test
    void headingsWithUnitsAreOfTheirAttributes() {
        assertThat(plan("report error, latency in ms of file.open\n").lineColumns())
                .extracting(column -> column.names().isPresent())
                .containsExactly(true, false);
    }

    private static ViewPlan plan(String text) {
        Intent intent = IntentText.parse(new Source("intent", text)).intent().orElseThrow();
        Rendered rendered = (Rendered) Renderer.render(intent, FACTS.catalog(), Dialect.OLDEST);
        return Plans.of(intent, rendered.outputs(), FACTS);
    }
}
