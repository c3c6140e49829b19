package dev.ken.engine;

import dev.ken.contract.known.KnownContracts;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Probes;
import dev.ken.kernel.Spelling;
import dev.ken.kernel.bpf.BpfHelpers;
import dev.ken.kernel.catalog.EventKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What holds of an event kind, a probe, a helper, a kernel function or a system call.
public final class Contracts {
    private static final int MOST_MISSPELT = 2;
    private static final int MOST_MATCHES = 20;
    private static final String HELPER = "bpf_";

    private final Facts facts;
    private final KnownContracts known;
    private final ContractViews views;

    public Contracts(Facts facts) {
        this.facts = facts;
        known = new KnownContracts(facts.kernel());
        views = new ContractViews(facts, known);
    }

    /// A contract as it is shown. `declaration` is as C writes it, or empty.
    public record Contract(Kind kind, String name, String gloss, String declaration, List<Clause> clauses) {
        public Contract {
            clauses = List.copyOf(clauses);
        }
    }

    public enum Kind {
        EVENT,
        HELPER,
        FUNCTION,
        PROBE;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// `word` says what kind of clause it is, `remark` is English or empty. `from` says who says so, `curated`,
    /// `catalog` or `derived`, and `source` by what; both are empty for what is no clause.
    public record Clause(String word, String text, String remark, String from, String source) {
        Clause(String word, String text) {
            this(word, text, "", "", "");
        }
    }

    /// All that have this name: an event kind (`file.open`, `syscall.read`), a system call (`read`), a probe
    /// (`tracepoint:sched:sched_switch`, `kprobe:vfs_read`) or the name of a tracepoint, a helper with `bpf_` or
    /// without, a kernel function.
    public List<Contract> find(String name) {
        if (name.contains(":")) {
            return probe(name);
        }
        List<Contract> all = new ArrayList<>(events(name));
        all.addAll(views.helper(name));
        // A helper is a function of the kernel too, but its registers say nothing.
        boolean helper =
                name.startsWith(HELPER) && BpfHelpers.shipped().name(name).isPresent();
        if (!helper) {
            all.addAll(views.function(name));
        }
        facts.kernel().tracepoints().names().stream()
                .filter(tracepoint -> tracepoint.endsWith(":" + name))
                .limit(MOST_MATCHES)
                .forEach(tracepoint -> all.addAll(probe("tracepoint:" + tracepoint)));
        return all;
    }

    private List<Contract> events(String name) {
        return facts.catalog().find(name).or(() -> facts.catalog().find("syscall." + name)).map(views::event).stream()
                .toList();
    }

    private List<Contract> probe(String name) {
        Optional<EventKind> tracepoint = facts.catalog().find("tracepoint." + name.replace(':', '.'));
        return tracepoint.isPresent()
                ? List.of(views.event(tracepoint.get()))
                : Probes.resolve(name, facts.kernel()).map(views::probe).stream()
                        .toList();
    }

    /// Names that are nearest to one that was not found.
    public List<String> nearest(String name, int limit) {
        if (name.contains(":")) {
            List<String> probes = Probes.nearest(name, facts.kernel(), limit);
            if (!probes.isEmpty()) {
                return probes;
            }
        }
        List<String> spelt = spelt(name, limit);
        if (!spelt.isEmpty()) {
            return spelt;
        }
        return new Search(facts)
                .search(name.replaceAll("[._:]", " "), limit).stream()
                        .map(Search.Hit::name)
                        .toList();
    }

    private List<String> spelt(String name, int limit) {
        KernelModel kernel = facts.kernel();
        Stream<String> helpers = BpfHelpers.shipped().all().stream()
                .map(helper -> name.startsWith(HELPER) ? helper.fullName() : helper.name());
        SortedMap<String, Integer> near = new TreeMap<>();
        Stream.of(
                        facts.catalog().curated().keySet().stream(),
                        kernel.syscalls().numbers().keySet().stream(),
                        helpers,
                        kernel.functions().names().stream())
                .flatMap(names -> names)
                .filter(known -> Math.abs(known.length() - name.length()) <= MOST_MISSPELT)
                .filter(known -> Spelling.distance(known, name) <= Math.min(MOST_MISSPELT, name.length() / 3))
                .forEach(known -> near.put(known, Spelling.distance(known, name)));
        return near.keySet().stream()
                .sorted(Comparator.comparing(known -> near.getOrDefault(known, 0)))
                .limit(limit)
                .toList();
    }
}
