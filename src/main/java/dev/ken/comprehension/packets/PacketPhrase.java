package dev.ken.comprehension.packets;

import dev.ken.contract.Condition;
import dev.ken.contract.Condition.Comparison;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a noun phrase says of packets: "UDP packets to port 53 or 5353 from 10.0.0.0/8". Facts of one sort are
/// alternatives,
/// those of several sorts hold together; a protocol after other facts begins another alternative.
final class PacketPhrase {
    private static final Pattern ADDRESS =
            Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})(?:/(\\d{1,2}))?");
    private static final Pattern RANGE = Pattern.compile("(\\d{1,5})-(\\d{1,5})");
    private static final int LARGEST_PORT = 65535;

    private final List<String> assumptions;
    private final List<Map<String, List<Condition>>> alternatives = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();
    private String direction = "";

    PacketPhrase(List<String> assumptions) {
        this.assumptions = assumptions;
        alternatives.add(new LinkedHashMap<>());
    }

    /// Words that have no place.
    List<String> unknown() {
        return unknown;
    }

    private void add(String sort, Condition condition) {
        alternatives.getLast().computeIfAbsent(sort, _ -> new ArrayList<>()).add(condition);
    }

    private static Condition is(String name, long number) {
        return new Condition.NumberTest(name, Comparison.EQUAL, number);
    }

    private static Condition any(List<Condition> all) {
        return all.size() == 1 ? all.get(0) : new Condition.Or(all);
    }

    /// All that was read.
    Condition condition() {
        List<Condition> each = new ArrayList<>();
        for (Map<String, List<Condition>> one : alternatives) {
            List<Condition> all = one.values().stream().map(PacketPhrase::any).toList();
            each.add(all.isEmpty() ? new Condition.Always() : all.size() == 1 ? all.get(0) : new Condition.And(all));
        }
        return any(each);
    }

    // ---- words ----

    void read(List<String> words) {
        for (int i = 0; i < words.size(); ) {
            int taken = taken(words, i);
            if (taken == 0 && !PacketTable.isFiller(words.get(i))) {
                unknown.add(words.get(i));
            }
            i += Math.max(1, taken);
        }
    }

    private int taken(List<String> words, int at) {
        String word = words.get(at);
        Optional<String> protocol = PacketTable.meaning("protocol", word);
        if (protocol.isPresent()) {
            protocol(Long.parseLong(protocol.get()));
            return 1;
        }
        Optional<String> service = PacketTable.meaning("service", word);
        if (service.isPresent()) {
            service(word, service.get());
            return 1;
        }
        Optional<Integer> simple = simple(word);
        if (simple.isPresent()) {
            return simple.get();
        }
        if (isDirection(word)) {
            direction = word.equals("from") || word.startsWith("s") ? "source" : "destination";
            return 1;
        }
        if (word.equals("port") || word.equals("ports")) {
            return 1 + ports(words, at + 1);
        }
        return word.equals("address") || word.equals("addresses") || word.equals("subnet") || word.equals("network")
                ? 1
                : ADDRESS.matcher(word).matches() ? addresses(word) : size(words, at);
    }

    private static boolean isDirection(String word) {
        return List.of("from", "to", "source", "src", "destination", "dst", "dest", "destined", "for")
                .contains(word);
    }

    private void protocol(long number) {
        Map<String, List<Condition>> last = alternatives.getLast();
        if (!last.isEmpty()
                && !last.keySet().stream().allMatch(sort -> sort.equals("protocol") || sort.equals("family"))) {
            another();
        }
        add("protocol", is("protocol", number));
    }

    private void another() {
        alternatives.add(new LinkedHashMap<>());
        direction = "";
    }

    private void service(String name, String service) {
        String[] parts = service.split(":");
        boolean udp = parts[0].equals("17");
        protocol(Long.parseLong(parts[0]));
        add("destination_port", is("destination_port", Long.parseLong(parts[1])));
        assumptions.add(name.toUpperCase(java.util.Locale.ROOT) + " is taken to be " + (udp ? "UDP" : "TCP")
                + " to port " + parts[1] + ".");
    }

    private Optional<Integer> simple(String word) {
        Optional<String> family = PacketTable.meaning("family", word);
        if (family.isPresent()) {
            if (alternatives.getLast().containsKey("ethertype")) {
                another();
            }
            add("family", is("family", Long.parseLong(family.get())));
            return Optional.of(1);
        }
        Optional<String> ethertype = PacketTable.meaning("ethertype", word);
        if (ethertype.isPresent()) {
            if (!alternatives.getLast().isEmpty()) {
                another();
            }
            add("ethertype", is("ethertype", Long.decode(ethertype.get())));
            return Optional.of(1);
        }
        long flags = 0;
        for (String part : word.split("[-/+]")) {
            Optional<String> flag = PacketTable.meaning("flag", part);
            flags = flag.isEmpty() || flags < 0 ? -1 : flags | Long.parseLong(flag.get());
        }
        if (flags > 0) {
            add("tcp_flags", new Condition.BitTest("tcp_flags", flags));
            return Optional.of(1);
        }
        return Optional.empty();
    }

    // ---- numbers ----

    private int ports(List<String> words, int from) {
        String name = direction.isEmpty() ? "destination" : direction;
        int at = from;
        int last = from;
        while (at < words.size()) {
            String word = words.get(at);
            Optional<Condition> port = port(name + "_port", word);
            if (port.isPresent()) {
                add(name + "_port", port.get());
                last = ++at;
            } else if (List.of("and", "or", ",", "port", "ports").contains(word)) {
                at++;
            } else {
                break;
            }
        }
        if (last > from && direction.isEmpty()) {
            assumptions.add("A port is taken to be the one that packets go to.");
        }
        if (last == from) {
            unknown.add("port");
        }
        direction = "";
        return last - from;
    }

    private static Optional<Condition> port(String name, String word) {
        Matcher range = RANGE.matcher(word);
        if (range.matches()) {
            long low = Long.parseLong(range.group(1));
            long high = Long.parseLong(range.group(2));
            return low <= high && high <= LARGEST_PORT
                    ? Optional.of(new Condition.And(List.of(
                            new Condition.NumberTest(name, Comparison.AT_LEAST, low),
                            new Condition.NumberTest(name, Comparison.AT_MOST, high))))
                    : Optional.empty();
        }
        return word.matches("\\d{1,5}") && Integer.parseInt(word) <= LARGEST_PORT
                ? Optional.of(is(name, Long.parseLong(word)))
                : Optional.empty();
    }

    private int addresses(String word) {
        String name = direction.isEmpty() ? "source" : direction;
        Matcher address = ADDRESS.matcher(word);
        if (!address.matches()) {
            return 0;
        }
        long number = 0;
        for (int i = 1; i <= 4; i++) {
            int part = Integer.parseInt(address.group(i));
            if (part > 255) {
                return 0;
            }
            number = number << 8 | part;
        }
        int bits = address.group(5) == null ? 32 : Integer.parseInt(address.group(5));
        if (bits > 32) {
            return 0;
        }
        if (direction.isEmpty()) {
            assumptions.add("An address is taken to be the one that packets come from.");
        }
        long rest = (1L << 32 - bits) - 1;
        long first = number & ~rest;
        add(
                name,
                rest == 0
                        ? is(name, first)
                        : new Condition.And(List.of(
                                new Condition.NumberTest(name, Comparison.AT_LEAST, first),
                                new Condition.NumberTest(name, Comparison.AT_MOST, first + rest))));
        return 1;
    }

    /// "larger than 1000 bytes", "of at least 64 bytes", "over 1500 bytes"
    private int size(List<String> words, int at) {
        Map<String, Comparison> than = Map.of(
                "larger", Comparison.GREATER,
                "bigger", Comparison.GREATER,
                "longer", Comparison.GREATER,
                "smaller", Comparison.LESS,
                "shorter", Comparison.LESS);
        Comparison comparison = than.get(words.get(at));
        if (comparison == null
                || at + 2 >= words.size()
                || !words.get(at + 1).equals("than")
                || !words.get(at + 2).matches("\\d{1,6}")) {
            return 0;
        }
        add("size", new Condition.NumberTest("size", comparison, Long.parseLong(words.get(at + 2))));
        return at + 3 < words.size() && words.get(at + 3).matches("bytes?|b") ? 4 : 3;
    }
}
