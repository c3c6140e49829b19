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

    @Test
    void eachThingIsSaidWithWhatHoldsForAll() {
        String request = "disk: count merges, count splits, both each 5 s";
        List<Integer> starts = List.of(0, 4, 6, 12, 18, 20, 26, 32, 34, 39, 44);
        Pieces pieces = Pieces.of(new Heard(
                List.of("disk", ":", "count", "merg", ",", "count", "split", ",", "both", "each", "#s"), List.of()));
        assertThat(pieces.texts(List.of(Pieces.ALL, Pieces.NEW, Pieces.NEW, Pieces.MORE), request, starts))
                .containsExactly("disk: count merges, both each 5 s", "disk: count splits, both each 5 s");
    }

    @Test
    void parenthesesAreClosed() {
        String request = "forks (per s), exits";
        List<Integer> starts = List.of(0, 6, 7, 11, 12, 13, 15);
        Pieces pieces = Pieces.of(new Heard(List.of("fork", "(", "per", "s", ")", ",", "exit"), List.of()));
        assertThat(pieces.texts(List.of(Pieces.NEW, Pieces.MORE, Pieces.NEW), request, starts))
                .containsExactly("forks (per s)", "exits");
    }
}
