package dev.ken.bpf;

import dev.ken.kernel.btf.Btf;
import dev.ken.kernel.btf.BtfType;
import dev.ken.kernel.btf.Kind;
import dev.ken.kernel.btf.MalformedBtf;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// An object that clang made of C with libbpf: code by section, programs, maps, constants, types.
public final class BpfObject {
    private static final int SLOT_BYTES = 8;
    private static final int RELOCATES_CONSTANT = 1;
    private static final int RELOCATES_CALL = 10;
    private static final int FUNCTION = 2;

    private final String file;
    private final Elf elf;
    private final Optional<Btf> btf;
    private final Map<String, Code> codes = new LinkedHashMap<>();
    private final Map<String, MapShape> maps = new LinkedHashMap<>();
    private final List<Program> programs = new ArrayList<>();

    /// The code of a section, one entry for each 8-byte slot, with what its constants and calls stand for, the lines of
    /// source and the records of CO-RE, by slot.
    record Code(
            String section,
            List<Instruction> instructions,
            Map<Integer, Target> targets,
            TreeMap<Integer, Btf.LineInfo> lines,
            Map<Integer, Btf.Relocation> fields) {}

    /// What an instruction refers to.
    sealed interface Target {
        record OfMap(String name) implements Target {}

        record OfData(String section, long offset) implements Target {}

        record OfFunction(String section, int slot) implements Target {}

        record Unresolved(String name) implements Target {}
    }

    /// A function that the kernel calls: its section says when (`tp/syscalls/sys_enter_openat`).
    record Program(String name, String section, int slot) {}

    private BpfObject(String file, byte[] bytes) {
        this.file = file;
        elf = Elf.parse(file, bytes);
        btf = elf.section(".BTF").map(section -> types(section));
        btf.ifPresent(this::maps);
        Optional<Btf.Ext> ext = btf.flatMap(types -> elf.section(".BTF.ext").map(section -> ext(types, section)));
        for (Elf.Section section : elf.sections()) {
            if (section.executable()) {
                codes.put(section.name(), code(section, ext));
            }
        }
        for (Elf.Symbol symbol : elf.all()) {
            String section = section(symbol).map(Elf.Section::name).orElse("");
            boolean begins = symbol.kind() == FUNCTION && symbol.global() && codes.containsKey(section);
            if (begins && !section.equals(".text")) {
                programs.add(new Program(symbol.name(), section, slot(symbol)));
            }
        }
    }

    private BpfObject(BpfObject other, Btf local, Btf kernel) {
        file = other.file;
        elf = other.elf;
        btf = other.btf;
        maps.putAll(other.maps);
        programs.addAll(other.programs);
        other.codes.forEach((section, code) -> codes.put(
                section,
                new Code(
                        section, Relocations.apply(code, local, kernel), code.targets(), code.lines(), code.fields())));
    }

    /// The object as libbpf loads it into a kernel with these types.
    ///
    /// @throws MalformedObject if its types are none
    BpfObject relocated(Btf kernel) {
        if (btf.isEmpty()
                || codes.values().stream().allMatch(code -> code.fields().isEmpty())) {
            return this;
        }
        try {
            return new BpfObject(this, btf.get(), kernel);
        } catch (MalformedBtf e) {
            throw malformed(".BTF", "", String.valueOf(e.getMessage()));
        }
    }

    /// Whether places in it depend on the kernel.
    boolean isRelocatable() {
        return codes.values().stream().anyMatch(code -> !code.fields().isEmpty());
    }

    /// @throws MalformedObject if they are none
    public static BpfObject parse(String file, byte[] bytes) {
        return new BpfObject(file, bytes);
    }

    String file() {
        return file;
    }

    Map<String, Code> codes() {
        return codes;
    }

    Map<String, MapShape> maps() {
        return maps;
    }

    List<Program> programs() {
        return programs;
    }

    /// What is known of the types of variables of functions.
    LocalTypes localTypes() {
        return new LocalTypes(elf);
    }

    Optional<Btf> btf() {
        return btf;
    }

    Optional<Elf.Section> data(String section) {
        return elf.section(section);
    }

