package dev.ken.bpftrace.show;

import dev.ken.ir.MapDecl;
import dev.ken.ir.Module;
import dev.ken.ir.Shape;
import dev.ken.ir.Stmt;
import dev.ken.ir.Stmt.Update;
import dev.ken.ir.Type;
import dev.ken.ir.run.Event;
import dev.ken.ir.run.Extremes;
import dev.ken.ir.run.Output;
import dev.ken.ir.run.Run;
import dev.ken.ir.run.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All that bpftrace prints of a run, as text or as the items that its JSON lines tell.
public final class Printed {
    /// One item of output.
    public sealed interface Item {
        /// Formatted text of this channel.
        record Line(Stmt.Channel channel, String text) implements Item {}

        /// One value, shown as `shape` says.
        record One(Value value, Shape shape) implements Item {}

        /// A map, its rows in the order of their showing.
        record Table(MapDecl map, Update.Linear range, long divisor, List<Output.Row> rows) implements Item {
            public Table {
                rows = List.copyOf(rows);
            }

            /// The parts of a row's key, as they are shown.
            public List<String> keys(Output.Row row) {
                return MapText.keys(map, row);
            }
        }
    }

    /// Seen with 0.17: max() begins at 0, and min() knows no value above 2^32 - 1.
    public static final Extremes EXTREMES = new Extremes(0, 0xffff_ffffL);

    private static final Update.Linear NO_RANGE = new Update.Linear(new dev.ken.ir.Expr.Int(0), 0, 1, 1);

    private final Module module;
    private final Run run;
    private final List<Event> events;
    private final Natives natives;

    /// `run` of `module` on `events`.
    public Printed(Module module, Run run, List<Event> events, Natives natives) {
        this.module = module;
        this.run = run;
        this.events = List.copyOf(events);
        this.natives = natives;
    }

    /// What was not modelled, and limits that were hit.
    public List<String> gaps() {
        return run.gaps();
    }

    /// What is printed while the program runs.
    public List<Item> during() {
        List<Item> items = new ArrayList<>();
        for (Output output : run.outputs()) {
            item(output).ifPresent(items::add);
        }
        return items;
    }

    /// The maps that are printed when it ended, by name.
    public List<Item> after() {
        return run.maps().entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<MapDecl, List<Output.Row>> map) -> map.getKey().name()))
                .map(map -> (Item) table(map.getKey(), map.getValue(), Optional.empty(), 1))
                .toList();
    }

    /// As bpftrace's text, with the empty lines before the maps.
    public String text() {
        StringBuilder out = new StringBuilder();
        during().forEach(item -> out.append(text(item)));
        out.append("\n\n");
        after().forEach(item -> out.append(text(item)));
        return out.toString();
    }

    public static String text(Item item) {
        return switch (item) {
            case Item.Line(_, String text) -> text;
            case Item.One(var value, var shape) -> Shown.value(value, shape) + "\n";
            case Item.Table(var map, var range, long divisor, var rows) ->
                new MapText(map, range, divisor).text(rows);
        };
    }

    private Optional<Item> item(Output output) {
        return switch (output) {
            case Output.Emitted(int step, var by, var values) -> Optional.of(emitted(step, by, values));
            case Output.Shown(_, var by, var map, var rows) ->
                Optional.of(table(map, rows, by.top(), by.divisor()));
            case Output.Ended _, Output.Decided _ -> Optional.empty();
        };
    }

    private Item emitted(int step, Stmt.Emit by, List<Value> values) {
        if (by.channel() == Stmt.Channel.VALUE) {
            Shape shape = Shape.parse(by.form()).orElse(new Shape.Plain());
            return new Item.One(Shown.grouped(shape, new java.util.ArrayDeque<>(values)), shape);
        }
        if (by.channel() == Stmt.Channel.CLOCK
                && events.get(step).attribute("time", new Type.Int()) instanceof Value.Int(long nanos)) {
            return new Item.Line(by.channel(), natives.clock(by.form(), nanos));
        }
        return new Item.Line(by.channel(), Formatted.of(by.form(), values));
    }

    private Item.Table table(MapDecl map, List<Output.Row> rows, Optional<Integer> top, long divisor) {
        List<Output.Row> sorted = Sorting.sorted(map, rows);
        int from = top.filter(n -> n > 0).map(n -> Math.max(0, sorted.size() - n)).orElse(0);
        return new Item.Table(map, range(map), divisor, sorted.subList(from, sorted.size()));
    }

    private Update.Linear range(MapDecl map) {
        return module.procedures().stream()
                .flatMap(procedure -> procedure.blocks().stream())
                .flatMap(block -> block.statements().stream())
                .filter(statement -> statement instanceof Stmt.MapUpdate update
                        && update.map().equals(map.name())
                        && update.update() instanceof Update.Linear)
                .map(statement -> (Update.Linear) ((Stmt.MapUpdate) statement).update())
                .findFirst()
                .orElse(NO_RANGE);
    }
}
