package dev.ken.corpus;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The file of vectors as its maker sees it.
public final class ShippedVectors {
    public static final int MOST_MISSING = MeaningIndex.MOST_MISSING;

    private final Set<String> texts = new LinkedHashSet<>();

    public ShippedVectors(List<Document> documents) {
        documents.forEach(document -> texts.addAll(MeaningIndex.texts(document)));
    }

    public List<String> missing() {
        VectorFile file = VectorFile.shipped();
        return texts.stream().filter(text -> file.find(text).isEmpty()).toList();
    }

    public void write(Path path) throws IOException, Embedder.Absent {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        VectorFile.shipped().write(texts, MiniLm.shared(), bytes);
        Files.write(path, bytes.toByteArray());
    }
}
