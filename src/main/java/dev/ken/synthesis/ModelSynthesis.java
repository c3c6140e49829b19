package dev.ken.synthesis;

import dev.ken.contract.Intent;
import dev.ken.contract.IntentText;
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

/// Has a language model write a program. The prompts are the files `*.prompt` beside this class; what never
/// changes stands first, so that a provider's prefix cache works.
public final class ModelSynthesis {
    private static final int LONGEST_FEEDBACK = 6_000;
    private static final int LONGEST_EXAMPLE = 3_000;
    private static final int MOST_TOLD = 4;
    private static final int HOT = 70;
    private static final int MOST_TOKENS = 1_500;
    private static final Template SYSTEM = Template.of(ModelSynthesis.class, "bpftrace");
    private static final Template REQUEST = Template.of(ModelSynthesis.class, "request");
    private static final Template EXAMPLE = Template.of(ModelSynthesis.class, "example");
    private static final Template FEEDBACK = Template.of(ModelSynthesis.class, "feedback");
    private static final Template AGAIN = Template.of(ModelSynthesis.class, "again");

    private final LanguageModel model;
    private final Watch watch;
    private final Dialect dialect;

    public ModelSynthesis(LanguageModel model, Watch watch, Dialect dialect) {
        this.model = model;
        this.watch = watch;
        this.dialect = dialect;
    }

    /// A program that was tried, and what was wrong with it, in words.
    public record Tried(String program, String feedback) {}

    /// What is to be written.
    ///
    /// @param intent   what the request means; empty where nobody read it
    /// @param events   what can be observed, of this kernel
    /// @param examples the most similar first
    /// @param tried    oldest first
    /// @param restart  begin anew rather than mend the last program
    public record Task(
            String request,
            Optional<Intent> intent,
            List<EventKind> events,
            List<Exemplar> examples,
            List<Tried> tried,
            boolean restart) {
        public Task {
            events = List.copyOf(events);
            examples = List.copyOf(examples);
            tried = List.copyOf(tried);
        }
    }

    /// The model's next program.
    ///
    /// @throws dev.ken.llm.ModelUnreachable if the model gives no usable answer
    public String write(Task task) {
        return AnswerText.program(model.answer(prompt(task), watch).text());
    }

    Prompt prompt(Task task) {
        List<Message> talk = new ArrayList<>();
        talk.add(
                new Message(Role.SYSTEM, SYSTEM.filled(Map.of("fields", dialect.dots() ? "args.name" : "args->name"))));
        StringBuilder asked = new StringBuilder();
        // The most similar one is the nearest to the request.
        task.examples()
                .reversed()
                .forEach(one -> asked.append(EXAMPLE.filled(Map.of(
                        "request", one.request(), "program", cut(one.program().strip(), LONGEST_EXAMPLE)))));
        asked.append(REQUEST.filled(Map.of(
                "request", task.request(),
                "intent",
                        task.intent()
                                .map(intent -> "What it means:\n"
                                        + IntentText.print(intent).strip() + "\n\n")
                                .orElse(""),
                "events",
                        task.events().isEmpty()
                                ? "any probe of this kernel"
                                : EventTexts.of(task.events(), dialect.dots()).strip())));
        if (task.restart()) {
            asked.append(AGAIN.filled(Map.of("mistakes", mistakes(task.tried()))));
        }
        talk.add(new Message(Role.USER, asked.toString()));
        if (!task.restart()) {
            for (Tried one : task.tried()) {
                talk.add(new Message(Role.ASSISTANT, "```\n" + one.program().strip() + "\n```"));
                talk.add(new Message(
                        Role.USER, FEEDBACK.filled(Map.of("feedback", cut(one.feedback(), LONGEST_FEEDBACK)))));
            }
        }
        return new Prompt(talk, MOST_TOKENS, task.restart() ? HOT : 0, Optional.empty());
    }

    private static String mistakes(List<Tried> tried) {
        StringBuilder all = new StringBuilder();
        tried.reversed().stream()
                .limit(MOST_TOLD)
                .forEach(one -> all.append(cut(one.feedback().strip(), LONGEST_FEEDBACK / MOST_TOLD))
                        .append("\n\n"));
        return all.toString().strip();
    }

    private static String cut(String text, int longest) {
        return text.length() > longest ? text.substring(0, longest) + "\n…\n" : text;
    }
}
