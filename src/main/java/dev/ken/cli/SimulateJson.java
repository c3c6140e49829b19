package dev.ken.cli;

import dev.ken.bpftrace.show.Buckets;
import dev.ken.bpftrace.show.Printed;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Shape;
import dev.ken.ir.Stmt;
import dev.ken.ir.run.Entry;
import dev.ken.ir.run.Output;
import dev.ken.ir.run.Value;
import dev.ken.wire.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/// The JSON lines of `bpftrace -f json`.
final class SimulateJson {
    private SimulateJson() {}

    static Json.Obj item(Printed.Item item) {
        return switch (item) {
            case Printed.Item.Line(var channel, String text) -> typed(name(channel), Json.of(text));
            case Printed.Item.One(var value, var shape) -> typed("value", value(value, shape));
            case Printed.Item.Table table -> typed(name(table.map()), Json.object().with(table.map().name(), table(table)));
        };
    }

    /// Bpftrace tells nothing of a map without entries.
    static boolean empty(Printed.Item item) {
        return item instanceof Printed.Item.Table(var map, _, _, var rows)
                && rows.isEmpty()
                && !(map.kind() == MapDecl.Kind.COUNT && map.keys().isEmpty());
    }

    private static Json.Obj typed(String type, Json data) {
        return Json.object().with("type", type).with("data", data);
    }

    private static String name(Stmt.Channel channel) {
        return switch (channel) {
            case TEXT -> "printf";
            case VALUE -> "value";
            case CLOCK -> "time";
            case FILE -> "cat";
            case ARGUMENTS -> "join";
            case COMMAND -> "syscall";
        };
    }

    private static String name(MapDecl map) {
        return switch (map.kind()) {
            case SCALAR, COUNT, SUM, MINIMUM, MAXIMUM -> "map";
            case AVERAGE, STATISTICS -> "stats";
            case LOG2, LINEAR -> "hist";
        };
    }

    private static Json table(Printed.Item.Table table) {
        if (table.map().keys().isEmpty()) {
            return entry(table.rows().isEmpty() ? Entry.zero(table.map()) : table.rows().getFirst().entry(), table);
        }
        Json.Obj rows = Json.object();
        for (Output.Row row : table.rows()) {
            rows = rows.with(String.join(",", table.keys(row)), entry(row.entry(), table));
        }
        return rows;
    }

    private static Json entry(Entry entry, Printed.Item.Table table) {
        long divisor = table.divisor();
        return switch (entry) {
            case Entry.Plain(Value.Int(long number)) when divisor != 1 -> Json.of(number / divisor);
            case Entry.Plain(var value) -> value(value, table.map().shown().value());
            case Entry.Tally(long count, long sum) -> {
                long average = (count == 0 ? 0 : sum / count) / divisor;
                yield table.map().kind() == MapDecl.Kind.AVERAGE
                        ? Json.of(average)
                        : Json.object()
                                .with("count", count)
                                .with("average", average)
                                .with("total", sum / divisor);
            }
            case Entry.Buckets buckets -> buckets(buckets, table);
        };
    }

    private static Json buckets(Entry.Buckets entry, Printed.Item.Table table) {
        List<Json> all = new ArrayList<>();
        for (Buckets.Bucket bucket : Buckets.of(entry, table.map(), table.range())) {
            Json.Obj one = Json.object();
            if (bucket.minimum().isPresent()) {
                one = one.with("min", bucket.minimum().getAsLong());
            }
            if (bucket.end().isPresent()) {
                one = one.with("max", bucket.end().getAsLong() - 1);
            }
            all.add(one.with("count", bucket.count() / table.divisor()));
        }
        return new Json.Arr(all);
    }

    private static Json value(Value value, Shape shape) {
        return switch (value) {
            case Value.Bool(boolean truth) -> Json.of(truth ? 1 : 0);
            case Value.Int(long number) ->
                shape instanceof Shape.Unsigned
                        ? new Json.Num(new BigDecimal(new BigInteger(Long.toUnsignedString(number))))
                        : Json.of(number);
            case Value.Text text -> Json.of(text.shown());
            case Value.Opaque(String shown) -> Json.of(shown);
            case Value.Tuple(var parts) -> {
                List<Json> all = new ArrayList<>();
                for (int i = 0; i < parts.size(); i++) {
                    boolean known = shape instanceof Shape.Group(var shapes) && shapes.size() == parts.size();
                    Shape part = known ? ((Shape.Group) shape).parts().get(i) : new Shape.Plain();
                    all.add(value(parts.get(i), part));
                }
                yield new Json.Arr(all);
            }
        };
    }
}
