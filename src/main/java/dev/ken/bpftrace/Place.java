package dev.ken.bpftrace;

import dev.ken.source.Edit;
import dev.ken.source.Span;
import java.util.Optional;
import java.util.Set;

/// What the parts of the checker share while they look at one probe.
///
/// @param types    the C types that the script can name
/// @param settings what it shall be legal under
/// @param providers types of all probes of the action, by their long names
/// @param trail    takes what is wrong
/// @param macros   names that the script defines as macros or functions
record Place(ProbeContext context, Typing typing, MapTypes maps, CTypes types, CheckSettings settings, Trail trail, Set<String> macros, Set<String> providers) {
    Sink sink() {
        return trail;
    }

    Dialect dialect() {
        return settings.dialect();
    }

    /// The number that an expression is known to be while the program is compiled. Before 0.21 only one literal is.
    Optional<Long> literal(Expression expression) {
        return switch (expression) {
            case Expression.Positional(int index, _) -> settings.parameters().flatMap(all ->
                    index > all.size() ? Optional.of(0L) : Numbers.signed(all.get(index - 1)));
            case Expression.PositionalCount _ ->
                settings.parameters().map(all -> (long) all.size());
            case Expression.Number number -> Optional.of(number.value());
            case Expression.Unary(var operator, Expression.Number number, _) when operator == UnaryOperator.MINUS ->
                Optional.of(-number.value());
            case Expression other ->
                dialect().since(Dialect.V0_21) ? FieldChecker.literal(other) : Optional.empty();
        };
    }

    /// A parameter whose value is not known.
    boolean open(Expression expression) {
        return settings.parameters().isEmpty()
                && (expression instanceof Expression.Positional || expression instanceof Expression.PositionalCount);
    }

    ValueType of(Expression expression) {
        return typing.of(expression);
    }

    /// An error about the name at `at`; an existing one may be meant.
    void misspelt(String code, String message, Span whole, Span at, String wanted, Iterable<String> existing) {
        trail.add(Names.error(code, message, whole, at, wanted, existing));
    }

    void mendable(String code, String message, Span at, Edit edit, String... hints) {
        trail.mendable(code, message, at, edit, hints);
    }

    void error(String code, String message, Span at, String... hints) {
        trail.error(code, message, at, hints);
    }
}
