package dev.ken.synthesis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Lists of probes that share some: bpftrace 0.17 mixes them up where they are not the same list, and then runs the
/// statements of one twice and of the other never (seen by running it). So each list is parted until two lists are the
/// same or have nothing in common.
final class Lists {
    private Lists() {}

    /// `blocks`: probes, each on a line of its own with a comma behind all but the last, and what is done there.
    static List<String> apart(List<String> blocks) {
        Map<String, Set<Integer>> users = new LinkedHashMap<>();
        for (int at = 0; at < blocks.size(); at++) {
            for (String probe : probes(blocks.get(at))) {
                users.computeIfAbsent(probe, _ -> new LinkedHashSet<>()).add(at);
            }
        }
        List<String> out = new ArrayList<>();
        for (String block : blocks) {
            List<String> probes = probes(block);
            String body = block.substring(String.join(",\n", probes).length());
            Map<Set<Integer>, List<String>> parts = new LinkedHashMap<>();
            users.forEach((probe, used) -> {
                if (probes.contains(probe)) {
                    parts.computeIfAbsent(used, _ -> new ArrayList<>()).add(probe);
                }
            });
            parts.values().forEach(part -> out.add(String.join(",\n", part) + body));
        }
        return out;
    }

    private static List<String> probes(String block) {
        List<String> probes = new ArrayList<>();
        for (String line : block.lines().toList()) {
            boolean more = line.endsWith(",");
            probes.add(more ? line.substring(0, line.length() - 1) : line);
            if (!more) {
                break;
            }
        }
        return probes;
    }
}
