package dev.ken.kernel.btf;

import dev.ken.kernel.btf.BtfType.Linkage;
import java.util.ArrayList;
import java.util.List;

/// Makes the value of one record. The records were checked.
final class Decoder {
    private final Records records;
    private final Btf names;

    Decoder(Records records, Btf names) {
        this.records = records;
        this.names = names;
    }

    BtfType type(int index, int id) {
        String name = names.text(records.name(index), id);
        int value = records.value(index);
        return switch (records.kind(index)) {
            case VOID -> new BtfType.Void();
            case INT -> integer(index, id, name);
            case PTR -> new BtfType.Pointer(id, value);
            case ARRAY ->
                new BtfType.Array(
                        id,
                        records.extra(index, 0),
                        records.extra(index, 1),
                        Integer.toUnsignedLong(records.extra(index, 2)));
            case STRUCT -> new BtfType.Struct(id, name, value, members(index, id));
            case UNION -> new BtfType.Union(id, name, value, members(index, id));
            case ENUM -> new BtfType.Enum(id, name, value, records.flag(index), enumerators(index, id));
            case ENUM64 -> new BtfType.Enum(id, name, value, records.flag(index), enumerators64(index, id));
            case FWD -> new BtfType.Forward(id, name, records.flag(index));
            case TYPEDEF -> new BtfType.Typedef(id, name, value);
            case VOLATILE -> new BtfType.Volatile(id, value);
            case CONST -> new BtfType.Const(id, value);
            case RESTRICT -> new BtfType.Restrict(id, value);
            case TYPE_TAG -> new BtfType.TypeTag(id, name, value, records.flag(index));
            case FUNC -> new BtfType.Function(id, name, value, linkage(records.length(index)));
            case FUNC_PROTO -> prototype(index, id);
            case VAR -> new BtfType.Variable(id, name, value, linkage(records.extra(index, 0)));
            case DATASEC -> new BtfType.Section(id, name, value, entries(index));
            case FLOAT -> new BtfType.Float(id, name, value);
            case DECL_TAG -> new BtfType.DeclTag(id, name, value, records.extra(index, 0), records.flag(index));
        };
    }

    private BtfType integer(int index, int id, String name) {
        int word = records.extra(index, 0);
        int encoding = word >>> 24 & 0xf;
        return new BtfType.Int(
                id,
                name,
                records.value(index),
                word & 0xff,
                word >>> 16 & 0xff,
                (encoding & 1) != 0,
                (encoding & 2) != 0,
                (encoding & 4) != 0);
    }

    private List<BtfType.Member> members(int index, int id) {
        List<BtfType.Member> members = new ArrayList<>();
        boolean fields = records.flag(index);
        for (int i = 0; i < records.length(index) * 3; i += 3) {
            int place = records.extra(index, i + 2);
            members.add(new BtfType.Member(
                    names.text(records.extra(index, i), id),
                    records.extra(index, i + 1),
                    fields ? place & 0xffffff : Integer.toUnsignedLong(place),
                    fields ? place >>> 24 : 0));
        }
        return members;
    }

    private List<BtfType.Enumerator> enumerators(int index, int id) {
        List<BtfType.Enumerator> all = new ArrayList<>();
        for (int i = 0; i < records.length(index) * 2; i += 2) {
            int value = records.extra(index, i + 1);
            all.add(new BtfType.Enumerator(
                    names.text(records.extra(index, i), id),
                    records.flag(index) ? value : Integer.toUnsignedLong(value)));
        }
        return all;
    }

    private List<BtfType.Enumerator> enumerators64(int index, int id) {
        List<BtfType.Enumerator> all = new ArrayList<>();
        for (int i = 0; i < records.length(index) * 3; i += 3) {
            long value = Integer.toUnsignedLong(records.extra(index, i + 1)) | (long) records.extra(index, i + 2) << 32;
            all.add(new BtfType.Enumerator(names.text(records.extra(index, i), id), value));
        }
        return all;
    }

    private BtfType prototype(int index, int id) {
        List<BtfType.Parameter> parameters = new ArrayList<>();
        int length = records.length(index);
        boolean variadic = length > 0 && records.extra(index, length * 2 - 1) == 0;
        for (int i = 0; i < (variadic ? length - 1 : length); i++) {
            parameters.add(new BtfType.Parameter(
                    names.text(records.extra(index, i * 2), id), records.extra(index, i * 2 + 1)));
        }
        return new BtfType.Prototype(id, records.value(index), parameters, variadic);
    }

    private List<BtfType.Entry> entries(int index) {
        List<BtfType.Entry> entries = new ArrayList<>();
        for (int i = 0; i < records.length(index) * 3; i += 3) {
            entries.add(new BtfType.Entry(
                    records.extra(index, i),
                    Integer.toUnsignedLong(records.extra(index, i + 1)),
                    Integer.toUnsignedLong(records.extra(index, i + 2))));
        }
        return entries;
    }

    private static Linkage linkage(int number) {
        return switch (number) {
            case 0 -> Linkage.STATIC;
            case 1 -> Linkage.GLOBAL;
            case 2 -> Linkage.EXTERN;
            default -> Linkage.OTHER;
        };
    }
}
