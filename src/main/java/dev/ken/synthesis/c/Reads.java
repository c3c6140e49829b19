package dev.ken.synthesis.c;

import dev.ken.contract.After;
import dev.ken.contract.PartNames;
import dev.ken.kernel.FieldType;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.ProbeFacts;
import dev.ken.kernel.Probes;
import dev.ken.kernel.btf.Kind;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.CReading;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.kernel.catalog.ProbePoint;
import dev.ken.kernel.catalog.Reading;
import dev.ken.kernel.catalog.Unit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How attributes of one kind are read in C.
final class Reads {
    static final int TEXT_BYTES = 64;
    private static final Attribute SINCE = new Attribute(
            After.SINCE, Attribute.Type.INTEGER, Unit.NANOSECONDS, Attribute.Phase.END, "the time between", List.of());
    private static final Set<String> NARROW = Set.of("pid", "tid", "ppid", "uid", "gid", "cpu");

    private final EventKind kind;
    private final Catalog catalog;
    private final KernelModel kernel;
    private final Optional<Reads> first;

    Reads(EventKind kind, Catalog catalog, KernelModel kernel) {
        this(kind, catalog, kernel, Optional.empty());
    }

    /// `first`: of the first occurrences of a pair.
    Reads(EventKind kind, Catalog catalog, KernelModel kernel, Optional<Reads> first) {
        this.kind = kind;
        this.catalog = catalog;
        this.kernel = kernel;
        this.first = first;
    }

    Attribute attribute(String name) {
        if (name.startsWith(After.FIRST) && first.isPresent()) {
            return first.get().attribute(ofFirst(name));
        }
        return name.equals(After.SINCE) && first.isPresent()
                ? SINCE
                : PartNames.attribute(name, kind, catalog)
                        .orElseThrow(() -> new IllegalStateException(kind.name() + " has no attribute " + name));
    }

    private static String ofFirst(String name) {
        return name.substring(After.FIRST.length());
    }

    /// The declaration of a member that holds an attribute.
    String member(String called, String name) {
        return isText(name) ? "char " + called + "[" + textBytes(name) + "]" : type(name) + " " + called;
    }

    boolean isStack(String name) {
        return attribute(name).type() == Attribute.Type.STACK;
    }

    boolean isText(String name) {
        return attribute(name).type() == Attribute.Type.TEXT && !isAddress(name);
    }

    /// Whether it is an internet address, which the reader shows as text.
    boolean isAddress(String name) {
        return kind.points().stream()
                .anyMatch(point -> point.readings().get(name) instanceof Reading.AddressText
                        && !kind.name().startsWith("packet."));
    }

    /// Whether it is copied to where it is kept, and not computed.
    boolean isCopied(String name) {
        return isText(name) || isAddress(name);
    }

    private String addressType(String name) {
        if (!isAddress(name)) {
            throw new IllegalStateException(name + " is a text");
        }
        return isLong(name) ? "struct in6_addr" : "__be32";
    }

    /// What is kept in values of a map: addresses are followed only where they are keys or are told at once.
    void refuseAddress(String name) {
        if (isAddress(name)) {
            throw new Unsayable("An address that is kept for later cannot be written in C yet; --target bpftrace can.");
        }
    }

    /// An address of IPv6 has 16 bytes, one of IPv4 has 4.
    private boolean isLong(String name) {
        return kind.points().stream()
                .anyMatch(point -> point.readings().get(name) instanceof Reading.AddressText(Reading.Arg(String field))
                        && field(field, point)
                                .filter(type ->
                                        type instanceof FieldType.Array(int _, boolean _, int length) && length == 16)
                                .isPresent());
    }

    /// The C type of a number.
    String type(String name) {
        if (name.startsWith(After.FIRST) && first.isPresent()) {
            return first.get().type(ofFirst(name));
        }
        if (kind.name().startsWith("packet.")) {
            return PacketHeadersText.type(name);
        }
        boolean ambient = kind.attribute(name).isEmpty() && NARROW.contains(name);
        return switch (attribute(name).type()) {
            case INTEGER, ADDRESS -> ambient ? "__u32" : "__u64";
            case SIGNED -> "__s64";
            case ERRNO -> "__s64";
            case STACK -> "__u32";
            case TEXT -> addressType(name);
        };
    }

    int textBytes(String name) {
        if (name.startsWith(After.FIRST) && first.isPresent()) {
            return first.get().textBytes(ofFirst(name));
        }
        boolean comm = kind.attribute(name).isEmpty() && (name.equals("process") || name.contains("parent"));
        return comm ? 16 : TEXT_BYTES;
    }

    Reading reading(String name, ProbePoint point) {
        Reading own = point.readings().get(name);
        if (own != null) {
            return own;
        }
        Catalog.AmbientAttribute ambient = catalog.ambient().get(name);
        if (ambient == null) {
            throw new IllegalStateException("no attribute " + name + " of " + kind.name() + " at " + point.probe());
        }
        return ambient.reading();
    }

