package dev.ken.kernel.catalog;

import dev.ken.kernel.FieldType;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.ProbeFacts;
import dev.ken.kernel.Probes;
import dev.ken.kernel.btf.Access;
import dev.ken.kernel.btf.Btf;
import dev.ken.kernel.btf.BtfType;
import dev.ken.kernel.btf.Kind;
import java.util.Optional;
import java.util.Set;

/// How a program in C with libbpf reads what the catalog writes in bpftrace's manner: derived, so that the two
/// cannot differ. `ctx` is the program's context (`struct trace_event_raw_*` at a tracepoint, registers at a
/// kprobe); at fentry and fexit the arguments have the names that `BPF_PROG` gives them, and `ret` is the
/// result. Sources: bpf_tracing.h, bpf_core_read.h and bpf_helpers.h of libbpf.
public final class CReading {
    /// What C would compute in the 32 bits of a field, and bpftrace in 64.
    private static final Set<String> WIDENS = Set.of("<<", "*", "+", "-");
    /// Names that `BPF_PROG` has, and that programs give to what is their own.
    private static final Set<String> OWN = Set.of(
            "ctx", "ret", "id", "key", "start", "event", "e", "now", "best", "only", "seen", "text", "first", "last",
            "link");

    private final KernelModel kernel;
    private final String[] words;
    private final Optional<ProbeFacts> facts;

    private CReading(String probe, KernelModel kernel) {
        this.kernel = kernel;
        words = probe.split(":");
        facts = Probes.resolve(probe, kernel);
    }

    /// The section of a program at the probe: `fentry/vfs_read`, `tp/sched/sched_switch`.
    public static String section(String probe) {
        String[] words = probe.split(":", 2);
        return switch (words[0]) {
            case "tracepoint" -> "tp/" + words[1].replace(':', '/');
            case "fentry", "fexit", "kprobe", "kretprobe" -> words[0] + "/" + words[1];
            case "uprobe", "uretprobe", "usdt" -> words[0] + "/" + words[1];
            default -> "perf_event";
        };
    }

    /// The expression, or for texts and stacks the call that puts them into `buf`.
    public static String of(Reading reading, String probe, KernelModel kernel) {
        return new CReading(probe, kernel).text(reading);
    }

    /// What a parameter of a function is called in a program at its fentry or fexit.
    public static String parameter(String name) {
        return OWN.contains(name) ? name + "_arg" : name;
    }

    private boolean isFunctionWithNames() {
        return words[0].equals("fentry") || words[0].equals("fexit");
    }

    private String text(Reading reading) {
        return switch (reading) {
            case Reading.Arg(String field) -> field(field);
            case Reading.ArgElement(String field, int index) -> field(field) + "[" + index + "]";
            case Reading.Builtin(String name) -> builtin(name);
            case Reading.Cast(String struct, Reading of) -> "((struct " + struct + " *)" + text(of) + ")";
            case Reading.Member member -> member(member);
            case Reading.Placed(Reading of, String field, var _, var _, var _) -> member(new Reading.Member(of, field));
            case Reading.Text(Reading of) -> copied(of);
            case Reading.AddressText(Reading of) ->
                "BPF_SNPRINTF(buf, sizeof(buf), \"" + (isLong(of) ? "%pI6" : "%pI4") + "\", " + text(of) + ")";
            case Reading.HostOrder(int bits, Reading of) ->
                (bits == Short.SIZE ? "bpf_ntohs(" : "bpf_ntohl(") + text(of) + ")";
            case Reading.SignedLow(int bits, Reading of) -> "(__s" + bits + ")" + text(of);
            // C has to walk over the array: this is where it begins.
            case Reading.Joined(Reading of) -> text(of);
            case Reading.Number(long value) -> Long.toString(value);
            case Reading.Binary(String operator, Reading left, Reading right) ->
                (WIDENS.contains(operator) ? "(__u64)" : "") + inner(left) + " " + operator + " " + inner(right);
        };
    }

    private String inner(Reading reading) {
        return reading instanceof Reading.Binary ? "(" + text(reading) + ")" : text(reading);
    }

    private Optional<FieldType> type(Reading of) {
        return of instanceof Reading.Arg(String name)
                ? facts.flatMap(f -> f.field(name)).map(ProbeFacts.SiteField::type)
                : Optional.empty();
    }

    private boolean isLong(Reading of) {
        return type(of).map(t ->
                        t instanceof FieldType.Array(int bytes, var _, int length) && bytes * length > Integer.BYTES)
                .orElse(false);
    }

