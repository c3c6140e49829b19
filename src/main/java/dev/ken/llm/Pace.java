package dev.ken.llm;

import java.util.concurrent.ThreadLocalRandom;

/// Time and chance, as models see them.
public interface Pace {
    /// Those of this machine.
    Pace REAL = new Pace() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void pause(long millis) throws InterruptedException {
            Thread.sleep(millis);
        }

        @Override
        public double chance() {
            return ThreadLocalRandom.current().nextDouble();
        }
    };

    long nanoTime();

    void pause(long millis) throws InterruptedException;

    /// A number from 0 (included) to 1.
    double chance();
}
