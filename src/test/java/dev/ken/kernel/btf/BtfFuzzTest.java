package dev.ken.kernel.btf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The first inputs of the fuzzer; docs/evaluation.md says how long it was run.
class BtfFuzzTest {
    private static final int ROUNDS = 4_000;

    @Test
    @Timeout(30)
    void changedBytesAreReadOrRefused() {
        BtfFuzz fuzz = new BtfFuzz(1);
        for (int i = 0; i < ROUNDS; i++) {
            fuzz.round();
        }
        assertThat(fuzz.refused()).isBetween(ROUNDS / 10L, ROUNDS * 50L);
    }
}