    /// Whether the function that begins at a slot of a section has this name.
    boolean isFunction(String section, int slot, String name) {
        return elf.all().stream()
                .anyMatch(symbol -> symbol.kind() == FUNCTION
                        && symbol.name().equals(name)
                        && symbol.value() == (long) slot * SLOT_BYTES
                        && section(symbol)
                                .filter(of -> of.name().equals(section))
                                .isPresent());
    }

    /// Names and places of the objects in a section.
    List<Elf.Symbol> objects(String section) {
        return elf.all().stream()
                .filter(symbol -> symbol.kind() == 1
                        && section(symbol)
                                .filter(of -> of.name().equals(section))
                                .isPresent())
                .toList();
    }

    private MalformedObject malformed(String section, String symbol, String problem) {
        return new MalformedObject(file, section, symbol, -1, problem);
    }

    private Btf types(Elf.Section section) {
        try {
            return Btf.parse(section.bytes());
        } catch (MalformedBtf e) {
            throw malformed(section.name(), "", String.valueOf(e.getMessage()));
        }
    }

    private Btf.Ext ext(Btf types, Elf.Section section) {
        byte[] bytes = new byte[section.bytes().capacity()];
        section.bytes().get(0, bytes);
        try {
            return types.ext(bytes);
        } catch (MalformedBtf e) {
            throw malformed(section.name(), "", String.valueOf(e.getMessage()));
        }
    }

    private Optional<Elf.Section> section(Elf.Symbol symbol) {
        int index = symbol.section();
        return index > 0 && index < elf.sections().size()
                ? Optional.of(elf.sections().get(index))
                : Optional.empty();
    }

    private int slot(Elf.Symbol symbol) {
        Code code = codes.get(section(symbol).map(Elf.Section::name).orElse(""));
        long slot = symbol.value() / SLOT_BYTES;
        if (code == null || symbol.value() < 0 || slot >= code.instructions().size()) {
            throw malformed(
                    section(symbol).map(Elf.Section::name).orElse(""), symbol.name(), "it begins behind its section");
        }
        return (int) slot;
    }

    // ---- code ----

    private Code code(Elf.Section section, Optional<Btf.Ext> ext) {
        List<Instruction> instructions = Decoder.decode(file, section.name(), section.bytes());
        Map<Integer, Target> targets = new LinkedHashMap<>();
        for (Elf.Relocation relocation : elf.relocations(section)) {
            long slot = relocation.offset() / SLOT_BYTES;
            if (relocation.offset() < 0 || slot >= instructions.size()) {
                throw malformed(section.name(), relocation.symbol().name(), "a relocation lies behind the section");
            }
            targets.put((int) slot, target(relocation, instructions.get((int) slot)));
        }
        TreeMap<Integer, Btf.LineInfo> lines = new TreeMap<>();
        Map<Integer, Btf.Relocation> fields = new LinkedHashMap<>();
        ext.ifPresent(all -> {
            all.lines().stream()
                    .filter(line -> line.section().equals(section.name()))
                    .forEach(line -> lines.put((int) (line.instructionBytes() / SLOT_BYTES), line));
            all.relocations().stream()
                    .filter(one -> one.section().equals(section.name()))
                    .forEach(one -> fields.put((int) (one.instructionBytes() / SLOT_BYTES), one));
        });
        return new Code(section.name(), instructions, targets, lines, fields);
    }

    private Target target(Elf.Relocation relocation, Instruction at) {
        Elf.Symbol symbol = relocation.symbol();
        String section = section(symbol).map(Elf.Section::name).orElse("");
        if (relocation.kind() == RELOCATES_CALL && at instanceof Instruction.CallLocal && section.isEmpty()) {
            return new Target.Unresolved(symbol.name());
        }
        if (relocation.kind() == RELOCATES_CALL && at instanceof Instruction.CallLocal) {
            return new Target.OfFunction(section, symbol.kind() == FUNCTION ? (int) (symbol.value() / SLOT_BYTES) : -1);
        }
        if (relocation.kind() != RELOCATES_CONSTANT
                || section.isEmpty()
                || !(at instanceof Instruction.Constant constant)) {
            return new Target.Unresolved(symbol.name());
        }
        if (section.equals(".maps")) {
            return new Target.OfMap(symbol.name());
        }
        return new Target.OfData(section, symbol.value() + constant.value());
    }

