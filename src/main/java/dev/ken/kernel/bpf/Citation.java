package dev.ken.kernel.bpf;

import java.util.List;

/// Where the kernel's source says so: a file of the tree, and the names in it.
public record Citation(String file, List<String> names) {
    public Citation {
        names = List.copyOf(names);
    }
}
