package dev.ken.bpf;

import dev.ken.ir.Expr;
import dev.ken.ir.Stmt;
import dev.ken.ir.Type;
import dev.ken.kernel.FieldType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Records that programs write to buffers, as rows: the fields of the structure that a variable points to, else
/// what was written to them.
final class Records {
    /// Records whose columns are told, in bytes.
    static final int LONGEST = 4096;

    private final Walker walker;
    private final Addresses addresses;

    Records(Walker walker) {
        this.walker = walker;
        this.addresses = new Addresses(walker.context);
    }

    void emit(State state, Value.Region region, long at, int bytes) {
        if (bytes > LONGEST) {
            walker.gap("a record of more than " + LONGEST + " bytes");
            return;
        }
        Memory memory = state.memory(region);
        List<Expr> values = new ArrayList<>();
        List<String> forms = new ArrayList<>();
        Optional<List<Field>> layout = walker.types.record(bytes);
        if (layout.isPresent()) {
            for (Field field : layout.get()) {
                Expr value = column(state, memory, at, field, bytes);
                forms.add(form(layout.get(), field, value));
                values.add(value);
            }
        } else if (!local(state, memory, at, bytes, values, forms)) {
            walker.tables.record(bytes, pieces(state, memory, at, bytes, values, forms));
        }
        walker.add(new Stmt.Emit(String.join("\t", forms) + "\n", values, walker.at(state)));
    }

    private static String form(List<Field> layout, Field field, Expr value) {
        return named(layout, field, Lowering.type(value) instanceof Type.Int);
    }

    /// The names of fields stand beside their values, as whoever reads records and tables has them. Where there is
    /// a `tgid`, which is the kernel's word for a process, `pid` is its word for a thread.
    static String named(List<Field> layout, Field field, boolean number) {
        String place = number ? "%d" : "%s";
        boolean kernels = layout.stream().anyMatch(one -> one.name().equals("tgid"));
        String name = !kernels
                ? field.name()
                : switch (field.name()) {
                    case "tgid" -> "pid";
                    case "pid" -> "tid";
                    default -> field.name();
                };
        return name.isEmpty() ? place : name + "=" + place;
    }

    /// Where functions put records together in variables of one structure, its fields; those to which nothing
    /// was written are left out. False where that does not tell all that was written.
    private boolean local(State state, Memory memory, long at, int bytes, List<Expr> values, List<String> forms) {
        List<Field> layout = walker.types.local(bytes, walker.words(state)).orElse(List.of());
        List<Expr> told = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<Readout.Column> columns = new ArrayList<>();
        int end = 0;
        for (Field field : layout) {
            if (isWritten(memory, at, end, field.offsetBytes())) {
                return false;
            }
            end = field.offsetBytes() + field.sizeBytes();
            if (isWritten(memory, at, field.offsetBytes(), end)) {
                Optional<Expr> value = addresses.of(memory, at, field).or(() -> value(memory, at, field));
                if (value.isEmpty()) {
                    return false;
                }
                told.add(value.get());
                names.add(form(layout, field, value.get()));
                columns.add(Readouts.column(field, 0));
            }
        }
        if (told.isEmpty() || isWritten(memory, at, end, bytes)) {
            return false;
        }
        values.addAll(told);
        forms.addAll(names);
        walker.tables.record(bytes, columns);
        return true;
    }

    /// Whether anything but zeros was written to these bytes, or to a field some of them.
    private static boolean isWritten(Memory memory, long at, int from, int to) {
        return memory.slots().entrySet().stream()
                .anyMatch(entry -> entry.getKey() < at + to
                        && entry.getKey() + entry.getValue().bytes() > at + from
                        && !entry.getValue().value().equals(Value.of(0)));
    }

    private static Optional<Expr> value(Memory memory, long at, Field field) {
        return switch (field.kind()) {
            case Field.Kind.Number(boolean signed) ->
                memory.read(at + field.offsetBytes(), field.sizeBytes()) instanceof Value.Scalar(Expr expr)
                        ? Optional.of(Scalars.narrow(expr, 8 * field.sizeBytes(), signed))
                        : Optional.empty();
            case Field.Kind.Text() ->
                memory.text(at + field.offsetBytes(), field.sizeBytes()).map(Value.Text::expr);
            case Field.Kind.Numbers _, Field.Kind.Address _, Field.Kind.Other _ -> Optional.empty();
        };
    }

