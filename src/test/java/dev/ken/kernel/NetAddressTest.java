package dev.ken.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Addresses as texts and as bytes (RFC 4291, 5952).
final class NetAddressTest {
    private static final List<String> ADDRESSES = List.of(
            "0.0.0.0",
            "127.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fe80::",
            "2001:db8::8:800:200c:417a",
            "1:2:3:4:5:6:7:8",
            "1:0:3:4:5:6:7:8");

    @Test
    void whatIsWrittenIsRead() {
        assertThat(ADDRESSES)
                .allSatisfy(address -> assertThat(NetAddress.bytes(address).flatMap(NetAddress::text))
                        .contains(address));
    }

    @Test
    void anAddressMayComeWithItsFamilyOrAsANumber() {
        assertThat(NetAddress.text(List.of(2L, 0x0100007fL))).contains("127.0.0.1");
        assertThat(NetAddress.text(List.of(0x0100007fL))).contains("127.0.0.1");
        assertThat(NetAddress.text(List.of(2L, 10L, 0L, 0L, 7L))).contains("10.0.0.7");
        assertThat(NetAddress.text(List.of(1L, 2L, 3L))).isEmpty();
    }

    @Test
    void whatIsNoAddressHasNoBytes() {
        assertThat(List.of("", "1.2.3", "1.2.3.256", "1.2.3.4.5", "a", ":::", "1::2::3", "1:2:3:4:5:6:7", "12345::"))
                .allSatisfy(text -> assertThat(NetAddress.bytes(text)).isEmpty());
    }
}
