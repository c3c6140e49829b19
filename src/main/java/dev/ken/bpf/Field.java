package dev.ken.bpf;

import dev.ken.ir.Type;
import dev.ken.kernel.btf.Btf;
import dev.ken.kernel.btf.BtfType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A leaf of a type: an integer, a text, or an array of integers. `name` is its path (`start.ts`), empty where
/// the type is no structure.
///
/// @param address whether it is declared as a number of 4 bytes in network order (`__be32`), which is how an address of
///     IPv4 is kept
record Field(String name, int offsetBytes, int sizeBytes, Kind kind, boolean address) {
    Field(String name, int offsetBytes, int sizeBytes, Kind kind) {
        this(name, offsetBytes, sizeBytes, kind, false);
    }

    /// Leaves that are taken from one type; a type with more is not laid out.
    static final int MOST = 64;
    private static final int MOST_BYTES = 4096;

    sealed interface Kind {
        record Number(boolean signed) implements Kind {}

        record Text() implements Kind {}

        record Numbers(int elementBytes, int length) implements Kind {}

        /// An address of IPv6.
        record Address() implements Kind {}

        /// A union, a bit-field, or an array of structures.
        record Other() implements Kind {}
    }

    /// The leaves of a type, in the order of their places; one of kind [Kind.Other] where it cannot be laid out.
    static List<Field> of(Btf btf, int type) {
        List<Field> fields = new ArrayList<>();
        collect(btf, type, "", 0, fields);
        int sizeBytes = (int) btf.sizeBytes(type).orElse(0);
        return fields.size() > MOST ? List.of(new Field("", 0, sizeBytes, new Kind.Other())) : List.copyOf(fields);
    }

    /// The leaves of the type of a key, in which bytes without a sign (`u8 comm[16]`) hold a text too.
    static List<Field> ofKey(Btf btf, int type) {
        return of(btf, type).stream().map(Field::asText).toList();
    }

    private Field asText() {
        return kind instanceof Kind.Numbers(int elementBytes, int _) && elementBytes == 1
                ? new Field(name, offsetBytes, sizeBytes, new Kind.Text())
                : this;
    }

    /// The one leaf of a key or value of which only the size is told: a number where it can be one, and else a text.
    static List<Field> sized(long bytes) {
        if (bytes <= 0 || bytes > MOST_BYTES) {
            return List.of();
        }
        boolean number = bytes == 1 || bytes == 2 || bytes == 4 || bytes == 8;
        return List.of(new Field("", 0, (int) bytes, number ? new Kind.Number(false) : new Kind.Text()));
    }

    private static void collect(Btf btf, int type, String name, long offset, List<Field> fields) {
        if (fields.size() > MOST) {
            return;
        }
        int size = (int) Math.min(btf.sizeBytes(type).orElse(0), 1 << 20);
        int at = (int) Math.min(offset, 1 << 20);
        switch (btf.type(btf.strip(type))) {
            case BtfType.Struct struct
            when struct.name().equals("in6_addr") && size == 16 ->
                fields.add(new Field(name, at, size, new Kind.Address()));
            case BtfType.Struct struct -> {
                for (BtfType.Member member : struct.members()) {
                    String path = name.isEmpty() ? member.name() : name + "." + member.name();
                    if (member.bitFieldBits() > 0 || member.offsetBits() % 8 != 0) {
                        fields.add(new Field(path, at + (int) (member.offsetBits() / 8), 0, new Kind.Other()));
                    } else {
                        collect(btf, member.type(), path, at + member.offsetBits() / 8, fields);
                    }
                }
            }
            case BtfType.Array array -> fields.add(new Field(name, at, size, array(btf, array)));
            case BtfType.Int whole ->
                fields.add(new Field(
                        name, at, size, new Kind.Number(whole.signed() && !whole.bool()), isNetworkOrder(btf, type)));
            case BtfType.Enum whole -> fields.add(new Field(name, at, size, new Kind.Number(whole.signed())));
            case BtfType.Pointer _ -> fields.add(new Field(name, at, 8, new Kind.Number(false)));
            case BtfType _ -> fields.add(new Field(name, at, size, new Kind.Other()));
        }
    }

    private static boolean isNetworkOrder(Btf btf, int type) {
        return btf.type(btf.stripModifiers(type)) instanceof BtfType.Typedef(int _, String name, int _)
                && name.equals("__be32");
    }

    private static Kind array(Btf btf, BtfType.Array array) {
        if (array.length() == 0
                || array.length() > 1 << 16
                || !(btf.type(btf.strip(array.element())) instanceof BtfType.Int of)) {
            return new Kind.Other();
        }
        return of.name().equals("char") ? new Kind.Text() : new Kind.Numbers(of.sizeBytes(), (int) array.length());
    }

    /// How IR holds it; empty for what it has no single value for.
    Optional<Type> type() {
        return switch (kind) {
            case Kind.Number _ -> Optional.of(new Type.Int());
            case Kind.Text _ -> Optional.of(new Type.Text(sizeBytes));
            case Kind.Numbers _, Kind.Address _, Kind.Other _ -> Optional.empty();
        };
    }
}
