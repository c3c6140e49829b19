package dev.ken.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a tracefs `format` file (Documentation/trace/events.rst). Total: lines that are no fields are passed
/// over, and a text without a name gives nothing.
public final class TracepointFormatParser {
    private static final int LONGEST_TEXT = 1 << 20;
    private static final String COMMON = "common_";
    private static final Pattern NAME = Pattern.compile("^name: (\\w+)$", Pattern.MULTILINE);
    private static final Pattern FIELD =
            Pattern.compile("field:([^;]{1,200});\\s*offset:(\\d{1,6});\\s*size:(\\d{1,6});(?:\\s*signed:([01]);)?");
    private static final Pattern DECLARATION = Pattern.compile("^(.*?)(\\w+)(\\[\\w*\\])?$");

    private TracepointFormatParser() {}

    public static Optional<TracepointFormat> parse(String category, String text) {
        if (text.length() > LONGEST_TEXT) {
            return Optional.empty();
        }
        Matcher name = NAME.matcher(text);
        if (!name.find()) {
            return Optional.empty();
        }
        List<TracepointFormat.Field> fields = new ArrayList<>();
        Matcher line = FIELD.matcher(text);
        while (line.find()) {
            field(line).filter(field -> !field.name().startsWith(COMMON)).ifPresent(fields::add);
        }
        return Optional.of(new TracepointFormat(category, name.group(1), fields));
    }

    /// Reads lines that are fields and nothing else, each of them whole.
    static TracepointFormat fields(String category, String name, String text) throws NoFormat {
        if (text.length() > LONGEST_TEXT) {
            throw new NoFormat(0, text.length() + " characters are more than " + LONGEST_TEXT);
        }
        List<TracepointFormat.Field> fields = new ArrayList<>();
        int at = 0;
        for (String written : text.split("\n")) {
            Matcher line = FIELD.matcher(written.strip());
            if (!written.isBlank()) {
                Optional<TracepointFormat.Field> field = line.matches() ? field(line) : Optional.empty();
                fields.add(field.orElseThrow(noFormat(at, written)));
            }
            at += written.length() + 1;
        }
        return new TracepointFormat(category, name, fields);
    }

    private static Supplier<NoFormat> noFormat(int at, String line) {
        String shown = line.strip();
        return () -> new NoFormat(
                at, "not a field of a format: " + (shown.length() > 80 ? shown.substring(0, 80) + "…" : shown));
    }

    /// A text that is no format, `at` so many characters behind its start.
    static final class NoFormat extends Exception {
        private static final long serialVersionUID = 1L;
        private final int at;

        NoFormat(int at, String message) {
            super(message, null, false, false);
            this.at = at;
        }

        int at() {
            return at;
        }
    }

    private static Optional<TracepointFormat.Field> field(Matcher line) {
        Matcher declaration = DECLARATION.matcher(line.group(1).strip());
        if (!declaration.matches()) {
            return Optional.empty();
        }
        String cType = declaration.group(1).strip();
        String array = Optional.ofNullable(declaration.group(3)).orElse("");
        int size = Integer.parseInt(line.group(3));
        boolean signed = "1".equals(line.group(4));
        return Optional.of(new TracepointFormat.Field(
                declaration.group(2),
                cType + array,
                Integer.parseInt(line.group(2)),
                size,
                type(cType, array, size, signed)));
    }

    private static FieldType type(String cType, String array, int size, boolean signed) {
        if (cType.startsWith("__data_loc") || cType.startsWith("__rel_loc")) {
            return cType.contains("char") ? new FieldType.DynamicText() : new FieldType.Opaque(cType);
        }
        if (cType.endsWith("*") || array.isEmpty() && cType.contains("*")) {
            return new FieldType.Pointer(target(cType));
        }
        if (!array.isEmpty()) {
            return array(cType, array, size, signed);
        }
        return size == 1 || size == 2 || size == 4 || size == 8
                ? new FieldType.Integer(size, signed || isSignedWord(cType, size))
                : new FieldType.Opaque(cType);
    }

    /// What a pointer points to, without qualifiers; empty where that is a function or nothing at all.
    private static String target(String cType) {
        int star = cType.lastIndexOf('*');
        String to = cType.substring(0, star)
                .replaceAll("\\b(const|volatile|restrict)\\b", "")
                .strip();
        return to.contains("(") || to.equals("void") || !cType.endsWith("*")
                ? ""
                : to.replaceAll("\\s+", " ").replace(" *", "*");
    }

    /// System call arguments are kept in 8 bytes without a sign flag; their sign is that of their C type.
    private static boolean isSignedWord(String cType, int size) {
        return size == 8
                && switch (cType) {
                    case "int",
                            "long",
                            "long int",
                            "off_t",
                            "loff_t",
                            "pid_t",
                            "clockid_t",
                            "key_serial_t",
                            "timer_t" -> true;
                    default -> false;
                };
    }

    private static FieldType array(String cType, String array, int size, boolean signed) {
        String digits = array.substring(1, array.length() - 1);
        if (cType.equals("char")) {
            return new FieldType.Text(Math.max(1, size));
        }
        if (!digits.matches("\\d{1,4}") || Integer.parseInt(digits) == 0) {
            return new FieldType.Opaque(cType + array);
        }
        int length = Integer.parseInt(digits);
        return new FieldType.Array(Math.max(1, size / length), signed, length);
    }
}
