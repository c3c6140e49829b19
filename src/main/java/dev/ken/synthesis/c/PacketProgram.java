package dev.ken.synthesis.c;

import dev.ken.contract.Condition;
import dev.ken.contract.Part;
import dev.ken.contract.PartNames;
import dev.ken.contract.What;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.synthesis.Rendering;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Writes the one program that is asked about every packet: it reads the headers, does what each part says, and
/// gives its verdict. What a packet does not have fails every test.
final class PacketProgram {
    private static final String INTERFACE = "interface";

    private final List<Part> parts;
    private final Optional<Long> durationNanos;
    private final Catalog catalog;
    private final CProgram program;
    private final boolean out;
    private final Set<String> used = new LinkedHashSet<>();
    private final List<Rendering.Output> outputs = new ArrayList<>();

    PacketProgram(List<Part> parts, Optional<Long> durationNanos, Catalog catalog, CProgram program) {
        this.parts = List.copyOf(parts);
        this.durationNanos = durationNanos;
        this.catalog = catalog;
        this.program = program;
        out = parts.get(0).event().equals("packet.send");
        if (parts.stream().anyMatch(part -> !part.event().equals(parts.get(0).event()))) {
            throw new Unsayable("Packets that come in and packets that go out need a program each.");
        }
        parts.forEach(part -> used.addAll(PartNames.own(part)));
        used.remove(INTERFACE);
        if (out && used.contains("vlan")) {
            throw new Unsayable("Tags of packets that go out are put in by the interface, after tc has seen them;"
                    + " VLANs of packets that come in can be told.");
        }
    }

    static boolean isPacket(Part part) {
        return part.event().startsWith("packet.");
    }

    /// What it is asked about.
    String subject() {
        return out ? "packets that go out at an interface" : "packets that come in at an interface";
    }

    List<Rendering.Output> outputs() {
        return outputs;
    }

    // ---- the whole ----

    void write() {
        program.needsEndian();
        program.once(PacketHeadersText.constants(used));
        program.once(PacketHeadersText.reading(used));
        if (out) {
            program.show("egress");
        }
        interfaces().forEach(name -> program.show("on " + name));
        List<String> lines = new ArrayList<>();
        String pass = out ? "TC_ACT_OK" : "XDP_PASS";
        String drop = out ? "TC_ACT_SHOT" : "XDP_DROP";
        if (out) {
            program.once("#define TC_ACT_OK 0\n#define TC_ACT_SHOT 2");
        }
        lines.add("\tstruct packet packet = {};");
        lines.add("");
        lines.add("\tif (!read_headers((void *)(long)ctx->data, (void *)(long)ctx->data_end, &packet))");
        lines.add("\t\treturn " + pass + ";");
        for (Part part : parts) {
            if (!(part.what() instanceof What.Rule)) {
                lines.addAll(measured(part));
            }
        }
        lines.addAll(rules(pass, drop));
        program.function(
                out ? "tc" : "xdp", program.name("on_packet"), out ? "struct __sk_buff" : "struct xdp_md", lines);
    }

    private List<String> rules(String pass, String drop) {
        List<String> dropped = conditions(new What.Decision.Drop());
        List<String> passed = conditions(new What.Decision.Pass());
        List<String> lines = new ArrayList<>();
        for (String condition : dropped) {
            lines.addAll(leave(condition, drop));
        }
        for (String condition : passed) {
            lines.addAll(leave(condition, pass));
        }
        if (lines.isEmpty() || !lines.getLast().startsWith("\treturn")) {
            lines.add("\treturn " + (passed.isEmpty() ? pass : drop) + ";");
        }
        return lines;
    }

    private static List<String> leave(String condition, String verdict) {
        return condition.equals("1")
                ? List.of("\treturn " + verdict + ";")
                : List.of("\tif (" + condition + ")", "\t\treturn " + verdict + ";");
    }

    private List<String> conditions(What.Decision decision) {
        return parts.stream()
                .filter(part -> part.what().equals(new What.Rule(decision)))
                .map(part -> test(part.where()))
                .toList();
    }

    /// The interfaces that are named; every part is of the same.
    private Set<String> interfaces() {
        List<Set<String>> named =
                parts.stream().map(part -> names(part.where())).toList();
        if (named.stream().distinct().count() > 1) {
            throw new Unsayable("One program stands at one interface; ask for each interface by itself.");
        }
        return named.get(0);
    }

