package dev.ken.verify;

import dev.ken.contract.What;
import dev.ken.ir.Expr;
import dev.ken.ir.Stmt;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.Unit;
import dev.ken.source.Span;
import dev.ken.symbolic.Observation;
import dev.ken.symbolic.Trace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// What names of tables, and the words beside their entries, say that they hold. Names are free, but where two tables
/// bear each other's, or two columns stand in each other's place, the reader is told a falsehood.
final class TableNames {
    private static final Pattern PLACE = Pattern.compile("%[-+ #0-9.*]*[a-zA-Z]{1,3}|\\\\n");

    private TableNames() {}

    /// The lines without values that stand right above a table, or the words beside its values where a loop
    /// tells it with some, by its name.
    static Map<String, String> titles(Trace trace) {
        Map<String, String> titles = new TreeMap<>();
        StringBuilder line = new StringBuilder();
        for (Observation one : trace.observations()) {
            switch (one) {
                case Observation.Row row -> {
                    if (row.values().isEmpty()) {
                        row.by().forEach(emit -> line.append(emit.form()).append(' '));
                    } else {
                        line.setLength(0);
                    }
                }
                case Observation.Shown shown -> {
                    titles.put(
                            shown.by().map(),
                            shown.by()
                                    .layout()
                                    .map(TableNames::beside)
                                    .filter(words -> !words.isBlank())
                                    .orElse(line.toString()));
                    line.setLength(0);
                }
                case Observation.Ended _, Observation.Decided _ -> {}
            }
        }
        return titles;
    }

    private static String beside(Stmt.Layout layout) {
        List<String> forms = TotalLines.forms(layout.form());
        int value = layout.columns().indexOf(Stmt.Layout.VALUE);
        return value >= 0 && forms.size() == layout.columns().size()
                ? PLACE.matcher(forms.get(value)).replaceAll("").strip()
                : "";
    }

    /// Parts whose tables, or lines, bear each other's names, in a title or else as the tables are called, or
    /// of which one bears the name of the other's events, and the other does not: to the index of each, the name
    /// of the other's table, or its line.
    static Map<Integer, String> exchanged(List<ReferencePart> parts, Matching matching, Map<String, String> titles) {
        Map<Integer, String> exchanged = new TreeMap<>();
        for (int i = 0; i < parts.size(); i++) {
            for (int j = 0; j < parts.size(); j++) {
                Optional<String> own = i == j ? Optional.empty() : name(i, parts, matching);
                Optional<String> others = name(j, parts, matching);
                if (own.isEmpty() || others.isEmpty()) {
                    continue;
                }
                boolean both = isOf(own.get(), titles, parts.get(j), parts.get(i))
                        && isOf(others.get(), titles, parts.get(i), parts.get(j));
                if (both || misleads(own.get(), i, others.get(), j, parts, titles)) {
                    exchanged.put(i, others.get());
                }
            }
        }
        return exchanged;
    }

    /// Whether a name is that of another part's events, while what holds these is not called by them.
    private static boolean misleads(
            String table, int index, String others, int other, List<ReferencePart> parts, Map<String, String> titles) {
        ReferencePart own = parts.get(index);
        ReferencePart named = parts.get(other);
        String title = titles.getOrDefault(table, "");
        String othersTitle = titles.getOrDefault(others, "");
        String name = title.isBlank() ? table : title;
        // A number of events and their size are told apart by the unit alone.
        boolean sized = own.part().event().equals(named.part().event())
                && PartWords.isSize(named)
                && !PartWords.isSize(own)
                && PartWords.says(name, named, own)
                && !PartWords.says(othersTitle.isBlank() ? others : othersTitle, named, own);
        if (sized || isListed(own) || isListed(named)) {
            return sized;
        }
        if (own.detail().isPresent() || named.detail().isPresent()) {
            return PartWords.says(title, named, own)
                    && !PartWords.says(othersTitle.isBlank() ? others : othersTitle, named, own);
        }
        return PartWords.names(name, named, own) && !isOf(others, titles, named, own);
    }

    /// Whether each occurrence is told. Totals that are told in lines are called by what they count, as tables are.
    private static boolean isListed(ReferencePart part) {
        return part.part().what() instanceof What.Report;
    }

    /// What the table of a part is called, or what always stands in the lines in which it is told.
    private static Optional<String> name(int index, List<ReferencePart> parts, Matching matching) {
        ReferencePart part = parts.get(index);
        if (part.table().isEmpty()) {
            return matching.reports().entrySet().stream()
                    .filter(one -> one.getValue().equals(part.id()) && tells(one.getKey()))
                    .map(one -> words(one.getKey()))
                    .reduce((line, other) -> line + " " + other);
        }
        return matching.tables().get(index).map(one -> one.map().name());
    }

    /// A heading is no part's alone.
    private static boolean tells(Stmt.Emit line) {
        return !line.values().stream().allMatch(Expr.Text.class::isInstance);
    }

    private static String words(Stmt.Emit line) {
        StringBuilder words = new StringBuilder(line.form());
        for (Expr value : line.values()) {
            if (value instanceof Expr.Text(String text, int _)) {
                words.append(' ').append(text);
            }
        }
        return words.toString();
    }

