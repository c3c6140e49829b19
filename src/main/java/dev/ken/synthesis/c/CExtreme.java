package dev.ken.synthesis.c;

import dev.ken.contract.What;
import java.util.function.BiFunction;

/// The largest or smallest value of each group, in one entry with what else is true of the occurrence that had it.
final class CExtreme {
    private final What.Extreme extreme;
    private final boolean single;
    private final Reads reads;

    /// @param single there is one group, whose entry is there from the beginning
    CExtreme(What.Extreme extreme, boolean single, Reads reads) {
        this.extreme = extreme;
        this.single = single;
        this.reads = reads;
    }

    /// Declares the values of `map`; their type.
    String declare(String map, CProgram program) {
        extreme.context().forEach(column -> reads.refuseAddress(column.attribute()));
        String name = program.name(map + "_value");
        StringBuilder members = new StringBuilder("struct " + name + " {\n\t" + type() + " value;\n");
        extreme.context()
                .forEach(column -> members.append('\t')
                        .append(reads.member(member(column), column.attribute()))
                        .append(";\n"));
        if (single) {
            members.append("\t__u64 seen;\n");
            program.show("hide " + map + ".seen");
        }
        program.declare(members + "};");
        return "struct " + name;
    }

    static String member(What.Column column) {
        String clean = Body.identifier(UnitNames.of(column));
        return clean.equals("value") || clean.equals("seen") ? clean + "_" : clean;
    }

    private String type() {
        return reads.type(extreme.attribute()).equals("__s64") ? "__s64" : "__u64";
    }

    /// @param scaled a number and its column, in the unit asked for
    void write(
            String map,
            String key,
            String value,
            BiFunction<String, What.Column, String> scaled,
            Body body,
            String exit) {
        extreme.context().stream()
                .filter(column -> !reads.isText(column.attribute()))
                .forEach(column -> body.number(column.attribute()));
        String of = "struct " + map + "_value";
        body.statement(type() + " now = " + value);
        body.statement(of + " *best = bpf_map_lookup_elem(&" + map + ", " + key + ")");
        body.line("if (best" + (single ? " && best->seen" : "") + " && now " + (extreme.largest() ? "<" : ">")
                + " best->value)");
        body.line("\t" + exit + ";");
        body.statement(of + " most = {}");
        body.statement("most.value = now");
        for (What.Column column : extreme.context()) {
            String target = "most." + member(column);
            if (reads.isText(column.attribute())) {
                body.put(column.attribute(), target);
            } else {
                body.statement(target + " = " + scaled.apply(body.number(column.attribute()), column));
            }
        }
        if (single) {
            body.statement("most.seen = 1");
        }
        body.statement("bpf_map_update_elem(&" + map + ", " + key + ", &most, BPF_ANY)");
    }
}
