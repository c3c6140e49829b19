package dev.ken.cli;

import dev.ken.kernel.KernelModel;
import dev.ken.kernel.KernelTypes;
import dev.ken.kernel.SyscallTable;
import dev.ken.wire.Json;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `ken kernel show`: what is known of a kernel.
@Command(
        name = "show",
        description = "Show what is known of a kernel.",
        footer = {
            "",
            "Examples:",
            "  ken kernel show",
            "  ken kernel show 6.12",
            "  ken kernel show --json server.kernel"
        })
final class KernelShowCommand implements Callable<Integer> {
    private final Console console;
    private final Workshop workshop;

    @Parameters(
            paramLabel = "FILE|RELEASE",
            arity = "0..1",
            description = "a recorded kernel, or a shipped one (default: the running one)")
    String name = "";

    @Option(names = "--json", description = "answer in JSON")
    boolean json;

    KernelShowCommand(Console console, Workshop workshop) {
        this.console = console;
        this.workshop = workshop;
    }

    @Override
    public Integer call() throws BadInput {
        KernelModel kernel = name.isEmpty() ? workshop.facts().get().kernel() : Kernels.named(name);
        List<String> tracepoints = kernel.tracepoints().names();
        long told = kernel.syscalls().numbers().keySet().stream()
                .filter(call -> tracepoints.contains("syscalls:sys_enter_" + SyscallTable.tracepoint(call)))
                .count();
        if (json) {
            console.out()
                    .println(Json.object()
                            .with("release", kernel.release())
                            .with("architecture", kernel.architecture())
                            .with("tracepoints", tracepoints.size())
                            .with("systemCalls", kernel.syscalls().numbers().size())
                            .with("systemCallsTraced", told)
                            .with("types", types(kernel))
                            .with("functions", kernel.functions().names().size())
                            .with("traceableKnown", Json.of(kernel.functions().traceableKnown()))
                            .with("helpers", kernel.helpers().size())
                            .with("kfuncs", kernel.functions().kfuncs().size())
                            .with("modules", AnswerJson.strings(kernel.types().modules()))
                            .text());
            return ExitCode.DONE;
        }
        line("kernel", kernel.release() + " " + kernel.architecture());
        line("tracepoints", number(tracepoints.size()));
        line(
                "calls",
                number(kernel.syscalls().numbers().size()) + " system calls, " + number(told) + " with tracepoints");
        line("types", kernel.btf().isPresent() ? number(types(kernel)) : "not told (no BTF)");
        line("functions", functions(kernel));
        line(
                "helpers",
                number(kernel.helpers().size()) + " of BPF, and "
                        + number(kernel.functions().kfuncs().size()) + " kfuncs");
        line("modules", modules(kernel.types()));
        return ExitCode.DONE;
    }

    private static long types(KernelModel kernel) {
        return kernel.types().sources().stream()
                .mapToLong(source -> source.btf().endId() - source.btf().firstId())
                .sum();
    }

    private static String functions(KernelModel kernel) {
        List<String> names = kernel.functions().names();
        String traceable = kernel.functions().traceableKnown()
                ? number(names.stream()
                                .filter(one -> kernel.functions().traceable(one) == dev.ken.kernel.Traceable.YES)
                                .count())
                        + " of them traceable"
                : "which are traceable is not told";
        return number(names.size()) + ", " + traceable;
    }

    private static String modules(KernelTypes types) {
        return types.modules().isEmpty() ? "none with types" : String.join(" ", types.modules());
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private void line(String word, String text) {
        console.out().println(String.format("%-12s %s", word, text));
    }
}
