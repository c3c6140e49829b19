package dev.ken.synthesis.c;

import dev.ken.contract.Condition;
import dev.ken.contract.PartNames;
import dev.ken.kernel.catalog.Attribute.Phase;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.kernel.catalog.ProbePoint;
import dev.ken.kernel.catalog.Reading;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Follows forks: which processes descend from those that are asked for.
final class CDescents {
    private static final String FORK = "tracepoint.sched.sched_process_fork";

    private final CProgram program;
    private final Map<Condition.Descends, String> maps = new LinkedHashMap<>();

    CDescents(CProgram program) {
        this.program = program;
    }

    CProgram program() {
        return program;
    }

    /// The map that has the descendants; it is declared where it is first asked for.
    String map(Condition.Descends descends) {
        return maps.computeIfAbsent(descends, _ -> {
            String name = program.name("descendants");
            program.map(
                    "/* Processes that were forked by those asked for, or by a descendant of them. */\n",
                    name,
                    "LRU_HASH",
                    CProgram.ENTRIES,
                    "__u32",
                    "__u8");
            program.show("hide " + name);
            return name;
        });
    }

    /// The programs that follow forks, behind all others at the same place.
    void write(Catalog catalog) {
        Set<Condition.Descends> written = new LinkedHashSet<>();
        while (!written.containsAll(maps.keySet())) {
            Condition.Descends next = maps.keySet().stream()
                    .filter(one -> !written.contains(one))
                    .findFirst()
                    .orElseThrow();
            written.add(next);
            write(next, catalog);
        }
    }

    private void write(Condition.Descends descends, Catalog catalog) {
        EventKind fork = catalog.find(FORK).orElseThrow(() -> new Unsayable("This kernel does not tell of forks."));
        ProbePoint point = fork.points(Phase.START).getFirst();
        if (PartNames.in(descends.ancestor()).stream()
                .anyMatch(name -> fork.attribute(name).isPresent())) {
            throw new Unsayable("Such an ancestor cannot be written in C yet; --target bpftrace can.");
        }
        Reads reads = new Reads(fork, catalog, program.kernel());
        Body body = new Body(
                reads,
                this,
                Set.of(),
                name -> reads.number(name, point),
                (name, target) -> reads.fill(name, point, target));
        Tests.guard(new Condition.Or(List.of(descends.ancestor(), descends)), body, "return 0");
        body.statement("__u32 child = " + reads.plain(new Reading.Arg("child_pid"), point));
        body.statement("__u8 yes = 1");
        body.statement("bpf_map_update_elem(&" + map(descends) + ", &child, &yes, BPF_ANY)");
        body.statement("return 0");
        program.function(
                "tp/sched/sched_process_fork",
                program.name("on_fork_by_" + map(descends)),
                Reads.context(point, program),
                body.lines());
    }
}
