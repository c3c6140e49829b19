package dev.ken.ir.run;

import dev.ken.ir.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Concrete values.
public sealed interface Value {
    record Bool(boolean value) implements Value {}

    record Int(long value) implements Value {}

    /// Bytes of a text, one a char (0 to 255), NULs to the full width.
    record Text(String bytes) implements Value {
        /// `text` in UTF-8, cut to leave a final NUL or padded to `widthBytes`.
        public static Text of(String text, int widthBytes) {
            String bytes = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            return new Text(bytes + "\0").resized(widthBytes);
        }

        /// The same in another width; a cut keeps a final NUL.
        public Text resized(int widthBytes) {
            if (bytes.length() <= widthBytes) {
                return new Text(bytes + "\0".repeat(widthBytes - bytes.length()));
            }
            return new Text(bytes.substring(0, Math.max(0, widthBytes - 1)) + (widthBytes == 0 ? "" : "\0"));
        }

        /// What stands before the first NUL, read as UTF-8.
        public String shown() {
            int end = bytes.indexOf('\0');
            String known = end < 0 ? bytes : bytes.substring(0, end);
            return new String(known.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        }
    }

    /// Known by its text only: a stack, a symbol.
    record Opaque(String shown) implements Value {}

    record Tuple(List<Value> parts) implements Value {
        public Tuple {
            parts = List.copyOf(parts);
        }
    }

    /// 0, false, empty.
    static Value zero(Type type) {
        return switch (type) {
            case Type.Bool() -> new Bool(false);
            case Type.Int() -> new Int(0);
            case Type.Text(int widthBytes) -> new Text("\0".repeat(widthBytes));
            case Type.Opaque _ -> new Opaque("");
            case Type.Tuple(var parts) ->
                new Tuple(parts.stream().map(Value::zero).toList());
        };
    }
}
