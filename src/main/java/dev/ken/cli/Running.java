package dev.ken.cli;

import dev.ken.cli.view.Interrupts;
import dev.ken.cli.view.ViewPlan;
import dev.ken.cli.view.Views;
import dev.ken.engine.CProjects;
import dev.ken.runtime.Environment;
import dev.ken.runtime.KernelVerdict;
import dev.ken.runtime.ProgramEvent;
import dev.ken.runtime.ProgramRun;
import dev.ken.runtime.ReaderBuild;
import dev.ken.runtime.RunLimits;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

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
        return shown(() -> ProgramRun.start(environment, script, limits, view));
    }

    /// A program in C: the program that loads it and shows what it sees is built first.
    ///
    /// @param device    the interface of a program for packets, where its own is not meant
    /// @param refreshed whether tables are shown while it runs
    int run(
            CProjects.Made.Whole program,
            Optional<String> device,
            ViewPlan plan,
            boolean refreshed,
            Optional<Long> limitMillis,
            boolean json)
            throws Lacking {
        needForC(environment);
        RunLimits base = refreshed ? RunLimits.unlimited().refreshed(REFRESH_MILLIS, List.of()) : RunLimits.unlimited();
        RunLimits limits = limitMillis.map(base::forMillis).orElse(base);
        Consumer<ProgramEvent> view =
                Views.standardOutput(console.out(), plan, json || !console.shows(), console.variables());
        ReaderBuild.Built built = ReaderBuild.build(
                environment,
                program.object(),
                program.project().name(),
                program.project().reader());
        return switch (built) {
            case ReaderBuild.Built.Unavailable(String reason, String hint) -> throw new Lacking(reason + ". " + hint);
            case ReaderBuild.Built.Ready ready -> {
                try {
                    yield shown(() -> ProgramRun.start(environment, ready, device, limits, view));
                } finally {
                    ready.delete();
                }
            }
        };
    }

    private int shown(Supplier<ProgramRun> start) {
        try (ProgramRun run = start.get();
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
        String heading = String.join("\t", plan.lineTitles());
        return heading.isEmpty()
                ? view
                : event -> {
                    if (!(event instanceof ProgramEvent.Line(var text)) || !text.equals(heading)) {
                        view.accept(event);
                    }
                };
    }

    /// @throws Lacking if programs in C cannot be run here
    static void needForC(Environment environment) throws Lacking {
        List<String> missing = environment.missing().stream()
                .filter(one -> !one.name().equals("bpftrace"))
                .map(Environment.Missing::sentence)
                .toList();
        if (!missing.isEmpty()) {
            throw new Lacking(String.join("\n     ", missing));
        }
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
