package dev.ken.cli;

import dev.ken.wire.Json;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `ken show ID`: one of `ken history`.
@Command(name = "show", description = "Show what came of an earlier request.")
final class ShowCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "ID", description = "a number of ken history")
    String id = "";

    @Option(names = "--json", description = "all lines as they were kept")
    boolean json;

    ShowCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws BadInput {
        List<Json.Obj> lines = new Sessions(DataFolder.sessions(console.variables())).read(id);
        if (json) {
            lines.forEach(line -> console.out().println(line.text()));
            return ExitCode.DONE;
        }
        lines.forEach(this::show);
        return ExitCode.DONE;
    }

    private void show(Json.Obj line) {
        switch (line.text("event").orElse("")) {
            case "request" -> {
                say("Request", line.text("text"));
                say("Asked", line.text("time"));
            }
            case "understood" -> {
                texts(line, "sentences").forEach(text -> say("Understood", Optional.of(text)));
                texts(line, "assumptions").forEach(text -> say("Assumed", Optional.of(text)));
            }
            case "attempt" -> {
                say("Attempt " + line.number("number").map(Object::toString).orElse(""), line.text("author"));
                line.text("program")
                        .ifPresent(text ->
                                console.out().println("\n" + text.strip().indent(4)));
                line.get("feedback")
                        .map(Json::items)
                        .orElse(List.of())
                        .forEach(one -> one.asObject()
                                .flatMap(feedback -> feedback.text("text"))
                                .ifPresent(text ->
                                        console.out().println(text.strip().indent(4))));
            }
            case "outcome" -> {
                say("Outcome", line.text("outcome"));
                line.text("reason").ifPresent(reason -> say("Reason", Optional.of(reason)));
            }
            default -> {}
        }
    }

    private static List<String> texts(Json.Obj line, String name) {
        return line.get(name).map(Json::items).orElse(List.of()).stream()
                .flatMap(one -> one.asText().stream())
                .toList();
    }

    private void say(String label, Optional<String> text) {
        text.ifPresent(one -> console.out().println(String.format("%-11s %s", label, one)));
    }
}
