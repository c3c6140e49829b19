package dev.ken.cli;

import dev.ken.cli.view.ViewPlan;
import dev.ken.engine.CProjects;
import dev.ken.engine.Lowering;
import dev.ken.engine.Target;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Module;
import dev.ken.source.Source;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `ken run`: runs a program that the user has. Nothing is proved; programs that act on the system are refused.
@Command(
        name = "run",
        description =
                "Run a program, in bpftrace or in C with libbpf, and show what it sees. Nothing is proved; see ken"
                        + " verify.",
        footer = {
            "",
            "Examples:",
            "  ken run opens.bt",
            "  ken run --seconds 10 --json opens.bt",
            "  ken run opens.bpf.c",
            "  ken run --interface lo --allow-drop --seconds 10 filter.bpf.c"
        })
final class RunCommand implements Callable<Integer> {
    private static final int MOST_SECONDS = 7 * 24 * 3600;

    private final Console console;
    private final Workshop workshop;

    @Parameters(paramLabel = "PROGRAM", description = "the program; - is standard input")
    String program = "";

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "end after N seconds (default: when it ends itself, or Ctrl-C)")
    int seconds;

    @Option(
            names = "--interface",
            paramLabel = "NAME",
            description = "where a program for packets (XDP, tc) is attached (default: what it names itself)")
    String attached = "";

    @Option(
            names = "--allow-drop",
            description = "let a program for packets do more than watch: drop them, or send them elsewhere")
    boolean allowDrop;

    @Option(names = "--json", description = "JSON lines, also on a terminal")
    boolean json;

    RunCommand(Console console, Workshop workshop) {
        this.console = console;
        this.workshop = workshop;
    }

    @Override
    public Integer call() throws BadInput, Lacking {
        if (seconds < 0 || seconds > MOST_SECONDS) {
            throw new BadInput("--seconds is a number from 1 to " + MOST_SECONDS + ", not " + seconds);
        }
        Target target = Inputs.target("", program);
        Source source = Inputs.text(
                program, target == Target.LIBBPF ? "a program in C with libbpf" : "a bpftrace program", console);
        return switch (workshop.reader().lower(source, target)) {
            case Lowering.Lowered(var module, var _) -> target == Target.LIBBPF ? runC(source) : run(source, module);
            case Lowering.NotAProgram(var diagnostics) ->
                throw new BadInput(ExplainCommand.rendered(diagnostics, source));
            case Lowering.Unsafe(var diagnostic) -> {
                console.err().print(diagnostic.render(source));
                yield ExitCode.DECLINED;
            }
        };
    }

    private int runC(Source source) throws BadInput, Lacking {
        String file = Path.of(program).getFileName().toString();
        Optional<Long> limit = seconds == 0 ? Optional.empty() : Optional.of(1_000L * seconds);
        Running running = new Running(console, workshop.environment().get());
        return switch (CProjects.of(
                source, file, workshop.compiler().get(), workshop.facts().get())) {
            case CProjects.Made.None(String reason) -> throw new BadInput(reason);
            case CProjects.Made.Whole whole -> {
                Optional<String> device = Optional.of(attached).filter(name -> !name.isEmpty());
                PacketConsent.require(whole.packets(), device, allowDrop);
                yield running.run(
                        whole, device, new ViewPlan(List.of(), List.of(), limit, true), !whole.periodic(), limit, json);
            }
        };
    }

    private int run(Source source, Module module) throws Lacking {
        List<String> maps = module.maps().stream()
                .filter(map -> map.kind() != MapDecl.Kind.SCALAR)
                .map(MapDecl::name)
                .toList();
        Optional<Long> limit = seconds == 0 ? Optional.empty() : Optional.of(1_000L * seconds);
        ViewPlan plan = new ViewPlan(List.of(), List.of(), limit, true);
        return new Running(console, workshop.environment().get()).run(source.text(), plan, maps, limit, json);
    }
}
