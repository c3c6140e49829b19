package dev.ken.cli.view;

import dev.ken.cli.view.ViewPlan.MapView;
import dev.ken.runtime.ProgramEvent;
import dev.ken.runtime.ProgramEvent.Bucket;
import dev.ken.runtime.ProgramEvent.Histogram;
import dev.ken.runtime.ProgramEvent.Histograms;
import dev.ken.runtime.ProgramEvent.Row;
import dev.ken.runtime.ProgramEvent.Table;
import dev.ken.runtime.ProgramEvent.Value;
import dev.ken.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The JSON form of events, as the package describes it. A pure function.
public final class JsonEvents {
    private JsonEvents() {}

    /// None or more objects, one a line.
    public static List<Json.Obj> of(ProgramEvent event, ViewPlan plan) {
        return switch (event) {
            case ProgramEvent.Attached(var probes, var millis) ->
                List.of(named("attached").with("probes", probes).with("millis", millis));
            case ProgramEvent.Line(var text) -> List.of(line(text, plan));
            case Table table when !plan.shows(table.name()) -> List.of();
            case Table table -> List.of(table(plan.view(table.name()), table));
            case Histograms all when !plan.shows(all.name()) -> List.of();
            case Histograms all -> histograms(plan.view(all.name()), all);
            case ProgramEvent.Elapsed _ -> List.of();
            case ProgramEvent.Lost(var events) -> List.of(named("lost").with("events", events));
            case ProgramEvent.Missed(var occurrences) -> List.of(named("missed").with("occurrences", occurrences));
            case ProgramEvent.Note(var severity, var text) ->
                List.of(named("note").with("severity", small(severity)).with("text", text));
            case ProgramEvent.Ended(var reason, var exitCode, var millis) ->
                List.of(named("ended")
                        .with("reason", small(reason))
                        .with("exitCode", exitCode)
                        .with("millis", millis));
        };
    }

    private static Json.Obj line(String text, ViewPlan plan) {
        Json.Obj line = named("line").with("text", text);
        String[] parts = text.split("\t", -1);
        if (plan.lineColumns().isEmpty() || parts.length != plan.lineColumns().size()) {
            return line;
        }
        Json.Obj columns = Json.object();
        for (int i = 0; i < parts.length; i++) {
            columns = columns.with(plan.lineColumns().get(i).title(), parts[i].strip());
        }
        return line.with("columns", columns);
    }

    private static Json.Obj table(MapView view, Table table) {
        List<Json> rows = new ArrayList<>();
        List<Row> sorted = Frame.sorted(table);
        for (Row row : sorted.subList(0, Math.min(sorted.size(), view.top().orElse(sorted.size())))) {
            rows.add(Json.object().with("key", key(view, row.key())).with("value", value(row.value())));
        }
        return heading("table", view).with("rows", new Json.Arr(rows));
    }

    private static List<Json.Obj> histograms(MapView view, Histograms all) {
        List<Json.Obj> objects = new ArrayList<>();
        for (Histogram one : all.histograms()) {
            List<Json> buckets = new ArrayList<>();
            for (Bucket bucket : one.buckets()) {
                Json.Obj object = Json.object();
                if (bucket.from().isPresent()) {
                    object = object.with("from", new Json.Num(bucket.from().get()));
                }
                if (bucket.to().isPresent()) {
                    object = object.with("to", new Json.Num(bucket.to().get()));
                }
                buckets.add(object.with("count", bucket.count()));
            }
            objects.add(heading("histogram", view)
                    .with("key", key(view, one.key()))
                    .with("buckets", new Json.Arr(buckets)));
        }
        return objects;
    }

    private static Json.Obj heading(String event, MapView view) {
        Json.Obj object = named(event).with("map", view.map()).with("title", view.title());
        return view.unit().symbol().isEmpty()
                ? object
                : object.with("unit", view.unit().symbol());
    }

    private static Json.Obj key(MapView view, Optional<String> key) {
        Json.Obj object = Json.object();
        List<String> parts = view.parts(key);
        for (int i = 0; i < parts.size(); i++) {
            String name = i < view.keys().size() ? view.keys().get(i).title() : "key" + (i == 0 ? "" : i + 1);
            object = object.with(name, parts.get(i));
        }
        return object;
    }

    private static Json value(Value value) {
        return switch (value) {
            case Value.Number(var number) -> new Json.Num(number);
            case Value.Text(var text) -> new Json.Str(text);
            case Value.Statistics(var count, var average, var total) ->
                Json.object()
                        .with("count", new Json.Num(count))
                        .with("average", new Json.Num(average))
                        .with("total", new Json.Num(total));
        };
    }

    private static Json.Obj named(String event) {
        return Json.object().with("event", event);
    }

    private static String small(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
