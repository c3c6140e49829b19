package dev.ken.verify;

import dev.ken.ir.Expr;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.kernel.Site;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Whether occurrences can be looked at instance by instance. Where every access of both programs to what they
/// remember is keyed by one same fact of the occurrence (the thread, a request's sector, a socket), occurrences
/// with different values of it never touch the same entry. What a program shows at an occurrence then depends
/// only on earlier occurrences with the same value, so it is enough to compare the programs on sequences in
/// which all values are the same: any sequence is a shuffle of such. Tables may be shared among instances,
/// since their updates are folded in any order ([Roles]).
///
/// @param byThread whether the fact is the thread
/// @param links    else, by site, the attribute and the symbol that it is in every occurrence
record Locality(boolean byThread, Map<Site, Map<String, String>> links) {
    /// A place where keys are equal by force: a part of a map's key, or an attribute of a site.
    private sealed interface Node {
        record Key(int module, String map, int part) implements Node {}

        record Attribute(Site site, String name) implements Node {}

        record Other(int number) implements Node {}
    }

    private record Access(List<Node.Key> keys) {}

    /// Empty where there is no such fact.
    static Optional<Locality> of(Module reference, Module candidate) {
        return new Finder().find(List.of(reference, candidate));
    }

    private static final class Finder {
        private final Map<Node, Node> parents = new HashMap<>();
        private final List<Access> accesses = new ArrayList<>();
        private final Set<Node> nodes = new LinkedHashSet<>();
        private int others;

        Optional<Locality> find(List<Module> modules) {
            for (int i = 0; i < modules.size(); i++) {
                Roles roles = Roles.of(modules.get(i));
                for (Procedure procedure : modules.get(i).procedures()) {
                    if (!collect(i, procedure, roles.memory())) {
                        return Optional.empty();
                    }
                }
            }
            if (accesses.isEmpty()) {
                return Optional.of(new Locality(true, Map.of()));
            }
            Map<Node, List<Node.Attribute>> classes = new LinkedHashMap<>();
            for (Node node : nodes) {
                if (node instanceof Node.Attribute attribute) {
                    classes.computeIfAbsent(root(node), _ -> new ArrayList<>()).add(attribute);
                }
            }
            List<List<Node.Attribute>> common = new ArrayList<>();
            classes.forEach((root, attributes) -> {
                if (separates(root, attributes)) {
                    common.add(attributes);
                }
            });
            return common.isEmpty() ? Optional.empty() : Optional.of(locality(common));
        }

        private static Locality locality(List<List<Node.Attribute>> common) {
            for (List<Node.Attribute> attributes : common) {
                if (attributes.stream().allMatch(a -> a.name().equals("tid"))) {
                    return new Locality(true, Map.of());
                }
            }
            Map<Site, Map<String, String>> links = new HashMap<>();
            for (int i = 0; i < common.size(); i++) {
                for (Node.Attribute attribute : common.get(i)) {
                    links.computeIfAbsent(attribute.site(), _ -> new TreeMap<>())
                            .put(attribute.name(), "key." + i);
                }
            }
            return new Locality(false, links);
        }

        /// Whether every access has a part of the class, no site has two attributes in it, and threads are not
        /// mixed with numbers that other occurrences tell of threads.
        private boolean separates(Node root, List<Node.Attribute> attributes) {
            Set<String> sites = new TreeSet<>();
            boolean once = attributes.stream().allMatch(a -> sites.add(a.site().text()));
            boolean plain = nodes.stream().noneMatch(n -> n instanceof Node.Other && root(n).equals(root));
            long threads =
                    attributes.stream().filter(a -> a.name().equals("tid")).count();
            boolean pure = threads == 0 || threads == attributes.size();
            return once
                    && plain
                    && pure
                    && accesses.stream()
                            .allMatch(access -> access.keys().stream()
                                            .filter(key -> root(key).equals(root))
                                            .count()
                                    == 1);
        }

        private boolean collect(int module, Procedure procedure, Set<String> memory) {
            boolean end = procedure.site() instanceof Site.End;
            for (Stmt statement : procedure.blocks().stream()
                    .flatMap(block -> block.statements().stream())
                    .toList()) {
                Optional<String> map = Roles.map(statement).filter(memory::contains);
                if (map.isEmpty()) {
                    continue;
                }
                List<Expr> keys = switch (statement) {
                    case Stmt.MapGet get -> get.keys();
                    case Stmt.MapUpdate update -> update.keys();
                    case Stmt.MapDelete delete -> delete.keys();
                    case Stmt.MapClear _, Stmt.MapZero _, Stmt.PrintMap _, Stmt.WalkStart _, Stmt.WalkNext _ ->
                        List.of();
                    case Stmt.Assign _,
                            Stmt.Emit _,
                            Stmt.Decide _,
                            Stmt.Exit _,
                            Stmt.Assume _,
                            Stmt.Check _,
                            Stmt.Havoc _ -> List.of();
                };
                boolean whole = statement instanceof Stmt.MapClear || statement instanceof Stmt.PrintMap;
                if (end && whole) {
                    continue;
                }
                if (keys.isEmpty()) {
                    return false;
                }
                access(module, map.get(), procedure.site(), keys);
            }
            return true;
        }

        private void access(int module, String map, Site site, List<Expr> keys) {
            List<Node.Key> parts = new ArrayList<>();
            for (int i = 0; i < keys.size(); i++) {
                Node.Key key = new Node.Key(module, map, i);
                parts.add(key);
                Node value = keys.get(i) instanceof Expr.Attribute(String name, var _)
                        ? new Node.Attribute(site, Scene.own(site).getOrDefault(name, name))
                        : new Node.Other(others++);
                nodes.add(value);
                parents.put(root(key), root(value));
            }
            accesses.add(new Access(parts));
        }

        private Node root(Node node) {
            Node at = node;
            while (parents.containsKey(at) && !parents.get(at).equals(at)) {
                at = parents.get(at);
            }
            return at;
        }
    }
}
