package dev.ken.kernel.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import dev.ken.kernel.bpf.BpfHook.Range;
import dev.ken.kernel.btf.Btf;
import dev.ken.kernel.btf.BtfType;
import dev.ken.source.Source;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The shipped facts about program types and kfuncs, against what a kernel of the same release tells of itself.
final class BpfHooksTest {
    private static final KernelModel KERNEL = Snapshots.recorded();
    private static final String TYPE = "BPF_PROG_TYPE_";
    private static final String CONVERT = "bpf_ctx_convert";
    private final BpfHooks hooks = BpfHooks.shipped();
    private final Btf btf = KERNEL.btf().orElseThrow();

    private Map<String, Long> constants(String enumeration, String prefix) {
        Map<String, Long> values = new TreeMap<>();
        btf.enumeration(enumeration).orElseThrow().enumerators().stream()
                .filter(one -> one.name().startsWith(prefix) && !one.name().endsWith("_UNSPEC"))
                .forEach(one -> values.put(one.name(), one.value()));
        return values;
    }

    @Test
    void everyTypeOfTheKernelIsThereUnderItsNumber() {
        Map<String, Long> told = new TreeMap<>();
        hooks.all().forEach(hook -> told.put(hook.constant(), (long) hook.number()));
        assertThat(told).isEqualTo(constants("bpf_prog_type", TYPE));
    }

    @Test
    void everyPlaceOfTheKernelIsThereAndNoOther() {
        Set<String> told = new TreeSet<>();
        hooks.all().forEach(hook -> hook.places().forEach(place -> told.add(place.constant())));
        assertThat(told).isEqualTo(constants("bpf_attach_type", "BPF_").keySet());
    }

    /// The kernel keeps the pair of types of every program type that it was built with.
    @Test
    void contextsAreThoseOfTheKernel() {
        int seen = 0;
        BtfType.Struct told = btf.struct(CONVERT).orElseThrow();
        for (BtfType.Member member : told.members()) {
            boolean program = member.name().endsWith("_prog");
            String name = member.name().substring(TYPE.length(), member.name().length() - "_prog".length());
            BpfHook hook = hooks.name(name.toLowerCase(Locale.ROOT)).orElseThrow();
            assertThat(program ? hook.context() : hook.kernel())
                    .as(member.name())
                    .isEqualTo(btf.cText(member.type()).strip());
            seen++;
        }
        assertThat(seen).isGreaterThan(50);
    }

    @Test
    void whatMayBeReturned() {
        BpfHook skb = hooks.name("cgroup_skb").orElseThrow();
        assertThat(skb.returnsAt("CGROUP_INET_EGRESS")).contains(new Range(0, 3));
        assertThat(skb.returnsAt("CGROUP_INET_INGRESS")).contains(new Range(0, 1));
        assertThat(hooks.name("xdp").orElseThrow().returnsAt("XDP")).isEmpty();
        BpfHook tracing = hooks.name("tracing").orElseThrow();
        assertThat(tracing.returnsAt("TRACE_FENTRY")).contains(new Range(0, 0));
        assertThat(tracing.returnsAt("MODIFY_RETURN")).isEmpty();
        assertThat(tracing.returnsAt("TRACE_ITER").orElseThrow().contains(2)).isFalse();
    }

    @Test
    void sectionsTellTheType() {
        Map.of(
                        "tracepoint/syscalls/sys_enter_openat", "tracepoint",
                        "xdp", "xdp",
                        "tcx/ingress", "sched_cls",
                        "kprobe/vfs_read", "kprobe",
                        "?fentry/tcp_connect", "tracing",
                        "cgroup/connect4", "cgroup_sock_addr",
                        "cgroup_skb/egress", "cgroup_skb",
                        "struct_ops/init", "struct_ops")
                .forEach((section, type) -> assertThat(hooks.section(section).map(BpfHook::name))
                        .as(section)
                        .contains(type));
        assertThat(hooks.section(".text")).isEmpty();
        assertThat(hooks.section("maps/x")).isEmpty();
    }

