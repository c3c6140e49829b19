package dev.ken.bpftrace;

import dev.ken.bpftrace.ValueType.Text;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Checks what kinds of arguments functions take.
final class ArgumentChecker {
    private static final int MOST_STACK_FRAMES = 1_024;
    private static final int MAC_BYTES = 6;

    /// What one argument must be.
    private enum Wanted {
        NUMBER("a number"),
        /// A number or a map of numbers.
        MEASURE("a number"),
        /// A number that is not a negative literal.
        SIZE("a number that is not negative"),
        /// A number literal that is not negative.
        COUNT("a number literal"),
        LITERAL("a string literal"),
        STRING("a string"),
        ADDRESS("an address"),
        MEMORY("a number, an address, a string or an array"),
        ANY("");

        private final String shown;

        Wanted(String shown) {
            this.shown = shown;
        }
    }

    private static final Map<String, List<Wanted>> WANTED = Map.ofEntries(
            Map.entry("time", List.of(Wanted.LITERAL)),
            Map.entry("strftime", List.of(Wanted.LITERAL, Wanted.NUMBER)),
            Map.entry("str", List.of(Wanted.ADDRESS, Wanted.SIZE)),
            Map.entry("buf", List.of(Wanted.MEMORY, Wanted.SIZE)),
            Map.entry("ksym", List.of(Wanted.ADDRESS)),
            Map.entry("usym", List.of(Wanted.ADDRESS)),
            Map.entry("kptr", List.of(Wanted.ADDRESS)),
            Map.entry("uptr", List.of(Wanted.ADDRESS)),
            Map.entry("kaddr", List.of(Wanted.LITERAL)),
            Map.entry("percpu_kaddr", List.of(Wanted.LITERAL, Wanted.NUMBER)),
            Map.entry("uaddr", List.of(Wanted.LITERAL)),
            Map.entry("reg", List.of(Wanted.LITERAL)),
            Map.entry("pton", List.of(Wanted.LITERAL)),
            Map.entry("cgroupid", List.of(Wanted.LITERAL)),
            Map.entry("cgroup_path", List.of(Wanted.NUMBER, Wanted.STRING)),
            Map.entry("strerror", List.of(Wanted.NUMBER)),
            Map.entry("bswap", List.of(Wanted.NUMBER)),
            Map.entry("strncmp", List.of(Wanted.STRING, Wanted.STRING, Wanted.COUNT)),
            Map.entry("strcontains", List.of(Wanted.STRING, Wanted.STRING)),
            Map.entry("unwatch", List.of(Wanted.NUMBER)),
            Map.entry("join", List.of(Wanted.ADDRESS, Wanted.LITERAL)),
            Map.entry("exit", List.of(Wanted.NUMBER)),
            Map.entry("override", List.of(Wanted.NUMBER)),
            Map.entry("skboutput", List.of(Wanted.LITERAL, Wanted.ADDRESS, Wanted.NUMBER, Wanted.NUMBER)),
            Map.entry("hist", List.of(Wanted.MEASURE)),
            Map.entry("sum", List.of(Wanted.MEASURE)),
            Map.entry("avg", List.of(Wanted.MEASURE)),
            Map.entry("min", List.of(Wanted.MEASURE)),
            Map.entry("max", List.of(Wanted.MEASURE)),
            Map.entry("stats", List.of(Wanted.MEASURE)),
            Map.entry("lhist", List.of(Wanted.MEASURE)));
    private static final Set<String> OLD_MODES = Set.of("bpftrace", "perf");
    private static final Set<String> MODES = Set.of("bpftrace", "perf", "raw", "build_id");
    private static final Set<String> USER = Set.of("uprobe", "uretprobe", "usdt");
    private static final Set<String> SIGNALLED = Set.of(
            "kprobe",
            "kretprobe",
            "uprobe",
            "uretprobe",
            "usdt",
            "tracepoint",
            "profile",
            "fentry",
            "fexit",
            "rawtracepoint");
    private static final Set<String> SIGNALS = Set.of(
            "SIGABRT", "SIGALRM", "SIGBUS", "SIGCHLD", "SIGCONT", "SIGFPE", "SIGHUP", "SIGILL", "SIGINT", "SIGKILL",
            "SIGPIPE", "SIGPOLL", "SIGQUIT", "SIGSEGV", "SIGSTOP", "SIGSYS", "SIGTERM", "SIGTRAP", "SIGTSTP",
            "SIGTTIN", "SIGTTOU", "SIGURG", "SIGUSR1", "SIGUSR2", "SIGVTALRM", "SIGWINCH", "SIGXCPU", "SIGXFSZ");
    private static final int MOST_SIGNAL = 64;
    private static final Set<String> REGISTERS = Set.of(
            "r15", "r14", "r13", "r12", "bp", "bx", "r11", "r10", "r9", "r8", "ax", "cx", "dx", "si", "di", "orig_ax",
            "ip", "cs", "flags", "sp", "ss");
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");

