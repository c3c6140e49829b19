package dev.ken.comprehension.packets;

import dev.ken.contract.Condition;
import java.util.ArrayList;
import java.util.List;

/// What is dropped and what is let through, in the order that it is said, and what comes of it all together. Rules that
/// end with what is done with the rest are a list, of which the first that fits a packet decides; else what is let
/// through is taken out of what is dropped, whichever is said first. What no rule names passes, but where only what is
/// let through is named, or is said to be all.
final class PacketRules {
    private record Rule(boolean drop, Condition where) {}

    private final List<Rule> rules = new ArrayList<>();
    private boolean ordered;
    private boolean only;

    /// @param rest whether it is of all that no rule before names
    /// @param alone whether nothing else is let through
    void add(boolean drop, Condition where, boolean rest, boolean alone) {
        rules.add(new Rule(drop, where));
        ordered |= rest;
        only |= alone && !drop;
    }

    /// That one rule comes before the other was said.
    void inOrder() {
        ordered = true;
    }

    /// What the rules so far name.
    Condition named() {
        return any(rules.stream()
                .map(Rule::where)
                .filter(where -> !(where instanceof Condition.Always))
                .toList());
    }

    boolean isEmpty() {
        return rules.isEmpty();
    }

    /// Conditions under which packets are let through, and no others; empty where packets pass that no rule names.
    List<Condition> passed() {
        boolean listed = rules.stream().noneMatch(Rule::drop) || only && !ordered;
        return listed
                ? rules.stream().filter(rule -> !rule.drop()).map(Rule::where).toList()
                : List.of();
    }

    /// Conditions under which packets are dropped.
    List<Condition> dropped() {
        List<Condition> dropped = new ArrayList<>();
        List<Condition> before = new ArrayList<>();
        boolean spared = passed().isEmpty();
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            if (rule.drop()) {
                List<Condition> kept = !spared ? List.of() : ordered ? before : let();
                dropped.add(without(rule.where(), kept));
            } else {
                before.add(rule.where());
            }
        }
        return dropped;
    }

    private List<Condition> let() {
        return rules.stream().filter(rule -> !rule.drop()).map(Rule::where).toList();
    }

    private static Condition without(Condition where, List<Condition> kept) {
        List<Condition> common =
                kept.stream().filter(one -> !areApart(one, where)).distinct().toList();
        return common.isEmpty() ? where : and(where, new Condition.Not(any(common)));
    }

    /// Whether the same fact has to be two numbers.
    private static boolean areApart(Condition one, Condition other) {
        return conjuncts(one).stream()
                .anyMatch(left -> left instanceof Condition.NumberTest(String name, var equal, long number)
                        && equal == Condition.Comparison.EQUAL
                        && conjuncts(other).stream()
                                .anyMatch(right -> right instanceof Condition.NumberTest(String same, var is, long no)
                                        && is == equal
                                        && same.equals(name)
                                        && no != number));
    }

    private static List<Condition> conjuncts(Condition of) {
        return of instanceof Condition.And(var all)
                ? all.stream().flatMap(one -> conjuncts(one).stream()).toList()
                : List.of(of);
    }

    static Condition any(List<Condition> all) {
        return all.isEmpty()
                ? new Condition.Not(new Condition.Always())
                : all.size() == 1 ? all.get(0) : new Condition.Or(all);
    }

    static Condition and(Condition left, Condition right) {
        if (left instanceof Condition.Always) {
            return right;
        }
        return right instanceof Condition.Always ? left : new Condition.And(List.of(left, right));
    }
}
