package dev.ken.bpf;

import dev.ken.ir.Type;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.btf.Btf;
import dev.ken.kernel.btf.BtfType;
import dev.ken.kernel.btf.Kind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What the types of an object and of the kernel tell a walk: targets of jumps, layouts of records, places of members.
final class Types {
    private static final List<String> VARIABLES = List.of(".bss", ".data");

    private final BpfObject object;
    private final Optional<Btf> kernel;
    private final Map<String, BitSet> targets = new LinkedHashMap<>();
    private final Map<String, BitSet> ahead = new LinkedHashMap<>();
    private final boolean arrays;

    Types(BpfObject object, KernelModel kernel) {
        this.object = object;
        this.kernel = kernel.btf();
        this.arrays = Stream.concat(object.maps().values().stream(), variables())
                .flatMap(map -> map.value().stream())
                .anyMatch(field -> field.kind() instanceof Field.Kind.Numbers);
        object.codes().forEach((name, code) -> targets.put(name, targets(code.instructions())));
    }

    /// All variables that may be written to.
    Stream<MapShape> variables() {
        return VARIABLES.stream()
                .flatMap(section -> object.objects(section).stream())
                .flatMap(symbol -> variable(symbol).stream());
    }

    private static BitSet targets(List<Instruction> code) {
        BitSet targets = new BitSet();
        for (Instruction one : code) {
            switch (one) {
                case Instruction.Jump(int target) -> targets.set(target);
                case Instruction.Branch branch -> targets.set(branch.target());
                case Instruction _ -> {}
            }
        }
        return targets;
    }

    boolean isTarget(BpfObject.Code code, int slot) {
        return targets.getOrDefault(code.section(), new BitSet()).get(slot);
    }

    private final Map<String, LinearHistogram> linear = new LinkedHashMap<>();

    /// Maps whose values are linear histograms.
    void linear(Map<String, LinearHistogram> maps) {
        linear.putAll(maps);
    }

    Optional<LinearHistogram> linear(String map) {
        return Optional.ofNullable(linear.get(map));
    }

    private final Map<String, Type> stacks = new LinkedHashMap<>();

    /// A table whose values are found to be ids of stacks.
    void holdsStack(String table, Type stack) {
        stacks.put(table, stack);
    }

    /// A field of records of so many bytes, which may hold stacks as a table does.
    static String recorded(int bytes, Field field) {
        return "record " + bytes + " " + field.name();
    }

    /// The type of the stacks that a table holds.
    Optional<Type> stack(String table) {
        return Optional.ofNullable(stacks.get(table));
    }

    /// Whether there are maps of stacks.
    boolean hasStacks() {
        return object.maps().values().stream().anyMatch(map -> map.type() == MapShape.STACKS);
    }

    private final Set<String> scratch = new TreeSet<>();

    /// Arrays for each CPU in which programs put something together that is too large for the stack.
    void scratch(Set<String> maps) {
        scratch.addAll(maps);
    }

    boolean isScratch(MapShape map) {
        return scratch.contains(map.name());
    }

    private final Set<String> slots = new TreeSet<>();

    /// Array maps whose entries are the slots of a histogram.
    void slots(Set<String> maps) {
        slots.clear();
        slots.addAll(maps);
    }

    /// An array map whose entries are the slots of a histogram, as one entry that has them all.
    Optional<MapShape> slots(MapShape map) {
        return slots.contains(map.name()) ? Optional.of(map.asSlots()) : Optional.empty();
    }

    /// Whether values of maps have arrays in them, or are slots of one.
    boolean hasArrays() {
        return arrays || !slots.isEmpty();
    }

    /// Whether an element of an array in a map may still be changed: what is counted there is found out from all that
    /// branches have told.
    boolean countsAhead(State state) {
        return hasArrays()
                && (!state.callers.isEmpty()
                        || ahead.computeIfAbsent(state.code.section(), _ -> ahead(state.code.instructions()))
                                .get(state.slot));
    }

