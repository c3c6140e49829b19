package dev.ken.comprehension.hunch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PiecesTest {
    private static final Pieces PIECES =
            Pieces.of(new Heard(List.of("disk", ":", "count", "merg", ",", "count", "split", "."), List.of()));

    @Test
    void piecesThatAreSaidInTheSameWayAreAlike() {
        assertThat(PIECES.cues(2, Pieces.NEW)).contains("like before 1", "listed true ,");
        assertThat(PIECES.cues(1, Pieces.ALL)).contains("like before 0", "like next 1");
    }

    @Test
    void nothingIsListedBeforeAColon() {
        assertThat(PIECES.cues(0, "^")).contains("listed false ^");
    }
}
