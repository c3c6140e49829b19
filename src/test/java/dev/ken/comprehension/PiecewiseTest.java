package dev.ken.comprehension;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.comprehension.hunch.Hunches;
import dev.ken.contract.Intent;
import dev.ken.contract.IntentText;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Lazy;
import dev.ken.kernel.Snapshots;
import dev.ken.source.Source;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// How a request for several things is cut, and what its pieces come to.
final class PiecewiseTest {
    private static final KernelModel KERNEL = Snapshots.find("6.12").orElseThrow();
    private static final Lazy<Hunches> HUNCHES = new Lazy<>(() -> Hunching.hunches(LabelledRequests.CATALOG, KERNEL));
    private static final Reading UNKNOWN = new Reading.NotUnderstood("I do not understand it.", List.of());

    private final Map<String, Reading> known = new LinkedHashMap<>();

    @Test
    void eachThingIsReadAloneAndHowOftenHoldsForAll() {
        means("count forks by process every 10 s", "count process.fork\nby process\nevery 10 s\n");
        means("count execs by user", "count process.exec\nby uid\n");
        assertThat(pieces("count forks by process every 10 s; count execs by user"))
                .contains(intent(
                        "count process.fork\nby process\nevery 10 s\n\ncount process.exec\nby uid\nevery 10 s\n"));
    }

    @Test
    void nothingComesOfPiecesOfWhichOneIsNotUnderstood() {
        means("count forks by process", "count process.fork\nby process\n");
        assertThat(pieces("count forks by process; count blorbs by user")).isEmpty();
        assertThat(known).containsKey("count blorbs by user");
    }

    @Test
    void oneThingIsNotCut() {
        means("count forks by process", "count process.fork\nby process\n");
        assertThat(pieces("count forks by process")).isEmpty();
    }

    private void means(String text, String intent) {
        known.put(text, new Reading.Understood(intent(intent)));
    }

    private List<Intent> pieces(String request) {
        return new Piecewise(
                        LabelledRequests.CATALOG,
                        KERNEL,
                        new Lexicon(Rules.shipped(), LabelledRequests.CATALOG, KERNEL.devices()),
                        HUNCHES,
                        text -> known.computeIfAbsent(text.replaceFirst("[;,.]$", ""), _ -> UNKNOWN))
                .of(request);
    }

    private static Intent intent(String text) {
        return IntentText.parse(new Source("test", text)).intent().orElseThrow();
    }
}
