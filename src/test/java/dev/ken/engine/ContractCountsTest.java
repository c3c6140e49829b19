package dev.ken.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.contract.clause.Contract;
import dev.ken.contract.clause.ContractParser;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import dev.ken.kernel.catalog.CuratedCatalog;
import dev.ken.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What `docs/contracts.md` says is so.
final class ContractCountsTest {
    private static final Pattern EXAMPLE = Pattern.compile("```contract\n(.*?)```", Pattern.DOTALL);

    private static String page() throws IOException {
        return Files.readString(Path.of("docs/contracts.md"));
    }

    @Test
    void theNumbersAreThoseOfThePage() throws IOException {
        KernelModel kernel = Snapshots.recorded();
        List<ContractCounts.Row> rows = ContractCounts.of(new Facts(kernel, CuratedCatalog.of(kernel)));
        String page = page();
        for (ContractCounts.Row row : rows) {
            String cells = "| " + row.contracts() + " | " + row.requires() + " | " + row.ensures() + " |";
            boolean told = row.of().startsWith("derived") || row.of().matches("curated, of a (helper|function)");
            if (told) {
                assertThat(page).as(row.of()).contains(cells);
            }
        }
        assertThat(rows.getLast().contracts()).isGreaterThan(800);
    }

    @Test
    void theExamplesOfThePageAreContracts() throws IOException {
        List<String> examples =
                EXAMPLE.matcher(page()).results().map(match -> match.group(1)).toList();
        assertThat(examples).isNotEmpty();
        for (String example : examples) {
            Source source = new Source("docs/contracts.md", example);
            ContractParser.Parsed parsed = ContractParser.parse(source);
            assertThat(parsed.diagnostics().stream().map(d -> d.render(source)).collect(Collectors.joining()))
                    .isEmpty();
            assertThat(parsed.contracts()).hasSizeGreaterThan(2).allSatisfy(ContractCountsTest::isWhole);
        }
    }

    private static void isWhole(Contract contract) {
        assertThat(contract.says()).isNotBlank();
        assertThat(contract.source()).startsWith("linux ");
    }
}
