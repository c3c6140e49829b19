package dev.ken.synthesis.c;

import dev.ken.contract.Condition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// The body of one function while it is written: attributes get a variable where they are first needed.
final class Body {
    /// Names of variables that are no attributes.
    private static final Set<String> OWN =
            Set.of("ctx", "key", "start", "e", "first", "link", "now", "id", "group", "total", "before", "known");

    private final Reads reads;
    private final CDescents descents;
    private final Map<Condition.Descends, String> found = new LinkedHashMap<>();
    private final Set<String> taken;
    private final Function<String, String> number;
    private final Fill fill;
    private final List<String> lines = new ArrayList<>();
    private final Map<String, String> variables = new LinkedHashMap<>();

    /// The statement that puts the text `name` into `target`.
    interface Fill {
        String text(String name, String target);
    }

    /// @param taken names of parameters
    Body(Reads reads, CDescents descents, Set<String> taken, Function<String, String> number, Fill fill) {
        this.reads = reads;
        this.descents = descents;
        this.taken = taken;
        this.number = number;
        this.fill = fill;
    }

    Reads reads() {
        return reads;
    }

    void line(String text) {
        lines.add(text.isEmpty() ? "" : "\t" + text);
    }

    void statement(String text) {
        line(text + ";");
    }

    static String identifier(String name) {
        String clean = name.replaceAll("\\W", "_");
        return OWN.contains(clean) ? clean + "_" : clean;
    }

    private String variable(String name) {
        String clean = identifier(name);
        return taken.contains(clean) ? clean + "_" : clean;
    }

    /// The variable that holds a number.
    String number(String name) {
        String known = variables.get(name);
        if (known != null) {
            return known;
        }
        String variable = variable(name);
        if (reads.isAddress(name)) {
            statement(reads.type(name) + " " + variable);
            statement(fill.text(name, variable));
        } else {
            statement(reads.type(name) + " " + variable + " = " + number.apply(name));
        }
        variables.put(name, variable);
        return variable;
    }

    /// A function of the program.
    void needs(String declaration) {
        descents.program().once(declaration);
    }

    /// The variable that tells whether the process is a descendant.
    String descends(Condition.Descends of) {
        String known = found.get(of);
        if (known != null) {
            return known;
        }
        String map = descents.map(of);
        String variable = "is_of_" + map;
        statement("bool " + variable + " = bpf_map_lookup_elem(&" + map + ", &" + number("pid") + ")");
        found.put(of, variable);
        return variable;
    }

    /// The array that holds a text.
    String text(String name) {
        String known = variables.get(name);
        if (known != null) {
            return known;
        }
        String variable = variable(name);
        statement("char " + variable + "[" + reads.textBytes(name) + "] = {}");
        statement(fill.text(name, variable));
        variables.put(name, variable);
        return variable;
    }

    /// Puts a text or an address into a member of a structure.
    void put(String name, String target) {
        String known = variables.get(name);
        if (known != null && reads.isAddress(name)) {
            statement(target + " = " + known);
            return;
        }
        statement(
                known == null
                        ? fill.text(name, target)
                        : "__builtin_memcpy(" + target + ", " + known + ", sizeof(" + target + "))");
    }

    List<String> lines() {
        return lines;
    }
}
