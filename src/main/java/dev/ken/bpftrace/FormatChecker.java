package dev.ken.bpftrace;

import dev.ken.bpftrace.ValueType.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Checks formats and the values that they show.
final class FormatChecker {
    /// Values that debugf(), which the kernel formats, takes.
    private static final int MOST_DEBUG_VALUES = 3;

    private static final String NUMBERS = "(?:hh|h|ll|l|j|z|t)?[duoxXp]";
    private static final Pattern OLD = Pattern.compile("%-?\\d*(?:\\.\\d+)?(?:" + NUMBERS + "|c|s|r[xh]?)");
    private static final Pattern NEW =
            Pattern.compile("%(?:%|[-+ #0]*(?:\\d+|\\*)?(?:\\.\\d+)?(?:" + NUMBERS + "|(?:hh|h|ll|l)?i|c|s|r[xh]?|b))");
    private static final Pattern DEBUG = Pattern.compile("%-?\\d*(?:l|ll)?[duxps]|%-?\\d*(?:l|ll)?[dux]");
    private static final Set<String> FORMATTED = Set.of("printf", "errorf", "warnf", "debugf", "system", "cat", "fail");
    private static final Set<String> SHOWN = Set.of(
            "kstack",
            "ustack",
            "ksym",
            "usym",
            "inet",
            "mac",
            "cgroup-path",
            "timestamp",
            "strerror",
            "symbol",
            "probe",
            "username");

    private final Place place;

    FormatChecker(Place place) {
        this.place = place;
    }

    static boolean formatted(String function) {
        return FORMATTED.contains(function);
    }

    void check(Expression.Call call) {
        if (!formatted(call.function()) || call.arguments().isEmpty()) {
            return;
        }
        if (!(call.arguments().get(0) instanceof Expression.Text form)) {
            if (!ArgumentChecker.parameter(call.arguments().get(0))) {
                place.error(
                        "format",
                        call.function() + "() needs a constant format",
                        call.arguments().get(0).at());
            }
            return;
        }
        List<String> conversions = conversions(form.value());
        int given = call.arguments().size() - 1;
        for (int i = 0; i < Math.min(conversions.size(), given); i++) {
            conversion(call, conversions.get(i), call.arguments().get(i + 1));
        }
        if (conversions.size() != given) {
            place.error(
                    "format",
                    "the format has " + conversions.size() + (conversions.size() == 1 ? " conversion" : " conversions")
                            + ", and " + given + (given == 1 ? " value is" : " values are") + " given",
                    call.at());
        }
        if (call.function().equals("debugf") && given > MOST_DEBUG_VALUES) {
            place.error("arity", "debugf() takes at most " + MOST_DEBUG_VALUES + " values", call.at());
        }
    }

    private List<String> conversions(String format) {
        List<String> all = new ArrayList<>();
        Matcher found = (place.dialect().since(Dialect.V0_18) ? NEW : OLD).matcher(format);
        while (found.find()) {
            if (!found.group().equals("%%")) {
                all.add(found.group());
            }
        }
        return all;
    }

    private void conversion(Expression.Call call, String conversion, Expression argument) {
        ValueType type = place.of(argument);
        int end = conversion.length() - 1;
        boolean buffer = conversion.matches(".*r[xh]?");
        char kind = buffer ? 'r' : conversion.charAt(end);
        if (call.function().equals("debugf") && !DEBUG.matcher(conversion).matches()) {
            place.error(
                    "format",
                    "debugf() knows no `" + conversion + "`",
                    call.arguments().get(0).at());
        } else if (buffer && Kind.of(type).isPresent() && !type.equals(new ValueType.Opaque("buf"))) {
            place.error("format", "`" + conversion + "` needs buf(…)", argument.at());
        } else if (kind == 's' && !text(type) && !shownAsText(argument)) {
            String shown = type instanceof ValueType.Int ? type.shown() : ExpressionChecker.shown(type);
            place.error(
                    "format",
                    "`" + conversion + "` needs a string, not " + shown,
                    argument.at(),
                    type instanceof ValueType.Int
                            ? new String[] {"use `%d`, or `str(…)` where it is the address of a string"}
                            : type instanceof ValueType.Opaque ? new String[] {"use `%r`"} : new String[0]);
        } else if ("diuxXocp".indexOf(kind) >= 0 && !number(type)) {
            place.error(
                    "format",
                    "`" + conversion + "` needs a number, not " + ExpressionChecker.shown(type),
                    argument.at(),
                    text(type) ? new String[] {"use `%s`"} : new String[0]);
        }
    }

    /// Newer versions show truth values, and texts that lie in the context.
    private boolean shownAsText(Expression argument) {
        boolean behind = argument instanceof Expression.Field(Expression.Name(String of, _), String name, _, _)
                && of.equals("args")
                && place.context()
                        .field(name)
                        .filter(field -> field.type() instanceof dev.ken.kernel.FieldType.DynamicText)
                        .isPresent();
        return place.dialect().since(Dialect.V0_24) && (behind || argument instanceof Expression.Truth);
    }

    private boolean text(ValueType type) {
        return switch (type) {
            case Text _, ValueType.Unknown _ -> true;
            case ValueType.Opaque(String kind) -> SHOWN.contains(kind);
            case ValueType.Int _,
                    ValueType.Pointer _,
                    ValueType.Struct _,
                    ValueType.Array _,
                    ValueType.Tuple _,
                    ValueType.Aggregation _,
                    ValueType.Context _,
                    ValueType.Nothing _ -> false;
        };
    }

    private boolean number(ValueType type) {
        return Kind.in(type, Kind.INTEGER, Kind.POINTER, Kind.CONTEXT)
                || MapTypes.castable(type) && place.dialect().since(Dialect.V0_21);
    }
}
