package dev.ken.bpf;

import dev.ken.bpf.Instruction.Operand;
import dev.ken.kernel.btf.Btf;
import dev.ken.kernel.btf.BtfType;
import dev.ken.kernel.btf.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Applies the records of CO-RE in an object against the types of one kernel, as libbpf does before it loads a
/// program: places, sizes and presence of members and types become those of that kernel. What the kernel does
/// not have becomes an instruction that no path may reach. Source followed: `tools/lib/bpf/relo_core.c` of
/// Linux.
final class Relocations {
    private static final String FLAVOR = "___";

    private final Btf local;
    private final Btf kernel;

    private Relocations(Btf local, Btf kernel) {
        this.local = local;
        this.kernel = kernel;
    }

    /// The instructions of `code` as they are for `kernel`.
    static List<Instruction> apply(BpfObject.Code code, Btf local, Btf kernel) {
        Relocations relocations = new Relocations(local, kernel);
        List<Instruction> now = new ArrayList<>(code.instructions());
        for (Map.Entry<Integer, Btf.Relocation> one : code.fields().entrySet()) {
            int slot = one.getKey();
            if (slot >= 0 && slot < now.size()) {
                now.set(slot, relocations.patched(now.get(slot), one.getValue()));
            }
        }
        return List.copyOf(now);
    }

    /// What an instruction is to hold: a number, and how many bytes a load or store of it has, where that changes.
    private record Patch(long value, Optional<Long> bytes) {
        Patch(long value) {
            this(value, Optional.empty());
        }
    }

    private Instruction patched(Instruction old, Btf.Relocation record) {
        String what = what(record);
        Optional<Patch> patch = patch(record);
        if (patch.isEmpty()) {
            return new Instruction.Unrelocatable(what);
        }
        long value = patch.get().value();
        return switch (old) {
            case Instruction.Arithmetic(var operator, boolean wide, int to, Operand.Number _) ->
                new Instruction.Arithmetic(operator, wide, to, new Operand.Number(wide ? (int) value : value));
            case Instruction.Constant(int to, long _, int kind) -> new Instruction.Constant(to, value, kind);
            case Instruction.Load(int to, int base, int _, int bytes, boolean signed)
            when fits(value) -> new Instruction.Load(to, base, (int) value, bytes(patch.get(), bytes), signed);
            case Instruction.Store(int base, int _, int bytes, var stored)
            when fits(value) -> new Instruction.Store(base, (int) value, bytes(patch.get(), bytes), stored);
            case Instruction _ -> new Instruction.Unrelocatable(what);
        };
    }

    private static boolean fits(long offset) {
        return offset >= 0 && offset <= Short.MAX_VALUE;
    }

    private static int bytes(Patch patch, int old) {
        return patch.bytes().map(Long::intValue).orElse(old);
    }

    private String what(Btf.Relocation record) {
        String type = record.type() < local.endId() && record.type() > 0 ? local.name(record.type()) : "";
        String steps = CoreSpec.local(local, record.type(), record.access()).stream()
                .flatMap(spec -> spec.steps().stream().skip(1))
                .map(step -> step.name().isEmpty() ? "[" + step.index() + "]" : "." + step.name())
                .reduce("", String::concat);
        return "a use of " + essential(type) + steps + ", which this kernel does not have or tells in several ways";
    }

    private static String essential(String name) {
        int at = name.indexOf(FLAVOR);
        return at > 0 ? name.substring(0, at) : name;
    }

    // ---- candidates ----

    private List<Integer> candidates(int type) {
        String name = essential(local.name(type));
        Kind kind = local.kind(type);
        if (kind != Kind.ENUM && kind != Kind.ENUM64) {
            return kernel.findAll(kind, name);
        }
        List<Integer> all = new ArrayList<>(kernel.findAll(Kind.ENUM, name));
        all.addAll(kernel.findAll(Kind.ENUM64, name));
        return all;
    }

