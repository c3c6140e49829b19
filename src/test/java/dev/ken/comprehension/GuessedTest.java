package dev.ken.comprehension;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.comprehension.Accounts.Account;
import dev.ken.comprehension.Candidate.Origin;
import dev.ken.comprehension.Guessed.Weighing;
import dev.ken.comprehension.hunch.Hunches.Doubt;
import dev.ken.comprehension.hunch.Hunches.Hunch;
import dev.ken.comprehension.hunch.Surprise;
import dev.ken.contract.Intent;
import dev.ken.contract.IntentText;
import dev.ken.kernel.Snapshots;
import dev.ken.source.Source;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What becomes of readings of the rules beside hunches that are more or less likely.
final class GuessedTest {
    private static final Odds LIKELY = new Odds(Map.of("any", 3.0));
    private static final Odds PROBABLE = new Odds(Map.of("any", 0.8));
    private static final Odds SURE_HUNCH = new Odds(Map.of("any", 0.5, "hunch", 1.5));
    private static final Odds EVEN = new Odds(Map.of("any", -0.3));
    private static final Odds UNLIKELY = new Odds(Map.of("any", -3.0));
    private static final Intent COUNT = intent("count file.open\nby process\n");
    private static final Intent FORKS = intent("count process.fork\nby process\n");
    private static final Reading UNKNOWN = new Reading.NotUnderstood("I do not understand “blorb”.", List.of());

    @Test
    void whatIsNotUnderstoodIsTakenFromALikelyHunchAndSaid() {
        assertThat(guessed(LIKELY, COUNT, 0.3).of("blorb", UNKNOWN))
                .isInstanceOfSatisfying(Reading.Understood.class, read -> {
                    assertThat(read.intent().parts()).isEqualTo(COUNT.parts());
                    assertThat(read.intent().assumptions()).anyMatch(text -> text.startsWith("Taken for what such"));
                });
    }

    @Test
    void whatMayBeMeantIsOfferedAndWhatIsUnlikelyIsNot() {
        assertThat(choices(guessed(EVEN, COUNT, 0.3).of("blorb", UNKNOWN))).containsExactly(COUNT);
        assertThat(guessed(UNLIKELY, COUNT, 0.3).of("blorb", UNKNOWN)).isEqualTo(UNKNOWN);
    }

    @Test
    void whatTheRulesReadIsAskedAboutWhereNothingIsLikely() {
        Reading read = new Reading.Understood(FORKS);
        assertThat(choices(guessed(EVEN, COUNT, 0.3).of("blorb", read))).containsExactlyInAnyOrder(FORKS, COUNT);
        assertThat(choices(guessed(UNLIKELY, COUNT, 0.3).of("blorb", read))).containsExactly(FORKS);
    }

    @Test
    void whatTheRulesReadStandsWhereItIsLikeliest() {
        Odds odds = new Odds(Map.of("rules", 2.0));
        Reading read = new Reading.Understood(FORKS);
        assertThat(guessed(odds, COUNT, 0.3).of("blorb", read)).isEqualTo(read);
    }

    @Test
    void whatAHunchReadsAlikeIsNotWeighed() {
        Weighing never = (_, _, _, _) -> {
            throw new AssertionError("weighed");
        };
        Reading read = new Reading.Understood(COUNT);
        assertThat(guessed(UNLIKELY, COUNT, 0.3, never).of("blorb", read)).isEqualTo(read);
    }

    @Test
    void whatMayMeanTwoThingsIsNeverTaken() {
        Weighing open = (intent, origin, rank, nats) ->
                candidate(intent, origin, rank, nats, 0, Set.of(Account.AMBIGUOUS), Optional.of(1));
        assertThat(guessed(LIKELY, COUNT, 0.3, open).of("blorb", UNKNOWN)).isEqualTo(UNKNOWN);
    }

