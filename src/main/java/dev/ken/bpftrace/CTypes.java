package dev.ken.bpftrace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The C types that a script can name: its own definitions, then those of the kernel.
public final class CTypes {
    /// Typedefs of typedefs, and arrays of arrays.
    private static final int MOST_STEPS = 32;

    private static final Map<String, ValueType> PLAIN = plain();

    private final Map<String, CStruct> structs = new LinkedHashMap<>();
    private final Map<String, ValueType> typedefs = new LinkedHashMap<>();
    private final Set<String> enums = new LinkedHashSet<>();
    private final Map<String, Long> constants = new LinkedHashMap<>();
    private final Set<String> macros = new LinkedHashSet<>();
    private final KernelTypes kernel;
    private final boolean headers;

    /// @param headers the script includes files that are not read, so that any name may be a type
    CTypes(KernelTypes kernel, boolean headers) {
        this.kernel = kernel;
        this.headers = headers;
    }

    /// What one kernel knows of C types.
    public interface KernelTypes {
        KernelTypes NONE = new KernelTypes() {
            @Override
            public boolean known() {
                return false;
            }

            @Override
            public Optional<CStruct> struct(String tagged) {
                return Optional.empty();
            }

            @Override
            public Optional<ValueType> typedef(String name) {
                return Optional.empty();
            }

            @Override
            public boolean enumeration(String name) {
                return false;
            }

            @Override
            public Optional<Long> constant(String name) {
                return Optional.empty();
            }

            @Override
            public List<String> structs() {
                return List.of();
            }
        };

        /// Whether anything is known: else a missing type may still be there.
        boolean known();

        /// `tagged` is `struct sock` or `union name`.
        Optional<CStruct> struct(String tagged);

        Optional<ValueType> typedef(String name);

        /// Whether there is an enumeration of this name (without its tag).
        boolean enumeration(String name);

        /// The value of an enumerator.
        Optional<Long> constant(String name);

        /// All names with their tags.
        List<String> structs();
    }

    /// Whether a type that is not found may nevertheless exist.
    boolean open() {
        return headers;
    }

    /// Whether all types of the kernel are known.
    boolean complete() {
        return kernel.known();
    }

    void define(CStruct struct) {
        structs.put(struct.name(), struct);
    }

    void typedef(String name, ValueType type) {
        typedefs.put(name, type);
    }

    void enumeration(String tagged) {
        enums.add(tagged);
    }

    void constant(String name, long value) {
        constants.put(name, value);
    }

    /// A name that the preprocessor replaces by something that is no constant.
    void macro(String name) {
        macros.add(name);
    }

    boolean macros(String name) {
        return macros.contains(name);
    }

    Map<String, Long> constants() {
        return constants;
    }

    Optional<Long> value(String name) {
        return Optional.ofNullable(constants.get(name)).or(() -> kernel.constant(name));
    }

    Optional<CStruct> struct(String tagged) {
        return Optional.ofNullable(structs.get(tagged)).or(() -> kernel.struct(tagged));
    }

    List<String> names() {
        List<String> all = new ArrayList<>(structs.keySet());
        all.addAll(typedefs.keySet());
        all.addAll(kernel.structs());
        return all;
    }

    /// The type of a name as C or bpftrace write it: `unsigned long`, `uint8`, `struct sock *`, `u32[4]`. Empty where
    /// there is no such type.
    Optional<ValueType> named(String name) {
        return named(name.strip(), 0);
    }

    private Optional<ValueType> named(String name, int steps) {
        if (steps > MOST_STEPS || name.isEmpty()) {
            return Optional.empty();
        }
        if (name.endsWith("*")) {
            String to = name.substring(0, name.length() - 1).strip();
            return named(to, steps + 1).map(_ -> new ValueType.Pointer(to));
        }
        if (name.endsWith("]")) {
            int open = name.indexOf('[');
            int close = name.indexOf(']', open);
            String rest = name.substring(close + 1);
            String element = name.substring(0, Math.max(0, open)).strip() + rest;
            long length = Numbers.value(name.substring(open + 1, close).strip()).orElse(0L);
            return named(element, steps + 1).map(of -> array(of, length));
        }
        ValueType plain = PLAIN.get(normal(name));
        if (plain != null) {
            return Optional.of(plain);
        }
        if (name.startsWith("enum ")) {
            boolean there = enums.contains(name) || open() || kernel.enumeration(name.substring("enum ".length()).strip());
            return there ? Optional.of(new ValueType.Int(4, false)) : Optional.empty();
        }
        if (struct(name).isPresent()) {
            return Optional.of(new ValueType.Struct(name));
        }
        return Optional.ofNullable(typedefs.get(name))
                .or(() -> kernel.typedef(name))
                .or(() -> struct("struct " + name).map(found -> new ValueType.Struct(found.name())));
    }

