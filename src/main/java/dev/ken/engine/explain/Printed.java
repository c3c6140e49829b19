package dev.ken.engine.explain;

import dev.ken.ir.Expr;
import dev.ken.ir.Stmt;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a printed row shows.
final class Printed {
    private static final int LONGEST = 80;

    private Printed() {}

    /// Empty where it shows nothing but its own text.
    static Optional<String> one(Stmt.Emit emit, Words words) {
        return switch (emit.channel()) {
            case CLOCK -> Optional.of("the time of day");
            case TEXT, VALUE -> {
                List<Expr> values = emit.values();
                yield isHeading(emit) ? Optional.empty() : Optional.of(words.list(values));
            }
            case FILE -> Optional.of("what is in the file " + words.list(emit.values()));
            case ARGUMENTS -> Optional.of(words.list(emit.values()));
            case COMMAND -> Optional.of("what the command " + words.list(emit.values()) + " says");
        };
    }

    /// A row that is the same each time: its own text.
    static String heading(Stmt.Emit emit, Words words) {
        String text = emit.values().isEmpty()
                ? emit.form().replace("\\n", " ").replace("\n", " ").strip()
                : emit.values().stream()
                        .map(value -> words.of(value).replace("\"", ""))
                        .collect(Collectors.joining(" "));
        return text.isEmpty()
                ? "an empty line"
                : "the text \"" + (text.length() > LONGEST ? text.substring(0, LONGEST) + " …" : text) + '"';
    }

    /// `, the largest 5, divided by 1000`
    static String how(Stmt.PrintMap print) {
        return print.top().map(n -> ", the largest " + n).orElse("")
                + (print.divisor() == 1 ? "" : ", divided by " + print.divisor());
    }

    private static boolean isHeading(Stmt.Emit emit) {
        return emit.values().stream().allMatch(value -> value instanceof Expr.Text);
    }
}
