package dev.ken.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.ken.wire.Json;
import dev.ken.wire.JsonReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A language model behind an OpenAI-compatible endpoint, played by a server on the loopback device.
final class ModelLoopTest {
    private static final String WRONG = "tracepoint:raw_syscalls:sys_enter { @[pid] = count(); }";
    private static final String RIGHT = "tracepoint:raw_syscalls:sys_enter { @[comm] = count(); }";
    private static final String REQUEST = "count system calls by process";

    private final List<String> bodies = Collections.synchronizedList(new ArrayList<>());
    private final List<String> keys = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;
    private List<String> answers = List.of();
    private int status = 200;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/chat/completions", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            keys.add(exchange.getRequestHeaders().getFirst("Authorization"));
            String program = answers.get(Math.min(bodies.size(), answers.size()) - 1);
            byte[] body = answer(program).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static String answer(String program) {
        Json message =
                Json.object().with("role", "assistant").with("content", "Here:\n```bpftrace\n" + program + "\n```\n");
        return Json.object()
                .with("choices", new Json.Arr(List.of(Json.object().with("message", message))))
                .text();
    }

    private Recorded ask(String... arguments) {
        String base = "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
        return Recorded.run(
                Map.of("KEN_KERNEL", "recorded", "OPENAI_BASE_URL", base, "OPENAI_API_KEY", "secret-7"), "", arguments);
    }

    @Test
    void theCounterexampleOfAWrongProgramIsInTheNextRequest() {
        answers = List.of(WRONG, RIGHT);
        Recorded answer = ask("generate", "--no-kernel", "--engine", "llm", "--model", "openai:tiny", REQUEST);
        assertThat(answer.code()).as(answer.err()).isZero();
        assertThat(answer.out()).isEqualTo(RIGHT + "\n");
        assertThat(bodies).hasSize(2);
        assertThat(bodies.getFirst())
                .contains("\"model\":\"tiny\"")
                .contains(REQUEST)
                .doesNotContain("asked for:");
        String second = String.join("\n", contents(bodies.get(1)));
        assertThat(second).contains(WRONG).contains("asked for: entry [").contains("the program: ");
        assertThat(keys).containsOnly("Bearer secret-7");
        assertThat(answer.err() + answer.out()).doesNotContain("secret-7");
    }

    @Test
    void aModelThatIsNeverRightIsExhausted() {
        answers = List.of(WRONG, WRONG.replace("pid", "tid"), WRONG.replace("pid", "uid"));
        Recorded answer =
                ask("generate", "--no-kernel", "--engine", "llm", "--model", "openai:tiny", "--json", REQUEST);
        assertThat(answer.code()).isEqualTo(3);
        assertThat(bodies).hasSize(3);
        assertThat(answer.out())
                .contains("\"outcome\":\"exhausted\"", "\"questions\":[\"It does not hold that ")
                .contains("\"model\":{\"answers\":3,\"tries\":3,\"promptTokens\":");
        bodies.clear();
        Recorded told = ask("generate", "--no-kernel", "--engine", "llm", "--model", "openai:tiny", REQUEST);
        assertThat(told.err()).contains("Attempt 3 comes nearest.", "? It does not hold that ");
    }

    /// A repair that brings nothing is followed by a new beginning, warmer; that is repaired once before the next.
    @Test
    void whatStallsIsBegunAnew() {
        answers = List.of(WRONG, WRONG.replace("pid", "tid"), WRONG.replace("pid", "uid"), WRONG.replace("pid", "gid"));
        Recorded answer =
                ask("generate", "--no-kernel", "--engine", "llm", "--model", "openai:tiny", "--trials", "4", REQUEST);
        assertThat(answer.code()).isEqualTo(3);
        assertThat(bodies).hasSize(4);
        assertThat(bodies.get(1)).contains("This program is not right.");
        assertThat(bodies.get(2)).contains("Programs that were written for this before were wrong.", "0.7");
        assertThat(bodies.get(3)).contains("This program is not right.");
    }

    @Test
    void anEndpointThatRefusesIsTheWorldsFault() {
        status = 401;
        answers = List.of(RIGHT);
        Recorded answer = ask("generate", "--no-kernel", "--engine", "llm", "--model", "openai:tiny", REQUEST);
        assertThat(answer.code()).isEqualTo(6);
        assertThat(answer.err()).contains("401").doesNotContain("\tat ");
    }

