package dev.ken.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/// Golden cases: text in, text out. A folder `src/test/resources/golden/NAME` holds `*.case` files ([Case] says
/// their form); a test hands every case to a function and its answer must be the text of `--- expect`, letter
/// for letter.
///
///     @TestFactory
///     Stream<DynamicTest> golden() {
///         return Golden.cases("formats", c -> describe(c.body("format")));
///     }
///
/// `./mvnw test -Dgolden=update` writes the answers into the files: read the difference before it is committed.
public final class Golden {
    private static final Path ROOT = Path.of("src/test/resources/golden");

    private Golden() {}

    /// One test a file, in the order of the names. A folder without cases is an error: it tests nothing.
    public static Stream<DynamicTest> cases(String folder, Function<Case, String> answer) {
        List<Path> files = files(ROOT.resolve(folder));
        return files.stream().map(file -> DynamicTest.dynamicTest(name(file), file.toUri(), () -> check(file, answer)));
    }

    private static void check(Path file, Function<Case, String> answer) throws IOException {
        String text = Files.readString(file);
        Case read = Case.parse(file.toString(), text);
        String given = answer.apply(read);
        String got = given.isEmpty() || given.endsWith("\n") ? given : given + "\n";
        if ("update".equals(System.getProperty("golden"))) {
            Files.writeString(file, Case.withExpected(text, got));
            return;
        }
        assertThat(got).as("%s (%s)", read.title(), file).isEqualTo(read.expected());
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> files =
                    all.filter(f -> f.toString().endsWith(".case")).sorted().toList();
            assertThat(files).as("cases in %s", folder).isNotEmpty();
            return files;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String name(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - ".case".length());
    }
}
