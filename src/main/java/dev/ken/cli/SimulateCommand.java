package dev.ken.cli;

import dev.ken.bpftrace.show.Natives;
import dev.ken.bpftrace.show.Printed;
import dev.ken.engine.Facts;
import dev.ken.engine.Lowering;
import dev.ken.engine.Target;
import dev.ken.ir.Module;
import dev.ken.ir.Type;
import dev.ken.ir.run.Event;
import dev.ken.ir.run.Machine;
import dev.ken.ir.run.Run;
import dev.ken.ir.run.Timeline;
import dev.ken.ir.run.Value;
import dev.ken.source.Source;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `ken simulate`: what a program prints for given events, without a kernel.
@Command(
        name = "simulate",
        description = {
            "Show what a program prints for given events, without running it.",
            "EVENTS has one JSON object a line, or is the answer of ken verify --json: then its first counterexample is"
                    + " replayed."
        },
        footer = {
            "",
            "Examples:",
            "  ken simulate opens.bt events.jsonl",
            "  ken verify --json --request \"count forks per second\" forks.bt > answer.json",
            "  ken simulate forks.bt answer.json",
            "",
            "An event: {\"probe\": \"tracepoint:syscalls:sys_enter_openat\", \"pid\": 7, \"comm\": \"cat\", \"nsecs\": 1000,",
            "           \"args\": {\"filename\": \"/etc/passwd\"}}",
            "",
            "Exit codes: 0 done, 2 bad program or events."
        })
final class SimulateCommand implements Callable<Integer> {
    private final Console console;
    private final Workshop workshop;

    @Parameters(index = "0", paramLabel = "PROGRAM", description = "the program; - is standard input")
    String program = "";

    @Parameters(index = "1", paramLabel = "EVENTS", description = "what happens; - is standard input")
    String events = "";

    @Parameters(index = "2..*", paramLabel = "ARG", description = "positional parameters $1, $2, … of the program")
    List<String> parameters = new ArrayList<>();

    @Option(names = "--json", description = "print JSON lines, as bpftrace -f json does")
    boolean json;

    SimulateCommand(Console console, Workshop workshop) {
        this.console = console;
        this.workshop = workshop;
    }

    @Override
    public Integer call() throws BadInput {
        if (program.equals("-") && events.equals("-")) {
            throw new BadInput("only one of PROGRAM and EVENTS can be standard input");
        }
        Source source = Inputs.text(program, "a program", console);
        Module module = module(source);
        Source given = Inputs.text(events, "a file of events", console);
        Printed printed = printed(module, given);
        if (json) {
            printed.during()
                    .forEach(item ->
                            console.out().println(SimulateJson.item(item).text()));
            printed.after().stream()
                    .filter(item -> !SimulateJson.empty(item))
                    .forEach(item ->
                            console.out().println(SimulateJson.item(item).text()));
        } else {
            console.out().print(printed.text());
        }
        printed.gaps().forEach(gap -> console.err().println("ken: " + gap));
        return ExitCode.DONE;
    }

    private Module module(Source source) throws BadInput {
        return switch (workshop.reader().lower(source, Target.BPFTRACE)) {
            case Lowering.Lowered(var module, var _) -> module;
            case Lowering.NotAProgram(var diagnostics) ->
                throw new BadInput(ExplainCommand.rendered(diagnostics, source));
            case Lowering.Unsafe(var diagnostic) ->
                throw new BadInput(diagnostic.render(source).stripTrailing());
        };
    }

    /// Functions need to know when observation began, which the events tell; so they are read twice.
    private Printed printed(Module module, Source given) throws BadInput {
        Facts facts = workshop.facts().get();
        Natives unknown = new Natives(parameters, 0, 0, ZoneId.systemDefault());
        List<Event> read = new EventReader(facts.kernel(), unknown).read(given);
        long begin = read.isEmpty() ? 0 : time(read.getFirst());
        Natives natives = new Natives(parameters, begin, 0, ZoneId.systemDefault());
        List<Event> all = Timeline.of(module, new EventReader(facts.kernel(), natives).read(given), natives);
        Run run = Machine.run(module, all, Printed.EXTREMES);
        return new Printed(module, run, all, natives);
    }

    private static long time(Event event) {
        return event.attribute("time", new Type.Int()) instanceof Value.Int(long nanos) ? nanos : 0;
    }
}
