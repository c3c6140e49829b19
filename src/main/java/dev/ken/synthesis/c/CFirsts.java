package dev.ken.synthesis.c;

import dev.ken.contract.After;
import dev.ken.contract.Part;
import dev.ken.contract.PartNames;
import dev.ken.contract.What;
import dev.ken.kernel.catalog.ProbePoint;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// First occurrences of a pair: each is kept by what links the two, and forgotten by the second one.
final class CFirsts {
    private final After after;
    private final List<String> kept;
    private final Reads first;
    private final CProgram program;
    private String map = "";
    private String record = "";
    private String key = "";
    private boolean structured;

    /// @param part  the second ones
    /// @param first how facts of the first ones are read
    CFirsts(Part part, After after, Reads first, CProgram program) {
        this.after = after;
        this.first = first;
        this.program = program;
        kept = PartNames.own(part).stream()
                .filter(name -> name.startsWith(After.FIRST))
                .map(name -> name.substring(After.FIRST.length()))
                .toList();
    }

    /// The first ones as a part of their own, with all that has to be known of them.
    static Part part(Part second, After after) {
        Set<String> names = new LinkedHashSet<>(PartNames.others(second));
        names.removeAll(PartNames.in(after.where()));
        after.links().forEach(link -> names.add(link.first()));
        PartNames.own(second).stream()
                .filter(name -> name.startsWith(After.FIRST))
                .forEach(name -> names.add(name.substring(After.FIRST.length())));
        List<What.Column> columns = names.stream()
                .map(name -> new What.Column(name, Optional.empty()))
                .toList();
        return new Part(
                after.event(),
                after.where(),
                new What.Report(columns),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                second.rateHertz());
    }

    /// Programs at one tracepoint run in the order in which they are attached; elsewhere that is not certain.
    static void refuseSharing(List<ProbePoint> seconds, List<ProbePoint> firsts) {
        List<String> shared = new ArrayList<>(seconds.stream()
                .map(ProbePoint::probe)
                .filter(probe -> !probe.startsWith("tracepoint:"))
                .toList());
        shared.retainAll(firsts.stream().map(ProbePoint::probe).toList());
        if (!shared.isEmpty()) {
            throw new Unsayable("Pairs whose two sides are seen at " + shared.getFirst()
                    + " cannot be written in C yet; --target bpftrace can.");
        }
    }

    void declare(Reads second) {
        map = program.name("firsts");
        record = program.name("first_" + after.event().replaceAll(".*[.:]", ""));
        StringBuilder members = new StringBuilder("struct " + record + " {\n\t__u64 time;\n");
        after.links().forEach(link -> first.refuseAddress(link.first()));
        for (String name : kept) {
            first.refuseAddress(name);
            members.append('\t').append(first.member(member(name), name)).append(";\n");
        }
        program.declare(members + "};");
        structured = after.links().size() > 1
                || after.links().size() == 1
                        && first.isText(after.links().getFirst().first());
        key = after.links().isEmpty() ? "__u32" : structured ? linked(second) : "__u64";
        program.map(
                "/* Those that nothing followed yet; the oldest are forgotten when room is needed. */\n",
                map,
                "LRU_HASH",
                CProgram.ENTRIES,
                key,
                "struct " + record);
    }

    private String linked(Reads second) {
        String name = program.name(record + "_link");
        StringBuilder members = new StringBuilder("struct " + name + " {\n");
        for (int i = 0; i < after.links().size(); i++) {
            After.Link link = after.links().get(i);
            if (!first.isText(link.first())) {
                members.append("\t__u64 part").append(i).append(";\n");
                continue;
            }
            if (first.textBytes(link.first()) != second.textBytes(link.second())) {
                throw new Unsayable("Texts of two lengths cannot be linked in C yet; --target bpftrace can.");
            }
            members.append("\tchar part" + i + "[" + first.textBytes(link.first()) + "];\n");
        }
        program.declare(members + "};");
        return "struct " + name;
    }

    private static String member(String name) {
        return name.equals("time") ? "own_time" : Body.identifier(name);
    }

    private void link(Body body, Function<After.Link, String> side) {
        if (after.links().isEmpty()) {
            body.statement("__u32 link = 0");
        } else if (!structured) {
            body.statement(
                    "__u64 link = " + body.number(side.apply(after.links().getFirst())));
        } else {
            List<String> numbers = after.links().stream().map(side).toList();
            numbers.stream().filter(name -> !body.reads().isText(name)).forEach(body::number);
            body.statement(key + " link = {}");
            for (int i = 0; i < numbers.size(); i++) {
                if (body.reads().isText(numbers.get(i))) {
                    body.put(numbers.get(i), "link.part" + i);
                } else {
                    body.statement("link.part" + i + " = " + body.number(numbers.get(i)));
                }
            }
        }
    }

    /// A second one leaves by `exit` where there is no first one.
    void look(Body body, String exit) {
        link(body, After.Link::second);
        body.statement("struct " + record + " *first = bpf_map_lookup_elem(&" + map + ", &link)");
        body.line("if (!first)");
        body.line("\t" + exit + ";");
    }

    /// After [#look], where the two are too far from each other for what is asked.
    void within(Body body, String exit) {
        after.withinNanos().ifPresent(nanos -> {
            body.line("if (" + body.number(After.SINCE) + " > " + nanos + "ULL)");
            body.line("\t" + exit + ";");
        });
    }

    void forget(Body body) {
        body.statement("bpf_map_delete_elem(&" + map + ", &link)");
    }

    /// A first one.
    void keep(Body body) {
        link(body, After.Link::first);
        body.statement("struct " + record + " now = {}");
        body.statement("now.time = bpf_ktime_get_ns()");
        for (String name : kept) {
            String target = "now." + member(name);
            if (first.isText(name)) {
                body.put(name, target);
            } else {
                body.statement(target + " = " + body.number(name));
            }
        }
        body.statement("bpf_map_update_elem(&" + map + ", &link, &now, BPF_ANY)");
    }

    /// What a pair has, at a second one.
    static Optional<String> value(String name) {
        return name.equals(After.SINCE)
                ? Optional.of("bpf_ktime_get_ns() - first->time")
                : name.startsWith(After.FIRST)
                        ? Optional.of("first->" + member(name.substring(After.FIRST.length())))
                        : Optional.empty();
    }
}
