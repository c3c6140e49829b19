package dev.ken.verify;

import dev.ken.ir.Module;
import dev.ken.kernel.Site;
import dev.ken.logic.Term;
import dev.ken.logic.Terms;
import dev.ken.symbolic.Compaction;
import dev.ken.symbolic.Executor;
import dev.ken.symbolic.MapState;
import dev.ken.symbolic.Occurrence;
import dev.ken.symbolic.Trace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/// Walks through the sequences of occurrences, shortest first, with both programs in step. Not gone into are
/// - an occurrence at which neither program does anything, unless a thread of which something is left enters or leaves
/// a
///   system call by it: what else may follow it may follow without it;
/// - a scene after which as much is left of the past as after one that was seen before ([Signature]): the futures are
/// the
///   same. Tables do not count as left where they may be taken for any ([Prior]) or nothing empties them, since what is
///   folded in later does not depend on what was before ([Roles]).
///
/// Where nothing is left to go into before the bound is reached, every longer sequence was looked at as well.
final class Exploration {
    private final Terms terms;
    private final Executor executor;
    private final Compaction compaction;
    private final Alphabet alphabet;
    private final Phase phase;
    private final Roles ours;
    private final Roles theirs;
    private final boolean tablesCount;
    private final Set<String> seen = new HashSet<>();

    /// How far, and under what assumptions, a walk goes.
    ///
    /// @param threads most threads
    /// @param linked  attributes that are the same in all occurrences
    /// @param prior   what the tables hold at first
    /// @param folded  whether all tables are taken for any
    /// @param renewal what the maps of `prior` are taken to hold after so many occurrences, each of which was found
    ///                to leave them in agreement
    record Phase(int threads, Scene.Linked linked, Prior prior, boolean folded, Optional<IntFunction<Prior>> renewal) {
        Phase(int threads, Scene.Linked linked, Prior prior, boolean folded) {
            this(threads, linked, prior, folded, folded ? Optional.of(_ -> prior) : Optional.empty());
        }

        boolean tablesCount() {
            return !folded;
        }

        /// Whether what a map holds is no part of what is left of the past.
        boolean renews(String map, boolean candidate) {
            return renewal.isPresent() && (candidate ? prior.theirs() : prior.ours()).containsKey(map);
        }
    }

    Exploration(Terms terms, Executor executor, Alphabet alphabet, Phase phase, Module reference, Module candidate) {
        this.terms = terms;
        this.executor = executor;
        this.compaction = new Compaction(terms);
        this.alphabet = alphabet;
        this.phase = phase;
        this.ours = Roles.of(reference);
        this.theirs = Roles.of(candidate);
        this.tablesCount = phase.tablesCount();
    }

    /// Visits every scene, until `visitor` says that it has seen enough.
    Judgement.Extent walk(Node start, int events, int sequences, Predicate<Node> visitor, BooleanSupplier late) {
        int visited = 1;
        int looked = 0;
        List<Node> open = List.of(renewed(start));
        seen.add(signature(start));
        if (!visitor.test(start)) {
            return new Judgement.Extent(0, visited, false);
        }
        for (int length = 1; length <= events; length++) {
            List<Node> longer = new ArrayList<>();
            Deque<Node> here = new ArrayDeque<>(open);
            while (!here.isEmpty()) {
                Node node = here.removeFirst();
                for (Scene scene : node.scene().next(alphabet, phase.threads(), phase.linked())) {
                    if (visited >= sequences || late.getAsBoolean()) {
                        return new Judgement.Extent(length - 1, visited, false);
                    }
                    Node next = step(node, scene);
                    if (idle(node, next)) {
                        // It may still be what lets its thread do something else.
                        if (!scene.threads().equals(node.scene().threads()) && seen.add(signature(next))) {
                            here.addLast(next);
                        }
                        continue;
                    }
                    visited++;
                    if (!visitor.test(next)) {
                        return new Judgement.Extent(length - 1, visited, false);
                    }
                    if (runs(next) && seen.add(signature(next))) {
                        longer.add(renewed(next));
                    }
                }
            }
            open = longer;
            looked = length;
            if (open.isEmpty()) {
                return new Judgement.Extent(Math.max(events, looked), visited, true);
            }
        }
        return shown(open, looked, visited, sequences, visitor, late);
    }

