package dev.ken.logic;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The applications that were made, each once. To look one up makes neither a key nor a copy of its arguments.
final class Applications {
    private static final int FIRST_SIZE = 256;
    private static final int PRIME = 31;

    private Term.@Nullable Apply[] table = new Term.Apply[FIRST_SIZE];
    private int[] hashes = new int[FIRST_SIZE];
    private int size;

    static int hash(Op op, Sort sort, List<Term> arguments, String function, int high, int low) {
        int hash = op.ordinal();
        for (int i = 0; i < arguments.size(); i++) {
            hash = PRIME * hash + arguments.get(i).hashCode();
        }
        hash = PRIME * (PRIME * hash + high) + low;
        hash = PRIME * (PRIME * hash + function.hashCode()) + sort.hashCode();
        return hash ^ hash >>> Short.SIZE;
    }

    /// The one that there is; null where there is none.
    Term.@Nullable Apply find(int hash, Op op, Sort sort, List<Term> arguments, String function, int high, int low) {
        int mask = table.length - 1;
        for (int at = hash & mask; ; at = at + 1 & mask) {
            Term.Apply one = table[at];
            if (one == null) {
                return null;
            }
            if (hashes[at] == hash
                    && one.op() == op
                    && one.high() == high
                    && one.low() == low
                    && one.sort().equals(sort)
                    && same(one.arguments(), arguments)
                    && one.function().equals(function)) {
                return one;
            }
        }
    }

    private static boolean same(List<Term> a, List<Term> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (a.get(i) != b.get(i)) {
                return false;
            }
        }
        return true;
    }

    /// Adds one that is not there.
    void add(int hash, Term.Apply apply) {
        if (2 * ++size > table.length) {
            grow();
        }
        place(hash, apply);
    }

    private void place(int hash, Term.Apply apply) {
        int mask = table.length - 1;
        int at = hash & mask;
        while (table[at] != null) {
            at = at + 1 & mask;
        }
        table[at] = apply;
        hashes[at] = hash;
    }

    private void grow() {
        Term.@Nullable Apply[] before = table;
        int[] known = hashes;
        table = new Term.Apply[2 * before.length];
        hashes = new int[table.length];
        for (int i = 0; i < before.length; i++) {
            Term.Apply one = before[i];
            if (one != null) {
                place(known[i], one);
            }
        }
    }
}
