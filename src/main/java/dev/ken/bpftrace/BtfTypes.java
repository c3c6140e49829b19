package dev.ken.bpftrace;

import dev.ken.kernel.KernelModel;
import dev.ken.kernel.btf.Btf;
import dev.ken.kernel.btf.BtfType;
import dev.ken.kernel.btf.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The types of a kernel as scripts name them. Types without a name are called by their number (`struct #123`).
final class BtfTypes implements CTypes.KernelTypes {
    /// Unnamed structures and arrays in each other.
    private static final int MOST_STEPS = 32;

    private static final int BYTE_BITS = 8;

    /// The kernel that was asked for last: many programs are checked against one.
    private static volatile @Nullable BtfTypes last;

    private final KernelModel kernel;
    private final Map<String, Optional<CStruct>> structs = new ConcurrentHashMap<>();
    private volatile @Nullable Map<String, Long> constants;

    private BtfTypes(KernelModel kernel) {
        this.kernel = kernel;
    }

    static BtfTypes of(KernelModel kernel) {
        BtfTypes known = last;
        if (known == null || known.kernel != kernel) {
            known = new BtfTypes(kernel);
            last = known;
        }
        return known;
    }

    private Optional<Btf> btf() {
        return kernel.btf();
    }

    @Override
    public boolean known() {
        return btf().isPresent();
    }

    @Override
    public Optional<CStruct> struct(String tagged) {
        Optional<CStruct> known = structs.get(tagged);
        if (known == null) {
            known = btf().flatMap(btf -> composite(btf, tagged).map(found -> layout(btf, tagged, found)));
            structs.put(tagged, known);
        }
        return known;
    }

    private static Optional<BtfType.Composite> composite(Btf btf, String tagged) {
        String[] words = tagged.split(" ", 2);
        if (words.length < 2) {
            return Optional.empty();
        }
        if (words[1].startsWith("#")) {
            int id = Integer.parseInt(words[1].substring(1));
            return btf.type(id) instanceof BtfType.Composite found ? Optional.of(found) : Optional.empty();
        }
        return switch (words[0]) {
            case "struct" -> btf.struct(words[1]).map(found -> found);
            case "union" -> btf.union(words[1]).map(found -> found);
            default -> Optional.empty();
        };
    }

    private static CStruct layout(Btf btf, String tagged, BtfType.Composite of) {
        List<CStruct.Member> members = new ArrayList<>();
        members(btf, of, 0, members, 0);
        return new CStruct(tagged, of.sizeBytes(), members);
    }

    private static void members(Btf btf, BtfType.Composite of, long at, List<CStruct.Member> all, int steps) {
        for (BtfType.Member member : of.members()) {
            long offset = at + member.offsetBits() / BYTE_BITS;
            boolean unnamed = member.name().isEmpty();
            if (unnamed
                    && btf.type(btf.strip(member.type())) instanceof BtfType.Composite inner
                    && steps < MOST_STEPS) {
                members(btf, inner, offset, all, steps + 1);
            } else if (!unnamed) {
                all.add(new CStruct.Member(member.name(), type(btf, member.type(), 0), offset, member.bitFieldBits()));
            }
        }
    }

    private static ValueType type(Btf btf, int id, int steps) {
        if (steps > MOST_STEPS) {
            return new ValueType.Unknown();
        }
        return switch (btf.type(btf.strip(id))) {
            case BtfType.Int number -> new ValueType.Int(number.sizeBytes(), number.signed());
            case BtfType.Enum choice -> new ValueType.Int(choice.sizeBytes(), choice.signed());
            case BtfType.Pointer pointer -> new ValueType.Pointer(written(btf, pointer.target(), steps + 1));
            case BtfType.Array array -> array(btf, array, steps);
            case BtfType.Struct struct -> new ValueType.Struct(tagged("struct", struct));
            case BtfType.Union union -> new ValueType.Struct(tagged("union", union));
            case BtfType.Forward forward ->
                new ValueType.Struct((forward.union() ? "union " : "struct ") + forward.name());
            case BtfType.Void _ -> new ValueType.Nothing();
            case BtfType _ -> new ValueType.Unknown();
        };
    }

    /// Newer kernels have an unsigned `char`; its arrays are texts all the same.
    private static ValueType array(Btf btf, BtfType.Array array, int steps) {
        boolean text = btf.type(btf.strip(array.element())) instanceof BtfType.Int number
                && number.name().equals("char");
        ValueType element = text ? new ValueType.Int(1, true) : type(btf, array.element(), steps + 1);
        return CTypes.array(element, array.length());
    }

    private static String tagged(String word, BtfType.Composite type) {
        return word + " " + (type.name().isEmpty() ? "#" + type.id() : type.name());
    }

    private static String written(Btf btf, int id, int steps) {
        String text = CTypes.written(type(btf, id, steps));
        return text.isEmpty() ? "void" : text;
    }

    @Override
    public Optional<ValueType> typedef(String name) {
        return btf().flatMap(btf -> btf.typedef(name).map(found -> type(btf, found.target(), 0)));
    }

    @Override
    public boolean enumeration(String name) {
        return btf().flatMap(btf -> btf.enumeration(name)).isPresent();
    }

    @Override
    public Optional<Long> constant(String name) {
        Map<String, Long> all = constants;
        if (all == null) {
            all = btf().map(BtfTypes::constants).orElse(Map.of());
            constants = all;
        }
        return Optional.ofNullable(all.get(name));
    }

    private static Map<String, Long> constants(Btf btf) {
        Map<String, Long> all = new HashMap<>();
        for (int id = btf.firstId(); id < btf.endId(); id++) {
            Kind kind = btf.kind(id);
            if ((kind == Kind.ENUM || kind == Kind.ENUM64) && btf.type(id) instanceof BtfType.Enum choice) {
                choice.enumerators().forEach(one -> all.putIfAbsent(one.name(), one.value()));
            }
        }
        return all;
    }

    @Override
    public List<String> structs() {
        List<String> all = new ArrayList<>();
        btf().ifPresent(btf -> {
            btf.ownNames(Kind.STRUCT).forEach(name -> all.add("struct " + name));
            btf.ownNames(Kind.UNION).forEach(name -> all.add("union " + name));
        });
        return all;
    }
}
