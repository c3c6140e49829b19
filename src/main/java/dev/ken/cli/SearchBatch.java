package dev.ken.cli;

import dev.ken.corpus.Document.Kind;
import dev.ken.engine.Search;
import dev.ken.wire.Json;
import dev.ken.wire.JsonReader;
import dev.ken.wire.JsonReading;
import java.io.IOException;
import java.io.Reader;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `ken search --batch`: a query a line in, an answer a line out, in the same order. A line that cannot be read
/// gives an answer with `error`, and the rest goes on.
record SearchBatch(Console console, Search search, Set<Kind> kinds, int limit) {
    int run(String file) throws BadInput {
        boolean good = true;
        try (Reader lines = Batch.open(file, console)) {
            int number = 0;
            for (Optional<String> line = Batch.next(lines); line.isPresent(); line = Batch.next(lines)) {
                number++;
                if (!line.get().isBlank()) {
                    Json.Obj answer = answer(number, line.get());
                    good &= answer.get("error").isEmpty();
                    console.out().print(answer.text() + "\n");
                    console.out().flush();
                }
            }
        } catch (IOException e) {
            throw new BadInput(file + " cannot be read: " + e.getMessage());
        }
        return good ? ExitCode.DONE : ExitCode.BAD_INPUT;
    }

    private Json.Obj answer(int number, String line) {
        if (line.length() > Batch.LONGEST_LINE) {
            return wrong(number, new Json.Null(), "the line is longer than " + Batch.LONGEST_LINE + " characters");
        }
        JsonReading reading = JsonReader.read(line);
        Optional<Json.Obj> question = reading.json().flatMap(Json::asObject);
        if (question.isEmpty()) {
            String why =
                    reading instanceof JsonReading.Malformed(var diagnostic) ? diagnostic.message() : "not an object";
            return wrong(number, new Json.Null(), "line " + number + " is not a JSON object: " + why);
        }
        Json id = question.get().get("id").orElse(new Json.Null());
        Optional<String> query = question.get().text("query").filter(text -> !text.isBlank());
        if (query.isEmpty()) {
            return wrong(number, id, "there is no member query (a text)");
        }
        try {
            return Json.object().with("id", id).with("results", SearchJson.results(found(query.get())));
        } catch (RuntimeException | StackOverflowError bug) {
            return wrong(number, id, "a bug of KEN: " + bug + "; the trace is in " + Bugs.written(bug, console));
        }
    }

    private List<Search.Hit> found(String query) {
        return search.search(query, kinds, limit);
    }

    private static Json.Obj wrong(int number, Json id, String error) {
        return Json.object()
                .with("id", id)
                .with("results", new Json.Arr(List.of()))
                .with("line", number)
                .with("error", error);
    }
}
