package dev.ken.kernel;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.Supplier;

/// A list that is made when somebody first looks into it, and equal to any other with the same elements. Cannot be
/// changed. Serves many threads.
public final class LaterList<E> extends AbstractList<E> implements RandomAccess {
    private final Lazy<List<E>> made;

    /// The list that `maker` gives is copied.
    public LaterList(Supplier<List<E>> maker) {
        this.made = new Lazy<>(() -> List.copyOf(maker.get()));
    }

    @Override
    public E get(int index) {
        return made.get().get(index);
    }

    @Override
    public int size() {
        return made.get().size();
    }
}