    private static Set<String> names(Condition condition) {
        Set<String> names = new LinkedHashSet<>();
        for (Condition one : Tests.conjuncts(condition)) {
            if (one instanceof Condition.TextTest(String name, var relation, String text) && name.equals(INTERFACE)) {
                if (relation != Condition.TextRelation.IS || !text.matches("[A-Za-z0-9_.:-]{1,15}")) {
                    throw new Unsayable("A program is attached to an interface by its whole name.");
                }
                names.add(text);
            } else if (PartNames.in(one).contains(INTERFACE)) {
                throw new Unsayable("A program stands at one interface; it cannot choose among several.");
            }
        }
        if (names.size() > 1) {
            throw new Unsayable("One program stands at one interface; ask for each interface by itself.");
        }
        return names;
    }

    // ---- measures ----

    private List<String> measured(Part part) {
        EventKind kind =
                catalog.find(part.event()).orElseThrow(() -> new IllegalStateException("no kind " + part.event()));
        CPart.refuse(part);
        if (part.what() instanceof What.Report) {
            throw new Unsayable("Rows for single packets are not written in C yet; counts and sums are.");
        }
        Reads reads = new Reads(kind, catalog, program.kernel());
        CAction action = new CAction(CMeasure.of(part, durationNanos, catalog), kind, program, reads);
        Body body = new Body(reads, program.descents(), Set.of(), PacketHeadersText::key, (_, _) -> {
            throw new IllegalStateException("packets have no texts");
        });
        action.declare();
        outputs.addAll(action.outputs());
        action.write(body, "return 0");
        Set<String> needed = new LinkedHashSet<>(PartNames.own(part.of(new Condition.Always())));
        String presence = needed.stream()
                .map(PacketHeadersText::presence)
                .flatMap(Optional::stream)
                .distinct()
                .collect(Collectors.joining(" && "));
        String condition = test(part.where());
        String all = presence.isEmpty()
                ? condition
                : condition.equals("1") ? presence : presence + " && " + inner(condition);
        if (all.equals("1")) {
            List<String> lines = new ArrayList<>(List.of("\t{"));
            body.lines().forEach(line -> lines.add("\t" + line));
            lines.add("\t}");
            return lines;
        }
        List<String> lines = new ArrayList<>(List.of("\tif (" + all + ") {"));
        body.lines().forEach(line -> lines.add("\t" + line));
        lines.add("\t}");
        return lines;
    }

    // ---- conditions ----

    private static String inner(String condition) {
        return condition.contains(" || ") ? "(" + condition + ")" : condition;
    }

    private String test(Condition condition) {
        return switch (condition) {
            case Condition.Always() -> "1";
            case Condition.NumberTest(String name, var comparison, long number) ->
                compared(name, List.of(name), comparison, PacketHeadersText.literal(name, number));
            case Condition.AttributeTest(String left, var comparison, String right) ->
                compared(left, List.of(left, right), comparison, PacketHeadersText.read(right));
            case Condition.BitTest(String name, long mask) ->
                with(List.of(name), "(" + PacketHeadersText.read(name) + " & " + mask + ") == " + mask);
            case Condition.TextTest _ -> "1";
            case Condition.And(var all) -> joined(all, " && ", "1");
            case Condition.Or(var all) -> joined(all, " || ", "0");
            case Condition.Not(var inside) -> "!(" + test(inside) + ")";
            case Condition.Descends _ -> throw new Unsayable("Packets have no ancestors.");
        };
    }

    private String joined(List<Condition> all, String with, String none) {
        List<String> tests = all.stream()
                .map(this::test)
                .filter(one -> !one.equals(none) && !(with.equals(" && ") && one.equals("1")))
                .map(one -> with.equals(" && ") ? inner(one) : one.contains(" && ") ? "(" + one + ")" : one)
                .distinct()
                .toList();
        return tests.isEmpty() ? none : String.join(with, tests);
    }

    private static String compared(String name, List<String> names, Condition.Comparison comparison, String number) {
        if (comparison == Condition.Comparison.AT_LEAST
                && number.equals("0")
                && PacketHeadersText.presence(name).isPresent()) {
            return PacketHeadersText.presence(name).get();
        }
        if (comparison == Condition.Comparison.UNEQUAL) {
            return "!(" + compared(name, names, Condition.Comparison.EQUAL, number) + ")";
        }
        String symbol = comparison == Condition.Comparison.EQUAL ? "==" : comparison.symbol();
        return with(names, PacketHeadersText.read(name) + " " + symbol + " " + number);
    }

    private static String with(List<String> names, String test) {
        String presence = names.stream()
                .map(PacketHeadersText::presence)
                .flatMap(Optional::stream)
                .distinct()
                .collect(Collectors.joining(" && "));
        return presence.isEmpty() ? test : presence + " && " + test;
    }
}
