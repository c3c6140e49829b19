package dev.ken.bpf;

import dev.ken.ir.Expr;
import dev.ken.ir.Type;
import dev.ken.kernel.FieldType;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.ProbeFacts;
import dev.ken.kernel.Probes;
import dev.ken.kernel.TracepointFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// What the context of a program holds, by offset, at the place that its section names.
final class Contexts {
    static final int TEXT_BYTES = 64;
    /// `struct pt_regs` of x86-64: offsets of the registers that hold arguments, by the calling convention.
    private static final List<Long> ARGUMENT_REGISTERS = List.of(112L, 104L, 96L, 88L, 72L, 64L);
    private static final long RESULT_REGISTER = 80;
    /// The same for system calls, which have their fourth argument in another register.
    private static final List<Long> CALL_REGISTERS = List.of(112L, 104L, 96L, 56L, 72L, 64L);
    /// Where the registers of the caller are taken to lie, which the first argument of a system call's function points
    /// to.
    private static final long REGISTERS = 1 << 20;
    /// Where a tracepoint of a system call has its arguments, and the bytes of each.
    private static final long FIRST_ARGUMENT = 16;
    private static final String XDP = "xdp";
    private static final String TC = "tc";
    private static final Map<String, String> CALLS =
            Map.of("ksyscall", "tracepoint:syscalls:sys_enter_", "kretsyscall", "tracepoint:syscalls:sys_exit_");
    private static final Map<String, String> PROBES = Map.ofEntries(
            Map.entry("tp", "tracepoint"),
            Map.entry("tracepoint", "tracepoint"),
            Map.entry("raw_tp", "rawtracepoint"),
            Map.entry("raw_tracepoint", "rawtracepoint"),
            Map.entry("raw_tp.w", "rawtracepoint"),
            Map.entry("raw_tracepoint.w", "rawtracepoint"),
            Map.entry("tp_btf", "rawtracepoint"),
            Map.entry("kprobe", "kprobe"),
            Map.entry("kretprobe", "kretprobe"),
            Map.entry("kprobe.multi", "kprobe"),
            Map.entry("kretprobe.multi", "kretprobe"),
            Map.entry("fentry", "fentry"),
            Map.entry("fexit", "fexit"),
            Map.entry("fentry.s", "fentry"),
            Map.entry("fexit.s", "fexit"),
            Map.entry("uprobe", "uprobe"),
            Map.entry("uretprobe", "uretprobe"),
            Map.entry("uprobe.s", "uprobe"),
            Map.entry("uretprobe.s", "uretprobe"),
            Map.entry("usdt", "usdt"));

    /// Sections of programs that are asked about packets, and where they stand.
    private static final Map<String, String> PACKETS = Map.ofEntries(
            Map.entry("xdp", "in"),
            Map.entry("xdp.frags", "in"),
            Map.entry("tc", "in"),
            Map.entry("classifier", "in"),
            Map.entry("tc/ingress", "in"),
            Map.entry("tcx/ingress", "in"),
            Map.entry("tc/egress", "out"),
            Map.entry("tcx/egress", "out"));

    private final ProbeFacts facts;
    private final String type;
    private final Optional<TracepointFormat> format;
    private final int parameters;

    private Contexts(String type, ProbeFacts facts, KernelModel kernel) {
        this.facts = facts;
        this.type = type;
        String[] words = facts.probe().split(":");
        boolean fields = type.equals("tracepoint") || CALLS.containsKey(type);
        format = fields ? kernel.tracepoints().find(words[1], words[2]) : Optional.empty();
        parameters = type.equals("fexit")
                ? kernel.functions()
                        .find(words[words.length - 1])
                        .map(function -> function.prototype().parameters().size())
                        .orElse(-1)
                : -1;
    }

    /// In bpftrace's words: `tracepoint:syscalls:sys_enter_openat` of `tp/syscalls/sys_enter_openat`; empty where the
    /// section says nothing of the kind.
    static Optional<String> probe(String section) {
        int slash = section.indexOf('/');
        String first = slash < 0 ? "" : section.substring(0, slash);
        if (CALLS.containsKey(first)) {
            return Optional.of(CALLS.get(first) + section.substring(slash + 1));
        }
        String type = PROBES.getOrDefault(first, "");
        String rest = section.substring(slash + 1);
        // Several functions at once are none of those that the judge knows.
        return type.isEmpty() || rest.contains("*")
                ? Optional.empty()
                : Optional.of(type + ":" + (type.equals("tracepoint") ? rest.replaceFirst("/", ":") : rest));
    }

    static Optional<Contexts> of(String section, KernelModel kernel) {
        return of(section, false, kernel);
    }

