package dev.ken.bpf;

import dev.ken.bpf.State.EntryFacts;
import dev.ken.ir.Expr;
import dev.ken.ir.Expr.BinaryOp;
import dev.ken.ir.Stmt;
import java.util.Map;
import java.util.Optional;

/// Arrays in entries and variables whose elements count how often a value was of a size: the slots of histograms.
final class Slots {
    private final Walker walker;
    /// The value that the slots of a histogram were found to tell the size of.
    private final Map<String, Expr> measured;

    Slots(Walker walker, Map<String, Expr> measured) {
        this.walker = walker;
        this.measured = measured;
    }

    void change(State state, Value.Element element, int bytes, Value value) {
        Expr expr = walker.number(state, value);
        int bits = 8 * bytes;
        Expr whole = expr instanceof Expr.Narrow(Expr of, int width, boolean _) && width >= bits ? of : expr;
        boolean plusOne = whole instanceof Expr.Binary(BinaryOp op, Expr.Local(String name, var _), Expr by)
                && op == BinaryOp.ADD
                && by.equals(Scalars.number(1))
                && element.equals(state.elements.get(name));
        if (plusOne) {
            hit(state, element, Scalars.number(1));
        } else {
            none(state, element, "a write to an array in a map");
        }
    }

    /// One more in a slot of an array: a sample of a histogram, where the slot tells the power of two of a value.
    void hit(State state, Value.Element element, Expr by) {
        EntryFacts facts = Entries.facts(state, element.id());
        Optional<LinearHistogram> linear = walker.types.linear(facts.map().name());
        if (linear.isPresent()) {
            linear(state, facts, element, by, linear.get());
            return;
        }
        Optional<Field> field = facts.map().value().stream()
                .filter(one -> one.offsetBytes() <= element.offset()
                        && element.offset() < one.offsetBytes() + one.sizeBytes()
                        && one.kind() instanceof Field.Kind.Numbers)
                .findFirst();
        if (facts.gone() || field.isEmpty() || !by.equals(Scalars.number(1))) {
            none(state, element, "an addition to an array in a map");
            return;
        }
        String table = facts.map().table(field.get());
        int width = field.get().kind() instanceof Field.Kind.Numbers(int bytes, int _) ? bytes : 1;
        int slots = field.get().sizeBytes() / width;
        Expr distance = Scalars.binary(
                BinaryOp.ADD,
                element.distance(),
                Scalars.number(element.offset() - field.get().offsetBytes()));
        Optional<Histogram.Sample> sample =
                Histogram.sample(state, distance, width, slots, Optional.ofNullable(measured.get(table)));
        if (sample.isEmpty()) {
            none(state, element, "which slot of " + table + " a value counts in");
            return;
        }
        if (sample.get().tight()) {
            measured.put(table, sample.get().value());
        }
        walker.tables.histogram(table, sample.get());
        Intervals.Range at = Intervals.of(state).of(distance);
        walker.tables.reached(table, at.low() / width, at.high() / width);
        Expr value = sample.get().value();
        boolean apart = sample.get().numbering().exact() && slots == Histogram.WITH_NEGATIVE;
        Expr counted = apart || isDuration(value, state) || Histogram.isPositive(value, state)
                ? value
                : new Expr.Choose(
                        new Expr.Binary(BinaryOp.SLT, value, Scalars.number(0)),
                        walker.havoc(state, Scalars.INT, "a negative value in a histogram without a sign"),
                        value);
        Entries.update(walker, state, facts, field.get(), new Stmt.Update.Log2(counted));
    }

    /// The array is no histogram that is known. Only where the place in it is one value, and not found out from
    /// it step by step, the array is taken to be a table by that value.
    private void none(State state, Value.Element element, String reason) {
        walker.gap(reason);
        MapShape map = Entries.facts(state, element.id()).map();
        boolean plain = isPlain(element.distance(), state);
        for (Field field : map.value()) {
            walker.tables.notHistogram(map.table(field));
            walker.tables.index(map.table(field), plain);
            if (element.distance() instanceof Expr.Int(long place)) {
                walker.tables.constantPlace(map.table(field), place);
            }
        }
    }

    private static boolean isPlain(Expr place, State state) {
        return switch (place) {
            case Expr.Local(String name, var _)
            when state.definitions.containsKey(name) ->
                isPlain(java.util.Objects.requireNonNull(state.definitions.get(name)), state);
            case Expr.Local _, Expr.Attribute _, Expr.Apply _ -> true;
            case Expr.Narrow(Expr of, int _, boolean _) -> isPlain(of, state);
            case Expr.Binary(BinaryOp _, Expr of, Expr.Int _) -> isPlain(of, state);
            case Expr _ -> false;
        };
    }

    /// Whether it is a time since another: what is asked for has none below 0, so that such would not fit it anyway.
    private static boolean isDuration(Expr value, State state) {
        return switch (value) {
            case Expr.Local(String name, var _)
            when state.definitions.containsKey(name) ->
                isDuration(java.util.Objects.requireNonNull(state.definitions.get(name)), state);
            case Expr.Binary(BinaryOp op, Expr.Attribute(String now, var _), Expr _) ->
                op == BinaryOp.SUB && now.equals("time");
            case Expr _ -> false;
        };
    }

    /// One more in a slot of a linear histogram.
    private void linear(State state, EntryFacts facts, Value.Element element, Expr by, LinearHistogram buckets) {
        Optional<Field> field = facts.map().value().stream()
                .filter(one -> one.kind() instanceof Field.Kind.Numbers)
                .findFirst();
        int width = field.isPresent() && field.get().kind() instanceof Field.Kind.Numbers(int bytes, int _) ? bytes : 1;
        boolean fits = field.isPresent() && field.get().sizeBytes() / width == buckets.slots();
        if (facts.gone() || !fits || !by.equals(Scalars.number(1))) {
            walker.gap("a change of a linear histogram that has other slots, or by more than 1");
            return;
        }
        String table = facts.map().table(field.get());
        Optional<LinearHistogram.Sample> sample = buckets.sample(
                state,
                element.distance(),
                element.offset() - field.get().offsetBytes(),
                width,
                Optional.ofNullable(measured.get(table)));
        if (sample.isEmpty()) {
            walker.gap("which slot of " + table + " a value counts in");
            return;
        }
        if (sample.get().tight()) {
            measured.put(table, sample.get().value());
        }
        Entries.update(
                walker,
                state,
                facts,
                field.get(),
                new Stmt.Update.Linear(sample.get().value(), buckets.minimum(), buckets.maximum(), buckets.step()));
    }
}
