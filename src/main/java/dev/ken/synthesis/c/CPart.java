package dev.ken.synthesis.c;

import dev.ken.contract.Condition;
import dev.ken.contract.Part;
import dev.ken.contract.PartNames;
import dev.ken.contract.What;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.Attribute.Phase;
import dev.ken.kernel.catalog.CReading;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.kernel.catalog.ProbePoint;
import dev.ken.kernel.catalog.Reading;
import dev.ken.kernel.catalog.Unit;
import dev.ken.synthesis.Rendering;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Writes the functions of one part: where its occurrences are seen, which of them count, and what is done
/// about each. Facts known at the start are watched at starts, facts known at the end at ends; where both are
/// asked for, the start is kept by what pairs them and used up at the end.
final class CPart {
    private static final String LATENCY = PartNames.LATENCY;

    private final Part asked;
    private final CMeasure measure;
    private final Part part;
    private final Catalog catalog;
    private final EventKind kind;
    private final CProgram program;
    private final Reads reads;
    private final Set<String> used;
    private final boolean ends;
    private final boolean pairs;
    private final boolean inFlight;
    private final CAction action;
    /// Of pairs: what is looked for by second ones, and what keeps first ones.
    private final Optional<CFirsts> firsts;

    private final Optional<CFirsts> keeper;
    private String starts = "";
    private String record = "";
    private Optional<CPart> other = Optional.empty();

    CPart(Part asked, Optional<Long> durationNanos, Catalog catalog, CProgram program) {
        this(refused(asked), CMeasure.of(asked, durationNanos, catalog), false, Optional.empty(), catalog, program);
    }

    /// `late`: observed where occurrences end, as what it is held against is. `keeper`: these are the first ones of
    /// pairs.
    private CPart(
            Part asked, CMeasure measure, boolean late, Optional<CFirsts> keeper, Catalog catalog, CProgram program) {
        this.asked = asked;
        this.measure = measure;
        this.part = measure.part();
        this.catalog = catalog;
        this.program = program;
        this.keeper = keeper;
        kind = kind(part.event(), catalog);
        Optional<Reads> first =
                part.after().map(after -> new Reads(kind(after.event(), catalog), catalog, program.kernel()));
        firsts = part.after().map(after -> new CFirsts(part, after, first.orElseThrow(), program));
        reads = new Reads(kind, catalog, program.kernel(), first);
        used = new LinkedHashSet<>(PartNames.own(part));
        inFlight = part.what() instanceof What.InFlight;
        boolean told = used.stream().filter(this::isOwn).anyMatch(name -> phase(name) == Phase.END);
        if (inFlight && (told || !isOfThread() && !part.keys().stream().allMatch(this::isOwn))) {
            throw new Unsayable(
                    "What is in flight by facts of another thread than ends it cannot be written in C yet; --target bpftrace can.");
        }
        ends = late
                || inFlight
                || used.stream().anyMatch(name -> isLatency(name) || phase(name) == Phase.END && isOwn(name));
        pairs = inFlight
                || used.stream().anyMatch(this::isLatency)
                || ends
                        && (kind.isToldByStart()
                                || used.stream().anyMatch(name -> isOwn(name) && phase(name) == Phase.START));
        action = new CAction(measure, kind, program, reads);
        if (used.stream().anyMatch(reads::isStack)) {
            program.needsStacks();
        }
    }

    private static EventKind kind(String event, Catalog catalog) {
        return catalog.find(event).orElseThrow(() -> new IllegalStateException("no event kind " + event));
    }

    private static Part refused(Part part) {
        refuse(part);
        return part;
    }

    static void refuse(Part part) {
        boolean other = part.what() instanceof What.Net net && net.highest()
                || part.what() instanceof What.Ratio && part.top().isPresent();
        if (part.what() instanceof What.Rule) {
            throw new Unsayable("Programs of KEN only watch; they cannot refuse, drop or change anything.");
        }
        boolean level = part.what() instanceof What.Net || part.what() instanceof What.Ratio;
        if (other || part.after().isPresent() && (level || part.what() instanceof What.InFlight)) {
            throw new Unsayable("This measure cannot be written in C yet; --target bpftrace can.");
        }
    }

