package dev.ken.verify;

import dev.ken.kernel.KernelModel;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.EventKind;
import java.util.Optional;
import java.util.SortedMap;

/// What the last kernel and catalog that was asked for bound: it takes longer to find out than most judgements
/// take, and a judge has one kernel as a rule. Serves one thread.
final class KernelBounds {
    private Optional<Known> last = Optional.empty();

    private record Known(KernelModel kernel, SortedMap<String, EventKind> curated, KnownBounds bounds) {
        /// Neither changes.
        @SuppressWarnings("ReferenceEquality")
        boolean isOf(KernelModel other, Catalog catalog) {
            return kernel == other && curated == catalog.curated();
        }
    }

    KnownBounds of(KernelModel kernel, Catalog catalog) {
        Known known = last.filter(one -> one.isOf(kernel, catalog))
                .orElseGet(() -> new Known(
                        kernel,
                        catalog.curated(),
                        KnownBounds.of(kernel, catalog.curated().values())));
        last = Optional.of(known);
        return known.bounds();
    }
}
