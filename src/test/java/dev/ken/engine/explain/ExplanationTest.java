package dev.ken.engine.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.engine.BpftraceFrontEnd;
import dev.ken.engine.Facts;
import dev.ken.engine.Lowering;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import dev.ken.kernel.catalog.CuratedCatalog;
import dev.ken.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every labelled program, right or wrong, is told without words of the machinery, and each that shows anything says
/// what; the texts themselves are golden cases (`golden/cli/explain*.case`).
final class ExplanationTest {
    private static final Path CASES = Path.of("src/test/resources/judge");
    private static final KernelModel KERNEL = Snapshots.find("6.12").orElseThrow();
    private static final Facts FACTS = new Facts(KERNEL, CuratedCatalog.of(KERNEL));
    private static final Pattern MACHINERY = Pattern.compile("memory\\.|entry of [^@]|presence in |walk(ed|ing) |%\\d|null");

    @Test
    void everyLabelledProgramIsToldInWords() throws IOException {
        List<String> wrong = new ArrayList<>();
        int told = 0;
        for (String program : programs()) {
            if (new BpftraceFrontEnd().lower(new Source("program", program), FACTS)
                    instanceof Lowering.Lowered(var module, _)) {
                Explanation explanation = Explanation.of(module, KERNEL);
                String text = explanation.shows() + "\n" + explanation.steps();
                told++;
                if (MACHINERY.matcher(text.replaceAll("\"[^\"]*\"", "")).find()) {
                    wrong.add(program + "\n" + text);
                }
                if (explanation.shows().isEmpty() && program.contains("printf(\"%")) {
                    wrong.add(program + "\nshows nothing");
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(told).isGreaterThan(1_000);
    }

    private static List<String> programs() throws IOException {
        List<String> programs = new ArrayList<>();
        try (Stream<Path> files = Files.walk(CASES)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".case"))
                    .sorted()
                    .toList()) {
                for (String section : Files.readString(file).split("(?m)^--- ")) {
                    if (section.startsWith("right") || section.startsWith("wrong")) {
                        programs.add(section.substring(section.indexOf('\n') + 1).split("(?m)^# ")[0]);
                    }
                }
            }
        }
        return programs;
    }
}
