package dev.ken.comprehension;

import dev.ken.contract.What.Measure;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.kernel.catalog.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A grammar in GBNF (llama.cpp, `grammars/README.md`) of the intents that can be said of a few event kinds
/// with the values of one request: every text of it parses, names only events, attributes and units that exist,
/// and says only what the request gives ground for ([Grounds]).
final class IntentGrammar {
    private static final String EMPTY = "\"\"";
    private static final Map<String, Measure> FOLDS = folds();

    private final Catalog catalog;
    private final RequestValues values;
    private final Grounds grounds;
    private final StringBuilder rules = new StringBuilder();

    private IntentGrammar(Catalog catalog, RequestValues values, Grounds grounds) {
        this.catalog = catalog;
        this.values = values;
        this.grounds = grounds;
    }

    /// @param kinds at least one
    static String of(List<EventKind> kinds, Catalog catalog, String request) {
        IntentGrammar grammar = new IntentGrammar(
                catalog,
                RequestValues.of(request).without(Accounting.vocabulary(kinds, catalog)),
                new Grounds(request, catalog));
        List<String> parts = new ArrayList<>();
        List<EventKind> measurable =
                kinds.stream().filter(IntentGrammar::isMeasurable).toList();
        List<EventKind> said = grammar.isMeasureDemanded() && !measurable.isEmpty() ? measurable : kinds;
        for (int i = 0; i < said.size(); i++) {
            grammar.kind("k" + i, said.get(i));
            parts.add("k" + i);
        }
        grammar.shared();
        return "root ::= (" + String.join(" | ", parts) + ") for? \"\\n\"\n" + grammar.rules;
    }

    private boolean isMeasureDemanded() {
        return FOLDS.keySet().stream().anyMatch(one -> grounds.says("demand." + one.strip()));
    }

    private static boolean isMeasurable(EventKind kind) {
        return kind.isSpan() || kind.attributes().stream().anyMatch(IntentGrammar::isMeasured);
    }

    private static Map<String, Measure> folds() {
        Map<String, Measure> folds = new LinkedHashMap<>();
        folds.put("sum ", new Measure.Sum());
        folds.put("average ", new Measure.Average());
        folds.put("minimum ", new Measure.Minimum());
        folds.put("maximum ", new Measure.Maximum());
        folds.put("statistics ", new Measure.Statistics());
        folds.put("histogram ", new Measure.Log2Histogram());
        return folds;
    }

    private void rule(String name, List<String> alternatives) {
        rules.append(name)
                .append(" ::= ")
                .append(alternatives.isEmpty() ? EMPTY : String.join(" | ", alternatives))
                .append('\n');
    }

    /// A text of the grammar.
    private static String literal(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }

    /// Clauses that are the same for all kinds; what the request has no value for cannot be said.
    private void shared() {
        List<String> times = values.times().stream().map(IntentGrammar::literal).toList();
        List<String> numbers =
                values.numbers().stream().map(IntentGrammar::literal).toList();
        rule("for", times.isEmpty() || !grounds.says("for") ? List.of() : List.of("\"\\nfor \" time"));
        rule("every", times.isEmpty() || !grounds.says("every") ? List.of() : List.of("(\"\\nevery \" time)?"));
        rule("time", times);
        rule("top", numbers.isEmpty() || !grounds.says("top") ? List.of() : List.of("(\"\\ntop \" plain)?"));
        rule("plain", numbers);
        rule("compared", List.of("\" > \"", "\" >= \"", "\" < \"", "\" <= \"", "\" = \"", "\" != \""));
        List<String> relations = new ArrayList<>(List.of(literal(" is ")));
        Stream.of("starts", "ends")
                .filter(grounds::says)
                .map(word -> literal(" " + word + " with "))
                .forEach(relations::add);
        if (grounds.says("contains")) {
            relations.add(literal(" contains "));
        }
        rule("relation", relations);
        rule(
                "text",
                values.texts().stream()
                        .map(text -> literal("\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\""))
                        .toList());
        rule("textunit", List.of("(\" in \" (\"ns\" | \"us\" | \"ms\" | \"s\"))?"));
        rule("sizeunit", List.of("(\" in \" (\"B\" | \"KiB\" | \"MiB\"))?"));
        rule("errorname", values.errors().stream().map(IntentGrammar::literal).toList());
    }

