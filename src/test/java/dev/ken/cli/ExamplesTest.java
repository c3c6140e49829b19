package dev.ken.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.llm.Played;
import dev.ken.llm.PlayedServer;
import dev.ken.llm.PlayedServer.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What models are shown, what is kept of requests, and that neither touches a verdict.
final class ExamplesTest {
    private static final String WRONG = "tracepoint:raw_syscalls:sys_enter { @[pid] = count(); }";
    private static final String RIGHT = "tracepoint:raw_syscalls:sys_enter { @[comm] = count(); }";
    private static final String REQUEST = "count system calls by process";

    @TempDir
    Path folder;

    private Recorded ken(String input, String... arguments) {
        return Recorded.run(variables(), input, arguments);
    }

    private Map<String, String> variables() {
        return Map.of(
                "KEN_KERNEL", "recorded",
                "HOME", folder.toString(),
                "XDG_DATA_HOME", folder.toString(),
                "XDG_CONFIG_HOME", folder.toString());
    }

    @Test
    void onlyProvedProgramsAreAdded() {
        Recorded refused = ken(WRONG, "examples", "add", "--request", REQUEST, "-");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("not proved");
        Recorded added = ken(RIGHT, "examples", "add", "--request", REQUEST, "-");
        assertThat(added.code()).as(added.err()).isZero();
        String id = added.out().strip();
        assertThat(ken("", "examples", "list").out()).contains(id).contains("shipped-1");
        Recorded near = ken("", "examples", "list", "number", "of", "syscalls", "for", "each", "program");
        assertThat(near.out().lines().limit(2)).anyMatch(line -> line.startsWith(id));
        assertThat(folder.resolve("ken/examples/" + id + ".vector")).exists();
        assertThat(ken("", "examples", "remove", id).code()).isZero();
        assertThat(ken("", "examples", "remove", id).code()).isEqualTo(2);
        assertThat(ken("", "examples", "remove", "shipped-1").err()).contains("cannot be removed");
    }

    /// A bad example may mislead a model; what the model then writes is judged as ever.
    @Test
    void aPoisonedExampleCannotChangeAVerdict() throws IOException {
        Files.createDirectories(folder.resolve("ken/examples"));
        Files.writeString(
                folder.resolve("ken/examples/bad.example"),
                "request " + REQUEST
                        + "\ntarget bpftrace\ntags run\n--- intent\ncount syscall\nby process\n--- program\n" + WRONG
                        + "\n");
        Recorded before = ken("", "verify", "--request", REQUEST, file(WRONG));
        assertThat(before.code()).as(before.err()).isEqualTo(1);
        try (PlayedServer server =
                new PlayedServer(List.of(Played.OPENAI.streamed(List.of("```\n" + WRONG + "\n```"))))) {
            Map<String, String> variables = new java.util.TreeMap<>(variables());
            variables.put("OPENAI_BASE_URL", Played.OPENAI.base(server));
            Recorded answer = Recorded.run(
                    variables,
                    "",
                    "generate",
                    "--no-kernel",
                    "--engine",
                    "llm",
                    "--model",
                    "openai:tiny",
                    "--trials",
                    "1",
                    REQUEST);
            assertThat(answer.code()).as(answer.err()).isEqualTo(3);
            assertThat(server.asked().getFirst().body()).contains("@[pid] = count()");
            Recorded blind = Recorded.run(
                    variables,
                    "",
                    "generate",
                    "--no-kernel",
                    "--engine",
                    "llm",
                    "--model",
                    "openai:tiny",
                    "--trials",
                    "1",
                    "--no-retrieval",
                    REQUEST);
            assertThat(blind.code()).isEqualTo(3);
            assertThat(server.asked().get(1).body()).doesNotContain("@[pid] = count()");
        }
    }

    private String file(String program) throws IOException {
        return Files.writeString(folder.resolve("program.bt"), program).toString();
    }

    @Test
    void whatWasAskedCanBeSeenAndAskedAgain() throws IOException {
        assertThat(ken("", "generate", "--no-kernel", "--assume", REQUEST).code())
                .isZero();
        assertThat(ken("", "generate", "--no-kernel", "make me a sandwich").code())
                .isNotZero();
        String history = ken("", "history").out();
        assertThat(history.lines()).hasSize(2);
        assertThat(history).contains("accepted", REQUEST, "make me a sandwich");
        String shown = ken("", "show", "1").out();
        assertThat(shown).contains("Request     " + REQUEST, "@syscall[comm] = count();", "Outcome     accepted");
        Recorded again = ken("", "rerun", "1");
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.out()).contains("count()");
        assertThat(ken("", "show", "9").code()).isEqualTo(2);
        // A crash in the middle of a line loses that line only.
        Path file = folder.resolve("ken/sessions/1.jsonl");
        String text = Files.readString(file);
        Files.writeString(file, text.substring(0, text.length() - 20));
        assertThat(ken("", "history").out()).contains("broken off");
        assertThat(ken("", "show", "1").out()).contains("@syscall[comm] = count();");
    }

    @Test
    void aQdrantServerCanKeepTheExamples() throws IOException {
        Response none = Response.of(404, "application/json", "{\"status\":{\"error\":\"Not found\"}}");
        Response empty = Response.of(200, "application/json", "{\"result\":{\"points\":[]}}");
        Response done = Response.of(200, "application/json", "{\"result\":true}");
        try (PlayedServer server = new PlayedServer(List.of(empty, none, done, done))) {
            Files.createDirectories(folder.resolve("ken"));
            Files.writeString(
                    folder.resolve("ken/config.toml"),
                    "[examples]\nqdrant-url = \"" + server.address() + "\"\nkey = \"secret-7\"\n");
            Recorded added = ken(RIGHT, "examples", "add", "--request", REQUEST, "-");
            assertThat(added.code()).as(added.err()).isZero();
            List<PlayedServer.Asked> asked = server.asked();
            assertThat(asked.get(0).path()).isEqualTo("/collections/ken-examples/points/scroll");
            assertThat(asked.get(2).body()).contains("\"size\":384");
            assertThat(asked.get(3).body()).contains("\"vector\":[", "@[comm] = count()");
            assertThat(asked.get(3).headers()).containsEntry("api-key", "secret-7");
        }
        Recorded gone = ken("", "examples", "list");
        assertThat(gone.code()).isEqualTo(6);
        assertThat(gone.err()).contains("cannot be reached").doesNotContain("secret-7");
    }

    @Test
    void aBrokenConfigurationIsToldWithoutWhatStandsInIt() throws IOException {
        Files.createDirectories(folder.resolve("ken"));
        Files.writeString(folder.resolve("ken/config.toml"), "[openai]\nkey = \"secret-7\n");
        Recorded answer = ken("", "examples", "list");
        assertThat(answer.code()).isEqualTo(6);
        assertThat(answer.err()).contains("config.toml", "line 2").doesNotContain("secret-7");
    }
}
