package dev.ken.symbolic;

import dev.ken.ir.MapDecl;
import dev.ken.ir.Module;
import dev.ken.logic.Term;
import dev.ken.logic.Terms;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Everything that a module has done on a sequence of occurrences so far: what it showed in order, its maps
/// now, whether it still runs, what was assumed, the checks on the way, the gaps, and which attributes of each
/// occurrence it looked at. Immutable, so that sequences with a common beginning share it.
public record Trace(
        Module module,
        int steps,
        Term running,
        List<Observation> observations,
        Map<String, MapState> maps,
        List<Term> assumptions,
        List<Obligation> obligations,
        Coverage coverage,
        List<Map<String, Term>> attributes) {
    /// `goal` must hold whenever `condition` does.
    public record Obligation(String claim, Term condition, Term goal, dev.ken.source.Span at) {}

    public Trace {
        observations = List.copyOf(observations);
        maps = Collections.unmodifiableMap(new LinkedHashMap<>(maps));
        assumptions = List.copyOf(assumptions);
        obligations = List.copyOf(obligations);
        attributes = List.copyOf(attributes);
    }

    /// Before the first occurrence: all maps are empty.
    static Trace start(Terms terms, Module module) {
        Map<String, MapState> maps = new LinkedHashMap<>();
        for (MapDecl map : module.maps()) {
            maps.put(map.name(), new MapState(map, List.of()));
        }
        Coverage coverage = new Coverage(module.notModelled());
        return new Trace(module, 0, terms.bool(true), List.of(), maps, List.of(), List.of(), coverage, List.of());
    }

    /// The same with other contents of some maps.
    public Trace with(Map<String, MapState> contents) {
        Map<String, MapState> changed = new LinkedHashMap<>(maps);
        changed.putAll(contents);
        return new Trace(module, steps, running, observations, changed, assumptions, obligations, coverage, attributes);
    }

    Trace withAttributes(Map<String, Term> last) {
        List<Map<String, Term>> longer = new ArrayList<>(attributes);
        longer.add(Collections.unmodifiableMap(new TreeMap<>(last)));
        return new Trace(module, steps + 1, running, observations, maps, assumptions, obligations, coverage, longer);
    }
}
