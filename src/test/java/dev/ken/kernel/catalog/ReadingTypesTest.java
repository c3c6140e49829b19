package dev.ken.kernel.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What the catalog says of functions is so in the kernels whose types are shipped: functions, parameters, members.
class ReadingTypesTest {
    @TestFactory
    Stream<DynamicTest> everyReadingAtAFunctionIsOfItsTypes() {
        return Snapshots.shipped().stream()
                .map(shipped -> DynamicTest.dynamicTest(
                        shipped.name(),
                        () -> check(Snapshots.find(shipped.name()).orElseThrow())));
    }

    private static void check(KernelModel kernel) {
        List<String> wrong = new ArrayList<>();
        int checked = 0;
        for (ProbePoint point : points(kernel)) {
            String function = point.probe().substring(point.probe().indexOf(':') + 1);
            if (kernel.functions().find(function).isPresent() && point.facts().spans(kernel.release())) {
                checked++;
                ReadingTypes.problems(point, kernel).forEach(problem -> wrong.add(point.probe() + ": " + problem));
            }
        }
        System.out.println(kernel.release() + ": " + checked + " points at functions");
        assertThat(wrong).isEmpty();
        assertThat(checked).isGreaterThan(100);
    }

    private static List<ProbePoint> points(KernelModel kernel) {
        return CuratedCatalog.of(kernel).curated().values().stream()
                .flatMap(kind -> kind.ways().stream())
                .filter(way -> way.stream()
                        .filter(p -> p.phase() == Attribute.Phase.START)
                        .anyMatch(p -> p.facts().spans(kernel.release())))
                .flatMap(List::stream)
                .filter(point -> ReadingTypes.isFunction(point.probe()))
                .toList();
    }

    /// A function that the recorded kernel should have and lacks is a misspelt one, or stands in the list with the
    /// reason.
    @Test
    void everyFunctionIsThereOrSaidToBeElsewhere() throws IOException {
        KernelModel kernel = Snapshots.recorded();
        Set<String> absent = new TreeSet<>();
        for (ProbePoint point : points(kernel)) {
            String function = point.probe().substring(point.probe().indexOf(':') + 1);
            if (point.facts().spans(kernel.release())
                    && kernel.functions().find(function).isEmpty()) {
                absent.add(function);
            }
        }
        assertThat(absent).isEqualTo(elsewhere());
    }

    private static Set<String> elsewhere() throws IOException {
        try (InputStream in = ReadingTypesTest.class.getResourceAsStream("/catalog/elsewhere.functions")) {
            assertThat(in).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .map(line -> line.split(" ")[0])
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /// A misspelt parameter, member, or struct is seen.
    @Test
    void wrongReadingsAreSeen() {
        KernelModel kernel = Snapshots.recorded();
        String text = """
                event a
                  gloss b
                  plural c
                  start fentry:vfs_read a=args.cuont b=args.file.f_pth c=str(args.count) d=args.file.f_inode.i_ino
                  start kprobe:vfs_read a=arg4 b=cast(fiel,arg0).f_inode c=args.count
                  start fexit:__fput a=retval
                """;
        List<String> wrong =
                CatalogParser.parse(new dev.ken.source.Source("a", text)).kinds().getFirst().points().stream()
                        .flatMap(point -> ReadingTypes.problems(point, kernel).stream())
                        .toList();
        assertThat(wrong).hasSize(7);
    }
}
