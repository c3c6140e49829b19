package dev.ken.comprehension;

import dev.ken.contract.After;
import dev.ken.contract.Condition;
import dev.ken.contract.Condition.TextRelation;
import dev.ken.contract.Intent;
import dev.ken.contract.Part;
import dev.ken.contract.PartNames;
import dev.ken.contract.Selection;
import dev.ken.contract.What;
import dev.ken.contract.What.Measure;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.EventKind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Paths of which the kernel tells only the last part where they are observed ([EventKind#tellsLastPart]). One file is
/// asked for by that part alone, and it is told; whatever lies in a folder cannot be asked for there: a test of it
/// would
/// never hold, so the nearest that can be asked for is offered.
final class LastParts {
    private static final String OPEN = "file.open";
    private static final int MOST_CHOICES = 4;
    private static final Condition WRITES =
            new Condition.Or(List.of(new Condition.BitTest("flags", 1), new Condition.BitTest("flags", 2)));

    private final Catalog catalog;

    LastParts(Catalog catalog) {
        this.catalog = catalog;
    }

    /// An intent whose tests can hold.
    ///
    /// @param folder why one of them cannot
    private record Told(Intent intent, Optional<String> folder) {}

    /// The same, with what can hold in place of what cannot.
    Reading of(Reading reading) {
        return switch (reading) {
            case Reading.Understood(Intent intent) -> {
                Told told = told(intent);
                yield told.folder()
                        .map(why -> question(why, nearest(intent)))
                        .orElseGet(() -> new Reading.Understood(told.intent()));
            }
            case Reading.NeedsClarification(String question, var choices) ->
                choices.stream().allMatch(choice -> isSaid(choice.intent()))
                        ? reading
                        : new Reading.NeedsClarification(question, choices(choices));
            case Reading.Declined _, Reading.NotUnderstood _ -> reading;
        };
    }

    /// An intent whose tests can hold; empty where what it asks for cannot be said so.
    Optional<Intent> sayable(Intent intent) {
        Told told = told(intent);
        return told.folder().isEmpty() ? Optional.of(told.intent()) : Optional.empty();
    }

    private boolean isSaid(Intent intent) {
        return sayable(intent).filter(intent::equals).isPresent();
    }

    private List<Reading.Choice> choices(List<Reading.Choice> choices) {
        return choices.stream()
                .map(Reading.Choice::intent)
                .flatMap(intent -> sayable(intent).map(Stream::of).orElseGet(() -> nearest(intent).stream()))
                .distinct()
                .limit(MOST_CHOICES)
                .map(this::choice)
                .toList();
    }

    private Reading question(String why, List<Intent> nearest) {
        return nearest.isEmpty()
                ? new Reading.Declined(why, Optional.of("Ask for files that are opened in that folder, for example."))
                : new Reading.NeedsClarification(
                        why + " Is one of these meant?",
                        nearest.stream().map(this::choice).toList());
    }

    private Reading.Choice choice(Intent intent) {
        return new Reading.Choice(String.join("; ", Gloss.of(intent, catalog)), intent);
    }

    private Told told(Intent intent) {
        Set<String> notes = new LinkedHashSet<>();
        List<String> folders = new ArrayList<>();
        List<Part> parts =
                intent.parts().stream().map(part -> told(part, notes, folders)).toList();
        List<String> assumptions = new ArrayList<>(intent.assumptions());
        assumptions.addAll(notes);
        return new Told(
                notes.isEmpty() && folders.isEmpty() ? intent : new Intent(parts, intent.durationNanos(), assumptions),
                folders.stream().findFirst());
    }

    private Part told(Part part, Set<String> notes, List<String> folders) {
        Optional<After> after = part.after()
                .map(first -> new After(
                        first.event(),
                        told(first.where(), first.event(), Optional.empty(), notes, folders),
                        first.links(),
                        first.withinNanos()));
        What what = switch (part.what()) {
            case What.Net(var attribute, var unit, Selection(String event, Condition where), boolean highest) ->
                new What.Net(
                        attribute,
                        unit,
                        new Selection(event, told(where, event, Optional.empty(), notes, folders)),
                        highest);
            case What.Ratio(Selection(String event, Condition where)) ->
                new What.Ratio(new Selection(event, told(where, event, Optional.empty(), notes, folders)));
            case What.Report _, What.Aggregate _, What.Extreme _, What.InFlight _, What.Rule _ -> part.what();
        };
        return new Part(
                part.event(),
                after,
                told(part.where(), part.event(), part.after().map(After::event), notes, folders),
                part.occasion(),
                what,
                part.keys(),
                part.periodNanos(),
                part.cumulative(),
                part.top(),
                part.having(),
                part.rateHertz());
    }

    private Condition told(
            Condition condition, String event, Optional<String> first, Set<String> notes, List<String> folders) {
        return switch (condition) {
            case Condition.TextTest test ->
                kindOf(test, event, first)
                        .<Condition>map(kind -> told(test, kind, notes, folders))
                        .orElse(test);
            case Condition.And(var all) ->
                new Condition.And(all.stream()
                        .map(one -> told(one, event, first, notes, folders))
                        .toList());
            case Condition.Or(var all) ->
                new Condition.Or(all.stream()
                        .map(one -> told(one, event, first, notes, folders))
                        .toList());
            case Condition.Not(var one) -> new Condition.Not(told(one, event, first, notes, folders));
            case Condition.Always _,
                    Condition.NumberTest _,
                    Condition.AttributeTest _,
                    Condition.BitTest _,
                    Condition.Descends _ -> condition;
        };
    }

    /// The kind whose path a test is of, where the kernel tells its last part only and the test is of more.
    private Optional<EventKind> kindOf(Condition.TextTest test, String event, Optional<String> first) {
        boolean ofFirst = test.attribute().startsWith(After.FIRST);
        String name = ofFirst ? test.attribute().substring(After.FIRST.length()) : test.attribute();
        return (ofFirst ? first : Optional.of(event))
                .flatMap(catalog::find)
                .filter(kind -> kind.tellsLastPart(name) && test.text().contains("/"));
    }

    private static Condition told(Condition.TextTest test, EventKind kind, Set<String> notes, List<String> folders) {
        String text = test.text();
        String last = text.substring(text.lastIndexOf('/') + 1);
        boolean whole = test.relation() == TextRelation.IS || test.relation() == TextRelation.ENDS_WITH;
        if (!whole || last.isEmpty()) {
            folders.add("Of a path, " + kind.plural() + " tell only the last part, so that “" + text
                    + "” cannot be looked for in it.");
            return test;
        }
        notes.add("Of a path, " + kind.plural() + " tell only the last part: any file that is named “" + last
                + "” counts, in whatever folder.");
        return new Condition.TextTest(test.attribute(), TextRelation.IS, last);
    }

    /// What comes near: the opens of files in that folder, and the same of all files, with their names. What is
    /// measured
    /// of each is told of opens only where they have it.
    private List<Intent> nearest(Intent intent) {
        Optional<Intent> opened = each(intent, this::opened);
        Optional<Intent> named = each(intent, this::named);
        boolean counted = intent.parts().stream()
                .allMatch(part -> part.what() instanceof What.Report
                        || part.what() instanceof What.Aggregate(Measure.Count _, var _, var _));
        return Stream.of(counted ? opened : named, counted ? named : opened)
                .flatMap(Optional::stream)
                .toList();
    }

    private interface Change {
        Optional<Part> of(Part part);
    }

    private Optional<Intent> each(Intent intent, Change change) {
        List<Part> parts = new ArrayList<>();
        for (Part part : intent.parts()) {
            List<String> folders = new ArrayList<>();
            Part own = told(part, new LinkedHashSet<>(), folders);
            Optional<Part> changed = folders.isEmpty() ? Optional.of(own) : change.of(part);
            if (changed.isEmpty()) {
                return Optional.empty();
            }
            parts.add(changed.get());
        }
        List<String> assumptions = intent.assumptions().stream()
                .filter(assumption -> !Columns.isOfShown(assumption))
                .toList();
        return Optional.of(new Intent(parts, intent.durationNanos(), assumptions));
    }

    private Optional<Part> opened(Part part) {
        Optional<EventKind> open = catalog.find(OPEN);
        if (open.isEmpty() || part.after().isPresent() || part.occasion().isPresent()) {
            return Optional.empty();
        }
        What what = switch (part.what()) {
            case What.Report(var columns) ->
                new What.Report(columns.stream()
                        .filter(column -> has(open.get(), column.attribute()))
                        .toList());
            case What.Aggregate _, What.Extreme _, What.InFlight _, What.Net _, What.Ratio _, What.Rule _ ->
                new What.Aggregate(new Measure.Count(), Optional.empty(), Optional.empty());
        };
        Condition where = part.event().contains(".write") ? and(part.where(), WRITES) : part.where();
        Set<String> named = new LinkedHashSet<>(PartNames.in(where));
        named.addAll(part.keys());
        boolean shown = !(what instanceof What.Report(var columns)) || !columns.isEmpty();
        return shown && named.stream().allMatch(name -> has(open.get(), name))
                ? Optional.of(
                        new Part(OPEN, where, what, part.keys(), part.periodNanos(), part.top(), part.rateHertz()))
                : Optional.empty();
    }

    private boolean has(EventKind kind, String name) {
        return PartNames.attribute(name, kind, catalog)
                .filter(found -> !name.equals(PartNames.LATENCY))
                .isPresent();
    }

    /// Without the tests that cannot hold, which must each stand for itself.
    private Optional<Part> named(Part part) {
        List<Condition> all = part.where() instanceof Condition.And(var several) ? several : List.of(part.where());
        Optional<String> path =
                all.stream().flatMap(one -> unsaid(one, part.event()).stream()).findFirst();
        if (path.isEmpty() || part.after().isPresent()) {
            return Optional.empty();
        }
        List<Condition> left =
                all.stream().filter(one -> unsaid(one, part.event()).isEmpty()).toList();
        Part others = part.of(
                left.isEmpty() ? new Condition.Always() : left.size() == 1 ? left.getFirst() : new Condition.And(left));
        List<String> folders = new ArrayList<>();
        Part rest = told(others, new LinkedHashSet<>(), folders);
        return folders.isEmpty() ? Optional.of(showing(rest, path.get())) : Optional.empty();
    }

    private Optional<String> unsaid(Condition one, String event) {
        List<String> folders = new ArrayList<>();
        told(one, event, Optional.empty(), new LinkedHashSet<>(), folders);
        return folders.isEmpty() ? Optional.empty() : PartNames.in(one).stream().findFirst();
    }

    private static Part showing(Part part, String path) {
        return switch (part.what()) {
            case What.Report(var columns) -> {
                List<What.Column> more = new ArrayList<>(columns);
                if (columns.stream().noneMatch(column -> column.attribute().equals(path))) {
                    more.add(new What.Column(path, Optional.empty()));
                }
                yield part.telling(new What.Report(more));
            }
            case What.Aggregate _, What.Extreme _, What.InFlight _, What.Net _ -> {
                List<String> keys = new ArrayList<>(part.keys());
                if (!keys.contains(path)) {
                    keys.add(path);
                }
                yield part.by(keys);
            }
            case What.Ratio _, What.Rule _ -> part;
        };
    }

    private static Condition and(Condition where, Condition other) {
        List<Condition> all = new ArrayList<>(where instanceof Condition.And(var several) ? several : List.of(where));
        all.removeIf(Condition.Always.class::isInstance);
        all.add(other);
        return all.size() == 1 ? all.getFirst() : new Condition.And(all);
    }
}
