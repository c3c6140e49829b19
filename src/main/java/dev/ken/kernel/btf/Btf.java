package dev.ken.kernel.btf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;

/// The types and functions of one kernel, module or object. Type ids go from 1 to [#endId] - 1; id 0 is `void`. A split
/// BTF goes on where its base ends and finds the types of its base too.
///
/// Lookups by id, and by kind and name, take constant time; types are made at each call. Immutable, for any thread.
/// Methods that take a type id throw [IllegalArgumentException] where it is none of this BTF, and [MalformedBtf] where
/// types refer to each other in circles.
public final class Btf {
    private static final int LONGEST_CHAIN = 64;

    private final Optional<Btf> base;
    private final int firstId;
    private final Records records;
    private final Strings strings;
    private final NameIndex index;
    private final int pointerBytes;

    private Btf(Optional<Btf> base, ByteBuffer given) {
        ByteBuffer bytes = given.slice();
        Header header = Header.read(bytes);
        this.base = base;
        firstId = base.map(Btf::endId).orElse(1);
        byte[] text = new byte[header.stringsBytes()];
        bytes.get(header.stringsAt(), text);
        strings = new Strings(text, base.map(b -> b.strings.end()).orElse(0));
        check(text);
        int[] words = new int[header.typesBytes() / 4];
        bytes.slice(header.typesAt(), header.typesBytes())
                .order(header.order())
                .asIntBuffer()
                .get(words);
        records = Records.scan(words, firstId);
        new References(records, firstId, endId(), strings.end()).check();
        index = new NameIndex(records, new OwnNames());
        pointerBytes = base.map(b -> b.pointerBytes).orElseGet(this::longBytes);
    }

    private void check(byte[] text) {
        boolean split = base.isPresent();
        if (text.length == 0 ? !split : text[text.length - 1] != 0 || text[0] != 0 && !split) {
            throw new MalformedBtf("strings", -1, 0, "the strings do not begin and end with a zero byte");
        }
    }

    /// BTF as in `/sys/kernel/btf/vmlinux` or in the section `.BTF` of an object.
    public static Btf parse(byte[] bytes) {
        return parse(ByteBuffer.wrap(bytes));
    }

    /// All that remains in `bytes`, which are left as they are.
    public static Btf parse(ByteBuffer bytes) {
        return new Btf(Optional.empty(), bytes);
    }

    /// BTF of a module, as in `/sys/kernel/btf/MODULE`, which refers to types and strings of `base`.
    public static Btf parseSplit(Btf base, byte[] bytes) {
        return parseSplit(base, ByteBuffer.wrap(bytes));
    }

    public static Btf parseSplit(Btf base, ByteBuffer bytes) {
        return new Btf(Optional.of(base), bytes);
    }

    /// What the section `.BTF.ext` says about the code of an object whose section `.BTF` this is.
    public Ext ext(byte[] bytes) {
        return new ExtReader(this, ByteBuffer.wrap(bytes)).read();
    }

    /// Functions, source lines and relocations, each in the order of the object's sections and instructions.
    public record Ext(List<FunctionInfo> functions, List<LineInfo> lines, List<Relocation> relocations) {
        public Ext {
            functions = List.copyOf(functions);
            lines = List.copyOf(lines);
            relocations = List.copyOf(relocations);
        }
    }

    /// At `instructionBytes` of `section` a function begins; `type` is the id of a [BtfType.Function].
    public record FunctionInfo(String section, long instructionBytes, int type) {}

    /// The instruction at `instructionBytes` comes from this line of source.
    public record LineInfo(String section, long instructionBytes, String file, String source, int line, int column) {}

    /// The instruction at `instructionBytes` depends on the layout of `type`: on the member, enumerator or type that
    /// `access` names by numbers as in `0:1:2`; `kind` is that of `enum bpf_core_relo_kind`.
    public record Relocation(String section, long instructionBytes, int type, String access, int kind) {}

    public Optional<Btf> base() {
        return base;
    }

    /// The first id that is not in the base.
    public int firstId() {
        return firstId;
    }

    /// One past the last id.
    public int endId() {
        return Math.addExact(firstId, records.count());
    }

    public int pointerBytes() {
        return pointerBytes;
    }

    public BtfType type(int id) {
        if (id == 0) {
            return new BtfType.Void();
        }
        Btf owner = owner(id);
        return new Decoder(owner.records, owner).type(id - owner.firstId, id);
    }

    /// The kind of a type without making it.
    public Kind kind(int id) {
        return id == 0 ? Kind.VOID : owner(id).kindOfOwn(id);
    }

