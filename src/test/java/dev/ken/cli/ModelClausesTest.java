package dev.ken.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Hoare clauses by a model, beside the proof by the intent. The model is played by a server on the loopback device.
final class ModelClausesTest {
    private static final String REQUEST = "count system calls of sshd by process id";
    private static final String HOOK = "hook tracepoint:raw_syscalls:sys_enter\n";
    private static final String RIGHT = "Here they are:\n```\n" + HOOK
            + "  ensures comm == \"sshd\" ==> @calls[pid] == old(@calls[pid]) + 1\n"
            + "  ensures comm != \"sshd\" ==> @calls[pid] == old(@calls[pid])\n"
            + "  modifies @calls[pid]\n```\n";
    private static final String TOO_MUCH = HOOK + "ensures @calls[pid] == old(@calls[pid]) + 1\n";

    private static Recorded generate(ChatServer server, String... more) {
        return server.ken(Stream.of(
                        List.of("generate", "--no-kernel", "--model", "openai:tiny", "--model-clauses"), List.of(more))
                .flatMap(List::stream)
                .toArray(String[]::new));
    }

    /// The name of the map is KEN's own, so that what the model says has to be put into its words.
    private static String named(String answer) {
        Recorded alone = Recorded.run(Map.of("KEN_KERNEL", "recorded"), "", "generate", "--no-kernel", REQUEST);
        String map = alone.out().replaceFirst("(?s).*?(@\\w*)\\[pid] = count.*", "$1");
        assertThat(map).as(alone.out()).startsWith("@").doesNotContain("\n");
        return answer.replace("@calls", map);
    }

    @Test
    void whatHoldsIsShownAndTheProgramIsNotShownToTheModel() {
        try (ChatServer server = new ChatServer(named(RIGHT))) {
            Recorded answer = generate(server, REQUEST);
            assertThat(answer.code()).as(answer.err()).isZero();
            assertThat(answer.out()).contains("count()");
            assertThat(answer.err())
                    .contains("openai:tiny says, without seeing the program, what it must do; it holds")
                    .contains("✓ hook1.ensures1  ensures comm == \"sshd\" ==> ")
                    .containsPattern("[1-9]\\d* of [1-9]\\d* mutants refuted; each event by itself");
            assertThat(server.said(1))
                    .contains(REQUEST, "probe tracepoint:raw_syscalls:sys_enter with args.id", "[number]: count")
                    .doesNotContain(answer.out().strip())
                    .doesNotContain("count()");
        }
    }

    /// Two readings of a request that differ are a question; what was understood is what `--assume` takes.
    @Test
    void whatDoesNotHoldIsAskedAbout() {
        try (ChatServer server = new ChatServer(named(TOO_MUCH))) {
            Recorded asks = generate(server, REQUEST);
            assertThat(asks.code()).as(asks.err()).isEqualTo(4);
            assertThat(asks.out()).isEmpty();
            assertThat(asks.err())
                    .contains("openai:tiny says otherwise than what was understood", "✗ NOT SO: hook1.ensures1")
                    .contains("? The program does what was understood, and not what the clauses of openai:tiny demand.")
                    .contains("    2. hook1.ensures1  ensures ");
            Recorded assumed = generate(server, "--assume", REQUEST);
            assertThat(assumed.code()).as(assumed.err()).isZero();
            assertThat(assumed.err()).contains("✗ NOT SO: hook1.ensures1");
            Recorded json = generate(server, "--json", REQUEST);
            assertThat(json.code()).isEqualTo(4);
            assertThat(json.out())
                    .contains(
                            "\"outcome\":\"disputed\"",
                            "\"clauses\":{\"author\":\"openai:tiny\",\"verdict\":\"broken\"")
                    .contains("source inferred by openai:tiny", "\"questions\":[{\"question\":\"The program does what");
        }
    }

    /// Names that there are not, sorts that do not fit: told to the model, with their places.
    @Test
    void whatCannotBeResolvedIsMended() {
        String wrong = HOOK + "ensures @none[pid] == old(@none[pid]) + 1";
        String sorts = named(HOOK + "ensures @calls[comm] == 1");
        try (ChatServer server = new ChatServer(wrong, sorts, named(RIGHT))) {
            Recorded answer = generate(server, REQUEST);
            assertThat(answer.code()).as(answer.err()).isZero();
            assertThat(answer.err()).contains("it holds");
            assertThat(server.said(2)).contains("the program has no map `@none`");
            assertThat(server.said(3)).contains("key part 1 of @", "is a number, not a text");
        }
    }

    /// What accepts a program that does nothing, cannot come about, or tells no mutant, may not judge.
    @Test
    void whatSaysNothingMayNotJudge() {
        refused(REQUEST, HOOK + "never ended", "a program that does nothing keeps it");
        refused(REQUEST, HOOK + "ensures @calls[pid] >= old(@calls[pid])", "a program that does nothing keeps it");
        refused(
                REQUEST,
                HOOK + "requires pid == 1 && pid == 2\nensures @calls[pid] == old(@calls[pid]) + 1",
                "a program that does nothing keeps it");
        refused(
                "print pid, tid, uid, gid, cpu and filename of every openat system call",
                "hook tracepoint:syscalls:sys_enter_openat\nensures rows > 0",
                "wrong variants break the contract");
    }

    private static void refused(String request, String clauses, String reason) {
        try (ChatServer server = new ChatServer(named(clauses))) {
            Recorded answer = generate(server, "--json", request);
            assertThat(answer.code()).as(answer.err()).isZero();
            assertThat(answer.out())
                    .contains("\"outcome\":\"accepted\"", "\"verdict\":\"refused\",\"reason\":")
                    .contains(reason);
            assertThat(generate(server, request).err()).contains("what openai:tiny says may not judge: ");
        }
    }

    /// A model that says nothing usable, or is gone, takes nothing from the proof.
    @Test
    void aModelThatSaysNothingTakesNothingAway() {
        for (String said : new String[] {"I do not know.", ""}) {
            try (ChatServer server = new ChatServer(said)) {
                Recorded answer = generate(server, REQUEST);
                assertThat(answer.code()).as(answer.err()).isZero();
                assertThat(answer.err()).contains("openai:tiny says nothing that can be used");
                assertThat(answer.out()).contains("count()");
            }
        }
    }

    @Test
    void aRecordingPlaysTheClausesToo(@TempDir Path folder) throws Exception {
        String tape = folder.resolve("tape.jsonl").toString();
        Recorded first;
        try (ChatServer server = new ChatServer(named(RIGHT))) {
            first = generate(server, "--record", tape, REQUEST);
        }
        assertThat(Files.readString(Path.of(tape))).contains("hook tracepoint:").doesNotContain("secret-7");
        Recorded again = Recorded.run(
                Map.of("KEN_KERNEL", "recorded"),
                "",
                "generate",
                "--no-kernel",
                "--replay",
                tape,
                "--model-clauses",
                REQUEST);
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.err().lines().filter(line -> line.contains("hook1.")))
                .isNotEmpty()
                .containsExactlyElementsOf(first.err()
                        .lines()
                        .filter(line -> line.contains("hook1."))
                        .toList());
    }

    @Test
    void clausesNeedAModel() {
        Recorded answer = Recorded.run(Map.of(), "", "generate", "--model-clauses", REQUEST);
        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.err()).contains("--model-clauses needs a model");
    }
}
