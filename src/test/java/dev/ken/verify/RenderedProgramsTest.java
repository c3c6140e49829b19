package dev.ken.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.comprehension.Reader;
import dev.ken.comprehension.Reading;
import dev.ken.contract.Intent;
import dev.ken.contract.IntentText;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.CuratedCatalog;
import dev.ken.logic.z3.Z3Solver;
import dev.ken.synthesis.Dialect;
import dev.ken.synthesis.Renderer;
import dev.ken.synthesis.Rendering;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What the built-in engine writes for the requests of the live tests, and for others, is proved to do what the intent
/// says.
class RenderedProgramsTest {
    private static final List<Path> REQUESTS = List.of(
            Path.of("src/test/resources/live/requests.cases"), Path.of("src/test/resources/rendered/requests.cases"));
    private static final Z3Solver SOLVER = new Z3Solver();

    @TestFactory
    Stream<DynamicTest> areProved() throws IOException {
        KernelModel kernel = Snapshots.recorded();
        Catalog catalog = CuratedCatalog.of(kernel);
        Judge judge = new Judge(SOLVER, () -> System.nanoTime() / 1_000_000);
        List<DynamicTest> tests = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (Path file : REQUESTS) {
            lines.addAll(Files.readAllLines(file));
        }
        for (String line : lines) {
            if (line.startsWith("request ")) {
                String request = line.substring("request ".length())
                        .replace("{pid}", "4242")
                        .replace("{comm}", "kenw");
                tests.add(DynamicTest.dynamicTest(request, () -> {
                    assertThat(new Reader(catalog, kernel).read(request)).isInstanceOf(Reading.Understood.class);
                    Reading.Understood understood = (Reading.Understood) new Reader(catalog, kernel).read(request);
                    Intent intent = understood.intent();
                    Rendering.Rendered rendered = (Rendering.Rendered) Renderer.render(intent, catalog, Dialect.OLDEST);
                    Judgement judgement = judge.judge(
                            intent, JudgeCasesTest.lowered(rendered.program()), catalog, kernel, Patience.LIMITS);
                    System.out.println(judgement.millis() + " ms  "
                            + judgement
                                    .mutants()
                                    .map(m -> m.refuted() + "/" + m.total())
                                    .orElse("-") + "  " + request);
                    assertThat(judgement.accepted())
                            .as("%s\n%s\n%s", IntentText.print(intent), rendered.program(), judgement)
                            .isTrue();
                }));
            }
        }
        return tests.stream();
    }
}
