package dev.ken.kernel.btf;

import java.util.Arrays;

/// The type section of one BTF as words, with the place of every record. A record is three words (name, info, size or
/// type) and what its kind adds.
record Records(int[] words, int[] places) {
    /// Made by a walk over the section; unknown kinds and records that end behind the section are malformed.
    static Records scan(int[] words, int firstId) {
        int[] places = new int[Math.max(16, words.length / 5)];
        int count = 0;
        int at = 0;
        while (at < words.length) {
            int id = firstId + count;
            if (words.length - at < 3) {
                throw malformed(id, at, "the record ends behind the section");
            }
            int kind = words[at + 1] >>> 24 & 0x1f;
            if (kind == 0 || kind >= Kind.count()) {
                throw malformed(id, at, "unknown kind " + kind);
            }
            int length = 3 + extra(Kind.of(kind), words[at + 1] & 0xffff);
            if (length > words.length - at) {
                throw malformed(id, at, "the record ends behind the section");
            }
            if (count == places.length) {
                places = Arrays.copyOf(places, count * 2);
            }
            places[count++] = at;
            at += length;
        }
        return new Records(words, Arrays.copyOf(places, count));
    }

    private static int extra(Kind kind, int count) {
        return switch (kind) {
            case INT, VAR, DECL_TAG -> 1;
            case ARRAY -> 3;
            case STRUCT, UNION, DATASEC, ENUM64 -> 3 * count;
            case ENUM, FUNC_PROTO -> 2 * count;
            case VOID, PTR, FWD, TYPEDEF, VOLATILE, CONST, RESTRICT, FUNC, FLOAT, TYPE_TAG -> 0;
        };
    }

    static MalformedBtf malformed(int id, int word, String problem) {
        return new MalformedBtf("types", id, word * 4L, problem);
    }

    int count() {
        return places.length;
    }

    int name(int index) {
        return words[places[index]];
    }

    Kind kind(int index) {
        return Kind.of(words[places[index] + 1] >>> 24 & 0x1f);
    }

    /// Number of members, parameters, …; of a function its linkage.
    int length(int index) {
        return words[places[index] + 1] & 0xffff;
    }

    boolean flag(int index) {
        return words[places[index] + 1] < 0;
    }

    /// The third word: a size or a type.
    int value(int index) {
        return words[places[index] + 2];
    }

    /// Word `i` behind the three.
    int extra(int index, int i) {
        return words[places[index] + 3 + i];
    }
}
