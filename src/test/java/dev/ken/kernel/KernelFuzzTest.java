package dev.ken.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ken.kernel.btf.Btf;
import dev.ken.kernel.btf.Kind;
import dev.ken.kernel.btf.MalformedBtf;
import dev.ken.kernel.btf.TracepointsFromBtf;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Whatever the bytes are, they are read, or refused by an error that says where. Among the other tests it only
/// tries the inputs in `KernelFuzzTestInputs`; with `JAZZER_FUZZ=1` and `-Dtest=KernelFuzzTest#btf` it goes on
/// from them. docs/evaluation.md says how long that was done.
final class KernelFuzzTest {
    private static final int MOST_TYPES = 2_000;
    private static final String DURATION = "3m";

    @FuzzTest(maxDuration = DURATION)
    void btf(byte[] bytes) {
        try {
            Btf btf = Btf.parse(bytes);
            ask(btf);
            ask(Btf.parseSplit(btf, bytes));
        } catch (MalformedBtf malformed) {
            assertThat(malformed).hasMessageContaining("section ");
        }
    }

    private static void ask(Btf btf) {
        for (int id = 0; id < Math.min(btf.endId(), MOST_TYPES); id++) {
            int type = id;
            try {
                btf.findAll(btf.kind(type), btf.type(type).name());
                btf.cText(type);
                btf.sizeBytes(type);
                btf.members(type).stream().limit(3).forEach(name -> btf.access(type, name + "." + name));
            } catch (MalformedBtf malformed) {
                assertThat(malformed).hasMessageContaining("type ");
            }
        }
        btf.tagged("bpf_kfunc");
        btf.ownNames(Kind.FUNC);
        new TracepointsFromBtf(btf, List.of("sched:sched_switch", "syscalls:sys_enter_read")).names();
    }

    /// Two bytes say how long the BTF is that follows; the rest is the section `.BTF.ext`.
    @FuzzTest(maxDuration = DURATION)
    void ext(byte[] bytes) {
        if (bytes.length < 2) {
            return;
        }
        int end = 2 + Math.min(bytes.length - 2, ByteBuffer.wrap(bytes).getChar());
        try {
            Btf.parse(Arrays.copyOfRange(bytes, 2, end)).ext(Arrays.copyOfRange(bytes, end, bytes.length));
        } catch (MalformedBtf malformed) {
            assertThat(malformed).hasMessageContaining("section ");
        }
    }

    @FuzzTest(maxDuration = DURATION)
    void snapshot(byte[] bytes) {
        try {
            KernelModel kernel = SnapshotReader.read("fuzz", () -> new ByteArrayInputStream(bytes));
            formats(kernel.tracepoints());
            kernel.functions().traceable("vfs_read");
            kernel.functions().names();
            kernel.kfuncs();
            kernel.syscalls().name(1);
        } catch (MalformedSnapshot | MalformedBtf malformed) {
            assertThat(malformed).hasMessageContaining("section ");
        }
    }

    /// The texts in a recorded kernel, which its check sums protect from changed bytes.
    @FuzzTest(maxDuration = DURATION)
    void texts(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        TracepointFormatParser.parse("category", text);
        try {
            formats(new RecordedTracepoints("fuzz", text));
        } catch (MalformedSnapshot malformed) {
            assertThat(malformed).hasMessageContaining("section tracepoints, offset ");
        }
        try {
            assertThat(SnapshotHead.parse("fuzz", text).text()).startsWith("ken kernel snapshot 1\n");
        } catch (MalformedSnapshot malformed) {
            assertThat(malformed).hasMessageContaining("section kernel");
        }
    }

    private static void formats(Tracepoints tracepoints) {
        for (String name : tracepoints.names()) {
            String[] parts = name.split(":", 2);
            assertThat(tracepoints.find(parts[0], parts[parts.length - 1])).isNotNull();
        }
    }
}
