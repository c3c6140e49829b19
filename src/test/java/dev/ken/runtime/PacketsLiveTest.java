package dev.ken.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.contract.IntentText;
import dev.ken.engine.CProjects;
import dev.ken.engine.Facts;
import dev.ken.kernel.catalog.CuratedCatalog;
import dev.ken.source.Source;
import dev.ken.synthesis.Rendering;
import dev.ken.synthesis.c.CRenderer;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A program that drops packets, in a network that the test makes for itself: it drops what was asked and
/// nothing else, and is off the interface when its process was killed.
@Tag("live")
@Timeout(60)
class PacketsLiveTest {
    private static final String INTENT = "drop packet.receive\nwhere protocol = 17 and destination_port = 53\n";

    private final Environment environment = Live.environment();

    @Test
    void dropsWhatWasAskedWhileItRuns() throws Exception {
        boolean there = environment.clang().isPresent() && environment.bpftool().isPresent();
        if (!there) {
            System.out.println("skipped: no packet was dropped: clang or bpftool is missing");
        }
        Assumptions.assumeTrue(there, "clang or bpftool is missing");
        var kernel = KernelFiles.of(environment).model().orElseThrow();
        Facts facts = new Facts(kernel, CuratedCatalog.of(kernel));
        var intent = IntentText.parse(new Source("intent", INTENT)).intent().orElseThrow();
        var rendered = (Rendering.Rendered) CRenderer.render(intent, facts.catalog(), kernel);
        var made = CProjects.of(
                new Source("filter", rendered.program()), "filter", new Clang(environment, System.getenv()), facts);
        var whole = (CProjects.Made.Whole) made;
        assertThat(whole.packets().orElseThrow().decides()).isTrue();
        var ready = (ReaderBuild.Built.Ready) ReaderBuild.build(
                environment, whole.object(), "filter", whole.project().reader());
        try {
            Path script = Path.of("src/test/resources/live/packets.sh");
            String said = Live.output(
                    "unshare", "-n", "sh", script.toString(), ready.program().toString());
            boolean own = said.contains("before: 53 54");
            if (!own) {
                System.out.println("skipped: no packet was dropped: no network of its own here: " + said);
            }
            Assumptions.assumeTrue(own, "no network of its own");
            assertThat(said.lines())
                    .containsExactly("before: 53 54", "attached", "while: 54", "detached", "after: 53 54");
        } finally {
            ready.delete();
        }
    }
}
