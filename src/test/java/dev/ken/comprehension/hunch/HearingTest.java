package dev.ken.comprehension.hunch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.comprehension.hunch.Hearing.Vocabulary;
import dev.ken.comprehension.hunch.Mention.Sort;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class HearingTest {
    private static final Hearing HEARING = new Hearing(new Vocabulary(
            Set.of("opens", "of", "files", "flags", "per", "minute"),
            Set.of(),
            Set.of(),
            Map.of(),
            Map.of("ms", "ms")));

    @Test
    void endingsOfFileNamesAreValues() {
        for (String said : new String[] {"opens of .log files", "opens of *.log files"}) {
            assertThat(HEARING.heard(said).mentions()).singleElement().satisfies(one -> {
                assertThat(one.sort()).isEqualTo(Sort.PATH);
                assertThat(one.text()).isEqualTo(".log");
                assertThat(one.unit()).isEqualTo("suffix");
            });
        }
    }

    @Test
    void theEndOfASentenceIsNoEndingOfAFileName() {
        assertThat(HEARING.heard("opens of files. per minute").mentions()).isEmpty();
    }

    @Test
    void hexadecimalNumbersAreNumbers() {
        assertThat(HEARING.heard("opens of files, flags 0x240").mentions())
                .singleElement()
                .satisfies(one -> assertThat(one.base()).isEqualTo(0x240));
    }

    @Test
    void severalOfASignalAreThatSignal() {
        assertThat(HEARING.heard("SIGHUPs per minute").mentions())
                .singleElement()
                .satisfies(one -> assertThat(one.text()).isEqualTo("SIGHUP"));
    }
}
