package dev.ken.symbolic;

import dev.ken.ir.MapDecl;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.logic.Term;
import dev.ken.logic.Terms;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Runs a module over a sequence of occurrences, all maps empty at first. After an [dev.ken.ir.Stmt.Exit] nothing more
/// is
/// seen but the End procedures (bpftrace's order; that its exit takes effect a little later is not modelled).
public final class Executor {
    private final Terms terms;
    private final ExecutionLimits limits;

    public Executor(Terms terms, ExecutionLimits limits) {
        this.terms = terms;
        this.limits = limits;
    }

    public Trace run(Module module, List<Occurrence> sequence) {
        Map<String, MapState> maps = new LinkedHashMap<>();
        for (MapDecl map : module.maps()) {
            maps.put(map.name(), new MapState(map, List.of()));
        }
        Run run = new Run(maps);
        for (int step = 0; step < sequence.size(); step++) {
            Occurrence occurrence = sequence.get(step);
            boolean end = occurrence.site() instanceof dev.ken.kernel.Site.End;
            Term active = end ? terms.bool(true) : run.running;
            for (Procedure procedure : module.procedures()) {
                if (procedure.site().equals(occurrence.site())) {
                    run.add(new ProcedureRun(terms, limits, procedure, step, occurrence), active);
                }
            }
            run.settle();
        }
        run.gaps.addAll(module.notModelled());
        return new Trace(
                run.observations, run.maps, run.assumptions, run.obligations, new Coverage(List.copyOf(run.gaps)));
    }

    private final class Run {
        private final Map<String, MapState> maps;
        private final List<Observation> observations = new ArrayList<>();
        private final List<Term> assumptions = new ArrayList<>();
        private final List<Trace.Obligation> obligations = new ArrayList<>();
        private final Set<String> gaps = new LinkedHashSet<>();
        private Term running = terms.bool(true);
        private Term ended = terms.bool(false);

        Run(Map<String, MapState> maps) {
            this.maps = maps;
        }

        void add(ProcedureRun procedure, Term active) {
            // What happened before paths parted stands in each of them as the same object, and counts once.
            Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
            for (Path path : procedure.paths(active, new LinkedHashMap<>(maps))) {
                path.changes.forEach((map, events) -> maps.computeIfPresent(
                        map,
                        (_, state) ->
                                state.withAll(events.stream().filter(seen::add).toList())));
                for (Observation observation : path.observations) {
                    if (seen.add(observation)) {
                        observations.add(observation);
                        ended = observation instanceof Observation.Ended ? terms.or(ended, observation.guard()) : ended;
                    }
                }
            }
            assumptions.addAll(procedure.assumptions());
            obligations.addAll(procedure.obligations());
            gaps.addAll(procedure.gaps());
        }

        void settle() {
            running = terms.and(running, terms.not(ended));
        }
    }
}
