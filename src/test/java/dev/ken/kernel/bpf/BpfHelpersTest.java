package dev.ken.kernel.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.source.Diagnostic;
import dev.ken.source.Source;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BpfHelpersTest {
    private static final int ALL = 211;
    private static final Release LONG_TERM = new Release(6, 12);

    private final BpfHelpers helpers = BpfHelpers.shipped();

    @Test
    void everyNumberIsThere() {
        assertThat(helpers.all().stream().map(BpfHelper::number))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, ALL).boxed().toList());
        for (BpfHelper helper : helpers.all()) {
            assertThat(helpers.number(helper.number())).contains(helper);
            assertThat(helpers.name(helper.name())).contains(helper);
            assertThat(helpers.name(helper.fullName())).contains(helper);
        }
        assertThat(helpers.number(0)).isEmpty();
        assertThat(helpers.number(ALL + 1)).isEmpty();
        assertThat(helpers.name("bpf_unspec")).isEmpty();
    }

    @Test
    void numbersGrowWithReleases() {
        List<Release> releases = helpers.all().stream().map(BpfHelper::since).toList();
        assertThat(releases).isSorted();
        assertThat(releases.getFirst()).hasToString("3.19");
        assertThat(releases.getLast()).hasToString("6.2");
    }

    @Test
    void everyHelperIsComplete() {
        for (BpfHelper helper : helpers.all()) {
            assertThat(helper.fullName()).isEqualTo("bpf_" + helper.name());
            assertThat(helper.programs()).as(helper.name()).isNotEmpty();
            assertThat(helper.programs()).as(helper.name()).doesNotContainAnyElementsOf(List.of("", "later"));
            assertThat(helper.result()).as(helper.name()).startsWith("RET_");
            assertThat(helper.sources())
                    .as(helper.name())
                    .isNotEmpty()
                    .allSatisfy(source -> assertThat(source.names()).isNotEmpty());
            // Five registers carry arguments.
            assertThat(helper.arguments()).hasSizeLessThanOrEqualTo(5);
        }
    }

    @Test
    void aMessageThroughTheRingBuffer() {
        BpfHelper output = helpers.name("ringbuf_output").orElseThrow();
        assertThat(output.number()).isEqualTo(130);
        assertThat(output.constant()).isEqualTo("BPF_FUNC_ringbuf_output");
        assertThat(output.since()).isEqualTo(new Release(5, 8));
        assertThat(output.gplOnly()).isFalse();
        assertThat(output.prototype())
                .hasToString("long bpf_ringbuf_output(void *ringbuf, void *data, u64 size, u64 flags)");
        assertThat(output.arguments().stream().map(BpfHelper.Argument::kind))
                .containsExactly(
                        ArgumentKind.CONST_MAP_PTR,
                        ArgumentKind.PTR_TO_MEM,
                        ArgumentKind.CONST_SIZE_OR_ZERO,
                        ArgumentKind.ANYTHING);
    }

    @Test
    void whoMayCall() {
        BpfHelper signal = helpers.name("send_signal").orElseThrow();
        assertThat(signal.callableBy("kprobe", LONG_TERM)).isTrue();
        assertThat(signal.callableBy("xdp", LONG_TERM)).isFalse();
        assertThat(signal.callableBy("xdp", BpfHelpers.LATER)).isTrue();
        assertThat(signal.callableBy("kprobe", new Release(5, 2))).isFalse();
        BpfHelper override = helpers.name("override_return").orElseThrow();
        assertThat(override.programs()).containsExactly("kprobe");
        assertThat(override.gplOnly()).isTrue();
        assertThat(helpers.name("copy_from_user").orElseThrow().sleeps()).isTrue();
    }

    @Test
    void programsDifferInWhatTheyGive() {
        BpfHelper storage = helpers.name("sk_storage_get").orElseThrow();
        assertThat(storage.argument("sk", "xdp").orElseThrow().kind())
                .isEqualTo(ArgumentKind.PTR_TO_BTF_ID_SOCK_COMMON);
        assertThat(storage.argument("sk", "cgroup_sock").orElseThrow().kind()).isEqualTo(ArgumentKind.PTR_TO_CTX);
        assertThat(storage.argument("sk", "tracing").orElseThrow().nullAllowed())
                .isTrue();
        assertThat(storage.argument("nothing", "tracing")).isEmpty();
        assertThat(helpers.name("strtol").orElseThrow().arguments().getLast().bytes())
                .hasValue(8);
    }

    @Test
    void whatCannotBeReadIsSaid() {
        String text = """
                set two = kprobe xdp
                helper 1 good
                  since 5.1
                  proto void *bpf_good(struct bpf_map *map, const void *key)
                  arg map ARG_CONST_MAP_PTR
                  arg key ARG_PTR_TO_MAP_KEY
                  result RET_INTEGER
                  programs @two
                helper one bad
                helper 2 bad
                  since soon
                  proto what
                helper 3 odd
                  since 5.1
                  proto long bpf_odd(void *a, u64 b)
                  arg a ARG_WHAT
                  arg b ARG_ANYTHING in xdp
                  result RET_INTEGER
                  programs @three
                  colour blue
                other
                """;
        HelperParser.Parsed parsed = HelperParser.parse(new Source("test", text));
        assertThat(parsed.helpers().getFirst().programs()).containsExactly("kprobe", "xdp");
        assertThat(parsed.diagnostics().stream().map(Diagnostic::code))
                .containsExactly("head", "since", "proto", "word", "kind", "arg", "arg", "unknown-set", "outside");
    }

    @Test
    void anyTextIsReadWithoutAnException() {
        String shipped = FactReader.shipped("bpf.helpers").text();
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            StringBuilder text = new StringBuilder(shipped.substring(0, 4_000));
            for (int change = 0; change < 20; change++) {
                int at = random.nextInt(text.length());
                text.replace(at, Math.min(text.length(), at + random.nextInt(9)), "" + (char) random.nextInt(0x250));
            }
            assertThat(HelperParser.parse(new Source("test", text.toString())).helpers())
                    .hasSizeLessThan(ALL);
        }
    }
}
