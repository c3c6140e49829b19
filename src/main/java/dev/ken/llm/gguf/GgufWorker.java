package dev.ken.llm.gguf;

import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.LlamaOutput;
import de.kherud.llama.ModelParameters;
import de.kherud.llama.Pair;
import dev.ken.wire.Json;
import dev.ken.wire.JsonReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The process that holds the model. Reads a request a line, writes a line for each piece of the answer, all marked
/// [#MARK]: the native library writes to the same stream. Ends with its input.
public final class GgufWorker {
    /// Begins every line that is meant.
    static final String MARK = "ken: ";
    /// Prompts whose beginnings are kept read, each with its own room: a request has two that alternate, one for the
    /// plain words and one for the intent, and with one place each would push the other out.
    static final int SLOTS = 2;
    /// A prompt takes the place of one that agrees with so much of it at its beginning; else that not used for longest.
    private static final float ALIKE = 0.25f;

    private GgufWorker() {}

    /// @param arguments the file, the tokens of context, the threads
    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        ModelParameters parameters = new ModelParameters()
                .setModel(arguments[0])
                .setCtxSize(SLOTS * Integer.parseInt(arguments[1]))
                .setThreads(Integer.parseInt(arguments[2]))
                .setParallel(SLOTS)
                .setSlotPromptSimilarity(ALIKE);
        try (LlamaModel model = new LlamaModel(parameters);
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            say(out, Json.object().with("loaded", Json.of(true)));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                answer(model, line, out);
            }
        } catch (RuntimeException | UnsatisfiedLinkError failure) {
            say(out, Json.object().with("failure", String.valueOf(failure.getMessage())));
        }
        // The library leaves a thread that would keep the process alive.
        Runtime.getRuntime().halt(0);
    }

    private static void say(PrintStream out, Json.Obj line) {
        out.print(MARK + line.text() + "\n");
        if (out.checkError()) {
            // Nobody listens any more: KEN has ended.
            Runtime.getRuntime().halt(1);
        }
    }

    private static void answer(LlamaModel model, String line, PrintStream out) {
        Json.Obj request = JsonReader.read(line).json().flatMap(Json::asObject).orElseGet(Json::object);
        List<Pair<String, String>> talk = new ArrayList<>();
        request.get("talk")
                .ifPresent(all -> all.items()
                        .forEach(one -> one.asObject()
                                .ifPresent(message -> talk.add(new Pair<>(
                                        message.text("role").orElse("user"),
                                        message.text("text").orElse(""))))));
        InferenceParameters template =
                new InferenceParameters("").setMessages(request.text("system").orElse(""), talk);
        try {
            String prompt = model.applyTemplate(template);
            int asked = model.encode(prompt).length;
            int most = number(request, "mostTokens");
            InferenceParameters parameters = new InferenceParameters(prompt)
                    .setCachePrompt(true)
                    .setNPredict(most)
                    .setSeed(number(request, "seed"))
                    .setTemperature(number(request, "temperaturePercent") / 100f);
            request.text("grammar").ifPresent(parameters::setGrammar);
            int tokens = 0;
            for (LlamaOutput output : model.generate(parameters)) {
                tokens++;
                say(out, Json.object().with("piece", output.text));
            }
            say(
                    out,
                    Json.object()
                            .with("done", Json.of(true))
                            .with("promptTokens", asked)
                            .with("answerTokens", tokens)
                            .with("cut", Json.of(tokens >= most)));
        } catch (RuntimeException failure) {
            say(out, Json.object().with("failure", String.valueOf(failure.getMessage())));
        }
    }

    private static int number(Json.Obj object, String name) {
        return object.number(name).map(BigDecimal::intValue).orElse(0);
    }
}
