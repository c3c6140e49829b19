package dev.ken.comprehension;

import dev.ken.contract.What;
import dev.ken.contract.What.Measure;
import dev.ken.kernel.catalog.Unit;
import java.util.Map;
import java.util.Optional;

/// What is made of the occurrences: a count, a sum, a distribution, of which attribute.
final class Measures {
    private final Draft draft;

    Measures(Draft draft) {
        this.draft = draft;
    }

    void read() {
        Optional<Measure> measure = Optional.empty();
        boolean latency = false;
        for (int at = 0; at < draft.tokens.size(); at++) {
            if (!draft.isFree(at)) {
                continue;
            }
            if (draft.is(at, "how") && draft.is(at + 1, "long")
                    || draft.is(at, "latency", "latencies", "duration", "durations")) {
                draft.take(at, draft.is(at, "how") ? 2 : 1);
                latency = true;
                takeVerb();
            } else if (measure.isEmpty() || isCount(measure) || isMeasure(draft.at(at))) {
                Optional<Measure> here = measure(at);
                boolean better = here.isPresent() && (measure.isEmpty() || isCount(measure));
                measure = better ? here : measure;
            }
        }
        if (latency && !draft.kind.isSpan()) {
            draft.assumptions.add("No duration is known of " + draft.kind.plural() + "; they are counted.");
            latency = false;
        }
        settle(measure, latency);
    }

    private void takeVerb() {
        for (int at = 0; at < draft.tokens.size(); at++) {
            if (draft.isFree(at)
                    && draft.is(at, "take", "takes", "took", "taken", "last", "lasts", "spend", "spent", "spends")) {
                draft.take(at);
            }
        }
    }

    private static boolean isCount(Optional<Measure> measure) {
        return measure.isPresent() && measure.get() instanceof Measure.Count;
    }

    private Optional<Measure> measure(int at) {
        if (draft.is(at, "linear") && draft.is(at + 1, "histogram")) {
            return linear(at);
        }
        if (draft.is(at, "how") && draft.is(at + 1, "many", "often")) {
            draft.take(at, 2);
            return Optional.of(new Measure.Count());
        }
        if (draft.is(at, "how") && draft.is(at + 1, "much")) {
            draft.take(at, 2);
            return Optional.of(new Measure.Sum());
        }
        Optional<Measure> found = named(draft.at(at).stem());
        if (found.isEmpty() && draft.is(at, "number") && draft.is(at + 1, "of")) {
            found = Optional.of(new Measure.Count());
        }
        found.ifPresent(_ -> draft.take(at));
        return found;
    }

    /// Whether a token names a way to measure.
    static boolean isMeasure(Token token) {
        return token.kind() == Token.Kind.WORD && named(token.stem()).isPresent();
    }

    private static Optional<Measure> named(String stem) {
        return switch (stem) {
            case "count", "frequency", "tally" -> Optional.of(new Measure.Count());
            case "sum", "total" -> Optional.of(new Measure.Sum());
            case "averag", "mean", "avg" -> Optional.of(new Measure.Average());
            case "minimum", "smallest", "shortest", "min", "fastest", "lowest" -> Optional.of(new Measure.Minimum());
            case "maximum", "largest", "longest", "max", "slowest", "highest", "biggest" ->
                Optional.of(new Measure.Maximum());
            case "histogram", "distribution", "hist" -> Optional.of(new Measure.Log2Histogram());
            case "statistic", "stat" -> Optional.of(new Measure.Statistics());
            default -> Optional.empty();
        };
    }

    private Optional<Measure> linear(int at) {
        draft.take(at, 2);
        long[] bounds = {0, 1000, 100};
        int found = 0;
        for (int i = at + 2; i < draft.tokens.size() && found < 3; i++) {
            if (draft.isFree(i) && draft.at(i).kind() == Token.Kind.NUMBER) {
                bounds[found++] = draft.at(i).number();
                draft.take(i);
            } else if (draft.is(i, "step", "steps", "bucket", "buckets", "size", "width", "from", "to")) {
                draft.take(i);
            }
        }
        return Optional.of(
                new Measure.LinearHistogram(bounds[0], Math.max(bounds[0] + 1, bounds[1]), Math.max(1, bounds[2])));
    }

