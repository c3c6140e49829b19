package dev.ken.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Recording;
import dev.ken.kernel.Snapshots;
import dev.ken.kernel.Traceable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A copy of a kernel's files, whole and with parts missing.
final class KernelFilesTest {
    private static final String TRACING = "sys/kernel/tracing/";
    private static final String FORMAT = "name: sched_switch\nID: 1\nformat:\n"
            + "\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;\n\n"
            + "\tfield:pid_t prev_pid;\toffset:24;\tsize:4;\tsigned:1;\n\nprint fmt: \"%d\", REC->prev_pid\n";

    @TempDir
    Path root;

    private void file(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, text);
    }

    private void sample(String name) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        try (InputStream in = KernelFilesTest.class.getResourceAsStream("/btf/sample-el.BTF")) {
            Files.write(file, Optional.ofNullable(in).orElseThrow().readAllBytes());
        }
    }

    @Test
    void noLinuxNoKernel() {
        assertThat(KernelFiles.in(root).model()).isEmpty();
        assertThat(KernelFiles.in(root).recording()).isEmpty();
    }

    @Test
    void aWholeKernelIsRecorded() throws IOException {
        file("proc/sys/kernel/osrelease", "6.1.7-test\n");
        file("proc/sys/kernel/arch", "aarch64\n");
        file(TRACING + "available_events", "sched:sched_switch\nsched:gone\n");
        file(TRACING + "events/sched/sched_switch/format", FORMAT);
        file(TRACING + "available_filter_functions", "vfs_read\next4_sync_fs [ext4]\n");
        sample("sys/kernel/btf/vmlinux");
        Recording recording = KernelFiles.in(root).recording().orElseThrow();
        assertThat(recording.tracepoints())
                .isEqualTo("== sched:sched_switch\n\tfield:pid_t prev_pid;\toffset:24;\tsize:4;\tsigned:1;\n");
        assertThat(recording.syscalls()).containsEntry("read", 63).doesNotContainKey("mseal");
        assertThat(recording.traceable().orElseThrow()).containsExactly("ext4_sync_fs", "vfs_read");
        assertThat(recording.btf()).containsOnlyKeys("vmlinux");
        KernelModel kernel = KernelFiles.in(root).model().orElseThrow();
        assertThat(kernel.release()).isEqualTo("6.1.7-test");
        assertThat(kernel.architecture()).isEqualTo("aarch64");
        assertThat(kernel.functions().traceable("ext4_sync_fs")).isEqualTo(Traceable.YES);
        assertThat(kernel.btf()).isPresent();
    }

    @Test
    void withoutTracefsTypesTellWhatTheyCan() throws IOException {
        file("proc/sys/kernel/osrelease", "6.1.7-test\n");
        sample("sys/kernel/btf/vmlinux");
        KernelModel kernel = KernelFiles.in(root).model().orElseThrow();
        assertThat(KernelFiles.in(root).tellsTracepoints()).isFalse();
        assertThat(kernel.tracepoints().find("sched", "sched_switch"))
                .as("the sample has no events")
                .isEmpty();
        assertThat(kernel.functions().traceable("vfs_read")).isEqualTo(Traceable.UNKNOWN);
    }

    @Test
    void withoutAnythingTheShippedKernelStandsIn() throws IOException {
        file("proc/sys/kernel/osrelease", "6.1.7-test\n");
        KernelModel kernel = KernelFiles.in(root).model().orElseThrow();
        assertThat(kernel.tracepoints().names())
                .isEqualTo(Snapshots.recordedTracepoints().names());
        assertThat(kernel.btf()).isEmpty();
    }
}
