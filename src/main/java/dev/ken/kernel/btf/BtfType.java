package dev.ken.kernel.btf;

import java.util.List;
import java.util.Optional;

/// One type of a [Btf]. Other types are named by their ids (0 is `void`). `name` is empty where the type has none.
public sealed interface BtfType {
    int id();

    /// Empty for types without a name.
    String name();

    /// Id 0.
    record Void() implements BtfType {
        @Override
        public int id() {
            return 0;
        }

        @Override
        public String name() {
            return "void";
        }
    }

    /// An integer of `sizeBytes`. `bits` of them from bit `offsetBits` are used (old compilers told bit-fields so).
    record Int(
            int id,
            String name,
            int sizeBytes,
            int bits,
            int offsetBits,
            boolean signed,
            boolean character,
            boolean bool)
            implements BtfType {}

    record Float(int id, String name, int sizeBytes) implements BtfType {}

    record Pointer(int id, int target) implements BtfType {
        @Override
        public String name() {
            return "";
        }
    }

    record Array(int id, int element, int index, long length) implements BtfType {
        @Override
        public String name() {
            return "";
        }
    }

    /// A structure or a union.
    sealed interface Composite extends BtfType {
        int sizeBytes();

        List<Member> members();

        /// The member that is named so here, not looking into anonymous members ([Btf#access] does).
        default Optional<Member> member(String wanted) {
            return members().stream().filter(m -> m.name().equals(wanted)).findFirst();
        }
    }

    record Struct(int id, String name, int sizeBytes, List<Member> members) implements Composite {
        public Struct {
            members = List.copyOf(members);
        }
    }

    record Union(int id, String name, int sizeBytes, List<Member> members) implements Composite {
        public Union {
            members = List.copyOf(members);
        }
    }

    /// `bitFieldBits` is 0 where the member is no bit-field. The name of an anonymous member is empty.
    record Member(String name, int type, long offsetBits, int bitFieldBits) {}

    /// Also the enumerations of 64 bits.
    record Enum(int id, String name, int sizeBytes, boolean signed, List<Enumerator> enumerators) implements BtfType {
        public Enum {
            enumerators = List.copyOf(enumerators);
        }
    }

    /// `value` is sign-extended where the enumeration is signed, else zero-extended.
    record Enumerator(String name, long value) {}

    /// A structure or union of which only the name is known.
    record Forward(int id, String name, boolean union) implements BtfType {}

    record Typedef(int id, String name, int target) implements BtfType {}

    /// What stands before a type and changes nothing of its layout.
    sealed interface Modifier extends BtfType {
        int target();
    }

    record Volatile(int id, int target) implements Modifier {
        @Override
        public String name() {
            return "";
        }
    }

    record Const(int id, int target) implements Modifier {
        @Override
        public String name() {
            return "";
        }
    }

    record Restrict(int id, int target) implements Modifier {
        @Override
        public String name() {
            return "";
        }
    }

    /// A tag of the compiler such as `user` or `rcu`; `attribute` where it stands for any attribute of the compiler.
    record TypeTag(int id, String name, int target, boolean attribute) implements Modifier {}

    /// A function; `prototype` is the id of a [Prototype].
    record Function(int id, String name, int prototype, Linkage linkage) implements BtfType {}

    /// `variadic` where `...` follows the parameters.
    record Prototype(int id, int returns, List<Parameter> parameters, boolean variadic) implements BtfType {
        public Prototype {
            parameters = List.copyOf(parameters);
        }

        @Override
        public String name() {
            return "";
        }
    }

    /// The name is empty where the prototype does not tell it.
    record Parameter(String name, int type) {}

    record Variable(int id, String name, int type, Linkage linkage) implements BtfType {}

    /// A section of an object with its variables.
    record Section(int id, String name, int sizeBytes, List<Entry> entries) implements BtfType {
        public Section {
            entries = List.copyOf(entries);
        }
    }

    /// `variable` is the id of a [Variable] or [Function].
    record Entry(int variable, long offsetBytes, long sizeBytes) {}

    /// A tag of the compiler at `target`: at its member or parameter `component`, or at the whole of it where that is
    /// -1. The name is the text of the tag.
    record DeclTag(int id, String name, int target, int component, boolean attribute) implements BtfType {}

    enum Linkage {
        STATIC,
        GLOBAL,
        EXTERN,
        OTHER
    }
}
