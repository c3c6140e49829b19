package dev.ken.logic;

import org.jspecify.annotations.Nullable;

/// What was made of two terms, up to a number of pairs: maps are read again and again under the same conditions.
final class Pairs {
    private static final int FIRST_SIZE = 256;
    private static final int MOST = 1 << 17;

    private long[] keys = new long[FIRST_SIZE];
    private @Nullable Term[] values = new Term[FIRST_SIZE];
    private int size;

    @Nullable
    Term find(Term a, Term b) {
        return values[slot(key(a, b))];
    }

    /// Notes what was made of a pair that is not there.
    void add(Term a, Term b, Term made) {
        if (size >= MOST) {
            return;
        }
        if (2 * ++size > keys.length) {
            grow();
        }
        place(key(a, b), made);
    }

    private void place(long key, Term made) {
        int at = slot(key);
        keys[at] = key;
        values[at] = made;
    }

    private static long key(Term a, Term b) {
        return (long) a.id() << Integer.SIZE | b.id();
    }

    private int slot(long key) {
        int mask = keys.length - 1;
        long mixed = key * 0x9E3779B97F4A7C15L;
        int at = (int) (mixed >>> Integer.SIZE) & mask;
        while (values[at] != null && keys[at] != key) {
            at = at + 1 & mask;
        }
        return at;
    }

    private void grow() {
        long[] known = keys;
        @Nullable Term[] made = values;
        keys = new long[2 * known.length];
        values = new Term[keys.length];
        for (int i = 0; i < known.length; i++) {
            Term one = made[i];
            if (one != null) {
                place(known[i], one);
            }
        }
    }
}
