package dev.ken.cli;

import dev.ken.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `ken rerun ID`: asks an earlier request again, with the options that it had then.
@Command(
        name = "rerun",
        description = "Ask an earlier request again, with the options that it had; further options come after the ID.",
        footer = {"", "Example: ken rerun 7 --no-run"})
final class RerunCommand implements Callable<Integer> {
    private final Console console;
    private final Workshop workshop;

    @Parameters(index = "0", paramLabel = "ID", description = "a number of ken history")
    String id = "";

    @Parameters(index = "1..*", paramLabel = "OPTION", description = "options of ken ask")
    List<String> options = List.of();

    RerunCommand(Console console, Workshop workshop) {
        this.console = console;
        this.workshop = workshop;
    }

    @Override
    public Integer call() throws BadInput {
        Json.Obj request = new Sessions(DataFolder.sessions(console.variables()))
                .read(id).stream().findFirst().orElseThrow(() -> new BadInput("session " + id + " is empty"));
        List<String> arguments = new ArrayList<>();
        request.get("options")
                .map(Json::items)
                .orElse(List.of())
                .forEach(one -> one.asText().ifPresent(arguments::add));
        arguments.addAll(options);
        arguments.add("--");
        arguments.add(request.text("text").orElse(""));
        return new Doors(console, workshop).run(with(request.text("command").orElse("ask"), arguments));
    }

    private static String[] with(String command, List<String> arguments) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(arguments);
        return all.toArray(String[]::new);
    }
}
