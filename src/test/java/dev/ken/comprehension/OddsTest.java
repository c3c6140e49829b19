package dev.ken.comprehension;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.comprehension.Accounts.Account;
import dev.ken.comprehension.Candidate.Origin;
import dev.ken.comprehension.OddsTraining.Example;
import dev.ken.comprehension.hunch.Surprise;
import dev.ken.contract.Intent;
import dev.ken.contract.IntentText;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// How much each sign counts is learnt from labelled requests, as they are read by weights that have not learnt from
/// them, and shipped: `./mvnw -q -Dquick test-compile surefire:test -Dtest=OddsTest -Dgolden=update` learns it anew, in
/// about half an hour.
final class OddsTest {
    private static final Path FILE = Path.of("src/main/resources/dev/ken/comprehension/odds.table");
    private static final String DIGEST = "# Digest of what it is learnt from: ";
    private static final Odds ODDS = Odds.shipped();
    private static final Intent COUNT = intent("count file.open\nby process\n");

    /// Learning takes long, so what it is learnt from is compared.
    @Test
    void weightsAreLearntFromTheRequestsThatLieHere() throws IOException, NoSuchAlgorithmException {
        String digest = DIGEST + digest();
        if ("update".equals(System.getProperty("golden"))) {
            List<Example> examples = OddsTraining.unlearnt(Path.of("target/odds"));
            List<String> lines = new ArrayList<>(List.of(
                    digest,
                    "# How much each sign counts for an intent being what a request means (logit). Learnt from "
                            + examples.size() + " intents."));
            lines.addAll(OddsTraining.lines(examples));
            Files.write(FILE, lines);
        }
        try (var lines = Files.lines(FILE)) {
            assertThat(lines.findFirst()).contains(digest);
        }
    }

    private static String digest() throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        OddsTraining.JUDGED.stream()
                .flatMap(name -> Asked.read(OddsTraining.FOLDER.resolve(name)).stream())
                .forEach(asked -> digest.update(asked.toString().getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(digest.digest());
    }

    @Test
    void whatSurprisesLessIsLikelier() {
        assertThat(chance(hunch(0.1, 0, Set.of()))).isGreaterThan(chance(hunch(3, 0, Set.of())));
    }

    @Test
    void whatLosesWordsIsLessLikely() {
        assertThat(chance(hunch(0.1, 0, Set.of()))).isGreaterThan(chance(hunch(0.1, 2, Set.of())));
        assertThat(chance(hunch(0.1, 0, Set.of()))).isGreaterThan(chance(hunch(0.1, 0, Set.of(Account.NUMBERS))));
    }

    @Test
    void whatTwoReadIsLikelier() {
        Candidate rules = new Candidate(
                COUNT,
                Origin.RULES,
                0,
                Optional.of(Surprise.whole(0.5)),
                1,
                Map.of(),
                Map.of(),
                Set.of(),
                0,
                0,
                Set.of(),
                Optional.of(1));
        Candidate hunch = hunch(0.5, 0, Set.of());
        Signs both = new Signs("settled", 7, Optional.of(1), List.of(rules, hunch));
        Candidate other = new Candidate(
                intent("count file.read\nby process\n"),
                Origin.HUNCH,
                0,
                Optional.of(Surprise.whole(0.5)),
                1,
                Map.of(),
                Map.of(),
                Set.of(),
                0,
                0,
                Set.of(),
                Optional.of(1));
        Signs apart = new Signs("settled", 7, Optional.of(1), List.of(rules, other));
        assertThat(ODDS.chance(both.of(rules))).isGreaterThan(ODDS.chance(apart.of(rules)));
    }

    private static double chance(Candidate one) {
        return ODDS.chance(new Signs("not understood", 7, Optional.of(1), List.of(one)).of(one));
    }

    private static Candidate hunch(double nats, int lost, Set<Account> open) {
        return new Candidate(
                COUNT,
                Origin.HUNCH,
                0,
                Optional.of(Surprise.whole(nats)),
                1,
                Map.of(),
                Map.of(),
                Set.of(),
                lost,
                0,
                open,
                Optional.of(1));
    }

    private static Intent intent(String text) {
        return IntentText.parse(new Source("test", text)).intent().orElseThrow();
    }
}
