package dev.ken.bpf;

import dev.ken.ir.Expr;
import dev.ken.ir.Expr.BinaryOp;
import dev.ken.ir.Type;
import dev.ken.kernel.FieldType;
import dev.ken.kernel.ProbeFacts;
import dev.ken.kernel.Site;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Memory of the kernel: a function of the occurrence, the address and the size, and what is known of the
/// current thread where an address leads there.
final class KernelMemory {
    static final Expr TASK = new Expr.Attribute("curtask", Scalars.INT);
    private static final String STRUCT = "task_struct";
    private static final int NAME_BYTES = 16;
    /// Before a member of a row: the field is the text that it points to.
    private static final String BEHIND = "*";

    private static final Expr MEMORY = new Expr.Attribute("memory", Scalars.INT);

    /// Where the registers of a system call lie that raw tracepoints get, on x86-64, and what they hold.
    private static final Map<Long, String> AT_ENTRY =
            Map.of(112L, "arg0", 104L, "arg1", 96L, "arg2", 56L, "arg3", 72L, "arg4", 64L, "arg5", 120L, "nr");

    private static final Map<Long, String> AT_RETURN = Map.of(80L, "ret", 120L, "nr");

    private final Types types;
    private final ProbeFacts facts;
    private final Consumer<String> gap;

    /// @param facts of the place that the program runs at
    /// @param gap   takes what is not modelled
    KernelMemory(Types types, ProbeFacts facts, Consumer<String> gap) {
        this.types = types;
        this.facts = facts;
        this.gap = gap;
    }

    /// The field of the occurrence that lies at an address: what an argument of a raw tracepoint points to.
    private Optional<ProbeFacts.SiteField> told(Expr address) {
        return told(address, ".");
    }

    /// The number of two bytes that lies there in the order of the network.
    private Optional<Expr> swapped(Expr address) {
        return told(address, ProbeFacts.SWAPPED)
                .map(field -> new Expr.Apply(
                        "bswap16", List.of(new Expr.Attribute(field.symbol(), Scalars.INT)), Scalars.INT));
    }

    private Optional<ProbeFacts.SiteField> told(Expr address, String sign) {
        Optional<String> root = root(address);
        for (var entry : facts.fields().entrySet()) {
            int dot = entry.getKey().indexOf(sign);
            if (dot > 0 && root.isPresent()) {
                Optional<ProbeFacts.SiteField> argument = facts.field(
                                entry.getKey().substring(0, dot))
                        .filter(field -> field.symbol().equals(root.get()));
                String member = entry.getKey().substring(dot + sign.length());
                if (argument.filter(object -> at(address, object, member)).isPresent()) {
                    return Optional.of(entry.getValue());
                }
            }
        }
        return Optional.empty();
    }

    /// Whether an address lies at `member` of what an argument points to, or is what `*MEMBER` points to.
    private boolean at(Expr address, ProbeFacts.SiteField argument, String member) {
        boolean behind = member.startsWith(BEHIND);
        Optional<Expr> place = place(argument, behind ? member.substring(BEHIND.length()) : member);
        return (behind ? place.map(KernelMemory::pointer) : place).equals(Optional.of(address));
    }

    /// Where `member` (or `STRUCTURE:MEMBER`, or `MEMBER->STRUCTURE:OTHER`) of what an argument points to lies.
    private Optional<Expr> place(ProbeFacts.SiteField argument, String member) {
        String[] steps = member.split("->", 2);
        String[] parts = steps[0].split(":", 2);
        String struct = parts.length == 2
                ? parts[0]
                : argument.type() instanceof FieldType.Pointer(String to) ? to.replace("struct ", "") : "";
        if (struct.isEmpty()) {
            return Optional.empty();
        }
        Expr object = new Expr.Attribute(argument.symbol(), Scalars.INT);
        Optional<Expr> first = member(Optional.of(object), struct, parts[parts.length - 1]);
        if (steps.length == 1) {
            return first;
        }
        String[] second = steps[1].split(":", 2);
        return member(first.map(KernelMemory::pointer), second[0], second[1]);
    }

    private static Expr pointer(Expr at) {
        return memory("8", at, Scalars.INT);
    }

