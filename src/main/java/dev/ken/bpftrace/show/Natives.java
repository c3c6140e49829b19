package dev.ken.bpftrace.show;

import dev.ken.ir.run.GivenEvent;
import dev.ken.ir.run.Value;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Bpftrace's functions that can be computed from their arguments, and the program's parameters.
///
/// @param parameters what `$1`, `$2`, … are
/// @param beginNanos when observation began, for `elapsed`
/// @param bootNanos  the time of day when the clock `nsecs` was 0, in ns since 1970
public record Natives(List<String> parameters, long beginNanos, long bootNanos, ZoneId zone)
        implements GivenEvent.Functions {
    private static final int INET = 2;
    private static final int INET6 = 10;

    public Natives {
        parameters = List.copyOf(parameters);
    }

    @Override
    public Optional<Value> apply(GivenEvent event, String function, List<Value> arguments) {
        return switch (function) {
            case "time.begin" -> Optional.of(new Value.Int(beginNanos));
            case "parameters" -> Optional.of(new Value.Int(parameters.size()));
            case "ntop" -> ntop(numbers(arguments)).map(Value.Opaque::new);
            case "macaddr" -> Optional.of(new Value.Opaque(mac(numbers(arguments))));
            case "bswap16" -> number(arguments).map(n -> new Value.Int(Short.reverseBytes((short) (long) n) & 0xffffL));
            case "bswap32" ->
                number(arguments).map(n -> new Value.Int(Integer.reverseBytes((int) (long) n) & 0xffffffffL));
            case "bswap64" -> number(arguments).map(n -> new Value.Int(Long.reverseBytes(n)));
            case "ksym", "usym", "uaddr" ->
                numbers(arguments).isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Value.Opaque(
                                "0x" + Long.toHexString(numbers(arguments).getLast())));
            case "strftime" -> formatted(arguments);
            case "buf" -> buffer(arguments);
            default -> function.startsWith("parameter") ? parameter(function) : Optional.empty();
        };
    }

    private Optional<Value> parameter(String function) {
        int colon = function.indexOf(':');
        int index = colon < 0 ? 0 : Integer.parseInt(function.substring(colon + 1));
        if (index < 1 || index > parameters.size()) {
            return Optional.empty();
        }
        String given = parameters.get(index - 1);
        return Optional.of(new Value.Opaque(given));
    }

    private static Optional<Long> number(List<Value> arguments) {
        return numbers(arguments).stream().findFirst();
    }

    private static List<Long> numbers(List<Value> arguments) {
        List<Long> all = new ArrayList<>();
        for (Value argument : arguments) {
            if (argument instanceof Value.Int(long number)) {
                all.add(number);
            }
        }
        return all;
    }

    /// An address as a number in network order, or as its bytes, with its family before or without.
    private static Optional<String> ntop(List<Long> given) {
        boolean family = given.size() == 2 || given.size() == 5 || given.size() == 17;
        List<Long> address = family ? given.subList(1, given.size()) : given;
        if (address.size() == 1) {
            long number = address.getFirst();
            boolean six = family && given.getFirst() == INET6;
            return Optional.of(six ? six(bytes(number, 16)) : four(bytes(number, 4)));
        }
        return switch (address.size()) {
            case 4 -> Optional.of(four(address));
            case 16 -> Optional.of(family && given.getFirst() == INET ? four(address.subList(0, 4)) : six(address));
            default -> Optional.empty();
        };
    }

    private static List<Long> bytes(long number, int count) {
        List<Long> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(i < 8 ? number >>> (8 * i) & 0xff : 0L);
        }
        return all;
    }

    private static String four(List<Long> bytes) {
        return bytes.stream().map(b -> Long.toString(b & 0xff)).collect(Collectors.joining("."));
    }

    /// RFC 5952: the longest run of zero groups becomes `::`.
    private static String six(List<Long> bytes) {
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = (int) ((bytes.get(2 * i) & 0xff) << 8 | bytes.get(2 * i + 1) & 0xff);
        }
        int best = -1;
        int most = 1;
        for (int from = 0; from < 8; from++) {
            int to = from;
            while (to < 8 && groups[to] == 0) {
                to++;
            }
            if (to - from > most) {
                best = from;
                most = to - from;
            }
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < 8; i++) {
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

    private static String mac(List<Long> bytes) {
        return bytes.stream()
                .map(b -> String.format(Locale.ROOT, "%02X", b & 0xff))
                .collect(Collectors.joining(":"));
    }

    /// The first so many bytes of a text, or numbers that are bytes.
    private static Optional<Value> buffer(List<Value> arguments) {
        if (arguments.isEmpty()) {
            return Optional.empty();
        }
        if (!(arguments.getLast() instanceof Value.Text(String bytes))) {
            StringBuilder all = new StringBuilder();
            numbers(arguments).forEach(b -> all.append((char) (b & 0xff)));
            return Optional.of(new Value.Opaque(Formatted.escaped(all.toString())));
        }
        long length = arguments.getFirst() instanceof Value.Int(long number) ? number : bytes.length() - 1;
        int end = (int) Math.max(0, Math.min(length, bytes.length()));
        return Optional.of(new Value.Opaque(Formatted.escaped(bytes.substring(0, end))));
    }

    private Optional<Value> formatted(List<Value> arguments) {
        if (arguments.size() != 2
                || !(arguments.get(0) instanceof Value.Text form)
                || !(arguments.get(1) instanceof Value.Int(long nanos))) {
            return Optional.empty();
        }
        return Optional.of(new Value.Opaque(clock(form.shown(), nanos)));
    }

    /// `form` as strftime reads it, at a time of the clock `nsecs`.
    public String clock(String form, long nanos) {
        long all = bootNanos + nanos;
        Instant at = Instant.ofEpochSecond(Math.floorDiv(all, 1_000_000_000L), Math.floorMod(all, 1_000_000_000L));
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < form.length(); i++) {
            char c = form.charAt(i);
            if (c != '%' || i + 1 == form.length()) {
                out.append(c);
                continue;
            }
            out.append(directive(form.charAt(++i), at));
        }
        return out.toString();
    }

    private String directive(char directive, Instant at) {
        String pattern = switch (directive) {
            case 'H' -> "HH";
            case 'M' -> "mm";
            case 'S' -> "ss";
            case 'T' -> "HH:mm:ss";
            case 'R' -> "HH:mm";
            case 'Y' -> "yyyy";
            case 'm' -> "MM";
            case 'd' -> "dd";
            case 'F' -> "yyyy-MM-dd";
            case 'D' -> "MM/dd/yy";
            case 'y' -> "yy";
            case 'j' -> "DDD";
            case 'b' -> "MMM";
            case 'B' -> "MMMM";
            case 'a' -> "EEE";
            case 'A' -> "EEEE";
            case 'f' -> "SSSSSS";
            case 'I' -> "hh";
            case 'p' -> "a";
            case 'Z' -> "zzz";
            case 'z' -> "xx";
            default -> "";
        };
        return switch (directive) {
            case '%' -> "%";
            case 'n' -> "\n";
            case 't' -> "\t";
            case 's' -> Long.toString(at.getEpochSecond());
            default ->
                pattern.isEmpty()
                        ? "%" + directive
                        : DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
                                .withZone(zone)
                                .format(at);
        };
    }
}
