package dev.ken.kernel;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A value that is made when it is first asked for. Serves many threads. A maker that throws is asked again.
public final class Lazy<T> implements Supplier<T> {
    private final Supplier<T> maker;
    private volatile @Nullable T value;

    public Lazy(Supplier<T> maker) {
        this.maker = maker;
    }

    @Override
    public T get() {
        T known = value;
        if (known != null) {
            return known;
        }
        synchronized (this) {
            T made = value;
            if (made == null) {
                made = maker.get();
                value = made;
            }
            return made;
        }
    }

    /// Begins to make it on another thread; whoever asks meanwhile waits.
    public void ahead() {
        Thread _ = Thread.ofPlatform().daemon().name("ken-ahead").start(() -> {
            try {
                T _ = get();
            } catch (RuntimeException | Error failure) {
                // Whoever asks for it meets the same failure and can tell the user.
                return;
            }
        });
    }
}
