package dev.ken.kernel.btf;

import java.util.ArrayList;
import java.util.List;

/// Finds the records of one kind by name: chains through two arrays, in the order of ids.
final class NameIndex {
    private final Records records;
    private final Names names;
    private final int[] heads;
    private final int[] next;

    /// Strings by offset, of this BTF or of its base.
    interface Names {
        int hash(int offset, int kind);

        boolean same(int offset, byte[] name);
    }

    NameIndex(Records records, Names names) {
        this.records = records;
        this.names = names;
        heads = new int[Integer.highestOneBit(Math.max(8, records.count())) * 2];
        next = new int[records.count()];
        for (int index = records.count() - 1; index >= 0; index--) {
            int name = records.name(index);
            if (name != 0) {
                int slot = slot(names.hash(name, records.kind(index).ordinal()));
                next[index] = heads[slot];
                heads[slot] = index + 1;
            }
        }
    }

    private int slot(int hash) {
        return hash >>> 1 & heads.length - 1;
    }

    /// Index of the first record, or -1.
    int first(Kind kind, byte[] name) {
        return from(heads[slot(Strings.hash(name, kind.ordinal()))], kind, name);
    }

    List<Integer> all(Kind kind, byte[] name) {
        List<Integer> found = new ArrayList<>();
        int at = first(kind, name);
        while (at >= 0) {
            found.add(at);
            at = from(next[at], kind, name);
        }
        return found;
    }

    private int from(int link, Kind kind, byte[] name) {
        int at = link;
        while (at != 0) {
            int index = at - 1;
            if (records.kind(index) == kind && names.same(records.name(index), name)) {
                return index;
            }
            at = next[index];
        }
        return -1;
    }
}
