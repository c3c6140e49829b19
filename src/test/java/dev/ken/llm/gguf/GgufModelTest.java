package dev.ken.llm.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ken.llm.ModelUnreachable;
import dev.ken.llm.Pace;
import dev.ken.llm.Prompt;
import dev.ken.llm.Watch;
import dev.ken.runtime.ModelProcess;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Model files that are not good, and workers that end: errors of the world with what to do.
final class GgufModelTest {
    private static final Prompt PROMPT =
            new Prompt(List.of(new Prompt.Message(Prompt.Role.USER, "hello")), 10, 0, Optional.empty());
    private static final String LOADED = "ken: {\"loaded\":true}\n";
    private static final String ANSWERED =
            "ken: {\"piece\":\"yes\"}\nken: {\"done\":true,\"promptTokens\":1,\"answerTokens\":1,\"cut\":false}\n";

    @TempDir
    Path folder;

    /// A worker that says what it is given, and then is at its end.
    private record Spoken(String text, List<String> closed) implements Pipe {
        @Override
        public OutputStream toWorker() {
            return OutputStream.nullOutputStream();
        }

        @Override
        public InputStream fromWorker() {
            return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String ending() {
            return "by signal 9";
        }

        @Override
        public void close() {
            closed.add(text);
        }
    }

    private static final class Notes implements Watch {
        private final List<String> all = new ArrayList<>();

        @Override
        public void note(String sentence) {
            all.add(sentence);
        }
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("model.gguf"), content);
    }

    private static GgufModel model(Path file, Pipe.Source workers) {
        return new GgufModel(file, 512, 1, workers, Pace.REAL);
    }

    private static Pipe.Source never() {
        return (_, _) -> {
            throw new IllegalStateException("a bad file is seen before a process is started");
        };
    }

    @Test
    void aMissingFile() {
        assertThatThrownBy(() -> model(folder.resolve("none.gguf"), never()).answer(PROMPT, Watch.NOBODY))
                .isInstanceOf(ModelUnreachable.class)
                .hasMessageContainingAll("there is no file", "--model gguf:FILE");
    }

    @Test
    void aNameOfNothing() {
        assertThatThrownBy(() -> model(Path.of("frumious"), never()).answer(PROMPT, Watch.NOBODY))
                .isInstanceOf(ModelUnreachable.class)
                .hasMessageContainingAll("there is no file frumious here", "[gguf] in the configuration");
    }

    @Test
    void aFolder() {
        assertThatThrownBy(() -> model(folder, never()).answer(PROMPT, Watch.NOBODY))
                .isInstanceOf(ModelUnreachable.class)
                .hasMessageContaining("is no file");
    }

    @Test
    void anotherFormat() throws IOException {
        Path file = file("PK\u0003\u0004 not a model");
        assertThatThrownBy(() -> model(file, never()).answer(PROMPT, Watch.NOBODY))
                .isInstanceOf(ModelUnreachable.class)
                .hasMessageContaining("is no GGUF file");
    }

    /// A file with a hole takes no room on the disk, and is as long as it says.
    @Test
    void moreThanTheMemory() throws IOException {
        Path path = file("GGUF");
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(1L << 42);
        }
        assertThatThrownBy(() -> model(path, never()).answer(PROMPT, Watch.NOBODY))
                .isInstanceOf(ModelUnreachable.class)
                .hasMessageContainingAll("MiB are free", "A smaller model");
    }

    /// The library looks at this one, in a process of its own.
    @Test
    void aFileThatEndsInItsMiddle() throws IOException {
        Path file = file("GGUF\u0003\u0000\u0000\u0000");
        GgufModel model = model(file, ModelProcess::start);
        assertThatThrownBy(() -> model.answer(PROMPT, Watch.NOBODY))
                .isInstanceOf(ModelUnreachable.class)
                .hasMessageContaining(file.getFileName().toString())
                .hasMessageContaining("llama.cpp");
        model.close();
    }

    @Test
    void aWorkerThatEndsBetweenQuestionsIsStartedAgain() throws IOException {
        List<String> closed = new ArrayList<>();
        List<String> started = new ArrayList<>();
        Notes notes = new Notes();
        try (GgufModel model = model(file("GGUF"), (_, _) -> {
            started.add("one");
            return new Spoken(LOADED + ANSWERED, closed);
        })) {
            assertThat(model.answer(PROMPT, notes).text()).isEqualTo("yes");
            assertThat(model.answer(PROMPT, notes).text()).isEqualTo("yes");
        }
        assertThat(started).hasSize(2);
        assertThat(closed).hasSize(2);
        assertThat(String.join("\n", notes.all)).contains("ended (by signal 9); it is started again");
    }

    @Test
    void aWorkerThatEndsAtOnceIsNotStartedForEver() throws IOException {
        List<String> started = new ArrayList<>();
        try (GgufModel model = model(file("GGUF"), (_, _) -> {
            started.add("one");
            return new Spoken(LOADED, new ArrayList<>());
        })) {
            assertThatThrownBy(() -> model.answer(PROMPT, Watch.NOBODY))
                    .isInstanceOf(ModelUnreachable.class)
                    .hasMessageContainingAll("by signal 9", "Try a smaller model");
        }
        assertThat(started).hasSize(1);
    }
}
