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

/// Memory of the kernel: a function of the occurrence, the address and the size, and what is known of the current
/// thread
/// where an address leads there.
final class KernelMemory {
    static final Expr TASK = new Expr.Attribute("curtask", Scalars.INT);
    private static final String STRUCT = "task_struct";
    private static final Expr MEMORY = new Expr.Attribute("memory", Scalars.INT);

    /// Where the registers of a system call lie that raw tracepoints get, on x86-64, and what they hold.
    private static final Map<Long, String> AT_ENTRY =
            Map.of(112L, "arg0", 104L, "arg1", 96L, "arg2", 56L, "arg3", 72L, "arg4", 64L, "arg5", 120L, "nr");

    private static final Map<Long, String> AT_RETURN = Map.of(80L, "ret", 120L, "nr");

    private final Types types;
    private final ProbeFacts facts;

    /// @param facts of the place that the program runs at
    KernelMemory(Types types, ProbeFacts facts) {
        this.types = types;
        this.facts = facts;
    }

    /// The field of the occurrence that lies at an address: what an argument of a raw tracepoint points to.
    private Optional<ProbeFacts.SiteField> told(Expr address) {
        for (var entry : facts.fields().entrySet()) {
            int dot = entry.getKey().indexOf('.');
            if (dot > 0 && address instanceof Expr.Binary) {
                Optional<Expr> argument = facts.field(entry.getKey().substring(0, dot))
                        .map(field -> new Expr.Attribute(field.symbol(), Scalars.INT));
                String member = entry.getKey().substring(dot + 1);
                if (argument.filter(task -> at(address, task, member)).isPresent()) {
                    return Optional.of(entry.getValue());
                }
            }
        }
        return Optional.empty();
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
        return Scalars.narrow(memory(Integer.toString(bytes), address, Scalars.INT), 8 * bytes, false);
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

    Expr text(Expr address, int bytes) {
        Type.Text name = new Type.Text(16);
        if (at(address, TASK, "comm") && bytes == 16) {
            return new Expr.Attribute("comm", name);
        }
        if (parent().filter(task -> at(address, task, "comm")).isPresent() && bytes == 16) {
            return new Expr.Attribute("parent_comm", name);
        }
        Optional<ProbeFacts.SiteField> told = told(address).filter(field -> field.type() instanceof FieldType.Text);
        if (told.isPresent() && bytes == 16) {
            return new Expr.Attribute(told.get().symbol(), name);
        }
        return memory("text", address, new Type.Text(bytes));
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
        return types.offset(STRUCT, member)
                .filter(offset -> address.equals(Scalars.binary(BinaryOp.ADD, task, Scalars.number(offset))))
                .isPresent();
    }

    private static Expr memory(String what, Expr address, Type type) {
        return new Expr.Apply("memory." + what, List.of(MEMORY, address), type);
    }
}
