package dev.ken.contract.program;

import dev.ken.contract.program.ProgramContract.Clause;
import dev.ken.contract.program.ProgramContract.Hook;
import dev.ken.contract.program.ProgramContract.Modifies;
import dev.ken.contract.program.ProgramContract.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Writes contracts as their files have them; [ProgramContractParser] reads the text back.
public final class ProgramContractPrinter {
    private ProgramContractPrinter() {}

    public static String print(ProgramContract contract) {
        List<String> lines = new ArrayList<>();
        lines.add("contract program " + contract.name());
        if (!contract.says().isEmpty()) {
            lines.add("  says " + contract.says());
        }
        lines.add("  source " + contract.origin().text());
        contract.hooks().forEach(hook -> hook(hook, lines));
        return String.join("\n", lines) + "\n";
    }

    private static void hook(Hook hook, List<String> lines) {
        lines.add("");
        lines.add("hook " + points(hook));
        hook.any()
                .forEach(any -> lines.add(
                        "  any " + any.name() + (any.textBytes() == 0 ? " number" : " text " + any.textBytes())));
        hook.lets().forEach(let -> lines.add("  let " + let.name() + " = " + PhraseText.of(let.phrase())));
        hook.clauses().forEach(clause -> lines.add("  " + clause.kind().word() + " " + clause(clause, clause.id())));
        hook.invariants()
                .forEach(invariant -> lines.add("  loop " + invariant.loop() + " invariant "
                        + clause(
                                invariant.clause(),
                                invariant.clause().id().substring(("loop" + invariant.loop() + ".").length()))));
        hook.modifies().ifPresent(modifies -> lines.add("  modifies " + text(modifies)));
    }

    /// The probes of a hook, or `others`.
    public static String points(Hook hook) {
        return hook.points().isEmpty()
                ? "others"
                : hook.points().stream().map(Point::probe).collect(Collectors.joining(", "));
    }

    private static String clause(Clause clause, String id) {
        String gloss = clause.gloss().isEmpty() ? "" : "  # " + clause.gloss();
        return id + ": " + PhraseText.of(clause.phrase()) + gloss;
    }

    /// `nothing`, or what may change.
    public static String text(Modifies modifies) {
        List<String> places = new ArrayList<>();
        modifies.places()
                .forEach(place -> places.add(place.entry().map(PhraseText::of).orElse(place.map())));
        if (modifies.output()) {
            places.add("output");
        }
        return places.isEmpty() ? "nothing" : String.join(", ", places);
    }
}
