package dev.ken.comprehension.packets;

import dev.ken.contract.Condition;
import dev.ken.contract.Condition.Comparison;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Addresses that a request names: IPv4 (RFC 791) and IPv6 (RFC 4291), networks of them by prefix (RFC 4632), ranges,
/// and MAC addresses.
final class PacketAddresses {
    private static final String PARTS = "\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}";
    private static final Pattern VERSION4 = Pattern.compile("(" + PARTS + ")(?:/(\\d{1,2}))?");
    private static final Pattern RANGE4 = Pattern.compile("(" + PARTS + ")-(" + PARTS + ")");
    private static final Pattern VERSION6 = Pattern.compile("([0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7})(?:/(\\d{1,3}))?");
    private static final Pattern MAC = Pattern.compile("[0-9a-f]{2}(?:([:-])[0-9a-f]{2})(?:\\1[0-9a-f]{2}){4}");

    private PacketAddresses() {}

    static boolean isMac(String word) {
        return MAC.matcher(word).matches();
    }

    static boolean isAddress(String word) {
        return !isMac(word)
                && (VERSION4.matcher(word).matches()
                        || RANGE4.matcher(word).matches()
                        || VERSION6.matcher(word).matches());
    }

    /// The test that an address of a packet is so; empty where the word is no address.
    ///
    /// @param side `source` or `destination`
    static Optional<Condition> test(String side, String word) {
        Matcher mac = MAC.matcher(word);
        if (mac.matches()) {
            return Optional.of(new Condition.NumberTest(
                    side + "_mac", Comparison.EQUAL, Long.parseLong(word.replaceAll("[:-]", ""), 16)));
        }
        Matcher range = RANGE4.matcher(word);
        if (range.matches()) {
            Optional<Long> low = number(range.group(1));
            Optional<Long> high = number(range.group(2));
            return low.isPresent() && high.isPresent() && low.get() <= high.get()
                    ? Optional.of(PacketNumbers.between(side, low.get(), high.get()))
                    : Optional.empty();
        }
        Matcher one = VERSION4.matcher(word);
        if (one.matches()) {
            int bits = one.group(2) == null ? Integer.SIZE : Integer.parseInt(one.group(2));
            return number(one.group(1))
                    .filter(_ -> bits <= Integer.SIZE)
                    .map(number -> within(side, number, (1L << Integer.SIZE - bits) - 1));
        }
        Matcher other = VERSION6.matcher(word);
        return other.matches() ? version6(side, other.group(1), other.group(2)) : Optional.empty();
    }

    private static Optional<Long> number(String address) {
        long number = 0;
        for (String part : address.split("\\.")) {
            int value = Integer.parseInt(part);
            if (value > 255) {
                return Optional.empty();
            }
            number = number << 8 | value;
        }
        return Optional.of(number);
    }

    /// Those whose bits above `rest` are the same.
    private static Condition within(String fact, long number, long rest) {
        long first = number & ~rest;
        return rest == 0
                ? new Condition.NumberTest(fact, Comparison.EQUAL, first)
                : PacketNumbers.between(fact, first, first + rest);
    }

    private static Optional<Condition> version6(String side, String address, String prefix) {
        int bits = prefix == null ? 128 : Integer.parseInt(prefix);
        Optional<ByteBuffer> bytes = bits > 128 ? Optional.empty() : bytes(address);
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        long high = bytes.get().getLong();
        long low = bytes.get().getLong();
        List<Condition> all = new ArrayList<>();
        half(side + "6_high", high, Math.min(bits, Long.SIZE), all);
        if (bits > Long.SIZE) {
            half(side + "6_low", low, bits - Long.SIZE, all);
        }
        if (bits == 0) {
            all.add(new Condition.NumberTest("family", Comparison.EQUAL, 6));
        }
        return Optional.of(all.size() == 1 ? all.get(0) : new Condition.And(all));
    }

    /// Both ends of the half lie on one side of 2^63, so that comparisons with and without a sign agree.
    private static void half(String fact, long number, int bits, List<Condition> all) {
        if (bits > 0) {
            all.add(within(fact, number, bits == Long.SIZE ? 0 : -1L >>> bits));
        }
    }

    /// A literal is never looked up.
    private static Optional<ByteBuffer> bytes(String address) {
        try {
            return InetAddress.ofLiteral(address) instanceof Inet6Address six
                    ? Optional.of(ByteBuffer.wrap(six.getAddress()))
                    : Optional.empty();
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }
}
