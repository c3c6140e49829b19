package dev.ken.comprehension;

import java.util.Map;
import java.util.TreeMap;

/// Error numbers by name. Source: include/uapi/asm-generic/errno-base.h and errno.h.
public final class ErrorNumbers {
    private ErrorNumbers() {}

    public static Map<String, Integer> byName() {
        Map<String, Integer> numbers = new TreeMap<>();
        for (String line : WordLists.words("errors.txt")) {
            String[] words = line.split(" ");
            numbers.put(words[0], Integer.parseInt(words[1]));
        }
        return numbers;
    }
}
