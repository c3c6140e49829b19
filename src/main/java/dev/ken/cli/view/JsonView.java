package dev.ken.cli.view;

import dev.ken.runtime.ProgramEvent;
import java.io.PrintStream;
import java.util.function.Consumer;

/// Writes events as JSON lines, each one at once.
public final class JsonView implements Consumer<ProgramEvent> {
    private final PrintStream out;
    private final ViewPlan plan;

    public JsonView(PrintStream out, ViewPlan plan) {
        this.out = out;
        this.plan = plan;
    }

    @Override
    public void accept(ProgramEvent event) {
        JsonEvents.of(event, plan).forEach(object -> out.print(object.text() + "\n"));
        out.flush();
    }
}
