package dev.ken.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.corpus.Embedder;
import dev.ken.corpus.Example;
import dev.ken.corpus.ExampleFolder;
import dev.ken.source.Source;
import dev.ken.synthesis.Dialect;
import dev.ken.synthesis.Renderer;
import dev.ken.synthesis.Rendering;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Every shipped example is an intent of the shipped kernel, and its rendered program is proved.
final class ShippedExamplesTest {
    @Test
    void allAreProved() {
        Facts facts = Bench.facts();
        Review review = Bench.review(facts);
        List<Example> all = new ExampleFolder(Optional.empty(), Embedder.shipped()).all();
        assertThat(all).hasSizeGreaterThan(20);
        for (Example example : all) {
            var intent = ExampleRetrieval.intent(example, facts);
            assertThat(intent).as(example.text()).isPresent();
            Rendering rendering = Renderer.render(intent.get(), facts.catalog(), Dialect.OLDEST);
            assertThat(rendering).as(example.text()).isInstanceOf(Rendering.Rendered.class);
            if (rendering instanceof Rendering.Rendered(var program, var outputs)) {
                Attempt attempt = review.of(
                        1,
                        new Source("program", program),
                        new Proposer.Proposal(program, "test", outputs),
                        Target.BPFTRACE,
                        intent.get(),
                        false);
                assertThat(attempt.accepted())
                        .as(example.text() + attempt.text())
                        .isTrue();
            }
        }
    }
}
