package dev.ken.comprehension.hunch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.comprehension.hunch.Hearing.Vocabulary;
import dev.ken.comprehension.hunch.Hunches.Hunch;
import dev.ken.comprehension.impression.SortedLines;
import dev.ken.contract.Intent;
import dev.ken.contract.IntentText;
import dev.ken.kernel.Snapshots;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.CuratedCatalog;
import dev.ken.source.Source;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TurnTest {
    private static final Catalog CATALOG =
            CuratedCatalog.of(Snapshots.find("6.12").orElseThrow());
    private static final KindFacts FACTS = new KindFacts(CATALOG);
    private static final Hearing HEARING = new Hearing(new Vocabulary(
            Set.of("of", "files", "that", "within", "after", "count", "by", "the", "a", "opens", "and", "for", "in"),
            Set.of("nginx", "make"),
            Set.of(),
            Map.of("twenty", 20.0),
            Map.of("s", "s", "seconds", "s", "ms", "ms", "mb", "mib")));
    private static final String AFTER = "w " + Hearing.stem("after") + "\t0 6";
    private static final String UNLIKELY = "any\t0 -9";

    /// The decisions of an intent make the same intent again.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "of files within 5 s | report time, process, pid, path of file.delete; after file.create by path within 5 s",
                "in ms | histogram since of sched.switch in ms; after sched.wakeup by target = next",
                "of nginx | average since of file.sync; after file.sync by tid; where process is \"nginx\"",
                "since over 20 ms | count process.exit; after process.exec by pid; where since > 20000000",
                "opens of nginx | ratio file.open; to file.open where process is \"nginx\"; where process is \"nginx\""
                        + " and error != 0",
                "opens of /tmp | ratio file.open; to file.open; where path is \"/tmp\"",
                "every 5 s | net file.open; minus file.close; by process; every 5 s",
                "a | highest net process.fork; minus process.exit",
                "in mb | net size of memory.map in MiB; minus memory.unmap",
                "more than twenty in 1 s | report time, process, pid of file.open; when count > 20 by pid once; every 1 s",
                "more than 3 mb | report time, process, pid of file.write; when sum bytes > 3145728 by pid once",
                "a | report time, process, pid, path of process.exec; when count = 1 by path",
                "every 5 s | count file.open; by process; every 5 s cumulative",
                "a | ratio tcp.retransmit; to tcp.send",
            })
    void whatSetsEventsAgainstOthersIsSaidAgain(String request, String text) {
        Intent intent = intent(text);
        Heard heard = HEARING.heard(request);
        Slots slots = Slots.of(intent, heard, FACTS, Map.of()).orElseThrow();
        assertThat(Turn.parse(slots.turn().text())).isEqualTo(slots.turn());
        assertThat(slots.flags()).contains(Slots.MORE);
        assertThat(new Building(slots, heard, FACTS.of(slots.event(), slots.turn()), Map.of()).intent())
                .contains(intent);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "count file.open | none",
                "report path of file.open; after file.open by tid | after * by tid",
                "count process.exit; after process.exec by pid within 3 s | process.exit after process.exec by pid",
                "count signal.deliver; after signal.send by target = pid, signal | signal.deliver after signal.send by"
                        + " signal, target = pid",
                "ratio file.open; to file.open; where error != 0 | to *",
                "net blocks of ext4.blocks.allocate; minus ext4.blocks.free | ext4.blocks.allocate net blocks minus"
                        + " ext4.blocks.free",
                "report pid of file.open; when count > 500 by pid once | when count > # by pid once",
                "count file.open; every 2 s cumulative | cumulative",
                "report pid of file.open; after process.exec by pid; when count = 1 by pid | other",
            })
    void likeTurnsHaveOneText(String text, String turn) {
        Slots slots = Slots.of(intent(text), HEARING.heard(""), FACTS, Map.of()).orElseThrow();
        assertThat(slots.turn().text()).isEqualTo(turn);
    }

    @Test
    void aTurnGoesWithItsKindAndAWayToTell() {
        Turn after = Turn.parse("file.delete after file.create by path");
        assertThat(after.fits("file.delete", Slots.REPORT)).isTrue();
        assertThat(after.fits("file.open", Slots.REPORT)).isFalse();
        assertThat(after.fits("file.delete", Slots.RATIO)).isFalse();
        assertThat(Turn.parse("to *").fits("file.open", Slots.RATIO)).isTrue();
        assertThat(Turn.parse("to *").fits("file.open", Slots.NET)).isFalse();
        assertThat(Turn.parse("when count = 1 by path").fits("file.open", Slots.COUNT))
                .isFalse();
        assertThat(Turn.NONE.fits("file.open", Slots.RATIO)).isFalse();
        assertThat(Turn.OTHER.part("file.open")).isEmpty();
    }

    @Test
    void aLearntTurnIsTheLikeliestWhereItsWordsAre() {
        Map<String, Linear> models = models();
        models.put(
                Scored.TURN, model(List.of("file.delete after file.create by path", "other"), "any\t0 -2,1 -2", AFTER));
        models.put("role", model(List.of("1"), "=none\t0 -4", "=within\t0 4", "any\t0 -4"));
        String request = "files deleted within 5 s after";
        List<Hunch> all = hunches(models).of(request);
        assertThat(all.getFirst().intent())
                .isEqualTo(intent("report time, process, pid of file.delete; after file.create by path within 5 s"));
        assertThat(all).anyMatch(one -> one.intent().parts().getFirst().after().isEmpty());
        assertThat(hunches(models).surprise(request, all.getFirst().intent()).orElseThrow())
                .isEqualTo(all.getFirst().surprise());
    }

    @Test
    void withoutAModelOfTurnsThereAreNone() {
        assertThat(hunches(models()).of("files deleted within 5 s after"))
                .isNotEmpty()
                .allMatch(one -> one.intent().parts().getFirst().after().isEmpty());
    }

    private static Hunches hunches(Map<String, Linear> models) {
        return new Hunches(CATALOG, HEARING, new Weights(models, Set.of("deletes", "deleted")), Map.of(), Set.of());
    }

    private static Map<String, Linear> models() {
        Map<String, Linear> models = new TreeMap<>();
        models.put("kind", model(List.of("file.create", "file.delete"), "any\t0 -0.5,1 0.5"));
        models.put("measure", model(List.of("count", "report"), "any\t0 -4,1 4"));
        models.put("unit", model(List.of("ms", "none"), "any\t0 -4,1 4"));
        models.put("operator", model(List.of("=", "is"), "any\t0 0,1 0"));
        models.put("role", model(List.of("1"), "=none\t0 8", "any\t0 -4"));
        Stream.of("flag every", "flag top", "flag having", "flag several", "flag unanswered")
                .forEach(name -> models.put(name, model(List.of("1"), UNLIKELY)));
        models.put("flag more", model(List.of("1"), "any\t0 -3", AFTER));
        Stream.of("job key", "job of", "job column").forEach(name -> models.put(name, model(List.of("1"), UNLIKELY)));
        return models;
    }

    private static Linear model(List<String> classes, String... lines) {
        return new Linear(
                classes,
                SortedLines.of(Stream.of(lines).sorted(SortedLines.ORDER).toList()));
    }

    private static Intent intent(String text) {
        return IntentText.parse(new Source("expected", text.replace("; ", "\n") + "\n"))
                .intent()
                .orElseThrow();
    }
}
