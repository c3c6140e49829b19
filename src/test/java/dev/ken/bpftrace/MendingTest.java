package dev.ken.bpftrace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import dev.ken.source.Diagnostic;
import dev.ken.source.Source;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is mended in a model's program before anybody is asked again.
final class MendingTest {
    private static final KernelModel KERNEL = Snapshots.recorded();
    private static final CheckSettings SETTINGS = new CheckSettings(Dialect.V0_17, Optional.empty(), _ -> true, true);

    private static boolean isLegal(Source source) {
        return Legality.of(source, KERNEL, SETTINGS).diagnostics().stream()
                .noneMatch(one -> one.severity() == Diagnostic.Severity.ERROR);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            t:syscalls:sys_enter_openat { @[str(args.filename)] = count(); } | args->filename
            tracepoint:syscalls:sys_enter_opennat { @ = count(); } | sys_enter_openat {
            t:syscalls:sys_enter_openat { @[str(args->filenam)] = count(); } | args->filename
            t:syscalls:sys_enter_openat { @ = cuont(); } | count()
            t:syscalls:sys_enter_openat { @[commm] = count(); } | [comm]
            t:syscalls:sys_enter_openat { @a = 1\\n @b = 2; } | @a = 1;
            t:syscalls:sys_enter_openat { printf("opened) } | printf("opened") }
            t:syscalls:sys_enter_openat { @ = count(); | }
            begin { printf("x"); } | BEGIN
            fentry:vfs_read { @ = count(); } | kfunc:vfs_read
            t:syscalls:sys_enter_opennat { @ = count(); } | t:syscalls:sys_enter_openat {
            tracepiont:syscalls:sys_enter_openat { @ = count(); } | tracepoint:syscalls:sys_enter_openat
            tracepoint:syscall:sys_enter_openat { @ = count(); } | tracepoint:syscalls:sys_enter_openat
            tracepoint:sys_enter_openat { @ = count(); } | tracepoint:syscalls:sys_enter_openat
            t:sys_enter_openat { @ = count(); } | t:syscalls:sys_enter_openat
            kprob:vfs_read { @ = count(); } | kprobe:vfs_read
            t:syscalls:sys_enter_openat { printf("%s %d x, comm, pid); } | printf("%s %d x", comm, pid);
            t:syscalls:sys_enter_openat { printf("%s, comm) } | printf("%s", comm) }
            t:syscalls:sys_enter_openat { printf("%s %d", comm, pid } | pid) }
            t:syscalls:sys_enter_openat { printf("%s %d", comm, pid; } | pid); }
            t:syscalls:sys_enter_openat { @[str(args->filename] = count(); } | str(args->filename)]
            t:syscalls:sys_enter_openat { @[comm = count(); } | @[comm] = count()
            t:syscalls:sys_enter_openat /comm == "nginx/ { @ = count(); } | /comm == "nginx"/
            t:syscalls:sys_enter_openat\\n/comm == "nginx/\\n{ @ = count(); } | /comm == "nginx"/
            t:syscalls:sys_enter_openat /pid == 7 { @ = count(); } | /pid == 7/ {
            t:syscalls:sys_enter_openat { @[args->flag] = count(); } | args->flags
            t:syscalls:sys_exit_read { @ = sum(retval); } | args->ret
            t:syscalls:sys_enter_openat { if (pid > 1) @ = count(); } | if (pid > 1) { @ = count(); }
            t:syscalls:sys_enter_openat { if (pid > 1) @ = count(); else @x = count(); } | else { @x = count(); }
            t:syscalls:sys_enter_openat { @ = count(); }; t:syscalls:sys_exit_openat { @ = count(); } | } t:sys
            t:syscalls:sys_enter_openat { if pid > 1 { @ = count(); } } | (pid > 1)
            """)
    void whatIsMended(String program, String mended) {
        Source source = new Source("program", program.replace("\\n", "\n"));
        assertThat(isLegal(source)).as("it is wrong at first").isFalse();
        Source after = Mending.of(source, KERNEL, SETTINGS);
        assertThat(after.text()).contains(mended);
    }

    /// Two names that are as near are a choice that nobody makes for the author.
    @Test
    void whatHasSeveralCandidatesStays() {
        Source source = new Source("program", "t:syscalls:sys_enter_xyzzy { @ = count(); }");
        assertThat(Mending.of(source, KERNEL, SETTINGS).text()).isEqualTo(source.text());
    }
}
