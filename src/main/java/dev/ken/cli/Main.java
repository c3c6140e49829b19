package dev.ken.cli;

import dev.ken.engine.BuiltInComprehender;
import dev.ken.engine.Comprehender;
import dev.ken.engine.Facts;
import dev.ken.engine.FrontEnds;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Lazy;
import dev.ken.kernel.Snapshots;
import dev.ken.kernel.catalog.CuratedCatalog;
import dev.ken.logic.z3.Z3Solver;
import dev.ken.runtime.Clang;
import dev.ken.runtime.Environment;
import dev.ken.runtime.EnvironmentReader;
import dev.ken.runtime.KernelFiles;
import dev.ken.verify.Judge;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Where everything is put together, by hand.
public final class Main {
    private static final String RECORDED = "KEN_KERNEL";

    private Main() {}

    /// Ends the process with an [ExitCode].
    public static void main(String[] arguments) {
        System.exit(run(arguments, Console.ofProcess()));
    }

    /// The same without ending the process.
    public static int run(String[] arguments, Console console) {
        return new Doors(console, workshop(console)).run(arguments);
    }

    private static Workshop workshop(Console console) {
        Map<String, String> variables = console.variables();
        Lazy<Environment> environment = new Lazy<>(() -> new EnvironmentReader(variables).read());
        Lazy<Facts> facts = new Lazy<>(() -> facts(environment, variables));
        Lazy<Comprehender> comprehender = new Lazy<>(BuiltInComprehender::new);
        Lazy<Clang> compiler = new Lazy<>(() -> new Clang(environment.get(), variables));
        return new Workshop(
                environment,
                facts,
                comprehender,
                compiler,
                FrontEnds.all(compiler),
                new ModelEngines(comprehender, environment, console),
                () -> new Judge(new Z3Solver(), Main::millis),
                Optional.empty());
    }

    private static long millis() {
        return System.nanoTime() / 1_000_000;
    }

    /// The running kernel; where there is none, or where `KEN_KERNEL=recorded`, the one that is shipped.
    private static Facts facts(Supplier<Environment> environment, Map<String, String> variables) {
        boolean recorded = variables.getOrDefault(RECORDED, "").equals("recorded");
        KernelModel kernel = Optional.of(recorded)
                .filter(shipped -> !shipped)
                .flatMap(_ -> KernelFiles.of(environment.get()).model())
                .orElseGet(Snapshots::recorded);
        CuratedCatalog catalog = CuratedCatalog.of(kernel);
        // Hardly a command does without the types, but the catalog is asked first.
        kernel.types().ahead();
        return new Facts(kernel, catalog);
    }
}
