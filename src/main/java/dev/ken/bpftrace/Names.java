package dev.ken.bpftrace;

import dev.ken.kernel.Spelling;
import dev.ken.source.Diagnostic;
import dev.ken.source.Edit;
import dev.ken.source.Span;
import java.util.Optional;

/// Finding the existing name that was probably meant.
final class Names {
    /// Letters that a name may be off to be mended.
    private static final int MOST_MENDED = 2;

    private Names() {}

    static Optional<String> nearest(String wanted, Iterable<String> existing) {
        String best = "";
        int least = Math.max(2, wanted.length() / 3) + 1;
        for (String name : existing) {
            int distance = Math.abs(name.length() - wanted.length()) >= least ? least : Spelling.distance(wanted, name);
            if (distance < least) {
                least = distance;
                best = name;
            }
        }
        return best.isEmpty() ? Optional.empty() : Optional.of(best);
    }

    /// An error about the name at `at`, which the one existing name that is nearest by far mends.
    static Diagnostic error(
            String code, String message, Span whole, Span at, String wanted, Iterable<String> existing) {
        Diagnostic error = Diagnostic.error(code, message, whole, hint(nearest(wanted, existing)));
        return error.mendedBy(
                only(wanted, existing).map(name -> new Edit(at, name)).stream().toList());
    }

    /// The existing name that is at most two letters off, if there is no other as near.
    static Optional<String> only(String wanted, Iterable<String> existing) {
        String best = "";
        int least = MOST_MENDED + 1;
        boolean alone = false;
        for (String name : existing) {
            int distance = Math.abs(name.length() - wanted.length()) > MOST_MENDED
                    ? MOST_MENDED + 1
                    : Spelling.distance(wanted, name);
            if (distance < least) {
                least = distance;
                best = name;
                alone = true;
            } else if (distance == least && !name.equals(best)) {
                alone = false;
            }
        }
        return alone && least * 2 < wanted.length() ? Optional.of(best) : Optional.empty();
    }

    static String[] hint(Optional<String> nearest) {
        return nearest.map(name -> new String[] {"did you mean `" + name + "`?"})
                .orElse(new String[0]);
    }
}
