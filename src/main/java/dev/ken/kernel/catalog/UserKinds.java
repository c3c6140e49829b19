package dev.ken.kernel.catalog;

import dev.ken.kernel.catalog.Attribute.Phase;
import dev.ken.kernel.catalog.Attribute.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `uprobe:FILE:FUNCTION` for every function of every program and library: a span from call to return, with six
/// arguments as numbers and as texts, and its result. `usdt:FILE:PROVIDER:NAME` for every statically defined
/// probe, with its arguments. Whether the file has them is not known here: the tracer tells it when it
/// attaches.
final class UserKinds {
    private static final Pattern FUNCTION = Pattern.compile("uprobe:([^\\s:\"(),]+):([^\\s:\"(),]+)");
    private static final Pattern USDT = Pattern.compile("usdt:([^\\s:\"(),]+):((?:[^\\s:\"(),]+:)?[^\\s:\"(),]+)");

    /// Arguments that come in registers (System V ABI for x86-64).
    private static final int IN_REGISTERS = 6;

    private static final List<String> ORDINALS = List.of("first", "second", "third", "fourth", "fifth", "sixth");

    private UserKinds() {}

    static Optional<EventKind> find(String name) {
        Matcher function = FUNCTION.matcher(name);
        if (function.matches()) {
            return Optional.of(function(name, function.group(1), function.group(2)));
        }
        Matcher usdt = USDT.matcher(name);
        return usdt.matches() ? Optional.of(usdt(name, usdt.group(1), usdt.group(2))) : Optional.empty();
    }

    private static EventKind function(String name, String file, String called) {
        List<Attribute> attributes = new ArrayList<>();
        Map<String, Reading> arguments = arguments(attributes);
        attributes.add(new Attribute(
                "ret",
                Type.SIGNED,
                Unit.NONE,
                Phase.END,
                "the return value",
                List.of("return value", "result", "ret", "returns", "retval", "returned value")));
        return new EventKind(
                name,
                called + " of " + file + " is called",
                "calls of " + called + " of " + file,
                List.of(called),
                attributes,
                List.of(List.of(
                        point(Phase.START, name, arguments),
                        point(
                                Phase.END,
                                "uretprobe:" + file + ":" + called,
                                Map.of("ret", new Reading.SignedLow(Long.SIZE, new Reading.Builtin("retval")))))),
                "calls that the compiler put into their callers");
    }

    private static EventKind usdt(String name, String file, String probe) {
        List<Attribute> attributes = new ArrayList<>();
        Map<String, Reading> arguments = arguments(attributes);
        return new EventKind(
                name,
                "the probe " + probe + " of " + file + " fires",
                "firings of " + probe + " of " + file,
                List.of(probe),
                attributes,
                List.of(List.of(point(Phase.START, name, arguments))),
                "");
    }

    private static Map<String, Reading> arguments(List<Attribute> attributes) {
        Map<String, Reading> readings = new LinkedHashMap<>();
        for (int i = 0; i < IN_REGISTERS; i++) {
            String nth = ORDINALS.get(i);
            Reading register = new Reading.Builtin("arg" + i);
            attributes.add(new Attribute(
                    "arg" + i,
                    Type.INTEGER,
                    Unit.NONE,
                    Phase.START,
                    "its " + nth + " argument",
                    List.of("arg" + i, nth + " argument", nth + " parameter", nth + " arg", "argument " + (i + 1))));
            attributes.add(new Attribute(
                    "text" + i,
                    Type.TEXT,
                    Unit.NONE,
                    Phase.START,
                    "its " + nth + " argument as text",
                    List.of(
                            nth + " argument as text",
                            nth + " argument as a string",
                            nth + " argument as string",
                            nth + " string argument",
                            nth + " text argument",
                            "string of arg" + i,
                            "str(arg" + i + ")")));
            readings.put("arg" + i, register);
            readings.put("text" + i, new Reading.Text(register));
        }
        return readings;
    }

    private static ProbePoint point(Phase phase, String probe, Map<String, Reading> readings) {
        return new ProbePoint(phase, probe, Optional.empty(), Optional.empty(), readings, PointFacts.NONE);
    }
}
