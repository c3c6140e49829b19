package dev.ken.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HeadingsTest {
    private static final Headings HEADINGS = new Headings(List.of(
            List.of("Tracing", "opens...", "Hit", "Ctrl-C."), List.of("TIME", "PID", "COMM"), List.of("N", "PORT")));

    @Test
    void aHeadingHasAWordForEachValue() {
        assertThat(HEADINGS.above(2, 0)).containsExactly("N", "PORT");
        assertThat(HEADINGS.above(5, 0)).isEmpty();
    }

    @Test
    void theTimeThatIsToldByItselfHasAWordToo() {
        assertThat(HEADINGS.above(2, 1)).containsExactly("PID", "COMM");
    }
}
