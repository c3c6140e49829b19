package dev.ken.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.kernel.KernelModel;
import dev.ken.runtime.KernelVerdict.Accepted;
import dev.ken.runtime.KernelVerdict.Cause;
import dev.ken.runtime.KernelVerdict.Rejected;
import dev.ken.source.Source;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What clang and the verifier of the running kernel say of programs in C. Nothing is attached.
@Tag("live")
@Timeout(60)
class ObjectCheckLiveTest {
    private static final String HEAD = """
            #include "vmlinux.h"
            #include <bpf/bpf_helpers.h>
            #include <bpf/bpf_core_read.h>
            char LICENSE[] SEC("license") = "GPL";
            struct {
            	__uint(type, BPF_MAP_TYPE_HASH);
            	__uint(max_entries, 16);
            	__type(key, __u32);
            	__type(value, __u64);
            } calls SEC(".maps");
            SEC("tp/syscalls/sys_enter_getppid")
            int on_getppid(void *ctx)
            {
            	__u32 key = 1;
            	__u64 *count = bpf_map_lookup_elem(&calls, &key);
            """;

    private final Environment environment = Live.environment();
    private final Clang clang = new Clang(environment, System.getenv());
    private final KernelModel kernel =
            KernelFiles.of(environment).model().orElseThrow(() -> new IllegalStateException("no kernel"));

    private KernelVerdict check(String body) {
        boolean there = environment.clang().isPresent() && environment.bpftool().isPresent();
        if (!there) {
            System.out.println("skipped: no program in C was loaded: clang or bpftool is missing");
        }
        Assumptions.assumeTrue(there, "clang or bpftool is missing");
        return new ObjectCheck(environment, clang).check(HEAD + body, kernel);
    }

    @Test
    void loadsWhatIsTested() {
        assertThat(check("\tif (count)\n\t\t*count += 1;\n\treturn 0;\n}\n"))
                .isInstanceOfSatisfying(
                        Accepted.class,
                        accepted -> assertThat(accepted.probes()).isEqualTo(1));
    }

    @Test
    void refusesWhatIsNotTestedForNull() {
        assertThat(check("\t*count += 1;\n\treturn 0;\n}\n")).isInstanceOfSatisfying(Rejected.class, rejected -> {
            assertThat(rejected.cause()).isEqualTo(Cause.VERIFIER);
            assertThat(rejected.message()).startsWith("on_getppid: ").contains("map_value_or_null");
            assertThat(rejected.line()).contains(16);
        });
    }

    @Test
    void refusesWhatTheKernelDoesNotHave() {
        assertThat(check("""
                	struct task_struct___none {
                		int no_such_member;
                	} __attribute__((preserve_access_index)) *task = (void *)bpf_get_current_task();

                	return BPF_CORE_READ(task, no_such_member) + (count != 0);
                }
                """)).isInstanceOf(Rejected.class);
    }

    @Test
    void tellsWhereNoProgramIs() {
        Compilation result = clang.compile(new Source("program", HEAD + "\treturn counts;\n}\n"), kernel);
        assertThat(result).isInstanceOfSatisfying(Compilation.Errors.class, errors -> {
            assertThat(errors.diagnostics().getFirst().message()).contains("undeclared identifier 'counts'");
            assertThat((HEAD + "\treturn counts;\n}\n")
                            .substring(
                                    errors.diagnostics().getFirst().span().start(),
                                    errors.diagnostics().getFirst().span().end()))
                    .isEqualTo("counts");
        });
    }
}
