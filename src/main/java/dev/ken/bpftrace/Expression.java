package dev.ken.bpftrace;

import dev.ken.source.Span;
import java.util.List;

/// Expressions. Parentheses are not kept; the printer puts them where they are needed.
public sealed interface Expression {
    Span at();

    /// `text` is the literal as written (`1e6`, `0x10`, `5s`); `value` what it denotes.
    record Number(long value, String text, Span at) implements Expression {}

    record Truth(boolean value, Span at) implements Expression {}

    /// The value after escapes are resolved.
    record Text(String value, Span at) implements Expression {}

    /// `$1`, `$2`, …
    record Positional(int index, Span at) implements Expression {}

    /// `$#`
    record PositionalCount(Span at) implements Expression {}

    /// A builtin, an enumerator or a constant of the preamble.
    record Name(String name, Span at) implements Expression {}

    /// `name` with its `$`.
    record Variable(String name, Span at) implements Expression {}

    /// `name` with its `@`; no keys for a scalar.
    record MapAccess(String name, List<Expression> keys, Span at) implements Expression {
        public MapAccess {
            keys = List.copyOf(keys);
        }
    }

    record Unary(UnaryOperator operator, Expression of, Span at) implements Expression {}

    /// `++x`, `x--` and so on; `of` is a map or a variable.
    record Step(Expression of, boolean up, boolean before, Span at) implements Expression {}

    record Binary(BinaryOperator operator, Expression left, Expression right, Span at) implements Expression {}

    record Ternary(Expression condition, Expression yes, Expression no, Span at) implements Expression {}

    record Cast(TypeName type, Expression of, Span at) implements Expression {}

    /// `of->name` where `arrow`, else `of.name`; the name of a tuple's part is its number.
    record Field(Expression of, String name, boolean arrow, Span at) implements Expression {}

    record Index(Expression of, Expression index, Span at) implements Expression {}

    record Call(String function, List<Expression> arguments, Span at) implements Expression {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    record Tuple(List<Expression> parts, Span at) implements Expression {
        public Tuple {
            parts = List.copyOf(parts);
        }
    }

    /// `sizeof(type)`; `sizeof(value)` is a [Call].
    record SizeOf(TypeName type, Span at) implements Expression {}

    /// `offsetof(type, field)`
    record OffsetOf(TypeName type, String field, Span at) implements Expression {}
}
