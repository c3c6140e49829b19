package dev.ken.bpftrace;

import dev.ken.source.Span;
import java.util.List;
import java.util.Optional;

/// Statements.
public sealed interface Statement {
    Span at();

    /// A call, an increment, or a value that is thrown away.
    record Evaluate(Expression expression, Span at) implements Statement {}

    /// `target = value`, or `target op= value` where there is an operator. The target is a map, a variable or a field.
    record Assign(Expression target, Optional<BinaryOperator> operator, Expression value, Span at)
            implements Statement {}

    /// `let $x`, `let $x: type = value`
    record Let(Expression.Variable variable, Optional<TypeName> type, Optional<Expression> value, Span at)
            implements Statement {}

    record If(Expression condition, List<Statement> then, List<Statement> otherwise, Span at) implements Statement {
        public If {
            then = List.copyOf(then);
            otherwise = List.copyOf(otherwise);
        }
    }

    record Unroll(Expression times, List<Statement> body, Span at) implements Statement {
        public Unroll {
            body = List.copyOf(body);
        }
    }

    record While(Expression condition, List<Statement> body, Span at) implements Statement {
        public While {
            body = List.copyOf(body);
        }
    }

    /// `for ($x : source)`; with `end`, over the range `source..end`.
    record For(Expression.Variable variable, Expression source, Optional<Expression> end, List<Statement> body, Span at)
            implements Statement {
        public For {
            body = List.copyOf(body);
        }
    }

    record Leave(How how, Optional<Expression> value, Span at) implements Statement {}

    /// `_ = value`: a value that is thrown away on purpose.
    record Discard(Expression value, Span at) implements Statement {}

    /// `import "file"` within a macro.
    record Import(String file, Span at) implements Statement {}

    record Nested(List<Statement> body, Span at) implements Statement {
        public Nested {
            body = List.copyOf(body);
        }
    }

    enum How {
        RETURN,
        BREAK,
        CONTINUE
    }
}
