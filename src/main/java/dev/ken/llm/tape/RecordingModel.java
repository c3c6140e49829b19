package dev.ken.llm.tape;

import dev.ken.llm.Answer;
import dev.ken.llm.LanguageModel;
import dev.ken.llm.ModelUnreachable;
import dev.ken.llm.Prompt;
import dev.ken.llm.Watch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Another model, with every exchange appended to a file.
public final class RecordingModel implements LanguageModel {
    private final LanguageModel model;
    private final Path file;

    /// The file is begun anew.
    ///
    /// @throws ModelUnreachable if it cannot be written
    public RecordingModel(LanguageModel model, Path file) {
        this.model = model;
        this.file = file;
        write("", StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    }

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public void close() {
        model.close();
    }

    @Override
    public Answer answer(Prompt prompt, Watch watch) {
        try {
            Answer answer = model.answer(prompt, watch);
            append(new Exchange(name(), prompt, new Exchange.Answered(answer)));
            return answer;
        } catch (ModelUnreachable failure) {
            append(new Exchange(name(), prompt, Exchange.Failed.of(failure)));
            throw failure;
        }
    }

    private synchronized void append(Exchange exchange) {
        write(exchange.line() + "\n", StandardOpenOption.APPEND);
    }

    private void write(String text, StandardOpenOption... options) {
        try {
            Files.writeString(file, text, StandardCharsets.UTF_8, options);
        } catch (IOException failure) {
            throw new ModelUnreachable("the recording " + file + " cannot be written: " + failure.getMessage(), false);
        }
    }
}
