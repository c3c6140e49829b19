package dev.ken.comprehension;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.contract.Intent;
import dev.ken.contract.IntentText;
import dev.ken.source.Source;
import org.junit.jupiter.api.Test;

/// Which addresses are told where only those of IPv6 are asked for.
final class FamiliesTest {
    private static final Families FAMILIES = new Families(LabelledRequests.CATALOG);

    @Test
    void addressesOfIpv6AreToldWhereOnlyItIsAskedFor() {
        assertThat(told("count tcp.established\nwhere family = 10 and sport = 22\nby daddr, sport\n"))
                .isEqualTo(intent("count tcp.established\nwhere family = 10 and sport = 22\nby daddr6, sport\n"));
        assertThat(told("report process, daddr of tcp.connect\nwhere family = 10\n"))
                .isEqualTo(intent("report process, daddr6 of tcp.connect\nwhere family = 10\n"));
        assertThat(told("distinct daddr of tcp.connect\nwhere family = 10\n"))
                .isEqualTo(intent("distinct daddr6 of tcp.connect\nwhere family = 10\n"));
    }

    @Test
    void otherAddressesStay() {
        for (String text : new String[] {
            "count tcp.established\nby daddr\n",
            "count tcp.established\nwhere family = 2\nby daddr\n",
            "count tcp.established\nwhere family = 10 or sport = 22\nby daddr\n",
            "count packet.receive\nby source\n"
        }) {
            assertThat(told(text)).as(text).isEqualTo(intent(text));
        }
    }

    private static Intent told(String text) {
        return FAMILIES.told(intent(text));
    }

    private static Intent intent(String text) {
        return IntentText.parse(new Source("test", text)).intent().orElseThrow();
    }
}
