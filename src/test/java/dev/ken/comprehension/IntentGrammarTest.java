package dev.ken.comprehension;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.comprehension.Asked.Answer;
import dev.ken.contract.Intent;
import dev.ken.contract.IntentCheck;
import dev.ken.contract.IntentText;
import dev.ken.contract.Part;
import dev.ken.corpus.Embedder;
import dev.ken.corpus.Example;
import dev.ken.corpus.ExampleFolder;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.CuratedCatalog;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.source.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What the grammar lets a model write.
final class IntentGrammarTest {
    private static final KernelModel KERNEL = Snapshots.recorded();
    private static final Catalog CATALOG = CuratedCatalog.of(KERNEL);
    private static final int DRAWS = 40;

    private static List<EventKind> kinds(String... names) {
        return List.of(names).stream()
                .map(name -> CATALOG.find(name).orElseThrow())
                .toList();
    }

    /// Whatever is drawn is an intent that can be said of the kernel.
    @Test
    void everyTextOfAGrammarIsAnIntent() {
        List<EventKind> kinds = kinds("file.open", "file.read", "block.io", "tcp.send", "sched.switch", "syscall");
        Random random = new Random(7);
        for (Asked asked : Asked.read(Path.of("src/test/resources/requests/model"))) {
            Gbnf grammar = new Gbnf(IntentGrammar.of(kinds, CATALOG, asked.request()));
            for (int i = 0; i < DRAWS; i++) {
                String text = grammar.drawn(random);
                IntentText.Parsed parsed = IntentText.parse(new Source("drawn", text));
                assertThat(parsed.diagnostics())
                        .as("%s%n%s", asked.request(), text)
                        .isEmpty();
                assertThat(IntentCheck.of(parsed, CATALOG))
                        .as("%s%n%s", asked.request(), text)
                        .isEmpty();
            }
        }
    }

    /// What the examples mean can be said.
    @Test
    void theShippedExamplesCanBeWritten() {
        List<String> missing = new ArrayList<>();
        for (Example example : new ExampleFolder(Optional.empty(), Embedder.shipped()).all()) {
            Intent intent = IntentText.parse(new Source("example", example.intent()))
                    .intent()
                    .orElseThrow();
            if (intent.parts().size() == 1
                    && IntentCheck.of(intent, CATALOG).isEmpty()
                    && !grammar(example.request(), intent).has(example.intent().strip() + "\n")) {
                missing.add(example.request() + ": " + example.intent());
            }
        }
        assertThat(missing).isEmpty();
    }

    /// Of the requests that models are measured with, all but a few have a right reading in their grammar.
    @Test
    void rightReadingsCanBeWritten() {
        List<String> missing = new ArrayList<>();
        for (Asked asked : Asked.read(Path.of("src/test/resources/requests/model"))) {
            List<Intent> right = asked.answers().stream()
                    .filter(Answer.Means.class::isInstance)
                    .map(answer -> ((Answer.Means) answer).intent())
                    .filter(one -> one.parts().size() == 1
                            && IntentCheck.of(one, CATALOG).isEmpty())
                    .toList();
            if (!right.isEmpty()
                    && right.stream()
                            .noneMatch(intent ->
                                    spellings(intent).stream().anyMatch(grammar(asked.request(), intent)::has))) {
                missing.add(asked.request());
            }
        }
        // "/tmp" may be the directory or what is in it: see GroundsTest.
        assertThat(missing).containsExactly("which programs hammer /tmp with file deletions");
    }

    /// As it is printed, and with units as people say them.
    private static List<String> spellings(Intent intent) {
        String printed =
                IntentText.print(intent).replace("error != 0", "failed").replaceAll("not \\(([^()]+)\\)", "not $1");
        String times = Pattern.compile("latency ([<>=]+) (\\d+)000000\\b")
                .matcher(printed)
                .replaceAll("latency $1 $2 ms");
        String sizes = Pattern.compile("(size|bytes) ([<>=]+) (\\d+)\\b")
                .matcher(printed)
                .replaceAll(one -> one.group(1) + " " + one.group(2) + " " + size(Long.parseLong(one.group(3))));
        Matcher both = Pattern.compile("(size|bytes) >= ([^ ]+ [^ ]+) and \\1 <= ([^ ]+ [^ \n]+)")
                .matcher(sizes);
        return List.of(printed, times, sizes, both.replaceAll("$1 between $2 and $3"));
    }

    private static String size(long bytes) {
        return bytes % (1 << 20) == 0
                ? (bytes >> 20) + " MiB"
                : bytes % (1 << 10) == 0 ? (bytes >> 10) + " KiB" : bytes + " B";
    }

    private static Gbnf grammar(String request, Intent intent) {
        List<EventKind> kinds = intent.parts().stream()
                .map(Part::event)
                .map(name -> CATALOG.find(name).orElseThrow())
                .toList();
        return new Gbnf(IntentGrammar.of(kinds, CATALOG, request));
    }
}
