package dev.ken.kernel;

import dev.ken.kernel.ProbeFacts.SiteField;
import dev.ken.kernel.btf.Btf;
import dev.ken.kernel.btf.BtfType;
import dev.ken.kernel.btf.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// What BTF tells of the contexts of functions, raw tracepoints and iterators. Source followed: include/trace/bpf_probe.h
/// (`btf_trace_*`, `__traceiter_*`) and include/linux/bpf.h (`DEFINE_BPF_ITER_FUNC`, `struct bpf_iter__*`).
final class TracedContexts {
    private static final String ITERATOR_CONTEXT = "bpf_iter__";
    private static final String ITERATOR_FUNCTION = "bpf_iter_";

    /// Category of raw tracepoints that tracefs does not list.
    private static final String BARE = "raw";

    /// Tracepoints of tracefs that the kernel makes of `sys_enter` and `sys_exit`.
    private static final String SYNTHETIC = "syscalls:";

    /// What a member points to, in the rows of [RawFields].
    private static final Pattern STRUCTURE = Pattern.compile("->\\w+:");

    private static final SiteField CURRENT = new SiteField("curtask", new FieldType.Pointer("struct task_struct"));

    private TracedContexts() {}

    /// The facts of a raw tracepoint: it is the occurrence that the tracepoint of the same name is, seen with the
    /// arguments that the kernel calls the tracepoint with.
    static Optional<ProbeFacts> rawTracepoint(String probe, String name, KernelModel kernel) {
        Optional<Site> site = site(name, kernel);
        return site.map(known -> {
            Map<String, SiteField> fields = new LinkedHashMap<>(arguments(name, kernel));
            if (known instanceof Site.Tracepoint(String category, _)) {
                Probes.resolve("tracepoint:" + category + ":" + name, kernel)
                        .ifPresent(same -> members(name, same, fields));
            }
            return new ProbeFacts(probe, known, List.of(), fields);
        });
    }

    /// `next.pid`, where that is what the tracepoint tells as `next_pid`, and arguments that it tells as they are.
    private static void members(String name, ProbeFacts tracepoint, Map<String, SiteField> fields) {
        for (RawFields.Row row : RawFields.of(name)) {
            Optional<SiteField> told =
                    row.isCurrent() ? Optional.of(CURRENT) : tracepoint.field(row.field());
            Optional<SiteField> argument = Optional.ofNullable(fields.get(row.argument()));
            if (told.isPresent() && argument.isPresent()) {
                List.copyOf(fields.entrySet()).stream()
                        .filter(one -> !one.getKey().contains(".")
                                && one.getValue().symbol().equals(argument.get().symbol()))
                        .forEach(one -> {
                            if (row.isArgument()) {
                                fields.put(
                                        one.getKey(),
                                        new SiteField(
                                                told.get().symbol(), one.getValue().type()));
                            } else if (row.isIdentity()) {
                                fields.put(one.getKey() + ProbeFacts.IDENTITY + row.field(), told.get());
                            } else if (row.swapped().isPresent()) {
                                fields.put(
                                        one.getKey()
                                                + ProbeFacts.SWAPPED
                                                + row.swapped().get(),
                                        told.get());
                            } else {
                                fields.put(one.getKey() + "." + row.member(), told.get());
                                // As bpftrace writes it, which knows what it points to.
                                String written = STRUCTURE.matcher(row.member()).replaceAll(".");
                                fields.put(one.getKey() + "." + written, told.get());
                            }
                        });
            }
        }
    }

    private static Optional<Site> site(String name, KernelModel kernel) {
        Optional<String> listed = kernel.tracepoints().names().stream()
                .filter(one -> one.endsWith(":" + name) && !one.startsWith(SYNTHETIC))
                .findFirst();
        if (listed.isPresent()) {
            return switch (listed.get()) {
                case "raw_syscalls:sys_enter" -> Optional.of(new Site.SyscallEnter());
                case "raw_syscalls:sys_exit" -> Optional.of(new Site.SyscallExit());
                case String full -> Optional.of(new Site.Tracepoint(full.substring(0, full.indexOf(':')), name));
            };
        }
        return kernel.btf()
                .flatMap(btf -> btf.typedef("btf_trace_" + name))
                .map(_ -> new Site.Tracepoint(BARE, name));
    }

