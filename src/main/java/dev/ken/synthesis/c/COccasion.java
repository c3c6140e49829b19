package dev.ken.synthesis.c;

import dev.ken.contract.Condition.Comparison;
import dev.ken.contract.Occasion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Counts, or adds up, what was of a group so far, and leaves where an occurrence is not to be told of.
final class COccasion {
    private final Occasion occasion;
    private final Reads reads;
    private final CProgram program;
    private String map = "";
    private String key = "";
    private boolean structured;

    COccasion(Occasion occasion, Reads reads, CProgram program) {
        this.occasion = occasion;
        this.reads = reads;
        this.program = program;
    }

    void declare(Optional<Long> periodNanos) {
        map = program.name("so_far");
        List<String> keys = occasion.keys();
        structured = keys.size() > 1 || keys.size() == 1 && reads.isText(keys.getFirst());
        if (structured) {
            key = "struct " + program.name(map + "_key");
            StringBuilder members = new StringBuilder(key + " {\n");
            keys.forEach(name -> members.append('\t')
                    .append(reads.member(Body.identifier(name), name))
                    .append(";\n"));
            program.declare(members + "} __attribute__((packed));");
        } else {
            key = keys.isEmpty() ? "__u32" : reads.type(keys.getFirst());
        }
        program.map(
                "/* " + (occasion.summed().isPresent() ? "How much" : "How many") + " there was so far. */\n",
                map,
                "HASH",
                keys.isEmpty() ? 1 : CProgram.ENTRIES,
                key,
                "__u64");
        program.show("hide " + map);
        periodNanos.ifPresent(nanos -> program.every(nanos, false, map, true));
    }

    /// Leaves by `exit` where this one is not told of.
    void guard(Body body, String exit) {
        String value = occasion.summed().map(body::number).orElse("1");
        String at = group(body);
        body.statement("__u64 *known = bpf_map_lookup_elem(&" + map + ", " + at + ")");
        body.statement("__u64 before = known ? *known : 0");
        body.statement("__u64 total = before + " + value);
        body.statement("bpf_map_update_elem(&" + map + ", " + at + ", &total, BPF_ANY)");
        List<String> tests = new ArrayList<>(List.of("!(" + compared("total") + ")"));
        if (occasion.once()) {
            tests.add(compared("before"));
        }
        body.line("if (" + String.join(" || ", tests) + ")");
        body.line("\t" + exit + ";");
    }

    private String compared(String value) {
        Comparison comparison = occasion.comparison();
        return value + " " + (comparison == Comparison.EQUAL ? "==" : comparison.symbol()) + " " + occasion.number();
    }

    private String group(Body body) {
        List<String> keys = occasion.keys();
        if (keys.isEmpty()) {
            body.statement("__u32 group = 0");
            return "&group";
        }
        if (!structured) {
            return "&" + body.number(keys.getFirst());
        }
        keys.stream().filter(name -> !reads.isCopied(name)).forEach(body::number);
        body.statement(key + " group = {}");
        for (String name : keys) {
            String target = "group." + Body.identifier(name);
            if (reads.isCopied(name)) {
                body.put(name, target);
            } else {
                body.statement(target + " = " + body.number(name));
            }
        }
        return "&group";
    }
}
