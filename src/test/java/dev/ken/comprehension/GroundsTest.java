package dev.ken.comprehension;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.comprehension.Asked.Answer;
import dev.ken.contract.Intent;
import dev.ken.contract.IntentCheck;
import dev.ken.contract.IntentText;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.CuratedCatalog;
import dev.ken.source.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a model may say of a request, and what it must not.
final class GroundsTest {
    private static final KernelModel KERNEL = Snapshots.recorded();
    private static final Catalog CATALOG = CuratedCatalog.of(KERNEL);

    static Intent intent(String lines) {
        return IntentText.parse(new Source("intent", lines.replace("; ", "\n") + "\n"))
                .intent()
                .orElseThrow();
    }

    /// Right readings are not doubted: of each request one at least has ground in all that it says.
    @Test
    void rightReadingsHaveGround() {
        List<String> doubted = new ArrayList<>();
        int all = 0;
        for (Asked asked : Asked.read(Path.of("src/test/resources/requests/model"))) {
            Grounds grounds = new Grounds(asked.request(), CATALOG);
            List<Intent> right = asked.answers().stream()
                    .filter(Answer.Means.class::isInstance)
                    .map(answer -> ((Answer.Means) answer).intent())
                    .filter(one -> IntentCheck.of(one, CATALOG).isEmpty())
                    .toList();
            all += right.isEmpty() ? 0 : 1;
            if (!right.isEmpty()
                    && right.stream()
                            .noneMatch(one -> grounds.missing(one).isEmpty()
                                    && grounds.leftOut(one).isEmpty()
                                    && new Accounting(one, CATALOG)
                                            .contradictions(asked.request())
                                            .isEmpty())) {
                Intent first = right.getFirst();
                doubted.add(asked.request() + " " + grounds.missing(first) + grounds.leftOut(first));
            }
        }
        assertThat(all).isGreaterThan(50);
        // "/tmp" may be the directory or what is in it: that is worth a question.
        assertThat(doubted).hasSize(1).first().asString().contains("hammer /tmp", "starts with");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            longest fsync of each program in ms | count file.sync; by process | maximum latency of file.sync in ms; by process
            time in softirqs, in microseconds | sum latency of softirq; by vector | sum latency of softirq in us; by vector
            written by process in MB | sum bytes of file.write in KiB; by process | sum bytes of file.write in MiB; by process
            """)
    void whatTheUnitIsOfHasToBeThere(String request, String wrong, String right) {
        assertThat(new Accounting(intent(wrong), CATALOG).contradictions(request))
                .anySatisfy(sentence -> assertThat(sentence).startsWith("the request says in "));
        assertThat(new Accounting(intent(right), CATALOG).contradictions(request))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            count file opens by process | count file.open; where failed; by process | fail
            count file opens by process | count file.open; where succeeded; by process | succeed
            count file opens by process | count file.open; by process; top 10 | top 10
            count file opens by process | count file.open; by process; every 1 s | how often
            count file opens by process | count file.open; by process; for 10 s | how long
            count file opens by process | count file.open; by cpu | by cpu
            count file opens by process | count file.delete; by process | deleted
            count file opens by process | count file.open; where pid = 42; by process | pid = 42
            count file opens by process | count file.open; where process is "sshd"; by process | sshd
            count file opens of sshd by process | count file.open; where not process is "sshd"; by process | excludes
            count opens of sshd by process | count file.open; where path is "sshd"; by process | is the path
            count file opens by process | distinct path of file.open; by process | distinct
            execs every 5 seconds | count process.exec; every 5 s; for 5 s | how long
            execs every 5 seconds, for 5 minutes | count process.exec; where latency < 5 s; every 5 s; for 300 s | used 2 times
            reads of more than 4 KB by process | sum bytes of file.read; where size < 4 KiB; by process | <
            reads of more than 4 KB by process | count file.read; where size >= 4 KiB; by process | >=
            """)
    void whatNoWordSaysIsDoubted(String request, String lines, String doubt) {
        assertThat(String.join("; ", new Grounds(request, CATALOG).missing(intent(lines))))
                .contains(doubt);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            count file opens by process | count file.open | by process
            histogram of read latency | count file.read | histogram
            average write size per cpu | count file.write; by cpu | average
            latency of reads by process | count file.read; by process | takes
            """)
    void whatIsLeftOutIsSeen(String request, String lines, String left) {
        assertThat(String.join("; ", new Grounds(request, CATALOG).leftOut(intent(lines))))
                .contains(left);
    }
}
