package dev.ken.kernel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Addresses of IPv4 and IPv6 as people write them, and as the bytes that the kernel keeps.
public final class NetAddress {
    public static final int BYTES_OF_FOUR = 4;
    public static final int BYTES_OF_SIX = 16;

    private static final int GROUPS = BYTES_OF_SIX / 2;
    private static final int INET = 2;
    private static final int INET6 = 10;

    private NetAddress() {}

    /// An address as a number in network order, or as its bytes, with its family before or without.
    public static Optional<String> text(List<Long> given) {
        boolean family = given.size() == 2 || given.size() == BYTES_OF_FOUR + 1 || given.size() == BYTES_OF_SIX + 1;
        List<Long> address = family ? given.subList(1, given.size()) : given;
        if (address.size() == 1) {
            long number = address.getFirst();
            boolean six = family && given.getFirst() == INET6;
            return Optional.of(six ? six(bytes(number, BYTES_OF_SIX)) : four(bytes(number, BYTES_OF_FOUR)));
        }
        return switch (address.size()) {
            case BYTES_OF_FOUR -> Optional.of(four(address));
            case BYTES_OF_SIX ->
                Optional.of(
                        family && given.getFirst() == INET ? four(address.subList(0, BYTES_OF_FOUR)) : six(address));
            default -> Optional.empty();
        };
    }

    /// The bytes of a written address, 4 or 16; empty where it is none.
    public static Optional<List<Long>> bytes(String text) {
        if (!text.contains(":")) {
            return parts(text, "\\.", "\\d{1,3}", 10, 0xff).filter(bytes -> bytes.size() == BYTES_OF_FOUR);
        }
        int gap = text.indexOf("::");
        Optional<List<Long>> before = groups(gap < 0 ? text : text.substring(0, gap));
        Optional<List<Long>> after = groups(gap < 0 ? "" : text.substring(gap + 2));
        if (before.isEmpty() || after.isEmpty()) {
            return Optional.empty();
        }
        int missing = GROUPS - before.get().size() - after.get().size();
        if (gap < 0 ? missing != 0 : missing < 1) {
            return Optional.empty();
        }
        List<Long> all = new ArrayList<>(before.get());
        for (int i = 0; i < missing; i++) {
            all.add(0L);
        }
        all.addAll(after.get());
        return Optional.of(all.stream()
                .<Long>mapMulti((group, each) -> {
                    each.accept(group >>> Byte.SIZE);
                    each.accept(group & 0xff);
                })
                .toList());
    }

    /// The bytes of an address where it is kept in so many numbers: one of IPv4 is kept among those of IPv6 as a
    /// mapped one (RFC 4291 § 2.5.5.2), and may be one number. Empty where it does not fit.
    public static Optional<List<Long>> fitted(List<Long> bytes, int numbers) {
        if (bytes.size() == numbers || numbers == 1 && bytes.size() == BYTES_OF_FOUR) {
            return Optional.of(bytes);
        }
        if (numbers != BYTES_OF_SIX) {
            return Optional.empty();
        }
        List<Long> mapped = new ArrayList<>(Collections.nCopies(BYTES_OF_SIX - BYTES_OF_FOUR - 2, 0L));
        mapped.addAll(List.of(0xffL, 0xffL));
        mapped.addAll(bytes);
        return Optional.of(mapped);
    }

    /// The bytes with which every IPv4 address begins that is written with this beginning: `10.20.`.
    public static Optional<List<Long>> leading(String text) {
        return text.endsWith(".")
                ? parts(text.substring(0, text.length() - 1), "\\.", "\\d{1,3}", 10, 0xff)
                        .filter(bytes -> bytes.size() < BYTES_OF_FOUR)
                : Optional.empty();
    }

    private static Optional<List<Long>> groups(String text) {
        return text.isEmpty() ? Optional.of(List.of()) : parts(text, ":", "[0-9a-fA-F]{1,4}", 16, 0xffff);
    }

    private static Optional<List<Long>> parts(String text, String between, String form, int radix, long most) {
        List<Long> parts = new ArrayList<>();
        for (String part : text.split(between, -1)) {
            if (!part.matches(form) || Long.parseLong(part, radix) > most) {
                return Optional.empty();
            }
            parts.add(Long.parseLong(part, radix));
        }
        return Optional.of(parts);
    }

    private static List<Long> bytes(long number, int count) {
        List<Long> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(i < Long.BYTES ? number >>> (Byte.SIZE * i) & 0xff : 0L);
        }
        return all;
    }

    private static String four(List<Long> bytes) {
        return bytes.stream().map(b -> Long.toString(b & 0xff)).collect(Collectors.joining("."));
    }

    /// RFC 5952: the longest run of zero groups becomes `::`.
    private static String six(List<Long> bytes) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = (int) ((bytes.get(2 * i) & 0xff) << Byte.SIZE | bytes.get(2 * i + 1) & 0xff);
        }
        int best = -1;
        int most = 1;
        for (int from = 0; from < GROUPS; from++) {
            int to = from;
            while (to < GROUPS && groups[to] == 0) {
                to++;
            }
            if (to - from > most) {
                best = from;
                most = to - from;
            }
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == best) {
                out.append("::");
                i += most - 1;
            } else {
                out.append(out.isEmpty() || out.charAt(out.length() - 1) == ':' ? "" : ":");
                out.append(Integer.toHexString(groups[i]));
            }
        }
        return out.toString();
    }
}
