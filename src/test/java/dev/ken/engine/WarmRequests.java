package dev.ken.engine;

import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Lazy;
import dev.ken.kernel.Snapshots;
import dev.ken.kernel.catalog.CuratedCatalog;
import dev.ken.logic.z3.Z3Solver;
import dev.ken.runtime.Clang;
import dev.ken.runtime.Environment;
import dev.ken.runtime.EnvironmentReader;
import dev.ken.runtime.KernelCheck;
import dev.ken.runtime.KernelFiles;
import dev.ken.verify.Judge;
import dev.ken.verify.JudgeLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// How long a process that has answered requests before takes from a request to a proved program. Requests of
/// `src/test/resources/requests`, spread evenly over all sets and different from each other: so many that end with a
/// proved program warm up, as many are measured, and these once more with the running kernel's verifier. Argument: how
/// many.
final class WarmRequests {
    private static final Path SETS = Path.of("src/test/resources/requests");
    private static final int PERCENT = 100;
    private static final int MEDIAN = 50;
    private static final int LATE = 95;
    private static final int SLOWEST = 5;
    private static final double NANOS_PER_MILLI = 1e6;
    /// Has no divisor in common with numbers of requests, so that steps of it reach each of them.
    private static final int STRIDE = 7_919;

    /// One answer.
    private record Timed(String request, double millis) {}

    private final Generation generation;

    private WarmRequests(Generation generation) {
        this.generation = generation;
    }

    public static void main(String[] arguments) throws IOException {
        int wanted = Integer.parseInt(arguments[0]);
        Environment environment = new EnvironmentReader(System.getenv()).read();
        KernelModel kernel = KernelFiles.of(environment).model().orElseGet(Snapshots::recorded);
        Facts facts = new Facts(kernel, CuratedCatalog.of(kernel));
        Lazy<Clang> compiler = new Lazy<>(() -> new Clang(environment, System.getenv()));
        Judge judge = new Judge(new Z3Solver(), () -> System.nanoTime() / 1_000_000);
        Review review = new Review(
                FrontEnds.all(compiler),
                () -> judge,
                JudgeLimits.USUAL,
                (_, script) -> new KernelCheck(environment).check(script),
                facts);
        WarmRequests warm = new WarmRequests(
                new Generation(new BuiltInComprehender(), new BuiltInProposer(() -> environment), review, facts));
        List<String> requests = requests();
        List<Timed> proved = warm.proved(requests, 2 * wanted, false);
        List<Timed> measured = proved.subList(Math.min(wanted, proved.size()), proved.size());
        print("proved", measured);
        List<String> same = measured.stream().map(Timed::request).toList();
        print("proved and accepted by the kernel", warm.proved(same, wanted, true));
        System.exit(0);
    }

    /// Those that end with an accepted program, in the order in which they are asked.
    private List<Timed> proved(List<String> requests, int wanted, boolean kernel) {
        List<Timed> all = new ArrayList<>();
        for (String request : requests) {
            if (all.size() == wanted) {
                break;
            }
            long start = System.nanoTime();
            Outcome outcome = generation.generate(
                    new Request(request, Target.BPFTRACE, Request.USUAL_TRIALS, false, kernel), _ -> {});
            double millis = (System.nanoTime() - start) / NANOS_PER_MILLI;
            if (outcome instanceof Outcome.Accepted) {
                all.add(new Timed(request, millis));
            }
        }
        return all;
    }

    private static List<String> requests() throws IOException {
        List<String> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(SETS)) {
            for (Path file : files.filter(name -> name.toString().endsWith(".requests"))
                    .sorted()
                    .toList()) {
                Files.readAllLines(file).stream()
                        .filter(line -> line.startsWith("> "))
                        .map(line -> line.substring(2))
                        .forEach(all::add);
            }
        }
        List<String> spread = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            spread.add(all.get((int) ((long) i * STRIDE % all.size())));
        }
        return spread.stream().distinct().toList();
    }

    private static void print(String what, List<Timed> timed) {
        List<Timed> sorted =
                timed.stream().sorted(Comparator.comparingDouble(Timed::millis)).toList();
        if (sorted.isEmpty()) {
            System.out.println(what + ": none");
            return;
        }
        System.out.printf(
                "%s: %d requests, median %.0f ms, 95th percentile %.0f ms, slowest %.0f ms%n",
                what,
                sorted.size(),
                at(sorted, MEDIAN),
                at(sorted, LATE),
                sorted.getLast().millis());
        sorted.reversed().stream()
                .limit(SLOWEST)
                .forEach(one -> System.out.printf("  %.0f ms  %s%n", one.millis(), one.request()));
    }

    /// The least time that so many percent do not exceed.
    private static double at(List<Timed> sorted, int percent) {
        int rank = (sorted.size() * percent + PERCENT - 1) / PERCENT;
        return sorted.get(Math.max(0, rank - 1)).millis();
    }
}
