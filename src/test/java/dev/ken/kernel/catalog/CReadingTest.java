package dev.ken.kernel.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The same reading in C.
class CReadingTest {
    private static final KernelModel KERNEL = Snapshots.recorded();

    private static String c(String probe, String reading) {
        return CReading.of(ReadingParser.parse(reading).orElseThrow(), probe, KERNEL);
    }

    @Test
    void readingsAreWrittenInC() {
        assertThat(List.of(
                        c("tracepoint:syscalls:sys_enter_openat", "str(args.filename)"),
                        c("tracepoint:syscalls:sys_exit_read", "args.ret"),
                        c("tracepoint:sched:sched_switch", "args.next_pid"),
                        c("tracepoint:irq:irq_handler_entry", "str(args.name)"),
                        c("tracepoint:block:block_rq_issue", "(args.dev<<40)|args.sector"),
                        c("fentry:vfs_read", "args.count"),
                        c("fentry:vfs_read", "str(args.file.f_path.dentry.d_name.name)"),
                        c("fexit:vfs_open", "s32(retval)"),
                        c("kprobe:vfs_read", "cast(file,arg0).f_inode.i_ino"),
                        c("kretprobe:vfs_open", "s32(retval)"),
                        c("uprobe:/bin/bash:readline", "arg1&255"),
                        c("tracepoint:sched:sched_switch", "pid")))
                .containsExactly(
                        "bpf_probe_read_user_str(buf, sizeof(buf), (void *)ctx->args[1])",
                        "ctx->ret",
                        "ctx->next_pid",
                        "bpf_probe_read_kernel_str(buf, sizeof(buf), (void *)((void *)ctx + (ctx->__data_loc_name & 0xffff)))",
                        "((__u64)ctx->dev << 40) | ctx->sector",
                        "count",
                        "bpf_probe_read_kernel_str(buf, sizeof(buf), (void *)BPF_CORE_READ(file, f_path.dentry, d_name.name))",
                        "(__s32)ret",
                        "BPF_CORE_READ(((struct file *)PT_REGS_PARM1(ctx)), f_inode, i_ino)",
                        "(__s32)PT_REGS_RC(ctx)",
                        "PT_REGS_PARM2(ctx) & 255",
                        "bpf_get_current_pid_tgid() >> 32");
    }

    @Test
    void sectionsAreThoseOfLibbpf() {
        assertThat(CReading.section("tracepoint:sched:sched_switch")).isEqualTo("tp/sched/sched_switch");
        assertThat(CReading.section("uprobe:/bin/bash:readline")).isEqualTo("uprobe//bin/bash:readline");
        assertThat(CReading.section("profile:hz:99")).isEqualTo("perf_event");
    }

    /// Nothing of the catalog is left in bpftrace's manner.
    @Test
    void everyReadingHasAForm() {
        for (EventKind kind : CuratedCatalog.of(KERNEL).curated().values()) {
            for (ProbePoint point : kind.points()) {
                point.readings()
                        .values()
                        .forEach(reading -> assertThat(CReading.of(reading, point.probe(), KERNEL))
                                .as(point.probe())
                                .doesNotContain("args.")
                                .isNotBlank());
            }
        }
    }
}