    /// Odds by which the rules have half a chance and a hunch nearly all.
    private static final Odds HUNCH_LEADS = new Odds(Map.of("rules", 0.0, "hunch", 3.0));

    @Test
    void aConditionThatTheRulesSettledIsNotDropped() {
        Intent tested = intent("count file.open\nwhere uid = 7\nby process\n");
        Reading read = new Reading.Understood(tested);
        assertThat(guessed(HUNCH_LEADS, COUNT, 0.3).of("blorb", read)).isEqualTo(read);
        assertThat(choices(guessed(new Odds(Map.of("rules", -1.0, "hunch", 3.0)), COUNT, 0.3)
                        .of("blorb", read)))
                .containsExactly(COUNT, tested);
    }

    @Test
    void aPartThatTheRulesSettledIsNotDropped() {
        Intent both = intent("count file.open\nby process\n\ncount process.fork\nby process\n");
        assertThat(choices(guessed(new Odds(Map.of("rules", -1.0, "hunch", 3.0)), COUNT, 0.3)
                        .of("blorb", new Reading.Understood(both))))
                .containsExactly(COUNT, both);
    }

    @Test
    void unitsAreThoseOfTheRules() {
        Reading read = new Reading.Understood(intent("sum latency of file.read in us\n"));
        Intent hunch = intent("sum latency of file.read\n");
        assertThat(guessed(HUNCH_LEADS, hunch, 0.3).of("blorb", read)).isEqualTo(read);
        assertThat(guessed(HUNCH_LEADS, intent("histogram latency of file.read\n"), 0.3)
                        .of("blorb", read))
                .isNotEqualTo(read);
    }

    @Test
    void aWordThatNobodyKnowsIsNotLost() {
        Weighing lost =
                (intent, origin, rank, nats) -> candidate(intent, origin, rank, nats, 1, Set.of(), Optional.of(1));
        assertThat(choices(guessed(LIKELY, COUNT, 0.3, lost).of("blorb", UNKNOWN)))
                .containsExactly(COUNT);
    }

    @Test
    void eventsThatWordsCallAreNotExchangedUnasked() {
        Weighing called = (intent, origin, rank, nats) -> candidate(
                intent, origin, rank, nats, 0, Set.of(), intent.equals(FORKS) ? Optional.of(1) : Optional.empty());
        assertThat(choices(guessed(HUNCH_LEADS, COUNT, 0.3, called).of("blorb", new Reading.Understood(FORKS))))
                .containsExactly(COUNT, FORKS);
    }

    @Test
    void choicesThatAreBothLikelyAreAskedAbout() {
        Reading read = new Reading.NeedsClarification(
                "Which?", List.of(new Reading.Choice("forks", FORKS), new Reading.Choice("opens", COUNT)));
        assertThat(choices(guessed(PROBABLE, COUNT, 0.3).of("blorb", read))).containsExactlyInAnyOrder(FORKS, COUNT);
    }

    @Test
    void aSureChoiceIsTakenThoughAnotherIsLikely() {
        Reading read = new Reading.NeedsClarification(
                "Which?", List.of(new Reading.Choice("forks", FORKS), new Reading.Choice("opens", COUNT)));
        assertThat(guessed(SURE_HUNCH, COUNT, 0.3).of("blorb", read))
                .isInstanceOfSatisfying(
                        Reading.Understood.class,
                        taken -> assertThat(taken.intent().parts()).isEqualTo(COUNT.parts()));
    }

    @Test
    void whereAWordIsLostAPhraseForOtherEventsNeedsASureHunch() {
        Weighing losing = (intent, origin, rank, nats) -> new Candidate(
                intent, origin, rank, nats, 0, Map.of(), Map.of(), Set.of(), 1, 0, Set.of(), Optional.of(1));
        assertThat(choices(phrased(PROBABLE, losing).of("blorb", UNKNOWN))).containsExactly(COUNT);
        assertThat(phrased(LIKELY, losing).of("blorb", UNKNOWN)).isInstanceOf(Reading.Understood.class);
    }

