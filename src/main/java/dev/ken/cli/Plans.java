package dev.ken.cli;

import dev.ken.cli.view.ViewPlan;
import dev.ken.cli.view.ViewPlan.Column;
import dev.ken.cli.view.ViewPlan.MapView;
import dev.ken.contract.Intent;
import dev.ken.contract.Part;
import dev.ken.engine.Facts;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.kernel.catalog.Unit;
import dev.ken.runtime.MapKeys;
import dev.ken.synthesis.Rendering.Output;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// How the output of a program for an intent is shown. Programs of a model say nothing of their output and are
/// shown as they come.
final class Plans {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private Plans() {}

    static ViewPlan of(Intent intent, List<Output> outputs, Facts facts) {
        Optional<Long> limit = intent.durationNanos().map(nanos -> nanos / NANOS_PER_MILLI);
        if (outputs.size() != intent.parts().size()) {
            return new ViewPlan(List.of(), List.of(), limit, true);
        }
        List<MapView> maps = new ArrayList<>();
        Map<List<String>, List<Column>> columns = new LinkedHashMap<>();
        for (int i = 0; i < outputs.size(); i++) {
            Part part = intent.parts().get(i);
            switch (outputs.get(i)) {
                case Output.Table(var map, var title, var keys, var unit, var top) ->
                    maps.add(new MapView(
                            map,
                            title,
                            keys.stream()
                                    .map(key -> column(key, key, part, facts))
                                    .toList(),
                            Unit.of(unit).orElse(Unit.NONE),
                            top));
                case Output.Rows(var titles) ->
                    columns.put(
                            titles,
                            titles.stream()
                                    .map(title -> column(title, attribute(title), part, facts))
                                    .toList());
            }
        }
        // Rows of several kinds have no columns in common: they are shown as they come.
        List<Column> shared = columns.size() == 1 ? columns.values().iterator().next() : List.of();
        return new ViewPlan(maps, shared, limit, false);
    }

    /// Tables that may be shown at any time; a periodic table is shown by the program itself, when its period is
    /// complete.
    static List<String> refreshed(Intent intent, List<Output> outputs) {
        boolean periodic =
                intent.parts().stream().anyMatch(part -> part.periodNanos().isPresent());
        return periodic
                ? List.of()
                : outputs.stream()
                        .filter(Output.Table.class::isInstance)
                        .map(output -> ((Output.Table) output).map())
                        .toList();
    }

    /// The attribute under a heading: `LATENCY(us)` stands over the latency.
    private static String attribute(String title) {
        int unit = title.indexOf('(');
        return (unit < 0 ? title : title.substring(0, unit)).toLowerCase(Locale.ROOT);
    }

    private static Column column(String title, String name, Part part, Facts facts) {
        Catalog catalog = facts.catalog();
        Optional<Attribute> attribute = catalog.find(part.event())
                .flatMap((EventKind kind) -> kind.attribute(name))
                .or(() -> Optional.ofNullable(catalog.ambient().get(name)).map(Catalog.AmbientAttribute::attribute));
        boolean number = attribute
                .filter(one -> switch (one.type()) {
                    case INTEGER, SIGNED, ERRNO -> true;
                    case TEXT, ADDRESS, STACK -> false;
                })
                .isPresent();
        return new Column(
                title,
                number ? MapKeys.Kind.NUMBER : MapKeys.Kind.TEXT,
                attribute.flatMap(one -> ValueNames.of(part.event(), one, facts.kernel())));
    }
}
