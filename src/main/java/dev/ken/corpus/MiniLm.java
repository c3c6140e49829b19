package dev.ken.corpus;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The sentence model all-MiniLM-L6-v2, quantised to 8 bits (Wang et al., NeurIPS 2020; Reimers and Gurevych, EMNLP
/// 2019), run in this process by ONNX Runtime. Texts of like meaning get vectors that point the same way. Serves many
/// threads. A text is embedded alone: the scales of a quantised model come from all texts of a batch.
final class MiniLm implements Embedder {
    static final String MODEL = "/all-minilm-l6-v2-q.onnx";
    private static final String VOCABULARY = "/all-minilm-l6-v2-q-tokenizer.json";
    private static final int MOST_BYTES = 64 << 20;

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final WordPieces pieces;

    private MiniLm(OrtEnvironment environment, OrtSession session, WordPieces pieces) {
        this.environment = environment;
        this.session = session;
        this.pieces = pieces;
    }

    private static @Nullable MiniLm shared;

    /// That of this process, loaded when it is first needed.
    static synchronized MiniLm shared() throws Absent {
        MiniLm known = shared == null ? load() : shared;
        shared = known;
        return known;
    }

    /// Loads the native library and the model; meanwhile another thread reads the vocabulary.
    static MiniLm load() throws Absent {
        CompletableFuture<WordPieces> pieces = CompletableFuture.supplyAsync(MiniLm::vocabulary);
        try {
            Optional<Path> model = NativeOnnx.unpack();
            OrtEnvironment environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "ken");
            environment.setTelemetry(false);
            try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
                options.setIntraOpNumThreads(1);
                options.setInterOpNumThreads(1);
                // The arena only pays for large tensors; without it the process stays smaller.
                options.setCPUArenaAllocator(false);
                OrtSession session = model.isPresent()
                        ? environment.createSession(model.get().toString(), options)
                        : environment.createSession(bytes(), options);
                return new MiniLm(environment, session, pieces.join());
            }
        } catch (OrtException | IOException | LinkageError failure) {
            throw new Absent("the embedding model cannot be loaded: " + failure.getMessage(), failure);
        }
    }

    private static WordPieces vocabulary() {
        try (InputStream in = resource(VOCABULARY)) {
            return WordPieces.read(in);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static byte[] bytes() throws IOException {
        try (InputStream in = resource(MODEL)) {
            return in.readNBytes(MOST_BYTES);
        }
    }

    @Override
    public float[] embed(String text) {
        long[] ids = pieces.of(text);
        long[] ones = new long[ids.length];
        Arrays.fill(ones, 1);
        long[] shape = {1, ids.length};
        try (OnnxTensor input = OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape);
                OnnxTensor mask = OnnxTensor.createTensor(environment, LongBuffer.wrap(ones), shape);
                OnnxTensor types = OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[ids.length]), shape);
                OrtSession.Result result =
                        session.run(Map.of("input_ids", input, "attention_mask", mask, "token_type_ids", types))) {
            float[][][] tokens = (float[][][]) result.get(0).getValue();
            return mean(tokens[0]);
        } catch (OrtException failure) {
            throw new IllegalStateException(
                    "the embedding model fails on a text of " + ids.length + " pieces", failure);
        }
    }

    /// The mean over the tokens, of unit length.
    private static float[] mean(float[][] tokens) {
        float[] sum = new float[tokens[0].length];
        for (float[] token : tokens) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += token[i];
            }
        }
        return Vectors.unit(sum);
    }

    private static InputStream resource(String name) throws IOException {
        InputStream in = MiniLm.class.getResourceAsStream(name);
        if (in == null) {
            throw new IOException("missing resource " + name);
        }
        return in;
    }
}
