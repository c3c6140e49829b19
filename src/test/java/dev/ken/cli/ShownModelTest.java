package dev.ken.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.llm.Answer;
import dev.ken.llm.LanguageModel;
import dev.ken.llm.Pace;
import dev.ken.llm.Prompt;
import dev.ken.llm.Watch;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// What is seen of a slow model.
final class ShownModelTest {
    private static final Prompt PROMPT =
            new Prompt(List.of(new Prompt.Message(Prompt.Role.USER, "hello")), 10, 0, Optional.empty());
    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong clock = new AtomicLong();
    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

    private final Pace pace = new Pace() {
        @Override
        public long nanoTime() {
            return clock.get();
        }

        @Override
        public void pause(long millis) {}

        @Override
        public double chance() {
            return 0;
        }
    };

    /// Reads for so many seconds, then says two words.
    private final class Slow implements LanguageModel {
        private final int seconds;

        Slow(int seconds) {
            this.seconds = seconds;
        }

        @Override
        public String name() {
            return "slow";
        }

        @Override
        public Answer answer(Prompt prompt, Watch watch) {
            watch.note("loading slow");
            for (int tenth = 0; tenth < 10 * seconds; tenth++) {
                clock.addAndGet(SECOND / 10);
                assertThat(watch.isCancelled()).isFalse();
            }
            watch.piece("yes");
            clock.addAndGet(seconds == 0 ? 0 : SECOND);
            watch.piece(" no");
            return new Answer("yes no", Answer.Usage.NONE, 1, false);
        }
    }

    private List<String> asked(int seconds) {
        List<String> told = new ArrayList<>();
        Watch watch = new Watch() {
            @Override
            public void note(String sentence) {
                told.add(sentence);
            }

            @Override
            public void piece(String text) {
                told.add(text);
            }
        };
        PrintStream err = new PrintStream(seen, true, StandardCharsets.UTF_8);
        assertThat(new ShownModel(new Slow(seconds), err, pace)
                        .answer(PROMPT, watch)
                        .text())
                .isEqualTo("yes no");
        return told;
    }

    @Test
    void seconds_are_shown_while_it_reads_and_tokens_while_it_writes_and_nothing_stays() {
        assertThat(asked(2)).containsExactly("loading slow", "yes", " no");
        assertThat(seen.toString(StandardCharsets.UTF_8))
                .isEqualTo("\r\u001b[Kken: the model reads (1 s)\r\u001b[Kken: the model reads (2 s)"
                        + "\r\u001b[Kken: the model writes, 2 tokens so far (3 s)\r\u001b[K");
    }

    @Test
    void an_answer_within_a_second_shows_nothing() {
        assertThat(asked(0)).containsExactly("loading slow", "yes", " no");
        assertThat(seen.toString(StandardCharsets.UTF_8)).isEmpty();
    }
}
