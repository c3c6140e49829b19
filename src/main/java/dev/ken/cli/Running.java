package dev.ken.cli;

import dev.ken.cli.view.Interrupts;
import dev.ken.cli.view.ViewPlan;
import dev.ken.cli.view.Views;
import dev.ken.runtime.Environment;
import dev.ken.runtime.KernelVerdict;
import dev.ken.runtime.ProgramEvent;
import dev.ken.runtime.ProgramRun;
import dev.ken.runtime.RunLimits;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Runs a program and shows what it sees, until it ends or is ended.
record Running(Console console, Environment environment) {
    private static final long REFRESH_MILLIS = 500;
    private static final int INTERRUPTED = 130;

    /// @param refreshed maps to be shown while the program runs
    int run(String script, ViewPlan plan, List<String> refreshed, Optional<Long> limitMillis, boolean json)
            throws Lacking {
        need(environment);
        RunLimits base = refreshed.isEmpty()
                ? RunLimits.unlimited()
                : RunLimits.unlimited().refreshed(REFRESH_MILLIS, refreshed);
        RunLimits limits = limitMillis.map(base::forMillis).orElse(base);
        Consumer<ProgramEvent> view = headless(
                plan, Views.standardOutput(console.out(), plan, json || !console.shows(), console.variables()));
        try (ProgramRun run = ProgramRun.start(environment, script, limits, view);
                Interrupts _ = Interrupts.stopping(run, INTERRUPTED)) {
            ProgramEvent.Ended ended = run.await();
            Optional<KernelVerdict.Rejected> rejection = run.rejection();
            rejection.ifPresent(why -> console.err().println("ken: refused: " + why.message()));
            return switch (ended.reason()) {
                case FINISHED, TIME_LIMIT, STOPPED -> ExitCode.DONE;
                case FAILED, CRASHED, KILLED -> ExitCode.LACKING;
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return INTERRUPTED;
        }
    }

    /// The plan names the columns, so a heading that the program prints itself would be there twice.
    private static Consumer<ProgramEvent> headless(ViewPlan plan, Consumer<ProgramEvent> view) {
        String heading = String.join("\t", plan.lineColumns());
        return heading.isEmpty()
                ? view
                : event -> {
                    if (!(event instanceof ProgramEvent.Line(var text)) || !text.equals(heading)) {
                        view.accept(event);
                    }
                };
    }

    /// @throws Lacking if programs cannot be run here
    static void need(Environment environment) throws Lacking {
        List<String> missing = environment.missing().stream()
                .filter(Environment.Missing::toRun)
                .map(Environment.Missing::sentence)
                .toList();
        if (!missing.isEmpty()) {
            throw new Lacking(String.join("\n     ", missing));
        }
    }
}