    private static Map<String, SiteField> arguments(String name, KernelModel kernel) {
        Map<String, SiteField> fields = new LinkedHashMap<>();
        Optional<KernelFunction> caller = kernel.functions().find("__traceiter_" + name);
        if (caller.isEmpty()) {
            for (int i = 0; i < Probes.MOST_ARGUMENTS; i++) {
                fields.put("arg" + i, new SiteField(symbol(name, i), new FieldType.Integer(Long.BYTES, false)));
            }
            return fields;
        }
        Btf btf = caller.get().btf();
        // The first parameter is the tracepoint's own data.
        List<BtfType.Parameter> parameters = caller.get().prototype().parameters();
        for (int i = 1; i < parameters.size(); i++) {
            BtfType.Parameter parameter = parameters.get(i);
            SiteField field = new SiteField(symbol(name, i - 1), type(btf, parameter.type()));
            fields.put(parameter.name(), field);
            fields.put("arg" + (i - 1), new SiteField(field.symbol(), new FieldType.Integer(Long.BYTES, false)));
        }
        return fields;
    }

    private static String symbol(String name, int argument) {
        return switch (name + " " + argument) {
            case "sys_enter 1" -> "nr";
            case "sys_exit 1" -> "ret";
            default -> "raw" + argument;
        };
    }

    /// The names that raw tracepoints of this kernel have, sorted.
    static List<String> rawTracepoints(KernelModel kernel) {
        Set<String> all = new TreeSet<>();
        kernel.tracepoints().names().stream()
                .filter(name -> !name.startsWith(SYNTHETIC))
                .forEach(name -> all.add(name.substring(name.indexOf(':') + 1)));
        return List.copyOf(all);
    }

    /// The facts of an iterator; empty where the kernel has none over this kind of object, or tells no types.
    static Optional<ProbeFacts> iterator(String probe, String object, KernelModel kernel) {
        return kernel.btf()
                .filter(btf -> btf.function(ITERATOR_FUNCTION + object).isPresent())
                .flatMap(btf -> btf.struct(ITERATOR_CONTEXT + object)
                        .map(context -> iterator(probe, object, btf, context)));
    }

    private static ProbeFacts iterator(String probe, String object, Btf btf, BtfType.Struct context) {
        Map<String, SiteField> fields = new LinkedHashMap<>();
        fields.put("ctx", new SiteField("ctx", new FieldType.Pointer("struct " + context.name())));
        for (BtfType.Member member : context.members()) {
            // Each is a pointer, alone in a union of eight bytes (`__bpf_md_ptr`).
            int type = btf.type(btf.strip(member.type())) instanceof BtfType.Union union && member.name().isEmpty()
                    ? union.members().getFirst().type()
                    : member.type();
            String name = member.name().isEmpty()
                    ? ((BtfType.Union) btf.type(btf.strip(member.type()))).members().getFirst().name()
                    : member.name();
            fields.put(name, new SiteField("ctx." + name, type(btf, type)));
        }
        return new ProbeFacts(probe, new Site.Iterator(object), List.of(), fields);
    }

    /// What this kernel can iterate over, sorted.
    static List<String> iterators(KernelModel kernel) {
        Set<String> all = new TreeSet<>();
        kernel.btf().ifPresent(btf -> {
            for (String name : btf.ownNames(Kind.STRUCT)) {
                if (name.startsWith(ITERATOR_CONTEXT)) {
                    String object = name.substring(ITERATOR_CONTEXT.length());
                    if (btf.function(ITERATOR_FUNCTION + object).isPresent()) {
                        all.add(object);
                    }
                }
            }
        });
        return List.copyOf(all);
    }

    /// The named parameters of a function, behind what the probe has anyway.
    static ProbeFacts withParameters(ProbeFacts facts, KernelFunction function) {
        Map<String, SiteField> fields = new LinkedHashMap<>(facts.fields());
        List<BtfType.Parameter> parameters = function.prototype().parameters();
        for (int i = 0; i < parameters.size(); i++) {
            SiteField field = new SiteField(
                    "arg" + i, type(function.btf(), parameters.get(i).type()));
            fields.putIfAbsent(parameters.get(i).name(), field);
        }
        int result = function.prototype().returns();
        if (facts.site() instanceof Site.FunctionReturn && function.btf().strip(result) != 0) {
            fields.put("retval", new SiteField("retval", type(function.btf(), result)));
        }
        return new ProbeFacts(facts.probe(), facts.site(), facts.syscalls(), fields);
    }

    private static FieldType type(Btf btf, int type) {
        if (btf.isPointer(type)) {
            return new FieldType.Pointer(btf.pointee(type)
                    .map(btf::strip)
                    .filter(to -> to != 0)
                    .map(btf::cText)
                    .orElse(""));
        }
        int bytes = (int) btf.sizeBytes(type).orElse(Long.BYTES);
        return btf.isScalar(type)
                ? new FieldType.Integer(bytes, btf.isSigned(type))
                : new FieldType.Opaque(btf.cText(type));
    }
}
