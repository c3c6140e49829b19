package dev.ken.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.contract.clause.Contract.Kind;
import dev.ken.contract.clause.ContractLibrary;
import dev.ken.corpus.Document;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ContractTextsTest {
    private static final List<Document> DOCUMENTS = ContractTexts.documents();

    private static final Set<Kind> KINDS = Set.of(Kind.HELPER, Kind.KFUNC, Kind.FUNCTION);

    @Test
    void everyHelperAndEveryCuratedFunctionCanBeFound() {
        assertThat(DOCUMENTS.stream().map(Document::name).distinct()).hasSameSizeAs(DOCUMENTS);
        assertThat(DOCUMENTS).hasSize((int) ContractLibrary.shipped().all().stream()
                .filter(c -> KINDS.contains(c.subject().kind()))
                .count());
    }

    @Test
    void theFirstPhraseIsTheGlossAndAFunctionHasProbes() {
        Document read = DOCUMENTS.stream()
                .filter(document -> document.name().equals("vfs_read"))
                .findFirst()
                .orElseThrow();
        assertThat(read.kind()).isEqualTo(Document.Kind.FUNCTION);
        assertThat(read.gloss()).isEqualTo("a file is read");
        assertThat(read.phrases()).contains("file reads");
        assertThat(read.probes()).contains("kprobe:vfs_read", "fexit:vfs_read");
    }

    @Test
    void everyDocumentSaysSomething() {
        assertThat(DOCUMENTS)
                .allSatisfy(document ->
                        assertThat(document.gloss()).as(document.name()).isNotBlank());
    }
}
