package dev.ken.llm.gguf;

import dev.ken.llm.Answer;
import dev.ken.llm.LanguageModel;
import dev.ken.llm.ModelUnreachable;
import dev.ken.llm.Pace;
import dev.ken.llm.Prompt;
import dev.ken.llm.Watch;
import dev.ken.wire.Json;
import dev.ken.wire.JsonReader;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A model in a file. It is loaded when it is first asked, and answers one question at a time.
public final class GgufModel implements LanguageModel {
    private static final long LOAD_MILLIS = 120_000;
    private static final long ANSWER_MILLIS = 600_000;
    private static final long SLICE_MILLIS = 100;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int SEED = 1;

    private final Path file;
    private final int contextTokens;
    private final int threads;
    private final Pipe.Source workers;
    private final Pace pace;
    private @Nullable Worker worker;

    /// A worker, and the thread that reads what it says.
    private record Worker(Pipe pipe, WorkerLines lines) {}

    /// @param contextTokens room for prompt and answer
    public GgufModel(Path file, int contextTokens, int threads, Pipe.Source workers, Pace pace) {
        this.file = file;
        this.contextTokens = contextTokens;
        this.threads = threads;
        this.workers = workers;
        this.pace = pace;
    }

    @Override
    public String name() {
        return "gguf:" + file.getFileName();
    }

    @Override
    public synchronized void close() {
        if (worker != null) {
            worker.lines().close();
            worker.pipe().close();
            worker = null;
        }
    }

    /// A worker that was there and is gone, as one that the system ended for its memory, is started once more.
    @Override
    public synchronized Answer answer(Prompt prompt, Watch watch) {
        boolean warm = worker != null;
        Optional<Answer> answer = asked(prompt, watch);
        if (answer.isEmpty() && warm) {
            String ending = ending();
            close();
            watch.note("the process that runs " + file.getFileName() + " ended (" + ending + "); it is started again");
            answer = asked(prompt, watch);
        }
        return answer.orElseThrow(this::crashed);
    }

    /// Empty: the worker ended.
    private Optional<Answer> asked(Prompt prompt, Watch watch) {
        Worker running = worker == null ? load(watch) : worker;
        worker = running;
        try {
            OutputStream out = running.pipe().toWorker();
            out.write((request(prompt).text() + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException broken) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder();
        long end = pace.nanoTime() + ANSWER_MILLIS * NANOS_PER_MILLI;
        while (true) {
            Optional<Json.Obj> line = next(running, end, watch);
            if (line.isEmpty()) {
                return Optional.empty();
            }
            Json.Obj said = line.get();
            Optional<String> piece = said.text("piece");
            if (piece.isPresent()) {
                text.append(piece.get());
                watch.piece(piece.get());
            } else if (said.get("done").isPresent()) {
                return Optional.of(done(said, text.toString()));
            } else {
                throw new ModelUnreachable(
                        name() + " cannot answer: " + said.text("failure").orElse("it says " + said.text()), false);
            }
        }
    }

    private Answer done(Json.Obj said, String text) {
        if (text.isBlank()) {
            throw new ModelUnreachable(name() + " gives an empty answer", true);
        }
        return new Answer(
                text,
                new Answer.Usage(number(said, "promptTokens"), number(said, "answerTokens"), true),
                1,
                said.get("cut").filter(Json.of(true)::equals).isPresent());
    }

    private Worker load(Watch watch) {
        GgufFile.check(file);
        watch.note("loading " + file.getFileName());
        long start = pace.nanoTime();
        Pipe pipe = workers.start(
                GgufWorker.class,
                List.of(file.toAbsolutePath().toString(), String.valueOf(contextTokens), String.valueOf(threads)));
        Worker loading = new Worker(pipe, new WorkerLines(pipe.fromWorker()));
        worker = loading;
        Json.Obj said =
                next(loading, start + LOAD_MILLIS * NANOS_PER_MILLI, watch).orElseThrow(this::crashed);
        if (said.get("loaded").isEmpty()) {
            close();
            throw new ModelUnreachable(
                    file + " cannot be loaded: " + said.text("failure").orElse("it says " + said.text())
                            + ". Is it a whole GGUF file, of a kind that llama.cpp of June 2025 knows?",
                    false);
        }
        watch.note(String.format(
                Locale.ROOT, "loaded in %.1f s", (pace.nanoTime() - start) / (double) (1_000 * NANOS_PER_MILLI)));
        return loading;
    }

    /// Empty: the worker ended.
    private Optional<Json.Obj> next(Worker running, long end, Watch watch) {
        while (!watch.isCancelled() && pace.nanoTime() < end) {
            Optional<WorkerLines.Said> said = running.lines().next(SLICE_MILLIS);
            if (said.isEmpty()) {
                continue;
            }
            switch (said.get()) {
                case WorkerLines.Line(String text) -> {
                    return Optional.of(JsonReader.read(text)
                            .json()
                            .flatMap(Json::asObject)
                            .orElseThrow(() -> new IllegalStateException("the worker writes JSON")));
                }
                case WorkerLines.Ended() -> {
                    return Optional.empty();
                }
            }
        }
        boolean cancelled = watch.isCancelled();
        close();
        throw new ModelUnreachable(
                cancelled
                        ? "cancelled"
                        : name()
                                + " is not done in time; a smaller model or fewer tokens may do, the processor is slow",
                cancelled);
    }

    /// The process of the model is gone: KEN goes on, and the next question starts another.
    private ModelUnreachable crashed() {
        String ending = ending();
        close();
        return new ModelUnreachable(
                "the process that runs " + file.getFileName() + " ended (" + ending
                        + "). A file that is broken or of a kind that llama.cpp does not know can do that, and too little memory."
                        + " Try a smaller model, or another provider.",
                true);
    }

    private String ending() {
        Worker gone = worker;
        return gone == null ? "" : gone.pipe().ending();
    }

    private static Json.Obj request(Prompt prompt) {
        Json.Obj request = Json.object()
                .with("system", prompt.system())
                .with(
                        "talk",
                        new Json.Arr(prompt.talk().stream()
                                .map(message -> (Json) Json.object()
                                        .with("role", message.role().name().toLowerCase(Locale.ROOT))
                                        .with("text", message.text()))
                                .toList()))
                .with("mostTokens", prompt.mostTokens())
                .with("temperaturePercent", prompt.temperaturePercent())
                .with("seed", SEED);
        return prompt.grammar().map(grammar -> request.with("grammar", grammar)).orElse(request);
    }

    private static int number(Json.Obj object, String name) {
        return object.number(name).map(BigDecimal::intValue).orElse(0);
    }
}
