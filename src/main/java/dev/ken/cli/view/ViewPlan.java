package dev.ken.cli.view;

import dev.ken.kernel.catalog.Unit;
import dev.ken.runtime.MapKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// How the events of a program are to be shown. What it does not name is shown as it comes.
///
/// @param maps        one for each map worth showing, in the order of showing; maps that are not named are shown
///     after them where `others`, else left out
/// @param lineColumns the parts of a printed line, between tabs; empty: lines are shown as they come
/// @param limitMillis when the program will end, for the progress indicator
public record ViewPlan(List<MapView> maps, List<Column> lineColumns, Optional<Long> limitMillis, boolean others) {
    public ViewPlan {
        maps = List.copyOf(maps);
        lineColumns = List.copyOf(lineColumns);
    }

    /// @param map    name of the map in the program (`@`, `@us`)
    /// @param title  what the values are, also the heading of their column (`system calls`, `latency`)
    /// @param unit   of the values or of the bounds of a histogram
    /// @param top    only the largest so many rows are shown
    public record MapView(String map, String title, List<Column> keys, Unit unit, Optional<Integer> top) {
        public MapView {
            keys = List.copyOf(keys);
        }

        List<String> parts(Optional<String> key) {
            return key.map(text ->
                            MapKeys.split(text, keys.stream().map(Column::kind).toList()))
                    .orElse(List.of());
        }

        /// The parts of a key as people read them.
        List<String> told(Optional<String> key) {
            List<String> told = new ArrayList<>();
            for (String part : parts(key)) {
                told.add(told.size() < keys.size() ? keys.get(told.size()).told(part) : Cells.clean(part));
            }
            return told;
        }
    }

    /// @param names how people know its values, where they are numbers that have names; JSON keeps the numbers
    public record Column(String title, MapKeys.Kind kind, Optional<UnaryOperator<String>> names) {
        public Column(String title, MapKeys.Kind kind) {
            this(title, kind, Optional.empty());
        }

        String told(String value) {
            return Cells.clean(names.map(one -> one.apply(value.strip())).orElse(value));
        }

        boolean isNumeric() {
            return kind == MapKeys.Kind.NUMBER && names.isEmpty();
        }
    }

    public List<String> lineTitles() {
        return lineColumns.stream().map(Column::title).toList();
    }

    /// Shows everything as it comes.
    public static ViewPlan plain() {
        return new ViewPlan(List.of(), List.of(), Optional.empty(), true);
    }

    /// The view of a map; for one that the plan does not name, a view made from the name alone.
    MapView view(String map) {
        return maps.stream()
                .filter(view -> view.map().equals(map))
                .findFirst()
                .orElseGet(() -> new MapView(map, map, List.of(), Unit.NONE, Optional.empty()));
    }

    boolean shows(String map) {
        return others || maps.stream().anyMatch(view -> view.map().equals(map));
    }
}
