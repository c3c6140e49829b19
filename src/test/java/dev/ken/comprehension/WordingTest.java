package dev.ken.comprehension;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What is put into usual words, and what is data.
final class WordingTest {
    @Test
    void formsAreToldInUsualWords() {
        assertThat(Wording.usual("reads by process in powers of two")).isEqualTo("reads by process in log2");
        assertThat(Wording.usual("opens on cpus 0..3 by pid")).isEqualTo("opens on cpus 0 to 3 by pid");
    }

    @Test
    void quotesAndPathsStayAsTheyAre() {
        for (String data : new String[] {
            "opens of \"powers of two\" by process", "opens of /srv/powers-of-2/0..3 by pid", "opens of `bins of 3`"
        }) {
            assertThat(Wording.usual(data)).isEqualTo(data);
        }
    }
}
