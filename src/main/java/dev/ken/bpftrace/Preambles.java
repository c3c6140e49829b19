package dev.ken.bpftrace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What stands before the probes: definitions of types and of constants. There is no preprocessor: of `#define` only
/// constants are understood, `#include` and conditions are passed over.
final class Preambles {
    /// Names that stand for names.
    private static final int MOST_STEPS = 16;

    private static final Pattern DEFINE = Pattern.compile("#\\s*define\\s+(\\w+)\\s+(.*)", Pattern.DOTALL);
    private static final Pattern INCLUDE = Pattern.compile("#\\s*include\\b.*", Pattern.DOTALL);

    private static final Pattern DIRECTIVE = Pattern.compile("#[ \\t]*(\\w+).*", Pattern.DOTALL);
    private static final List<String> DIRECTIVES = List.of(
            "define",
            "undef",
            "include",
            "include_next",
            "import",
            "if",
            "ifdef",
            "ifndef",
            "elif",
            "elifdef",
            "elifndef",
            "else",
            "endif",
            "pragma",
            "line",
            "error",
            "warning",
            "ident",
            "sccs",
            "assert",
            "unassert");

    private Preambles() {}

    static boolean includes(BpftraceScript script) {
        return script.items().stream()
                .anyMatch(item -> item instanceof Item.Preamble(String text, var _)
                        && (INCLUDE.matcher(text).matches() || text.startsWith("import")));
    }

    /// Adds the types to `types` and gives the constants.
    static Map<String, Long> read(BpftraceScript script, CTypes types, Sink sink) {
        Map<String, Expression> bodies = new LinkedHashMap<>();
        for (Item item : script.items()) {
            if (item instanceof Item.Preamble preamble) {
                Matcher define = DEFINE.matcher(preamble.text());
                directive(preamble, sink);
                if (define.matches()) {
                    define(define.group(1), define.group(2), bodies, types);
                } else if (preamble.text().matches("(?s)(struct|union|enum|typedef)\\b.*")) {
                    CDeclarations.read(preamble, types, sink);
                }
            }
        }
        Map<String, Long> constants = new LinkedHashMap<>(types.constants());
        bodies.keySet().forEach(name -> value(name, bodies, types, 0).ifPresent(value -> constants.put(name, value)));
        return constants;
    }

    private static void directive(Item.Preamble line, Sink sink) {
        Matcher directive = DIRECTIVE.matcher(line.text());
        if (directive.matches() && !DIRECTIVES.contains(directive.group(1))) {
            sink.error(
                    "definition",
                    "`#" + directive.group(1) + "` is no preprocessor line",
                    line.at(),
                    Names.hint(Names.nearest(directive.group(1), DIRECTIVES)));
        }
    }

    private static void define(String name, String text, Map<String, Expression> bodies, CTypes types) {
        Optional<Expression> body = expression(text);
        body.ifPresent(expression -> bodies.put(name, expression));
        boolean self =
                body.isPresent() && body.get() instanceof Expression.Name(String other, var _) && other.equals(name);
        if (!self) {
            types.macro(name);
        }
    }

    private static Optional<Long> value(String name, Map<String, Expression> bodies, CTypes types, int steps) {
        Expression body = bodies.get(name);
        if (body == null || steps > MOST_STEPS) {
            return types.value(name);
        }
        return Constants.value(
                body, other -> other.equals(name) ? types.value(name) : value(other, bodies, types, steps + 1));
    }

    private static Optional<Expression> expression(String text) {
        List<dev.ken.source.Diagnostic> problems = new ArrayList<>();
        Cursor cursor = new Cursor(new Lexer(text, problems, new ArrayList<>()), problems);
        try {
            Expression expression = new StatementParser(cursor).expression();
            return problems.isEmpty() && cursor.atEnd() ? Optional.of(expression) : Optional.empty();
        } catch (Cursor.Failure failure) {
            return Optional.empty();
        }
    }
}
