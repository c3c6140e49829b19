package dev.ken.kernel.btf;

/// Checks what a record says of other things: names, types and places. After that only cycles are left to beware of.
final class References {
    private final Records records;
    private final int firstId;
    private final int types;
    private final int strings;

    /// `types` and `strings` are one past the last id and string offset.
    References(Records records, int firstId, int types, int strings) {
        this.records = records;
        this.firstId = firstId;
        this.types = types;
        this.strings = strings;
    }

    void check() {
        for (int index = 0; index < records.count(); index++) {
            name(index, -3);
            switch (records.kind(index)) {
                case INT -> integer(index);
                case FLOAT -> size(index, 1, 16);
                case PTR, TYPEDEF, VOLATILE, CONST, RESTRICT, TYPE_TAG -> type(index, -1);
                case ARRAY -> {
                    type(index, 0);
                    type(index, 1);
                }
                case STRUCT, UNION -> members(index);
                case ENUM -> {
                    size(index, 1, 8);
                    names(index, 2);
                }
                case ENUM64 -> {
                    size(index, 1, 8);
                    names(index, 3);
                }
                case FUNC -> function(index);
                case FUNC_PROTO -> prototype(index);
                case VAR -> type(index, -1);
                case DATASEC -> section(index);
                case DECL_TAG -> type(index, -1);
                case FWD, VOID -> {}
            }
        }
    }

    private MalformedBtf malformed(int index, int word, String problem) {
        return Records.malformed(firstId + index, records.places()[index] + 3 + word, problem);
    }

    /// Words are counted from behind the three that all records have.
    private int word(int index, int word) {
        return records.extra(index, word);
    }

    private void name(int index, int word) {
        if (Integer.compareUnsigned(word(index, word), strings) >= 0) {
            throw malformed(index, word, "name at " + Integer.toUnsignedString(word(index, word)) + " of " + strings);
        }
    }

    private void names(int index, int stride) {
        for (int i = 0; i < records.length(index); i++) {
            name(index, i * stride);
        }
    }

    private void type(int index, int word) {
        if (Integer.compareUnsigned(word(index, word), types) >= 0) {
            throw malformed(index, word, "type " + Integer.toUnsignedString(word(index, word)) + " of " + types);
        }
    }

    private void size(int index, int least, int most) {
        int size = records.value(index);
        if (size < least || size > most) {
            throw malformed(index, -1, "a size of " + Integer.toUnsignedString(size) + " bytes");
        }
    }

    private void integer(int index) {
        size(index, 1, 16);
        int bits = word(index, 0) & 0xff;
        int offset = word(index, 0) >>> 16 & 0xff;
        if (bits + offset > records.value(index) * 8) {
            throw malformed(index, 0, bits + " bits at " + offset + " in " + records.value(index) + " bytes");
        }
    }

    private void members(int index) {
        size(index, 0, Integer.MAX_VALUE);
        for (int i = 0; i < records.length(index) * 3; i += 3) {
            name(index, i);
            type(index, i + 1);
            long bit = Integer.toUnsignedLong(records.flag(index) ? word(index, i + 2) & 0xffffff : word(index, i + 2));
            if (bit > records.value(index) * 8L) {
                throw malformed(index, i + 2, "a member at bit " + bit + " of " + records.value(index) + " bytes");
            }
        }
    }

    private void function(int index) {
        type(index, -1);
        int own = records.value(index) - firstId;
        if (own >= 0 && records.kind(own) != Kind.FUNC_PROTO) {
            throw malformed(index, -1, "type " + records.value(index) + " is no prototype");
        }
    }

    private void prototype(int index) {
        type(index, -1);
        int length = records.length(index);
        for (int i = 0; i < length; i++) {
            name(index, i * 2);
            type(index, i * 2 + 1);
            if (word(index, i * 2 + 1) == 0 && i < length - 1) {
                throw malformed(index, i * 2 + 1, "a parameter of type void");
            }
        }
    }

    private void section(int index) {
        for (int i = 0; i < records.length(index); i++) {
            type(index, i * 3);
        }
    }
}
