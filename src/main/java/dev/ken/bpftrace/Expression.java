package dev.ken.bpftrace;

import dev.ken.source.Span;
import java.util.List;
import java.util.Optional;

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

    /// A call of a macro, or of a function of the script where `result` is there, and what it stands for: the
    /// value of the body, or what the body returns. Printed as the call.
    record Expanded(Call call, Optional<TypeName> result, Block body) implements Expression {
        @Override
        public Span at() {
            return call.at();
        }
    }

    record Tuple(List<Expression> parts, Span at) implements Expression {
        public Tuple {
            parts = List.copyOf(parts);
        }
    }

    /// `condition ?: no`: the condition itself where it holds.
    record OrElse(Expression condition, Expression no, Span at) implements Expression {}

    /// `{ statements value }`, a block that gives a value where there is one.
    record Block(List<Statement> body, Optional<Expression> value, Span at) implements Expression {
        public Block {
            body = List.copyOf(body);
        }
    }

    /// `if condition { … } else { … }` that gives the value of the block that is taken; `otherwise` is a [Block] or a
    /// [Branch].
    record Branch(Expression condition, Block then, Optional<Expression> otherwise, Span at) implements Expression {}

    /// `(name = value, …)`
    record Record(List<Part> parts, Span at) implements Expression {
        public Record {
            parts = List.copyOf(parts);
        }
    }

    /// A part of a record.
    record Part(String name, Expression value) {}

    /// `comptime expression`: known before the program runs.
    record Comptime(Expression of, Span at) implements Expression {}

    /// `sizeof(type)`; `sizeof(value)` is a [Call].
    record SizeOf(TypeName type, Span at) implements Expression {}

    /// `offsetof(type, field)`
    record OffsetOf(TypeName type, String field, Span at) implements Expression {}
}
