package dev.ken.contract;

import dev.ken.kernel.catalog.Catalog;
import dev.ken.source.Diagnostic;
import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whether all names of an intent mean something, types and units fit, and clauses go together: the first guard, before
/// an intent may judge anything.
public final class IntentCheck {
    /// What is wrong with a name of a part.
    ///
    /// @param atValue it is about the number, text or unit that the name is given with
    record Problem(int part, Written.Role role, String name, boolean atValue, String sentence) {}

    private IntentCheck() {}

    /// What is wrong, as sentences; empty: nothing.
    public static List<String> of(Intent intent, Catalog catalog) {
        return problems(intent, catalog, List.of()).stream()
                .map(Problem::sentence)
                .distinct()
                .toList();
    }

    /// What is wrong with a text that was read, each at its place; empty: nothing, or it was not read.
    public static List<Diagnostic> of(IntentText.Parsed parsed, Catalog catalog) {
        List<Diagnostic> diagnostics = new ArrayList<>();
        parsed.intent()
                .ifPresent(intent -> problems(intent, catalog, parsed.names())
                        .forEach(problem -> diagnostics.add(
                                Diagnostic.error("intent", problem.sentence(), place(problem, parsed.names())))));
        return diagnostics.stream().distinct().toList();
    }

    private static List<Problem> problems(Intent intent, Catalog catalog, List<Written> names) {
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < intent.parts().size(); i++) {
            PartCheck check = new PartCheck(i, intent.parts().get(i), catalog);
            problems.addAll(check.problems(intent.durationNanos()));
            int part = i;
            names.stream()
                    .filter(name -> name.part() == part)
                    .forEach(name -> check.unit(name).ifPresent(problems::add));
        }
        return problems;
    }

    private static Span place(Problem problem, List<Written> names) {
        Optional<Written> exact = names.stream()
                .filter(name -> name.part() == problem.part()
                        && name.role() == problem.role()
                        && name.name().equals(problem.name()))
                .findFirst();
        return exact.map(name -> problem.atValue() ? name.value() : name.at())
                .or(() -> names.stream()
                        .filter(name -> name.part() == problem.part() && name.role() == Written.Role.EVENT)
                        .map(Written::at)
                        .findFirst())
                .orElse(Span.NONE);
    }
}
