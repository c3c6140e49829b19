package dev.ken.kernel.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every helper has a contract that says something, or that nothing is asked, of each parameter.
final class HelperContractFilesTest {
    private static final Path LIBRARY = Path.of("src/main/resources/dev/ken/contract/library");
    private static final Pattern SUBJECT = Pattern.compile("contract helper bpf_(\\w+)");
    private static final Pattern NAME = Pattern.compile("(?<![\\w.])[A-Za-z_]\\w*");
    private static final Set<String> WORDS = Set.of(
            "result",
            "null",
            "in",
            "old",
            "readable",
            "writable",
            "terminated",
            "errno",
            "aligned",
            "is_err",
            "is_err_or_null");
    private static final Pattern ERROR_NAME = Pattern.compile("E[A-Z0-9]+");

    @Test
    void everyHelperHasAContract() throws IOException {
        assertThat(contracts().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        BpfHelpers.shipped().all().stream().map(BpfHelper::name).toList());
    }

    @Test
    void everyParameterIsSpokenOfAndNothingElse() throws IOException {
        Map<String, List<String>> contracts = contracts();
        for (BpfHelper helper : BpfHelpers.shipped().all()) {
            Set<String> spoken = new TreeSet<>();
            for (String line : contracts.getOrDefault(helper.name(), List.of())) {
                spoken.addAll(names(line));
            }
            Set<String> parameters = new TreeSet<>();
            helper.prototype().parameters().forEach(p -> parameters.add(p.name()));
            assertThat(spoken).as(helper.name()).isEqualTo(parameters);
        }
    }

    @Test
    void everyContractHasWordsAndASource() throws IOException {
        contracts().forEach((name, lines) -> {
            assertThat(lines).as(name).anyMatch(line -> line.startsWith("says "));
            assertThat(lines).as(name).anyMatch(line -> line.startsWith("modifies "));
            assertThat(lines).as(name).anyMatch(line -> line.matches("source linux \\d+\\.\\d+ [\\w/-]+\\.c \\w+"));
        });
    }

    private static Set<String> names(String line) {
        Set<String> names = new TreeSet<>();
        String[] parts = line.split("#")[0].split(" ", 2);
        if (Set.of("requires", "ensures", "free").contains(parts[0])) {
            Matcher matcher = NAME.matcher(parts[1]);
            while (matcher.find()) {
                String name = matcher.group();
                if (!WORDS.contains(name) && !ERROR_NAME.matcher(name).matches()) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    private static Map<String, List<String>> contracts() throws IOException {
        Map<String, List<String>> contracts = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(LIBRARY)) {
            for (Path file : files.sorted().toList()) {
                List<String> open = new ArrayList<>();
                for (String line : Files.readAllLines(file)) {
                    Matcher subject = SUBJECT.matcher(line);
                    if (subject.matches()) {
                        open = new ArrayList<>();
                        assertThat(contracts.put(subject.group(1), open))
                                .as(line)
                                .isNull();
                    } else if (line.startsWith("contract ")) {
                        open = new ArrayList<>();
                    } else if (line.startsWith("  ")) {
                        open.add(line.strip());
                    }
                }
            }
        }
        return contracts;
    }
}
