package dev.ken.kernel.btf;

import java.nio.charset.StandardCharsets;

/// The string section of one BTF, from offset `first` on; offsets below lie in the strings of its base.
final class Strings {
    /// The kernel takes 512 at most.
    static final int LONGEST_NAME = 1024;

    /// Source lines are strings too.
    static final int LONGEST_LINE = 1 << 16;

    private final byte[] bytes;
    private final int first;

    Strings(byte[] bytes, int first) {
        this.bytes = bytes;
        this.first = first;
    }

    /// One past the last offset.
    int end() {
        return first + bytes.length;
    }

    int first() {
        return first;
    }

    /// The text at `offset`, which lies between `first` and `end`.
    String text(int offset, int longest, int typeId) {
        int start = offset - first;
        int limit = (int) Math.min(bytes.length, (long) start + longest + 1);
        for (int i = start; i < limit; i++) {
            if (bytes[i] == 0) {
                return new String(bytes, start, i - start, StandardCharsets.UTF_8);
            }
        }
        throw new MalformedBtf("strings", typeId, offset, "a name of more than " + longest + " bytes");
    }

    boolean same(int offset, byte[] name) {
        int start = offset - first;
        if (start + name.length >= bytes.length || bytes[start + name.length] != 0) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (bytes[start + i] != name[i]) {
                return false;
            }
        }
        return true;
    }

    int hash(int offset, int kind) {
        return hash(bytes, offset - first, kind);
    }

    static int hash(byte[] name, int kind) {
        return hash(name, 0, kind);
    }

    /// Only so many bytes count, so that many references to one long string cost little.
    private static int hash(byte[] bytes, int start, int kind) {
        int hash = kind;
        int end = Math.min(bytes.length, start + 128);
        for (int i = start; i < end && bytes[i] != 0; i++) {
            hash = hash * 31 + bytes[i];
        }
        return (hash ^ hash >>> 15) * 0x9E3779B1;
    }
}
