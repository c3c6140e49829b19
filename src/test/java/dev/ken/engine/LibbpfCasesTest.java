package dev.ken.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import dev.ken.kernel.catalog.CuratedCatalog;
import dev.ken.logic.z3.Z3Solver;
import dev.ken.runtime.Clang;
import dev.ken.runtime.Environment;
import dev.ken.runtime.EnvironmentReader;
import dev.ken.runtime.KernelVerdict;
import dev.ken.source.Source;
import dev.ken.verify.Judge;
import dev.ken.verify.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Labelled programs in C: `right` ones are proved, `wrong` ones refuted with an example, `undecided` ones are
/// neither, and the reason that the label tells is given; `KNOWN` marks right ones that are refuted, and wrong
/// ones that are proved, as things are. Each file of `src/test/resources/libbpf` has an intent, some with the
/// request that it stands for, what its programs have in common, and the rest of each program.
/// `-Djudge.case=NAME,…` takes the files of these names and prints what is said of each program. Needs clang,
/// bpftool and libbpf's headers.
class LibbpfCasesTest {
    static final String HEAD = """
            #include "vmlinux.h"
            #include <bpf/bpf_helpers.h>
            #include <bpf/bpf_core_read.h>
            #include <bpf/bpf_tracing.h>
            char LICENSE[] SEC("license") = "GPL";
            """;

    private static final Set<String> COMMON = Set.of("request", "intent", "head");

    private final Environment environment = new EnvironmentReader(System.getenv()).read();
    private final KernelModel kernel = Snapshots.recorded();
    private final Facts facts = new Facts(kernel, CuratedCatalog.of(kernel));
    private final Review review = new Review(
            FrontEnds.all(() -> new Clang(environment, System.getenv())),
            () -> new Judge(new Z3Solver(), () -> System.nanoTime() / 1_000_000),
            Patience.LIMITS,
            (_, _) -> new KernelVerdict.Unavailable("not asked", ""),
            facts);

    @TestFactory
    Stream<DynamicTest> verdicts() {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/libbpf"))) {
            return files.sorted().toList().stream().flatMap(this::programs);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A part of a file, from `--- label` on.
    private record Section(String label, String body) {}

    private static List<Section> sections(Path file) {
        try {
            return Stream.of(Files.readString(file).split("(?m)^--- "))
                    .skip(1)
                    .map(text -> text.split("\n", 2))
                    .map(parts -> new Section(parts[0].strip(), parts[1]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String body(List<Section> sections, String label) {
        return sections.stream()
                .filter(section -> section.label().equals(label))
                .map(Section::body)
                .findFirst()
                .orElse("");
    }

    private Stream<DynamicTest> programs(Path file) {
        List<Section> sections = sections(file);
        String only = System.getProperty("judge.case", "");
        return sections.stream()
                .filter(section -> !COMMON.contains(section.label()))
                .filter(_ -> Stream.of(only.split(",")).anyMatch(file.toString()::contains))
                .map(section -> DynamicTest.dynamicTest(
                        file.getFileName() + ": " + section.label(), () -> judge(file, sections, section)));
    }

    private void judge(Path file, List<Section> sections, Section section) {
        long began = System.nanoTime();
        boolean there = environment.clang().isPresent() && environment.bpftool().isPresent();
        if (!there) {
            System.out.println("skipped: programs in C were not judged: clang or bpftool is missing");
        }
        Assumptions.assumeTrue(there, "clang or bpftool is missing");
        Source intent = new Source("intent", body(sections, "intent"));
        Understanding.Understood understood =
                new BuiltInComprehender().stated(intent, facts).understood().orElseThrow();
        Source program = new Source("program.bpf.c", HEAD + body(sections, "head") + section.body());
        Attempt attempt = review.of(
                1,
                program,
                new Proposer.Proposal(program.text(), "user", List.of()),
                Target.LIBBPF,
                understood.intent(),
                false);
        boolean refuted = attempt.feedback().stream().anyMatch(Feedback.MissesIntent.class::isInstance);
        if (!System.getProperty("judge.case", "").isEmpty()) {
            String verdict = attempt.accepted() ? "proved" : refuted ? "refuted" : "undecided";
            long millis = (System.nanoTime() - began) / 1_000_000;
            System.out.println("== " + file.getFileName() + ": " + section.label() + " [" + verdict + ", " + millis
                    + " ms]\n" + attempt.text());
        }
        assertThat(attempt.feedback()).as(attempt.text()).noneMatch(Feedback.NotAProgram.class::isInstance);
        String[] label = section.label().split(": ", 2);
        if (label[0].contains(" KNOWN ")) {
            boolean right = label[0].startsWith("right ");
            assertThat(right ? refuted : attempt.accepted())
                    .as("no longer so, take KNOWN away: " + attempt.text())
                    .isTrue();
            return;
        }
        switch (label[0].replaceFirst(" .*", "")) {
            case "right" -> assertThat(attempt.accepted()).as(attempt.text()).isTrue();
            case "wrong" -> {
                assertThat(attempt.accepted()).as(attempt.text()).isFalse();
                assertThat(refuted).as(attempt.text()).isTrue();
            }
            case "undecided" -> {
                assertThat(attempt.accepted()).as(attempt.text()).isFalse();
                assertThat(refuted).as(attempt.text()).isFalse();
                assertThat(attempt.text()).contains(label[1]);
            }
            default -> throw new IllegalStateException("no label: " + section.label());
        }
    }
}