    /// Lines that a program always writes in the same words.
    static List<String> lines(Trace trace) {
        return trace.observations().stream()
                .filter(one ->
                        one instanceof Observation.Row row && row.values().isEmpty())
                .map(one -> String.join(
                        "",
                        ((Observation.Row) one)
                                .by().stream().map(Stmt.Emit::form).toList()))
                .toList();
    }

    private static boolean isOf(String table, Map<String, String> titles, ReferencePart part, ReferencePart other) {
        String title = titles.getOrDefault(table, "");
        boolean titled = PartWords.says(title, part, other) || PartWords.says(title, other, part);
        return PartWords.says(titled ? title : table, part, other);
    }

    /// The unit of another part in the name of a table whose numbers have none, so that it is taken for that
    /// part's. Of a member of entries (`@largest_bytes.pid`), and of what else is true of the largest
    /// (`@largest_us_path`), its own name says what it is.
    static Optional<Unit> othersUnit(String table, ReferencePart part, List<ReferencePart> parts) {
        if (part.detail().filter(detail -> table.endsWith("_" + detail)).isPresent()) {
            return Optional.empty();
        }
        return parts.stream()
                .map(other -> other.unit().family())
                .filter(family -> part.unit().family() == Unit.Family.PLAIN && family != Unit.Family.PLAIN)
                .flatMap(family -> UnitLabels.ofName(table.substring(table.lastIndexOf('.') + 1), family).stream())
                .findFirst();
    }

    /// What is wrong about the words beside and above the parts of an entry. `order` gives the key of the table for
    /// each key that was asked for.
    static Optional<String> wrong(Stmt.Layout layout, ReferencePart part, List<Integer> order, Headings headings) {
        List<Stmt.Emit> row = row(layout);
        int size = layout.columns().size();
        Optional<List<String>> between = Labels.between(row);
        if (between.isEmpty()) {
            return Optional.empty();
        }
        int value = layout.columns().indexOf(Stmt.Layout.VALUE);
        List<Optional<Unit>> units = IntStream.range(0, size)
                .mapToObj(index -> index == value ? Optional.of(part.unit()) : Optional.<Unit>empty())
                .toList();
        Optional<String> unit = part.unit().family() == Unit.Family.PLAIN
                ? sizeOfNumber(part, between.get(), headings.above(size, 0), value)
                : UnitLabels.inRow(between.get(), headings.above(size, 0), units)
                        .map(wrong -> "says " + wrong.said().symbol() + " of values in "
                                + wrong.is().symbol());
        return unit.or(() -> new Labels(part.kind(), headings.above(size, 0))
                .exchanged(row, columns(layout, part, order))
                .map(pair ->
                        pair.get(0).attribute() + " and " + pair.get(1).attribute() + " stand in each other's place"));
    }

    private static Optional<String> sizeOfNumber(
            ReferencePart part, List<String> between, List<String> heading, int value) {
        boolean counts = part.part().what() instanceof What.Aggregate(var measure, var _, var _)
                && (measure instanceof What.Measure.Count
                        || measure instanceof What.Measure.Distinct
                        || measure instanceof What.Measure.Rate && part.unit() == Unit.NONE);
        return Optional.of(value)
                .filter(at -> counts && at >= 0 && at + 1 < between.size())
                .flatMap(at -> UnitLabels.ofNumber(between, heading, at))
                .map(said -> "says " + said.symbol() + " of a number");
    }

    /// The line that a loop writes for each entry.
    static List<Stmt.Emit> row(Stmt.Layout layout) {
        List<Expr> places = new ArrayList<>(Collections.nCopies(layout.columns().size(), new Expr.Int(0)));
        return List.of(new Stmt.Emit(layout.form(), places, Span.NONE));
    }

    private static List<Labels.Shown> columns(Stmt.Layout layout, ReferencePart part, List<Integer> order) {
        List<Labels.Shown> columns = new ArrayList<>();
        List<String> keys = part.part().keys();
        for (int key = 0; key < Math.min(keys.size(), order.size()); key++) {
            int at = layout.columns().indexOf(order.get(key));
            if (at >= 0) {
                columns.add(new Labels.Shown(keys.get(key), at, isText(part, keys.get(key))));
            }
        }
        int value = layout.columns().indexOf(Stmt.Layout.VALUE);
        String measured = switch (part.part().what()) {
            case What.Aggregate(var _, Optional<String> attribute, var _) -> attribute.orElse("count");
            case What.Extreme(var _, String attribute, var _, var _) ->
                part.detail().orElse(attribute);
            case What.Net _, What.InFlight _, What.Report _, What.Ratio _, What.Rule _ -> "count";
        };
        if (value >= 0) {
            columns.add(new Labels.Shown(measured, value, false));
        }
        return columns;
    }

    private static boolean isText(ReferencePart part, String key) {
        return part.kind()
                .attribute(key)
                .map(attribute -> attribute.type() == Attribute.Type.TEXT)
                .orElse(Set.of("process", "parent").contains(key));
    }
}
