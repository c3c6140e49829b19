package dev.ken.contract.known;

import dev.ken.kernel.btf.Btf;
import dev.ken.kernel.btf.Kind;
import java.util.SortedSet;
import java.util.TreeSet;

final class FunctionsOf {
    private FunctionsOf() {}

    static SortedSet<String> names(Btf btf) {
        SortedSet<String> names = new TreeSet<>();
        for (int id = 1; id < btf.endId(); id++) {
            if (btf.kind(id) == Kind.FUNC) {
                names.add(btf.name(id));
            }
        }
        return names;
    }
}
