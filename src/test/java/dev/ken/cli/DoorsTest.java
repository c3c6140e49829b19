package dev.ken.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.testing.Case;
import dev.ken.testing.Golden;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Commands from their arguments to their text and exit code, in this process, on the shipped kernel.
final class DoorsTest {
    private static final Map<String, String> SHIPPED = Map.of("KEN_KERNEL", "recorded");

    @TempDir
    Path folder;

    /// A case has `--- args` (one a line), perhaps `--- stdin`, and the files that its arguments name as `--- file
    /// NAME`.
    @TestFactory
    Stream<DynamicTest> golden() {
        return Golden.cases("cli", this::answer);
    }

    private String answer(Case one) {
        String[] arguments = one.body("args")
                .lines()
                .map(argument -> argument.replace("@/", folder + "/"))
                .toArray(String[]::new);
        try {
            for (Case.Section file : one.all("file")) {
                Files.writeString(folder.resolve(file.argument()), file.body());
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        String input = one.section("stdin").map(Case.Section::body).orElse("");
        Recorded answer = Recorded.run(SHIPPED, input, arguments);
        return "exit " + answer.code() + "\n" + part("out", answer.out()) + part("err", answer.err());
    }

    /// Times, and the values that a solver chose, are not the same twice.
    private String part(String name, String text) {
        String steady = text.replaceAll("\"millis\":\\d+", "\"millis\":0")
                .replaceAll("(events|length|maps), \\d+\\.\\d\\d s", "$1, 0.00 s")
                // A solver may choose other values for the same example.
                .replaceAll("process \\d+ '", "process 7 '")
                .replaceAll("'[a-z]{1,15}'", "'x'")
                .replaceAll("\"comm\":\"\\w*\"", "\"comm\":\"x\"")
                .replaceAll("\"(pid|tid|nr)\":\"\\d+\"", "\"$1\":\"7\"")
                .replace(folder.toString(), "@");
        return steady.isEmpty() ? "" : name + ":\n" + (steady.endsWith("\n") ? steady : steady + "\n");
    }

    @Test
    void anAnswerThatDoesNotArriveIsNoSuccess() {
        assertThat(ofAFullDisk(false)).isEqualTo(6);
        assertThat(ofAFullDisk(true)).isZero();
    }

    private static int ofAFullDisk(boolean piped) {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        return Main.run(
                new String[] {"kernel", "list"},
                new Console(
                        InputStream.nullInputStream(),
                        new PrintStream(full, true, StandardCharsets.UTF_8),
                        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
                        SHIPPED,
                        false,
                        false,
                        piped,
                        false));
    }

    @Test
    void badInputEndsWithAMessageAndNoTrace() throws IOException {
        Path binary = folder.resolve("binary.bt");
        Files.write(binary, new byte[] {1, 0, 2});
        Path latin = folder.resolve("latin.bt");
        Files.write(latin, new byte[] {(byte) 0xe9, 32, 32});
        Path large = folder.resolve("large.bt");
        Files.writeString(large, " ".repeat((1 << 20) + 1));
        String[][] all = {
            {"generate", ""},
            {"generate", "x".repeat(1 << 20)},
            {"generate", "Zähle alle Systemaufrufe nach Prozess"},
            {"generate", "посчитай системные вызовы"},
            {"generate", "--target", "rust", "count reads"},
            {"generate", "--engine", "magic", "count reads"},
            {"generate", "--model", "openai:", "count reads"},
            {"generate", "--trials", "0", "count reads"},
            {"generate", "--nonsense"},
            {"generate", "--batch", folder.resolve("missing.jsonl").toString()},
            {"verify", "x.bt"},
            {"verify", "--request", "count reads"},
            {"verify", "--request", "count reads", "--contract", "x", "y.bt"},
            {
                "verify",
                "--request",
                "count reads by process",
                folder.resolve("missing.bt").toString()
            },
            {"verify", "--request", "count reads by process", binary.toString()},
            {"verify", "--request", "count reads by process", latin.toString()},
            {"verify", "--request", "count reads by process", large.toString()},
            {"verify", "--request", "count reads by process", folder.toString()},
            {"explain", binary.toString()},
            {"run", "--seconds", "-1", "x.bt"},
            {"contract", "no.such.thing.at.all"},
            {"search"},
        };
        for (String[] arguments : all) {
            Recorded answer = Recorded.run(SHIPPED, "", arguments);
            String what = String.join(" ", arguments).lines().limit(1).toList().toString();
            assertThat(answer.code())
                    .as(what.substring(0, Math.min(80, what.length())))
                    .isEqualTo(ExitCode.BAD_INPUT);
            assertThat(answer.err())
                    .contains("ken: ")
                    .doesNotContain("Exception")
                    .doesNotContain("\tat ");
            assertThat(answer.err().length()).isLessThan(4_000);
        }
    }

    @Test
    void whatNothingCanBeObservedForIsDeclinedWithoutATrace() {
        Recorded answer = Recorded.run(SHIPPED, "", new String[] {"generate", "frobnicate the quux of the sea"});
        assertThat(answer.code()).as(answer.err()).isEqualTo(ExitCode.DECLINED);
        assertThat(answer.err()).doesNotContain("Exception").doesNotContain("\tat ");
    }

    @Test
    void aBatchGoesOnAfterABadLineAndKeepsTheOrder() {
        String right = "{\"id\":%d,\"request\":\"count system calls by process\",\"program\":\"%s\"}\n";
        String input = right.formatted(1, "tracepoint:raw_syscalls:sys_enter { @[comm] = count(); }")
                + "not json\n\n"
                + right.formatted(2, "tracepoint:raw_syscalls:sys_enter { @[pid] = count(); }")
                + "{\"id\":\"three\"}\n[1]\n"
                + right.formatted(4, "this is no program");
        Recorded answer = Recorded.run(SHIPPED, input, "verify", "--batch", "-");
        assertThat(answer.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(answer.out()
                        .lines()
                        .map(line -> line.replaceAll("^\\{\"id\":([^,]+),\"outcome\":\"(\\w+)\".*", "$1 $2")))
                .containsExactly(
                        "1 proved", "null error", "2 refuted", "\"three\" error", "null error", "4 not_a_program");
    }
}
