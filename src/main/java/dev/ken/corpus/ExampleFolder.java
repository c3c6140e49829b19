package dev.ken.corpus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Examples as files that people can read and edit, `ID.example`, each beside its vector, `ID.vector`; and
/// before them those that are shipped, which cannot be removed. Files are written whole or not at all.
public final class ExampleFolder implements ExampleStore {
    /// Most examples that are looked at; the search is a plain scan.
    static final int MOST = 5_000;

    private static final String ENDING = ".example";

    private final Optional<Path> folder;
    private final Embedder.Source model;
    private Optional<ExampleIndex> index = Optional.empty();

    /// @param folder need not be there yet; empty: only what is shipped
    public ExampleFolder(Optional<Path> folder, Embedder.Source model) {
        this.folder = folder;
        this.model = model;
    }

    @Override
    public synchronized List<Example> all() {
        Map<String, Example> all = new LinkedHashMap<>();
        ShippedExamples.all().forEach(example -> all.put(example.id(), example));
        files().forEach(file -> read(file).ifPresent(example -> all.put(example.id(), example)));
        return List.copyOf(all.values());
    }

    @Override
    public synchronized List<Near> near(String request, int limit) {
        ExampleIndex made = index.orElseGet(() -> new ExampleIndex(all(), model, this::vector));
        index = Optional.of(made);
        return made.near(request, limit);
    }

    private List<Path> files() {
        if (folder.isEmpty() || !Files.isDirectory(folder.get())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder.get())) {
            return files.filter(file -> file.toString().endsWith(ENDING))
                    .sorted()
                    .limit(MOST)
                    .toList();
        } catch (IOException failure) {
            throw new Unavailable("the examples in " + folder.get() + " cannot be listed: " + failure.getMessage());
        }
    }

    /// A file that is no example is passed over: it may be anything.
    private static Optional<Example> read(Path file) {
        try {
            String name = file.getFileName().toString();
            return Example.read(
                    name.substring(0, name.length() - ENDING.length()), Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /// The vector of an example as it was kept; made now, and kept, where there is none.
    private float[] vector(Example example, Embedder embedder) {
        Optional<Path> file = folder.map(one -> one.resolve(example.id() + ".vector"));
        boolean own = file.isPresent() && Files.isRegularFile(folder.get().resolve(example.id() + ENDING));
        try {
            if (own && Files.exists(file.get()) && isNewer(file.get(), example)) {
                return VectorBytes.read(Files.readAllBytes(file.get()));
            }
            float[] made = embedder.embed(example.request());
            if (own) {
                write(file.get(), VectorBytes.written(made));
            }
            return made;
        } catch (IOException unwritable) {
            return embedder.embed(example.request());
        }
    }

    private boolean isNewer(Path vector, Example example) throws IOException {
        Path file = folder.orElseThrow().resolve(example.id() + ENDING);
        return Files.size(vector) == VectorBytes.LENGTH
                && Files.getLastModifiedTime(vector).compareTo(Files.getLastModifiedTime(file)) >= 0;
    }

    @Override
    public synchronized void add(Example example) {
        Path into = folder.orElseThrow(() -> new Unavailable("there is no folder for examples; HOME is not set"));
        if (example.text().length() > Example.LONGEST) {
            throw new Unavailable("an example has at most " + Example.LONGEST + " characters");
        }
        try {
            Files.createDirectories(into);
            write(into.resolve(example.id() + ENDING), example.text().getBytes(StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new Unavailable("the example cannot be kept in " + into + ": " + failure.getMessage());
        }
        index = Optional.empty();
    }

    @Override
    public synchronized boolean remove(String id) {
        if (folder.isEmpty() || !id.matches("[\\w-]+")) {
            return false;
        }
        try {
            Files.deleteIfExists(folder.get().resolve(id + ".vector"));
            index = Optional.empty();
            return Files.deleteIfExists(folder.get().resolve(id + ENDING));
        } catch (IOException failure) {
            throw new Unavailable("the example " + id + " cannot be removed: " + failure.getMessage());
        }
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Path beside = Files.createTempFile(file.getParent(), "new", ".tmp");
        Files.write(beside, bytes);
        try {
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException odd) {
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /// An id that is not taken: words of the request, and a number where they are.
    public static String freeId(String request, List<Example> all) {
        String words = String.join("-", Wording.stems(request).stream().limit(4).toList());
        String base = words.replaceAll("[^\\w-]", "");
        List<String> taken = all.stream().map(Example::id).toList();
        String id = base.isEmpty() ? "example" : base;
        for (int i = 2; taken.contains(id); i++) {
            id = base + "-" + i;
        }
        return id;
    }
}