    private void kind(String rule, EventKind kind) {
        List<Attribute> own = new ArrayList<>(kind.attributes());
        catalog.ambient().values().stream()
                .map(Catalog.AmbientAttribute::attribute)
                .filter(one -> kind.attribute(one.name()).isEmpty())
                .forEach(own::add);
        List<String> columns = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        List<String> measured = new ArrayList<>();
        List<String> tests = new ArrayList<>();
        for (Attribute attribute : own) {
            boolean known = kind.attributes().contains(attribute);
            columns.add(literal(attribute.name()) + unit(attribute));
            if (attribute.unit() == Unit.NONE
                    && attribute.type() != Attribute.Type.SIGNED
                    && grounds.groups(attribute)) {
                keys.add(literal(attribute.name()));
            }
            if (known && isMeasured(attribute)) {
                measured.add(literal(attribute.name() + " of " + kind.name()) + unit(attribute));
            }
            test(attribute).ifPresent(tests::add);
        }
        if (kind.isSpan()) {
            measured.add(literal("latency of " + kind.name()) + " textunit");
            columns.add(literal("latency") + " textunit");
            comparison("latency", Unit.Family.TIME).ifPresent(tests::add);
        }
        if (kind.attribute("error").isPresent()) {
            Stream.of("failed", "succeeded")
                    .filter(grounds::says)
                    .map(IntentGrammar::literal)
                    .forEach(tests::add);
        }
        List<String> forms = new ArrayList<>(List.of(rule + "what " + rule + "where " + rule + "by every"));
        if (!isMeasureDemanded() || measured.isEmpty()) {
            forms.add(rule + "report " + rule + "where");
        }
        if (!values.times().isEmpty() && grounds.says("rate")) {
            // A rate is over a period.
            forms.add(literal("rate " + kind.name()) + " " + rule + "where " + rule + "by " + literal("\nevery ")
                    + " time");
        }
        rule(rule, forms);
        rule(
                rule + "report",
                List.of("\"report \" " + rule + "column (\", \" " + rule + "column){0,5} "
                        + literal(" of " + kind.name())));
        rule(rule + "column", columns);
        what(rule, kind, measured);
        rule(
                rule + "where",
                tests.isEmpty()
                        ? List.of()
                        : List.of("(\"\\nwhere \" " + rule + "test ((\" and \" | \" or \") " + rule + "test){0,2})?"));
        rule(rule + "test", tests);
        rule(
                rule + "by",
                keys.isEmpty() ? List.of() : List.of("(\"\\nby \" " + rule + "key (\", \" " + rule + "key)? top)?"));
        rule(rule + "key", keys);
    }

    private void what(String rule, EventKind kind, List<String> measured) {
        List<String> demanded = new ArrayList<>();
        FOLDS.keySet().stream()
                .filter(one -> grounds.says("demand." + one.strip()))
                .map(IntentGrammar::literal)
                .forEach(demanded::add);
        if (grounds.says("demand.average")) {
            // The mean is one of them.
            demanded.add(literal("statistics "));
        }
        List<String> measures = FOLDS.entrySet().stream()
                .filter(one -> grounds.allows(one.getValue()))
                .map(one -> literal(one.getKey()))
                .filter(one -> demanded.isEmpty() || demanded.contains(one))
                .toList();
        List<String> all = new ArrayList<>();
        if (demanded.isEmpty() || measured.isEmpty()) {
            all.add(literal("count " + kind.name()));
        }
        if (!measured.isEmpty() && !measures.isEmpty()) {
            all.add("(" + String.join(" | ", measures) + ") " + rule + "measured");
            rule(rule + "measured", measured);
        }
        String attributes = kind.attributes().stream()
                .filter(attribute -> attribute.type() != Attribute.Type.STACK)
                .map(attribute -> literal(attribute.name() + " of " + kind.name()))
                .collect(Collectors.joining(" | "));
        if (!attributes.isEmpty() && grounds.says("distinct")) {
            all.add("\"distinct \" (" + attributes + ")");
        }
        if (kind.isSpan() && grounds.says("inflight")) {
            all.add(literal("in flight " + kind.name()));
        }
        rule(rule + "what", all);
    }

    private static boolean isMeasured(Attribute attribute) {
        return switch (attribute.type()) {
            case INTEGER -> attribute.unit() != Unit.NONE;
            case SIGNED, TEXT, ERRNO, ADDRESS, STACK -> false;
        };
    }

    private static String unit(Attribute attribute) {
        return switch (attribute.unit().family()) {
            case TIME -> attribute.name().equals("time") ? "" : " textunit";
            case SIZE -> " sizeunit";
            case PLAIN -> "";
        };
    }

    private Optional<String> test(Attribute attribute) {
        return switch (attribute.type()) {
            case TEXT, ADDRESS ->
                values.texts().isEmpty()
                        ? Optional.empty()
                        : Optional.of((grounds.says("not") ? "\"not \"? " : "") + literal(attribute.name())
                                + " relation text");
            case ERRNO ->
                values.errors().isEmpty()
                        ? Optional.empty()
                        : Optional.of(literal(attribute.name() + " = ") + " errorname");
            case INTEGER, SIGNED ->
                comparison(attribute.name(), attribute.unit().family());
            case STACK -> Optional.empty();
        };
    }

    private Optional<String> comparison(String name, Unit.Family family) {
        List<String> numbers = new ArrayList<>(values.numbers());
        switch (family) {
            case TIME -> numbers.addAll(values.times());
            case SIZE -> numbers.addAll(values.sizes());
            case PLAIN -> {}
        }
        if (numbers.isEmpty()) {
            return Optional.empty();
        }
        String number = "(" + numbers.stream().map(IntentGrammar::literal).collect(Collectors.joining(" | ")) + ")";
        String between = grounds.says("between") ? " | \" between \" " + number + " \" and \" " + number : "";
        return Optional.of(literal(name) + " (compared " + number + between + ")");
    }
}
