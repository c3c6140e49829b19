package dev.ken.comprehension;

import dev.ken.comprehension.LabelledRequests.Said;
import dev.ken.comprehension.sense.Facets;
import dev.ken.contract.Intent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Writes what `scripts/sense/learn.py` learns from: a line for each request, with the facets that what it means surely
/// has, and those that it may have, `REQUEST <tab> A | B <tab> C | D`. `column *` stands for all columns.
final class SenseExamples {
    private static final int COMPOSED = 6_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final String APART = " | ";

    private SenseExamples() {}

    /// Writes examples to a file, of all sets (`all`) or without the newest (`older`), and the digest of all beside it.
    ///
    /// @param args the name of the file and which
    public static void main(String[] args) throws IOException, NoSuchAlgorithmException {
        Files.write(Path.of(args[0]), lines(folders(args[1].equals("all"))));
        Files.writeString(Path.of(args[0] + ".digest"), digest() + "\n");
    }

    static List<Path> folders(boolean all) {
        return Stream.concat(
                        ImpressionTraining.SETS.stream(),
                        LabelledRequests.NEWEST.stream().filter(_ -> all))
                .map(LabelledRequests.FOLDERS::resolve)
                .toList();
    }

    /// What all weights are learnt from.
    static String digest() throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        folders(true).stream()
                .flatMap(folder -> Asked.read(folder).stream())
                .forEach(asked -> digest.update(asked.toString().getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(digest.digest());
    }

    static List<String> lines(List<Path> folders) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Said said : LabelledRequests.of(folders, COMPOSED)) {
            if (!said.answers().isEmpty()) {
                lines.add(line(said));
            }
        }
        return lines;
    }

    private static String line(Said said) {
        Set<String> surely = new TreeSet<>(Facets.of(said.answers().getFirst()));
        Set<String> perhaps = new TreeSet<>();
        for (Intent intent : said.answers()) {
            Set<String> facets = Facets.of(intent);
            surely.retainAll(facets);
            perhaps.addAll(facets);
            perhaps.addAll(open(intent));
        }
        surely.removeIf(facet -> open(said.answers().getFirst()).contains(facet));
        perhaps.removeAll(surely);
        return said.request().strip().replaceAll("\\s+", " ") + "\t" + plain(surely) + "\t" + plain(perhaps);
    }

    private static String plain(Set<String> facets) {
        return String.join(APART, facets).replace(Asked.ANY_PROCESS, "process");
    }

    /// What a label leaves open.
    private static Set<String> open(Intent intent) {
        Set<String> open = new TreeSet<>();
        intent.parts().forEach(part -> {
            if (part.top().equals(Optional.of(Asked.ANY))) {
                open.add("largest");
            }
            if (part.periodNanos().equals(Optional.of(Asked.ANY * NANOS_PER_SECOND))) {
                open.add("period");
            }
        });
        if (Facets.of(intent).contains("column " + Asked.ANY_COLUMN)) {
            open.add("column *");
        }
        return open;
    }
}
