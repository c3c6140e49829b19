package dev.ken.cli;

import dev.ken.wire.Json;
import dev.ken.wire.JsonReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What was asked before, a file `N.jsonl` for each request: a line for each thing that was shown, written
/// before the next is begun, so that a crash loses nothing that somebody has seen.
record Sessions(Optional<Path> folder) {
    private static final String ENDING = ".jsonl";
    private static final int TRIES = 100;

    /// One that is being written, or none where there is no folder.
    record Writing(Optional<Path> file) {
        void line(Json.Obj line) {
            file.ifPresent(path -> {
                try {
                    Files.writeString(path, line.text() + "\n", StandardCharsets.UTF_8, StandardOpenOption.APPEND);
                } catch (IOException full) {
                    // History is a convenience: the answer itself goes on.
                    return;
                }
            });
        }

        Optional<String> id() {
            return file.map(Sessions::id);
        }
    }

    Writing begun(String request, String command, List<String> options) {
        Optional<Path> file = folder.flatMap(this::created);
        Writing writing = new Writing(file);
        writing.line(Json.object()
                .with("event", "request")
                .with("text", request)
                .with("command", command)
                .with("options", AnswerJson.strings(options))
                .with("time", Instant.now().toString()));
        return writing;
    }

    /// The next free number; two that begin at once get two.
    private Optional<Path> created(Path into) {
        try {
            Files.createDirectories(into);
            int next = ids().stream().mapToInt(Integer::parseInt).max().orElse(0) + 1;
            for (int number = next; number < next + TRIES; number++) {
                try {
                    return Optional.of(Files.createFile(into.resolve(number + ENDING)));
                } catch (FileAlreadyExistsException taken) {
                    continue;
                }
            }
            return Optional.empty();
        } catch (IOException readOnly) {
            return Optional.empty();
        }
    }

    /// Numbers of sessions, the oldest first.
    List<String> ids() {
        if (folder.isEmpty() || !Files.isDirectory(folder.get())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder.get())) {
            return files.map(Sessions::id)
                    .filter(id -> id.matches("\\d{1,9}"))
                    .sorted(java.util.Comparator.comparingInt(Integer::parseInt))
                    .toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    private static String id(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : "";
    }

    /// The lines of a session; a last line that was cut is left out.
    List<Json.Obj> read(String id) throws BadInput {
        Optional<Path> file = folder.filter(_ -> id.matches("\\d{1,9}"))
                .map(one -> one.resolve(id + ENDING))
                .filter(Files::isRegularFile);
        if (file.isEmpty()) {
            throw new BadInput("there is no session " + id + "; ken history lists them");
        }
        try {
            return Files.readAllLines(file.get()).stream()
                    .flatMap(line -> JsonReader.read(line).json().flatMap(Json::asObject).stream())
                    .toList();
        } catch (IOException failure) {
            throw new BadInput(file.get() + " cannot be read: " + failure.getMessage());
        }
    }
}
