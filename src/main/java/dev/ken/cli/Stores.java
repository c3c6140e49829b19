package dev.ken.cli;

import dev.ken.corpus.Embedder;
import dev.ken.corpus.ExampleFolder;
import dev.ken.corpus.ExampleStore;
import dev.ken.corpus.QdrantStore;
import dev.ken.llm.settings.Settings;
import java.util.Optional;

/// Where examples are kept: in the user's data folder, or where `[examples]` of the configuration says.
final class Stores {
    private Stores() {}

    static ExampleStore of(Console console) {
        Settings settings = Settings.read(console.variables());
        ExampleFolder folder = new ExampleFolder(DataFolder.examples(console.variables()), Embedder.shipped());
        Optional<String> url = settings.text("examples", "qdrant-url");
        return url.<ExampleStore>map(address -> new QdrantStore(
                        address,
                        settings.text("examples", "collection").orElse("ken-examples"),
                        settings.text("examples", "key").or(() -> settings.variable("QDRANT_API_KEY")),
                        Embedder.shipped()))
                .orElse(folder);
    }

    /// Whether accepted programs that were run are kept.
    static boolean learns(Console console) {
        return !Settings.read(console.variables()).isNot("examples", "learn");
    }
}
