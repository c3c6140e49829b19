package dev.ken.verify;

import dev.ken.ir.Expr;
import dev.ken.ir.Type;
import dev.ken.kernel.FieldType;
import dev.ken.kernel.ProbeFacts;
import dev.ken.verify.PhraseLowering.Typed;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What the attributes of an event are called in contracts of programs, and what they are: the symbols are those that
/// programs read, so that both speak of the same.
final class PhraseNames {
    private static final Type INT = new Type.Int();
    private static final int LONG_BYTES = 8;
    private static final int TEXT_BYTES = 64;

    private PhraseNames() {}

    /// What every event has.
    static Map<String, Typed> common() {
        Map<String, Typed> names = new TreeMap<>();
        for (String name : new String[] {"pid", "tid", "uid", "gid", "cpu", "cgroup", "ppid", "curtask"}) {
            names.put(name, attribute(name, INT, name.equals("curtask") || name.equals("cgroup")));
        }
        names.put("time", attribute("time", INT, true));
        names.put("nsecs", attribute("time", INT, true));
        names.put("comm", attribute("comm", new Type.Text(Readings.COMM_BYTES), false));
        names.put("kstack", attribute("kstack", new Type.Opaque("kstack"), false));
        names.put("ustack", attribute("ustack", new Type.Opaque("ustack"), false));
        return names;
    }

    /// What the events of a probe have beside that.
    static Map<String, Typed> of(Optional<ProbeFacts> facts) {
        Map<String, Typed> names = new TreeMap<>();
        facts.ifPresent(known -> known.fields().forEach((name, field) -> {
            boolean bare = name.matches("arg\\d|retval|ctx");
            if (name.equals("retval") && field.type() instanceof FieldType.Integer) {
                names.put(name, result(field));
                return;
            }
            type(field.type())
                    .ifPresent(type -> names.put(
                            bare ? name : "args." + name, attribute(field.symbol(), type, unsigned(field.type()))));
        }));
        return names;
    }

    /// What a function gives back has a sign, also where the probe tells no more than a register of it.
    private static Typed result(ProbeFacts.SiteField field) {
        Expr register = new Expr.Attribute(field.symbol(), INT);
        return new Typed(
                field.type().equals(FieldType.INT) ? new Expr.Narrow(register, Integer.SIZE, true) : register,
                INT,
                false);
    }

    private static Typed attribute(String symbol, Type type, boolean unsigned) {
        return new Typed(new Expr.Attribute(symbol, type), type, unsigned);
    }

    private static Optional<Type> type(FieldType type) {
        return switch (type) {
            case FieldType.Integer _, FieldType.Pointer _ -> Optional.of(INT);
            case FieldType.Text(int sizeBytes) -> Optional.of(new Type.Text(Math.max(Readings.COMM_BYTES, sizeBytes)));
            case FieldType.DynamicText() -> Optional.of(new Type.Text(TEXT_BYTES));
            case FieldType.Array _ -> Optional.of(new Type.Opaque("array"));
            case FieldType.Opaque _ -> Optional.empty();
        };
    }

    private static boolean unsigned(FieldType type) {
        return switch (type) {
            case FieldType.Integer(int sizeBytes, boolean signed) -> !signed && sizeBytes == LONG_BYTES;
            case FieldType.Pointer _ -> true;
            case FieldType.Text _, FieldType.DynamicText _, FieldType.Array _, FieldType.Opaque _ -> false;
        };
    }
}