    /// What lies in the context at tracepoints; system calls have their arguments in an array.
    private String field(String name) {
        if (isFunctionWithNames()) {
            return parameter(name);
        }
        boolean call = words[0].equals("tracepoint") && words[1].equals("syscalls");
        if (call && words[2].startsWith("sys_enter_")) {
            String symbol = facts.flatMap(f -> f.field(name))
                    .map(ProbeFacts.SiteField::symbol)
                    .orElse("");
            if (symbol.matches("arg\\d")) {
                return "ctx->args[" + symbol.charAt(3) + "]";
            }
        }
        boolean behind = type(new Reading.Arg(name))
                .filter(FieldType.DynamicText.class::isInstance)
                .isPresent();
        return behind ? "((void *)ctx + (ctx->__data_loc_" + name + " & 0xffff))" : "ctx->" + name;
    }

    /// The sixth has no macro before libbpf 1.2.
    private String argument(int number) {
        if (words[0].equals("usdt")) {
            return "({ long value = 0; bpf_usdt_arg(ctx, " + number + ", &value); value; })";
        }
        boolean sixth = number == 5 && kernel.architecture().equals("x86_64");
        return sixth ? "ctx->r9" : "PT_REGS_PARM" + (number + 1) + "(ctx)";
    }

    private String builtin(String name) {
        if (name.matches("arg\\d")) {
            return argument(name.charAt(3) - '0');
        }
        return switch (name) {
            case "retval" -> isFunctionWithNames() ? "ret" : "PT_REGS_RC(ctx)";
            case "pid" -> "bpf_get_current_pid_tgid() >> 32";
            case "tid" -> "(__u32)bpf_get_current_pid_tgid()";
            case "uid" -> "(__u32)bpf_get_current_uid_gid()";
            case "gid" -> "bpf_get_current_uid_gid() >> 32";
            case "comm" -> "bpf_get_current_comm(buf, sizeof(buf))";
            case "cpu" -> "bpf_get_smp_processor_id()";
            case "nsecs" -> "bpf_ktime_get_ns()";
            case "cgroup" -> "bpf_get_current_cgroup_id()";
            case "ppid" -> "BPF_CORE_READ((struct task_struct *)bpf_get_current_task(), real_parent, tgid)";
            case "parent_comm" -> "BPF_CORE_READ((struct task_struct *)bpf_get_current_task(), real_parent, comm)";
            case "exit_code" -> "BPF_CORE_READ((struct task_struct *)bpf_get_current_task(), exit_code)";
            case "curtask" -> "bpf_get_current_task()";
            case "kstack" -> "bpf_get_stack(ctx, buf, sizeof(buf), 0)";
            case "ustack" -> "bpf_get_stack(ctx, buf, sizeof(buf), BPF_F_USER_STACK)";
            default -> name;
        };
    }

    /// Text that a program gave lies in its memory, all other in the kernel's.
    private String copied(Reading of) {
        boolean user = words[0].startsWith("u") || words[0].equals("tracepoint") && words[1].equals("syscalls");
        return "bpf_probe_read_" + (user ? "user" : "kernel") + "_str(buf, sizeof(buf), (void *)" + text(of) + ")";
    }

    private String member(Reading.Member member) {
        Reading root = member;
        String path = "";
        for (Optional<Reading.Member> outer = Optional.of(member); outer.isPresent(); outer = named(root)) {
            String field = outer.get().field();
            path = path.isEmpty() ? field : field + "." + path;
            root = outer.get().of();
        }
        return "BPF_CORE_READ(" + text(root) + ", " + steps(root, path) + ")";
    }

    private static Optional<Reading.Member> named(Reading reading) {
        return switch (reading) {
            case Reading.Member member -> Optional.of(member);
            case Reading.Placed(Reading of, String field, var _, var _, var _) ->
                Optional.of(new Reading.Member(of, field));
            case Reading _ -> Optional.empty();
        };
    }

    /// A comma wherever a pointer is followed, as `BPF_CORE_READ` wants it: `f_path.dentry, d_name.name`.
    private String steps(Reading root, String path) {
        Optional<Btf> btf = kernel.btf();
        Optional<Integer> start = btf.flatMap(types -> struct(root, types));
        StringBuilder steps = new StringBuilder();
        StringBuilder prefix = new StringBuilder();
        for (String step : path.split("\\.")) {
            String before = prefix.toString();
            boolean follows = !before.isEmpty()
                    && start.flatMap(id -> btf.flatMap(types -> types.access(id, before)))
                            .map(Access::pointer)
                            .orElse(true);
            steps.append(before.isEmpty() ? "" : follows ? ", " : ".").append(step);
            prefix.append(before.isEmpty() ? "" : ".").append(step);
        }
        return steps.toString();
    }

    private Optional<Integer> struct(Reading root, Btf btf) {
        return switch (root) {
            case Reading.Cast(String struct, var _) -> btf.find(Kind.STRUCT, struct);
            case Reading.Arg(String name) ->
                kernel.functions().find(words[words.length - 1]).stream()
                        .flatMap(function -> function.prototype().parameters().stream())
                        .filter(parameter -> parameter.name().equals(name))
                        .map(BtfType.Parameter::type)
                        .findFirst()
                        .flatMap(btf::pointee);
            default -> Optional.empty();
        };
    }
}