    /// Whether a pointer lies there behind which the tracepoint tells a member.
    private boolean isOnTheWay(Expr address) {
        return facts.fields().entrySet().stream()
                .filter(entry -> entry.getKey().contains("->") || entry.getKey().contains("." + BEHIND))
                .filter(entry -> entry.getKey().contains("."))
                .anyMatch(entry -> {
                    int dot = entry.getKey().indexOf('.');
                    String way = entry.getKey()
                            .substring(dot + 1)
                            .replace(BEHIND, "")
                            .split("->", 2)[0];
                    return facts.field(entry.getKey().substring(0, dot))
                            .filter(argument -> at(address, argument, way))
                            .isPresent();
                });
    }

    /// Whether an address is behind an argument of a raw tracepoint of which not all is told that the tracepoint's own
    /// fields may tell.
    private boolean isElsewhere(Expr address) {
        Optional<ProbeFacts.SiteField> argument =
                facts.site() instanceof Site.Tracepoint && facts.probe().startsWith("rawtracepoint")
                        ? root(address)
                                .flatMap(symbol -> facts.fields().values().stream()
                                        .filter(field -> field.symbol().equals(symbol)
                                                && field.type() instanceof FieldType.Pointer)
                                        .findFirst())
                        : Optional.empty();
        return argument.filter(field -> field.type() instanceof FieldType.Pointer(String to)
                        && !to.endsWith("struct " + STRUCT)
                        && !(to.endsWith("struct sock") && isBehind(address, "inet_sock")))
                .isPresent();
    }

    private static Optional<String> root(Expr address) {
        return switch (address) {
            case Expr.Attribute(String symbol, var _) -> Optional.of(symbol);
            case Expr.Binary(var _, Expr left, Expr.Int _) -> root(left);
            case Expr.Apply(String function, List<Expr> arguments, var _)
            when function.startsWith("memory.") -> root(arguments.get(1));
            case Expr _ -> Optional.empty();
        };
    }

    private boolean isBehind(Expr address, String struct) {
        return address instanceof Expr.Binary(var _, Expr.Attribute _, Expr.Int(long offset))
                && types.size(struct).filter(size -> offset >= size).isPresent();
    }

    private Expr elsewhere(Expr address, Expr known) {
        if (isElsewhere(address)) {
            gap.accept("how what hangs on the arguments of " + facts.probe() + " is told elsewhere");
        }
        return known;
    }

    /// What `bytes` (1, 2, 4 or 8) at an address hold, extended by zeros.
    Expr number(Expr address, int bytes) {
        if (at(address, TASK, "pid") && bytes == 4) {
            return Scalars.TID;
        }
        if (at(address, TASK, "tgid") && bytes == 4) {
            return Scalars.PID;
        }
        if (at(address, TASK, "exit_code") && bytes == 4) {
            return Scalars.narrow(new Expr.Attribute("exit_code", Scalars.INT), 32, false);
        }
        Optional<Expr> register = register(address).filter(_ -> bytes >= 4);
        if (register.isPresent()) {
            return Scalars.narrow(register.get(), 8 * bytes, false);
        }
        if (parent().filter(task -> at(address, task, "tgid")).isPresent() && bytes == 4) {
            return Scalars.narrow(new Expr.Attribute("ppid", Scalars.INT), 32, false);
        }
        Optional<ProbeFacts.SiteField> told = told(address);
        if (told.isPresent() && told.get().type() instanceof FieldType.Integer(int size, boolean _) && size == bytes) {
            return Scalars.narrow(new Expr.Attribute(told.get().symbol(), Scalars.INT), 8 * bytes, false);
        }
        if (told.isPresent()
                && told.get().type() instanceof FieldType.Array(int element, boolean signed, int length)
                && element == 1
                && !signed
                && length == bytes) {
            return Contexts.several(told.get().symbol(), 0, bytes);
        }
        if (bytes == 8 && isOnTheWay(address)) {
            return pointer(address);
        }
        if (bytes == 8 && isCgroup(address)) {
            return new Expr.Attribute("cgroup", Scalars.INT);
        }
        Optional<Expr> swapped = bytes == Short.BYTES ? swapped(address) : Optional.empty();
        return swapped.orElseGet(() -> elsewhere(
                address, Scalars.narrow(memory(Integer.toString(bytes), address, Scalars.INT), 8 * bytes, false)));
    }

