package dev.ken.ir.run;

import dev.ken.ir.Type;
import dev.ken.kernel.Site;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// An event that somebody wrote down: attributes as numbers or texts, texts by their address, and results of functions
/// by their call as text (`ntop(2, 16777343)`).
///
/// @param functions what functions give that the event says nothing of
public record GivenEvent(
        Site site,
        Map<String, Value> attributes,
        Map<Long, String> texts,
        Map<String, Value> results,
        Functions functions)
        implements Event {
    /// Functions that can be computed.
    public interface Functions {
        Optional<Value> apply(GivenEvent event, String function, List<Value> arguments);
    }

    public GivenEvent {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
        results = Collections.unmodifiableMap(new LinkedHashMap<>(results));
    }

    @Override
    public Value attribute(String name, Type type) {
        Value given = attributes.get(name);
        return given == null ? Value.zero(type) : as(given, type);
    }

    @Override
    public Value apply(String function, List<Value> arguments, Type type) {
        Value given = results.get(call(function, arguments));
        return as(
                given != null
                        ? given
                        : functions.apply(this, function, arguments).orElse(Value.zero(type)),
                type);
    }

    @Override
    public Value.Text userText(long address) {
        String text = texts.getOrDefault(address, "");
        return Value.Text.of(text, text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length + 1);
    }

    /// How a call is written.
    public static String call(String function, List<Value> arguments) {
        return function + arguments.stream().map(GivenEvent::plain).collect(Collectors.joining(", ", "(", ")"));
    }

    private static String plain(Value value) {
        return switch (value) {
            case Value.Bool(boolean truth) -> truth ? "1" : "0";
            case Value.Int(long number) -> Long.toString(number);
            case Value.Text text -> text.shown();
            case Value.Opaque(String shown) -> shown;
            case Value.Tuple(var parts) -> parts.stream().map(GivenEvent::plain).collect(Collectors.joining(", "));
        };
    }

    /// A value as one of this type: what was written as a number may be wanted as a text, and the other way round.
    private static Value as(Value value, Type type) {
        return switch (type) {
            case Type.Int() -> value instanceof Value.Int ? value : new Value.Int(number(plain(value)));
            case Type.Bool() -> new Value.Bool(number(plain(value)) != 0);
            case Type.Text(int widthBytes) ->
                value instanceof Value.Text text ? text.resized(widthBytes) : Value.Text.of(plain(value), widthBytes);
            case Type.Opaque _ -> new Value.Opaque(plain(value));
            case Type.Tuple(var types) ->
                value instanceof Value.Tuple(var parts) && parts.size() == types.size() ? value : Value.zero(type);
        };
    }

    /// Decimal or hexadecimal; 0 where it is neither.
    private static long number(String text) {
        try {
            return text.startsWith("0x")
                    ? Long.parseUnsignedLong(text.substring(2), 16)
                    : text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text);
        } catch (NumberFormatException none) {
            return 0;
        }
    }
}
