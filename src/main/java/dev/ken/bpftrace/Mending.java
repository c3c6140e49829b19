package dev.ken.bpftrace;

import dev.ken.kernel.KernelModel;
import dev.ken.source.Diagnostic;
import dev.ken.source.Edit;
import dev.ken.source.Source;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Mends what can be mended mechanically: what is written otherwise in the version that is meant, near-miss names with
/// one candidate, what is missing at one clear place. Comments and layout stay.
public final class Mending {
    /// Rounds: one mistake may hide another.
    private static final int ROUNDS = 16;

    private static final Pattern WITHOUT_CATEGORY = Pattern.compile("(t|tracepoint):(\\w+)");

    private Mending() {}

    /// `source` after all edits; the same where there is nothing to mend.
    public static Source of(Source source, KernelModel kernel, CheckSettings settings) {
        Source now = source;
        for (int round = 0; round < ROUNDS; round++) {
            Source program = now;
            List<Edit> edits = Legality.of(now, kernel, settings).diagnostics().stream()
                    .flatMap(one -> edits(one, program, kernel).stream())
                    .toList();
            String after = Edit.apply(now.text(), edits);
            if (after.equals(now.text())) {
                return now;
            }
            now = new Source(now.name(), after);
        }
        return now;
    }

    private static List<Edit> edits(Diagnostic one, Source program, KernelModel kernel) {
        int end = Math.min(one.span().end(), program.text().length());
        Matcher bare = one.code().equals("bad-probe")
                ? WITHOUT_CATEGORY.matcher(
                        program.text().substring(Math.min(one.span().start(), end), end))
                : WITHOUT_CATEGORY.matcher("");
        if (!bare.matches()) {
            return one.edits();
        }
        // The category is not said, and there is one tracepoint of that name.
        List<String> named = kernel.tracepoints().names().stream()
                .filter(name -> name.endsWith(":" + bare.group(2)))
                .toList();
        return named.size() == 1 ? List.of(new Edit(one.span(), bare.group(1) + ":" + named.getFirst())) : one.edits();
    }
}
