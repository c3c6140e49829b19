package dev.ken.llm;

import java.util.Optional;

/// How long a model is waited for, and how often it is asked.
///
/// @param tries           most requests for one answer
/// @param firstWaitMillis before the second try; doubled for each further one
/// @param mostWaitMillis  longest wait between two tries, also where the provider asks for more
/// @param silenceMillis   longest time without a byte
/// @param answerMillis    longest time for one try
/// @param answerBytes     longest response
public record Patience(
        int tries, long firstWaitMillis, long mostWaitMillis, long silenceMillis, long answerMillis, int answerBytes) {
    public static final Patience USUAL = new Patience(4, 1_000, 30_000, 60_000, 300_000, 8 << 20);

    /// Before try `next` (from 2): doubling, half of it by chance, so that many clients do not come back at
    /// once. What the provider asks for is kept where it is longer.
    public long waitMillis(int next, Optional<Long> askedMillis, double chance) {
        long doubled = Math.min(mostWaitMillis, firstWaitMillis << Math.min(next - 2, 20));
        long own = doubled / 2 + (long) (chance * (doubled - doubled / 2));
        return Math.min(mostWaitMillis, Math.max(own, askedMillis.orElse(0L)));
    }
}
