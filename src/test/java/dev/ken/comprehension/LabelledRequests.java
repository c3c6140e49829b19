package dev.ken.comprehension;

import dev.ken.contract.Intent;
import dev.ken.contract.IntentCheck;
import dev.ken.contract.IntentText;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.CuratedCatalog;
import dev.ken.kernel.catalog.EventKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Requests with what they mean, to learn from: those of labelled sets, what KEN itself says of their meanings, and
/// composed ones.
final class LabelledRequests {
    static final Path FOLDERS = Path.of("src/test/resources/requests");
    private static final KernelModel KERNEL = Snapshots.find("6.12").orElseThrow();
    static final Catalog CATALOG = CuratedCatalog.of(KERNEL);
    private static final long SEED = 7;

    /// The newest sets, that hunches and odds are learnt from, and the second reading is not.
    static final List<String> NEWEST = List.of(
            "crowd",
            "assistants",
            "incidents",
            "filters",
            "manuals",
            "wholes",
            "neighbours",
            "askers",
            "instruments",
            "jottings",
            "corners");

    private LabelledRequests() {}

    /// From the requests of those folders, with so many composed ones.
    static List<Said> of(List<Path> folders, int composed) throws IOException {
        List<Said> all = new ArrayList<>();
        for (Path folder : folders) {
            Asked.read(folder).stream().map(LabelledRequests::said).forEach(all::add);
        }
        List<Said> glosses = all.stream()
                .flatMap(said -> said.answers().stream().limit(1))
                .filter(LabelledRequests::isDefinite)
                .filter(intent -> IntentCheck.of(intent, CATALOG).isEmpty())
                .map(intent -> new Said(String.join(". ", Gloss.of(intent, CATALOG)), List.of(intent), false))
                .distinct()
                .toList();
        all.addAll(glosses);
        List<EventKind> kinds = CATALOG.curated().values().stream()
                .filter(kind -> !kind.points().isEmpty())
                .toList();
        Composed.some(composed, SEED, kinds, FOLDERS.resolve("composed/templates"))
                .forEach(one -> all.add(new Said(one.request(), List.of(one.intent()), false)));
        return all;
    }

    /// A request and what it may mean.
    ///
    /// @param vague whether it is to be asked about
    record Said(String request, List<Intent> answers, boolean vague) {}

    private static Said said(Asked asked) {
        return new Said(
                asked.request(),
                asked.answers().stream()
                        .flatMap(answer -> answer instanceof Asked.Answer.Means(Intent intent)
                                ? Stream.of(intent)
                                : Stream.empty())
                        .toList(),
                asked.answers().contains(new Asked.Answer.Asks()));
    }

    private static boolean isDefinite(Intent intent) {
        String text = IntentText.print(intent);
        return !text.contains("any_") && !text.contains(String.valueOf(Asked.ANY));
    }
}