    /// The type that a cast names.
    Optional<ValueType> of(TypeName type) {
        StringBuilder name = new StringBuilder(type.base());
        name.append("*".repeat(type.pointers()));
        type.lengths().forEach(length -> name.append('[').append(Math.max(0, length)).append(']'));
        return named(name.toString());
    }

    /// What a pointer points to.
    ValueType target(ValueType.Pointer pointer) {
        return pointer.to().isEmpty()
                ? new ValueType.Unknown()
                : named(pointer.to()).orElse(new ValueType.Unknown());
    }

    /// Arrays of `char` are texts.
    static ValueType array(ValueType element, long length) {
        return element instanceof ValueType.Int(int sizeBytes, boolean signed) && sizeBytes == 1 && signed
                ? new ValueType.Text((int) Math.min(length, Integer.MAX_VALUE))
                : new ValueType.Array(element, length);
    }

    long sizeBytes(ValueType type) {
        return switch (type) {
            case ValueType.Int(int sizeBytes, _) -> sizeBytes;
            case ValueType.Text(int widthBytes) -> widthBytes;
            case ValueType.Struct(String name) -> struct(name).map(CStruct::sizeBytes).orElse(0L);
            case ValueType.Array(var element, long length) -> sizeBytes(element) * length;
            case ValueType.Tuple(var parts) -> parts.stream().mapToLong(this::sizeBytes).sum();
            case ValueType.Pointer _,
                    ValueType.Opaque _,
                    ValueType.Aggregation _,
                    ValueType.Context _,
                    ValueType.Nothing _,
                    ValueType.Unknown _ -> 8;
        };
    }

    /// A type as [#named(String)] reads it.
    static String written(ValueType type) {
        return switch (type) {
            case ValueType.Int(int sizeBytes, boolean signed) -> (signed ? "int" : "uint") + 8 * sizeBytes;
            case ValueType.Text(int widthBytes) -> "char[" + widthBytes + "]";
            case ValueType.Struct(String name) -> name;
            case ValueType.Pointer(String to) -> to.isEmpty() ? "void *" : to + " *";
            case ValueType.Array(var element, long length) -> written(element) + "[" + length + "]";
            case ValueType.Nothing() -> "void";
            case ValueType.Opaque _,
                    ValueType.Tuple _,
                    ValueType.Aggregation _,
                    ValueType.Context _,
                    ValueType.Unknown _ -> "";
        };
    }

    /// C lets the words of an integer type stand in any order.
    private static String normal(String name) {
        if (!name.contains(" ") || name.startsWith("struct ") || name.startsWith("union ")) {
            return name;
        }
        List<String> words = new ArrayList<>(List.of(name.split("\\s+")));
        boolean unsigned = words.remove("unsigned");
        words.remove("signed");
        if (words.size() > 1) {
            words.remove("int");
        }
        return (unsigned ? "unsigned " : "") + String.join(" ", words);
    }

    private static Map<String, ValueType> plain() {
        Map<String, ValueType> all = new LinkedHashMap<>();
        for (int bits = 8; bits <= 64; bits *= 2) {
            ValueType signed = new ValueType.Int(bits / 8, true);
            ValueType unsigned = new ValueType.Int(bits / 8, false);
            for (String name : List.of("int" + bits, "int" + bits + "_t", "s" + bits, "__s" + bits)) {
                all.put(name, signed);
            }
            for (String name : List.of(
                    "uint" + bits, "uint" + bits + "_t", "u" + bits, "__u" + bits, "__be" + bits, "__le" + bits)) {
                all.put(name, unsigned);
            }
        }
        names(all, 1, true, "char");
        names(all, 1, false, "unsigned char", "bool", "_Bool");
        names(all, 2, true, "short");
        names(all, 2, false, "unsigned short", "umode_t");
        names(all, 4, true, "int", "pid_t", "");
        names(all, 4, false, "unsigned int", "unsigned", "uid_t", "gid_t", "unsigned ");
        names(all, 8, true, "long", "long long", "ssize_t", "off_t", "loff_t", "intptr_t");
        names(all, 8, false, "unsigned long", "unsigned long long", "size_t", "uintptr_t");
        all.put("void", new ValueType.Nothing());
        all.put("string", new ValueType.Text(ValueType.TEXT_BYTES));
        all.remove("");
        return all;
    }

    private static void names(Map<String, ValueType> all, int sizeBytes, boolean signed, String... names) {
        for (String name : names) {
            all.put(name, new ValueType.Int(sizeBytes, signed));
        }
    }
}