    /// `leaving`: programs of tc whose section does not say it are asked about packets that go out.
    static Optional<Contexts> of(String section, boolean leaving, KernelModel kernel) {
        if (PACKETS.containsKey(section)) {
            boolean out = leaving && (section.equals("tc") || section.equals("classifier"));
            return Probes.resolve("packet:" + (out ? "out" : PACKETS.get(section)), kernel)
                    .map(facts -> new Contexts(section.startsWith("xdp") ? XDP : TC, facts, kernel));
        }
        return probe(section)
                .flatMap(probe -> Probes.resolve(probe, kernel))
                .map(facts -> new Contexts(type(section, facts), facts, kernel));
    }

    /// Of a probe in bpftrace's words.
    static Optional<Contexts> at(String probe, KernelModel kernel) {
        return Probes.resolve(probe, kernel)
                .map(facts ->
                        new Contexts(facts.probe().substring(0, facts.probe().indexOf(':')), facts, kernel));
    }

    private static String type(String section, ProbeFacts facts) {
        String first = section.substring(0, section.indexOf('/'));
        return CALLS.containsKey(first)
                ? first
                : facts.probe().substring(0, facts.probe().indexOf(':'));
    }

    ProbeFacts facts() {
        return facts;
    }

    /// The same, at the entry of a function with the types of its parameters where the kernel tells them.
    ProbeFacts typed(KernelModel kernel) {
        return type.equals("kprobe")
                ? Probes.resolve(facts.probe().replaceFirst("^kprobe", "fentry"), kernel)
                        .orElse(facts)
                : facts;
    }

    /// Whether the program is asked about packets.
    boolean isPacket() {
        return type.equals(XDP) || type.equals(TC);
    }

    /// What is done with the packet where the program gives back `result`, see [Stmt.Decide].
    Expr verdict(Expr result) {
        return type.equals(XDP) ? Packets.ofXdp(result) : Packets.ofTc(result);
    }

    private static Value unknown(long offset) {
        return new Value.Unknown("the context at offset " + offset);
    }

    /// What a load of `bytes` at an offset gives.
    Value read(long offset, int bytes) {
        return switch (type) {
            case XDP -> Packets.xdp(offset, bytes).orElseGet(() -> unknown(offset));
            case TC -> Packets.buffer(offset, bytes).orElseGet(() -> unknown(offset));
            case "tracepoint" ->
                format.map(known -> field(known, offset, bytes)).orElseGet(() -> unknown(offset));
            case "ksyscall" -> {
                int argument = CALL_REGISTERS.indexOf(offset - REGISTERS);
                yield offset == ARGUMENT_REGISTERS.get(0) && bytes == Long.BYTES
                        ? new Value.Context(REGISTERS)
                        : argument < 0 || format.isEmpty()
                                ? unknown(offset)
                                : field(format.get(), FIRST_ARGUMENT + Long.BYTES * argument, bytes);
            }
            case "kretsyscall" ->
                offset == RESULT_REGISTER && format.isPresent()
                        ? field(format.get(), FIRST_ARGUMENT, bytes)
                        : unknown(offset);
            case "kprobe", "uprobe" -> {
                int argument = ARGUMENT_REGISTERS.indexOf(offset);
                yield argument < 0 ? unknown(offset) : named("arg" + argument, offset, bytes);
            }
            // Where its arguments are is known to libbpf alone: see [#userArgument].
            case "usdt" -> unknown(offset);
            case "kretprobe", "uretprobe" ->
                offset == RESULT_REGISTER ? named("retval", offset, bytes) : unknown(offset);
            default -> {
                boolean result = parameters >= 0 && offset == 8L * parameters;
                yield offset % 8 == 0 ? named(result ? "retval" : "arg" + offset / 8, offset, bytes) : unknown(offset);
            }
        };
    }

    /// What `bpf_usdt_arg` gives at a probe of a program.
    Optional<Value> userArgument(long number) {
        return type.equals("usdt")
                ? facts.field("arg" + number)
                        .map(field -> new Value.Scalar(new Expr.Attribute(field.symbol(), Scalars.INT)))
                : Optional.empty();
    }

    /// What tells the object apart that an argument points to; empty where that is not known.
    List<Expr> identity(String argument) {
        return facts.fields().entrySet().stream()
                .filter(entry -> entry.getKey().contains(ProbeFacts.IDENTITY))
                .filter(entry -> facts.field(
                                entry.getKey().substring(0, entry.getKey().indexOf(ProbeFacts.IDENTITY)))
                        .filter(field -> field.symbol().equals(argument))
                        .isPresent())
                .<Expr>map(entry -> new Expr.Attribute(entry.getValue().symbol(), Scalars.INT))
                .distinct()
                .toList();
    }

    private Value named(String name, long offset, int bytes) {
        return facts.field(name)
                .or(() -> parameter(name))
                .<Value>map(field -> new Value.Scalar(
                        Scalars.narrow(new Expr.Attribute(field.symbol(), Scalars.INT), 8 * bytes, false)))
                .orElseGet(() -> unknown(offset));
    }

