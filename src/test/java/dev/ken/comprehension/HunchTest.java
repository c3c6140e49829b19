package dev.ken.comprehension;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.comprehension.hunch.HunchTraining;
import dev.ken.comprehension.hunch.HunchTraining.Example;
import dev.ken.comprehension.hunch.Hunches;
import dev.ken.comprehension.hunch.Hunches.Hunch;
import dev.ken.comprehension.hunch.KindFacts;
import dev.ken.contract.Condition;
import dev.ken.contract.Intent;
import dev.ken.contract.IntentText;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import dev.ken.source.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The weights are learnt from the labelled requests and shipped: `./mvnw -q -Dquick test-compile surefire:test
/// -Dtest=HunchTest -Dgolden=update` learns them anew, in about four minutes.
final class HunchTest {
    private static final Path FILE = Path.of("src/main/resources/dev/ken/comprehension/hunch/hunch.weights");
    private static final Path FOLDER = Path.of("src/test/resources/requests");
    private static final String DIGEST = "# Digest of what they are learnt from: ";
    private static final int COMPOSED = 4_000;
    private static final KernelModel KERNEL = Snapshots.find("6.12").orElseThrow();
    private static final Hunches HUNCHES = Hunching.hunches(LabelledRequests.CATALOG, KERNEL);

    /// Learning takes minutes, so what it is learnt from is compared.
    @Test
    void weightsAreLearntFromTheRequestsThatLieHere() throws IOException, NoSuchAlgorithmException {
        String digest = DIGEST + digest();
        if ("update".equals(System.getProperty("golden"))) {
            List<String> lines = new ArrayList<>(List.of(digest));
            lines.addAll(lines(folders()));
            Files.write(FILE, lines);
        }
        try (var lines = Files.lines(FILE)) {
            assertThat(lines.findFirst()).contains(digest);
        }
    }

    /// The weights as they are learnt from the requests of those folders.
    static List<String> lines(List<Path> folders) throws IOException {
        List<Example> examples = LabelledRequests.of(folders, COMPOSED).stream()
                .map(said -> new Example(said.request(), said.answers().stream().findFirst(), said.vague()))
                .toList();
        return HunchTraining.lines(
                examples,
                Hunching.hearing(LabelledRequests.CATALOG, KERNEL),
                new KindFacts(LabelledRequests.CATALOG),
                Hunching.numbers());
    }

    private static List<Path> folders() {
        return Stream.concat(ImpressionTraining.SETS.stream(), LabelledRequests.NEWEST.stream())
                .map(FOLDER::resolve)
                .toList();
    }

    private static String digest() throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        folders().stream()
                .flatMap(folder -> Asked.read(folder).stream())
                .forEach(asked -> digest.update(asked.toString().getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(digest.digest());
    }

    @Test
    void noHunchWantsTwoValuesOfOneFactAtOnce() {
        for (String request : List.of(
                "file opens that end in EACCES or EPERM, by process",
                "disk reads and writes larger than 128 KB, with the process")) {
            assertThat(HUNCHES.of(request)).isNotEmpty().allSatisfy(hunch -> hunch.intent()
                    .parts()
                    .forEach(part -> assertThat(wanted(part.where())).doesNotHaveDuplicates()));
        }
    }

    /// The facts that have to have one value.
    private static List<String> wanted(Condition condition) {
        List<Condition> all = condition instanceof Condition.And(var several) ? several : List.of(condition);
        return all.stream()
                .flatMap(one -> switch (one) {
                    case Condition.NumberTest(var name, var comparison, _)
                    when comparison == Condition.Comparison.EQUAL -> Stream.of(name);
                    case Condition.TextTest(var name, var relation, _)
                    when relation != Condition.TextRelation.CONTAINS -> Stream.of(name);
                    case Condition.Always _,
                            Condition.NumberTest _,
                            Condition.TextTest _,
                            Condition.AttributeTest _,
                            Condition.BitTest _,
                            Condition.Descends _,
                            Condition.And _,
                            Condition.Or _,
                            Condition.Not _ -> Stream.<String>empty();
                })
                .toList();
    }

    @Test
    void valuesOfARequestComeIntoTheIntent() {
        assertThat(likeliest("count reads of rsync over 64 KB by process every 5 seconds, top 3"))
                .isEqualTo(intent("""
                        count file.read
                        where process is "rsync" and size > 65536
                        by process
                        every 5 s
                        top 3
                        """));
    }

    /// What holds for all stands in a piece of its own, and each part is heard with it.
    @Test
    void severalPartsAreHeardWithWhatHoldsForAll() {
        assertThat(likeliest("For nginx only: count the files that it opens by path. Also give a histogram of its fsync"
                        + " latency in ms. Every 10 seconds."))
                .isEqualTo(intent("""
                        count file.open
                        where process is "nginx"
                        by path
                        every 10 s

                        histogram latency of file.sync in ms
                        where process is "nginx"
                        every 10 s
                        """));
    }

    @Test
    void wordsThatSetThingsApartLeaveEachItsOwn() {
        String forks = "Count the forks of make. ";
        assertThat(endsUnconditionally(
                        forks + "On the whole machine, report each program that is started with its path."))
                .isTrue();
        assertThat(endsUnconditionally(forks + "Also report each program that is started with its path."))
                .isFalse();
    }

    /// Whether some hunch has a condition for its first part, and none for its second.
    private static boolean endsUnconditionally(String request) {
        return HUNCHES.of(request).stream()
                .map(Hunch::intent)
                .filter(intent -> intent.parts().size() == 2
                        && !(intent.parts().getFirst().where() instanceof Condition.Always))
                .anyMatch(intent -> intent.parts().getLast().where() instanceof Condition.Always);
    }

    @Test
    void anotherReadingSurprisesMore() {
        String request = "histogram of the time that fsync takes, in ms";
        double meant = HUNCHES.surprise(request, intent("histogram latency of file.sync in ms\n"))
                .orElseThrow()
                .nats();
        double other = HUNCHES.surprise(request, intent("count file.open\nby path\n"))
                .orElseThrow()
                .nats();
        assertThat(meant).isLessThan(other);
    }

    @Test
    void severalPartsAreNotWeighed() {
        assertThat(HUNCHES.surprise("opens and reads", intent("count file.open\n\ncount file.read\n")))
                .isEmpty();
    }

    @Test
    void whateverIsSaidHasHunchesThatCanBeSaid() {
        for (String request :
                List.of("", "?", "9999999999999999999999", "\"\" '' 1.2.3.4.5 /", "SIGFOO EFOO x".repeat(60))) {
            assertThat(HUNCHES.of(request))
                    .allSatisfy(hunch -> assertThat(
                                    IntentText.parse(new Source("hunch", IntentText.print(hunch.intent())))
                                            .intent())
                            .contains(hunch.intent()));
        }
    }

    private static Intent likeliest(String request) {
        return HUNCHES.of(request).stream().map(Hunch::intent).findFirst().orElseThrow();
    }

    private static Intent intent(String text) {
        return IntentText.parse(new Source("expected", text)).intent().orElseThrow();
    }
}