    // ---- maps ----

    private void maps(Btf types) {
        Optional<Integer> id = types.find(Kind.DATASEC, ".maps");
        if (id.isEmpty() || !(types.type(id.get()) instanceof BtfType.Section section)) {
            return;
        }
        for (BtfType.Entry entry : section.entries()) {
            if (types.type(entry.variable()) instanceof BtfType.Variable variable
                    && types.type(types.strip(variable.type())) instanceof BtfType.Struct struct) {
                maps.put(variable.name(), map(types, variable.name(), struct));
            }
        }
    }

    private static MapShape map(Btf types, String name, BtfType.Struct struct) {
        Map<String, BtfType.Member> members = new LinkedHashMap<>();
        struct.members().forEach(member -> members.put(member.name(), member));
        Optional<Integer> key = pointee(types, members.get("key"));
        Optional<Integer> value = pointee(types, members.get("value"));
        return new MapShape(
                name,
                (int) number(types, members.get("type")),
                size(types, key, members.get("key_size")),
                key.map(type -> Field.ofKey(types, type))
                        .orElseGet(() -> Field.sized(number(types, members.get("key_size")))),
                size(types, value, members.get("value_size")),
                value.map(type -> Field.of(types, type))
                        .orElseGet(() -> Field.sized(number(types, members.get("value_size")))),
                number(types, members.get("max_entries")));
    }

    private static int size(Btf types, Optional<Integer> type, BtfType.@org.jspecify.annotations.Nullable Member size) {
        return (int) type.map(id -> types.sizeBytes(id).orElse(0))
                .orElseGet(() -> number(types, size))
                .longValue();
    }

    /// `__type(name, T)` is a pointer to T.
    private static Optional<Integer> pointee(Btf types, BtfType.@org.jspecify.annotations.Nullable Member member) {
        return member == null ? Optional.empty() : types.pointee(member.type());
    }

    /// `__uint(name, n)` is a pointer to an array of n elements.
    private static long number(Btf types, BtfType.@org.jspecify.annotations.Nullable Member member) {
        return Optional.ofNullable(member)
                .flatMap(one -> types.pointee(one.type()))
                .map(array -> types.type(types.strip(array)) instanceof BtfType.Array of ? of.length() : 0L)
                .orElse(0L);
    }

    /// The constant at a place of a read-only section, `bytes` long, little endian; empty where there is none.
    Optional<Long> constant(String section, long offset, int bytes) {
        return elf.section(section).filter(one -> !one.writable()).isPresent()
                ? beginning(section, offset, bytes)
                : Optional.empty();
    }

    /// What stands there when the object is loaded, also where it may change.
    Optional<Long> beginning(String section, long offset, int bytes) {
        Optional<ByteBuffer> data = elf.section(section).map(Elf.Section::bytes);
        if (data.isEmpty() || offset < 0 || offset > data.get().capacity() - bytes) {
            return Optional.empty();
        }
        long value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            value = value << 8 | Byte.toUnsignedLong(data.get().get((int) offset + i));
        }
        return Optional.of(value);
    }

    /// The text that a section begins with, up to its end or a NUL; empty where it is no plain text.
    Optional<String> readable(String section) {
        Optional<ByteBuffer> data = elf.section(section).map(Elf.Section::bytes);
        if (data.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < data.get().capacity() && data.get().get(i) != 0; i++) {
            char one = (char) Byte.toUnsignedInt(data.get().get(i));
            if (one < ' ' || one > '~') {
                return Optional.empty();
            }
            text.append(one);
        }
        return Optional.of(text.toString());
    }

    /// The NUL-terminated text at a place of a read-only section.
    Optional<String> text(String section, long offset) {
        java.io.ByteArrayOutputStream text = new java.io.ByteArrayOutputStream();
        for (long at = offset; ; at++) {
            Optional<Long> one = constant(section, at, 1);
            if (one.isEmpty()) {
                return Optional.empty();
            }
            if (one.get() == 0) {
                return Optional.of(text.toString(java.nio.charset.StandardCharsets.UTF_8));
            }
            text.write(one.get().intValue());
        }
    }
}
