package dev.ken.synthesis;

import java.util.ArrayList;
import java.util.List;

/// What a probe does, as statements and conditions. Conditions that hold for all of it become the probe's predicate.
sealed interface Body {
    /// A statement, without its semicolon.
    record Line(String text) implements Body {}

    /// All tests must hold; none: always.
    record If(List<String> tests, List<Body> then) implements Body {
        public If {
            tests = List.copyOf(tests);
            then = List.copyOf(then);
        }
    }

    static List<Body> lines(List<String> texts) {
        return texts.stream().<Body>map(Line::new).toList();
    }

    /// `/predicate/ { … }`, to stand behind the probes; `first` are tests that come before all others.
    static String block(List<String> first, List<Body> body) {
        List<String> predicate = new ArrayList<>(first);
        List<Body> inside = flat(body);
        while (inside.size() == 1 && inside.get(0) instanceof If(var tests, var then)) {
            predicate.addAll(tests);
            inside = flat(then);
        }
        StringBuilder out = new StringBuilder("\n");
        if (!predicate.isEmpty()) {
            out.append('/').append(joined(predicate)).append("/\n");
        }
        out.append("{\n");
        inside.forEach(one -> print(one, "\t", out));
        return out.append('}').toString();
    }

    /// Conditions without tests are what is in them.
    private static List<Body> flat(List<Body> body) {
        List<Body> flat = new ArrayList<>();
        for (Body one : body) {
            switch (one) {
                case Line line -> flat.add(line);
                case If(var tests, var then) -> {
                    if (tests.isEmpty()) {
                        flat.addAll(flat(then));
                    } else if (!flat(then).isEmpty()) {
                        flat.add(new If(tests, flat(then)));
                    }
                }
            }
        }
        return flat;
    }

    private static String joined(List<String> tests) {
        List<String> words = new ArrayList<>();
        for (String test : tests) {
            words.add(tests.size() > 1 && isAlternative(test) ? "(" + test + ")" : test);
        }
        return String.join(" && ", words);
    }

    /// Whether `||` stands outside all parentheses and quotes.
    private static boolean isAlternative(String test) {
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < test.length(); i++) {
            char c = test.charAt(i);
            if (c == '"' && test.charAt(Math.max(0, i - 1)) != '\\') {
                quoted = !quoted;
            }
            depth += quoted ? 0 : c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth == 0 && !quoted && test.startsWith("||", i)) {
                return true;
            }
        }
        return false;
    }

    private static void print(Body body, String indent, StringBuilder out) {
        switch (body) {
            case Line(String text) -> out.append(indent).append(text).append(";\n");
            case If(var tests, var then) -> {
                out.append(indent).append("if (").append(joined(tests)).append(") {\n");
                then.forEach(one -> print(one, indent + "\t", out));
                out.append(indent).append("}\n");
            }
        }
    }
}
