package dev.ken.bpftrace;

import dev.ken.bpftrace.ValueType.Text;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Checks what kinds of arguments functions take.
final class ArgumentChecker {
    /// What one argument must be.
    private enum Kind {
        /// A number or an address.
        NUMBER,
        /// A number that is not a negative literal.
        SIZE,
        /// A string literal.
        LITERAL,
        /// A string.
        STRING,
        /// A number or a text in the context, but no string literal.
        ADDRESS,
        ANY
    }

    private static final Map<String, List<Kind>> KINDS = Map.ofEntries(
            Map.entry("time", List.of(Kind.LITERAL)),
            Map.entry("strftime", List.of(Kind.LITERAL, Kind.NUMBER)),
            Map.entry("str", List.of(Kind.ADDRESS, Kind.SIZE)),
            Map.entry("buf", List.of(Kind.ANY, Kind.SIZE)),
            Map.entry("ksym", List.of(Kind.NUMBER)),
            Map.entry("usym", List.of(Kind.NUMBER)),
            Map.entry("kaddr", List.of(Kind.LITERAL)),
            Map.entry("uaddr", List.of(Kind.LITERAL)),
            Map.entry("reg", List.of(Kind.LITERAL)),
            Map.entry("pton", List.of(Kind.LITERAL)),
            Map.entry("cgroupid", List.of(Kind.LITERAL)),
            Map.entry("cgroup_path", List.of(Kind.NUMBER, Kind.LITERAL)),
            Map.entry("strerror", List.of(Kind.NUMBER)),
            Map.entry("strncmp", List.of(Kind.STRING, Kind.STRING, Kind.SIZE)),
            Map.entry("strcontains", List.of(Kind.STRING, Kind.STRING)),
            Map.entry("unwatch", List.of(Kind.NUMBER)),
            Map.entry("join", List.of(Kind.ADDRESS, Kind.LITERAL)),
            Map.entry("ntop", List.of(Kind.ADDRESS, Kind.ADDRESS)),
            Map.entry("hist", List.of(Kind.NUMBER, Kind.SIZE)),
            Map.entry("sum", List.of(Kind.NUMBER)),
            Map.entry("avg", List.of(Kind.NUMBER)),
            Map.entry("min", List.of(Kind.NUMBER)),
            Map.entry("max", List.of(Kind.NUMBER)),
            Map.entry("stats", List.of(Kind.NUMBER)),
            Map.entry("lhist", List.of(Kind.NUMBER, Kind.SIZE, Kind.SIZE, Kind.SIZE)));
    private static final Set<String> MODES = Set.of("bpftrace", "perf", "raw", "build_id");
    private static final Set<String> USER = Set.of("uprobe", "uretprobe", "usdt");
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    private final ProbeContext context;
    private final Typing typing;
    private final MapTypes.Sink sink;

    ArgumentChecker(ProbeContext context, Typing typing, MapTypes.Sink sink) {
        this.context = context;
        this.typing = typing;
        this.sink = sink;
    }

    static boolean mode(Expression.Call call, Expression argument) {
        return (call.function().equals("kstack") || call.function().equals("ustack"))
                && argument instanceof Expression.Name name
                && MODES.contains(name.name());
    }

    void check(Expression.Call call) {
        List<Kind> kinds = KINDS.getOrDefault(call.function(), List.of());
        for (int i = 0; i < Math.min(kinds.size(), call.arguments().size()); i++) {
            kind(call, kinds.get(i), call.arguments().get(i));
        }
        places(call);
        if (call.function().equals("kstack") || call.function().equals("ustack")) {
            for (Expression argument : call.arguments()) {
                if (!mode(call, argument)
                        && !(argument instanceof Expression.Number)
                        && !(argument instanceof Expression.Positional)) {
                    wrong(call, "a mode or a number", argument);
                }
            }
        }
        if (call.function().equals("pton")
                && call.arguments().size() == 1
                && call.arguments().get(0) instanceof Expression.Text text
                && !address(text.value())) {
            wrong(call, "an IP address", text);
        }
    }

    private static boolean address(String text) {
        return text.contains(":")
                ? text.split(":", -1).length <= 8 && text.matches("[0-9a-fA-F:.]+")
                : IPV4.matcher(text).matches();
    }

    private void places(Expression.Call call) {
        boolean wrong = switch (call.function()) {
            case "uaddr" -> !USER.contains(context.provider());
            case "reg" -> Set.of("fentry", "fexit", "tracepoint").contains(context.provider());
            case "path" -> !Set.of("fentry", "fexit", "iter").contains(context.provider());
            default -> false;
        };
        if (wrong) {
            sink.error("place", call.function() + "() is not there in " + context.provider() + " probes", call.at());
        }
    }

    private void kind(Expression.Call call, Kind kind, Expression argument) {
        ValueType type = typing.of(argument);
        boolean literal = argument instanceof Expression.Text;
        boolean parameter = argument instanceof Expression.Positional;
        switch (kind) {
            case NUMBER -> {
                if (type instanceof Text || type instanceof ValueType.Tuple || type instanceof ValueType.Context) {
                    wrong(call, "a number", argument);
                }
            }
            case SIZE -> {
                boolean negative = argument instanceof Expression.Unary unary
                        && unary.operator() == UnaryOperator.MINUS
                        && unary.of() instanceof Expression.Number;
                if (type instanceof Text || negative) {
                    wrong(call, "a number that is not negative", argument);
                }
            }
            case LITERAL -> {
                if (!literal && !parameter && !strOfParameter(argument)) {
                    wrong(call, "a string literal", argument);
                }
            }
            case STRING -> {
                if (type.number() && !(type instanceof ValueType.Unknown)) {
                    wrong(call, "a string", argument);
                }
            }
            case ADDRESS -> {
                boolean scratch = argument instanceof Expression.Variable && type instanceof Text;
                if (literal || scratch || type instanceof ValueType.Tuple || type instanceof ValueType.Context) {
                    wrong(call, "an address", argument);
                }
            }
            case ANY -> {}
        }
    }

    private static boolean strOfParameter(Expression argument) {
        return argument instanceof Expression.Call call
                && call.function().equals("str")
                && !call.arguments().isEmpty()
                && call.arguments().get(0) instanceof Expression.Positional;
    }

    private void wrong(Expression.Call call, String needed, Expression argument) {
        sink.error(
                "argument",
                call.function() + "() needs " + needed + " here, not "
                        + typing.of(argument).shown(),
                argument.at());
    }
}