    @Test
    void whatMayBeMisspeltIsStillSaid() {
        Reading read = new Reading.Declined("The prot is not told.", Optional.of("Did you mean “port”?"));
        assertThat(guessed(EVEN, COUNT, 0.3).of("blorb", read))
                .isInstanceOfSatisfying(
                        Reading.NeedsClarification.class,
                        asked -> assertThat(asked.question()).contains("Did you mean “port”?"));
    }

    @Test
    void whatNoEventFulfilsIsNeitherTakenNorOffered() {
        for (String never :
                List.of("error = 0 and error != 0", "pid < 3 and pid >= 3", "process is \"a\" and process is \"b\"")) {
            Intent none = intent("count file.open\nwhere " + never + "\nby process\n");
            assertThat(guessed(LIKELY, none, 0.3).of("blorb", UNKNOWN)).isEqualTo(UNKNOWN);
        }
        assertThat(guessed(LIKELY, intent("count file.open\nwhere pid >= 3 and pid <= 3\n"), 0.3)
                        .of("blorb", UNKNOWN))
                .isInstanceOf(Reading.Understood.class);
    }

    @Test
    void choicesOfTheRulesStayInAQuestion() {
        Reading read = new Reading.NeedsClarification(
                "Which?",
                List.of(new Reading.Choice("forks", FORKS), new Reading.Choice("all", intent("count exec.call\n"))));
        assertThat(choices(guessed(UNLIKELY, COUNT, 0.3).of("blorb", read)))
                .containsExactly(FORKS, intent("count exec.call\n"));
    }

    @Test
    void aRefusalStands() {
        Reading refused = new Reader(
                        LabelledRequests.CATALOG, Snapshots.find("6.12").orElseThrow())
                .read("kill all processes that open files");
        assertThat(refused).isInstanceOf(Reading.Declined.class);
        assertThat(guessed(LIKELY, COUNT, 0.01).of("blorb", refused)).isEqualTo(refused);
    }

    @Test
    void whatIsRefusedForAWordIsWeighedWhereTheRequestSurelyHasAnAnswer() {
        Reading refused = new Reader(
                        LabelledRequests.CATALOG, Snapshots.find("6.12").orElseThrow())
                .read("kill all processes that open files");
        assertThat(guessed(LIKELY, COUNT, new Doubt(0.001, 0)).of("blorb", refused))
                .isInstanceOf(Reading.Understood.class);
        assertThat(guessed(LIKELY, COUNT, new Doubt(0.05, 0)).of("blorb", refused))
                .isEqualTo(refused);
    }

    @Test
    void aKeyThatTheRulesReadIsNotLeftOut() {
        Intent less = intent("count file.open\nby process\n");
        Reading read = new Reading.Understood(intent("count file.open\nby process, pid\n"));
        isNotTaken("count file.open\nby process\n", "count file.open\nby process, pid\n");
        assertThat(guessed(new Odds(Map.of("hunch", 3.0, "rules", -9.0)), less, 0.3)
                        .of("blorb", read))
                .isInstanceOf(Reading.NeedsClarification.class);
    }

    @Test
    void aKeyOfALaterPartIsNotLeftOut() {
        isNotTaken(
                "count file.open\n\ncount file.read\nby process\n",
                "count file.open\n\ncount file.read\nby process, pid\n");
    }

    private static void isNotTaken(String hunch, String rules) {
        Reading read = new Reading.Understood(intent(rules));
        assertThat(guessed(new Odds(Map.of("hunch", 3.0)), intent(hunch), 0.3).of("blorb", read))
                .isEqualTo(read);
    }

    @Test
    void aFactThatMayBeMisspeltIsAskedAbout() {
        Reading read = new Reading.Declined("The kernel does not tell the prot.", Optional.of("Did you mean “port”?"));
        assertThat(choices(guessed(LIKELY, COUNT, 0.3).of("blorb", read))).containsExactly(COUNT);
    }

