package dev.ken.synthesis.c;

import dev.ken.kernel.FieldType;
import dev.ken.kernel.TracepointFormat;
import java.util.List;

/// Declares the context of a tracepoint whose structure has another name than it, from its format.
final class Layouts {
    private Layouts() {}

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