    /// A number; of a stack its id in the map of stacks.
    String number(String name, ProbePoint point) {
        if (isStack(name)) {
            boolean user = new Reading.Builtin("ustack").equals(reading(name, point));
            return "bpf_get_stackid(ctx, &" + CProgram.STACKS + ", " + (user ? "BPF_F_USER_STACK" : "0") + ")";
        }
        String value = CReading.of(reading(name, point), point.probe(), kernel);
        return attribute(name).type() == Attribute.Type.ERRNO
                ? "(__s64)(" + value + ") < 0 ? -(__s64)(" + value + ") : 0"
                : value;
    }

    String plain(Reading reading, ProbePoint point) {
        return CReading.of(reading, point.probe(), kernel);
    }

    /// The statement that puts a text into `target`, an array.
    String fill(String name, ProbePoint point, String target) {
        return fill(reading(name, point), point, target);
    }

    private String fill(Reading reading, ProbePoint point, String target) {
        return switch (reading) {
            case Reading.Text _ -> copied(CReading.of(reading, point.probe(), kernel), target);
            case Reading.AddressText(Reading.Arg(String field))
            when field(field, point).filter(FieldType.Array.class::isInstance).isPresent() ->
                "bpf_probe_read_kernel(&" + target + ", sizeof(" + target + "), " + plain(new Reading.Arg(field), point)
                        + ")";
            case Reading.AddressText(Reading of) -> target + " = " + plain(of, point);
            case Reading.Builtin(String name)
            when name.equals("comm") -> copied(CReading.of(reading, point.probe(), kernel), target);
            case Reading.Builtin(String name)
            when name.equals("parent_comm") ->
                "BPF_CORE_READ_INTO(&" + target + ", (struct task_struct *)bpf_get_current_task(), real_parent, comm)";
            case Reading.Arg(String field)
            when isArray(field, point) ->
                "bpf_probe_read_kernel_str(" + target + ", sizeof(" + target + "), "
                        + CReading.of(reading, point.probe(), kernel) + ")";
            case Reading.Arg(String field)
            when isDynamic(field, point) ->
                "bpf_probe_read_kernel_str(" + target + ", sizeof(" + target + "), "
                        + CReading.of(reading, point.probe(), kernel) + ")";
            case Reading _ -> throw new Unsayable("This text cannot be read in C yet; --target bpftrace can.");
        };
    }

    private static String copied(String call, String target) {
        return call.replace("(buf, sizeof(buf)", "(" + target + ", sizeof(" + target + ")");
    }

    private Optional<FieldType> field(String name, ProbePoint point) {
        return Probes.resolve(point.probe(), kernel)
                .flatMap(facts -> facts.field(name))
                .map(ProbeFacts.SiteField::type);
    }

    private boolean isArray(String name, ProbePoint point) {
        return field(name, point).filter(FieldType.Text.class::isInstance).isPresent();
    }

    private boolean isDynamic(String name, ProbePoint point) {
        return field(name, point)
                .filter(FieldType.DynamicText.class::isInstance)
                .isPresent();
    }

    /// The pointer to a text of the user, where it is one: what is kept of it until it is surely there.
    Optional<String> pointer(String name, ProbePoint point) {
        boolean call = point.probe().startsWith("tracepoint:syscalls:");
        return call && reading(name, point) instanceof Reading.Text(Reading of)
                ? Optional.of(CReading.of(of, point.probe(), kernel))
                : Optional.empty();
    }

    /// The type of the context, `struct trace_event_raw_sys_enter`; what has to be declared for it goes to `program`.
    static String context(ProbePoint point, CProgram program) {
        String[] words = point.probe().split(":");
        return switch (words[0]) {
            case "tracepoint" -> tracepoint(words[1], words[2], program);
            case "profile", "software" -> "struct bpf_perf_event_data";
            case "kprobe", "kretprobe", "uprobe", "uretprobe" -> {
                program.needsTracing();
                yield "struct pt_regs";
            }
            case "usdt" -> {
                program.needsUserProbes();
                yield "struct pt_regs";
            }
            default ->
                throw new Unsayable(
                        "The probe " + point.probe() + " cannot be written in C yet; --target bpftrace can.");
        };
    }

    private static String tracepoint(String category, String name, CProgram program) {
        if (category.equals("syscalls")) {
            return "struct trace_event_raw_sys_" + (name.startsWith("sys_enter_") ? "enter" : "exit");
        }
        KernelModel kernel = program.kernel();
        String own = "trace_event_raw_" + name;
        if (kernel.btf().filter(btf -> btf.find(Kind.STRUCT, own).isPresent()).isPresent()) {
            return "struct " + own;
        }
        return kernel.tracepoints()
                .find(category, name)
                .map(format -> kernel.btf()
                        .flatMap(btf -> Layouts.ofClass(format, btf))
                        .orElseGet(() -> Layouts.declare(format, program)))
                .orElseThrow(() -> new Unsayable("The format of " + category + ":" + name + " is not known."));
    }
}
