package dev.ken.comprehension;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.contract.Intent;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import dev.ken.kernel.catalog.CuratedCatalog;
import dev.ken.kernel.catalog.EventKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The catalog's phrases lead to the kinds that they stand at, and to no other.
class PhrasesTest {
    private static final KernelModel KERNEL = Snapshots.recorded();
    private static final CuratedCatalog CATALOG = CuratedCatalog.of(KERNEL);

    /// Names of the kernel lead to what has exactly that name, a tracepoint or a system call; numbers are limits.
    private static final Pattern NAME = Pattern.compile("_|\\d|\\b(system call|syscall)\\b");
    private static final int MOST_OF_A_KIND = 5;
    private static final int MOST_TAKEN = 10;

    @Test
    void noPhraseIsThatOfTwoKinds() {
        Map<List<String>, Set<String>> kinds = new LinkedHashMap<>();
        for (EventKind kind : CATALOG.curated().values()) {
            kind.phrases()
                    .forEach(phrase -> kinds.computeIfAbsent(Lexicon.stems(phrase), _ -> new TreeSet<>())
                            .add(kind.name()));
        }
        List<String> shared = kinds.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(Object::toString)
                .toList();
        assertThat(shared).isEmpty();
    }

    /// `count PHRASE by cpu`, where it is understood, is about the kind whose phrase it is. (A few phrases are
    /// words of other orders: "kill -9", "credentials".) What was learnt may know better what a few of them usually
    /// ask for, and says so.
    @Test
    void noPhraseIsReadAsAnotherKind() {
        Reader reader = new Reader(CATALOG, KERNEL);
        List<String> wrong = new ArrayList<>();
        List<String> taken = new ArrayList<>();
        for (EventKind kind : CATALOG.curated().values()) {
            if (CATALOG.find(kind.name()).isEmpty()) {
                continue;
            }
            List<String> spoken = kind.phrases().stream()
                    .filter(phrase -> !NAME.matcher(phrase).find())
                    .limit(MOST_OF_A_KIND)
                    .toList();
            for (String phrase : spoken) {
                Reading reading = reader.read("count " + phrase + " by cpu");
                if (reading instanceof Reading.Understood(Intent intent)
                        && !(intent.parts().size() == 1
                                && intent.parts().getFirst().event().equals(kind.name()))) {
                    String said = kind.name() + ": " + phrase + " -> " + reading;
                    (isTaken(intent) ? taken : wrong).add(said);
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(taken).hasSizeLessThanOrEqualTo(MOST_TAKEN);
    }

    private static boolean isTaken(Intent intent) {
        return intent.assumptions().stream().anyMatch(told -> told.startsWith("Taken for what such words"));
    }
}
