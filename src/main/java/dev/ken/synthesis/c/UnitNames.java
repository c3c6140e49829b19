package dev.ken.synthesis.c;

import dev.ken.contract.What;
import dev.ken.kernel.catalog.Unit;
import java.util.Optional;

/// Names of what is told in another unit than its own: `bytes` says one.
final class UnitNames {
    private static final String BYTES = "bytes";

    private UnitNames() {}

    static String of(String attribute, Optional<Unit> unit) {
        return unit.filter(one -> one.factor() > 1)
                .map(one -> attribute.replace(BYTES, one.symbol()))
                .orElse(attribute);
    }

    static String of(What.Column column) {
        return of(column.attribute(), column.unit());
    }
}
