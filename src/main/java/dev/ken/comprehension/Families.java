package dev.ken.comprehension;

import dev.ken.contract.Condition;
import dev.ken.contract.Condition.Comparison;
import dev.ken.contract.Intent;
import dev.ken.contract.Part;
import dev.ken.contract.What;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.EventKind;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Addresses where only IPv6 is asked for: those of IPv4 are empty there.
///
/// @param catalog the kinds of events, with the facts that they have
record Families(Catalog catalog) {
    /// `AF_INET6` of `include/linux/socket.h`.
    private static final int INET6 = 10;
    /// How facts that hold addresses of both families end.
    private static final String SIX = "6";

    /// The intent with addresses that there are.
    Intent told(Intent intent) {
        return new Intent(
                intent.parts().stream()
                        .map(part -> isOfSix(part.where()) ? told(part) : part)
                        .toList(),
                intent.durationNanos(),
                intent.assumptions());
    }

    private static boolean isOfSix(Condition where) {
        List<Condition> all = where instanceof Condition.And(var several) ? several : List.of(where);
        return all.contains(new Condition.NumberTest("family", Comparison.EQUAL, INET6));
    }

    private Part told(Part part) {
        Optional<EventKind> kind = catalog.find(part.event());
        UnaryOperator<String> six = name -> kind.flatMap(found -> found.attribute(name + SIX))
                .map(fact -> fact.name())
                .orElse(name);
        Part keyed = part.by(part.keys().stream().map(six).toList());
        return switch (part.what()) {
            case What.Report(var columns) ->
                keyed.telling(new What.Report(columns.stream()
                        .map(column -> new What.Column(six.apply(column.attribute()), column.unit()))
                        .toList()));
            case What.Aggregate(var measure, var attribute, var unit) ->
                keyed.telling(new What.Aggregate(measure, attribute.map(six), unit));
            case What.Extreme _, What.Net _, What.InFlight _, What.Ratio _, What.Rule _ -> keyed;
        };
    }
}
