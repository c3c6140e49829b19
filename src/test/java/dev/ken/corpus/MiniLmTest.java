package dev.ken.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import org.junit.jupiter.api.Test;

/// The tokenizer against outputs of the reference algorithm over the same vocabulary; the model against what it must
/// know.
final class MiniLmTest {
    @Test
    void textsAreCutIntoThePiecesOfTheReference() throws Exception {
        try (InputStream in = MiniLm.class.getResourceAsStream("/all-minilm-l6-v2-q-tokenizer.json")) {
            WordPieces pieces = WordPieces.read(in);
            assertThat(pieces.of("TCP retransmits"))
                    .containsExactly(101, 22975, 2361, 2128, 6494, 3619, 22930, 2015, 102);
            assertThat(pieces.of("why's /dev/sda slow?"))
                    .containsExactly(101, 2339, 1005, 1055, 1013, 16475, 1013, 17371, 2050, 4030, 1029, 102);
            assertThat(pieces.of("tcp_retransmit_skb"))
                    .containsExactly(101, 22975, 2361, 1035, 2128, 6494, 3619, 22930, 1035, 15315, 2497, 102);
            assertThat(pieces.of("naïve café")).containsExactly(101, 15743, 7668, 102);
            assertThat(pieces.of("unaffable")).containsExactly(101, 14477, 20961, 3468, 102);
            assertThat(pieces.of("x".repeat(101))).containsExactly(101, 100, 102);
            assertThat(pieces.of("")).containsExactly(101, 102);
            assertThat(pieces.of("日 a".repeat(1_000))).hasSize(WordPieces.MOST_PIECES);
        }
    }

    @Test
    void likeTextsGetLikeVectors() throws Exception {
        MiniLm model = MiniLm.load();
        float[] resent = model.embed("lost network segments are sent again");
        float[] retransmit = model.embed("TCP retransmission");
        float[] rename = model.embed("a file gets another name");
        assertThat(resent).hasSize(Embedder.DIMENSIONS);
        assertThat(Vectors.dot(resent, resent)).isBetween(0.999f, 1.001f);
        assertThat(Vectors.dot(resent, retransmit)).isGreaterThan(2 * Vectors.dot(resent, rename));
        assertThat(model.embed("TCP retransmission")).isEqualTo(retransmit);
    }
}
