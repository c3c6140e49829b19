package dev.ken.cli;

import dev.ken.engine.Review;
import dev.ken.wire.Json;
import dev.ken.wire.JsonReader;
import dev.ken.wire.JsonReading;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Many questions in one process: a JSON object a line in, a JSON object a line out, in the same order. A line
/// that cannot be read, and a bug that a line uncovers, give an answer with `error` and do not stop the rest.
final class Batch {
    static final int USUAL_THREADS = 2;
    private static final int MOST_THREADS = 64;
    static final int LONGEST_LINE = 4 << 20;
    /// Answers waiting for an earlier one.
    private static final int AHEAD = 32;

    /// Each thread's own review: a solver serves one thread.
    private final ThreadLocal<Review> reviews;
    private final Console console;
    private final Workshop workshop;
    private final int threads;
    private final Tidying tidying = new Tidying();

    Batch(Console console, Workshop workshop, int threads) {
        this.reviews = ThreadLocal.withInitial(workshop::reader);
        this.console = console;
        this.workshop = workshop;
        this.threads = threads;
    }

    /// Answers one question. Called by many threads.
    interface Answerer {
        /// The answer without `id` and `millis`. `review` belongs to the calling thread.
        Json.Obj answer(Json.Obj question, Review review) throws BadInput, Lacking;
    }

    static void noWords(List<String> words, String option) throws BadInput {
        if (!words.isEmpty()) {
            throw new BadInput("with " + option + " nothing else is given, but there is: " + words.getFirst());
        }
    }

    int run(String file, Answerer answerer) throws BadInput {
        if (threads < 1 || threads > MOST_THREADS) {
            throw new BadInput("--threads is a number from 1 to " + MOST_THREADS + ", not " + threads);
        }
        var _ = workshop.facts().get();
        Deque<Future<Answer>> waiting = new ArrayDeque<>();
        boolean good = true;
        try (Reader lines = open(file, console);
                ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            int number = 0;
            for (Optional<String> line = next(lines); line.isPresent(); line = next(lines)) {
                number++;
                if (line.get().isBlank()) {
                    continue;
                }
                int place = number;
                String text = line.get();
                waiting.add(pool.submit(() -> {
                    Answer answer = answer(place, text, answerer);
                    tidying.whereMuchIsLeft();
                    return answer;
                }));
                if (waiting.size() >= AHEAD) {
                    good &= print(waiting.remove());
                }
            }
            while (!waiting.isEmpty()) {
                good &= print(waiting.remove());
            }
        } catch (IOException e) {
            throw new BadInput(file + " cannot be read: " + e.getMessage());
        }
        return good ? ExitCode.DONE : ExitCode.BAD_INPUT;
    }

    private record Answer(Json.Obj json, boolean good) {}

    private boolean print(Future<Answer> future) {
        PrintStream out = console.out();
        try {
            Answer answer = future.get();
            out.print(answer.json().text() + "\n");
            out.flush();
            return answer.good();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("an answer is a value", e);
        }
    }

    private Answer answer(int number, String line, Answerer answerer) {
        long start = System.nanoTime();
        if (line.length() > LONGEST_LINE) {
            return wrong(number, new Json.Null(), "the line is longer than " + LONGEST_LINE + " characters", start);
        }
        JsonReading reading = JsonReader.read(line);
        Optional<Json.Obj> question = reading.json().flatMap(Json::asObject);
        if (question.isEmpty()) {
            String why =
                    reading instanceof JsonReading.Malformed(var diagnostic) ? diagnostic.message() : "not an object";
            return wrong(number, new Json.Null(), "line " + number + " is not a JSON object: " + why, start);
        }
        Json id = question.get().get("id").orElse(new Json.Null());
        try {
            Json.Obj answer = answerer.answer(question.get(), reviews.get());
            Json.Obj all = Json.object().with("id", id);
            for (Json.Member member : answer.members()) {
                all = all.with(member.name(), member.value());
            }
            return new Answer(all.with("millis", millis(start)), true);
        } catch (BadInput | Lacking bad) {
            return wrong(number, id, String.valueOf(bad.getMessage()), start);
        } catch (RuntimeException | StackOverflowError bug) {
            return wrong(number, id, "a bug of KEN: " + bug + "; the trace is in " + Bugs.written(bug, console), start);
        }
    }

    private static Answer wrong(int number, Json id, String error, long start) {
        return new Answer(
                Json.object()
                        .with("id", id)
                        .with("outcome", "error")
                        .with("program", new Json.Null())
                        .with("findings", new Json.Arr(List.of()))
                        .with("line", number)
                        .with("error", error)
                        .with("millis", millis(start)),
                false);
    }

    private static long millis(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }

    /// The lines of a file, or of standard input for `-`.
    static Reader open(String file, Console console) throws BadInput, IOException {
        try {
            return new BufferedReader(new InputStreamReader(
                    file.equals("-") ? console.in() : Files.newInputStream(Path.of(file)), StandardCharsets.UTF_8));
        } catch (java.nio.file.NoSuchFileException | InvalidPathException e) {
            throw new BadInput("there is no file " + file);
        }
    }

    /// The next line, cut one character after the longest that is allowed; empty at the end.
    static Optional<String> next(Reader reader) throws IOException {
        StringBuilder line = new StringBuilder();
        int c = reader.read();
        if (c < 0) {
            return Optional.empty();
        }
        for (; c >= 0 && c != '\n'; c = reader.read()) {
            if (line.length() <= LONGEST_LINE) {
                line.append((char) c);
            }
        }
        return Optional.of(line.toString());
    }
}
