package dev.ken.comprehension.packets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.comprehension.Gloss;
import dev.ken.comprehension.Reading;
import dev.ken.contract.IntentCheck;
import dev.ken.contract.IntentText;
import dev.ken.kernel.Snapshots;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.CuratedCatalog;
import dev.ken.source.Source;
import dev.ken.testing.Golden;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Requests about packets, and what they are taken to mean; or that they are none.
class PacketReaderTest {
    private static final Catalog CATALOG = CuratedCatalog.of(Snapshots.recorded());

    @TestFactory
    Stream<DynamicTest> golden() {
        return Golden.cases(
                "packets",
                one -> one.body("requests")
                        .lines()
                        .filter(line -> !line.isBlank())
                        .map(request -> "> " + request + "\n"
                                + said(PacketReader.read(request, true)).indent(2))
                        .collect(Collectors.joining("\n", "", "\n")));
    }

    private static String said(Optional<Reading> reading) {
        if (reading.isEmpty()) {
            return "(not about packets at an interface)";
        }
        return switch (reading.get()) {
            case Reading.Understood(var intent) ->
                String.join("\n", Gloss.of(intent, CATALOG)) + "\n" + IntentText.print(intent);
            case Reading.NotUnderstood(String reason, var _) -> "not understood: " + reason;
            case Reading.Declined(String reason, var _) -> "declined: " + reason;
            case Reading.NeedsClarification(String question, var _) -> "? " + question;
        };
    }

    @Provide
    Arbitrary<String> requests() {
        String[] words =
                ("drop pass count bytes packets tcp udp port ports 53 80 443-445 99999 from to 10.0.0.0/8 300.1.2.3"
                                + " 1.2.3.4/40 and or , except everything else by source address protocol on interface lo xdp"
                                + " for 5 seconds every larger than 100 only them syn dns")
                        .split(" ");
        return Arbitraries.of(Arrays.asList(words)).list().ofMaxSize(12).map(all -> String.join(" ", all));
    }

    /// Whatever is said, what is understood is an intent that can be printed, read back and checked.
    @Property(tries = 500)
    void neverFails(@ForAll("requests") String request) {
        if (PacketReader.read(request, true).orElse(null) instanceof Reading.Understood(var intent)) {
            assertThat(IntentCheck.of(intent, CATALOG)).as(request).isEmpty();
            assertThat(IntentText.parse(new Source("intent", IntentText.print(intent)))
                            .intent())
                    .as(request)
                    .contains(intent);
        }
    }
}