    /// `task->cgroups->dfl_cgrp->kn->id`, which is what `bpf_get_current_cgroup_id` gives.
    private boolean isCgroup(Expr address) {
        return member(Optional.of(TASK), STRUCT, "cgroups")
                .flatMap(set -> member(Optional.of(memory("8", set, Scalars.INT)), "css_set", "dfl_cgrp"))
                .flatMap(group -> member(Optional.of(memory("8", group, Scalars.INT)), "cgroup", "kn"))
                .flatMap(node -> member(Optional.of(memory("8", node, Scalars.INT)), "kernfs_node", "id"))
                .filter(address::equals)
                .isPresent();
    }

    private Optional<Expr> member(Optional<Expr> object, String struct, String member) {
        return object.flatMap(of ->
                types.offset(struct, member).map(offset -> Scalars.binary(BinaryOp.ADD, of, Scalars.number(offset))));
    }

    /// What a register holds that raw tracepoints of system calls are given.
    private Optional<Expr> register(Expr address) {
        Map<Long, String> registers = switch (facts.site()) {
            case Site.SyscallEnter() -> AT_ENTRY;
            case Site.SyscallExit() -> AT_RETURN;
            case Site _ -> Map.of();
        };
        return address instanceof Expr.Binary(BinaryOp op, Expr.Attribute(String name, var _), Expr.Int(long offset))
                        && op == BinaryOp.ADD
                        && facts.field("regs")
                                .filter(regs -> regs.symbol().equals(name))
                                .isPresent()
                        && registers.containsKey(offset)
                ? Optional.of(new Expr.Attribute(registers.get(offset), Scalars.INT))
                : Optional.empty();
    }

    /// The text that begins there, of which nothing behind its NUL is looked at: a name may be read into more bytes.
    Expr string(Expr address, int bytes) {
        boolean name = at(address, TASK, "comm")
                || parent().filter(task -> at(address, task, "comm")).isPresent()
                || told(address)
                        .filter(field -> field.type() instanceof FieldType.Text)
                        .isPresent();
        return name && bytes > NAME_BYTES ? Scalars.resize(text(address, NAME_BYTES), bytes) : text(address, bytes);
    }

    Expr text(Expr address, int bytes) {
        Type.Text name = new Type.Text(NAME_BYTES);
        if (at(address, TASK, "comm") && bytes == NAME_BYTES) {
            return new Expr.Attribute("comm", name);
        }
        if (parent().filter(task -> at(address, task, "comm")).isPresent() && bytes == NAME_BYTES) {
            return new Expr.Attribute("parent_comm", name);
        }
        Optional<ProbeFacts.SiteField> told = told(address);
        if (told.isPresent() && told.get().type() instanceof FieldType.Text && bytes == NAME_BYTES) {
            return new Expr.Attribute(told.get().symbol(), name);
        }
        if (told.isPresent() && told.get().type() instanceof FieldType.DynamicText) {
            return Scalars.resize(new Expr.Attribute(told.get().symbol(), new Type.Text(Contexts.TEXT_BYTES)), bytes);
        }
        return elsewhere(address, memory("text", address, new Type.Text(bytes)));
    }

    /// Whether it is a number or text out of the kernel's memory, or a place near one.
    static boolean isRead(Expr expr) {
        return switch (expr) {
            case Expr.Apply(String function, var _, var _) -> function.startsWith("memory.");
            case Expr.Binary(var _, Expr left, Expr right) -> isRead(left) || isRead(right);
            case Expr.Narrow(Expr of, int _, boolean _) -> isRead(of);
            case Expr.Resize(Expr of, int _) -> isRead(of);
            case Expr.Choose(Expr _, Expr yes, Expr no) -> isRead(yes) || isRead(no);
            case Expr _ -> false;
        };
    }

    private Optional<Expr> parent() {
        return types.offset(STRUCT, "real_parent")
                .map(offset -> memory("8", Scalars.binary(BinaryOp.ADD, TASK, Scalars.number(offset)), Scalars.INT));
    }

    private boolean at(Expr address, Expr task, String member) {
        return at(address, task, STRUCT, member);
    }

    private boolean at(Expr address, Expr object, String struct, String member) {
        return types.offset(struct, member)
                .filter(offset -> address.equals(Scalars.binary(BinaryOp.ADD, object, Scalars.number(offset))))
                .isPresent();
    }

    private static Expr memory(String what, Expr address, Type type) {
        return new Expr.Apply("memory." + what, List.of(MEMORY, address), type);
    }
}
