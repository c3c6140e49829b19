package dev.ken.corpus;

import java.util.Collection;
import java.util.List;

/// The functions of a kernel that a probe can stand on, by name.
public interface FunctionNames {
    /// Whether there is such a function.
    boolean has(String name);

    /// All of them, always in the same order.
    Collection<String> all();

    /// A kernel of which no functions are known.
    FunctionNames NONE = new FunctionNames() {
        @Override
        public boolean has(String name) {
            return false;
        }

        @Override
        public Collection<String> all() {
            return List.of();
        }
    };
}