    private final Place place;
    private final FormatChecker formats;

    ArgumentChecker(Place place) {
        this.place = place;
        this.formats = new FormatChecker(place);
    }

    /// Whether an argument is the mode of a stack.
    static boolean mode(Expression.Call call, Expression argument, Dialect dialect) {
        return (call.function().equals("kstack") || call.function().equals("ustack"))
                && argument instanceof Expression.Name name
                && (dialect.since(Dialect.V0_18) ? MODES : OLD_MODES).contains(name.name());
    }

    /// `str($1)`, which stands for a literal.
    static boolean parameter(Expression argument) {
        return argument instanceof Expression.Call call
                && call.function().equals("str")
                && !call.arguments().isEmpty()
                && call.arguments().get(0) instanceof Expression.Positional;
    }

    void check(Expression.Call call) {
        List<Wanted> wanted = WANTED.getOrDefault(call.function(), List.of());
        for (int i = 0; i < Math.min(wanted.size(), call.arguments().size()); i++) {
            Expression argument = call.arguments().get(i);
            if (!right(wanted.get(i), argument)) {
                wrong(call, wanted.get(i).shown, argument);
            }
        }
        if (call.function().equals("str")) {
            string(call);
        } else if (call.function().equals("uaddr")
                && !call.arguments().isEmpty()
                && call.arguments().get(0) instanceof Expression.Text(String name, var at)
                && !name.matches("[a-zA-Z0-9./_-]+")) {
            place.error("argument", "`" + name + "` is no name of a symbol", at);
        }
        places(call);
        formats.check(call);
        if (!call.arguments().isEmpty()) {
            special(call, call.arguments().get(0), call.arguments().getLast());
        }
    }

    /// Within `str()` a parameter stands for its text: alone, or with a number added.
    private void string(Expression.Call call) {
        for (int i = 0; i < call.arguments().size(); i++) {
            Expression argument = call.arguments().get(i);
            boolean alone = argument instanceof Expression.Positional;
            boolean sum = !alone && textParameter(argument);
            if (sum && i == 0) {
                beyond((Expression.Binary) argument);
            }
            boolean[] parameter = {false};
            Walk.expression(argument, inner -> {
                parameter[0] |= inner instanceof Expression.Positional;
                if (inner instanceof Expression.PositionalCount count) {
                    place.error("parameter", "`$#` is a number; use it without str()", count.at());
                }
            });
            if (parameter[0] && !sum && (i > 0 || !alone)) {
                place.error(
                        "parameter",
                        "str() takes a parameter alone, or with a number added to it",
                        argument.at(),
                        "for example `str($1)` or `str($1 + 4)`");
            }
        }
    }

    /// A parameter, alone or with a number added.
    static boolean textParameter(Expression argument) {
        return argument instanceof Expression.Positional
                || argument instanceof Expression.Binary(var operator, var left, var right, _)
                        && operator == BinaryOperator.PLUS
                        && (left instanceof Expression.Positional && right instanceof Expression.Number
                                || left instanceof Expression.Number && right instanceof Expression.Positional);
    }

