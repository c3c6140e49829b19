package dev.ken.cli.view;

import dev.ken.runtime.EnvironmentReader;
import dev.ken.runtime.ProgramRun;
import dev.ken.runtime.RunLimits;
import java.util.Map;

/// Runs the script of its argument and shows it, as the command line does.
final class ShowForever {
    private ShowForever() {}

    public static void main(String[] args) throws InterruptedException {
        var environment = new EnvironmentReader(System.getenv()).read();
        var view = Views.standardOutput(System.out, ViewPlan.plain(), false, Map.of());
        ProgramRun run = ProgramRun.start(environment, args[0], RunLimits.unlimited(), view);
        try (Interrupts _ = Interrupts.stopping(run, 0)) {
            run.await();
        }
    }
}
