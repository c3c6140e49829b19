package dev.ken.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Linux's error numbers by name. Source: include/uapi/asm-generic/errno-base.h and errno.h, and those that only the
/// kernel itself sees from include/linux/errno.h.
public final class ErrorNumbers {
    /// The largest number that a pointer can carry (`MAX_ERRNO`, include/linux/err.h).
    public static final int MOST = 4095;

    private static final SortedMap<String, Integer> NUMBERS = read();

    private ErrorNumbers() {}

    public static Optional<Integer> byName(String name) {
        return Optional.ofNullable(NUMBERS.get(name));
    }

    /// Of a number that has two names (EAGAIN, EWOULDBLOCK), the first by the alphabet.
    public static Optional<String> name(long number) {
        return NUMBERS.entrySet().stream()
                .filter(one -> one.getValue() == number)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /// All of them, by name.
    public static SortedMap<String, Integer> all() {
        return NUMBERS;
    }

    private static SortedMap<String, Integer> read() {
        SortedMap<String, Integer> numbers = new TreeMap<>();
        try (InputStream in = ErrorNumbers.class.getResourceAsStream("error.numbers")) {
            if (in == null) {
                throw new IllegalStateException("missing resource error.numbers");
            }
            new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .map(line -> line.split(" "))
                    .forEach(words -> numbers.put(words[0], Integer.parseInt(words[1])));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return Collections.unmodifiableSortedMap(numbers);
    }
}
