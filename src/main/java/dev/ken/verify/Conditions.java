package dev.ken.verify;

import dev.ken.contract.Condition;
import dev.ken.ir.Expr;
import dev.ken.ir.Type;
import dev.ken.kernel.NetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The meaning of an intent's conditions as IR expressions over the attributes' values.
final class Conditions {
    private Conditions() {}

    /// `kin` tells descent; what it reads for the condition must have been read.
    static Expr lower(Condition condition, Map<String, Readings.Value> values, Kin kin) {
        return switch (condition) {
            case Condition.Always() -> new Expr.Bool(true);
            case Condition.NumberTest(String attribute, var comparison, long number) ->
                compare(value(attribute, values), comparison, number);
            case Condition.TextTest(String attribute, var relation, String text) ->
                test(value(attribute, values), relation, text);
            case Condition.AttributeTest(String left, var comparison, String right) ->
                compare(value(left, values), comparison, value(right, values));
            case Condition.BitTest(String attribute, long mask) ->
                bits(value(attribute, values).expr(), mask);
            case Condition.Descends descends -> kin.holds(descends);
            case Condition.And(var conditions) -> fold(conditions, values, kin, Expr.BinaryOp.AND, true);
            case Condition.Or(var conditions) -> fold(conditions, values, kin, Expr.BinaryOp.OR, false);
            case Condition.Not(var inner) -> new Expr.Unary(Expr.UnaryOp.NOT, lower(inner, values, kin));
        };
    }

    private static Expr fold(
            List<Condition> conditions,
            Map<String, Readings.Value> values,
            Kin kin,
            Expr.BinaryOp op,
            boolean neutral) {
        Expr all = new Expr.Bool(neutral);
        for (Condition condition : conditions) {
            all = new Expr.Binary(op, all, lower(condition, values, kin));
        }
        return all;
    }

    private static Readings.Value value(String attribute, Map<String, Readings.Value> values) {
        Readings.Value value = values.get(attribute);
        if (value == null) {
            throw new IllegalStateException("condition over an attribute that was not read: " + attribute);
        }
        return value;
    }

    private static Expr compare(Readings.Value value, Condition.Comparison comparison, long number) {
        return compare(value.expr(), comparison, Fragments.number(number), value.signed());
    }

    private static Expr compare(Readings.Value left, Condition.Comparison comparison, Readings.Value right) {
        boolean texts = left.type() instanceof Type.Text && right.type() instanceof Type.Text;
        Expr a = texts ? Watching.widened(left) : left.expr();
        Expr b = texts ? Watching.widened(right) : right.expr();
        return compare(a, comparison, b, left.signed() && right.signed());
    }

    private static Expr bits(Expr value, long mask) {
        Expr all = Fragments.number(mask);
        return new Expr.Binary(Expr.BinaryOp.EQ, new Expr.Binary(Expr.BinaryOp.BIT_AND, value, all), all);
    }

    static Expr compare(Expr it, Condition.Comparison comparison, Expr limit, boolean signed) {
        Expr.BinaryOp less = signed ? Expr.BinaryOp.SLT : Expr.BinaryOp.ULT;
        Expr.BinaryOp atMost = signed ? Expr.BinaryOp.SLE : Expr.BinaryOp.ULE;
        return switch (comparison) {
            case EQUAL -> new Expr.Binary(Expr.BinaryOp.EQ, it, limit);
            case UNEQUAL -> new Expr.Binary(Expr.BinaryOp.NE, it, limit);
            case LESS -> new Expr.Binary(less, it, limit);
            case AT_MOST -> new Expr.Binary(atMost, it, limit);
            case GREATER -> new Expr.Binary(less, limit, it);
            case AT_LEAST -> new Expr.Binary(atMost, limit, it);
        };
    }

    private static Expr test(Readings.Value value, Condition.TextRelation relation, String text) {
        if (value.type() instanceof Type.Opaque) {
            return value.expr() instanceof Expr.Apply(String function, var of, var _) && function.equals("ntop")
                    ? address(of, relation, text).orElseGet(() -> told(value, relation, text))
                    : told(value, relation, text);
        }
        int bytes = value.type() instanceof Type.Text(int width) ? width : Readings.TEXT_BYTES;
        return switch (relation) {
            case IS -> new Expr.Binary(Expr.BinaryOp.EQ, value.expr(), new Expr.Text(text, bytes));
            case STARTS_WITH -> new Expr.TextTest(Expr.TextOp.PREFIX, value.expr(), text);
            case ENDS_WITH -> new Expr.TextTest(Expr.TextOp.SUFFIX, value.expr(), text);
            case CONTAINS -> new Expr.TextTest(Expr.TextOp.CONTAINS, value.expr(), text);
        };
    }

    /// What nobody but the kernel can look into: what the test would say is a fact of its own.
    private static Expr told(Readings.Value value, Condition.TextRelation relation, String text) {
        String asked = "text." + relation.name().toLowerCase(Locale.ROOT) + "." + text;
        return new Expr.Binary(
                Expr.BinaryOp.NE, new Expr.Apply(asked, List.of(value.expr()), new Type.Int()), Fragments.number(0));
    }

    /// That an address is the one that is written so, or begins with whole bytes that are (`10.20.`): byte for byte,
    /// or as the number of an IPv4 address in memory. Empty where no address is written.
    private static Optional<Expr> address(List<Expr> address, Condition.TextRelation relation, String text) {
        return switch (relation) {
            case IS ->
                NetAddress.bytes(text)
                        .map(bytes -> NetAddress.fitted(bytes, address.size())
                                .map(all -> begins(address, all))
                                .orElse(new Expr.Bool(false)));
            case STARTS_WITH ->
                NetAddress.leading(text)
                        .filter(_ -> address.size() == 1 || address.size() == NetAddress.BYTES_OF_FOUR)
                        .map(bytes -> begins(address, bytes));
            case ENDS_WITH, CONTAINS -> Optional.empty();
        };
    }

    private static Expr begins(List<Expr> address, List<Long> bytes) {
        Expr all = new Expr.Bool(true);
        for (int i = 0; i < bytes.size(); i++) {
            Expr one = address.size() > 1 ? address.get(i) : at(address.getFirst(), i);
            Expr same = new Expr.Binary(Expr.BinaryOp.EQ, one, Fragments.number(bytes.get(i)));
            all = i == 0 ? same : Fragments.and(all, same);
        }
        return all;
    }

    private static Expr at(Expr number, int index) {
        Expr moved = new Expr.Binary(Expr.BinaryOp.LSHR, number, Fragments.number((long) index * Byte.SIZE));
        return new Expr.Binary(Expr.BinaryOp.BIT_AND, moved, Fragments.number((1L << Byte.SIZE) - 1));
    }
}
