package dev.ken.bpftrace;

import dev.ken.source.Diagnostic;
import java.util.ArrayDeque;
import java.util.Deque;

/// Passes on what is wrong; of what stands in a macro or a function it is told where that is used, the innermost use
/// first.
final class Trail implements Sink {
    private final Sink sink;
    private final Deque<Expression.Call> uses = new ArrayDeque<>();

    Trail(Sink sink) {
        this.sink = sink;
    }

    /// Looks into what a call stands for.
    void within(Expression.Expanded expanded, Runnable look) {
        uses.push(expanded.call());
        look.run();
        uses.pop();
    }

    @Override
    public void add(Diagnostic diagnostic) {
        Diagnostic told = diagnostic;
        for (Expression.Call use : uses) {
            told = told.with(new Diagnostic.Note("`" + use.function() + "` is used here", use.at()));
        }
        sink.add(told);
    }
}
