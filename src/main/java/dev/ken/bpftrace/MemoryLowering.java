package dev.ken.bpftrace;

import dev.ken.ir.Expr;
import dev.ken.ir.Expr.BinaryOp;
import dev.ken.ir.Type;
import dev.ken.kernel.Steady;
import java.util.List;
import java.util.Optional;

/// Reads of memory behind pointers: a function of the memory at this occurrence, the address and the size, so that two
/// ways to the same place give the same value. Where the layout is not known, the names of members stand for it.
final class MemoryLowering {
    private static final Type INT = new Type.Int();

    private final ExpressionLowering expressions;
    private final Typing typing;

    MemoryLowering(ExpressionLowering expressions) {
        this.expressions = expressions;
        this.typing = expressions.typing;
    }

    /// A place in memory: a pointer, the names of members whose offset is not known, and a known offset behind them.
    /// `members` are the names of all of the members that lead there.
    private record Place(Expr base, String path, long offsetBytes, String members) {
        Place(Expr base) {
            this(base, "", 0, "");
        }

        Place plus(long moreBytes) {
            return new Place(base, path, offsetBytes + moreBytes, "");
        }

        Place member(String name, long moreBytes) {
            return new Place(base, path, offsetBytes + moreBytes, members.isEmpty() ? name : members + "." + name);
        }

        Place unknown(String member) {
            return new Place(base, path + (offsetBytes == 0 ? "" : "+" + offsetBytes) + "." + member, 0, "");
        }
    }

    Expr field(Expression.Field field) {
        Optional<Expr> ofTask = ofTask(field).or(() -> ofParent(field));
        if (ofTask.isPresent()) {
            return ofTask.get();
        }
        return read(place(field), typing.of(field), bits(field), field);
    }

    /// What the current thread's own structure says that every occurrence tells, too.
    private Optional<Expr> ofTask(Expression.Field field) {
        if (!(typing.of(field.of()) instanceof ValueType.Pointer(String to))
                || !to.equals("struct task_struct")
                || !isCurrent(field.of())) {
            return Optional.empty();
        }
        return switch (field.name()) {
            case "pid" -> Optional.of(new Expr.Attribute("tid", INT));
            case "tgid" -> Optional.of(new Expr.Attribute("pid", INT));
            case "comm" -> Optional.of(new Expr.Attribute("comm", new Type.Text(16)));
            case "exit_code" -> Optional.of(new Expr.Attribute("exit_code", INT));
            default -> Optional.empty();
        };
    }

    /// What is told of the parent: `parent` is another than `real_parent` only while a debugger watches, which is left
    /// out of account (`docs/semantics.md`).
    private Optional<Expr> ofParent(Expression.Field field) {
        if (!isParent(expressions.meant(field.of()))) {
            return Optional.empty();
        }
        return switch (field.name()) {
            case "tgid" -> Optional.of(new Expr.Attribute("ppid", INT));
            case "comm" -> Optional.of(new Expr.Attribute("parent_comm", new Type.Text(16)));
            default -> Optional.empty();
        };
    }

    private boolean isCurrent(Expression expression) {
        Expression meant = expressions.meant(expression);
        boolean plain = meant instanceof Expression.Name || meant instanceof Expression.Cast;
        return plain && expressions.lower(meant).equals(new Expr.Attribute("curtask", INT));
    }

    private boolean isParent(Expression expression) {
        return expression instanceof Expression.Field outer
                && (outer.name().equals("real_parent") || outer.name().equals("parent"))
                && typing.of(outer.of()) instanceof ValueType.Pointer(String to)
                && to.equals("struct task_struct")
                && isCurrent(outer.of());
    }

    /// Whether it is the current task's own structure, or its parent's.
    boolean isTask(Expression expression) {
        return isCurrent(expression) || isParent(expression);
    }

    private int bits(Expression.Field field) {
        return struct(field.of())
                .flatMap(typing.cTypes()::struct)
                .flatMap(known -> known.member(field.name()))
                .map(CStruct.Member::bits)
                .orElse(0);
    }

    private Optional<String> struct(Expression expression) {
        return switch (typing.of(expression)) {
            case ValueType.Struct(String name) -> Optional.of(name);
            case ValueType.Pointer pointer when typing.cTypes().target(pointer) instanceof ValueType.Struct(String name) ->
                Optional.of(name);
            case ValueType _ -> Optional.empty();
        };
    }

