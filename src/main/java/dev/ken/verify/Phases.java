package dev.ken.verify;

import dev.ken.ir.Module;
import dev.ken.logic.Terms;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The walks in which an [Attempt] looks for differences; each goes on where the one before could not tell.
final class Phases {
    private Phases() {}

    /// The last begins with empty tables, unless there are none. `events`: the longest sequence.
    static List<Exploration.Phase> of(
            Terms terms, Reference reference, Module candidate, Matching matching, int events) {
        List<Exploration.Phase> phases = new ArrayList<>();
        Roles ours = Roles.of(reference.module());
        Roles theirs = Roles.of(candidate);
        Prior any = Prior.of(terms, reference, matching, ours, theirs);
        boolean folded = reference.parts().stream()
                        .filter(part -> part.table().isPresent())
                        .count()
                == any.there().size();
        if (folded) {
            Locality.of(reference.module(), candidate)
                    .ifPresent(local -> phases.add(new Exploration.Phase(
                            local.byThread() ? 1 : events,
                            site -> local.links().getOrDefault(site, Map.of()),
                            any,
                            true)));
            if (phases.isEmpty() && !any.isNone()) {
                phases.add(new Exploration.Phase(events, Scene.Linked.NONE, any, true));
            }
        }
        if (phases.isEmpty() || !any.isNone()) {
            phases.add(new Exploration.Phase(events, Scene.Linked.NONE, Prior.NONE, false));
        }
        return phases;
    }
}
