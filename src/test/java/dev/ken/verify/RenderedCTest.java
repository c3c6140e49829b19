package dev.ken.verify;

import dev.ken.bpf.BpfObject;
import dev.ken.bpf.Lowering;
import dev.ken.contract.Intent;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.CuratedCatalog;
import dev.ken.logic.z3.Z3Solver;
import dev.ken.runtime.Clang;
import dev.ken.runtime.Compilation;
import dev.ken.runtime.Environment;
import dev.ken.runtime.EnvironmentReader;
import dev.ken.source.Source;
import dev.ken.synthesis.Rendering;
import dev.ken.synthesis.c.CRenderer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// What KEN writes in C for every intent of [RenderedIntentsTest]: `rendered/c.outcomes` says of each whether it is
/// written, and of one in [#STRIDE], picked by its name so that new ones move no others, what the judge says of it,
/// compiled by clang. None is ever refuted.
/// `-Dgolden=update` writes the table; `-Djudge.case=NAME` judges and prints those that have NAME in their name.
class RenderedCTest {
    private static final Path TABLE = Path.of("src/test/resources/rendered/c.outcomes");
    private static final int STRIDE = 11;
    private static final KernelModel KERNEL = Snapshots.recorded();
    private static final Catalog CATALOG = CuratedCatalog.of(KERNEL);

    @Test
    void becomeOfAllIntentsWhatTheTableSays() throws IOException {
        Environment environment = new EnvironmentReader(System.getenv()).read();
        boolean there = environment.clang().isPresent() && environment.bpftool().isPresent();
        if (!there) {
            System.out.println("skipped: programs in C were not judged: clang or bpftool is missing");
        }
        Assumptions.assumeTrue(there, "clang or bpftool is missing");
        String only = System.getProperty("judge.case", "");
        StringBuilder table = new StringBuilder();
        Z3Solver solver = new Z3Solver();
        Judge judge = new Judge(solver, () -> System.nanoTime() / 1_000_000);
        Clang clang = new Clang(environment, System.getenv());
        for (Map.Entry<String, Intent> one : RenderedIntentsTest.intents().entrySet()) {
            boolean judged = only.isEmpty()
                    ? Math.floorMod(one.getKey().hashCode(), STRIDE) == 0
                    : one.getKey().contains(only);
            if (judged || only.isEmpty()) {
                String outcome = switch (CRenderer.render(one.getValue(), CATALOG, KERNEL)) {
                    case Rendering.Unrenderable(String reason) -> "not written: " + reason;
                    case Rendering.Rendered(String program, var _) ->
                        judged ? judged(one.getValue(), program, clang, judge, !only.isEmpty()) : "written";
                };
                table.append(outcome).append('\t').append(one.getKey()).append('\n');
            }
        }
        RenderedIntentsTest.hold(table.toString(), TABLE, only);
    }

    private static String judged(Intent intent, String program, Clang clang, Judge judge, boolean shown)
            throws IOException {
        Source source = new Source("program.bpf.c", program);
        if (shown) {
            System.out.println(program);
        }
        Compilation compilation = clang.compile(source, KERNEL);
        if (!(compilation instanceof Compilation.Compiled(byte[] object, var _))) {
            throw new AssertionError(program + "\n" + compilation);
        }
        Judgement judgement = judge.judge(
                intent,
                Lowering.lower(BpfObject.parse("program", object), source, KERNEL),
                CATALOG,
                KERNEL,
                Patience.LIMITS);
        if (shown) {
            System.out.println(judgement);
        }
        return RenderedIntentsTest.told(judgement);
    }
}