    /// What a model says is text: it is parsed, refused, and never run.
    @Test
    void whatAModelWantsRunIsNotRun(@TempDir Path folder) {
        Path mark = folder.resolve("mark");
        answers = List.of(
                "BEGIN { system(\"touch " + mark + "\"); exit(); }",
                "$(touch " + mark + ")\n`touch " + mark + "`",
                "tracepoint:raw_syscalls:sys_enter { @[comm] = count(); }'; touch " + mark + "; '");
        Recorded answer = ask("generate", "--engine", "llm", "--model", "openai:tiny", REQUEST);
        assertThat(answer.code()).isEqualTo(3);
        assertThat(answer.err()).contains("not allowed");
        assertThat(mark).doesNotExist();
    }

    /// A model adds, and never replaces what the built-in engine proves.
    @Test
    void theModelIsNotAskedWhereTheBuiltInEngineSuffices() {
        answers = List.of(WRONG);
        Recorded answer = ask("generate", "--no-kernel", "--model", "openai:tiny", REQUEST);
        assertThat(answer.code()).as(answer.err()).isZero();
        assertThat(bodies).isEmpty();
    }

    @Test
    void aRecordingIsPlayedExactly(@TempDir Path folder) throws IOException {
        String tape = folder.resolve("tape.jsonl").toString();
        answers = List.of(WRONG, RIGHT);
        String[] common = {"generate", "--no-kernel", "--no-retrieval", "--engine", "llm"};
        Recorded first = ask(with(common, "--model", "openai:tiny", "--record", tape, REQUEST));
        assertThat(first.code()).as(first.err()).isZero();
        assertThat(Files.readString(Path.of(tape))).doesNotContain("secret-7");
        stop();
        Recorded again = Recorded.run(
                Map.of("KEN_KERNEL", "recorded", "HOME", folder.toString()),
                "",
                with(common, "--replay", tape, REQUEST));
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.out()).isEqualTo(first.out());
        assertThat(bodies).hasSize(2);
        Recorded other = Recorded.run(
                Map.of("KEN_KERNEL", "recorded", "HOME", folder.toString()),
                "",
                with(common, "--replay", tape, "count system calls by user"));
        assertThat(other.code()).isEqualTo(6);
        assertThat(other.err()).contains("no such exchange", "by process");
    }

    private static String[] with(String[] common, String... more) {
        List<String> all = new ArrayList<>(List.of(common));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @Test
    void aBudgetEndsTheLoop() {
        answers = List.of(WRONG, RIGHT);
        Recorded answer = ask(
                "generate",
                "--no-kernel",
                "--engine",
                "llm",
                "--model",
                "openai:tiny",
                "--budget-tokens",
                "5",
                REQUEST);
        assertThat(answer.code()).isEqualTo(6);
        assertThat(answer.err()).contains("budget of 5 tokens");
        assertThat(bodies).hasSize(1);
    }

    @Test
    void stepsCanBeLeftOut() {
        answers = List.of(WRONG, RIGHT);
        Recorded unjudged =
                ask("generate", "--no-kernel", "--engine", "llm", "--model", "openai:t", "--no-judge", REQUEST);
        assertThat(unjudged.code()).isEqualTo(3);
        assertThat(unjudged.err()).contains(WRONG, "was not judged", "leave out --no-judge");
        bodies.clear();
        Recorded unread =
                ask("generate", "--no-kernel", "--engine", "llm", "--model", "openai:t", "--no-comprehension", REQUEST);
        assertThat(unread.code()).isEqualTo(3);
        assertThat(bodies.getFirst()).doesNotContain("What it means");
        bodies.clear();
        Recorded untold =
                ask("generate", "--no-kernel", "--engine", "llm", "--model", "openai:t", "--no-feedback", REQUEST);
        assertThat(untold.code()).isZero();
        assertThat(bodies.get(1)).doesNotContain("asked for:");
    }

    private static final String UNREAD = "blorbing forks, by name";

    /// What the built-in reader does not understand, a model may read; what it says is checked and told.
    @Test
    void aModelReadsWhatTheBuiltInReaderDoesNot() {
        answers = List.of(UNREAD, UNREAD, "count process.fork\nby proces", "count process.fork\nby process");
        Recorded alone = ask("generate", "--no-kernel", UNREAD);
        assertThat(alone.code()).isEqualTo(2);
        Recorded answer = ask("generate", "--no-kernel", "--assume", "--trials", "4", "--model", "openai:tiny", UNREAD);
        assertThat(answer.code()).as(answer.err()).isZero();
        assertThat(answer.out()).contains("sched_process_fork").contains("@").contains("[comm] = count()");
        assertThat(answer.err()).contains("The model openai:tiny read the request so.");
        assertThat(String.join("\n", contents(bodies.get(1)))).contains("“blorbing”");
        assertThat(String.join("\n", contents(bodies.get(3)))).contains("has no attribute proces");
    }

    /// What a model says again in plain words the built-in reader reads; what got lost on the way is told to it, and
    /// what stays lost is asked about.
    @Test
    void whatGetsLostInPlainWordsIsToldToTheModel() {
        String request = "typical frumious time of uid 1000 in syscalls, split by syscall";
        String plain = "average latency of system calls where uid is 1000 by system call number";
        answers = List.of("average latency of system calls by system call number", "Plain: " + plain + ".");
        Recorded answer = ask("generate", "--no-kernel", "--model", "openai:tiny", request);
        assertThat(answer.code()).as(answer.err()).isEqualTo(4);
        assertThat(answer.err()).contains("“frumious”").contains("the average of the time taken of system calls");
        assertThat(String.join("\n", contents(bodies.getFirst()))).contains(request, "system calls (");
        assertThat(String.join("\n", contents(bodies.get(1)))).contains("the request says 1000");
    }

    /// Of one reading there is nothing to choose.
    @Test
    void aModelIsNotAskedToChooseOneOfOne() {
        answers = List.of("frumious", "mimsy", "1");
        String one = "count forks by process. Those that glitter are of no concern.";
        Recorded answer = ask("generate", "--no-kernel", "--assume", "--trials", "2", "--model", "openai:tiny", one);
        assertThat(answer.code()).as(answer.err()).isZero();
        assertThat(bodies).hasSize(2);
        assertThat(answer.err()).doesNotContain("chose this");
        assertThat(answer.out()).contains("count()");
    }

    private static final String DAWDLING = "openings that dawdle for more than 20 ms, with path";

    /// Plain words that say more than the request, or of something else, are not taken.
    @Test
    void whatPlainWordsAddIsAskedAbout() {
        answers = List.of("print path of failed file opens that take more than 20 ms");
        Recorded more = ask("generate", "--no-kernel", "--model", "openai:tiny", DAWDLING);
        assertThat(more.code()).as(more.err()).isEqualTo(4);
        assertThat(more.err()).contains("nothing in the request says that they fail");
        bodies.clear();
        answers = List.of("print path of file opens that take more than 20 ms");
        Recorded less = ask("generate", "--no-kernel", "--model", "openai:tiny", DAWDLING);
        assertThat(less.code()).as(less.err()).isEqualTo(4);
        assertThat(less.err()).contains("makes nothing of “dawdle”");
        bodies.clear();
        answers = List.of("print path of file deletions that take more than 20 ms");
        Recorded other = ask("generate", "--no-kernel", "--model", "openai:tiny", DAWDLING);
        assertThat(other.code()).as(other.err()).isNotZero();
    }

    @Test
    void whatAModelLeavesOutIsAskedAbout() {
        answers = List.of("count process.fork\nby process");
        Recorded answer = ask("generate", "--no-kernel", "--model", "openai:tiny", "who keeps forking blorbs, by name");
        assertThat(answer.code()).isEqualTo(4);
        assertThat(answer.err()).contains("“blorbs”");
    }

    /// What no word of the request says is never taken: the user is asked, and `--assume` does not assume it.
    @Test
    void whatAModelAddsByItselfIsNotTaken() {
        answers = List.of(UNREAD, UNREAD, "count process.fork\nwhere uid = 7\nby process");
        String[] common = {"generate", "--no-kernel", "--trials", "4", "--model", "openai:tiny"};
        Recorded asks = ask(with(common, UNREAD));
        assertThat(asks.code()).as(asks.err()).isEqualTo(4);
        assertThat(asks.err()).contains("reads it otherwise than the request says", "uid = 7");
        assertThat(String.join("\n", contents(bodies.get(3)))).contains("nothing in the request says uid = 7");
        Recorded assumed = ask(with(common, "--assume", UNREAD));
        assertThat(assumed.code()).isEqualTo(2);
        assertThat(assumed.err()).contains("does not help");
    }

    private static final String COMPETING = "tcp data, by program";

    /// Where readings compete and nobody is asked, the model chooses among them by number; what is none of them leaves
    /// the likeliest.
    @Test
    void aModelChoosesAmongReadingsThatCompete() {
        Recorded asks = ask("generate", "--no-kernel", "--model", "openai:tiny", COMPETING);
        assertThat(asks.code()).as(asks.err()).isEqualTo(4);
        assertThat(asks.err()).contains("    1. ", "    2. ");
        assertThat(bodies).isEmpty();
        Recorded usual = ask("generate", "--no-kernel", "--assume", COMPETING);
        answers = List.of("2");
        Recorded second = ask("generate", "--no-kernel", "--assume", "--model", "openai:tiny", COMPETING);
        assertThat(second.code()).as(second.err()).isZero();
        assertThat(second.err()).contains("The model openai:tiny chose this among ");
        assertThat(second.out()).isNotEqualTo(usual.out());
        String asked = String.join("\n", contents(bodies.getFirst()));
        assertThat(asked).contains(COMPETING, "2. ").doesNotContain("probe:");
        answers = List.of("17");
        Recorded none = ask("generate", "--no-kernel", "--assume", "--model", "openai:tiny", COMPETING);
        assertThat(none.out()).isEqualTo(usual.out());
        status = 401;
        Recorded gone = ask("generate", "--no-kernel", "--assume", "--model", "openai:tiny", COMPETING);
        assertThat(gone.code()).as(gone.err()).isZero();
        assertThat(gone.out()).isEqualTo(usual.out());
    }

    private static final String[] READ_BY_MODEL = {
        "generate", "--no-kernel", "--engine", "llm", "--model-writes", "intent", "--model", "openai:tiny"
    };

    /// Two readings that differ are two choices; the built-in one is what is assumed.
    @Test
    void readingsThatDifferAreAskedAbout() {
        answers = List.of("count file.open\nwhere process is \"sshd\"\nby pid");
        String request = "count file opens of sshd by process";
        Recorded asks = ask(with(READ_BY_MODEL, request));
        assertThat(asks.code()).as(asks.err()).isEqualTo(4);
        assertThat(asks.err()).contains("read this differently", "    1. ", "    2. ");
        Recorded alone = ask("generate", "--no-kernel", "--assume", request);
        Recorded assumed = ask(with(READ_BY_MODEL, "--assume", request));
        assertThat(assumed.code()).as(assumed.err()).isZero();
        assertThat(assumed.out()).isEqualTo(alone.out());
        assertThat(assumed.err()).contains("reads it otherwise");
    }

    /// A model that makes nothing of a request takes nothing away from the built-in engine.
    @Test
    void aModelThatReadsNothingTakesNothingAway() {
        answers = List.of("I do not know");
        Recorded answer = ask(with(READ_BY_MODEL, REQUEST));
        assertThat(answer.code()).as(answer.err()).isZero();
        assertThat(answer.out()).contains("[comm] = count()");
        assertThat(answer.err()).contains("did not read it");
    }

    @Test
    void aReadingWithoutTheNumbersOfTheRequestIsNotTaken() {
        answers = List.of("count process.fork");
        Recorded answer = ask(
                "generate", "--no-kernel", "--assume", "--model", "openai:tiny", "frobbing brillig forks, 17 times");
        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.err()).contains("17");
        assertThat(bodies).hasSize(3);
        assertThat(String.join("\n", contents(bodies.get(1)))).contains("the request says 17");
    }

    private static List<String> contents(String body) {
        return JsonReader.read(body)
                .json()
                .flatMap(Json::asObject)
                .flatMap(object -> object.get("messages"))
                .orElseThrow()
                .items()
                .stream()
                .map(message -> message.asObject().orElseThrow().text("content").orElseThrow())
                .toList();
    }
}
