package dev.ken.engine;

import dev.ken.contract.Condition;
import dev.ken.contract.Intent;
import dev.ken.contract.Part;
import dev.ken.contract.What;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.EventKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whether all names of an intent mean something: the first guard, before an intent may judge anything.
public final class IntentCheck {
    private static final String LATENCY = "latency";

    private IntentCheck() {}

    /// What is wrong, as sentences; empty: nothing.
    public static List<String> of(Intent intent, Catalog catalog) {
        List<String> wrong = new ArrayList<>();
        for (Part part : intent.parts()) {
            Optional<EventKind> kind = catalog.find(part.event());
            if (kind.isEmpty()) {
                wrong.add("there is no event " + part.event() + " on this kernel");
                continue;
            }
            List<String> names = new ArrayList<>(part.keys());
            names(part.where(), names);
            switch (part.what()) {
                case What.Report(var columns) -> columns.forEach(column -> names.add(column.attribute()));
                case What.Aggregate(var _, var attribute, var _) -> attribute.ifPresent(names::add);
            }
            for (String name : names) {
                boolean known = kind.get().attribute(name).isPresent()
                        || catalog.ambient().containsKey(name)
                        || name.equals(LATENCY) && kind.get().isSpan();
                if (!known) {
                    wrong.add(part.event() + " has no attribute " + name);
                }
            }
        }
        return wrong;
    }

    private static void names(Condition condition, List<String> names) {
        switch (condition) {
            case Condition.Always() -> {}
            case Condition.NumberTest(var attribute, var _, var _) -> names.add(attribute);
            case Condition.TextTest(var attribute, var _, var _) -> names.add(attribute);
            case Condition.And(var all) -> all.forEach(one -> names(one, names));
            case Condition.Or(var all) -> all.forEach(one -> names(one, names));
            case Condition.Not(var one) -> names(one, names);
        }
    }
}
