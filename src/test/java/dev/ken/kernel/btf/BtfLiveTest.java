package dev.ken.kernel.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ken.kernel.FieldType;
import dev.ken.kernel.Snapshots;
import dev.ken.kernel.TracepointFormat;
import dev.ken.kernel.Tracepoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The BTF of the running kernel.
@Tag("live")
@Timeout(20)
class BtfLiveTest {
    private static final Path VMLINUX = Path.of("/sys/kernel/btf/vmlinux");
    private static Btf btf = Btf.parse(new BtfBytes(java.nio.ByteOrder.nativeOrder()).bytes());

    @BeforeAll
    static void read() throws IOException {
        skipUnless(Files.isReadable(VMLINUX), "this kernel has no " + VMLINUX);
        btf = Btf.parse(Files.readAllBytes(VMLINUX));
    }

    private static void skipUnless(boolean possible, String reason) {
        if (!possible) {
            System.out.println("skipped: " + reason);
        }
        assumeTrue(possible, reason);
    }

    @Test
    void everyTypeCanBeAskedFor() {
        for (int id = 0; id < btf.endId(); id++) {
            BtfType type = btf.type(id);
            btf.sizeBytes(id);
            btf.isSigned(id);
            assertThat(btf.cText(id)).isNotEmpty();
            if (!type.name().isEmpty() && id > 0) {
                assertThat(btf.find(btf.kind(id), type.name())).isPresent();
            }
        }
    }

    @Test
    void wellKnownTypesAreAsTheHeadersHaveThem() {
        int sock = btf.struct("sock").orElseThrow().id();
        assertThat(btf.access(sock, "__sk_common.skc_dport").orElseThrow())
                .extracting(Access::offsetBits, Access::sizeBits, Access::signed, Access::pointer)
                .containsExactly(96L, 16L, false, false);
        int task = btf.struct("task_struct").orElseThrow().id();
        assertThat(btf.access(task, "real_parent->tgid").orElseThrow().pointers())
                .hasSize(1);
        assertThat(btf.access(task, "comm").orElseThrow().sizeBits()).isEqualTo(128);
        assertThat(btf.cText(btf.function("vfs_read").orElseThrow().id()))
                .isEqualTo("ssize_t vfs_read(struct file *file, char *buf, size_t count, loff_t *pos)");
        assertThat(btf.enumeration("pid_type").orElseThrow().enumerators()).isNotEmpty();
    }

    /// What does not agree is of two kinds only: no answer, and the element type of dynamic arrays.
    @Test
    void tracepointsAgreeWithThoseOfTracefs() throws IOException {
        String release = Files.readString(Path.of("/proc/sys/kernel/osrelease"));
        skipUnless(release.startsWith(Snapshots.RELEASE), "formats of " + release.strip() + " are not recorded");
        Tracepoints recorded = Snapshots.recordedTracepoints();
        Tracepoints told = new TracepointsFromBtf(btf, recorded.names());
        Share events = new Share();
        Share syscalls = new Share();
        for (String name : recorded.names()) {
            String[] parts = name.split(":", 2);
            Optional<TracepointFormat> right = recorded.find(parts[0], parts[1]);
            Optional<TracepointFormat> answer = told.find(parts[0], parts[1]);
            (parts[0].equals("syscalls") ? syscalls : events)
                    .count(right.map(f -> looks(f)), answer.map(f -> looks(f)));
        }
        System.out.println("tracepoints from BTF: events " + events + "; system calls " + syscalls);
        assertThat(events.same * 100 / events.all).isGreaterThanOrEqualTo(85);
        assertThat(events.wrong).isZero();
        assertThat(syscalls.wrong * 100 / syscalls.all).isLessThan(2);
    }

    private static List<String> looks(TracepointFormat format) {
        return format.fields().stream()
                .map(f -> f.name() + " " + f.offsetBytes() + " " + f.sizeBytes() + " " + type(f.type()))
                .toList();
    }

    /// What a pointer points to is told by formats alone.
    private static String type(FieldType type) {
        return switch (type) {
            case FieldType.Opaque _ -> "opaque";
            case FieldType.Pointer _ -> "pointer";
            case FieldType.Integer _, FieldType.Text _, FieldType.DynamicText _, FieldType.Array _ -> type.toString();
        };
    }

    private static final class Share {
        private int all;
        private int same;
        private int wrong;

        void count(Optional<List<String>> right, Optional<List<String>> answer) {
            all++;
            same += answer.equals(right) ? 1 : 0;
            wrong += answer.isPresent() && !answer.equals(right) ? 1 : 0;
        }

        @Override
        public String toString() {
            return same + " of " + all + " agree, " + wrong + " differ, " + (all - same - wrong) + " have no answer";
        }
    }
}
