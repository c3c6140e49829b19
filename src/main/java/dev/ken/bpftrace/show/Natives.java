package dev.ken.bpftrace.show;

import dev.ken.ir.run.GivenEvent;
import dev.ken.ir.run.Value;
import dev.ken.kernel.NetAddress;
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
    public Natives {
        parameters = List.copyOf(parameters);
    }

    @Override
    public Optional<Value> apply(GivenEvent event, String function, List<Value> arguments) {
        return switch (function) {
            case "time.begin" -> Optional.of(new Value.Int(beginNanos));
            case "parameters" -> Optional.of(new Value.Int(parameters.size()));
            case "ntop" -> NetAddress.text(numbers(arguments)).map(Value.Opaque::new);
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
