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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Plays a recording: the same prompts get the same answers, in the order of the recording. Needs no model and no key.
public final class ReplayedModel implements LanguageModel {
    /// Most exchanges of a recording.
    private static final int MOST = 100_000;

    private static final int SHOWN = 60;

    private final Path file;
    private final String name;
    private final List<Exchange> left;

    private ReplayedModel(Path file, List<Exchange> exchanges) {
        this.file = file;
        this.left = new ArrayList<>(exchanges);
        this.name = exchanges.getFirst().model();
    }

    /// @throws ModelUnreachable if `file` is no recording
    public static ReplayedModel open(Path file) {
        List<Exchange> exchanges = new ArrayList<>();
        try {
            int number = 0;
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                number++;
                Optional<Exchange> exchange = Exchange.read(line);
                if (exchange.isEmpty() || exchanges.size() == MOST) {
                    throw new ModelUnreachable(file + " is no recording: line " + number + " is no exchange", false);
                }
                exchanges.add(exchange.get());
            }
        } catch (IOException failure) {
            throw new ModelUnreachable("the recording " + file + " cannot be read: " + failure, false);
        }
        if (exchanges.isEmpty()) {
            throw new ModelUnreachable("the recording " + file + " has no exchanges", false);
        }
        return new ReplayedModel(file, exchanges);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Answer answer(Prompt prompt, Watch watch) {
        Exchange exchange = next(prompt);
        return switch (exchange.result()) {
            case Exchange.Answered(Answer answer) -> {
                watch.piece(answer.text());
                yield answer;
            }
            case Exchange.Failed(String message, boolean retryHelps) -> throw new ModelUnreachable(message, retryHelps);
        };
    }

    private synchronized Exchange next(Prompt prompt) {
        for (int i = 0; i < left.size(); i++) {
            if (left.get(i).prompt().equals(prompt)) {
                return left.remove(i);
            }
        }
        throw new ModelUnreachable(
                "the recording " + file + " has no such exchange (left)"
                        + left.stream()
                                .findFirst()
                                .map(next -> ": " + difference(next.prompt(), prompt))
                                .orElse(": it is at its end"),
                false);
    }

    /// Where the next prompt of the recording begins to differ.
    private static String difference(Prompt recorded, Prompt asked) {
        String a = text(recorded);
        String b = text(asked);
        int at = 0;
        while (at < a.length() && at < b.length() && a.charAt(at) == b.charAt(at)) {
            at++;
        }
        return at == a.length() && at == b.length()
                ? "its next prompt has another limit, temperature or grammar"
                : "its next prompt has “" + part(a, at) + "” where this one has “" + part(b, at) + "”";
    }

    private static String part(String text, int at) {
        return text.substring(at, Math.min(text.length(), at + SHOWN)).replace('\n', ' ');
    }

    private static String text(Prompt prompt) {
        StringBuilder all = new StringBuilder();
        prompt.messages().forEach(message -> all.append(message.text()).append('\n'));
        return all.toString();
    }
}