    private boolean isOwn(String name) {
        return kind.attribute(name).isPresent();
    }

    private boolean isLatency(String name) {
        return name.equals(LATENCY) && !isOwn(name);
    }

    private Phase phase(String name) {
        return kind.attribute(name).map(Attribute::phase).orElse(Phase.START);
    }

    String subject() {
        return kind.plural() + other.map(one -> ", " + one.subject()).orElse("");
    }

    List<Rendering.Output> outputs() {
        List<Rendering.Output> outputs = new ArrayList<>(action.outputs());
        other.filter(one -> one.measure.role() == CMeasure.Role.OF).ifPresent(one -> outputs.addAll(one.outputs()));
        return outputs;
    }

    private boolean readsAll(ProbePoint point, Phase phase) {
        return used.stream()
                .filter(name -> isOwn(name) && phase(name) == phase)
                .allMatch(name -> point.readings().containsKey(name));
    }

    // ---- conditions ----

    private boolean isOfThread() {
        return kind.points().stream().allMatch(point -> point.pairedBy().isEmpty());
    }

    /// Facts of the start alone are tested where starts are kept.
    private List<Condition> conditions(boolean early) {
        if (inFlight) {
            // What does not count as begun does not count as ended.
            return early ? Tests.conjuncts(part.where()) : List.of();
        }
        return Tests.conjuncts(part.where()).stream()
                .filter(condition -> {
                    Set<String> names = PartNames.in(condition);
                    boolean start = pairs
                            && isOfThread()
                            && !kind.nests()
                            && PartNames.descents(condition).isEmpty()
                            && !names.isEmpty()
                            && names.stream().allMatch(name -> isOwn(name) && phase(name) == Phase.START);
                    return start == early;
                })
                .toList();
    }

    private List<String> kept() {
        List<Condition> late = conditions(false);
        Part told = new Part(
                part.event(),
                late.isEmpty() ? new Condition.Always() : new Condition.And(late),
                part.what(),
                part.keys(),
                part.periodNanos(),
                part.top(),
                part.rateHertz());
        return PartNames.own(told).stream()
                .filter(name -> isOwn(name) && phase(name) == Phase.START)
                .toList();
    }

    // ---- writing ----

    void write() {
        Phase observing = ends ? Phase.END : Phase.START;
        List<ProbePoint> begins = kind.points(Phase.START).stream()
                .filter(point -> readsAll(point, Phase.START))
                .toList();
        List<String> watched = begins.stream()
                .map(point -> point.probe().replace("sys_enter_", "sys_exit_"))
                .toList();
        List<ProbePoint> points = kind.points(observing).stream()
                .filter(point -> readsAll(point, observing))
                .filter(point -> !pairs || !point.probe().contains(":sys_exit_") || watched.contains(point.probe()))
                .toList();
        if (points.isEmpty() || pairs && begins.isEmpty()) {
            throw new Unsayable("No probe of this kernel can read everything that is asked of " + kind.plural() + ".");
        }
        if (pairs) {
            declareStarts(begins);
        }
        if (keeper.isEmpty()) {
            action.declare();
        }
        firsts.ifPresent(pair -> pair.declare(reads));
        write(points, begins);
        firsts.ifPresent(pair -> {
            Part before = CFirsts.part(part, part.after().orElseThrow());
            CPart there = new CPart(
                    before, CMeasure.of(before, Optional.empty(), catalog), false, Optional.of(pair), catalog, program);
            CFirsts.refuseSharing(points, there.kind.points());
            there.write();
            other = Optional.of(there);
        });
        if (firsts.isPresent()) {
            return;
        }
        other = measure.other(asked).map(one -> {
            boolean late = ends && one.part().event().equals(part.event());
            CPart there = new CPart(one.part(), one, late, Optional.empty(), catalog, program);
            if (one.role() == CMeasure.Role.LESS) {
                there.action.share(action);
            }
            there.write();
            return there;
        });
    }

    private void write(List<ProbePoint> points, List<ProbePoint> begins) {
        if (pairs) {
            begins.forEach(this::start);
        }
        points.forEach(this::observe);
    }

