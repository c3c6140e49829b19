package dev.ken.synthesis;

import dev.ken.contract.Condition;
import dev.ken.kernel.NetAddress;
import dev.ken.kernel.catalog.Reading;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A test of an address of IPv4 or IPv6: bpftrace compares its bytes, or the number that it is in memory, but not what
/// `ntop()` makes of it.
final class AddressBytes {
    private final Words words;

    AddressBytes(Words words) {
        this.words = words;
    }

    String of(Reading address, Condition.TextRelation relation, String text) {
        Optional<List<Long>> bytes = switch (relation) {
            case IS -> NetAddress.bytes(text);
            case STARTS_WITH -> NetAddress.leading(text);
            case ENDS_WITH, CONTAINS -> Optional.empty();
        };
        List<Long> known = bytes.orElseThrow(() -> new Unsayable(
                relation == Condition.TextRelation.IS
                        ? "“" + text + "” is no address: of IPv4 it has four numbers up to 255."
                        : "bpftrace compares whole addresses, or those that begin alike (“10.20.”), and not “" + text
                                + "”."));
        return address instanceof Reading.Arg ? bytes(words.of(address), known) : number(words.of(address), known);
    }

    private static String bytes(String array, List<Long> bytes) {
        return IntStream.range(0, bytes.size())
                .mapToObj(i -> array + "[" + i + "] == " + bytes.get(i))
                .collect(Collectors.joining(" && "));
    }

    private static String number(String number, List<Long> bytes) {
        if (bytes.size() > NetAddress.BYTES_OF_FOUR) {
            throw new Unsayable("bpftrace cannot compare an address of IPv6 that lies in a structure.");
        }
        long value = 0;
        for (int i = 0; i < bytes.size(); i++) {
            value |= bytes.get(i) << (Byte.SIZE * i);
        }
        String part = bytes.size() == NetAddress.BYTES_OF_FOUR
                ? number
                : "(" + number + " & " + ((1L << (Byte.SIZE * bytes.size())) - 1) + ")";
        return part + " == " + value;
    }
}