    /// What all candidates agree in; `none` where there is none of them.
    private Optional<Patch> patch(Btf.Relocation record) {
        int type = record.type();
        if (type <= 0 || type >= local.endId()) {
            return Optional.empty();
        }
        Optional<Patch> agreed = Optional.empty();
        for (int candidate : candidates(type)) {
            Optional<Patch> one = switch (record.kind()) {
                case 6 -> Optional.of(new Patch(type));
                case 7 -> Optional.of(new Patch(candidate));
                case 8, 12 -> Optional.of(new Patch(1));
                case 9 -> Optional.of(new Patch(CoreSpec.size(kernel, candidate)));
                case 10, 11 -> enumerator(record, candidate);
                default -> field(record, candidate);
            };
            if (one.isPresent() && agreed.isPresent() && !one.equals(agreed)) {
                return Optional.empty();
            }
            agreed = agreed.isPresent() ? agreed : one;
        }
        boolean exists = record.kind() == 2 || record.kind() == 8 || record.kind() == 10 || record.kind() == 12;
        return agreed.isEmpty() && exists
                ? Optional.of(new Patch(0))
                : agreed.isEmpty() && record.kind() == 6 ? Optional.of(new Patch(type)) : agreed;
    }

    private Optional<Patch> enumerator(Btf.Relocation record, int candidate) {
        List<Long> index = CoreSpec.numbers(record.access()).orElse(List.of());
        if (index.size() != 1
                || !(local.type(record.type()) instanceof BtfType.Enum own)
                || index.get(0) >= own.enumerators().size()
                || !(kernel.type(candidate) instanceof BtfType.Enum of)) {
            return Optional.empty();
        }
        String name = essential(own.enumerators().get(index.get(0).intValue()).name());
        return of.enumerators().stream()
                .filter(one -> essential(one.name()).equals(name))
                .findFirst()
                .map(one -> new Patch(record.kind() == 10 ? 1 : one.value()));
    }

    // ---- members ----

    private Optional<Patch> field(Btf.Relocation record, int candidate) {
        Optional<CoreSpec> own = CoreSpec.local(local, record.type(), record.access());
        Optional<CoreSpec> there = own.flatMap(spec -> spec.in(kernel, candidate))
                .filter(spec -> alike(own.get().type(), spec.type(), 0));
        if (there.isEmpty()) {
            return Optional.empty();
        }
        if (record.kind() == 2) {
            return Optional.of(new Patch(1));
        }
        if (record.kind() == 3) {
            return Optional.of(new Patch(kernel.isSigned(there.get().type()) ? 1 : 0));
        }
        Optional<CoreSpec.Extent> extent = there.get().extent(kernel);
        return extent.flatMap(to -> switch (record.kind()) {
            case 0 -> offset(own.get(), there.get(), to);
            case 1 -> Optional.of(new Patch(to.sizeBytes()));
            case 4 -> Optional.of(new Patch(64 - (to.firstBit() + to.countBits() - 8 * to.offsetBytes())));
            case 5 -> Optional.of(new Patch(64 - to.countBits()));
            default -> Optional.empty();
        });
    }

    /// A place. Loads of unsigned numbers and pointers become as wide as they are there.
    private Optional<Patch> offset(CoreSpec own, CoreSpec there, CoreSpec.Extent to) {
        long from = own.extent(local).map(CoreSpec.Extent::sizeBytes).orElse(0L);
        if (from == to.sizeBytes()) {
            return Optional.of(new Patch(to.offsetBytes()));
        }
        boolean pointers = local.isPointer(own.type()) && kernel.isPointer(there.type());
        boolean numbers = local.type(local.strip(own.type())) instanceof BtfType.Int a
                && kernel.type(kernel.strip(there.type())) instanceof BtfType.Int b
                && !a.signed()
                && !b.signed();
        boolean number = to.sizeBytes() <= 8 && Long.bitCount(to.sizeBytes()) == 1;
        return pointers || numbers
                ? Optional.of(
                        new Patch(to.offsetBytes(), Optional.of(to.sizeBytes()).filter(_ -> number)))
                : local.isScalar(own.type()) || kernel.isScalar(there.type())
                        ? Optional.empty()
                        : Optional.of(new Patch(to.offsetBytes()));
    }

    /// Whether members of these types may stand for each other (`bpf_core_fields_are_compat`).
    private boolean alike(int own, int there, int depth) {
        BtfType a = local.type(local.strip(own));
        BtfType b = kernel.type(kernel.strip(there));
        return switch (a) {
            case BtfType.Composite _ -> b instanceof BtfType.Composite;
            case BtfType.Array of ->
                b instanceof BtfType.Array to && depth < 8 && alike(of.element(), to.element(), depth + 1);
            case BtfType.Int _, BtfType.Enum _ -> b instanceof BtfType.Int || b instanceof BtfType.Enum;
            case BtfType.Pointer _ -> b instanceof BtfType.Pointer;
            case BtfType.Forward _ -> b instanceof BtfType.Forward || b instanceof BtfType.Composite;
            case BtfType _ -> a.getClass().equals(b.getClass());
        };
    }
}
