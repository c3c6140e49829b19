package dev.ken.cli;

import dev.ken.bpftrace.CheckSettings;
import dev.ken.bpftrace.Dialect;
import dev.ken.bpftrace.Legality;
import dev.ken.bpftrace.Mending;
import dev.ken.kernel.KernelModel;
import dev.ken.runtime.ProbedFiles;
import dev.ken.source.Source;
import dev.ken.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `ken check`: whether programs are legal; without programs, what this machine has.
@Command(
        name = "check",
        description = {
            "Say whether programs are legal on a kernel, without any request.",
            "Without PROGRAM: say what this machine has, and how to get what is missing."
        },
        footer = {
            "",
            "A program is checked as the installed bpftrace would (0.17 where none is installed), by the running kernel.",
            "",
            "Examples:",
            "  ken check opens.bt reads.bt",
            "  ken check -e 'kprobe:vfs_read { @[com] = count(); }'",
            "  ken check --dialect 0.23 --fix opens.bt",
            "  ken check --batch programs.jsonl > stages.jsonl",
            "",
            "Exit codes: 0 legal, 2 not legal or bad usage, 6 legal, but this kernel lacks a probe that is named."
        })
final class CheckCommand implements Callable<Integer> {
    private final Console console;
    private final Workshop workshop;

    @Parameters(paramLabel = "PROGRAM", arity = "0..*", description = "files with programs; - is standard input")
    List<String> programs = List.of();

    @Option(names = "-e", paramLabel = "TEXT", description = "a program, as text")
    String text = "";

    @Mixin
    KernelOption kernelOption = new KernelOption();

    @Option(
            names = "--dialect",
            paramLabel = "VERSION",
            description = "0.17 to 0.27, or any (default: the installed one)")
    String dialect = "";

    @Option(names = "--unsafe", description = "functions that change the system are allowed")
    boolean unsafe;

    @Option(
            names = "--parameter",
            paramLabel = "VALUE",
            description = "what $1, then $2, … stand for (default: nothing is given)")
    List<String> parameters = List.of();

    @Option(
            names = "--fix",
            description = "mend what can be mended mechanically, in the files; a program from - or -e is printed")
    boolean fix;

    @Option(names = "--json", description = "answer in JSON")
    boolean json;

    @Option(
            names = "--batch",
            paramLabel = "FILE.jsonl",
            description = "check one program a line: {\"id\":…,\"program\":…}; - is standard input")
    String batch = "";

    @Option(names = "--threads", paramLabel = "N", description = "worker threads of --batch (default: 2)")
    int threads = Batch.USUAL_THREADS;

    CheckCommand(Console console, Workshop workshop) {
        this.console = console;
        this.workshop = workshop;
    }

    @Override
    public Integer call() throws BadInput {
        if (!batch.isEmpty()) {
            Batch.noWords(programs, "--batch");
            return new Batch(console, workshop, threads).run(batch, new BatchCheck(kernel(), settings()));
        }
        List<Source> sources = sources();
        if (sources.isEmpty()) {
            return new MachineCheck(console, workshop, json).run();
        }
        int worst = ExitCode.DONE;
        for (Source source : sources) {
            int code = check(source);
            worst = worst == ExitCode.BAD_INPUT ? worst : Math.max(worst, code);
            worst = code == ExitCode.BAD_INPUT ? code : worst;
        }
        return worst;
    }

    private KernelModel kernel() throws BadInput {
        return kernelOption.chosen(workshop).facts().get().kernel();
    }

    private List<Source> sources() throws BadInput {
        List<Source> all = new ArrayList<>();
        if (!text.isEmpty()) {
            all.add(new Source("program", text));
        }
        for (String program : programs) {
            all.add(Inputs.text(program, "a program", console));
        }
        return all;
    }

    private CheckSettings settings() throws BadInput {
        Dialect chosen = dialect.isEmpty()
                ? installed()
                : Dialect.named(dialect)
                        .orElseThrow(() -> new BadInput("--dialect is 0.17 to 0.27, or any; not " + dialect));
        return new CheckSettings(chosen, Optional.of(parameters), new ProbedFiles(console.variables())::there, unsafe);
    }

    private Dialect installed() {
        return workshop.environment()
                .get()
                .bpftrace()
                .map(one -> Dialect.of(one.version().minor()))
                .orElse(Dialect.V0_17);
    }

    private int check(Source given) throws BadInput {
        CheckSettings settings = settings();
        Source source = fix ? mended(given, settings) : given;
        Legality legality = Legality.of(source, kernel(), settings);
        if (json) {
            Json.Obj answer = Json.object().with("name", source.name());
            for (Json.Member member : BatchCheck.json(legality, source).members()) {
                answer = answer.with(member.name(), member.value());
            }
            console.out()
                    .println(answer.with("dialect", settings.dialect().shown()).text());
        } else {
            legality.diagnostics().forEach(one -> console.err().print(one.render(source)));
            console.err().println(source.name() + ": " + verdict(legality, settings.dialect()));
        }
        return legality.legal() ? legality.lacks() ? ExitCode.LACKING : ExitCode.DONE : ExitCode.BAD_INPUT;
    }

    private static String verdict(Legality legality, Dialect dialect) {
        String language = "bpftrace " + dialect.shown();
        return switch (legality.stage()) {
            case OK -> legality.lacks() ? "legal " + language + ", but not on this kernel" : "legal " + language;
            case PARSE -> "not " + language + ": its grammar is broken";
            case SEMANTIC -> "not " + language + ": its meaning is broken";
        };
    }

    private Source mended(Source source, CheckSettings settings) throws BadInput {
        Source after = Mending.of(source, kernel(), settings);
        boolean file = !source.name().equals("stdin") && !source.name().equals("program");
        if (!file) {
            console.out().print(after.text() + (after.text().endsWith("\n") ? "" : "\n"));
        } else if (!after.text().equals(source.text())) {
            try {
                Files.writeString(Path.of(source.name()), after.text());
            } catch (IOException e) {
                throw Inputs.unwritten(source.name(), e);
            }
        }
        return after;
    }
}
