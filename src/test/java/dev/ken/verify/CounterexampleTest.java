package dev.ken.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// How examples are told.
class CounterexampleTest {
    @Test
    void whatComesAgainAndAgainIsToldOnce() {
        List<String> words = new ArrayList<>(List.of("begins"));
        for (int i = 0; i < 20; i++) {
            words.add("calls openat");
        }
        for (int i = 0; i < 5; i++) {
            words.add("calls read");
            words.add("returns from read");
        }
        words.add("calls read");
        assertThat(text(words)).isEqualTo("""
                  1. begins
                  2. calls openat
                  … the same 19 times more
                  22. calls read
                  23. returns from read
                  … these 2 again 4 times more
                  32. calls read
                  asked for: one
                  the program: none
                """);
    }

    @Test
    void whatComesAFewTimesIsToldEachTime() {
        assertThat(text(List.of("a", "a", "a"))).startsWith("  1. a\n  2. a\n  3. a\n");
        assertThat(text(List.of("t = 2 s  a", "t = 3 s  a", "t = 4 s  a", "t = 5 s  a", "t = 6 s  a")))
                .doesNotContain("…");
    }

    private static String text(List<String> words) {
        List<Counterexample.Event> events = words.stream()
                .map(one -> new Counterexample.Event("site", Map.of(), one))
                .toList();
        return new Counterexample(events, "one", "none").text();
    }
}