    @Test
    void olderKernelsHaveFewer() {
        KernelModel old = new KernelModel("5.10.0-1-amd64", KERNEL.tracepoints(), KERNEL.syscalls());
        assertThat(old.hooks()).hasSize(30).noneMatch(hook -> hook.name().equals("netfilter"));
        assertThat(old.helper("ktime_get_tai_ns")).isEmpty();
        assertThat(old.helper("bpf_map_lookup_elem")).isPresent();
        assertThat(KERNEL.hooks()).hasSize(32);
        assertThat(KERNEL.helpers()).hasSize(211);
    }

    @Test
    void kfuncsHaveTheDemandsThatTheirNamesTell() {
        assertThat(KERNEL.kfuncs()).hasSizeGreaterThan(190);
        Kfunc fill = KERNEL.kfunc("bpf_dynptr_slice").orElseThrow();
        assertThat(fill.cText()).startsWith("void *bpf_dynptr_slice(");
        assertThat(fill.parameters().get(2).demands()).contains(Kfunc.Demand.MEMORY, Kfunc.Demand.OPTIONAL);
        assertThat(fill.parameters().get(3).demands()).containsExactly(Kfunc.Demand.CONSTANT_SIZE);
        Kfunc task = KERNEL.kfunc("bpf_task_from_pid").orElseThrow();
        KfuncRules rules = task.rules().orElseThrow();
        assertThat(rules.flags()).containsExactly(KfuncRules.Flag.ACQUIRES, KfuncRules.Flag.NULL);
        assertThat(rules.callableBy("tracing")).isTrue();
        assertThat(rules.callableBy("socket_filter")).isFalse();
        assertThat(KERNEL.kfunc("vfs_read")).isEmpty();
    }

    @Test
    void ruledKfuncsAreThoseOfTheKernel() {
        // kexec is not built into this kernel.
        Set<String> absent = Set.of("crash_kexec");
        List<String> missing = KfuncRules.all().stream()
                .map(KfuncRules::name)
                .filter(name -> KERNEL.kfunc(name).isEmpty() && !absent.contains(name))
                .toList();
        assertThat(missing).isEmpty();
        for (KfuncRules rule : KfuncRules.all()) {
            Optional<Kfunc> kfunc = KERNEL.kfunc(rule.name());
            if (kfunc.isPresent() && rule.has(KfuncRules.Flag.NULL)) {
                assertThat(kfunc.get().cText())
                        .as("a result that may be null is a pointer")
                        .matches("[^(]*\\*\\w+\\(.*");
            }
        }
    }

    @Test
    void spoiltFilesAreReadOrRefused() {
        Random random = new Random(5);
        Source hookFile = FactReader.shipped("hooks.programs");
        Source kfuncFile = FactReader.shipped("kfuncs.rules");
        for (int i = 0; i < 300; i++) {
            String hook = spoilt(hookFile.text(), random);
            String kfunc = spoilt(kfuncFile.text(), random);
            assertThatCode(() -> {
                        HookParser.parse(new Source("x", hook));
                        KfuncRules.parse(new Source("x", kfunc));
                    })
                    .doesNotThrowAnyException();
        }
        assertThat(HookParser.parse(new Source("x", "program p\n  number 1\n  since 5.1\n  returns 3..1\n"))
                        .diagnostics())
                .hasSizeGreaterThanOrEqualTo(2);
        assertThat(KfuncRules.parse(new Source("x", "group f l\n  programs every\n  kfunc f odd\n"))
                        .diagnostics())
                .hasSize(1);
    }

    private static String spoilt(String text, Random random) {
        int from = random.nextInt(text.length());
        StringBuilder part = new StringBuilder(text.substring(from, Math.min(text.length(), from + 2_000)));
        for (int i = 0; i < 5 && part.length() > 1; i++) {
            part.setCharAt(random.nextInt(part.length()), (char) (9 + random.nextInt(120)));
        }
        return part.toString();
    }
}
