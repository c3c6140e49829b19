package dev.ken.verify;

import dev.ken.contract.Condition;
import dev.ken.contract.Intent;
import dev.ken.contract.Part;
import dev.ken.contract.PartNames;
import dev.ken.contract.What;
import dev.ken.ir.Expr;
import dev.ken.ir.Expr.BinaryOp;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.ir.Type;
import dev.ken.kernel.Site;
import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How packets are seen, and what is to be done with them, by [PacketHeaders].
final class PacketWatching {
    /// The fact that says at which interface a program stands; it is told when the program is attached.
    private static final String INTERFACE = "interface";

    private PacketWatching() {}

    static boolean isPacket(Part part) {
        return part.event().startsWith("packet.");
    }

    static boolean isPacket(Intent intent) {
        return intent.parts().stream().anyMatch(PacketWatching::isPacket);
    }

    /// Whether a part says what is to be done with packets.
    static boolean decides(Part part) {
        return isPacket(part)
                && part.what() instanceof What.Rule(var decision)
                && (decision instanceof What.Decision.Drop || decision instanceof What.Decision.Pass);
    }

    private static Site site(Part part) {
        return new Site.Packet(part.event().equals("packet.send") ? "out" : "in");
    }

    /// Every packet that has what the part is told by, and for which its condition holds.
    static Sighting sighting(Part part, PacketHeaders headers) {
        Map<String, Readings.Value> values = new LinkedHashMap<>();
        Expr seen = condition(part.where(), headers);
        Set<String> tested = PartNames.in(part.where());
        for (String name : PartNames.own(part)) {
            if (!name.equals(INTERFACE)) {
                PacketHeaders.Fact fact = headers.fact(name);
                values.put(name, new Readings.Value(fact.value(), false, new Type.Int()));
                seen = tested.contains(name) && !needed(part).contains(name)
                        ? seen
                        : Fragments.and(seen, fact.present());
            }
        }
        return new Sighting(part.event(), site(part), new Expr.Bool(true), List.of(), seen, values, List.of());
    }

    /// What a part cannot be told without: its keys, and what it measures.
    private static Set<String> needed(Part part) {
        return PartNames.own(part.of(new Condition.Always()));
    }

    /// The facts of packets, as an intent speaks of them.
    static PacketHeaders headers(Intent intent) {
        return new PacketHeaders(used(intent));
    }

    private static Set<String> used(Intent intent) {
        Set<String> used = new LinkedHashSet<>();
        intent.parts().stream().filter(PacketWatching::isPacket).forEach(part -> used.addAll(PartNames.own(part)));
        return used;
    }

    private static Expr condition(Condition condition, PacketHeaders headers) {
        return switch (condition) {
            case Condition.Always() -> new Expr.Bool(true);
            case Condition.NumberTest(String name, var comparison, long number) ->
                compared(
                        headers.fact(name),
                        comparison,
                        new PacketHeaders.Fact(new Expr.Bool(true), new Expr.Int(number)));
            case Condition.AttributeTest(String left, var comparison, String right) ->
                compared(headers.fact(left), comparison, headers.fact(right));
            case Condition.BitTest(String name, long mask) -> {
                PacketHeaders.Fact fact = headers.fact(name);
                Expr bits = new Expr.Binary(BinaryOp.BIT_AND, fact.value(), new Expr.Int(mask));
                yield Fragments.and(fact.present(), new Expr.Binary(BinaryOp.EQ, bits, new Expr.Int(mask)));
            }
            // The program sees packets of the interface that it is attached to and no others.
            case Condition.TextTest(String name, var _, var _) when name.equals(INTERFACE) -> new Expr.Bool(true);
            case Condition.And(var all) -> folded(all, BinaryOp.AND, headers);
            case Condition.Or(var all) -> folded(all, BinaryOp.OR, headers);
            case Condition.Not(var inner) -> new Expr.Unary(Expr.UnaryOp.NOT, condition(inner, headers));
            case Condition.TextTest _, Condition.Descends _ ->
                throw new IllegalStateException("packets have no texts and no ancestors");
        };
    }

    private static Expr compared(PacketHeaders.Fact left, Condition.Comparison comparison, PacketHeaders.Fact right) {
        Expr there = Fragments.and(left.present(), right.present());
        if (comparison == Condition.Comparison.UNEQUAL) {
            return new Expr.Unary(Expr.UnaryOp.NOT, compared(left, Condition.Comparison.EQUAL, right));
        }
        return Fragments.and(there, Conditions.compare(left.value(), comparison, right.value(), false));
    }

    private static Expr folded(List<Condition> all, BinaryOp op, PacketHeaders headers) {
        Expr whole = new Expr.Bool(op == BinaryOp.AND);
        for (Condition one : all) {
            whole = new Expr.Binary(op, whole, condition(one, headers));
        }
        return whole;
    }

    /// What is to be done with every packet: dropped if a part says so, or if others alone are to pass.
    static List<Procedure> verdicts(Intent intent, PacketHeaders headers) {
        List<Part> parts =
                intent.parts().stream().filter(PacketWatching::isPacket).toList();
        List<Procedure> procedures = new ArrayList<>();
        for (Site site : parts.stream().map(PacketWatching::site).distinct().toList()) {
            List<Stmt> statements = new ArrayList<>();
            statements.add(new Stmt.Assume(headers.assumed(used(intent)), Span.NONE));
            Expr drop =
                    drop(parts.stream().filter(part -> site(part).equals(site)).toList(), headers);
            Expr verdict = new Expr.Choose(drop, new Expr.Int(PacketVerdict.DROP), new Expr.Int(PacketVerdict.PASS));
            statements.add(new Stmt.Decide(verdict, Span.NONE));
            procedures.add(Fragments.straight("verdict " + site.text(), site, new Expr.Bool(true), statements));
        }
        return procedures;
    }

    private static Expr drop(List<Part> parts, PacketHeaders headers) {
        List<Condition> dropped = new ArrayList<>();
        List<Condition> passed = new ArrayList<>();
        for (Part part : parts) {
            if (part.what() instanceof What.Rule(var decision)) {
                switch (decision) {
                    case What.Decision.Drop() -> dropped.add(part.where());
                    case What.Decision.Pass() -> passed.add(part.where());
                    case What.Decision.Deny _, What.Decision.Modify _ -> {}
                }
            }
        }
        Condition all = new Condition.Or(dropped);
        return condition(
                passed.isEmpty() ? all : new Condition.Or(List.of(all, new Condition.Not(new Condition.Or(passed)))),
                headers);
    }
}
