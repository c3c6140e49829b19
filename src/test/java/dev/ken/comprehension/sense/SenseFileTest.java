package dev.ken.comprehension.sense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// Files of weights, made up here: three pieces, no layers, two facets.
final class SenseFileTest {
    private static final String HEAD =
            "# comment\nlayers 0\nplaces 4\npieces [CLS] [SEP] [UNK] file ##s\nfacets by path | kind file.open\n\n";

    @Test
    void aMatrixIsScaledAndMovedRowByRow() {
        ByteBuffer file = little(2 * (4 + 4) + 2 * 4);
        file.putFloat(0.5f).putFloat(2).put(new byte[] {1, 0, 2, 0, 3, 0, 4, -1});
        file.putFloat(10).putFloat(20).flip();
        assertThat(Matrix.read(file, 4, 2).of(new float[] {1, 1, 1, 1})).containsExactly(15, 18);
        assertThat(file.hasRemaining()).isFalse();
    }

    @Test
    void aNormHasMeanAndDeviationOfItsOwn() {
        Norm norm = new Norm(new float[] {1, 1, 2, 1}, new float[] {0, 0, 0, 5});
        float[] all = norm.of(new float[] {1, 2, 1, 2}, new float[] {0, 0, 0, 0});
        assertThat(all[0]).isCloseTo(-1f, within(1e-5f));
        assertThat(all[1]).isCloseTo(1f, within(1e-5f));
        assertThat(all[2]).isCloseTo(-2f, within(1e-5f));
        assertThat(all[3]).isCloseTo(6f, within(1e-5f));
    }

    @Test
    void aLayerWithoutWeightsHandsOnWhatItGets() {
        Matrix none = new Matrix(new float[12][12], new float[12]);
        Norm plain = new Norm(ones(), new float[12]);
        Layer layer = new Layer(12, none, none, none, none, plain, none, none, plain);
        float[] token = new float[12];
        for (int i = 0; i < token.length; i++) {
            token[i] = i % 2 == 0 ? 1 : -1;
        }
        float[][] out = layer.of(new float[][] {token, token});
        assertThat(out[0]).containsExactly(out[1]);
        assertThat(out[0][0]).isCloseTo(1f, within(1e-4f));
        assertThat(out[0][1]).isCloseTo(-1f, within(1e-4f));
    }

    @Test
    void facetsAreReadWithTheirLogits() {
        Sense sense = SenseFile.parse(file(0));
        assertThat(sense.of("files").likelihood("kind file.open").orElseThrow()).isCloseTo(0.88, within(0.01));
        assertThat(sense.of("files").likelihood("by path").orElseThrow()).isCloseTo(0.5, within(0.01));
        assertThat(sense.of("files").likelihood("by uid")).isEmpty();
    }

    @Test
    void whatIsTooLongOrLacksALineIsTold() {
        assertThatThrownBy(() -> SenseFile.parse(file(3))).hasMessage("sense.weights: 3 bytes too many");
        assertThatThrownBy(() -> SenseFile.parse("layers 0\n\n".getBytes(StandardCharsets.UTF_8)))
                .hasMessage("sense.weights: no line pieces");
    }

    private static byte[] file(int more) {
        int size = Encoder.SIZE;
        ByteBuffer numbers = little(5 * (4 + size) + 4 * size * 4 + 2 * size * 4 + 2 * (4 + 2 * size) + 8 + more);
        numbers.position(5 * (4 + size) + 4 * size * 4 + 2 * size * 4 + 2 * (4 + 2 * size));
        numbers.putFloat(0).putFloat(2);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(HEAD.getBytes(StandardCharsets.UTF_8));
        all.writeBytes(numbers.array());
        return all.toByteArray();
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static float[] ones() {
        float[] ones = new float[12];
        Arrays.fill(ones, 1);
        return ones;
    }
}
