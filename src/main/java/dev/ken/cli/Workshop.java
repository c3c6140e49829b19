package dev.ken.cli;

import dev.ken.comprehension.Reader;
import dev.ken.engine.Comprehender;
import dev.ken.engine.Facts;
import dev.ken.engine.FrontEnd;
import dev.ken.engine.Generation;
import dev.ken.engine.Review;
import dev.ken.engine.Target;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Lazy;
import dev.ken.kernel.catalog.CuratedCatalog;
import dev.ken.logic.RecordingSolver;
import dev.ken.runtime.Clang;
import dev.ken.runtime.Environment;
import dev.ken.runtime.KernelCheck;
import dev.ken.runtime.KernelVerdict;
import dev.ken.runtime.ObjectCheck;
import dev.ken.verify.Judge;
import dev.ken.verify.JudgeLimits;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/// The parts that commands are made of, each made when it is first needed.
///
/// @param judges    makes a judge; each serves one thread
/// @param engines   the engine for a choice
/// @param elsewhere the release of the kernel that programs are for, where it is not the running one
record Workshop(
        Supplier<Environment> environment,
        Lazy<Facts> facts,
        Supplier<Comprehender> comprehender,
        Supplier<Clang> compiler,
        Map<Target, FrontEnd> frontEnds,
        ModelEngines engines,
        Supplier<Judge> judges,
        Optional<String> elsewhere) {

    /// The same for another kernel than the running one. It cannot be asked about programs, nor run them.
    Workshop on(KernelModel kernel) {
        return new Workshop(
                environment,
                new Lazy<>(() -> new Facts(kernel, CuratedCatalog.of(kernel))),
                comprehender,
                compiler,
                frontEnds,
                engines,
                judges,
                Optional.of(kernel.release()));
    }

    /// The same, where judges hand what they ask their solver to `sink`.
    Workshop recorded(RecordingSolver.Sink sink) {
        return new Workshop(
                environment,
                facts,
                comprehender,
                compiler,
                frontEnds,
                engines,
                () -> judges.get().recorded(sink),
                elsewhere);
    }

    /// Begins, on other threads, with what every request needs, while the options of a command are still looked at.
    void ahead() {
        facts.ahead();
        Reader.ahead();
    }

    /// A review for one thread. The solver and the rules of the reader start to load at once, if they have not.
    Review review() {
        Reader.ahead();
        Lazy<Judge> judge = new Lazy<>(judges);
        judge.ahead();
        return reviewBy(judge);
    }

    /// A review that only reads programs.
    Review reader() {
        return reviewBy(new Lazy<>(judges));
    }

    private Review reviewBy(Lazy<Judge> judge) {
        BiFunction<Target, String, KernelVerdict> kernel = (target, script) -> elsewhere
                .<KernelVerdict>map(release -> new KernelVerdict.Unavailable(
                        "the program is for " + release + ", which does not run here", "Run ken check on that kernel."))
                .orElseGet(() -> switch (target) {
                    case BPFTRACE -> new KernelCheck(environment.get()).check(script);
                    case LIBBPF ->
                        new ObjectCheck(environment.get(), compiler.get())
                                .check(script, facts.get().kernel());
                });
        return new Review(frontEnds, judge, JudgeLimits.USUAL, kernel, facts.get());
    }

    Generation generation(EngineChoice choice, Review review) {
        return new Generation(engines.of(choice), review, facts.get());
    }
}
