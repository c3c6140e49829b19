package dev.ken.cli;

import dev.ken.engine.Proposer;
import dev.ken.kernel.MalformedSnapshot;
import dev.ken.kernel.btf.MalformedBtf;
import dev.ken.llm.ModelUnreachable;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// Finds the command that is meant, and turns every end of it into an exit code. Only the command that is used
/// is built, which keeps the start short.
final class Doors {
    private static final int LONGEST_MESSAGE = 20_000;
    private static final Set<String> READING = Set.of("ask", "generate", "verify");
    private static final Set<String> ELSEWHERE = Set.of("--help", "-h", "--version", "-V");

    private final Console console;
    private final Workshop workshop;

    Doors(Console console, Workshop workshop) {
        this.console = console;
        this.workshop = workshop;
    }

    /// What `ken --help` shows.
    @Command(
            name = "ken",
            mixinStandardHelpOptions = true,
            version = "ken 0.1",
            synopsisHeading = "Usage: ken [options] REQUEST%n   or: ",
            description = {
                "",
                "Say in English what you want to see of a Linux kernel. KEN writes a bpftrace program for it, proves that the program"
                        + " does what was asked, has the kernel's verifier check it, and runs it.",
                ""
            },
            commandListHeading = "%nCommands:%n",
            footer = {
                "",
                "Examples:",
                "  ken \"count system calls by process for 5 seconds\"",
                "  ken --yes \"histogram of read sizes by process every 2 seconds\"",
                "  ken generate -o reads.bt \"histogram of the latency of the read system call in us by process\"",
                "  ken verify --request \"count forks per second\" forks.bt",
                "",
                "Exit codes: 0 proved or done, 1 refuted, 2 bad usage or input, 3 undecided or trials exhausted,",
                "4 needs clarification, 5 declined, 6 the machine lacks something, 70 a bug of KEN.",
                "",
                "ken COMMAND --help tells more; ken ask --help tells the options of a request."
            })
    private static final class Root {}

    int run(String[] arguments) {
        String first = arguments.length == 0 ? "--help" : arguments[0];
        return switch (first) {
            case "--help", "-h", "help", "--version", "-V" -> root(first, arguments);
            default -> {
                if (isRequest(first, arguments)) {
                    workshop.ahead();
                }
                Optional<Object> named = command(first);
                yield named.isPresent()
                        ? execute(named.get(), Arrays.copyOfRange(arguments, 1, arguments.length))
                        : execute(new AskCommand(console, workshop), arguments);
            }
        };
    }

    /// Whether what is typed will most likely be read on the running kernel.
    private static boolean isRequest(String first, String[] arguments) {
        boolean reads = READING.contains(first)
                || dev.ken.engine.Operations.ALL.stream()
                        .noneMatch(operation -> operation.name().equals(first));
        return reads
                && Arrays.stream(arguments)
                        .noneMatch(argument -> ELSEWHERE.contains(argument) || argument.startsWith("--kernel"));
    }

    private Optional<Object> command(String name) {
        return switch (name) {
            case "ask" -> Optional.of(new AskCommand(console, workshop));
            case "generate" -> Optional.of(new GenerateCommand(console, workshop));
            case "verify" -> Optional.of(new VerifyCommand(console, workshop));
            case "run" -> Optional.of(new RunCommand(console, workshop));
            case "simulate" -> Optional.of(new SimulateCommand(console, workshop));
            case "explain" -> Optional.of(new ExplainCommand(console, workshop));
            case "diff" -> Optional.of(new DiffCommand(console, workshop));
            case "search" -> Optional.of(new SearchCommand(console, workshop));
            case "contract" -> Optional.of(new ContractCommand(console, workshop));
            case "check" -> Optional.of(new CheckCommand(console, workshop));
            case "kernel" -> Optional.of(new KernelCommand(console, workshop));
            case "examples" -> Optional.of(new ExamplesCommand(console, workshop));
            case "history" -> Optional.of(new HistoryCommand(console));
            case "show" -> Optional.of(new ShowCommand(console));
            case "rerun" -> Optional.of(new RerunCommand(console, workshop));
            default -> Optional.empty();
        };
    }

    private int root(String first, String[] arguments) {
        if (first.equals("help") && arguments.length > 1) {
            Optional<Object> named = command(arguments[1]);
            if (named.isPresent()) {
                return execute(named.get(), new String[] {"--help"});
            }
        }
        CommandLine root = new CommandLine(new Root());
        dev.ken.engine.Operations.ALL.forEach(operation ->
                command(operation.name()).ifPresent(command -> root.addSubcommand(operation.name(), command)));
        return finish(root, first.equals("help") ? "--help" : first);
    }

    private int execute(Object command, String[] arguments) {
        CommandLine line = new CommandLine(command);
        line.setCommandName("ken " + line.getCommandName());
        line.getCommandSpec().mixinStandardHelpOptions(true).version("ken 0.1");
        below(command).forEach((name, part) -> {
            CommandLine below = new CommandLine(part);
            below.getCommandSpec().mixinStandardHelpOptions(true).version("ken 0.1");
            line.addSubcommand(name, below);
        });
        return finish(line, arguments);
    }

    private static Map<String, Object> below(Object command) {
        return switch (command) {
            case KernelCommand kernel -> kernel.parts();
            case ExamplesCommand examples -> examples.parts();
            default -> Map.of();
        };
    }

    private int finish(CommandLine line, String... arguments) {
        line.setUsageHelpWidth(100);
        line.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
        line.setParameterExceptionHandler((wrong, _) -> {
            say("ken: " + wrong.getMessage());
            say("See: " + wrong.getCommandLine().getCommandName() + " --help");
            return ExitCode.BAD_INPUT;
        });
        line.setExecutionExceptionHandler((failure, _, _) -> ended(failure));
        try {
            return written(line.execute(arguments));
        } catch (RuntimeException | Error failure) {
            return ended(failure);
        } finally {
            console.out().flush();
        }
    }

    /// An answer that did not arrive is no success. A reader that wants no more (`| head -1`) is told nothing.
    private int written(int code) {
        if (code != ExitCode.DONE || !console.out().checkError() || console.piped()) {
            return code;
        }
        say("ken: standard output cannot be written; the answer is not complete");
        return ExitCode.LACKING;
    }

    private int ended(Throwable failure) {
        return switch (failure) {
            case MalformedSnapshot malformed -> {
                say("ken: " + malformed.getMessage());
                yield ExitCode.BAD_INPUT;
            }
            case MalformedBtf malformed -> {
                say("ken: " + malformed.getMessage());
                yield ExitCode.BAD_INPUT;
            }
            case BadInput bad -> {
                say("ken: " + bad.getMessage());
                yield ExitCode.BAD_INPUT;
            }
            case Lacking lacking -> {
                say("ken: " + lacking.getMessage());
                yield ExitCode.LACKING;
            }
            case ModelUnreachable unreachable -> {
                say("ken: " + unreachable.getMessage());
                yield ExitCode.LACKING;
            }
            case Proposer.Unreachable world -> {
                say("ken: " + world.getMessage() + (world.retryHelps() ? " Trying again may help." : ""));
                yield ExitCode.LACKING;
            }
            default -> {
                say("ken: a bug of KEN (" + failure + "). The trace is in " + Bugs.written(failure, console));
                yield ExitCode.BUG;
            }
        };
    }

    private void say(String message) {
        console.err()
                .println(message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) + " …" : message);
        console.err().flush();
    }
}