    /// At its return, an argument of a function has the name of its parameter alone.
    private Optional<ProbeFacts.SiteField> parameter(String argument) {
        return facts.fields().values().stream()
                .filter(field -> field.symbol().equals(argument))
                .findFirst();
    }

    private Value field(TracepointFormat known, long offset, int bytes) {
        for (TracepointFormat.Field field : known.fields()) {
            long inside = offset - field.offsetBytes();
            if (inside >= 0 && inside + bytes <= field.sizeBytes()) {
                return facts.field(field.name())
                        .map(fact -> part(fact, (int) inside, bytes, field.sizeBytes(), offset))
                        .orElseGet(() -> unknown(offset));
            }
        }
        return unknown(offset);
    }

    private static Value part(ProbeFacts.SiteField fact, int inside, int bytes, int size, long offset) {
        return switch (fact.type()) {
            case FieldType.Integer _ -> {
                // The cut of a field that has no more bits is taken away later; until then it tells the range.
                Expr whole = new Expr.Attribute(fact.symbol(), Scalars.INT);
                Expr shifted = Scalars.binary(Expr.BinaryOp.LSHR, whole, Scalars.number(8L * inside));
                yield new Value.Scalar(Scalars.narrow(shifted, 8 * bytes, false));
            }
            case FieldType.Pointer _ ->
                inside == 0 && bytes == 8
                        ? new Value.Scalar(new Expr.Attribute(fact.symbol(), Scalars.INT))
                        : unknown(offset);
            case FieldType.Text(int sizeBytes) -> {
                Expr text = new Expr.Attribute(fact.symbol(), new Type.Text(Math.max(16, sizeBytes)));
                yield new Value.Scalar(new Expr.Apply(
                        Scalars.BYTES, List.of(text, Scalars.number(inside), Scalars.number(bytes)), Scalars.INT));
            }
            case FieldType.DynamicText() ->
                inside == 0 && bytes == 4
                        ? new Value.Scalar(new Expr.Apply(
                                "data_loc",
                                List.of(new Expr.Attribute(fact.symbol(), new Type.Text(TEXT_BYTES))),
                                Scalars.INT))
                        : unknown(offset);
            case FieldType.Array(int elementBytes, boolean signed, int _) ->
                inside % elementBytes == 0 && bytes == elementBytes
                        ? new Value.Scalar(element(fact.symbol() + inside / elementBytes, elementBytes, signed))
                        : elementBytes == 1 && !signed
                                ? new Value.Scalar(several(fact.symbol(), inside, bytes))
                                : unknown(offset);
            case FieldType.Opaque _ -> unknown(offset);
        };
    }

    /// Several bytes of an array as one number, the first one lowest.
    static Expr several(String symbol, int from, int bytes) {
        Expr whole = new Expr.Attribute(symbol + from, Scalars.INT);
        for (int i = 1; i < bytes; i++) {
            Expr one = new Expr.Attribute(symbol + (from + i), Scalars.INT);
            whole = Scalars.binary(
                    Expr.BinaryOp.BIT_OR, whole, Scalars.binary(Expr.BinaryOp.SHL, one, Scalars.number(8L * i)));
        }
        return whole;
    }

    private static Expr element(String symbol, int bytes, boolean signed) {
        Expr whole = new Expr.Attribute(symbol, Scalars.INT);
        return signed ? Scalars.narrow(whole, 8 * bytes, false) : whole;
    }

    /// Elements of an array of bytes that fill a place in the context; empty where there are others.
    List<Expr> elements(long offset, int bytes) {
        return format.stream()
                .flatMap(known -> known.fields().stream())
                .filter(field -> offset >= field.offsetBytes()
                        && offset + bytes <= field.offsetBytes() + field.sizeBytes()
                        && field.type() instanceof FieldType.Array(int element, boolean signed, int _)
                        && element == 1
                        && !signed)
                .findFirst()
                .flatMap(field -> facts.field(field.name())
                        .map(fact -> IntStream.range(0, bytes)
                                .mapToObj(i -> element(fact.symbol() + (offset - field.offsetBytes() + i), 1, false))
                                .toList()))
                .orElse(List.of());
    }

    /// The text that lies in the context at an offset.
    Optional<Value.Text> text(long offset) {
        return format.stream()
                .flatMap(known -> known.fields().stream())
                .filter(field -> field.offsetBytes() == offset && field.type() instanceof FieldType.Text)
                .findFirst()
                .flatMap(field -> facts.field(field.name())
                        .map(fact -> new Value.Text(
                                new Expr.Attribute(fact.symbol(), new Type.Text(Math.max(16, field.sizeBytes()))),
                                Math.max(16, field.sizeBytes()),
                                true)));
    }
}
