package dev.ken.comprehension.hunch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.comprehension.hunch.Hunches.Hunch;
import dev.ken.contract.Intent;
import dev.ken.contract.IntentText;
import dev.ken.kernel.Snapshots;
import dev.ken.kernel.catalog.CuratedCatalog;
import dev.ken.source.Source;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TogetherTest {
    private static final Shared SHARED =
            new Shared(new KindFacts(CuratedCatalog.of(Snapshots.find("6.12").orElseThrow())));
    private static final Hunch OPENS = hunch("count file.open\nevery 5 s\n", 0.1);
    private static final Hunch READS = hunch("count file.read\n", 0.2);
    private static final Hunch BYTES = hunch("sum bytes of file.read\n", 1);
    private static final Hunch LINES = hunch("report path of file.open\n", 0.1);

    @Test
    void aPeriodHoldsForAllTables() {
        assertThat(together(List.of(OPENS), List.of(READS)))
                .containsExactly(intent("count file.open\nevery 5 s\n\ncount file.read\nevery 5 s\n"));
    }

    @Test
    void whatIsListedHasNoPeriod() {
        assertThat(together(List.of(OPENS), List.of(LINES)))
                .containsExactly(intent("count file.open\nevery 5 s\n\nreport path of file.open\n"));
    }

    @Test
    void whoDoesItAndWhereHoldForAll() {
        Hunch logs = hunch("count file.open\nwhere process is \"cron\" and path ends with \".log\" and failed\n", 0.1);
        assertThat(together(List.of(logs), List.of(hunch("count tcp.connect\nby dport\n", 0.1))))
                .containsExactly(
                        intent("count file.open\nwhere process is \"cron\" and path ends with \".log\" and failed\n"
                                + "\ncount tcp.connect\nwhere process is \"cron\"\nby dport\n"));
    }

    @Test
    void whatPartsSayDifferentlyIsTheirOwn() {
        Hunch cron = hunch("count file.open\nwhere process is \"cron\"\n", 0.1);
        Hunch nginx = hunch("count file.read\nwhere process is \"nginx\"\n", 0.1);
        assertThat(together(List.of(cron), List.of(nginx)))
                .containsExactly(intent(
                        "count file.open\nwhere process is \"cron\"\n\ncount file.read\nwhere process is \"nginx\"\n"));
    }

    @Test
    void whatIsSaidLaterIsNotMeantOfWhatWasSaidBefore() {
        Hunch cron = hunch("count file.open\nwhere process is \"cron\"\n", 0.1);
        assertThat(together(List.of(READS), List.of(cron)))
                .containsExactly(intent("count file.read\n\ncount file.open\nwhere process is \"cron\"\n"));
    }

    @Test
    void differentPeriodsStay() {
        Hunch slow = hunch("count file.read\nevery 60 s\n", 0.1);
        assertThat(together(List.of(OPENS), List.of(slow)))
                .containsExactly(intent("count file.open\nevery 5 s\n\ncount file.read\nevery 60 s\n"));
    }

    @Test
    void oneThingMayMeanTheNext() {
        assertThat(together(List.of(LINES), List.of(READS, BYTES)))
                .containsExactly(
                        intent("report path of file.open\n\ncount file.read\n"),
                        intent("report path of file.open\n\nsum bytes of file.read\n"));
    }

    @Test
    void theSameIsNotAskedForTwice() {
        assertThat(together(List.of(READS), List.of(READS, BYTES)))
                .containsExactly(intent("count file.read\n\nsum bytes of file.read\n"));
    }

    private static List<Intent> together(List<Hunch> first, List<Hunch> second) {
        return new Together(List.of(first, second), Surprise.NONE, Optional.of(SHARED))
                .likeliest().stream().map(Hunch::intent).toList();
    }

    private static Hunch hunch(String text, double nats) {
        return new Hunch(intent(text), Surprise.whole(nats));
    }

    private static Intent intent(String text) {
        return IntentText.parse(new Source("test", text)).intent().orElseThrow();
    }
}
