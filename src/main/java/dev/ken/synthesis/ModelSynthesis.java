package dev.ken.synthesis;

import dev.ken.contract.Intent;
import dev.ken.contract.IntentText;
import dev.ken.contract.Part;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.kernel.catalog.ProbePoint;
import dev.ken.llm.Model;
import dev.ken.llm.Model.Message;
import dev.ken.llm.Model.Role;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Has a language model write a program. The prompts are the files `*.prompt` beside this class.
public final class ModelSynthesis {
    private static final Pattern BLOCK = Pattern.compile("```[a-zA-Z]*\\s*\\n(.*?)```", Pattern.DOTALL);
    private static final int LONGEST_FEEDBACK = 6_000;

    private final Model model;
    private final Dialect dialect;

    public ModelSynthesis(Model model, Dialect dialect) {
        this.model = model;
        this.dialect = dialect;
    }

    /// A program that was tried, and what was wrong with it, in words.
    public record Tried(String program, String feedback) {}

    /// The model's next program.
    ///
    /// @throws dev.ken.llm.ModelUnreachable if the model gives no usable answer
    public String write(String request, Intent intent, Catalog catalog, List<Tried> tried) {
        List<Message> conversation = new ArrayList<>();
        conversation.add(new Message(
                Role.SYSTEM, prompt("bpftrace").replace("{fields}", dialect.dots() ? "args.name" : "args->name")));
        // The request comes last, so that braces in it are data.
        conversation.add(new Message(
                Role.USER,
                prompt("request")
                        .replace("{intent}", IntentText.print(intent).strip())
                        .replace("{events}", events(intent, catalog).strip())
                        .replace("{request}", request)));
        for (Tried one : tried) {
            String feedback = one.feedback().length() > LONGEST_FEEDBACK
                    ? one.feedback().substring(0, LONGEST_FEEDBACK) + "\n…\n"
                    : one.feedback();
            conversation.add(new Message(Role.ASSISTANT, "```\n" + one.program().strip() + "\n```"));
            conversation.add(new Message(Role.USER, prompt("feedback").replace("{feedback}", feedback)));
        }
        return program(model.answer(conversation));
    }

    /// The last block of code of an answer; the whole answer where it has none.
    static String program(String answer) {
        Matcher matcher = BLOCK.matcher(answer);
        String found = answer;
        while (matcher.find()) {
            found = matcher.group(1);
        }
        return found.strip() + "\n";
    }

    private static String events(Intent intent, Catalog catalog) {
        StringBuilder text = new StringBuilder();
        for (Part part : intent.parts()) {
            catalog.find(part.event()).ifPresent(kind -> text.append(event(kind)));
        }
        return text.toString();
    }

    private static String event(EventKind kind) {
        StringBuilder text = new StringBuilder(kind.name() + ": " + kind.gloss() + "\n");
        for (Attribute attribute : kind.attributes()) {
            text.append("  ")
                    .append(attribute.name())
                    .append(": ")
                    .append(attribute.gloss())
                    .append('\n');
        }
        for (ProbePoint point : kind.points()) {
            String reads = String.join(", ", point.readings().keySet());
            text.append("  ")
                    .append(point.probe())
                    .append(reads.isEmpty() ? "" : " tells " + reads)
                    .append('\n');
        }
        return text.toString();
    }

    private static String prompt(String name) {
        try (InputStream in = ModelSynthesis.class.getResourceAsStream(name + ".prompt")) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + name + ".prompt");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
