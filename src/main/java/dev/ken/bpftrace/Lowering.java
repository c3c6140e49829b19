package dev.ken.bpftrace;

import dev.ken.ir.Expr;
import dev.ken.ir.Expr.BinaryOp;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.ir.Shape;
import dev.ken.ir.Type;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.ProbeFacts;
import dev.ken.kernel.Probes;
import dev.ken.kernel.Site;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// From scripts to the verification IR, with the meaning that bpftrace 0.17 gives them: one procedure for each concrete
/// probe, in source order. What is not modelled is a havoc with a reason, named in [Module#notModelled].
public final class Lowering {
    /// Concrete probes of one script; those beyond are left out and named.
    public static final int MOST_PROBES = 512;

    private static final Type INT = new Type.Int();

    private final Checked checked;
    private final KernelModel kernel;
    private final boolean newer;
    private final int textBytes;
    private final List<Procedure> procedures = new ArrayList<>();
    private final Set<String> notModelled = new LinkedHashSet<>();
    private final Map<String, Integer> names = new LinkedHashMap<>();
    private final Set<String> unsigned = new LinkedHashSet<>();

    private Lowering(Checked checked, KernelModel kernel) {
        this.checked = checked;
        this.textBytes = Settings.textBytes(checked.script()).orElse(ValueType.TEXT_BYTES);
        this.newer = Newer.than017(checked.script());
        this.kernel = kernel;
        notModelled.addAll(Settings.notModelled(checked.script()));
    }

    /// Meant for checked scripts without errors; of others, what cannot be understood is named as not modelled.
    public static Module lower(Checked checked, KernelModel kernel) {
        Lowering lowering = new Lowering(checked, kernel);
        checked.script().probes().forEach(lowering::probe);
        List<MapDecl> maps =
                checked.maps().values().stream().map(lowering::declare).toList();
        return Lengths.kept(new Module(maps, lowering.procedures, List.copyOf(lowering.notModelled)));
    }

    /// Keys that are tuples are the same as several keys.
    private MapDecl declare(MapShape shape) {
        List<ValueType> keys = MapShape.flat(shape.keys());
        Type value = shape.value().sort().orElse(INT);
        MapDecl.Shown shown = new MapDecl.Shown(
                keys.stream().map(ValueType::shape).toList(),
                unsigned.contains(shape.name())
                        ? new Shape.Unsigned()
                        : shape.value().shape());
        return new MapDecl(
                shape.name(), keys.stream().map(key -> key.sort().orElse(INT)).toList(), value, shape.kind(), shown);
    }

    private void probe(Item.Probe probe) {
        for (Item.AttachPoint point : probe.attachPoints()) {
            List<String> concrete = point.wild() ? Probes.expand(point.text(), kernel) : List.of(point.text());
            if (concrete.isEmpty()) {
                notModelled.add("the probe " + point.text());
            }
            Optional<Procedure> together = point.wild() ? together(probe, concrete) : Optional.empty();
            if (together.isPresent()) {
                procedures.add(together.get());
            } else {
                concrete.forEach(name -> single(probe, name));
            }
        }
    }

    private void single(Item.Probe probe, String name) {
        Optional<ProbeFacts> facts = Probes.resolve(name, kernel);
        if (facts.isEmpty() || procedures.size() >= MOST_PROBES) {
            notModelled.add("the probe " + name);
            return;
        }
        procedures.add(procedure(probe, facts.get(), guard(facts.get().syscalls())));
    }

    private Procedure procedure(Item.Probe written, ProbeFacts seen, Expr guard) {
        RawPointers raw = RawPointers.of(written, seen);
        Item.Probe probe = raw.probe();
        ProbeFacts facts = raw.facts();
        ProbeContext context = new ProbeContext(facts.probe(), Optional.of(facts), checked.constants());
        Typing typing =
                new Typing(context, name -> Optional.ofNullable(checked.maps().get(name)), checked.types());
        BodyLowering body = new BodyLowering(context, typing, notModelled, unsigned, newer, textBytes);
        int times = names.merge(facts.probe(), 1, Integer::sum);
        String name = times == 1 ? facts.probe() : facts.probe() + " (" + times + ")";
        return new Procedure(name, facts.site(), guard, body.lower(probe));
    }

    /// One procedure for all system calls that a wildcard means, where the body does not say which of them it is at.
    private Optional<Procedure> together(Item.Probe probe, List<String> concrete) {
        if (concrete.size() < 2 || ReadsContext.in(probe)) {
            return Optional.empty();
        }
        Set<Integer> numbers = new TreeSet<>();
        Set<Site> sites = new LinkedHashSet<>();
        for (String name : concrete) {
            Optional<ProbeFacts> facts = Probes.resolve(name, kernel);
            if (facts.isEmpty()) {
                notModelled.add("the probe " + name);
            } else if (facts.get().syscalls().isEmpty()) {
                return Optional.empty();
            } else {
                sites.add(facts.get().site());
                numbers.addAll(facts.get().syscalls());
            }
        }
        if (sites.size() != 1 || numbers.isEmpty()) {
            return Optional.empty();
        }
        ProbeFacts all =
                new ProbeFacts(concrete.get(0) + " …", sites.iterator().next(), List.copyOf(numbers), Map.of());
        return Optional.of(procedure(probe, all, guard(all.syscalls())));
    }

    /// `nr` is one of these, as few ranges; every call where there are none.
    static Expr guard(List<Integer> numbers) {
        Expr nr = new Expr.Attribute("nr", INT);
        Optional<Expr> guard = Optional.empty();
        List<Integer> sorted = numbers.stream().sorted().toList();
        for (int from = 0; from < sorted.size(); ) {
            int to = from;
            while (to + 1 < sorted.size() && sorted.get(to + 1) == sorted.get(to) + 1) {
                to++;
            }
            Expr first = new Expr.Int(sorted.get(from));
            Expr range = from == to
                    ? new Expr.Binary(BinaryOp.EQ, nr, first)
                    : new Expr.Binary(
                            BinaryOp.AND,
                            new Expr.Binary(BinaryOp.ULE, first, nr),
                            new Expr.Binary(BinaryOp.ULE, nr, new Expr.Int(sorted.get(to))));
            guard = Optional.of(guard.<Expr>map(left -> new Expr.Binary(BinaryOp.OR, left, range))
                    .orElse(range));
            from = to + 1;
        }
        return guard.orElse(new Expr.Bool(true));
    }
}
