package dev.ken.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.runtime.KernelVerdict.Cause;
import dev.ken.runtime.KernelVerdict.Rejected;
import java.util.List;
import org.junit.jupiter.api.Test;

class RejectionsTest {
    @Test
    void functionsThatCannotBeWatchedAreToldInPlainWords() {
        Rejected unknown =
                rejected("fentry:vfs_read { @ = count(); }", "FATAL: Invalid probe type made it to attachpoint parser");
        assertThat(unknown.cause()).isEqualTo(Cause.UNKNOWN_PROBE);
        assertThat(unknown.message())
                .isEqualTo("This kernel, or this bpftrace, cannot watch kernel functions"
                        + " (Invalid probe type made it to attachpoint parser)");
        Rejected lacking = rejected(
                "kfunc:vfs_read { @ = count(); }",
                "stdin:1:1-15: ERROR: kfunc/kretfunc not available for your kernel version.");
        assertThat(lacking.message())
                .isEqualTo("This kernel, or this bpftrace, cannot watch kernel functions"
                        + " (kfunc/kretfunc not available for your kernel version)");
        assertThat(rejected("bogus:x { }", "FATAL: Invalid probe type made it to attachpoint parser")
                        .message())
                .startsWith("Invalid probe type");
    }

    @Test
    void whatBpftraceGrumblesAboutItsOwnCodeIsNoise() {
        assertThat(Rejections.isNoise("stdin:4:2-30: WARNING: Addrspace mismatch"))
                .isTrue();
        assertThat(Rejections.isNoise("stdin:4:2-30: WARNING: comparison of different sizes"))
                .isFalse();
    }

    private static Rejected rejected(String script, String line) {
        return Rejections.read(List.of(), List.of(line), 1, script);
    }
}
