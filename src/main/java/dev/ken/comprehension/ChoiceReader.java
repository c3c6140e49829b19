package dev.ken.comprehension;

import dev.ken.llm.LanguageModel;
import dev.ken.llm.Prompt;
import dev.ken.llm.Prompt.Message;
import dev.ken.llm.Prompt.Role;
import dev.ken.llm.Template;
import dev.ken.llm.Watch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Has a language model choose which of several readings of a request is meant. A number is all that it says,
/// so that a small model can neither invent a reading nor take long.
public final class ChoiceReader {
    private static final Template SYSTEM = Template.of(ChoiceReader.class, "choice");
    private static final Template REQUEST = Template.of(ChoiceReader.class, "choice-request");
    private static final int MOST_TOKENS = 400;
    private static final Pattern NUMBER = Pattern.compile("(?<![\\d.])\\d{1,3}(?![\\d])");

    private final LanguageModel model;
    private final Watch watch;

    public ChoiceReader(LanguageModel model, Watch watch) {
        this.model = model;
        this.watch = watch;
    }

    /// Which of `choices`, from 0; empty where the answer is none of them.
    ///
    /// @throws dev.ken.llm.ModelUnreachable if the model gives no usable answer
    public OptionalInt choose(String request, List<String> choices) {
        String listed = IntStream.range(0, choices.size())
                .mapToObj(i -> (i + 1) + ". " + choices.get(i))
                .collect(Collectors.joining("\n"));
        String asked = REQUEST.filled(Map.of("request", request.replace('\n', ' '), "choices", listed));
        String grammar = IntStream.rangeClosed(1, choices.size())
                .mapToObj(i -> "\"" + i + "\"")
                .collect(Collectors.joining(" | ", "root ::= ", "\n"));
        String answer = model.answer(
                        new Prompt(
                                List.of(new Message(Role.SYSTEM, SYSTEM.text()), new Message(Role.USER, asked)),
                                MOST_TOKENS,
                                0,
                                Optional.of(grammar)),
                        watch)
                .text();
        Matcher number = NUMBER.matcher(answer.replaceAll("(?s)<think>.*?</think>", ""));
        if (!number.find()) {
            return OptionalInt.empty();
        }
        int chosen = Integer.parseInt(number.group());
        return chosen >= 1 && chosen <= choices.size() ? OptionalInt.of(chosen - 1) : OptionalInt.empty();
    }
}
