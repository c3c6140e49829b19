package dev.ken.cli;

import dev.ken.wire.Json;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `ken history`: what was asked before.
@Command(
        name = "history",
        description = "List what was asked before, the newest last.",
        footer = {"", "ken show ID shows one, ken rerun ID asks it again."})
final class HistoryCommand implements Callable<Integer> {
    private static final int USUAL = 20;
    private static final int MOST = 100_000;

    private final Console console;

    @Option(names = "--limit", paramLabel = "N", description = "how many (default: 20)")
    int limit = USUAL;

    @Option(names = "--json", description = "answer in JSON, one object a line")
    boolean json;

    HistoryCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws BadInput {
        if (limit < 1 || limit > MOST) {
            throw new BadInput("--limit is a number from 1 to " + MOST + ", not " + limit);
        }
        Sessions sessions = new Sessions(DataFolder.sessions(console.variables()));
        List<String> ids = sessions.ids();
        for (String id : ids.subList(Math.max(0, ids.size() - limit), ids.size())) {
            line(id, sessions.read(id));
        }
        if (ids.isEmpty() && !json) {
            console.err().println("ken: nothing was asked yet");
        }
        return ExitCode.DONE;
    }

    private void line(String id, List<Json.Obj> lines) {
        Optional<Json.Obj> request = lines.stream().findFirst();
        String text = request.flatMap(one -> one.text("text")).orElse("");
        String time = request.flatMap(one -> one.text("time")).orElse("");
        String outcome = lines.stream()
                .flatMap(one -> one.text("outcome").stream())
                .reduce((_, later) -> later)
                .orElse("broken off");
        if (json) {
            console.out()
                    .println(Json.object()
                            .with("id", id)
                            .with("time", time)
                            .with("outcome", outcome)
                            .with("request", text)
                            .text());
        } else {
            String day = time.length() > 16 ? time.substring(0, 16).replace('T', ' ') : time;
            console.out().println(String.format("%4s  %s  %-19s  %s", id, day, outcome.replace('_', ' '), text));
        }
    }
}
