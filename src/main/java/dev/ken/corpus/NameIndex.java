package dev.ken.corpus;

import dev.ken.corpus.Document.Kind;
import dev.ken.kernel.Spelling;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Documents by the names that kernels and bpftrace have for them: `tracepoint:block:block_rq_complete`,
/// `block:block_rq_complete`, `block_rq_complete`, `vfs_read`, `kprobe:vfs_read`, `openat`, `syscall.openat`.
final class NameIndex {
    private static final Set<String> PROBE_TYPES = Set.of(
            "tracepoint",
            "t",
            "rawtracepoint",
            "raw_tracepoint",
            "rt",
            "tp_btf",
            "kprobe",
            "k",
            "kretprobe",
            "kr",
            "fentry",
            "fexit",
            "kfunc",
            "kretfunc",
            "f",
            "fr");
    private static final Set<String> TRACEPOINT_TYPES =
            Set.of("tracepoint", "t", "rawtracepoint", "raw_tracepoint", "rt", "tp_btf");
    private static final int LONGEST_NAME = 200;
    /// Shortest name whose misspellings are recognised.
    private static final int SHORTEST_MISSPELT = 4;
    private static final int MOST_NEAR = 8;

    private final Map<String, List<Document>> byName = new TreeMap<>();
    private final FunctionNames functions;

    NameIndex(List<Document> documents, FunctionNames functions) {
        this.functions = functions;
        for (Document document : documents) {
            for (String name : names(document)) {
                byName.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(document);
            }
        }
    }

    private static Set<String> names(Document document) {
        Set<String> names = new LinkedHashSet<>();
        names.add(document.name());
        switch (document.kind()) {
            case EVENT -> {
                if (document.name().startsWith("syscall.")) {
                    String call = document.name().substring("syscall.".length());
                    names.addAll(List.of(call, "sys_" + call, "__x64_sys_" + call, "__arm64_sys_" + call));
                }
            }
            case PROBE -> {
                String bare = bare(document.name());
                names.add(bare);
                names.add(bare.substring(bare.lastIndexOf(':') + 1));
            }
            case HELPER -> {
                String bare = document.name().replaceFirst("^bpf_", "");
                names.addAll(List.of(bare, "BPF_FUNC_" + bare));
            }
            case FUNCTION, EXAMPLE -> {}
        }
        return names;
    }

    /// Without the type of probe: `kprobe:vfs_read` is about `vfs_read`.
    private static String bare(String name) {
        int colon = name.indexOf(':');
        return colon > 0 && PROBE_TYPES.contains(name.substring(0, colon)) ? name.substring(colon + 1) : name;
    }

    /// The documents of that very name.
    List<Document> exact(String name) {
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            return List.of();
        }
        Set<Document> found = new LinkedHashSet<>(byName.getOrDefault(name, List.of()));
        String bare = bare(name);
        boolean typed = !bare.equals(name);
        boolean traced = typed && TRACEPOINT_TYPES.contains(name.substring(0, name.indexOf(':')));
        if (found.isEmpty()) {
            byName.getOrDefault(bare, List.of()).stream()
                    .filter(one -> !typed || one.kind() == (traced ? Kind.PROBE : Kind.FUNCTION))
                    .forEach(found::add);
        }
        if (!traced && found.stream().noneMatch(one -> one.kind() == Kind.FUNCTION) && functions.has(bare)) {
            found.add(function(bare));
        }
        return List.copyOf(found);
    }

    /// The documents whose names are nearest to one that nothing has, the nearest first.
    List<Document> near(String name) {
        String bare = bare(name);
        if (bare.length() < SHORTEST_MISSPELT || bare.length() > LONGEST_NAME) {
            return List.of();
        }
        int most = bare.length() < 6 ? 1 : bare.length() < 12 ? 2 : 3;
        record Candidate(String name, int distance, boolean known) {}
        List<Candidate> near = new ArrayList<>();
        for (String other : byName.keySet()) {
            int distance = distance(other, bare, most);
            if (distance <= most) {
                near.add(new Candidate(other, distance, true));
            }
        }
        for (String other : functions.all()) {
            int distance = byName.containsKey(other) ? most + 1 : distance(other, bare, most);
            if (distance <= most) {
                near.add(new Candidate(other, distance, false));
            }
        }
        Set<Document> found = new LinkedHashSet<>();
        near.stream()
                .sorted(Comparator.comparingInt(Candidate::distance)
                        .thenComparing(one -> one.known() ? 0 : 1)
                        .thenComparing(Candidate::name))
                .limit(MOST_NEAR)
                .forEach(one -> found.addAll(exact(one.name())));
        return List.copyOf(found);
    }

    /// The distance, or more than `most` where the lengths or the letters already tell that it is more.
    private static int distance(String a, String b, int most) {
        if (Math.abs(a.length() - b.length()) > most) {
            return most + 1;
        }
        return Long.bitCount(letters(a) ^ letters(b)) > 2 * most ? most + 1 : Spelling.distance(a, b);
    }

    private static long letters(String text) {
        long set = 0;
        for (int i = 0; i < text.length(); i++) {
            set |= 1L << (text.charAt(i) & 63);
        }
        return set;
    }

    /// A function that is known by nothing but its name.
    static Document function(String name) {
        return new Document(
                Kind.FUNCTION,
                name,
                "the kernel function " + name,
                List.of(Words.spoken(name)),
                List.of(),
                functionProbes(name),
                false);
    }

    /// Where a function can be seen.
    static List<String> functionProbes(String name) {
        return List.of("fentry:" + name, "fexit:" + name, "kprobe:" + name, "kretprobe:" + name);
    }

    /// Words that can be nothing but names: they have an underscore, a colon or a dot inside.
    static List<String> namesIn(String text) {
        Map<String, String> names = new LinkedHashMap<>();
        for (String word : text.strip().split("[\\s,;()'\"`?!]+")) {
            String name = word.endsWith(".") ? word.substring(0, word.length() - 1) : word;
            if (name.length() > 2 && name.substring(1).matches(".*[_:.].*")) {
                names.putIfAbsent(name, name);
            }
        }
        return List.copyOf(names.values());
    }
}