    /// Where a value that is not in a register lies.
    private Place place(Expression expression) {
        return switch (expression) {
            case Expression.Field field when !isArgs(field.of()) -> {
                boolean value = typing.of(field.of()) instanceof ValueType.Struct && !(typing.of(field.of()) instanceof ValueType.Pointer);
                Place base = value ? place(field.of()) : new Place(expressions.number(field.of()));
                Optional<CStruct.Member> member = struct(field.of())
                        .flatMap(typing.cTypes()::struct)
                        .flatMap(known -> known.member(field.name()));
                yield member.map(known -> base.member(field.name(), known.offsetBytes())).orElseGet(() -> base.unknown(field.name()));
            }
            case Expression.Unary(var operator, var of, _) when operator == UnaryOperator.DEREFERENCE ->
                new Place(expressions.number(of));
            case Expression.Index index -> element(index, typing.of(index));
            case Expression other -> new Place(expressions.number(other));
        };
    }

    private static boolean isArgs(Expression expression) {
        return expression instanceof Expression.Name name && name.name().equals("args");
    }

    private Place element(Expression.Index index, ValueType type) {
        boolean array = typing.of(index.of()) instanceof ValueType.Array || typing.of(index.of()) instanceof ValueType.Text;
        Place base = array ? place(index.of()) : new Place(expressions.number(index.of()));
        long sizeBytes = Math.max(1, typing.cTypes().sizeBytes(type));
        if (index.index() instanceof Expression.Number(long number, _, _)) {
            return base.plus(number * sizeBytes);
        }
        Expr distance = new Expr.Binary(BinaryOp.MUL, expressions.number(index.index()), new Expr.Int(sizeBytes));
        return new Place(new Expr.Binary(BinaryOp.ADD, base.base(), distance), base.path(), base.offsetBytes(), "");
    }

    Expr element(Expression.Index index) {
        return read(element(index, typing.of(index)), typing.of(index), 0, index);
    }

    /// `*pointer`
    Expr behind(Expression.Unary unary) {
        return read(place(unary), typing.of(unary), 0, unary);
    }

    Expr offset(Expression.OffsetOf offset) {
        return typing.cTypes()
                .of(offset.type())
                .flatMap(type -> type instanceof ValueType.Struct(String name) ? typing.cTypes().struct(name) : Optional.empty())
                .flatMap(known -> known.member(offset.field()))
                .<Expr>map(member -> new Expr.Int(member.offsetBytes()))
                .orElseGet(() -> expressions.havoc(INT, "offsetof", offset.at()));
    }

    private Expr read(Place place, ValueType type, int bits, Expression expression) {
        Expr address = place.offsetBytes() == 0
                ? place.base()
                : new Expr.Binary(BinaryOp.ADD, place.base(), new Expr.Int(place.offsetBytes()));
        Expr now = new Expr.Attribute(Steady.attribute(place.members()), INT);
        String name = bits > 0 && expression instanceof Expression.Field field ? "." + field.name() : "";
        return switch (type) {
            case ValueType.Int(int sizeBytes, boolean signed) -> {
                Expr value = memory(sizeBytes + place.path() + name, address, INT, now);
                int widthBits = bits > 0 ? bits : 8 * sizeBytes;
                yield widthBits == 64 ? value : new Expr.Narrow(value, widthBits, signed);
            }
            case ValueType.Pointer _ -> memory("8" + place.path(), address, INT, now);
            case ValueType.Text(int widthBytes) ->
                memory("text" + place.path(), address, new Type.Text(Math.max(1, widthBytes)), now);
            case ValueType.Array _, ValueType.Struct _ ->
                memory("whole" + place.path(), address, type.sort().orElse(INT), now);
            case ValueType.Unknown _ -> memory("any" + place.path(), address, INT, now);
            case ValueType.Opaque _, ValueType.Tuple _, ValueType.Aggregation _, ValueType.Context _, ValueType.Nothing _ ->
                expressions.havoc(
                        type.sort().orElse(INT), "memory behind " + Printer.print(expression), expression.at());
        };
    }

    private static Expr memory(String what, Expr address, Type type, Expr now) {
        return new Expr.Apply("memory." + what, List.of(now, address), type);
    }
}
