package dev.ken.cli.view;

import dev.ken.runtime.ProgramEvent;
import dev.ken.runtime.Terminal;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Chooses the view.
public final class Views {
    private Views() {}

    /// The view for standard output: a terminal view where it is a terminal and `json` was not asked for.
    ///
    /// @param variables environment variables, for `NO_COLOR` and `TERM`
    public static Consumer<ProgramEvent> standardOutput(
            PrintStream out, ViewPlan plan, boolean json, Map<String, String> variables) {
        Optional<Terminal.Size> terminal = Terminal.size(Terminal.STANDARD_OUTPUT);
        if (json || terminal.isEmpty()) {
            return new JsonView(out, plan);
        }
        boolean colour = variables.getOrDefault("NO_COLOR", "").isEmpty()
                && !variables.getOrDefault("TERM", "").equals("dumb");
        return new TerminalView(
                out, plan, () -> Terminal.size(Terminal.STANDARD_OUTPUT).orElse(terminal.get()), colour);
    }
}
