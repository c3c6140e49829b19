package dev.ken.llm.tape;

import dev.ken.llm.Answer;
import dev.ken.llm.LanguageModel;
import dev.ken.llm.Prompt;
import dev.ken.llm.Watch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/// A model whose answers are kept in a file: what was asked before is not asked again, so that a slow model need not
/// answer anew where only the grading has changed. No answer is longer than a limit.
public final class KeptAnswers implements LanguageModel {
    private final LanguageModel model;
    private final Path file;
    private final int mostTokens;
    private final Map<Prompt, Answer> known = new LinkedHashMap<>();

    public KeptAnswers(LanguageModel model, Path file, int mostTokens) {
        this.model = model;
        this.file = file;
        this.mostTokens = mostTokens;
        try {
            if (Files.exists(file)) {
                for (String line : Files.readAllLines(file)) {
                    Exchange.read(line).ifPresent(this::keep);
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void keep(Exchange exchange) {
        if (exchange.result() instanceof Exchange.Answered(Answer answer)) {
            known.put(exchange.prompt(), answer);
        }
    }

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public Answer answer(Prompt whole, Watch watch) {
        Prompt prompt = new Prompt(
                whole.messages(),
                Math.min(mostTokens, whole.mostTokens()),
                whole.temperaturePercent(),
                whole.grammar());
        Answer before = known.get(prompt);
        if (before != null) {
            return before;
        }
        Answer answer = model.answer(prompt, watch);
        Exchange exchange = new Exchange(name(), prompt, new Exchange.Answered(answer));
        keep(exchange);
        try {
            Files.writeString(file, exchange.line() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        return answer;
    }

    @Override
    public void close() {
        model.close();
    }
}
