package dev.ken.engine;

import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import dev.ken.kernel.catalog.CuratedCatalog;
import dev.ken.logic.z3.Z3Solver;
import dev.ken.runtime.KernelVerdict;
import dev.ken.verify.Judge;
import dev.ken.verify.JudgeLimits;
import java.util.function.Function;

/// The real parts of the loop, on the shipped kernel.
final class Bench {
    static final Function<String, KernelVerdict> NO_KERNEL = _ -> new KernelVerdict.Unavailable("no kernel", "");

    private Bench() {}

    static Facts facts() {
        KernelModel kernel = Snapshots.recorded();
        return new Facts(kernel, CuratedCatalog.of(kernel));
    }

    static Generation generation(Proposer proposer, Facts facts, Function<String, KernelVerdict> kernel) {
        return generation(proposer, facts, kernel, JudgeLimits.USUAL);
    }

    static Generation generation(
            Proposer proposer, Facts facts, Function<String, KernelVerdict> kernel, JudgeLimits limits) {
        Judge judge = new Judge(new Z3Solver(), () -> System.nanoTime() / 1_000_000);
        Review review = new Review(FrontEnds.own(), () -> judge, limits, (_, script) -> kernel.apply(script), facts);
        return new Generation(new BuiltInComprehender(), proposer, review, facts);
    }

    static Review review(Facts facts) {
        Judge judge = new Judge(new Z3Solver(), () -> System.nanoTime() / 1_000_000);
        return new Review(
                FrontEnds.own(), () -> judge, JudgeLimits.USUAL, (_, script) -> NO_KERNEL.apply(script), facts);
    }
}
