package dev.ken.verify;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A concrete packet in words, for people. Bytes that nobody looked at are 0.
final class PacketWords {
    private static final int ETHERNET = 14;
    private static final int MOST_SHOWN = 128;
    private static final Map<Integer, String> PROTOCOLS =
            Map.of(1, "ICMP", 2, "IGMP", 6, "TCP", 17, "UDP", 44, "a fragment", 47, "GRE", 58, "ICMPv6", 132, "SCTP");

    private final Map<Integer, Integer> bytes;
    private final long length;

    PacketWords(Map<Integer, Integer> bytes, long length) {
        this.bytes = bytes;
        this.length = length;
    }

    private int at(int place) {
        return place < length ? bytes.getOrDefault(place, 0) : 0;
    }

    /// Bytes of a VLAN tag.
    private int tag() {
        return (at(12) == 0x81 && at(13) == 0 || at(12) == 0x88 && at(13) == 0xa8) && length >= ETHERNET + 4 ? 4 : 0;
    }

    private int word(int place) {
        return at(place) << 8 | at(place + 1);
    }

    /// The frame from its first byte on, as pairs of hexadecimal digits; `…` where only zeros follow.
    String hex() {
        int last = bytes.keySet().stream()
                .filter(place -> place < length && at(place) != 0)
                .mapToInt(place -> place + 1)
                .max()
                .orElse(0);
        int end = (int) Math.min(length, Math.min(MOST_SHOWN, Math.max(last, headers())));
        byte[] shown = new byte[end];
        for (int i = 0; i < end; i++) {
            shown[i] = (byte) at(i);
        }
        return HexFormat.ofDelimiter(" ").formatHex(shown) + (end < length ? " …" : "");
    }

    private int headers() {
        return isIp() ? payload().orElse(ip()) + 8 : ip();
    }

    /// Where the IP header begins.
    private int ip() {
        return ETHERNET + tag();
    }

    boolean isIpv4() {
        return word(ip() - 2) == 0x0800 && length >= ETHERNET;
    }

    boolean isIpv6() {
        return word(ip() - 2) == 0x86dd && length >= ETHERNET;
    }

    private boolean isIp() {
        return isIpv4() || isIpv6();
    }

    /// Whether it ends within its IP header.
    boolean isCut() {
        return isIp() && length < ip() + (isIpv4() ? 20 : 40);
    }

    boolean hasOptions() {
        return isIpv4() && (at(ip()) & 15) > 5;
    }

    boolean isLaterFragment() {
        return isIpv4() && !isCut() && (word(ip() + 6) & 0x1fff) != 0;
    }

    private int protocol() {
        return isIpv4() ? at(ip() + 9) : at(ip() + 6);
    }

    /// Where the header of TCP or UDP begins; empty where it is not there.
    private Optional<Integer> payload() {
        int begin = isIpv4() ? ip() + 4 * (at(ip()) & 15) : ip() + 40;
        return isIp() && !isLaterFragment() && begin + 4 <= length ? Optional.of(begin) : Optional.empty();
    }

    /// Source and destination port; empty where there are none.
    List<Integer> ports() {
        return protocol() == 6 || protocol() == 17
                ? payload().map(at -> List.of(word(at), word(at + 2))).orElse(List.of())
                : List.of();
    }

    /// What it is, without its bytes.
    String text() {
        List<String> words = new ArrayList<>();
        words.add(length + " bytes");
        if (tag() > 0) {
            words.add("VLAN " + (word(ETHERNET) & 0xfff));
        }
        if (!isIp()) {
            words.add("ethertype 0x" + HexFormat.of().toHexDigits((short) word(ip() - 2)));
            return String.join(", ", words);
        }
        words.add(isIpv4() ? "IPv4" : "IPv6");
        if (isCut()) {
            words.add("cut off within the IP header");
            return String.join(", ", words);
        }
        if (hasOptions()) {
            words.add("a header of " + 4 * (at(ip()) & 15) + " bytes, options included");
        }
        words.add(PROTOCOLS.getOrDefault(protocol(), "protocol " + protocol()));
        if (isLaterFragment()) {
            words.add("a later fragment (offset " + 8 * (word(ip() + 6) & 0x1fff) + ")");
        }
        List<Integer> ports = ports();
        if (isIpv4()) {
            words.add("from " + address(ip() + 12) + port(ports, 0) + " to " + address(ip() + 16) + port(ports, 1));
        } else if (looksAtAddress()) {
            words.add("from " + address6(ip() + 8) + (ports.isEmpty() ? "" : " port " + ports.get(0)) + " to "
                    + address6(ip() + 24) + (ports.isEmpty() ? "" : " port " + ports.get(1)));
        } else if (!ports.isEmpty()) {
            words.add("from port " + ports.get(0) + " to port " + ports.get(1));
        }
        return String.join(", ", words);
    }

    /// Whether the packet says anything of its addresses of IPv6.
    private boolean looksAtAddress() {
        return bytes.entrySet().stream()
                .anyMatch(one -> one.getKey() >= ip() + 8 && one.getKey() < ip() + 40 && one.getValue() != 0);
    }

    /// Eight groups, none left out.
    private String address6(int place) {
        List<String> groups = new ArrayList<>();
        for (int i = 0; i < 16; i += 2) {
            groups.add(Integer.toHexString(word(place + i)));
        }
        return String.join(":", groups);
    }

    private String address(int place) {
        return at(place) + "." + at(place + 1) + "." + at(place + 2) + "." + at(place + 3);
    }

    private static String port(List<Integer> ports, int which) {
        return ports.isEmpty() ? "" : ":" + ports.get(which);
    }
}
