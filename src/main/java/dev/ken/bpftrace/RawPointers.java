package dev.ken.bpftrace;

import dev.ken.kernel.FieldType;
import dev.ken.kernel.ProbeFacts;
import dev.ken.kernel.ProbeFacts.SiteField;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Variables of a raw tracepoint that are nothing but one of its arguments
/// (`$p = (struct task_struct *)arg0`), and of which only members are read that the tracepoint of that name tells
/// as fields: what is read are these fields, and the variable itself is not needed.
///
/// @param probe without such variables
/// @param facts with the members of such variables as fields
record RawPointers(Item.Probe probe, ProbeFacts facts) {
    private static final String UNTOLD = "raw\\d+";
    /// Begins the name of a member where what it points to is the field.
    private static final String BEHIND = "*";

    static RawPointers of(Item.Probe probe, ProbeFacts facts) {
        List<Statement> body = new ArrayList<>();
        Map<String, SiteField> fields = new LinkedHashMap<>(facts.fields());
        for (Statement statement : probe.body()) {
            Optional<Map<String, SiteField>> members = members(statement, probe, facts);
            members.ifPresentOrElse(fields::putAll, () -> {
                fields.putAll(beside(statement, probe, facts));
                body.add(statement);
            });
        }
        return body.size() == probe.body().size() && fields.equals(facts.fields())
                ? new RawPointers(probe, facts)
                : new RawPointers(
                        new Item.Probe(probe.attachPoints(), probe.predicate(), body, probe.at()),
                        new ProbeFacts(facts.probe(), facts.site(), facts.syscalls(), fields));
    }

    /// The members of the variable that a statement makes of an argument, if they are all that is read of it.
    private static Optional<Map<String, SiteField>> members(Statement statement, Item.Probe probe, ProbeFacts facts) {
        if (!(statement instanceof Statement.Assign(Expression target, var operator, Expression value, var _))
                || operator.isPresent()
                || !(target instanceof Expression.Variable(String variable, var _))
                || !(inside(value) instanceof Expression.Name(String argument, var _))
                || facts.field(argument)
                        .filter(field -> field.symbol().matches(UNTOLD))
                        .isEmpty()) {
            return Optional.empty();
        }
        Seen seen = seen(variable, argument, probe, facts);
        // It is seen where it gets its value, too.
        return seen.all() == seen.told() + 1 && seen.told() > 0 ? Optional.of(seen.members()) : Optional.empty();
    }

    /// The members of a variable that is nothing but an argument that the tracepoint tells itself.
    private static Map<String, SiteField> beside(Statement statement, Item.Probe probe, ProbeFacts facts) {
        if (!(statement instanceof Statement.Assign(Expression target, var operator, Expression value, var _))
                || operator.isPresent()
                || !(target instanceof Expression.Variable(String variable, var _))
                || !(inside(value) instanceof Expression.Name(String argument, var _))
                || facts.field(argument).isEmpty()) {
            return Map.of();
        }
        Seen seen = seen(variable, argument, probe, facts);
        return seen.all() == seen.fields() + 1 ? seen.members() : Map.of();
    }

    /// What is read of a variable.
    ///
    /// @param members what the tracepoint tells of it
    /// @param all     how often it is seen
    /// @param told    how often in such members
    /// @param fields  how often in any members
    private record Seen(Map<String, SiteField> members, int all, int told, int fields) {}

    private static Seen seen(String variable, String argument, Item.Probe probe, ProbeFacts facts) {
        Map<String, SiteField> members = new LinkedHashMap<>();
        Set<Expression> texts = Collections.newSetFromMap(new IdentityHashMap<>());
        int[] seen = {0, 0, 0};
        Walk.probe(probe, expression -> {
            if (expression instanceof Expression.Variable(String name, var _) && name.equals(variable)) {
                seen[0]++;
            }
            if (expression instanceof Expression.Call call && call.function().equals("str")) {
                texts.addAll(call.arguments());
            }
            if (expression instanceof Expression.Field field
                    && inside(field.of()) instanceof Expression.Field outer
                    && inside(outer.of()) instanceof Expression.Variable(String name, var _)
                    && name.equals(variable)) {
                String path = "." + outer.name() + "." + field.name();
                facts.field(argument + path).ifPresent(told -> {
                    members.put(variable + path, told);
                    seen[1]++;
                });
            }
            if (expression instanceof Expression.Field field
                    && inside(field.of()) instanceof Expression.Variable(String name, var _)
                    && name.equals(variable)) {
                seen[2]++;
                member(facts, argument, field.name(), texts.contains(field)).ifPresent(told -> {
                    members.put(variable + "." + field.name(), told);
                    seen[1]++;
                });
            }
        });
        return new Seen(members, seen[0], seen[1], seen[2]);
    }

    /// Of what `str()` is made of: what the member points to, or the member itself where that is the text.
    private static Optional<SiteField> member(ProbeFacts facts, String argument, String name, boolean isText) {
        Optional<SiteField> itself = facts.field(argument + "." + name);
        return isText
                ? facts.field(argument + "." + BEHIND + name)
                        .or(() -> itself.filter(field -> field.type() instanceof FieldType.Text))
                : itself;
    }

    private static Expression inside(Expression expression) {
        Expression of = expression;
        while (of instanceof Expression.Cast cast) {
            of = cast.of();
        }
        return of;
    }
}