    private Expr column(State state, Memory memory, long at, Field field, int bytes) {
        Optional<Expr> stack = Keys.stack(memory, at, field);
        String place = Types.recorded(bytes, field);
        stack.ifPresent(one -> walker.types.holdsStack(place, Lowering.type(one)));
        if (walker.types.stack(place).isPresent()) {
            return stack.orElseGet(() -> walker.havoc(
                    state, Scalars.INT, "what is written to " + field.name() + " of a record, which holds stacks"));
        }
        Optional<Expr> value = value(memory, at, field);
        return addresses
                .of(memory, at, field)
                .or(() -> value)
                .orElseGet(() -> walker.havoc(
                        state,
                        field.type().orElse(Scalars.INT),
                        "what is written to " + field.name() + " of a record"));
    }

    /// A record of which no type is known: what was written to it, piece by piece. Zeros are taken for padding.
    private List<Readout.Column> pieces(
            State state, Memory memory, long at, int bytes, List<Expr> values, List<String> forms) {
        List<Readout.Column> columns = new ArrayList<>();
        for (Map.Entry<Long, Memory.Slot> entry : memory.slots().entrySet()) {
            Memory.Slot slot = entry.getValue();
            boolean inside = entry.getKey() >= at && entry.getKey() + slot.bytes() <= at + bytes;
            if (!inside || slot.value() instanceof Value.Scalar(Expr.Int _)) {
                continue;
            }
            boolean text = slot.value() instanceof Value.Text;
            boolean unsigned = slot.bytes() == Long.BYTES
                    || slot.value() instanceof Value.Scalar(Expr whole) && isUnsigned(whole, 8 * slot.bytes());
            columns.add(new Readout.Column(
                    "",
                    (int) (entry.getKey() - at),
                    slot.bytes(),
                    text
                            ? Readout.Column.Kind.TEXT
                            : unsigned ? Readout.Column.Kind.UNSIGNED : Readout.Column.Kind.SIGNED));
            forms.add(text ? "%s" : "%d");
            values.add(
                    switch (slot.value()) {
                        case Value.Text(Expr expr, int _, boolean _) -> expr;
                        case Value.Scalar(Expr expr) -> slot.bytes() == 8 ? expr : signed(expr, 8 * slot.bytes());
                        case Value other -> walker.number(state, other);
                    });
        }
        return columns;
    }

    /// A number whose sign no type tells: as it was before it was cut.
    private Expr signed(Expr expr, int bits) {
        return Scalars.narrow(uncut(expr, bits), bits, !isUnsigned(expr, bits));
    }

    private static Expr uncut(Expr expr, int bits) {
        return expr instanceof Expr.Narrow(Expr of, int width, boolean _) && width == bits ? of : expr;
    }

    private boolean isUnsigned(Expr expr, int bits) {
        Expr whole = uncut(expr, bits);
        // Nobody's number is below 0.
        boolean owner =
                whole instanceof Expr.Attribute(String name, var _) && (name.equals("uid") || name.equals("gid"));
        return owner
                || isDeclaredUnsigned(whole, bits)
                || Scalars.narrow(whole, bits, false).equals(whole);
    }

    /// Of a field of the context, what its type says; what is read out of the kernel with so few bits is a port or
    /// flags.
    private boolean isDeclaredUnsigned(Expr whole, int bits) {
        return switch (whole) {
            case Expr.Attribute(String name, var _) ->
                walker.context.facts().fields().values().stream()
                        .filter(field -> field.symbol().equals(name))
                        .findFirst()
                        .filter(field -> field.type() instanceof FieldType.Integer(int sizeBytes, boolean sign)
                                && !sign
                                && Byte.SIZE * sizeBytes <= bits)
                        .isPresent();
            case Expr.Apply(String function, var _, var _) -> bits <= Short.SIZE && function.startsWith("memory.");
            case Expr _ -> false;
        };
    }
}
