package dev.ken.bpftrace.show;

import dev.ken.ir.run.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `printf` as bpftrace 0.17 does it: C's conversions, where a number without a length is cut to 32 bits.
final class Formatted {
    private static final Pattern DIRECTIVE =
            Pattern.compile("%(?<flags>[-0]*)(?<width>\\d{0,4})(?:[.](?<precision>\\d{0,4}))?"
                    + "(?<length>hh|h|ll|l|j|z|t|)(?<kind>[diuxXocpsr%])");

    private Formatted() {}

    static String of(String form, List<Value> values) {
        StringBuilder out = new StringBuilder();
        Matcher matcher = DIRECTIVE.matcher(form);
        int from = 0;
        int next = 0;
        while (matcher.find(from)) {
            out.append(form, from, matcher.start());
            from = matcher.end();
            if (matcher.group("kind").equals("%")) {
                out.append('%');
            } else if (next < values.size()) {
                out.append(padded(matcher, converted(matcher, values.get(next++))));
            }
        }
        return out.append(form.substring(from)).toString();
    }

    private static String converted(Matcher matcher, Value value) {
        String precision = matcher.group("precision");
        char kind = matcher.group("kind").charAt(0);
        return switch (kind) {
            case 's' -> cut(Shown.text(value), precision);
            case 'r' -> Shown.text(value);
            case 'c' -> String.valueOf((char) (number(value) & 0xff));
            case 'p' -> number(value) == 0 ? "(nil)" : "0x" + Long.toHexString(number(value));
            default -> digits(kind, narrowed(number(value), matcher.group("length"), kind), precision);
        };
    }

    private static String cut(String text, String precision) {
        return precision == null || precision.isEmpty() || text.length() <= Integer.parseInt(precision)
                ? text
                : text.substring(0, Integer.parseInt(precision));
    }

    private static String digits(char kind, long number, String precision) {
        String digits = switch (kind) {
            case 'x' -> Long.toHexString(number);
            case 'X' -> Long.toHexString(number).toUpperCase(java.util.Locale.ROOT);
            case 'o' -> Long.toOctalString(number);
            case 'u' -> Long.toUnsignedString(number);
            default -> Long.toString(number);
        };
        int wanted = precision == null || precision.isEmpty() ? 0 : Integer.parseInt(precision);
        boolean negative = digits.startsWith("-");
        String plain = negative ? digits.substring(1) : digits;
        return (negative ? "-" : "") + "0".repeat(Math.max(0, wanted - plain.length())) + plain;
    }

    private static long narrowed(long number, String length, char kind) {
        int widthBits = switch (length) {
            case "hh" -> 8;
            case "h" -> 16;
            case "" -> 32;
            default -> 64;
        };
        int left = 64 - widthBits;
        return kind == 'd' || kind == 'i' ? number << left >> left : number << left >>> left;
    }

    private static String padded(Matcher matcher, String text) {
        int width = matcher.group("width").isEmpty() ? 0 : Integer.parseInt(matcher.group("width"));
        int missing = width - text.getBytes(StandardCharsets.UTF_8).length;
        if (missing <= 0) {
            return text;
        }
        if (matcher.group("flags").contains("-")) {
            return text + " ".repeat(missing);
        }
        char kind = matcher.group("kind").charAt(0);
        boolean zeros = matcher.group("flags").contains("0")
                && "diuxXo".indexOf(kind) >= 0
                && matcher.group("precision") == null;
        if (!zeros) {
            return " ".repeat(missing) + text;
        }
        return text.startsWith("-") ? "-" + "0".repeat(missing) + text.substring(1) : "0".repeat(missing) + text;
    }

    private static long number(Value value) {
        return switch (value) {
            case Value.Int(long number) -> number;
            case Value.Bool(boolean truth) -> truth ? 1 : 0;
            case Value.Text _, Value.Opaque _, Value.Tuple _ -> 0;
        };
    }

    /// A buffer: printable bytes as they are, others as `\xNN`.
    static String escaped(String bytes) {
        StringBuilder out = new StringBuilder();
        for (char c : bytes.toCharArray()) {
            if (c >= ' ' && c < 127) {
                out.append(c);
            } else {
                out.append("\\x").append(Integer.toHexString(c | 0x100), 1, 3);
            }
        }
        return out.toString();
    }
}
