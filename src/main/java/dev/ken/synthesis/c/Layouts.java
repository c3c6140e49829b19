package dev.ken.synthesis.c;

import dev.ken.kernel.FieldType;
import dev.ken.kernel.TracepointFormat;
import dev.ken.kernel.btf.Btf;
import dev.ken.kernel.btf.Kind;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The context of a tracepoint whose structure has another name than it: tracepoints of one class share that of the
/// class (`DECLARE_EVENT_CLASS`). Where there is none that fits, it is declared from the format.
final class Layouts {
    private static final String CLASS = "trace_event_raw_";
    /// Letters that the names of a class and its tracepoints have in common at least: `netif_receive_skb` is of
    /// `net_dev_template`.
    private static final int LEAST_PREFIX = 3;

    private Layouts() {}

    /// The structure of the kernel with the same fields at the same places, of those the one whose name is most alike.
    static Optional<String> ofClass(TracepointFormat format, Btf btf) {
        return btf.ownNames(Kind.STRUCT).tailSet(CLASS).stream()
                .takeWhile(name -> name.startsWith(CLASS))
                .filter(name -> common(format.name(), name) >= LEAST_PREFIX && fits(format, name, btf))
                .max(Comparator.comparing((String name) -> common(format.name(), name))
                        .thenComparing(Comparator.reverseOrder()))
                .map(name -> "struct " + name);
    }

    private static int common(String tracepoint, String struct) {
        int at = 0;
        while (at < tracepoint.length()
                && CLASS.length() + at < struct.length()
                && tracepoint.charAt(at) == struct.charAt(CLASS.length() + at)) {
            at++;
        }
        return at;
    }

    private static boolean fits(TracepointFormat format, String struct, Btf btf) {
        Optional<Integer> id = btf.find(Kind.STRUCT, struct);
        return id.isPresent()
                && format.fields().stream().allMatch(field -> {
                    boolean dynamic = field.type() instanceof FieldType.DynamicText;
                    return btf.access(id.get(), (dynamic ? "__data_loc_" : "") + field.name())
                            .filter(at -> at.offsetBytes() == field.offsetBytes()
                                    && at.sizeBits() == (long) Byte.SIZE * field.sizeBytes())
                            .isPresent();
                });
    }

    static String declare(TracepointFormat format, CProgram program) {
        StringBuilder text = new StringBuilder("/* The record of " + format.category() + ":" + format.name()
                + ", from its format. */\nstruct " + format.name() + "_record {\n");
        int at = 0;
        for (TracepointFormat.Field field : format.fields()) {
            int unit = Math.max(1, unitBytes(field));
            int natural = (at + unit - 1) / unit * unit;
            if (field.offsetBytes() > natural || at == 0) {
                text.append("\tchar unused")
                        .append(at)
                        .append('[')
                        .append(field.offsetBytes() - at)
                        .append("];\n");
            }
            text.append('\t').append(declaration(field)).append(";\n");
            at = field.offsetBytes() + field.sizeBytes();
        }
        program.once(text + "};");
        return "struct " + format.name() + "_record";
    }

    private static int unitBytes(TracepointFormat.Field field) {
        return switch (field.type()) {
            case FieldType.Integer(int bytes, boolean _) -> bytes;
            case FieldType.Pointer _ -> 8;
            case FieldType.DynamicText() -> 4;
            case FieldType.Array(int bytes, boolean _, int _) -> bytes;
            case FieldType.Text _, FieldType.Opaque _ -> 1;
        };
    }

    private static String declaration(TracepointFormat.Field field) {
        return switch (field.type()) {
            case FieldType.Integer(int bytes, boolean signed) -> integer(bytes, signed) + " " + field.name();
            case FieldType.Pointer _ -> "void *" + field.name();
            case FieldType.Text(int bytes) -> "char " + field.name() + "[" + bytes + "]";
            case FieldType.DynamicText() -> "__u32 __data_loc_" + field.name();
            case FieldType.Array(int bytes, boolean signed, int length) ->
                integer(bytes, signed) + " " + field.name() + "[" + length + "]";
            case FieldType.Opaque _ -> "char " + field.name() + "[" + field.sizeBytes() + "]";
        };
    }

    private static String integer(int bytes, boolean signed) {
        return (signed ? "__s" : "__u") + List.of(8, 16, 32, 64).get(Integer.numberOfTrailingZeros(bytes));
    }
}
