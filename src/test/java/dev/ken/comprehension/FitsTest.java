package dev.ken.comprehension;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.comprehension.hunch.Hunches;
import dev.ken.contract.IntentText;
import dev.ken.kernel.Snapshots;
import dev.ken.source.Source;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What speaks for and against intents whatever the words of a request are.
final class FitsTest {
    private static final Hunches HUNCHES =
            Hunching.hunches(LabelledRequests.CATALOG, Snapshots.find("6.12").orElseThrow());

    @Test
    void valuesThatAreForNothingAreTold() {
        isTold(
                "unused number time",
                "count reads slower than 10 ms by process",
                "count file.read\nby process\n",
                "count file.read\nwhere latency > 10 ms\nby process\n");
    }

    @Test
    void factsThatAreNamedAndNotUsedAreTold() {
        String request = "count opens by process and flags";
        assertThat(signs(request, "count file.open\nby process\n")).contains("unused fact");
        assertThat(signs(request, "count file.open\nby process, flags\n"))
                .contains("key is named", "key is named 2")
                .doesNotContain("unused fact");
    }

    @Test
    void keysThatNobodyNamedAreTold() {
        assertThat(signs("how many files are opened", "count file.open\nby uid\n"))
                .contains("key is not named");
    }

    @Test
    void aKeyThatCanHaveOneValueIsTold() {
        assertThat(signs("opens of nginx by process", "count file.open\nwhere process is \"nginx\"\nby process\n"))
                .contains("key is tested to be one");
    }

    @Test
    void whatSeveralPartsLeaveOutTogetherIsTold() {
        isTold(
                "several: unused number size",
                "count opens and reads, reads only over 4 KB",
                "count file.open\n\ncount file.read\n",
                "count file.open\n\ncount file.read\nwhere size > 4096\n");
    }

    private static void isTold(String sign, String request, String unfit, String fit) {
        assertThat(signs(request, unfit)).contains(sign);
        assertThat(signs(request, fit)).doesNotContain(sign);
    }

    private static Set<String> signs(String request, String text) {
        return HUNCHES.fits(request)
                .of(IntentText.parse(new Source("test", text)).intent().orElseThrow());
    }
}
