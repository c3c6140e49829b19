package dev.ken.bpftrace;

import java.util.List;

/// Whether a script is written for a version after 0.17, of which it uses something: the quirks of 0.17 are not in it
/// then.
final class Newer {
    private Newer() {}

    static boolean than017(BpftraceScript script) {
        return script.items().stream().anyMatch(Newer::item);
    }

    private static boolean item(Item item) {
        return switch (item) {
            case Item.Macro _, Item.Function _, Item.Config _, Item.MapDefinition _ -> true;
            case Item.Preamble _ -> false;
            case Item.Probe probe -> probe.attachPoints().stream().anyMatch(Newer::point) || body(probe);
        };
    }

    private static boolean point(Item.AttachPoint point) {
        return switch (point.provider()) {
            case "begin", "end", "fentry", "fexit", "rawtracepoint", "rt", "self" -> true;
            case String _ -> point.name().isPresent();
        };
    }

    private static boolean body(Item.Probe probe) {
        boolean[] found = {statements(probe.body())};
        Walk.probe(probe, expression -> found[0] |= switch (expression) {
            case Expression.Truth _,
                    Expression.Block _,
                    Expression.Branch _,
                    Expression.Expanded _,
                    Expression.Record _,
                    Expression.Comptime _,
                    Expression.OrElse _ -> true;
            case Expression _ -> false;
        });
        return found[0];
    }

    private static boolean statements(List<Statement> statements) {
        return statements.stream().anyMatch(statement -> switch (statement) {
            case Statement.Let _, Statement.For _, Statement.Nested _, Statement.Discard _, Statement.Import _ -> true;
            case Statement.If(_, var then, var otherwise, _) -> statements(then) || statements(otherwise);
            case Statement.Unroll(_, var body, _) -> statements(body);
            case Statement.While(_, var body, _) -> statements(body);
            case Statement.Evaluate _, Statement.Assign _, Statement.Leave _ -> false;
        });
    }
}
