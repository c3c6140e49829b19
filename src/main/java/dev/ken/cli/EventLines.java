package dev.ken.cli;

import dev.ken.source.Source;
import dev.ken.wire.Json;
import dev.ken.wire.JsonReader;
import dev.ken.wire.JsonReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The events of a text, as JSON: lines, or those of the first counterexample in an answer.
final class EventLines {
    /// Events of one simulation.
    static final int MOST_EVENTS = 1_000_000;

    /// An event and the line that it stands in.
    record Line(int number, Json.Obj event) {}

    private EventLines() {}

    static List<Line> of(Source source) throws BadInput {
        Optional<List<Json>> answer = answer(source);
        List<Line> lines = new ArrayList<>();
        if (answer.isPresent()) {
            for (Json event : answer.get()) {
                lines.add(new Line(1, event.asObject().orElseThrow(() -> new BadInput("an event is an object"))));
            }
            return lines;
        }
        int number = 0;
        for (String text : source.text().split("\n", -1)) {
            number++;
            if (text.isBlank() || text.startsWith("#")) {
                continue;
            }
            if (lines.size() == MOST_EVENTS) {
                throw new BadInput(source.name() + " has more than " + MOST_EVENTS + " events");
            }
            lines.add(new Line(number, line(source, text, number)));
        }
        return lines;
    }

    private static Json.Obj line(Source source, String text, int number) throws BadInput {
        String place = source.name() + ":" + number + ": ";
        return switch (JsonReader.read(text)) {
            case JsonReading.Read(var value) ->
                value.asObject().orElseThrow(() -> new BadInput(place + "an event is a JSON object"));
            case JsonReading.Malformed(var diagnostic) -> throw new BadInput(place + diagnostic.message());
        };
    }

    /// Where the text is one JSON object that tells a counterexample, its events.
    private static Optional<List<Json>> answer(Source source) {
        return JsonReader.read(source.text()) instanceof JsonReading.Read(Json value)
                ? value.asObject().flatMap(EventLines::counterexample)
                : Optional.empty();
    }

    private static Optional<List<Json>> counterexample(Json.Obj object) {
        Optional<Json> events = object.get("events").filter(Json.Arr.class::isInstance);
        if (events.isPresent()) {
            return events.map(Json::items);
        }
        Optional<Json.Obj> direct = object.get("counterexample").flatMap(Json::asObject);
        if (direct.isPresent()) {
            return counterexample(direct.get());
        }
        for (Json finding : object.get("findings").map(Json::items).orElse(List.of())) {
            Optional<List<Json>> found = finding.asObject().flatMap(EventLines::counterexample);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