    /// The name of a type without making it; empty where it has none.
    public String name(int id) {
        return id == 0 ? "void" : owner(id).nameOfOwn(id);
    }

    private Kind kindOfOwn(int id) {
        return records.kind(id - firstId);
    }

    private String nameOfOwn(int id) {
        return text(records.name(id - firstId), id);
    }

    /// The id of the first type of this kind and name.
    public Optional<Integer> find(Kind kind, String name) {
        byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
        Optional<Integer> inBase = base.flatMap(b -> b.find(kind, name));
        int own = wanted.length == 0 || inBase.isPresent() ? -1 : index.first(kind, wanted);
        return own < 0 ? inBase : Optional.of(own + firstId);
    }

    /// The same without looking into the base.
    public Optional<Integer> findOwn(Kind kind, String name) {
        byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
        int own = wanted.length == 0 ? -1 : index.first(kind, wanted);
        return own < 0 ? Optional.empty() : Optional.of(own + firstId);
    }

    /// The ids of all types of this kind and name, ascending; static functions of one name may be many.
    public List<Integer> findAll(Kind kind, String name) {
        List<Integer> all = new ArrayList<>(base.map(b -> b.findAll(kind, name)).orElse(List.of()));
        byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
        if (wanted.length > 0) {
            index.all(kind, wanted).forEach(own -> all.add(own + firstId));
        }
        return List.copyOf(all);
    }

    /// The names of all types of a kind that are not in the base, sorted, each once.
    public SortedSet<String> ownNames(Kind kind) {
        SortedSet<String> names = new TreeSet<>();
        for (int id = firstId; id < endId(); id++) {
            if (kindOfOwn(id) == kind && records.name(id - firstId) != 0) {
                names.add(nameOfOwn(id));
            }
        }
        return names;
    }

    /// The ids of types, variables and functions that the compiler tagged with `tag` as a whole, in this BTF and not in
    /// its base.
    public BitSet tagged(String tag) {
        byte[] wanted = tag.getBytes(StandardCharsets.UTF_8);
        BitSet ids = new BitSet();
        for (int index = 0; index < records.count(); index++) {
            if (records.kind(index) == Kind.DECL_TAG
                    && records.extra(index, 0) == -1
                    && stringsOf(records.name(index)).same(records.name(index), wanted)) {
                ids.set(records.value(index));
            }
        }
        return ids;
    }

    public Optional<BtfType.Struct> struct(String name) {
        return find(Kind.STRUCT, name).map(id -> (BtfType.Struct) type(id));
    }

    public Optional<BtfType.Union> union(String name) {
        return find(Kind.UNION, name).map(id -> (BtfType.Union) type(id));
    }

    /// An enumeration of 32 or of 64 bits.
    public Optional<BtfType.Enum> enumeration(String name) {
        return find(Kind.ENUM, name).or(() -> find(Kind.ENUM64, name)).map(id -> (BtfType.Enum) type(id));
    }

    public Optional<BtfType.Typedef> typedef(String name) {
        return find(Kind.TYPEDEF, name).map(id -> (BtfType.Typedef) type(id));
    }

    public Optional<BtfType.Function> function(String name) {
        return find(Kind.FUNC, name).map(id -> (BtfType.Function) type(id));
    }

    /// Parameters and result of the first function of that name.
    public Optional<BtfType.Prototype> prototype(String function) {
        return function(function).map(f -> (BtfType.Prototype) type(f.prototype()));
    }

    /// `id` without typedefs, `const`, `volatile`, `restrict` and tags.
    public int strip(int id) {
        return strip(id, true);
    }

    /// `id` without `const`, `volatile`, `restrict` and tags.
    public int stripModifiers(int id) {
        return strip(id, false);
    }

    private int strip(int id, boolean typedefs) {
        int at = id;
        for (int i = 0; i < LONGEST_CHAIN; i++) {
            Kind kind = kind(at);
            boolean skip = switch (kind) {
                case VOLATILE, CONST, RESTRICT, TYPE_TAG -> true;
                case TYPEDEF -> typedefs;
                default -> false;
            };
            if (!skip) {
                return at;
            }
            at = target(at);
        }
        throw new MalformedBtf("types", id, -1, "more than " + LONGEST_CHAIN + " typedefs and modifiers in a row");
    }

    private int target(int id) {
        Btf owner = owner(id);
        return owner.records.value(id - owner.firstId);
    }

