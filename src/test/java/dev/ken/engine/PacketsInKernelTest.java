package dev.ken.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.kernel.KernelModel;
import dev.ken.kernel.catalog.CuratedCatalog;
import dev.ken.logic.z3.Z3Solver;
import dev.ken.runtime.Clang;
import dev.ken.runtime.Compilation;
import dev.ken.runtime.Environment;
import dev.ken.runtime.EnvironmentReader;
import dev.ken.runtime.KernelFiles;
import dev.ken.runtime.KernelVerdict;
import dev.ken.source.Source;
import dev.ken.testing.KernelPackets;
import dev.ken.verify.Judge;
import dev.ken.verify.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Packets that refute a program are given to it by the kernel (`bpftool prog run`, which is
/// BPF_PROG_TEST_RUN): it does with each what the counterexample says. Nothing is attached.
class PacketsInKernelTest {
    private static final Pattern PACKET = Pattern.compile(
            "a packet comes in: (\\d+) bytes.*\\n +((?:[0-9a-f]{2} )*[0-9a-f]{2})( …)?\\n.*\\n +the program: (lets it pass|drops it|drops it as an error)(?: \\(XDP_ABORTED\\))?$",
            Pattern.MULTILINE);
    private static final Pattern RESULT = Pattern.compile("Return value: (\\d+)");
    private static final int SHORTEST = 14;

    private final Environment environment = new EnvironmentReader(System.getenv()).read();

    @Test
    void theKernelDoesWhatCounterexamplesSay(@TempDir Path folder) throws Exception {
        KernelPackets.assumeGiven(environment);
        KernelModel kernel = KernelFiles.of(environment).model().orElseThrow();
        Facts facts = new Facts(kernel, CuratedCatalog.of(kernel));
        int packets = 0;
        for (String file : List.of("packets-dns", "packets-allowed")) {
            String[] sections = Files.readString(Path.of("src/test/resources/libbpf/" + file + ".case"))
                    .split("(?m)^--- ");
            String head = section(sections, "head");
            for (String section : sections) {
                if (section.startsWith("wrong") && section.contains("SEC(\"xdp\")")) {
                    Source program = new Source(
                            "program.bpf.c",
                            LibbpfCasesTest.HEAD + head + section.substring(section.indexOf('\n') + 1));
                    packets += compared(program, section(sections, "intent"), facts, folder);
                }
            }
        }
        System.out.println(packets + " packets of counterexamples were given to the kernel");
        assertThat(packets).isGreaterThan(4);
    }

    private static String section(String[] sections, String label) {
        return Stream.of(sections)
                .filter(one -> one.startsWith(label + "\n"))
                .map(one -> one.substring(one.indexOf('\n') + 1))
                .findFirst()
                .orElse("");
    }

    private int compared(Source program, String intent, Facts facts, Path folder) throws Exception {
        Review review = new Review(
                FrontEnds.all(() -> new Clang(environment, System.getenv())),
                () -> new Judge(new Z3Solver(), () -> System.nanoTime() / 1_000_000),
                Patience.LIMITS,
                (_, _) -> new KernelVerdict.Unavailable("not asked", ""),
                facts);
        Understanding.Understood understood = new BuiltInComprehender()
                .stated(new Source("intent", intent), facts)
                .understood()
                .orElseThrow();
        Proposer.Proposal proposal = new Proposer.Proposal(program.text(), "user", List.of());
        String said = review.of(1, program, proposal, Target.LIBBPF, understood.intent(), false)
                .text();
        int count = 0;
        Matcher packet = PACKET.matcher(said);
        while (packet.find()) {
            int bytes = Integer.parseInt(packet.group(1));
            if (bytes >= SHORTEST) {
                byte[] whole = new byte[bytes];
                byte[] told = HexFormat.ofDelimiter(" ").parseHex(packet.group(2));
                System.arraycopy(told, 0, whole, 0, Math.min(bytes, told.length));
                assertThat(verdict(program, whole, facts.kernel(), folder))
                        .as(packet.group())
                        .isEqualTo(
                                switch (packet.group(4)) {
                                    case "drops it" -> 1;
                                    case "lets it pass" -> 2;
                                    default -> 0;
                                });
                count++;
            }
        }
        return count;
    }

    /// What the kernel says that the program gives back.
    private int verdict(Source program, byte[] packet, KernelModel kernel, Path folder) throws Exception {
        Compilation compilation = new Clang(environment, System.getenv()).compile(program, kernel);
        Path object = folder.resolve("program.o");
        Files.write(object, ((Compilation.Compiled) compilation).object());
        Files.write(folder.resolve("packet"), packet);
        Files.createDirectories(folder.resolve("fs"));
        String script = "mount -t bpf none fs && " + bpftool() + " prog loadall program.o fs/p && " + bpftool()
                + " prog run pinned \"$(ls -d fs/p/* | head -1)\" data_in packet repeat 1";
        Process process = new ProcessBuilder("unshare", "-m", "sh", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        Matcher result = RESULT.matcher(said(folder));
        assertThat(result.find()).as(said(folder)).isTrue();
        return Integer.parseInt(result.group(1));
    }

    private static String said(Path folder) throws IOException {
        return Files.readString(folder.resolve("said"));
    }

    private String bpftool() {
        return environment.bpftool().orElseThrow().toString();
    }
}
