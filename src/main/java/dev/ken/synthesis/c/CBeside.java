package dev.ken.synthesis.c;

import dev.ken.contract.Condition.Comparison;
import dev.ken.contract.Having;
import dev.ken.contract.Part;
import dev.ken.contract.What;
import dev.ken.contract.What.Measure;
import java.util.Optional;

/// A hidden table beside the one that is shown: the level of which the most is shown, or all counts where only large
/// ones are shown.
final class CBeside {
    private final Part part;
    private final CProgram program;
    private String map = "";
    private String shown = "";

    private CBeside(Part part, CProgram program) {
        this.part = part;
        this.program = program;
    }

    static Optional<CBeside> of(CMeasure told, CProgram program) {
        if (isHighest(told.part())) {
            return Optional.of(new CBeside(told.part(), program));
        }
        if (told.part().having().isEmpty()) {
            return Optional.empty();
        }
        boolean grows = told.role() == CMeasure.Role.PLAIN
                && told.divisor() == 1
                && told.part().what() instanceof What.Aggregate(Measure.Count(), var _, var _);
        Comparison comparison = told.part().having().get().comparison();
        boolean large = comparison == Comparison.GREATER || comparison == Comparison.AT_LEAST;
        if (!grows || !large || told.part().having().get().number() < 1) {
            throw new Unsayable(
                    "Groups can be left out by their value only where they are counted and few of them are, in C yet;"
                            + " --target bpftrace can show the largest few.");
        }
        return Optional.of(new CBeside(told.part(), program));
    }

    private static boolean isHighest(Part part) {
        return part.what() instanceof What.InFlight(boolean highest) && highest;
    }

    /// After the table `of` that is shown; with the same keys and values.
    void declare(String of, String type, long entries, String key, String value) {
        shown = of;
        map = program.name(isHighest(part) ? "level" : "all_of_them");
        program.once(Accumulators.ADD);
        program.map("/* Not shown. */\n", map, type, entries, key, value);
        program.show("hide " + map);
        boolean anew = !isHighest(part) && !part.cumulative();
        part.periodNanos().filter(_ -> anew).ifPresent(nanos -> program.every(nanos, false, map, true));
    }

    /// One more of the group `key`, which shows where it is the most or enough.
    void rise(String key, Body body) {
        body.statement("add(&" + map + ", " + key + ", 1)");
        String type = isHighest(part) ? "__s64" : "__u64";
        body.statement(type + " *known = bpf_map_lookup_elem(&" + map + ", " + key + ")");
        body.line("if (known) {");
        body.line("\t" + type + " now = *known;");
        if (isHighest(part)) {
            body.line("\t__s64 *most = bpf_map_lookup_elem(&" + shown + ", " + key + ");");
            body.line("\tif (!most)");
            body.line("\t\tbpf_map_update_elem(&" + shown + ", " + key + ", &now, BPF_ANY);");
            body.line("\telse if (now > *most)");
            body.line("\t\t*most = now;");
        } else {
            Having having = part.having().orElseThrow();
            body.line("\tif (now " + having.comparison().symbol() + " " + having.number() + ")");
            body.line("\t\tbpf_map_update_elem(&" + shown + ", " + key + ", &now, BPF_ANY);");
        }
        body.line("}");
    }

    /// One less of it.
    void fall(String key, Body body) {
        body.statement("add(&" + map + ", " + key + ", -1)");
    }
}
