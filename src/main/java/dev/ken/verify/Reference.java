package dev.ken.verify;

import dev.ken.contract.Intent;
import dev.ken.contract.What;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Site;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.EventKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The reference observer that an intent denotes: the simplest program that does what was asked.
///
/// @param module what it does, as IR
/// @param parts  what each part of the intent became
/// @param bounds what is known of the numbers that the places tell
record Reference(Module module, List<ReferencePart> parts, KnownBounds bounds) {
    Reference {
        parts = List.copyOf(parts);
    }

    /// What is told of the occurrences that it assumes away.
    Set<String> assumed() {
        if (parts.stream().anyMatch(one -> PacketWatching.isPacket(one.part()))) {
            return Set.of(PacketHeaders.ASSUMED);
        }
        return Watching.assumed(module);
    }

    /// Builds the observer in the given form of each part's measure. An intent that names what the catalog does
    /// not know is a caller's bug (see `IntentCheck`). `fields` is what the whole catalog knows of the places.
    static Reference of(
            Intent intent, List<Variation> variations, Catalog catalog, KernelModel kernel, KnownBounds fields) {
        List<MapDecl> maps = new ArrayList<>();
        List<Procedure> procedures = new ArrayList<>();
        List<ReferencePart> parts = new ArrayList<>();
        PacketHeaders headers = PacketWatching.headers(intent);
        for (int i = 0; i < intent.parts().size(); i++) {
            PartBuilder builder = new PartBuilder(
                    "part" + (i + 1),
                    intent.parts().get(i),
                    variations.get(i),
                    intent.durationNanos(),
                    headers,
                    catalog,
                    kernel);
            parts.addAll(builder.build(maps, procedures));
        }
        procedures.addAll(PacketWatching.verdicts(intent, headers));
        intent.durationNanos().ifPresent(nanos -> procedures.add(Fragments.exit(new Site.Interval(nanos))));
        List<EventKind> kinds = parts.stream().map(ReferencePart::kind).toList();
        return new Reference(new Module(maps, procedures, List.of()), parts, fields.asked(kinds, kernel));
    }

    /// Whether a part that is a measure is told in rows in this form.
    boolean tellsTotals() {
        return parts.stream()
                .anyMatch(part -> Comparison.isReport(part)
                        && switch (part.part().what()) {
                            case What.Aggregate _, What.Extreme _, What.Net _, What.InFlight _, What.Ratio _ -> true;
                            case What.Report _, What.Rule _ -> false;
                        });
    }
}
