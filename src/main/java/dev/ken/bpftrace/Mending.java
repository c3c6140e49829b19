package dev.ken.bpftrace;

import dev.ken.kernel.KernelModel;
import dev.ken.source.Diagnostic;
import dev.ken.source.Edit;
import dev.ken.source.Source;
import java.util.List;

/// Mends what can be mended mechanically: what is written otherwise in the version that is meant, near-miss names with
/// one candidate, what is missing at one clear place. Comments and layout stay.
public final class Mending {
    /// Rounds: one mistake may hide another.
    private static final int ROUNDS = 16;

    private Mending() {}

    /// `source` after all edits; the same where there is nothing to mend.
    public static Source of(Source source, KernelModel kernel, CheckSettings settings) {
        Source now = source;
        for (int round = 0; round < ROUNDS; round++) {
            List<Edit> edits = Legality.of(now, kernel, settings).diagnostics().stream()
                    .map(Diagnostic::edits)
                    .flatMap(List::stream)
                    .toList();
            String after = Edit.apply(now.text(), edits);
            if (after.equals(now.text())) {
                return now;
            }
            now = new Source(now.name(), after);
        }
        return now;
    }
}