    private void function(ProbePoint point, List<String> lines) {
        String name = point.probe()
                .replaceFirst("^(tracepoint|fentry):([^:]*:)?", "on_")
                .replaceFirst("^fexit:", "on_return_of_")
                .replaceFirst("^usdt:.*:", "on_")
                .replaceAll("\\W", "_");
        String[] words = point.probe().split(":");
        if (words[0].equals("profile")) {
            program.sample("sample at " + part.rateHertz().map(String::valueOf).orElse(words[2]) + " Hz");
            name = "on_sample";
        } else if (words[0].equals("software")) {
            program.sample("sample " + words[1] + " each " + (words.length > 2 ? words[2] : "1"));
            name = "on_" + words[1].replace('-', '_');
        }
        String section = CReading.section(point.probe());
        if (Prototypes.has(point)) {
            program.needsTracing();
            program.traced(section, program.name(name), Prototypes.parameters(point, program.kernel()), lines);
        } else {
            program.function(section, program.name(name), Reads.context(point, program), lines);
        }
    }

    private void when(ProbePoint point, Body body, String exit) {
        if (point.when().isPresent()) {
            body.line("if (!(" + reads.plain(point.when().get(), point) + "))");
            body.line("\t" + exit + ";");
        }
    }

    private void observe(ProbePoint point) {
        Body body = new Body(
                reads,
                program.descents(),
                Prototypes.names(point, program.kernel()),
                name -> value(name, point),
                (name, target) -> fill(name, point, target));
        when(point, body, "return 0");
        String exit = "return 0";
        if (pairs) {
            pairKey(point, body);
            body.statement("struct " + record + " *start = bpf_map_lookup_elem(&" + starts + ", &id)");
            body.line("if (!start)");
            body.line("\treturn 0;");
            exit = "goto done";
        }
        for (String name : used) {
            if (isTransfer(name, point)) {
                body.line("if ((__s64)" + reads.plain(reads.reading(name, point), point) + " < 0)");
                body.line("\t" + exit + ";");
                break;
            }
        }
        conditions(false).stream().filter(one -> !isOfPair(one)).forEach(guarding(body, exit));
        if (firsts.isPresent()) {
            firsts.get().look(body, exit);
            firsts.get().within(body, "goto used");
            conditions(false).stream().filter(CPart::isOfPair).forEach(guarding(body, "goto used"));
            action.write(body, "goto used");
            label("used", body);
            firsts.get().forget(body);
        } else if (keeper.isPresent()) {
            keeper.get().keep(body);
        } else {
            action.write(body, exit);
        }
        if (pairs) {
            label("done", body);
            body.statement("bpf_map_delete_elem(&" + starts + ", &id)");
        }
        body.statement("return 0");
        function(point, body.lines());
    }

    private static boolean isOfPair(Condition condition) {
        return PartNames.in(condition).stream().anyMatch(PartNames::isOfPair);
    }

    private static Consumer<Condition> guarding(Body body, String exit) {
        return condition -> Tests.guard(condition, body, exit);
    }

    /// Where something goes there.
    private static void label(String name, Body body) {
        if (body.lines().stream().anyMatch(line -> line.endsWith("goto " + name + ";"))) {
            body.lines().add(name + ":");
        }
    }

    private boolean isTransfer(String name, ProbePoint point) {
        return kind.attribute(name)
                        .filter(a -> a.phase() == Phase.END
                                && a.unit().family() == Unit.Family.SIZE
                                && a.type() == Attribute.Type.INTEGER)
                        .isPresent()
                && Optional.ofNullable(point.readings().get(name))
                        .filter(Reading::isResult)
                        .isPresent();
    }

    private String value(String name, ProbePoint point) {
        if (firsts.isPresent() && PartNames.isOfPair(name)) {
            return CFirsts.value(name).orElseThrow();
        }
        if (isLatency(name)) {
            return "bpf_ktime_get_ns() - start->time";
        }
        return pairs && isOwn(name) && phase(name) == Phase.START
                ? "start->" + member(name)
                : reads.number(name, point);
    }

    private static String member(String name) {
        return name.equals("time") ? "own_time" : Body.identifier(name);
    }

