package dev.ken.synthesis.c;

import dev.ken.contract.Part;
import java.util.ArrayList;
import java.util.List;

/// What was seen in each group, so that it is counted once.
///
/// @param attribute of which different values are counted
record CSeen(Part part, String attribute, Reads reads) {
    private List<String> parts() {
        List<String> parts = new ArrayList<>(part.keys());
        if (!parts.contains(attribute)) {
            parts.add(attribute);
        }
        return parts;
    }

    /// Beside the table `of`; its name.
    String declare(String of, CProgram program) {
        String seen = program.name(of + "_seen");
        StringBuilder members = new StringBuilder("struct " + program.name(seen + "_key") + " {\n");
        parts().forEach(name -> members.append('\t')
                .append(reads.member(Body.identifier(name), name))
                .append(";\n"));
        program.declare(members + "} __attribute__((packed));");
        program.map(seen, "HASH", CProgram.ENTRIES, "struct " + seen + "_key", "__u8");
        program.show("hide " + seen);
        return seen;
    }

    /// The key `seen`, of this occurrence.
    void write(String seen, Body body) {
        body.statement("struct " + seen + "_key seen = {}");
        body.statement("__u8 yes = 1");
        for (String name : parts()) {
            String target = "seen." + Body.identifier(name);
            if (reads.isCopied(name)) {
                body.put(name, target);
            } else {
                body.statement(target + " = " + body.number(name));
            }
        }
    }
}