    /// That a number added to a parameter does not lead behind its text.
    private void beyond(Expression.Binary sum) {
        Expression.Positional parameter = (Expression.Positional)
                (sum.left() instanceof Expression.Positional ? sum.left() : sum.right());
        Expression.Number number =
                (Expression.Number) (sum.left() instanceof Expression.Number ? sum.left() : sum.right());
        place.settings().parameters().ifPresent(all -> {
            int length = parameter.index() <= all.size()
                    ? all.get(parameter.index() - 1).length()
                    : 0;
            if (Long.compareUnsigned(number.value(), length) > 0) {
                place.error(
                        "parameter",
                        "`$" + parameter.index() + "` has only " + length + " characters",
                        sum.at());
            }
        });
    }

    private void special(Expression.Call call, Expression first, Expression last) {
        switch (call.function()) {
            case "kstack", "ustack" -> stack(call);
            case "pton" -> {
                if (first instanceof Expression.Text text && !address(text.value())) {
                    wrong(call, "an IP address", text);
                }
            }
            case "buf" -> {
                if (call.arguments().size() == 1
                        && !Kind.in(place.of(first), Kind.ARRAY)
                        && !place.of(first).equals(new ValueType.Opaque("array"))) {
                    place.error("argument", "buf() needs a length where the first argument is no array", call.at());
                }
            }
            case "ntop" -> {
                if (call.arguments().size() == 2 && !right(Wanted.NUMBER, first)) {
                    wrong(call, "a number", first);
                }
                if (!bytes(last, 4, 16)) {
                    wrong(call, "a number or 4 or 16 bytes", last);
                }
            }
            case "macaddr" -> {
                if (!bytes(first, MAC_BYTES) && !Kind.in(place.of(first), Kind.POINTER, Kind.CONTEXT)) {
                    wrong(call, "a number, an address or 6 bytes", first);
                }
            }
            case "reg" -> {
                if (first instanceof Expression.Text(String name, var at) && !REGISTERS.contains(name)) {
                    place.error(
                            "argument",
                            "x86-64 has no register `" + name + "`",
                            at,
                            Names.hint(Names.nearest(name, new java.util.TreeSet<>(REGISTERS))));
                }
            }
            case "signal" -> signal(call, first);
            default -> {}
        }
    }

    private void signal(Expression.Call call, Expression first) {
        Optional<Long> number = place.literal(first);
        boolean named = first instanceof Expression.Text(String name, var _) && SIGNALS.contains(full(name));
        if (number.filter(n -> n < 1 || n > MOST_SIGNAL).isPresent()
                || !named && !Kind.in(place.of(first), Kind.INTEGER)) {
            wrong(call, "a signal: a name, or a number from 1 to 64", first);
        }
    }

    /// bpftrace takes a name that begins with S to be whole.
    private static String full(String signal) {
        String capitals = signal.toUpperCase(java.util.Locale.ROOT);
        return capitals.startsWith("S") ? capitals : "SIG" + capitals;
    }

    private void stack(Expression.Call call) {
        for (int i = 0; i < call.arguments().size(); i++) {
            Expression argument = call.arguments().get(i);
            Optional<Long> number = place.literal(argument);
            boolean mode = mode(call, argument, place.dialect()) && i == 0;
            boolean last = i == call.arguments().size() - 1;
            if (!mode && !(last && (number.isPresent() || place.open(argument)))) {
                wrong(call, last ? "a mode or a number" : "a mode", argument);
            } else if (number.filter(n -> n < 0 || n > MOST_STACK_FRAMES).isPresent()) {
                place.error("argument", "a stack has at most " + MOST_STACK_FRAMES + " frames", argument.at());
            }
        }
    }