    /// Empty for what has no size: `void`, functions, forward declarations.
    public OptionalLong sizeBytes(int id) {
        long times = 1;
        int at = id;
        for (int i = 0; i < LONGEST_CHAIN; i++) {
            at = strip(at);
            if (!(type(at) instanceof BtfType.Array array)) {
                OptionalLong one = sizeOfOne(at);
                return one.isEmpty() ? one : OptionalLong.of(product(id, times, one.getAsLong()));
            }
            times = product(id, times, array.length());
            at = array.element();
        }
        throw new MalformedBtf("types", id, -1, "arrays lie more than " + LONGEST_CHAIN + " deep in each other");
    }

    private static long product(int id, long a, long b) {
        long product = Math.unsignedMultiplyHigh(a, b) == 0 ? a * b : -1;
        if (product < 0 || product > Long.MAX_VALUE / 8) {
            throw new MalformedBtf("types", id, -1, "the size is beyond all memory");
        }
        return product;
    }

    private OptionalLong sizeOfOne(int id) {
        return switch (kind(id)) {
            case PTR -> OptionalLong.of(pointerBytes);
            case INT, FLOAT, STRUCT, UNION, ENUM, ENUM64, DATASEC -> OptionalLong.of(target(id));
            case VAR -> sizeBytes(strip(target(id)));
            default -> OptionalLong.empty();
        };
    }

    public boolean isPointer(int id) {
        return kind(strip(id)) == Kind.PTR;
    }

    /// A signed integer or enumeration.
    public boolean isSigned(int id) {
        BtfType plain = type(strip(id));
        return plain instanceof BtfType.Int number && number.signed()
                || plain instanceof BtfType.Enum choice && choice.signed();
    }

    /// What C can compare and compute with: integers, enumerations and pointers.
    public boolean isScalar(int id) {
        return switch (kind(strip(id))) {
            case INT, ENUM, ENUM64, PTR -> true;
            default -> false;
        };
    }

    /// The type behind a pointer or in an array, also one that hides in a typedef.
    public Optional<Integer> pointee(int id) {
        BtfType plain = type(strip(id));
        if (plain instanceof BtfType.Pointer pointer) {
            return Optional.of(pointer.target());
        }
        return plain instanceof BtfType.Array array ? Optional.of(array.element()) : Optional.empty();
    }

    /// How `path` is reached from a value of a type: `__sk_common.skc_dport`, `mm.owner.pid`, `comm[0]`.
    /// The type is a structure or a union, or a pointer to one that is at hand. Points and arrows mean the same;
    /// anonymous members need not be named. Empty where there is no such member.
    public Optional<Access> access(int type, String path) {
        return new Walk(this, type).to(path);
    }

    /// The names that [#access] takes as the first step from a type, in the order of its members; each once.
    public List<String> members(int type) {
        return new Walk(this, type).names();
    }

    /// The type as C writes it, without a name: `const char *`.
    public String cText(int id) {
        return cText(id, "");
    }

    /// A declaration of `name` with the type as C writes it: `int (*handler)(void)`.
    public String cText(int id, String name) {
        return new CText(this).of(id, name, 0);
    }

    private Btf owner(int id) {
        if (id <= 0 || id >= endId()) {
            throw new IllegalArgumentException("no type " + id + " among " + endId());
        }
        Btf owner = this;
        while (id < owner.firstId) {
            owner = owner.base.orElseThrow();
        }
        return owner;
    }

    /// The name at an offset that was checked.
    String text(int offset, int typeId) {
        return text(offset, typeId, Strings.LONGEST_NAME);
    }

    String text(int offset, int typeId, int longest) {
        return stringsOf(offset).text(offset, longest, typeId);
    }

    int endOfStrings() {
        return strings.end();
    }

    private Strings stringsOf(int offset) {
        Btf owner = this;
        while (offset < owner.strings.first()) {
            owner = owner.base.orElseThrow();
        }
        return owner.strings;
    }

    private int longBytes() {
        return find(Kind.INT, "long unsigned int")
                .or(() -> find(Kind.INT, "long int"))
                .or(() -> find(Kind.INT, "unsigned long"))
                .or(() -> find(Kind.INT, "long"))
                .map(this::target)
                .filter(size -> size == 4 || size == 8)
                .orElse(8);
    }

    private final class OwnNames implements NameIndex.Names {
        @Override
        public int hash(int offset, int kind) {
            return stringsOf(offset).hash(offset, kind);
        }

        @Override
        public boolean same(int offset, byte[] name) {
            return stringsOf(offset).same(offset, name);
        }
    }
}
