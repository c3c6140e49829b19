package dev.ken.verify;

import dev.ken.logic.SamplingSolver;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;

/// Values worth trying for the symbols of a scene.
final class Samples {
    static final List<String> COMMANDS = List.of("cat", "ls", "sh", "vi");
    static final long SECOND = 1_000_000_000L;
    static final int FIRST_THREAD = 7;
    /// When the occurrence of a number happens, in ns after the first second.
    private static final List<LongUnaryOperator> TIMES = List.of(
            at -> SECOND * at,
            at -> 50_000_000L * at,
            at -> 3_500L * at,
            at -> SECOND * at * at,
            at -> SECOND * (at + 16 - (16L >> Math.min(at, 30L))));
    private static final int AFTER_ALL = 100;

    private Samples() {}

    /// Times seconds, or a few microseconds, apart, and ever further apart or closer.
    static List<Function<String, Optional<Long>>> times() {
        List<Function<String, Optional<Long>>> samples = new ArrayList<>();
        for (LongUnaryOperator times : TIMES) {
            samples.add(name -> time(name, times));
        }
        return samples;
    }

    static Optional<Long> time(String name, LongUnaryOperator times) {
        int at = Names.time(name);
        return at == Names.NO_TIME
                ? Optional.empty()
                : Optional.of(SECOND + times.applyAsLong(at == Integer.MAX_VALUE ? AFTER_ALL : at));
    }

    /// Ordinary values at the first attempt, and others that are still possible at later ones.
    static SamplingSolver.Preference plain() {
        return new SamplingSolver.Preference() {
            @Override
            public Optional<BigInteger> value(String name, int width, int attempt) {
                if (name.startsWith(Prior.PREFIX) && width == 1) {
                    return Optional.of(BigInteger.valueOf(attempt % 8 == 7 ? 1 : 0));
                }
                return time(name, TIMES.get(attempt % TIMES.size())).map(BigInteger::valueOf);
            }

            @Override
            public boolean limit(BigInteger number) {
                return World.LIMITS.contains(number);
            }

            @Override
            public Optional<BigInteger> other(String name, int width, int attempt) {
                int dot = name.indexOf('.');
                boolean thread = name.matches("t\\d+\\..*");
                int number = thread ? Integer.parseInt(name.substring(1, dot)) : 1;
                return ofThread(name.substring(dot + 1), number, width, attempt);
            }
        };
    }

    private static Optional<BigInteger> ofThread(String attribute, int thread, int width, int attempt) {
        if (attribute.startsWith("comm") && width > 64) {
            String name = COMMANDS.get((thread - 1) % COMMANDS.size());
            return attempt % 2 == 0 ? Optional.of(text(name, width)) : Optional.empty();
        }
        return switch (attribute) {
            case "tid" -> attempt < 12 ? Optional.of(BigInteger.valueOf(FIRST_THREAD - 1 + thread)) : Optional.empty();
            case "pid" -> pid(thread, attempt);
            case "uid", "gid" ->
                attempt % 3 == 2 ? Optional.empty() : Optional.of(BigInteger.valueOf(attempt % 3 == 0 ? 0 : 1000));
            case "cpu" -> Optional.of(BigInteger.valueOf(attempt % 2));
            default -> Optional.empty();
        };
    }

    private static Optional<BigInteger> pid(int thread, int attempt) {
        return switch (attempt % 4) {
            case 0 -> Optional.of(BigInteger.valueOf(FIRST_THREAD - 1 + thread));
            case 1 -> Optional.of(BigInteger.valueOf(FIRST_THREAD));
            case 2 -> Optional.of(BigInteger.valueOf(5));
            default -> Optional.empty();
        };
    }

    static BigInteger text(String text, int width) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return new BigInteger(1, bytes).shiftLeft(width - 8 * bytes.length);
    }
}