    /// What the longest sequences leave in tables that only a timer shows is seen when that fires once more.
    private Judgement.Extent shown(
            List<Node> longest, int looked, int visited, int sequences, Predicate<Node> visitor, BooleanSupplier late) {
        int all = visited;
        for (Node node : phase.renewal().isPresent() ? List.<Node>of() : longest) {
            for (Scene scene : node.scene().next(alphabet, phase.threads(), phase.linked())) {
                if (!(scene.occurrences().getLast().site() instanceof Site.Interval)) {
                    continue;
                }
                if (all >= sequences || late.getAsBoolean() || !visitor.test(step(node, scene))) {
                    return new Judgement.Extent(looked - 1, all, false);
                }
                all++;
            }
        }
        return new Judgement.Extent(looked, all, false);
    }

    /// Tables that may hold anything at first, and were found to agree after the last occurrence, hold the same again,
    /// whatever it is: one entry that is the same on both sides stands for it. So no question grows with what was
    /// counted before, and scenes that differ in their tables alone stand for each other.
    private Node renewed(Node node) {
        Optional<Prior> again = phase.renewal()
                .map(renewal -> renewal.apply(node.scene().occurrences().size()));
        return again.map(prior -> new Node(
                        node.scene(), renewed(prior.ours(), node.ours()), renewed(prior.theirs(), node.theirs())))
                .orElse(node);
    }

    private static Trace renewed(Map<String, MapState> prior, Trace trace) {
        return prior.isEmpty() ? trace : trace.with(prior);
    }

    private boolean runs(Node node) {
        Term no = terms.bool(false);
        return node.ours().running() != no || node.theirs().running() != no;
    }

    Node step(Node node, Scene scene) {
        Occurrence last = scene.occurrences().getLast();
        return new Node(
                scene,
                compacted(executor.step(node.ours(), last), ours),
                compacted(executor.step(node.theirs(), last), theirs));
    }

    /// The same, for long sequences of which only what comes of them is looked at.
    Node summed(Node node) {
        return new Node(node.scene(), summed(node.ours()), summed(node.theirs()));
    }

    private Trace summed(Trace trace) {
        Map<String, MapState> shorter = new LinkedHashMap<>();
        trace.maps().forEach((name, state) -> {
            MapState summed = compaction.summed(state);
            if (summed != state) {
                shorter.put(name, summed);
            }
        });
        return shorter.isEmpty() ? trace : trace.with(shorter);
    }

    private Trace compacted(Trace trace, Roles roles) {
        Map<String, MapState> shorter = new LinkedHashMap<>();
        for (String map : roles.memory()) {
            MapState state = trace.maps().get(map);
            if (state != null) {
                MapState compact = compaction.of(state);
                if (compact != state) {
                    shorter.put(map, compact);
                }
            }
        }
        return shorter.isEmpty() ? trace : trace.with(shorter);
    }

    /// Whether neither program did anything.
    private static boolean idle(Node before, Node after) {
        return !after.scene().changes() && idle(before.ours(), after.ours()) && idle(before.theirs(), after.theirs());
    }

    private static boolean idle(Trace before, Trace after) {
        return before.observations().size() == after.observations().size()
                && before.running() == after.running()
                && before.assumptions().size() == after.assumptions().size()
                && before.coverage().equals(after.coverage())
                && before.maps().equals(after.maps());
    }

    private String signature(Node node) {
        List<MapState> states = new ArrayList<>();
        collect(node.ours(), ours, false, states);
        collect(node.theirs(), theirs, true, states);
        List<Term> conditions = node.ours().running() == node.theirs().running()
                ? List.of()
                : List.of(node.ours().running(), node.theirs().running());
        return Signature.of(node.scene(), states, conditions);
    }

    private void collect(Trace trace, Roles roles, boolean candidate, List<MapState> states) {
        trace.maps().forEach((name, state) -> {
            if (!phase.renews(name, candidate)
                    && (tablesCount || !roles.tables().contains(name))) {
                states.add(state);
            }
        });
    }
}
