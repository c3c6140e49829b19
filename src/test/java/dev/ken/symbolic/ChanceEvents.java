package dev.ken.symbolic;

import dev.ken.ir.Type;
import dev.ken.ir.run.Event;
import dev.ken.ir.run.Value;
import dev.ken.kernel.Site;
import dev.ken.logic.Model;
import dev.ken.logic.Sort;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Events whose attributes, and functions whose results, are a chance function of their names: the same values
/// as symbols of the executor, and as what the evaluator reads.
final class ChanceEvents {
    private static final List<String> WORDS = List.of("", "a", "ab", "abc", "cat", "catalogue", "b\"\\\n", "ä");

    private final long seed;
    private final Map<Model.Call, BigInteger> calls = new LinkedHashMap<>();

    ChanceEvents(long seed) {
        this.seed = seed;
    }

    Event event(Occurrence occurrence) {
        return new Chance(occurrence);
    }

    /// All results of functions that were asked for.
    Map<Model.Call, BigInteger> calls() {
        return calls;
    }

    /// The value of a symbol of the executor.
    BigInteger symbol(String name, Sort sort) {
        int width = sort instanceof Sort.Bits(int bits) ? bits : 1;
        return bits(name, width);
    }

    private BigInteger bits(String name, int width) {
        Random random = new Random(seed * 31 + name.hashCode());
        if (width > 64) {
            return entryBits(Value.Text.of(WORDS.get(random.nextInt(WORDS.size())), width / 8));
        }
        long[] corners = {0, 1, 2, 3, -1, 5, 64, 255, 1L << 32, Long.MIN_VALUE, Long.MAX_VALUE, -4};
        long value = random.nextInt(3) == 0 ? random.nextLong() : corners[random.nextInt(corners.length)];
        return BigInteger.valueOf(value).mod(BigInteger.ONE.shiftLeft(width));
    }

    private BigInteger call(String function, List<BigInteger> arguments, int width) {
        return calls.computeIfAbsent(
                new Model.Call(function, arguments), call -> bits(function + call.arguments(), width));
    }

    /// A value as the executor keeps it in rows and maps: truth values are numbers there.
    static BigInteger entryBits(Value value) {
        return bits(value instanceof Value.Bool(boolean truth) ? new Value.Int(truth ? 1 : 0) : value);
    }

    private static BigInteger bits(Value value) {
        return switch (value) {
            case Value.Bool(boolean truth) -> truth ? BigInteger.ONE : BigInteger.ZERO;
            case Value.Int(long number) -> BigInteger.valueOf(number).mod(BigInteger.ONE.shiftLeft(64));
            case Value.Text(String bytes) ->
                new BigInteger(1, bytes.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
            case Value.Opaque(String shown) -> shown.isEmpty() ? BigInteger.ZERO : new BigInteger(shown);
            case Value.Tuple(var parts) -> {
                BigInteger all = BigInteger.ZERO;
                for (Value part : parts) {
                    all = all.shiftLeft(width(part)).or(bits(part));
                }
                yield all;
            }
        };
    }

    private static int width(Value value) {
        return switch (value) {
            case Value.Bool _ -> 1;
            case Value.Int _, Value.Opaque _ -> 64;
            case Value.Text(String bytes) -> 8 * bytes.length();
            case Value.Tuple(var parts) ->
                parts.stream().mapToInt(ChanceEvents::width).sum();
        };
    }

    private static Value value(BigInteger bits, Type type) {
        return switch (type) {
            case Type.Bool() -> new Value.Bool(bits.signum() != 0);
            case Type.Int() -> new Value.Int(bits.longValue());
            case Type.Opaque _ -> new Value.Opaque(bits.signum() == 0 ? "" : bits.toString());
            case Type.Text(int widthBytes) -> text(bits, widthBytes);
            case Type.Tuple _ -> throw new IllegalArgumentException("no tuple is read from an event");
        };
    }

    private static Value.Text text(BigInteger bits, int widthBytes) {
        StringBuilder bytes = new StringBuilder();
        for (int i = widthBytes - 1; i >= 0; i--) {
            bytes.append(
                    (char) bits.shiftRight(8 * i).and(BigInteger.valueOf(255)).intValue());
        }
        return new Value.Text(bytes.toString());
    }

    private final class Chance implements Event {
        private final Occurrence occurrence;

        Chance(Occurrence occurrence) {
            this.occurrence = occurrence;
        }

        @Override
        public Site site() {
            return occurrence.site();
        }

        @Override
        public Value attribute(String name, Type type) {
            return value(bits(occurrence.prefix() + "." + name, type.widthBits()), type);
        }

        @Override
        public Value apply(String function, List<Value> arguments, Type type) {
            List<BigInteger> given = arguments.stream().map(ChanceEvents::bits).toList();
            return value(call(function, given, type.widthBits()), type);
        }

        @Override
        public Value.Text userText(long address) {
            BigInteger process = bits(occurrence.prefix() + ".pid", 64);
            BigInteger at = BigInteger.valueOf(address).mod(BigInteger.ONE.shiftLeft(64));
            BigInteger memory = bits(occurrence.prefix() + ".memory.user", 64);
            return text(call("user.text", List.of(process, at, memory), 8 * 64), 64);
        }
    }
}
