package dev.ken.bpftrace;

import dev.ken.bpftrace.ValueType.Aggregation;
import dev.ken.bpftrace.ValueType.Nothing;
import dev.ken.bpftrace.ValueType.Text;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Checks calls: that the function exists, its arguments, and where it stands.
final class CallChecker {
    private static final Pattern CONVERSION =
            Pattern.compile("%(%|[-+ #0]*\\d*(?:\\.\\d+)?(?:hh|h|ll|l|j|z|t)?[diouxXcsprB])");
    private static final Set<String> FORMATTED = Set.of("printf", "errorf", "debugf", "system", "cat");
    private static final Set<String> OF_MAPS = Set.of("clear", "zero", "delete");

    private final BodyChecker body;
    private final ArgumentChecker arguments;
    private final Typing typing;
    private final MapTypes.Sink sink;

    CallChecker(BodyChecker body, ProbeContext context, Typing typing, MapTypes.Sink sink) {
        this.arguments = new ArgumentChecker(context, typing, sink);
        this.body = body;
        this.typing = typing;
        this.sink = sink;
    }

    /// A call that stands as a statement.
    void action(Expression.Call call) {
        if (!arguments(call)) {
            return;
        }
        if (typing.of(call) instanceof Aggregation) {
            sink.error(
                    "aggregation",
                    call.function() + "() must be assigned to a map",
                    call.at(),
                    "for example `@[comm] = " + call.function() + "(…)`");
        }
    }

    /// A call whose value is used.
    void value(Expression.Call call) {
        if (!arguments(call)) {
            return;
        }
        ValueType type = typing.of(call);
        if (type instanceof Nothing) {
            sink.error("no-value", call.function() + "() gives no value", call.at());
        } else if (type instanceof Aggregation) {
            sink.error("aggregation", call.function() + "() must be assigned to a map", call.at());
        }
    }

    /// Whether the function exists; its arguments are checked where it does.
    boolean arguments(Expression.Call call) {
        Optional<Functions.Signature> signature = Functions.function(call.function());
        if (signature.isEmpty()) {
            sink.error(
                    "unknown-function",
                    "unknown function `" + call.function() + "`",
                    call.at(),
                    Names.hint(Names.nearest(call.function(), Functions.functionNames())));
            call.arguments().forEach(body::value);
            return false;
        }
        Functions.Signature known = signature.get();
        int n = call.arguments().size();
        if (n < known.least() || n > known.most()) {
            String wanted = known.least() == known.most() ? "" + known.least() : known.least() + " to " + known.most();
            sink.error(
                    "arity",
                    call.function() + "() takes " + wanted + (wanted.equals("1") ? " argument" : " arguments")
                            + ", not " + n,
                    call.at());
        }
        if (known.unsafe()) {
            sink.error(
                    "unsafe-function",
                    call.function() + "() changes the system; bpftrace runs it only with --unsafe",
                    call.at());
        }
        for (int i = 0; i < n; i++) {
            Expression argument = call.arguments().get(i);
            boolean whole = i == 0
                    && argument instanceof Expression.MapAccess map
                    && map.keys().isEmpty()
                    && Set.of("print", "clear", "zero", "delete", "has_key", "len")
                            .contains(call.function());
            if (!whole && !ArgumentChecker.mode(call, argument)) {
                body.value(argument);
            }
        }
        kinds(call);
        return true;
    }

    private void kinds(Expression.Call call) {
        if (OF_MAPS.contains(call.function()) && arguments(call, 0)) {
            Expression first = call.arguments().get(0);
            boolean map = first instanceof Expression.MapAccess access
                    && (access.keys().isEmpty() || call.function().equals("delete"));
            if (!map) {
                sink.error("argument", call.function() + "() needs a map", first.at());
            }
        }
        if (FORMATTED.contains(call.function()) && arguments(call, 0)) {
            format(call);
        }
        arguments.check(call);
        if (call.function().equals("debugf") && arguments(call, 4)) {
            sink.error("arity", "debugf() takes at most 3 values", call.at());
        }
        if (call.function().equals("print")
                && !(arguments(call, 0) && call.arguments().get(0) instanceof Expression.MapAccess)
                && arguments(call, 1)) {
            sink.error(
                    "argument",
                    "only a map can be printed with a limit",
                    call.arguments().get(1).at());
        }
        if (call.function().equals("lhist")) {
            for (Expression argument : call.arguments().stream().skip(1).toList()) {
                if (!(argument instanceof Expression.Number) && !(argument instanceof Expression.Positional)) {
                    sink.error("argument", "the range and step of lhist() must be numbers", argument.at());
                }
            }
        }
    }

    private static boolean arguments(Expression.Call call, int at) {
        return call.arguments().size() > at;
    }

    private void format(Expression.Call call) {
        if (!(call.arguments().get(0) instanceof Expression.Text form)) {
            sink.error(
                    "format",
                    call.function() + "() needs a constant format",
                    call.arguments().get(0).at());
            return;
        }
        int wanted = 0;
        Matcher conversion = CONVERSION.matcher(form.value());
        while (conversion.find()) {
            if (conversion.group(1).equals("%")) {
                continue;
            }
            wanted++;
            if (wanted < call.arguments().size()) {
                conversion(conversion.group(), call.arguments().get(wanted));
            }
        }
        int given = call.arguments().size() - 1;
        if (wanted != given) {
            sink.error(
                    "format",
                    "the format has " + wanted + (wanted == 1 ? " conversion" : " conversions") + ", and " + given
                            + (given == 1 ? " value is" : " values are") + " given",
                    call.at());
        }
    }

    private void conversion(String conversion, Expression argument) {
        ValueType type = typing.of(argument);
        char kind = conversion.charAt(conversion.length() - 1);
        if (kind == 'r' && !(type instanceof ValueType.Opaque(String of) && of.equals("buf"))) {
            sink.error("format", "`" + conversion + "` needs buf(…)", argument.at());
        } else if (kind == 's' && type instanceof ValueType.Int) {
            sink.error(
                    "format",
                    "`" + conversion + "` needs a string, not " + type.shown(),
                    argument.at(),
                    "use `%d`, or `str(…)` where it is the address of a string");
        } else if ("diuxXoc".indexOf(kind) >= 0 && type instanceof Text) {
            sink.error("format", "`" + conversion + "` needs a number, not a string", argument.at(), "use `%s`");
        }
    }
}
