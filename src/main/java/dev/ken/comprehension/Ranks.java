package dev.ken.comprehension;

import dev.ken.contract.Part;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// One table that is asked for twice, the second time with how many of its entries are shown: "opens by user, top 5 by
/// user", "which container opens the most files? Top 5 by cgroup id".
final class Ranks {
    private static final String ASSUMED = "“Most” shows the ";

    private Ranks() {}

    /// What is assumed where the largest are asked for and not how many.
    static String assumed(int top) {
        return ASSUMED + top + " largest.";
    }

    /// The parts, each once; a table whose size was not said or only assumed gives way to the same one of a size that
    /// was. Takes the assumption out of `assumptions` where no table is left that it holds for.
    static List<Part> merged(List<Part> parts, List<String> assumptions) {
        boolean assumes = assumptions.stream().anyMatch(Ranks::isAssumption);
        List<Part> once = new ArrayList<>(new LinkedHashSet<>(parts));
        List<Part> out = new ArrayList<>(once);
        for (int at = 0; at < once.size() - 1; at++) {
            Part part = once.get(at);
            Part next = once.get(at + 1);
            boolean open = part.top().isEmpty() || assumes && part.top().equals(Optional.of(Assembler.DEFAULT_TOP));
            if (open && next.top().isPresent() && part.unranked().equals(next.unranked())) {
                out.remove(part);
            }
            // "which container opens the most files? Count by cgroup": the second only says how.
            boolean ranked = assumes && part.top().equals(Optional.of(Assembler.DEFAULT_TOP));
            if (ranked && next.top().isEmpty() && part.unranked().equals(next.unranked())) {
                out.remove(next);
            }
        }
        if (assumes && out.stream().noneMatch(part -> part.top().equals(Optional.of(Assembler.DEFAULT_TOP)))) {
            assumptions.removeIf(Ranks::isAssumption);
        }
        return List.copyOf(out);
    }

    private static boolean isAssumption(String text) {
        return text.startsWith(ASSUMED);
    }
}
