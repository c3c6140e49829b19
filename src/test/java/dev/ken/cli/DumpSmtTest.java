package dev.ken.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.z3.Context;
import com.microsoft.z3.Solver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `--dump-smt` leaves in its folder.
final class DumpSmtTest {
    private static final Map<String, String> SHIPPED = Map.of("KEN_KERNEL", "recorded");
    private static final String PERIOD = "tracepoint:syscalls:sys_enter_read { @s[tid] = nsecs; }\n"
            + "tracepoint:syscalls:sys_exit_read /@s[tid]/"
            + " { @t = hist((nsecs - @s[tid]) / 1000); delete(@s[tid]); }\n";

    @TempDir
    Path folder;

    private Recorded ken(String... arguments) {
        return Recorded.run(SHIPPED, "", arguments);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private static Map<String, String> scripts(Path folder) throws IOException {
        Map<String, String> scripts = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                scripts.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return scripts;
    }

    @Test
    void theSameQuestionsAreWrittenEachTime() throws IOException {
        String program = file("reads.bt", PERIOD);
        String intent = file("reads.intent", "histogram latency of file.read in us\n");
        Map<String, String> before = Map.of();
        for (String name : new String[] {"first", "second"}) {
            Path dump = folder.resolve(name);
            Recorded answer = ken("verify", "--contract", intent, "--dump-smt", dump.toString(), program);
            assertThat(answer.code()).isEqualTo(ExitCode.REFUTED);
            Map<String, String> scripts = scripts(dump);
            assertThat(answer.err()).contains(scripts.size() + " solver quer");
            assertThat(scripts).containsKey("00001.smt2");
            assertThat(before.isEmpty() || before.equals(scripts)).isTrue();
            before = scripts;
        }
        before.values().forEach(script -> {
            assertThat(script).startsWith("; claim: part1.").contains("(set-info :status ");
            try (Context context = new Context()) {
                Solver solver = context.mkSolver("QF_UFBV");
                solver.add(context.parseSMTLIB2String(script, null, null, null, null));
                String status = solver.check().toString().startsWith("UNSAT") ? "unsat" : "sat";
                assertThat(script).contains("(set-info :status " + status + ")");
            }
        });
    }

    @Test
    void whereNothingWasAskedItIsSaid() throws IOException {
        Path dump = folder.resolve("none");
        String program = file("calls.bt", "tracepoint:raw_syscalls:sys_enter { @[comm] = count(); }");
        Recorded answer = ken("diff", "--dump-smt", dump.toString(), program, program);
        assertThat(answer.code()).isEqualTo(ExitCode.DONE);
        assertThat(scripts(dump)).isEmpty();
        assertThat(answer.err()).contains("no solver query was needed");
    }

    @Test
    void whatIsComparedAndWhatIsWrittenIsKeptToo() throws IOException {
        Path dump = folder.resolve("diff");
        String other = file("others.bt", PERIOD.replace("/@s[tid]/", "/@s[tid] && pid % 3 == 1/"));
        Recorded different = ken("diff", "--dump-smt", dump.toString(), file("reads.bt", PERIOD), other);
        assertThat(different.code()).isEqualTo(ExitCode.REFUTED);
        assertThat(different.err()).contains("solver quer").contains(dump.toString());

        Path written = folder.resolve("generate");
        Recorded generated = ken(
                "generate",
                "--no-kernel-check",
                "--dump-smt",
                written.toString(),
                "maximum read latency by process where size > 4096");
        assertThat(generated.err()).contains(written.toString());

        Recorded full = ken("diff", "--dump-smt", folder.toString(), other, other);
        assertThat(full.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(full.err()).contains("is not empty");
    }
}
