package dev.ken.comprehension;

import dev.ken.contract.Intent;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.llm.LanguageModel;
import dev.ken.llm.Prompt;
import dev.ken.llm.Prompt.Message;
import dev.ken.llm.Prompt.Role;
import dev.ken.llm.Template;
import dev.ken.llm.Watch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Has a language model say a request again in plain words, which the reader reads. What that understands is
/// set against the request as it was said, since the model may have lost or added something.
final class PlainReader {
    private static final Template SYSTEM = Template.of(PlainReader.class, "plain");
    private static final Template REQUEST = Template.of(PlainReader.class, "plain-request");
    private static final Template REPAIR = Template.of(PlainReader.class, "plain-repair");
    /// One line, so that nothing can follow it.
    private static final String LINE = "root ::= [^\\n]+ \"\\n\"\n";
    private static final int MOST_TOKENS = 80;
    /// Most answers that are asked for.
    static final int MOST_TRIALS = 2;
    private static final int MOST_FACTS = 8;
    private static final int WARM = 60;

    private final LanguageModel model;
    private final Watch watch;
    private final Reader reader;
    private final ModelCheck check;

    PlainReader(LanguageModel model, Watch watch, Reader reader, ModelCheck check) {
        this.model = model;
        this.watch = watch;
        this.reader = reader;
        this.check = check;
    }

    /// @param kinds  what it may be about, the likeliest first
    /// @param trials most answers that are asked for
    /// @throws dev.ken.llm.ModelUnreachable if the model gives no usable answer
    ModelReading read(String request, List<EventKind> kinds, int trials) {
        Message first = new Message(
                Role.USER,
                REQUEST.filled(Map.of("request", request.replace('\n', ' '), "events", events(kinds)))
                        .strip());
        List<Message> begun = List.of(new Message(Role.SYSTEM, SYSTEM.text().strip()), first);
        List<Message> talk = begun;
        Optional<ModelReading.Read> doubtful = Optional.empty();
        String complaint = "";
        for (int trial = 1; trial <= Math.min(trials, MOST_TRIALS); trial++) {
            Prompt prompt = new Prompt(talk, MOST_TOKENS, trial > 1 ? WARM : 0, Optional.of(LINE));
            String plain = plain(model.answer(prompt, watch).text());
            Tried tried = tried(plain, request);
            if (tried.read().filter(ModelReading.Read::isSure).isPresent()) {
                return tried.read().get();
            }
            doubtful = doubtful.or(tried::read);
            complaint = tried.complaint();
            talk = new ArrayList<>(begun);
            talk.add(new Message(Role.ASSISTANT, plain));
            talk.add(new Message(
                    Role.USER, REPAIR.filled(Map.of("wrong", complaint)).strip()));
        }
        return doubtful.isPresent()
                ? doubtful.get()
                : new ModelReading.Unread("what the model makes of it does not fit: " + complaint);
    }

    /// @param complaint what is wrong with it
    private record Tried(Optional<ModelReading.Read> read, String complaint) {}

    private Tried tried(String plain, String request) {
        return switch (reader.read(plain)) {
            case Reading.Understood(Intent intent) -> {
                ModelCheck.Checked checked = check.intent(intent, request);
                List<String> wrong = new ArrayList<>(checked.wrong());
                wrong.addAll(checked.doubts());
                wrong.addAll(checked.leftOver().stream()
                        .map(word -> "“" + word + "” is lost")
                        .toList());
                yield new Tried(ModelReading.of(checked, plain), String.join("\n", wrong));
            }
            case Reading.NeedsClarification(String question, var _) -> new Tried(Optional.empty(), question);
            case Reading.NotUnderstood(String reason, var _) -> new Tried(Optional.empty(), reason);
            case Reading.Declined(String reason, var _) -> new Tried(Optional.empty(), reason);
        };
    }

    private static final Pattern BLOCK = Pattern.compile("```[^\\n]*\\n(.*?)(?:```|\\z)", Pattern.DOTALL);

    /// The first line that says something, of a block where there is one, without its heading.
    private static String plain(String answer) {
        String spoken = answer.replaceAll("(?s)<think>.*?</think>", "");
        Matcher block = BLOCK.matcher(spoken);
        return (block.find() ? block.group(1) : spoken)
                .lines()
                .map(line -> line.strip().replaceFirst("^(?:Plain|Request):\\s*", ""))
                .filter(line -> !line.isEmpty())
                .findFirst()
                .map(line -> line.replaceAll("\\s*\\.$", ""))
                .orElse("");
    }

    private static String events(List<EventKind> kinds) {
        return kinds.stream()
                .map(kind -> kind.plural()
                        + kind.attributes().stream()
                                .limit(MOST_FACTS)
                                .map(attribute -> attribute.name().replace('_', ' '))
                                .collect(Collectors.joining(", ", " (", ")"))
                                .replace(" ()", ""))
                .collect(Collectors.joining("; "));
    }
}
