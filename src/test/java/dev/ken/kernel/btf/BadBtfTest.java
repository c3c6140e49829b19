package dev.ken.kernel.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Bytes that are no BTF give an error that says where.
class BadBtfTest {
    private static MalformedBtf spoilt(UnaryOperator<ByteBuffer> change) {
        byte[] good = Samples.bytes("sample-el.BTF");
        ByteBuffer bytes = ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer bad = change.apply(bytes);
        return catchThrowableOfType(MalformedBtf.class, () -> Btf.parse(bad));
    }

    @Test
    void errorsSayWhere() {
        assertThat(spoilt(b -> b.putInt(24 + 8, 77)))
                .hasMessage("malformed BTF: section types, type 1, offset 8: type 77 of 45");
        assertThat(spoilt(b -> b.putInt(24 + 12, 1 << 30)))
                .hasMessage("malformed BTF: section types, type 2, offset 12: name at 1073741824 of 682");
        assertThat(spoilt(b -> b.putInt(24 + 4, 31 << 24)))
                .hasMessage("malformed BTF: section types, type 1, offset 0: unknown kind 31");
        assertThat(spoilt(b -> b.putInt(24 + 16, 4 << 24 | 0xffff)))
                .hasMessage("malformed BTF: section types, type 2, offset 12: the record ends behind the section");
        assertThat(spoilt(b -> b.put(0, (byte) 0)))
                .hasMessage("malformed BTF: section header, offset 0: magic number 0xeb00");
        assertThat(spoilt(b -> b.put(2, (byte) 9)))
                .hasMessage("malformed BTF: section header, offset 2: version 9 is not known");
        assertThat(spoilt(b -> b.putInt(20, -1)))
                .hasMessageContaining("section strings: 4294967295 bytes at")
                .hasMessageContaining("end behind the");
        assertThat(spoilt(b -> b.put(b.limit() - 1, (byte) 'x'))).hasMessageContaining("section strings");
    }

    @Test
    void everyBeginningIsRefused() {
        byte[] good = Samples.bytes("sample-el.BTF");
        for (int length = 0; length < good.length; length++) {
            ByteBuffer cut = ByteBuffer.wrap(good, 0, length);
            assertThatThrownBy(() -> Btf.parse(cut)).isInstanceOf(MalformedBtf.class);
        }
        Btf btf = Btf.parse(good);
        byte[] ext = Samples.bytes("sample-el.BTF.ext");
        for (int length = 0; length < ext.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(ext, length);
            assertThatThrownBy(() -> btf.ext(cut)).isInstanceOf(MalformedBtf.class);
        }
    }

    @Test
    void hugeInputIsRefusedUnread() {
        assertThatThrownBy(() -> Btf.parse(new byte[Header.MOST_BYTES + 1]))
                .isInstanceOf(MalformedBtf.class)
                .hasMessageContaining("67108865 bytes are more than 67108864");
    }

    /// Every type is its own twin: a walk that had no limit would take 2^32 steps.
    @Test
    @Timeout(5)
    void treesThatGrowWithoutEndAreCut() {
        BtfBytes b = new BtfBytes(ByteOrder.LITTLE_ENDIAN);
        for (int id = 1; id <= 60; id++) {
            b.struct("", false, 8, 0, id + 1, 0, 0, id + 1, 0);
        }
        b.integer("int", 4, true);
        for (int id = 62; id <= 120; id++) {
            b.add(Kind.FUNC_PROTO, "", false, 2, 0, 0, id + 1, 0, id + 1);
        }
        b.integer("int", 4, true);
        Btf btf = Btf.parse(b.bytes());

        assertThatThrownBy(() -> btf.access(1, "x")).isInstanceOf(MalformedBtf.class);
        assertThatThrownBy(() -> btf.cText(62)).isInstanceOf(MalformedBtf.class);
    }

    @Test
    void sizesBeyondAllMemoryAreErrors() {
        BtfBytes b = new BtfBytes(ByteOrder.LITTLE_ENDIAN);
        int at = b.integer("int", 4, true);
        for (int i = 0; i < 3; i++) {
            at = b.array(at, 1, -1);
        }
        int last = at;
        Btf btf = Btf.parse(b.bytes());

        assertThatThrownBy(() -> btf.sizeBytes(last))
                .isInstanceOf(MalformedBtf.class)
                .hasMessageContaining("beyond all memory");
    }

    /// Records of 16 bytes that each name a line of 65,535: read one by one they would fill gigabytes.
    @Test
    void longTextsThatManyRecordsNameAreCounted() {
        int longest = Strings.LONGEST_LINE - 1;
        BtfBytes b = new BtfBytes(ByteOrder.LITTLE_ENDIAN);
        int text = b.string("x".repeat(longest));
        Btf btf = Btf.parse(b.bytes());

        Btf.Ext shared = btf.ext(lines(1_000, text, 0));
        assertThat(shared.lines()).hasSize(1_000);
        assertThat(shared.lines().getLast().source())
                .isSameAs(shared.lines().getFirst().source());
        assertThatThrownBy(() -> btf.ext(lines(1_000, text, 1)))
                .isInstanceOf(MalformedBtf.class)
                .hasMessageContaining("more than 33554432 characters of text");
    }

    /// A section of line records, each of which has its text `step` bytes behind that of the one before.
    private static byte[] lines(int count, int text, int step) {
        int length = 4 + 8 + 16 * count;
        ByteBuffer out = ByteBuffer.allocate(24 + length).order(ByteOrder.LITTLE_ENDIAN);
        out.putShort((short) 0xEB9F).put((byte) 1).put((byte) 0).putInt(24);
        out.putInt(0).putInt(0).putInt(0).putInt(length);
        out.putInt(16).putInt(0).putInt(count);
        for (int i = 0; i < count; i++) {
            out.putInt(i).putInt(0).putInt(text + i * step).putInt(0);
        }
        return out.array();
    }
}
