package dev.ken.engine.explain;

import dev.ken.ir.Expr;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.kernel.KernelModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a program does, in English, from its meaning in the verification IR and not from its text or its author.
///
/// @param shows       what a user gets to see: lines, and maps with what is in them, of what, and when
/// @param steps       one paragraph for each probe
/// @param notModelled what of the program this does not speak of
public record Explanation(List<Shown> shows, List<Paragraph> steps, List<String> notModelled) {
    public Explanation {
        shows = List.copyOf(shows);
        steps = List.copyOf(steps);
        notModelled = List.copyOf(notModelled);
    }

    /// When a probe runs, then what it does in order; deeper steps are indented by two spaces each.
    public record Paragraph(String when, List<String> does) {
        public Paragraph {
            does = List.copyOf(does);
        }
    }

    public static Explanation of(Module module, KernelModel kernel) {
        Kept kept = Kept.of(module.procedures());
        return new Explanation(
                new Shows(module, kernel, kept).all(), paragraphs(module, kernel, kept), module.notModelled());
    }

    /// Probes that do the same are told together.
    private static List<Paragraph> paragraphs(Module module, KernelModel kernel, Kept kept) {
        Sites sites = new Sites(kernel);
        record Doing(String guard, List<String> does) {}
        Map<Doing, List<Procedure>> doing = new LinkedHashMap<>();
        for (Kept.Handler handler : kept.handlers()) {
            Procedure procedure = handler.procedure();
            Words words = new Words(kernel, kept, procedure);
            boolean all = procedure.guard().equals(new Expr.Bool(true)) || sites.picksCall(procedure.guard());
            String guard = all ? "" : ", if " + words.test(procedure.guard());
            doing.computeIfAbsent(new Doing(guard, Steps.of(handler.effects(), words)), _ -> new ArrayList<>())
                    .add(procedure);
        }
        List<Paragraph> paragraphs = new ArrayList<>();
        doing.forEach((does, procedures) ->
                paragraphs.add(new Paragraph(sites.when(procedures) + does.guard(), does.does())));
        List<String> shown = module.maps().stream().map(map -> map.name()).toList();
        if (!shown.isEmpty()) {
            paragraphs.add(
                    new Paragraph("at the very end", List.of("show what is left in " + String.join(", ", shown))));
        }
        return paragraphs;
    }
}
