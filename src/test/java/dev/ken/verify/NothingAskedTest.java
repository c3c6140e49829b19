package dev.ken.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.contract.IntentText;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.CuratedCatalog;
import dev.ken.logic.z3.Z3Solver;
import dev.ken.source.Source;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is asked of no event at all accepts nothing, the program that tests the very same least of all: the name of an
/// entry of a folder has no slash in front, so that a path is never found in it.
class NothingAskedTest {
    private static final KernelModel KERNEL = Snapshots.recorded();
    private static final Catalog CATALOG = CuratedCatalog.of(KERNEL);
    private static final Judge JUDGE = new Judge(new Z3Solver(), () -> System.nanoTime() / 1_000_000);
    private static final String NAME = "str(args.file->f_path.dentry->d_name.name)";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "is \"/etc/shadow\" | == \"/etc/shadow\" | false",
                "starts with \"/var/log/\" | strncmp \"/var/log/\", 9 | false",
                "is \"shadow\" | == \"shadow\" | true",
                "starts with \"sha\" | strncmp \"sha\", 3 | true",
            })
    void aPathIsNoName(String asked, String tested, boolean accepted) {
        String intent = "count vfs.read\nwhere path " + asked + "\nby process\n";
        String test = tested.startsWith("strncmp")
                ? "strncmp(" + NAME + ", " + tested.substring("strncmp ".length()) + ") == 0"
                : NAME + " " + tested;
        Judgement judgement = JUDGE.judge(
                IntentText.parse(new Source("intent", intent)).intent().orElseThrow(),
                JudgeCasesTest.lowered("fentry:vfs_read / " + test + " / { @[comm] = count(); }"),
                CATALOG,
                KERNEL,
                Patience.LIMITS);
        assertThat(judgement.refuted()).isFalse();
        assertThat(judgement.accepted()).isEqualTo(accepted);
    }
}
