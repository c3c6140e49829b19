package dev.ken.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.corpus.ShippedVectors;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The vectors of documents are made ahead and shipped. `./mvnw -q -Dquick test-compile surefire:test
/// -Dtest=SearchVectorsTest -Dgolden=update` writes the file anew: some seconds for each thousand texts that changed.
final class SearchVectorsTest {
    private static final Path FILE = Path.of("src/main/resources/dev/ken/corpus/documents.vectors");

    @Test
    void allButAFewTextsHaveTheirVectors() throws Exception {
        ShippedVectors vectors = new ShippedVectors(SearchTexts.documents(Bench.facts()));
        if ("update".equals(System.getProperty("golden"))) {
            vectors.write(FILE);
            return;
        }
        assertThat(vectors.missing())
                .as("texts without a vector are embedded while somebody waits; see above for how to make the file anew")
                .hasSizeLessThanOrEqualTo(ShippedVectors.MOST_MISSING);
    }
}
