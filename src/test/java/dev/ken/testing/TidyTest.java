package dev.ken.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Rules that a text shows: lengths, package pages, links of the documents, no disabled tests, no sleeps.
final class TidyTest {
    private static final int MAX_LINES = 500;
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(?:#[^)]*)?\\)");
    private static final Pattern DISABLED = Pattern.compile("^\\s*@Disabled\\b");
    private static final Pattern SLEEP = Pattern.compile("\\bThread\\.sleep\\(");

    @Test
    void noFileIsLong() throws IOException {
        Set<String> tooLong = new TreeSet<>();
        for (Path file : files("src", ".java")) {
            int lines = Files.readAllLines(file).size();
            if (lines > MAX_LINES) {
                tooLong.add(file + ": " + lines + " lines");
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void everyPackageSaysWhatItIs() throws IOException {
        Set<String> silent = new TreeSet<>();
        for (Path file : files("src/main/java", ".java")) {
            Path page = file.resolveSibling("package-info.java");
            if (!Files.exists(page)) {
                silent.add(file.getParent() + ": no package-info.java");
                continue;
            }
            String text = Files.readString(page);
            if (!text.startsWith("///") || !text.contains("@NullMarked")) {
                silent.add(page + ": no description, or not @NullMarked");
            }
        }
        assertThat(silent).isEmpty();
    }

    @Test
    void noTestIsDisabledOrSleeps() throws IOException {
        assertThat(lines("src/test/java", DISABLED)).isEmpty();
        assertThat(lines("src/test/java", SLEEP)).isEmpty();
    }

    @Test
    void linksOfTheDocumentsLeadSomewhere() throws IOException {
        Set<String> broken = new TreeSet<>();
        for (Path document : documents()) {
            Matcher links = LINK.matcher(Files.readString(document));
            while (links.find()) {
                String target = links.group(1);
                boolean elsewhere = target.contains("://") || target.startsWith("mailto:");
                if (!elsewhere && !Files.exists(document.resolveSibling(target).normalize())) {
                    broken.add(document + ": " + target);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> top = Files.list(Path.of("."))) {
            List<Path> pages = top.map(Path::normalize)
                    .filter(f -> f.toString().endsWith(".md"))
                    .toList();
            return Stream.concat(pages.stream(), files("docs", ".md").stream())
                    .sorted()
                    .toList();
        }
    }

    private static Set<String> lines(String folder, Pattern bad) throws IOException {
        Set<String> found = new TreeSet<>();
        for (Path file : files(folder, ".java")) {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (bad.matcher(lines.get(i)).find() && !file.endsWith("TidyTest.java")) {
                    found.add(file + ":" + (i + 1) + ": " + lines.get(i).strip());
                }
            }
        }
        return found;
    }

    private static List<Path> files(String folder, String ending) throws IOException {
        Path root = Path.of(folder);
        if (!Files.exists(root)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(f -> f.toString().endsWith(ending)).sorted().toList();
        }
    }
}