    /// A number, or memory of one of these sizes.
    private boolean bytes(Expression argument, int... sizes) {
        ValueType type = place.of(argument);
        long size = switch (type) {
            case Text(int width) -> switch (argument) {
                case Expression.Text text -> ExpressionChecker.bytes(text.value()) + 1;
                case Expression.Ternary _ -> ValueType.TEXT_BYTES;
                case Expression _ -> width;
            };
            case ValueType.Array array -> place.types().sizeBytes(array);
            case ValueType other ->
Kind.in(other, Kind.INTEGER) ? sizes[0] : -1;
        };
        return java.util.Arrays.stream(sizes).anyMatch(one -> one == size);
    }

    private static boolean address(String text) {
        if (!text.contains(":")) {
            return IPV4.matcher(text).matches();
        }
        int gap = text.indexOf("::");
        if (!text.matches("[0-9a-fA-F:]+(\\d+\\.\\d+\\.\\d+\\.\\d+)?")
                || text.contains(":::")
                || gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            return false;
        }
        boolean mixed = text.contains(".");
        long groups = java.util.Arrays.stream(text.split(":"))
                        .filter(group -> !group.isEmpty())
                        .count()
                + (mixed ? 1 : 0);
        boolean short4 =
                java.util.Arrays.stream(text.split(":")).allMatch(group -> group.contains(".") || group.length() <= 4);
        boolean ends = gap >= 0 || !text.startsWith(":") && !text.endsWith(":");
        return short4 && ends && (gap >= 0 ? groups < 8 : groups == 8);
    }

    private void places(Expression.Call call) {
        String provider = place.context().provider();
        boolean wrong = switch (call.function()) {
            case "uaddr" -> !USER.contains(provider);
            case "reg" ->
                Set.of("fentry", "fexit", "tracepoint", "iter", "BEGIN", "END", "begin", "end", "rawtracepoint")
                        .contains(provider);
            case "path" -> !Set.of("fentry", "fexit", "iter").contains(provider);
            case "skboutput" -> !Set.of("fentry", "fexit").contains(provider);
            case "signal" -> !SIGNALLED.contains(provider);
            case "override" -> !provider.equals("kprobe");
            default -> false;
        };
        if (wrong) {
            place.error("place", call.function() + "() is not there in " + provider + " probes", call.at());
        }
    }

    private boolean right(Wanted wanted, Expression argument) {
        ValueType type = place.of(argument);
        boolean newer = place.dialect().since(Dialect.V0_21);
        return switch (wanted) {
            case NUMBER -> Kind.in(type, Kind.INTEGER) || newer && MapTypes.castable(type);
            case MEASURE -> Kind.in(type, Kind.INTEGER) || newer && MapTypes.castable(type);
            case SIZE ->
                Kind.in(type, Kind.INTEGER)
                        && place.literal(argument).filter(n -> n < 0).isEmpty();
            case COUNT ->
                place.literal(argument).filter(n -> n >= 0).isPresent() || place.open(argument);
            case LITERAL ->
                argument instanceof Expression.Text || parameter(argument);
            case STRING -> Kind.in(type, Kind.TEXT);
            case ADDRESS ->
                Kind.in(type, Kind.INTEGER, Kind.POINTER, Kind.CONTEXT)
                        || place.dialect().since(Dialect.V0_18) && memory(argument, type);
            case MEMORY -> Kind.in(type, Kind.INTEGER, Kind.POINTER, Kind.TEXT, Kind.ARRAY, Kind.CONTEXT);
            case ANY -> true;
        };
    }

    /// Texts and arrays that lie in memory.
    private static boolean memory(Expression argument, ValueType type) {
        return Kind.in(type, Kind.TEXT, Kind.ARRAY)
                && (argument instanceof Expression.Field || argument instanceof Expression.Unary);
    }

    private void wrong(Expression.Call call, String needed, Expression argument) {
        ValueType of = place.of(argument);
        place.error(
                "argument",
                call.function() + "() needs " + needed + " here, not "
                        + (of instanceof ValueType.Unknown ? "this" : of.shown()),
                argument.at());
    }
}