    private boolean aboutTime() {
        return draft.kind.isSpan()
                && draft.tokens.stream().anyMatch(token -> token.isAny("slowest", "fastest", "longest", "shortest"));
    }

    private void settle(Optional<Measure> measure, boolean latency) {
        boolean counts = measure.isEmpty() ? false : isCount(measure);
        if (latency && (measure.isEmpty() || counts)) {
            set(new Measure.Log2Histogram(), Draft.LATENCY);
            return;
        }
        if (measure.isEmpty()) {
            if (draft.unit.isPresent() || bytesAsked()) {
                draft.ofFamily(draft.unit.map(Unit::family).orElse(Unit.Family.SIZE))
                        .ifPresent(name -> set(new Measure.Sum(), transferred(name)));
            }
            return;
        }
        Measure asked = measure.get();
        if (asked instanceof Measure.Count) {
            draft.what = Optional.of(new What.Aggregate(asked, Optional.empty(), Optional.empty()));
            return;
        }
        Optional<String> attribute = latency || aboutTime() ? Optional.of(Draft.LATENCY) : named().or(this::natural);
        if (attribute.isPresent()) {
            set(asked, attribute.get());
        } else if (asked instanceof Measure.Sum) {
            draft.what = Optional.of(new What.Aggregate(new Measure.Count(), Optional.empty(), Optional.empty()));
        } else {
            draft.assumptions.add("Nothing of " + draft.kind.plural() + " can be measured; they are counted.");
            draft.what = Optional.of(new What.Aggregate(new Measure.Count(), Optional.empty(), Optional.empty()));
        }
    }

    private boolean bytesAsked() {
        return draft.tokens.stream().anyMatch(token -> token.isAny("bytes", "throughput", "bandwidth"))
                && draft.kind.attribute("bytes").isPresent();
    }

    private String transferred(String name) {
        return draft.kind.attribute("bytes").isPresent() ? "bytes" : name;
    }

    private void set(Measure measure, String attribute) {
        boolean fits = draft.unit.isPresent() && draft.unit.get().family() == draft.family(attribute);
        Optional<Unit> unit = fits ? draft.unit : Optional.empty();
        if (unit.isEmpty() && attribute.equals(Draft.LATENCY)) {
            unit = Optional.of(Unit.MICROSECONDS);
            draft.assumptions.add("Times are in microseconds.");
        }
        draft.what = Optional.of(new What.Aggregate(measure, Optional.of(attribute), unit));
    }

    /// The attribute that is named by words not yet understood.
    private Optional<String> named() {
        for (int at = 0; at < draft.tokens.size(); at++) {
            Optional<Map.Entry<String, Integer>> attribute =
                    draft.isFree(at) ? draft.attributeAt(at) : Optional.empty();
            boolean measurable = attribute.isPresent()
                    && !draft.isText(attribute.get().getKey())
                    && (draft.kind.attribute(attribute.get().getKey()).isPresent()
                            || attribute.get().getKey().equals(Draft.LATENCY));
            if (measurable) {
                draft.take(at, attribute.get().getValue());
                return attribute.map(Map.Entry::getKey);
            }
        }
        return Optional.empty();
    }

    /// Sums and extremes of something that has a size are of the size; else of the time that it takes.
    private Optional<String> natural() {
        Optional<String> size = draft.ofFamily(Unit.Family.SIZE).map(this::transferred);
        boolean time = draft.unit.map(unit -> unit.family() == Unit.Family.TIME).orElse(false);
        return size.isPresent() && !time ? size : draft.ofFamily(Unit.Family.TIME);
    }
}
