package dev.ken.comprehension;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.comprehension.hunch.Hunches;
import dev.ken.comprehension.hunch.Hunches.Hunch;
import dev.ken.contract.Intent;
import dev.ken.contract.IntentText;
import dev.ken.kernel.Snapshots;
import dev.ken.source.Source;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// What becomes of readings of the rules beside hunches that are more or less sure.
final class GuessedTest {
    private static final Hunches HUNCHES =
            Hunching.hunches(LabelledRequests.CATALOG, Snapshots.find("6.12").orElseThrow());
    private static final Intent COUNT = intent("count file.open\nby process\n");
    private static final Reading UNKNOWN = new Reading.NotUnderstood("I do not understand “blorb”.", List.of());

    @Test
    void whatIsNotUnderstoodIsTakenFromASureHunchAndSaid() {
        assertThat(of(UNKNOWN, COUNT, 0.3, true)).isInstanceOfSatisfying(Reading.Understood.class, read -> {
            assertThat(read.intent().parts()).isEqualTo(COUNT.parts());
            assertThat(read.intent().assumptions()).anyMatch(text -> text.startsWith("Taken for what such words"));
        });
    }

    @Test
    void whereOtherEventsAreNamedAHunchHasToBeSurer() {
        assertThat(of(UNKNOWN, COUNT, 0.3, false)).isInstanceOf(Reading.NeedsClarification.class);
        assertThat(of(UNKNOWN, COUNT, 0.1, false)).isInstanceOf(Reading.Understood.class);
    }

    @Test
    void aLikelyHunchIsOfferedAndAnUnlikelyOneIsNot() {
        assertThat(of(UNKNOWN, COUNT, 1.2, true))
                .isInstanceOfSatisfying(
                        Reading.NeedsClarification.class,
                        asked -> assertThat(asked.choices()).hasSize(1));
        assertThat(of(UNKNOWN, COUNT, 1.6, true)).isEqualTo(UNKNOWN);
    }

    @Test
    void whatLosesSomethingIsNeverTakenOrOffered() {
        Guessed guessed = guessed(COUNT, 0.01, _ -> false, true);
        assertThat(guessed.of("blorb", UNKNOWN)).isEqualTo(UNKNOWN);
    }

    @Test
    void aRefusalStands() {
        Reading refused = new Reader(
                        LabelledRequests.CATALOG, Snapshots.find("6.12").orElseThrow())
                .read("kill all processes that open files");
        assertThat(refused).isInstanceOf(Reading.Declined.class);
        assertThat(of(refused, COUNT, 0.01, true)).isEqualTo(refused);
    }

    @Test
    void otherEventsThanThoseThatWereReadAreAskedAbout() {
        Reading read = new Reading.Understood(intent("count process.fork\nby process\n"));
        assertThat(guessed(COUNT, 0.01, _ -> true, true).of("count opened files by process", read))
                .isInstanceOfSatisfying(
                        Reading.NeedsClarification.class,
                        asked -> assertThat(asked.choices()).hasSize(2));
    }

    /// A hunch knows nothing of what came before; what was read of that is not dropped for it.
    @Test
    void whatCameBeforeIsKept() {
        Reading before = new Reading.Understood(intent("count file.open\nafter file.create by path\nby process\n"));
        assertThat(guessed(COUNT, 0.01, _ -> true, true).of("count opened files by process", before))
                .isEqualTo(before);
        Reading running = new Reading.Understood(intent("count file.open\nby process\nevery 1 s cumulative\n"));
        assertThat(guessed(COUNT, 0.01, _ -> true, true).of("count opened files by process", running))
                .isEqualTo(running);
    }

    @Test
    void keysThatAreLikelierByFarAreTaken() {
        Reading read = new Reading.Understood(intent("count file.open\nby kstack\n"));
        assertThat(guessed(COUNT, 0.01, _ -> true, true).of("count opened files by process", read))
                .isInstanceOfSatisfying(
                        Reading.Understood.class,
                        taken -> assertThat(taken.intent().parts()).isEqualTo(COUNT.parts()));
    }

    private static Reading of(Reading read, Intent hunch, double nats, boolean named) {
        return guessed(hunch, nats, _ -> true, named).of("blorb", read);
    }

    private static Guessed guessed(Intent hunch, double nats, Predicate<Intent> keeps, boolean named) {
        return new Guessed(
                LabelledRequests.CATALOG,
                HUNCHES,
                () -> List.of(new Hunch(hunch, nats)),
                keeps,
                _ -> named,
                (_, intent) -> new Reading.Understood(intent));
    }

    private static Intent intent(String text) {
        Optional<Intent> intent = IntentText.parse(new Source("test", text)).intent();
        return intent.orElseThrow();
    }
}