    @Test
    void aMeasureThatTheRulesReadIsNotLeftOut() {
        Intent least = intent("minimum latency of file.read in us\nby process\n");
        Intent usual = intent("histogram latency of file.read in us\nby process\n");
        Reading read = new Reading.Understood(least);
        assertThat(guessed(new Odds(Map.of("hunch", 3.0)), usual, 0.3).of("blorb", read))
                .isEqualTo(read);
        assertThat(choices(guessed(new Odds(Map.of("hunch", 3.0, "rules", -1.0)), usual, 0.3)
                        .of("blorb", read)))
                .containsExactly(usual, least);
        assertThat(guessed(new Odds(Map.of("hunch", 3.0)), least, 0.3).of("blorb", new Reading.Understood(usual)))
                .isInstanceOf(Reading.Understood.class);
    }

    @Test
    void whatHasNoAnswerIsDeclinedThoughAHunchIsLikely() {
        assertThat(guessed(LIKELY, COUNT, new Doubt(0.9, 0.1)).of("blorb", UNKNOWN))
                .isInstanceOf(Reading.Declined.class);
    }

    @Test
    void whatLeavesOpenWhatIsMeantIsAskedAbout() {
        assertThat(choices(guessed(UNLIKELY, COUNT, new Doubt(0.9, 0.8)).of("blorb", UNKNOWN)))
                .containsExactly(COUNT);
    }

    @Test
    void whatTheRulesSettledHasAnAnswer() {
        Reading read = new Reading.Understood(COUNT);
        assertThat(guessed(LIKELY, COUNT, new Doubt(0.9, 0.1)).of("blorb", read))
                .isEqualTo(read);
    }

    private static List<Intent> choices(Reading read) {
        assertThat(read).isInstanceOf(Reading.NeedsClarification.class);
        return ((Reading.NeedsClarification) read)
                .choices().stream().map(Reading.Choice::intent).toList();
    }

    private static final Weighing PLAIN =
            (intent, origin, rank, given) -> candidate(intent, origin, rank, given, 0, Set.of(), Optional.of(1));

    private static Candidate candidate(
            Intent intent,
            Origin origin,
            int rank,
            Optional<Surprise> surprise,
            int names,
            Set<Account> open,
            Optional<Integer> called) {
        return new Candidate(intent, origin, rank, surprise, 0, Map.of(), Map.of(), Set.of(), 0, names, open, called);
    }

    private static Guessed guessed(Odds odds, Intent hunch, double nats) {
        return guessed(odds, hunch, nats, PLAIN);
    }

    private static Guessed guessed(Odds odds, Intent hunch, Doubt doubt) {
        return guessed(odds, hunch, 0.3, PLAIN, doubt);
    }

    private static Guessed guessed(Odds odds, Intent hunch, double nats, Weighing weighing) {
        return guessed(odds, hunch, nats, weighing, new Doubt(0.1, 0));
    }

    private static Guessed guessed(Odds odds, Intent hunch, double nats, Weighing weighing, Doubt doubt) {
        return guessed(odds, hunch, nats, weighing, doubt, 1);
    }

    /// A phrase of three words calls some events.
    private static Guessed phrased(Odds odds, Weighing weighing) {
        return guessed(odds, COUNT, 0.3, weighing, new Doubt(0.1, 0), 3);
    }

    private static Guessed guessed(
            Odds odds, Intent hunch, double nats, Weighing weighing, Doubt doubt, int calledWords) {
        return new Guessed(
                LabelledRequests.CATALOG,
                odds,
                () -> List.of(new Hunch(hunch, Surprise.whole(nats))),
                List::of,
                weighing,
                () -> Optional.of(calledWords),
                7,
                () -> doubt,
                (_, intent) -> new Reading.Understood(intent));
    }

    private static Intent intent(String text) {
        return IntentText.parse(new Source("test", text)).intent().orElseThrow();
    }
}
