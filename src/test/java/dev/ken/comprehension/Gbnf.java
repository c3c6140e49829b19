package dev.ken.comprehension;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/// The part of GBNF that KEN writes (llama.cpp, `grammars/README.md`): rules, literals, groups, `?` and `{m,n}`. Draws
/// texts of a grammar, and tells whether a text is one.
final class Gbnf {
    private sealed interface Node {}

    private record Literal(String text) implements Node {}

    private record Name(String rule) implements Node {}

    private record Row(List<Node> nodes) implements Node {}

    private record Choice(List<Node> sides) implements Node {}

    private record Repeat(Node node, int least, int most) implements Node {}

    private final Map<String, Node> rules = new LinkedHashMap<>();
    private String text = "";
    private int at;

    Gbnf(String grammar) {
        for (String line : grammar.split("\n")) {
            String[] sides = line.split(" ::= ", 2);
            text = sides[1];
            at = 0;
            rules.put(sides[0], choice());
            if (at != text.length()) {
                throw new IllegalArgumentException("at " + at + " of " + line);
            }
        }
    }

    private void spaces() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private Node choice() {
        List<Node> sides = new ArrayList<>(List.of(row()));
        spaces();
        while (at < text.length() && text.charAt(at) == '|') {
            at++;
            sides.add(row());
            spaces();
        }
        return sides.size() == 1 ? sides.getFirst() : new Choice(sides);
    }

    private Node row() {
        List<Node> nodes = new ArrayList<>();
        spaces();
        while (at < text.length() && text.charAt(at) != '|' && text.charAt(at) != ')') {
            nodes.add(repeated(single()));
            spaces();
        }
        return new Row(nodes);
    }

    private Node single() {
        if (text.charAt(at) == '(') {
            at++;
            Node inner = choice();
            at++;
            return inner;
        }
        if (text.charAt(at) == '"') {
            StringBuilder literal = new StringBuilder();
            for (at++; text.charAt(at) != '"'; at++) {
                boolean escaped = text.charAt(at) == '\\';
                at += escaped ? 1 : 0;
                literal.append(escaped && text.charAt(at) == 'n' ? '\n' : text.charAt(at));
            }
            at++;
            return new Literal(literal.toString());
        }
        int from = at;
        while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
            at++;
        }
        return new Name(text.substring(from, at));
    }

    private Node repeated(Node node) {
        if (at < text.length() && text.charAt(at) == '?') {
            at++;
            return new Repeat(node, 0, 1);
        }
        if (at < text.length() && text.charAt(at) == '{') {
            int end = text.indexOf('}', at);
            String[] bounds = text.substring(at + 1, end).split(",");
            at = end + 1;
            return new Repeat(node, Integer.parseInt(bounds[0]), Integer.parseInt(bounds[1]));
        }
        return node;
    }

    private Node rule(String name) {
        Node node = rules.get(name);
        if (node == null) {
            throw new IllegalArgumentException("no rule " + name);
        }
        return node;
    }

    /// A text of the grammar, drawn.
    String drawn(Random random) {
        StringBuilder out = new StringBuilder();
        draw(rule("root"), random, out);
        return out.toString();
    }

    private void draw(Node node, Random random, StringBuilder out) {
        switch (node) {
            case Literal(String literal) -> out.append(literal);
            case Name(String name) -> draw(rule(name), random, out);
            case Row(var nodes) -> nodes.forEach(one -> draw(one, random, out));
            case Choice(var sides) -> draw(sides.get(random.nextInt(sides.size())), random, out);
            case Repeat(Node inner, int least, int most) -> {
                int times = least + random.nextInt(most - least + 1);
                for (int i = 0; i < times; i++) {
                    draw(inner, random, out);
                }
            }
        }
    }

    /// Whether the grammar has that text.
    boolean has(String whole) {
        return ends(rule("root"), whole, 0).contains(whole.length());
    }

    /// Where a node may end that begins at `from`.
    private Set<Integer> ends(Node node, String whole, int from) {
        return switch (node) {
            case Literal(String literal) ->
                whole.startsWith(literal, from) ? Set.of(from + literal.length()) : Set.of();
            case Name(String name) -> ends(rule(name), whole, from);
            case Row(var nodes) -> {
                Set<Integer> now = Set.of(from);
                for (Node one : nodes) {
                    now = after(one, whole, now);
                }
                yield now;
            }
            case Choice(var sides) -> {
                Set<Integer> all = new TreeSet<>();
                sides.forEach(one -> all.addAll(ends(one, whole, from)));
                yield all;
            }
            case Repeat(Node inner, int least, int most) -> {
                Set<Integer> all = new TreeSet<>(least == 0 ? Set.of(from) : Set.of());
                Set<Integer> now = Set.of(from);
                for (int i = 1; i <= most; i++) {
                    now = after(inner, whole, now);
                    if (i >= least) {
                        all.addAll(now);
                    }
                }
                yield all;
            }
        };
    }

    private Set<Integer> after(Node node, String whole, Set<Integer> starts) {
        Set<Integer> all = new TreeSet<>();
        starts.forEach(start -> all.addAll(ends(node, whole, start)));
        return all;
    }
}
