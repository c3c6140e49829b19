package dev.ken.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.kernel.Syscall.Argument;
import dev.ken.kernel.btf.Btf;
import dev.ken.kernel.btf.TracepointsFromBtf;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What can be asked of a kernel, on the shipped one.
final class KernelModelTest {
    private static final KernelModel KERNEL = Snapshots.recorded();

    @Test
    void systemCallsHaveNumbersAndArguments() {
        Syscall openat = KERNEL.syscall("openat").orElseThrow();
        assertThat(openat.number()).isEqualTo(257);
        assertThat(openat.told()).isEqualTo(Syscall.Told.KERNEL);
        assertThat(openat.arguments())
                .extracting(Argument::name, Argument::cType)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("dfd", "int"),
                        org.assertj.core.groups.Tuple.tuple("filename", "const char *"),
                        org.assertj.core.groups.Tuple.tuple("flags", "int"),
                        org.assertj.core.groups.Tuple.tuple("mode", "umode_t"));
        assertThat(openat.enterProbe()).isEqualTo("tracepoint:syscalls:sys_enter_openat");
        Syscall stat = KERNEL.syscall("stat").orElseThrow();
        assertThat(stat.enterProbe()).isEqualTo("tracepoint:syscalls:sys_enter_newstat");
        assertThat(stat.exitProbe()).isEqualTo("tracepoint:syscalls:sys_exit_newstat");
        assertThat(KERNEL.syscall("no_such_call")).isEmpty();
        assertThat(KERNEL.syscalls().name(257)).contains("openat");
        assertThat(KERNEL.syscalls().name(1L << 40)).isEmpty();
    }

    @Test
    void everyTracepointOfASystemCallHasItsNumber() {
        for (String name : KERNEL.tracepoints().names()) {
            if (name.startsWith("syscalls:sys_enter_")) {
                String call = SyscallTable.ofTracepoint(name.substring("syscalls:sys_enter_".length()));
                assertThat(KERNEL.syscalls().number(call)).as(name).isPresent();
                assertThat(KERNEL.tracepoints().names()).contains("syscalls:sys_exit_" + SyscallTable.tracepoint(call));
            }
        }
    }

    @Test
    void aReleaseHasItsOwnSystemCalls() {
        assertThat(Snapshots.syscalls("x86_64", "6.12.3").number("mseal")).contains(462);
        assertThat(Snapshots.syscalls("x86_64", "6.12.3").number("file_setattr"))
                .isEmpty();
        assertThat(Snapshots.syscalls("x86_64", "6.17").number("file_setattr")).contains(469);
        assertThat(Snapshots.syscalls("s390x", "6.17").numbers()).isEmpty();
    }

    @Test
    void argumentsAreKnownWhereTheKernelDoesNotTellThem() {
        SyscallTable arm = Snapshots.syscalls("aarch64", "6.1");
        KernelModel silent = new KernelModel("6.1", nothing(), arm);
        Syscall read = silent.syscall("read").orElseThrow();
        assertThat(read.number()).isEqualTo(63);
        assertThat(read.told()).isEqualTo(Syscall.Told.OTHER);
        assertThat(read.enter()).isFalse();
        assertThat(read.arguments()).extracting(Argument::name).containsExactly("fd", "buf", "count");
        assertThat(silent.syscall("open")).as("arm64 has no open").isEmpty();
    }

    private static Tracepoints nothing() {
        return new Tracepoints() {
            @Override
            public Optional<TracepointFormat> find(String category, String name) {
                return Optional.empty();
            }

            @Override
            public List<String> names() {
                return List.of();
            }
        };
    }

    @Test
    void withoutTracefsBtfTellsMostEventsAndEverySystemCallThatItNames() {
        Tracepoints told = new TracepointsFromBtf(KERNEL.btf().orElseThrow(), KERNEL.tracepoints());
        List<String> all = KERNEL.tracepoints().names();
        long calls = all.stream().filter(name -> name.startsWith("syscalls:")).count();
        List<String> names = told.names();
        assertThat(names).isSubsetOf(all);
        assertThat(names.stream().filter(name -> name.startsWith("syscalls:")).count())
                .isGreaterThan(calls * 95 / 100);
        assertThat(told.find("syscalls", "sys_enter_openat"))
                .isEqualTo(KERNEL.tracepoints().find("syscalls", "sys_enter_openat"));
    }

    @Test
    void functionsHavePrototypes() {
        KernelFunction read = KERNEL.functions().find("vfs_read").orElseThrow();
        assertThat(read.cText()).isEqualTo("ssize_t vfs_read(struct file *file, char *buf, size_t count, loff_t *pos)");
        assertThat(read.module()).isEqualTo("vmlinux");
        assertThat(read.prototype().parameters()).hasSize(4);
        assertThat(read.traceable()).isEqualTo(Traceable.UNKNOWN);
        assertThat(read.kfunc()).isFalse();
        assertThat(KERNEL.functions().names()).hasSizeGreaterThan(50_000).contains("tcp_connect");
        assertThat(KERNEL.functions().find("no_such_function")).isEmpty();
    }

    @Test
    void whatIsMisspeltIsSuggested() {
        assertThat(KERNEL.functions().nearest("vfs_raed", 3)).first().isEqualTo("vfs_read");
        assertThat(Probes.nearest("kprobe:tcp_conect", KERNEL, 3)).first().isEqualTo("kprobe:tcp_connect");
        assertThat(Probes.nearest("tracepoint:sched:sched_swich", KERNEL, 1))
                .containsExactly("tracepoint:sched:sched_switch");
        assertThat(KERNEL.types().nearest("struct task_strct", 1)).containsExactly("struct task_struct");
        assertThat(KERNEL.types().nearest("pidt_t", 1)).containsExactly("pid_t");
        assertThat(KERNEL.types().nearest("enum pid_typ", 1)).containsExactly("enum pid_type");
        Btf btf = KERNEL.btf().orElseThrow();
        int task = btf.struct("task_struct").orElseThrow().id();
        assertThat(Spelling.nearest("parnet", btf.members(task).stream(), 1)).containsExactly("parent");
        ProbeFacts exec =
                Probes.resolve("tracepoint:sched:sched_process_exec", KERNEL).orElseThrow();
        assertThat(Probes.nearestFields(exec, "filname", 1)).containsExactly("filename");
        assertThat(Spelling.nearest("x".repeat(100_000), KERNEL.functions().names().stream(), 3))
                .isEmpty();
    }
}
