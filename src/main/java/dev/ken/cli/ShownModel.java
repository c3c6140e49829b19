package dev.ken.cli;

import dev.ken.llm.Answer;
import dev.ken.llm.LanguageModel;
import dev.ken.llm.Pace;
import dev.ken.llm.Prompt;
import dev.ken.llm.Watch;
import java.io.PrintStream;

/// A model whose work is shown while it lasts, in a line that is rewritten: one on this machine reads for half a minute
/// before it says anything.
record ShownModel(LanguageModel model, PrintStream err, Pace pace) implements LanguageModel {
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final String CLEARED = "\r\u001b[K";

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public void close() {
        model.close();
    }

    @Override
    public Answer answer(Prompt prompt, Watch watch) {
        Line line = new Line(watch, err, pace, pace.nanoTime());
        try {
            return model.answer(prompt, line);
        } finally {
            line.clear();
        }
    }

    private static final class Line implements Watch {
        private final Watch watch;
        private final PrintStream err;
        private final Pace pace;
        private final long start;
        private long shownSeconds;
        private int pieces;

        Line(Watch watch, PrintStream err, Pace pace, long start) {
            this.watch = watch;
            this.err = err;
            this.pace = pace;
            this.start = start;
        }

        @Override
        public void piece(String text) {
            pieces++;
            watch.piece(text);
            show();
        }

        @Override
        public void note(String sentence) {
            clear();
            pieces = 0;
            watch.note(sentence);
        }

        @Override
        public boolean isCancelled() {
            show();
            return watch.isCancelled();
        }

        /// Once a second is enough.
        private void show() {
            long seconds = (pace.nanoTime() - start) / NANOS_PER_SECOND;
            if (seconds > shownSeconds) {
                shownSeconds = seconds;
                String does = pieces == 0 ? "reads" : "writes, " + pieces + " tokens so far";
                err.print(CLEARED + "ken: the model " + does + " (" + seconds + " s)");
                err.flush();
            }
        }

        private void clear() {
            if (shownSeconds > 0) {
                err.print(CLEARED);
                err.flush();
            }
        }
    }
}
