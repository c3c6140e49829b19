package dev.ken.comprehension;

import dev.ken.contract.Intent;
import dev.ken.contract.Part;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.Catalog;
import java.util.List;
import java.util.Optional;

/// Groups events by their own facts where a hunch takes those of whoever runs: “the process” of an OOM kill is the one
/// that is killed, as the catalog says.
record Claimed(Catalog catalog) {
    private static final List<String> OF_WHO_RUNS = List.of("process", "pid");

    Intent of(Intent intent) {
        return new Intent(
                intent.parts().stream().map(this::part).toList(), intent.durationNanos(), intent.assumptions());
    }

    private Part part(Part part) {
        return part.by(
                part.keys().stream().map(key -> name(part, key)).distinct().toList());
    }

    /// What the events of a part call so, if it is not whoever runs.
    private String name(Part part, String key) {
        return Optional.of(key)
                .filter(OF_WHO_RUNS::contains)
                .flatMap(_ -> catalog.find(part.event()))
                .filter(kind -> kind.attribute(key).isEmpty())
                .flatMap(kind -> kind.attributes().stream()
                        .filter(attribute -> attribute.phrases().contains(key))
                        .map(Attribute::name)
                        .findFirst())
                .orElse(key);
    }
}
