package dev.ken.bpftrace;

import dev.ken.bpftrace.ValueType.Aggregation;
import dev.ken.bpftrace.ValueType.Nothing;
import dev.ken.source.Span;
import java.util.Optional;
import java.util.Set;

/// Checks calls: that the function exists, how many arguments it has, and where it stands.
final class CallChecker {
    private static final Set<String> WHOLE_MAPS = Set.of("print", "clear", "zero", "delete", "has_key", "len", "find");

    private static final java.util.List<String> CLOCKS = java.util.List.of("boot", "monotonic", "tai", "sw_tai");

    private final Place place;
    private final ExpressionChecker expressions;
    private final ArgumentChecker arguments;
    private final MapCallChecker maps;

    CallChecker(Place place, ExpressionChecker expressions) {
        this.place = place;
        this.expressions = expressions;
        this.arguments = new ArgumentChecker(place);
        this.maps = new MapCallChecker(place);
    }

    /// A call that stands as a statement.
    void action(Expression.Call call) {
        if (arguments(call)) {
            placed(call);
        }
    }

    /// A call whose value is used.
    void value(Expression.Call call) {
        if (!arguments(call)) {
            return;
        }
        if (place.of(call) instanceof Nothing) {
            place.error("no-value", call.function() + "() gives no value", call.at());
        }
        placed(call);
    }

    /// Aggregations are for maps only.
    void placed(Expression.Call call) {
        if (place.of(call) instanceof Aggregation) {
            place.error(
                    "aggregation",
                    call.function() + "() must be assigned to a map",
                    call.at(),
                    "for example `@[comm] = " + call.function() + "(…)`");
        }
    }

    /// Whether the function exists; its arguments are checked where it does.
    boolean arguments(Expression.Call call) {
        if (place.macros().contains(call.function())) {
            call.arguments().forEach(argument -> macroArgument(argument));
            return true;
        }
        Optional<Functions.Signature> signature = Functions.function(call.function());
        if (signature.isEmpty()) {
            int start = call.at().start();
            place.misspelt(
                    "unknown-function",
                    "unknown function `" + call.function() + "`",
                    call.at(),
                    new Span(start, start + call.function().length()),
                    call.function(),
                    Functions.functionNames(place.dialect()));
            call.arguments().forEach(expressions::value);
            return false;
        }
        Functions.Signature known = signature.get();
        if (!place.dialect().since(known.since())) {
            place.error(
                    "unknown-function",
                    call.function() + "() came with bpftrace " + known.since().shown() + ", this is "
                            + place.dialect().shown(),
                    call.at());
            return false;
        }
        clock(call);
        arity(call, known);
        if (known.unsafe()) {
            place.error(
                    "unsafe-function",
                    call.function() + "() changes the system; bpftrace runs it only with --unsafe",
                    call.at());
        }
        for (int i = 0; i < call.arguments().size(); i++) {
            argument(call, i);
        }
        arguments.check(call);
        maps.check(call);
        return true;
    }

    /// A macro may be the first to give a map or a variable a value.
    private void macroArgument(Expression argument) {
        if (!(argument instanceof Expression.MapAccess map && map.keys().isEmpty())
                && !(argument instanceof Expression.Variable)) {
            expressions.value(argument);
        }
    }

    private void argument(Expression.Call call, int i) {
        Expression argument = call.arguments().get(i);
        boolean whole = i == 0
                && argument instanceof Expression.MapAccess map
                && map.keys().isEmpty()
                && WHOLE_MAPS.contains(call.function())
                && !(call.function().equals("delete") && call.arguments().size() == 1);
        // Texts that are used up while the program is compiled may be long.
        boolean compiled =
                FormatChecker.formatted(call.function()) || call.function().equals("cgroupid");
        boolean format = i == 0 && compiled && argument instanceof Expression.Text;
        boolean word = argument instanceof Expression.Name
                && (call.function().equals("pid")
                        || call.function().equals("tid")
                        || call.function().equals("nsecs"));
        // `find` gives it a value.
        boolean result = i == 2 && call.function().equals("find") && argument instanceof Expression.Variable;
        // `str($1)` and `str($1 + 4)` take its text.
        boolean parameter = i == 0 && call.function().equals("str") && ArgumentChecker.textParameter(argument);
        if (!result && !whole && !format && !word && !parameter && !ArgumentChecker.mode(call, argument, place.dialect())) {
            expressions.value(argument);
        }
    }

    private void clock(Expression.Call call) {
        if (call.function().equals("nsecs")
                && call.arguments().size() == 1
                && !(call.arguments().getFirst() instanceof Expression.Name(String mode, _) && CLOCKS.contains(mode))) {
            place.error(
                    "argument",
                    "there is no such clock",
                    call.arguments().getFirst().at(),
                    "the clocks are " + String.join(", ", CLOCKS));
        }
    }

    private void arity(Expression.Call call, Functions.Signature known) {
        int n = call.arguments().size();
        int most = switch (call.function()) {
            case "hist" -> place.dialect().since(Dialect.V0_20) ? 2 : 1;
            case "exit" -> place.dialect().since(Dialect.V0_21) ? 1 : 0;
            case "path" -> place.dialect().since(Dialect.V0_22) ? 2 : 1;
            case "delete" ->
                place.dialect().since(Dialect.V0_22) ? 2 : place.dialect() == Dialect.V0_21 ? known.most() : 1;
            default -> known.most();
        };
        if (n < known.least() || n > most) {
            String wanted = known.least() == most
                    ? "" + most
                    : most > 100 ? "at least " + known.least() : known.least() + " to " + most;
            place.error(
                    "arity",
                    call.function() + "() takes " + (most == 0 ? "no" : wanted)
                            + (wanted.endsWith("1") && wanted.length() != 6 ? " argument" : " arguments") + ", not "
                            + n,
                    call.at());
        }
    }
}
