package dev.ken.synthesis.c;

import dev.ken.kernel.KernelModel;
import dev.ken.kernel.btf.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A program in C while it is written: declarations in their order, then functions.
final class CProgram {
    /// Entries of a table. A table that is full keeps what it has; 10,240 is what libbpf's own tools take.
    static final int ENTRIES = 10_240;
    static final int RING_BYTES = 256 << 10;
    /// The map of stacks: 127 frames each, as bpftrace keeps them.
    static final String STACKS = "stacks";

    private static final String STACK_MAP = """
            struct {
            	__uint(type, BPF_MAP_TYPE_STACK_TRACE);
            	__uint(max_entries, 10240);
            	__uint(key_size, sizeof(__u32));
            	__uint(value_size, 127 * sizeof(__u64));
            } stacks SEC(".maps");""";

    private final KernelModel kernel;
    private final List<String> declarations = new ArrayList<>();
    private final Set<String> shared = new LinkedHashSet<>();
    /// Bodies, and under which sections and names they stand.
    private final Map<String, List<String>> functions = new LinkedHashMap<>();
    private final Set<String> names = new LinkedHashSet<>();
    private final List<String> shows = new ArrayList<>();
    private boolean tracing;
    private boolean userProbes;
    private boolean endian;
    private boolean eachItsWay;

    private final CDescents descents = new CDescents(this);

    CProgram(KernelModel kernel) {
        this.kernel = kernel;
    }

    CDescents descents() {
        return descents;
    }

    KernelModel kernel() {
        return kernel;
    }

    /// A name that neither the program nor a type of the kernel has.
    String name(String wanted) {
        String clean = wanted.replaceAll("\\W", "_");
        String name = clean;
        for (int i = 2; isTaken(name); i++) {
            name = clean + i;
        }
        names.add(name);
        return name;
    }

    private boolean isTaken(String name) {
        return names.contains(name)
                || CRESERVED.contains(name)
                || kernel.btf()
                        .filter(btf -> List.of(Kind.STRUCT, Kind.UNION, Kind.TYPEDEF, Kind.ENUM).stream()
                                .anyMatch(kind -> btf.find(kind, name).isPresent()))
                        .isPresent();
    }

    private static final Set<String> CRESERVED = Set.of(
            "add",
            "contains",
            "record",
            "same",
            "slot",
            "empty",
            "zero",
            "key",
            "lost",
            "start",
            "event",
            "int",
            "char",
            "long",
            "short",
            "if",
            "for",
            "do",
            "while",
            "return",
            "switch",
            "case",
            "signed",
            "unsigned",
            "static",
            "struct",
            "union",
            "void",
            "double",
            "float",
            "enum",
            "extern",
            "auto",
            "const",
            "volatile",
            "inline",
            "register",
            "sizeof",
            "goto",
            "break",
            "true",
            "false",
            "bool",
            "continue",
            "default",
            "else",
            "typedef");

    void declare(String text) {
        declarations.add(text);
    }

    /// A declaration that several parts may need.
    void once(String text) {
        if (text.contains("&lost")) {
            needsLost();
        }
        if (shared.add(text)) {
            declarations.add(text);
        }
    }

    /// What is left out for want of room is counted.
    void needsLost() {
        once(Accumulators.LOST);
    }

    void needsStacks() {
        once(STACK_MAP);
        names.add(STACKS);
    }

    /// When programs in the section `perf_event` run; one way for all of them.
    void sample(String directive) {
        boolean other = shows.stream().anyMatch(one -> one.startsWith("sample ") && !one.equals(directive));
        if (other) {
            throw new Unsayable("Samples of two kinds cannot be taken by one program in C; --target bpftrace can.");
        }
        if (!shows.contains(directive)) {
            shows.add(directive);
        }
    }

    void show(String directive) {
        if (!shows.contains(directive)) {
            shows.add(directive);
        }
    }

    /// Tables have periods of their own.
    void showEachItsWay() {
        eachItsWay = true;
    }

    /// A table is shown this often, and begins anew unless it `keeps`. `own`: whatever others do.
    void every(long nanos, boolean keeps, String map, boolean own) {
        show("every " + nanos + " ns" + (keeps ? " keep" : "") + (own || eachItsWay ? " of " + map : ""));
    }

    void needsUserProbes() {
        userProbes = true;
        tracing = true;
    }

    void needsEndian() {
        endian = true;
    }

    void needsTracing() {
        tracing = true;
    }

    /// `type` as in `BPF_MAP_TYPE_HASH`.
    void map(String name, String type, long entries, String key, String value) {
        map("", name, type, entries, key, value);
    }

    /// `comment` with its line end.
    void map(String comment, String name, String type, long entries, String key, String value) {
        declare(comment + "struct {\n\t__uint(type, BPF_MAP_TYPE_" + type + ");\n\t__uint(max_entries, " + entries
                + ");\n"
                + (key.isEmpty() ? "" : "\t__type(key, " + key + ");\n\t__type(value, " + value + ");\n")
                + "} " + name + " SEC(\".maps\");");
    }

    void function(String section, String name, String context, List<String> body) {
        String text = context + " *ctx)\n{\n" + String.join("\n", body) + "\n}";
        functions.computeIfAbsent(text, _ -> new ArrayList<>()).add("SEC(\"" + section + "\")\nint " + name + "(");
    }

    /// At the entry or the return of a function of the kernel, with its parameters.
    void traced(String section, String name, List<String> parameters, List<String> body) {
        String all = parameters.isEmpty() ? "" : ", " + String.join(", ", parameters);
        functions.put(
                name + all + ")\n{\n" + String.join("\n", body) + "\n}",
                List.of("SEC(\"" + section + "\")\nint BPF_PROG("));
    }

    String text(String head) {
        List<String> parts = new ArrayList<>();
        boolean swaps = functions.keySet().stream().anyMatch(body -> body.contains("bpf_ntoh"))
                || declarations.stream().anyMatch(one -> one.contains("bpf_ntoh"));
        parts.add(head + "\n#include \"vmlinux.h\"\n#include <bpf/bpf_helpers.h>\n#include <bpf/bpf_core_read.h>"
                + (tracing || endian || swaps ? "\n#include <bpf/bpf_endian.h>" : "")
                + (tracing ? "\n#include <bpf/bpf_tracing.h>" : "")
                + (userProbes ? "\n#include <bpf/usdt.bpf.h>" : ""));
        parts.addAll(declarations);
        if (!shows.isEmpty()) {
            parts.add("/* How the results are shown. */\nchar SHOW[] SEC(\"ken.show\") = \"" + String.join("; ", shows)
                    + "\";");
        }
        functions.forEach((text, heads) -> {
            if (heads.size() == 1) {
                parts.add(heads.get(0) + text);
            } else {
                String one = name("each");
                parts.add("static __always_inline int " + one + "(" + text);
                String parameter = text.substring(0, text.indexOf('\n'));
                heads.forEach(head_ -> parts.add(head_ + parameter + "\n{\n\treturn " + one + "(ctx);\n}"));
            }
        });
        parts.add("char LICENSE[] SEC(\"license\") = \"GPL\";");
        return String.join("\n\n", parts) + "\n";
    }
}