    private String fill(String name, ProbePoint point, String target) {
        if (firsts.isPresent() && PartNames.isOfPair(name)) {
            return "__builtin_memcpy(" + target + ", " + CFirsts.value(name).orElseThrow() + ", sizeof(" + target
                    + "))";
        }
        if (!pairs || !isOwn(name) || phase(name) != Phase.START) {
            return reads.fill(name, point, target);
        }
        return isPointer(name)
                ? "bpf_probe_read_user_str(" + target + ", sizeof(" + target + "), start->" + member(name) + ")"
                : "__builtin_memcpy(" + target + ", start->" + member(name) + ", sizeof(" + target + "))";
    }

    // ---- starts ----

    private boolean isPointer(String name) {
        return kind.points(Phase.START).stream()
                .filter(point -> readsAll(point, Phase.START))
                .allMatch(point -> reads.pointer(name, point).isPresent());
    }

    private void declareStarts(List<ProbePoint> begins) {
        starts = program.name("starts");
        record = program.name("started");
        StringBuilder members = new StringBuilder("struct " + record + " {\n\t__u64 time;\n");
        for (String name : kept()) {
            reads.refuseAddress(name);
            members.append('\t')
                    .append(
                            !reads.isText(name)
                                    ? reads.type(name) + " " + member(name)
                                    : isPointer(name)
                                            ? "const char *" + member(name)
                                            : "char " + member(name) + "[" + reads.textBytes(name) + "]")
                    .append(";\n");
        }
        program.declare(members + "};");
        int parts = begins.get(0).pairParts().size();
        String key = "__u32";
        if (parts > 0) {
            String name = program.name(record + "_id");
            StringBuilder text = new StringBuilder("struct " + name + " {\n");
            for (int i = 0; i < parts; i++) {
                text.append("\t__u64 part").append(i).append(";\n");
            }
            program.declare(text + "};");
            key = "struct " + name;
        }
        program.map(
                "/* Starts without an end yet; the oldest are forgotten when room is needed. */\n",
                starts,
                "LRU_HASH",
                CProgram.ENTRIES,
                key,
                "struct " + record);
        startKey = key;
    }

    private String startKey = "";

    private void pairKey(ProbePoint point, Body body) {
        List<Reading> parts = point.pairParts();
        if (parts.isEmpty()) {
            body.statement("__u32 id = bpf_get_current_pid_tgid()");
            return;
        }
        body.statement(startKey + " id = {}");
        for (int i = 0; i < parts.size(); i++) {
            body.statement("id.part" + i + " = " + reads.plain(parts.get(i), point));
        }
    }

    private void start(ProbePoint point) {
        Body body = new Body(
                reads,
                program.descents(),
                Prototypes.names(point, program.kernel()),
                name -> reads.number(name, point),
                (name, target) -> reads.fill(name, point, target));
        when(point, body, "return 0");
        // A call within another that is passed over is not to end as the one around it.
        boolean forgets = !inFlight
                && point.pairedBy().isEmpty()
                && point.probe().matches("(?:fentry|uprobe):.*")
                && !conditions(true).isEmpty();
        if (forgets) {
            pairKey(point, body);
            body.statement("bpf_map_delete_elem(&" + starts + ", &id)");
        }
        for (Condition condition : conditions(true)) {
            Tests.guard(condition, body, "return 0");
        }
        if (!forgets) {
            pairKey(point, body);
        }
        body.statement("struct " + record + " start = {}");
        body.statement("start.time = bpf_ktime_get_ns()");
        for (String name : kept()) {
            if (!reads.isText(name)) {
                body.statement("start." + member(name) + " = " + reads.number(name, point));
            } else if (isPointer(name)) {
                body.statement("start." + member(name) + " = (const char *)"
                        + reads.pointer(name, point).orElseThrow());
            } else {
                body.put(name, "start." + member(name));
            }
        }
        body.statement("bpf_map_update_elem(&" + starts + ", &id, &start, BPF_ANY)");
        if (inFlight) {
            action.change(body, "1");
        }
        body.statement("return 0");
        function(point, body.lines());
    }
}
