package dev.ken.synthesis.c;

import dev.ken.contract.Intent;
import dev.ken.contract.IntentText;
import dev.ken.contract.Part;
import dev.ken.contract.What;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.synthesis.Rendering;
import java.util.ArrayList;
import java.util.List;

/// Writes the C program with libbpf that an intent asks for.
public final class CRenderer {
    private CRenderer() {}

    /// The intent must name only kinds and attributes that the catalog knows.
    public static Rendering render(Intent intent, Catalog catalog, KernelModel kernel) {
        CProgram program = new CProgram(kernel);
        List<Rendering.Output> outputs = new ArrayList<>();
        List<String> events = new ArrayList<>();
        try {
            if (!oneWayToShow(intent)) {
                program.showEachItsWay();
            }
            List<Part> packets =
                    intent.parts().stream().filter(PacketProgram::isPacket).toList();
            if (!packets.isEmpty()) {
                PacketProgram writer = new PacketProgram(packets, intent.durationNanos(), catalog, program);
                writer.write();
                outputs.addAll(writer.outputs());
                events.add(writer.subject());
            }
            for (Part part : intent.parts().stream()
                    .filter(part -> !packets.contains(part))
                    .toList()) {
                CPart writer = new CPart(part, intent.durationNanos(), catalog, program);
                writer.write();
                outputs.addAll(writer.outputs());
                events.add(writer.subject());
            }
            program.descents().write(catalog);
        } catch (Unsayable reason) {
            return new Rendering.Unrenderable(reason.sentence());
        }
        intent.durationNanos().ifPresent(nanos -> program.show("for " + nanos + " ns"));
        return new Rendering.Rendered(program.text(head(events, intent)), outputs);
    }

    /// Whether one directive says of all tables how often they are shown and whether they begin anew.
    private static boolean oneWayToShow(Intent intent) {
        return intent.parts().stream()
                        .filter(part -> !(part.what() instanceof What.Report) && !(part.what() instanceof What.Rule))
                        .map(part ->
                                List.of(part.periodNanos(), part.periodNanos().isPresent() && goesOn(part)))
                        .distinct()
                        .count()
                <= 1;
    }

    /// Whether its table is not emptied when it is shown: a net, or what is in flight, is a level, not an amount of a
    /// period.
    private static boolean goesOn(Part part) {
        return part.cumulative() || part.what() instanceof What.Net || part.what() instanceof What.InFlight;
    }

    /// What is watched, and the intent, which `ken verify --contract` takes.
    private static String head(List<String> events, Intent intent) {
        StringBuilder head = new StringBuilder(
                "/*\n * Watches " + String.join(", ", events) + ". What is asked, as an intent of KEN:\n *\n");
        IntentText.print(intent)
                .replace("*/", "* /")
                .lines()
                .forEach(line ->
                        head.append(line.isEmpty() ? " *" : " *   " + line).append('\n'));
        return head.append(" */").toString();
    }
}
