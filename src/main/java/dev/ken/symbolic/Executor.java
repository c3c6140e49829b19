package dev.ken.symbolic;

import dev.ken.ir.Expr;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.kernel.Site;
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
import java.util.TreeMap;

/// Runs a module over a sequence of occurrences, all maps empty at first. After an [dev.ken.ir.Stmt.Exit]
/// nothing more is seen but the End procedures (bpftrace's order; that its exit takes effect a little later is
/// not modelled).
public final class Executor {
    private final Terms terms;
    private final ExecutionLimits limits;

    public Executor(Terms terms, ExecutionLimits limits) {
        this.terms = terms;
        this.limits = limits;
    }

    public Trace start(Module module) {
        return Trace.start(terms, module);
    }

    public Trace run(Module module, List<Occurrence> sequence) {
        Trace trace = start(module);
        for (Occurrence occurrence : sequence) {
            trace = step(trace, occurrence);
        }
        return trace;
    }

    /// The value of an expression at an occurrence; `read` is told the attributes that it looks at.
    public Term value(Expr expr, Occurrence occurrence, Map<String, Term> locals, Map<String, Term> read) {
        return new Expressions(terms, occurrence, read).of(expr, locals);
    }

    /// What was done after one more occurrence.
    public Trace step(Trace before, Occurrence occurrence) {
        Step step = new Step(before);
        boolean end = occurrence.site() instanceof Site.End;
        Term active = end ? terms.bool(true) : before.running();
        Map<String, Term> read = new TreeMap<>();
        for (Procedure procedure : before.module().procedures()) {
            if (procedure.site().equals(occurrence.site())) {
                step.add(new ProcedureRun(terms, limits, procedure, before.steps(), occurrence, read), active);
            }
        }
        return step.after().withAttributes(read);
    }

    private final class Step {
        private final Trace before;
        private final Map<String, MapState> maps;
        private final List<Observation> observations;
        private final List<Term> assumptions;
        private final List<Trace.Obligation> obligations;
        private final Set<String> gaps;
        private Term ended = terms.bool(false);

        Step(Trace before) {
            this.before = before;
            this.maps = new LinkedHashMap<>(before.maps());
            this.observations = new ArrayList<>(before.observations());
            this.assumptions = new ArrayList<>(before.assumptions());
            this.obligations = new ArrayList<>(before.obligations());
            this.gaps = new LinkedHashSet<>(before.coverage().gaps());
        }

        void add(ProcedureRun procedure, Term active) {
            // What happened before paths parted stands in each of them as the same object, and counts once.
            Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
            Map<String, List<MapEvent>> changes = new LinkedHashMap<>();
            List<Observation> shown = new ArrayList<>();
            for (Path path : procedure.paths(active, new LinkedHashMap<>(maps))) {
                path.changes.forEach((map, events) -> changes.computeIfAbsent(map, _ -> new ArrayList<>())
                        .addAll(events.stream().filter(seen::add).toList()));
                path.observations.stream().filter(seen::add).forEach(shown::add);
            }
            Joining joining = new Joining(terms);
            changes.forEach(
                    (map, events) -> maps.computeIfPresent(map, (_, state) -> state.withAll(joining.events(events))));
            for (Observation observation : joining.observations(shown)) {
                observations.add(observation);
                ended = observation instanceof Observation.Ended ? terms.or(ended, observation.guard()) : ended;
            }
            assumptions.addAll(procedure.assumptions());
            obligations.addAll(procedure.obligations());
            gaps.addAll(procedure.gaps());
        }

        Trace after() {
            return new Trace(
                    before.module(),
                    before.steps(),
                    terms.and(before.running(), terms.not(ended)),
                    observations,
                    maps,
                    assumptions,
                    obligations,
                    new Coverage(List.copyOf(gaps)),
                    before.attributes());
        }
    }
}
