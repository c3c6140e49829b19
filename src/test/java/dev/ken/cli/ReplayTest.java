package dev.ken.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The answer of `ken verify --json` is what `ken simulate` reads: the program does on the counterexample what the
/// judge said it does.
final class ReplayTest {
    private static final Map<String, String> SHIPPED = Map.of("KEN_KERNEL", "recorded");

    @TempDir
    Path folder;

    private String replayed(String request, String program) throws IOException {
        Path file = folder.resolve("program.bt");
        Files.writeString(file, program);
        Recorded answer =
                Recorded.run(SHIPPED, "", new String[] {"verify", "--json", "--request", request, file.toString()});
        assertThat(answer.code()).as(answer.out() + answer.err()).isEqualTo(ExitCode.REFUTED);
        Path events = folder.resolve("answer.json");
        Files.writeString(events, answer.out());
        Recorded shown = Recorded.run(SHIPPED, "", new String[] {"simulate", file.toString(), events.toString()});
        assertThat(shown.code()).as(shown.err()).isEqualTo(ExitCode.DONE);
        return shown.out();
    }

    @Test
    void nothingIsShownOfACallThatTheProgramMisses() throws IOException {
        String shown = replayed(
                "count openat calls by process",
                "tracepoint:syscalls:sys_enter_openat /uid == 12345/ { @[comm] = count(); }");
        assertThat(shown).doesNotContain("@[");
    }

    @Test
    void aFilterOnTextIsReplayed() throws IOException {
        String shown = replayed(
                "count openat calls of processes named nginx",
                "tracepoint:syscalls:sys_enter_openat /comm != \"nginx\"/ { @ = count(); }");
        assertThat(shown).isNotBlank();
    }

    @Test
    void aMissingStartCheckShowsTheLatencyThatNeverWas() throws IOException {
        String shown = replayed(
                "histogram of the latency of the read system call in us by process",
                "tracepoint:syscalls:sys_enter_read { @s[tid] = nsecs; } tracepoint:syscalls:sys_exit_read"
                        + " { @us[comm] = hist((nsecs - @s[tid]) / 1000); delete(@s[tid]); }");
        assertThat(shown).contains("@us[");
    }

    @Test
    void networkAddressesAreToldAsSuchAndReplayed() throws IOException {
        Path file = folder.resolve("program.bt");
        Files.writeString(file, "tracepoint:tcp:tcp_retransmit_skb { @[ntop(args->saddr)] = count(); }");
        Path intent = folder.resolve("peers.intent");
        Files.writeString(intent, "count tcp.retransmit\nby daddr\n");
        Recorded answer = Recorded.run(
                SHIPPED, "", new String[] {"verify", "--json", "--contract", intent.toString(), file.toString()});
        assertThat(answer.code()).as(answer.out() + answer.err()).isEqualTo(ExitCode.REFUTED);
        assertThat(answer.out()).containsPattern("\"saddr\":\\s*\"[\\d.]+\"").doesNotContain("saddr0");
        Path events = folder.resolve("answer.json");
        Files.writeString(events, answer.out());
        Recorded shown = Recorded.run(SHIPPED, "", new String[] {"simulate", file.toString(), events.toString()});
        String source = answer.out().replaceAll("(?s).*?\"saddr\":\\s*\"([\\d.]+)\".*", "$1");
        assertThat(shown.out()).contains("@[" + source + "]: 1");
    }

    @Test
    void socketsAreWhereTheKernelKeepsThem() throws IOException {
        Path file = folder.resolve("program.bt");
        Files.writeString(
                file, "tracepoint:tcp:tcp_retransmit_skb /args->skaddr != 1/ { @[(uint64)args->skaddr] = count(); }");
        Path intent = folder.resolve("pids.intent");
        Files.writeString(intent, "count tcp.retransmit\nby pid\n");
        Recorded answer = Recorded.run(
                SHIPPED, "", new String[] {"verify", "--json", "--contract", intent.toString(), file.toString()});
        assertThat(answer.code()).as(answer.out() + answer.err()).isEqualTo(ExitCode.REFUTED);
        assertThat(answer.out()).containsPattern("\"skaddr\":\\s*\"0xffff[89a-c]\\w+\"");
        Path events = folder.resolve("answer.json");
        Files.writeString(events, answer.out());
        Recorded shown = Recorded.run(SHIPPED, "", new String[] {"simulate", file.toString(), events.toString()});
        assertThat(shown.out()).containsPattern("@\\[-\\d{14,15}]: 1");
    }
}