    /// Slots from which a change of memory other than the stack, or a call, can be reached.
    private static BitSet ahead(List<Instruction> code) {
        BitSet ahead = new BitSet();
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int slot = code.size() - 1; slot >= 0; slot--) {
                boolean here = switch (code.get(slot)) {
                    case Instruction.Atomic _, Instruction.CallLocal _ -> true;
                    case Instruction.Store(int base, int _, int _, var _) -> base != State.FRAME || ahead.get(slot + 1);
                    case Instruction.Jump(int target) -> ahead.get(target);
                    case Instruction.Branch branch -> ahead.get(slot + 1) || ahead.get(branch.target());
                    case Instruction.Exit() -> false;
                    case Instruction _ -> ahead.get(slot + 1);
                };
                if (here && !ahead.get(slot)) {
                    ahead.set(slot);
                    changed = true;
                }
            }
        }
        return ahead;
    }

    /// The layout of a record of so many bytes, where the object has one variable that points to such a structure.
    Optional<List<Field>> record(int bytes) {
        return records().stream()
                .filter(record -> record.valueBytes() == bytes)
                .findFirst()
                .map(MapShape::value);
    }

    private Optional<LocalTypes> locals = Optional.empty();

    /// The layout of a record of so many bytes, where functions have variables of one such structure, or where
    /// those do that stand where the record is given away.
    Optional<List<Field>> local(int bytes, Set<String> words) {
        return local(bytes, _ -> true).or(() -> local(bytes, words::contains));
    }

    private Optional<List<Field>> local(int bytes, Predicate<String> variables) {
        LocalTypes known = locals.orElseGet(object::localTypes);
        locals = Optional.of(known);
        Predicate<String> kernels =
                name -> kernel.flatMap(btf -> btf.find(Kind.STRUCT, name)).isPresent();
        List<List<Field>> layouts = known.of(bytes, kernels, variables).stream()
                .map(MapShape::value)
                .distinct()
                .toList();
        return layouts.size() == 1 ? Optional.of(layouts.getFirst()) : Optional.empty();
    }

    /// Structures that variables point to, no two of one size.
    List<MapShape> records() {
        Btf btf = object.btf().orElse(null);
        if (btf == null) {
            return List.of();
        }
        Map<Integer, List<Integer>> bySize = new LinkedHashMap<>();
        for (int id = btf.firstId(); id < btf.endId(); id++) {
            if (btf.kind(id) == Kind.VAR && btf.type(id) instanceof BtfType.Variable variable) {
                Optional<Integer> pointee = btf.pointee(variable.type()).map(btf::strip);
                if (pointee.isPresent() && btf.type(pointee.get()) instanceof BtfType.Struct of) {
                    List<Integer> same = bySize.computeIfAbsent(of.sizeBytes(), _ -> new ArrayList<>());
                    if (!same.contains(pointee.get())) {
                        same.add(pointee.get());
                    }
                }
            }
        }
        List<MapShape> records = new ArrayList<>();
        bySize.forEach((bytes, all) -> {
            if (all.size() == 1) {
                records.add(new MapShape("", MapShape.RING_BUFFER, 0, List.of(), bytes, Field.of(btf, all.get(0)), 0));
            }
        });
        return records;
    }

    private final Set<String> byIndex = new TreeSet<>();

    /// Variables that are arrays of numbers and no histograms: tables by index.
    void byIndex(Set<String> variables) {
        byIndex.addAll(variables);
    }

    /// A variable of the object: its type as fields, or those of an element where it is a table by index.
    Optional<MapShape> variable(Elf.Symbol symbol) {
        return elements(symbol).or(() -> whole(symbol));
    }

    /// An array of structures, or of numbers that are known to be no histogram, that begins with zeros.
    private Optional<MapShape> elements(Elf.Symbol symbol) {
        return object.btf()
                .flatMap(btf -> btf.find(Kind.VAR, symbol.name())
                        .filter(id -> object.objects(".bss").contains(symbol))
                        .filter(id -> btf.type(id) instanceof BtfType.Variable)
                        .map(id -> btf.type(btf.strip(((BtfType.Variable) btf.type(id)).type())))
                        .filter(BtfType.Array.class::isInstance)
                        .map(BtfType.Array.class::cast)
                        .filter(array -> array.length() > 1
                                && (btf.type(btf.strip(array.element())) instanceof BtfType.Struct
                                        || byIndex.contains(symbol.name())))
                        .map(array -> new MapShape(
                                symbol.name(),
                                MapShape.ARRAY,
                                Integer.BYTES,
                                Field.sized(Integer.BYTES),
                                (int) btf.sizeBytes(array.element()).orElse(0),
                                Field.of(btf, array.element()),
                                array.length())));
    }

    private Optional<MapShape> whole(Elf.Symbol symbol) {
        return object.btf()
                .flatMap(btf -> btf.find(Kind.VAR, symbol.name())
                        .filter(id -> btf.type(id) instanceof BtfType.Variable)
                        .map(id -> new MapShape(
                                symbol.name(),
                                MapShape.VARIABLE,
                                0,
                                List.of(),
                                (int) symbol.sizeBytes(),
                                Field.of(btf, ((BtfType.Variable) btf.type(id)).type()),
                                1)));
    }

    /// The place of a member in a structure of the kernel, in bytes.
    Optional<Long> offset(String struct, String member) {
        return kernel.flatMap(btf -> btf.find(Kind.STRUCT, struct)
                .flatMap(id -> btf.access(id, member))
                .map(dev.ken.kernel.btf.Access::offsetBytes));
    }

    /// The bytes of a structure of the kernel.
    Optional<Long> size(String struct) {
        return kernel.flatMap(btf -> btf.find(Kind.STRUCT, struct)
                .flatMap(id -> btf.sizeBytes(id).stream().boxed().findFirst()));
    }
}
