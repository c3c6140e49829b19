package dev.ken.comprehension.packets;

import dev.ken.contract.Condition;
import dev.ken.contract.Condition.Comparison;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a noun phrase says of packets: "UDP packets to port 53 or 5353 from 10.0.0.0/8". Facts of one sort are
/// alternatives, those of several sorts hold together; a protocol after other facts begins another alternative.
final class PacketPhrase {
    private static final int LARGEST_PORT = 65535;
    private static final long BROADCAST = 0xffffffffffffL;
    private static final String PROTOCOL = "protocol";
    private static final long ICMP = 1;
    private static final long ICMPV6 = 58;
    /// What begins a protocol that is said of all before it: "to port 53 over UDP".
    private static final String OVER = "over-";

    private final List<String> assumptions;
    private final List<Map<String, List<Condition>>> alternatives = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();
    private String direction = "";
    /// On which side the last address was said to be: "to A port 53 or B port 53".
    private String side = "";
    /// Whether "or" was said since the last fact: what is of another sort is another alternative.
    private boolean or;
    /// The protocols of "TCP packets", which hold for all that is said of them: "TCP packets to port 80 or from A".
    private List<Condition> head = List.of();

    PacketPhrase(List<String> assumptions) {
        this.assumptions = assumptions;
        alternatives.add(new LinkedHashMap<>());
    }

    /// Words that have no place.
    List<String> unknown() {
        return unknown;
    }

    private void add(String sort, Condition condition) {
        if (or && !alternatives.getLast().isEmpty() && !alternatives.getLast().containsKey(sort)) {
            Map<String, List<Condition>> next = new LinkedHashMap<>();
            if (!head.isEmpty() && sort.matches("(?:source|destination)(?!_mac).*")) {
                next.put(PROTOCOL, new ArrayList<>(head));
            }
            alternatives.add(next);
        }
        or = false;
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
            List<Condition> all = one.values().stream()
                    .map(same -> any(same.stream().distinct().toList()))
                    .toList();
            each.add(all.isEmpty() ? new Condition.Always() : all.size() == 1 ? all.get(0) : new Condition.And(all));
        }
        return any(each.stream().distinct().toList());
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
        if (word.matches("packets?|traffic|frames?|datagrams?|segments?")) {
            Map<String, List<Condition>> said = alternatives.getLast();
            head = or || !said.keySet().equals(Set.of(PROTOCOL))
                    ? List.of()
                    : List.copyOf(said.getOrDefault(PROTOCOL, List.of()));
        }
        if (word.startsWith("non-") && word.length() > 4) {
            another(word.substring(4));
            return 1;
        }
        Optional<String> protocol = PacketTable.meaning("protocol", word);
        if (protocol.isPresent()) {
            protocol(Long.parseLong(protocol.get()));
            return 1;
        }
        Optional<String> over =
                word.startsWith(OVER) ? PacketTable.meaning(PROTOCOL, word.substring(OVER.length())) : Optional.empty();
        if (over.isPresent()) {
            add(OVER, is(PROTOCOL, Long.parseLong(over.get())));
            return 1;
        }
        Optional<String> service = PacketTable.meaning("service", word);
        if (service.isPresent()) {
            service(word, service.get());
            return 1;
        }
        if (simple(word) || named(word)) {
            return 1;
        }
        if (word.startsWith("pair:")) {
            String[] ends = word.substring("pair:".length()).split("~");
            add("pair", any(List.of(between(ends[0], ends[1]), between(ends[1], ends[0]))));
            return 1;
        }
        if (!direction.isEmpty() && port(words, at)) {
            return ports(words, at);
        }
        if (word.equals("or")) {
            or = true;
            return 1;
        }
        if (word.equals("either-side")) {
            direction = "either";
            return 1;
        }
        if (word.equals("mac") || word.matches("(?:source|destination)-mac")) {
            direction = word.contains("-") ? word.replace("-mac", "") : direction;
            return at + 1 < words.size() && PacketAddresses.isMac(words.get(at + 1)) ? 1 : 0;
        }
        if (isDirection(word)) {
            direction = word.equals("from") || word.startsWith("s") ? "source" : "destination";
            return 1;
        }
        if (word.equals("any-way")) {
            direction = "";
            return 1;
        }
        if (word.equals("port") || word.equals("ports")) {
            return 1 + ports(words, at + 1);
        }
        if (PacketAddresses.isAddress(word) || PacketAddresses.isMac(word)) {
            return addresses(List.of(word));
        }
        return PacketTable.number(word).isPresent() ? number(words, at) : size(words, at);
    }

    private static Condition between(String source, String destination) {
        return PacketAddresses.test("source", source)
                .flatMap(from -> PacketAddresses.test("destination", destination)
                        .<Condition>map(to -> new Condition.And(List.of(from, to))))
                .orElse(new Condition.Not(new Condition.Always()));
    }

    /// "TCP to 443": a number by itself behind a direction.
    private static boolean port(List<String> words, int at) {
        return words.get(at).matches("\\d{1,5}(?:-\\d{1,5})?")
                && !(at + 1 < words.size() && words.get(at + 1).matches("bytes?"));
    }

    /// What is said with "non-" before it.
    private void another(String word) {
        PacketPhrase inner = new PacketPhrase(assumptions);
        inner.read(List.of(word));
        unknown.addAll(inner.unknown());
        add("not " + word, new Condition.Not(inner.condition()));
    }

    /// Whether a word is said of packets and of nothing else that is dropped or let through.
    static boolean isOfPackets(String word) {
        return word.matches(
                        "packets?|traffic|frames?|datagrams?|ports?|everything|(?:un)?tagged|fragments|ip-options|broadcasts?|multicasts?|private|non-.*|pair:.*")
                || List.of("protocol", "service", "family", "ethertype", "icmp").stream()
                        .anyMatch(kind -> PacketTable.meaning(kind, word).isPresent())
                || PacketTable.number(word)
                        .filter(one -> !one.getKey().equals("size"))
                        .isPresent()
                || PacketAddresses.isAddress(word)
                || PacketAddresses.isMac(word);
    }

    private static boolean isDirection(String word) {
        return List.of(
                        "from",
                        "to",
                        "toward",
                        "towards",
                        "sender",
                        "source",
                        "src",
                        "destination",
                        "dst",
                        "dest",
                        "destined",
                        "for")
                .contains(word);
    }

    private void protocol(long number) {
        Map<String, List<Condition>> last = alternatives.getLast();
        if (!last.isEmpty()
                && !last.keySet().stream().allMatch(sort -> sort.equals("protocol") || sort.equals("family"))) {
            another();
        }
        add(PROTOCOL, is("protocol", number));
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

    private boolean simple(String word) {
        Optional<String> family = PacketTable.meaning("family", word);
        if (family.isPresent()) {
            if (alternatives.getLast().containsKey("ethertype")) {
                another();
            }
            add("family", is("family", Long.parseLong(family.get())));
            return true;
        }
        Optional<String> ethertype = PacketTable.meaning("ethertype", word);
        if (ethertype.isPresent()) {
            if (!alternatives.getLast().isEmpty()) {
                another();
            }
            add("ethertype", is("ethertype", Long.decode(ethertype.get())));
            return true;
        }
        boolean alone = word.startsWith("only-");
        long flags = 0;
        for (String part : word.replaceFirst("^only-", "").split("[-/+]")) {
            Optional<String> flag = PacketTable.meaning("flag", part);
            flags = flag.isEmpty() || flags < 0 ? -1 : flags | Long.parseLong(flag.get());
        }
        if (flags > 0) {
            add("tcp_flags", alone ? is("tcp_flags", flags) : new Condition.BitTest("tcp_flags", flags));
            if (!alone) {
                assumptions.add("Flags of TCP that are not named may be set or not.");
            }
        }
        return flags > 0;
    }

    /// Words for facts that have no number.
    private boolean named(String word) {
        Optional<String> icmp = PacketTable.meaning("icmp", word);
        if (icmp.isPresent()) {
            add("icmp", any(icmp(icmp.get())));
            if (word.equals("ping")) {
                assumptions.add("Pings are those of IPv4.");
            }
            return true;
        }
        if (!PacketTable.network(word).isEmpty()) {
            return addresses(PacketTable.network(word)) > 0;
        }
        Condition tagged = new Condition.NumberTest("vlan", Comparison.AT_LEAST, 0);
        switch (word) {
            case "any-ip" -> {
                if (alternatives.getLast().containsKey("ethertype")) {
                    another();
                }
                add("family", any(List.of(is("family", 4), is("family", 6))));
                assumptions.add("IP is taken to be that of both versions.");
            }
            case "tagged" -> add("tagged", tagged);
            case "untagged" -> add("tagged", new Condition.Not(tagged));
            case "fragments" -> add("fragment", is("fragment", 1));
            case "ip-options" -> add("header_bytes", new Condition.NumberTest("header_bytes", Comparison.GREATER, 20));
            case "same-ports" ->
                add("ports", new Condition.AttributeTest("source_port", Comparison.EQUAL, "destination_port"));
            case "same-addresses" ->
                add("addresses", new Condition.AttributeTest("source", Comparison.EQUAL, "destination"));
            case "no-flags" -> add("tcp_flags", is("tcp_flags", 0));
            case "broadcast", "broadcasts" -> add("destination_mac", is("destination_mac", BROADCAST));
            case "multicast", "multicasts" -> {
                add(
                        "destination_mac",
                        new Condition.And(List.of(
                                new Condition.BitTest("destination_mac", 1L << 40),
                                new Condition.Not(is("destination_mac", BROADCAST)))));
                assumptions.add("A frame is multicast if its destination MAC address is; broadcasts are not meant.");
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /// Types of ICMP and of ICMPv6: `8:128`, or one of both.
    private static List<Condition> icmp(String types) {
        String[] both = types.split(":");
        List<Condition> all = new ArrayList<>();
        for (int i = 0; i < both.length; i++) {
            if (!both[i].isEmpty()) {
                all.add(new Condition.And(
                        List.of(is(PROTOCOL, i == 0 ? ICMP : ICMPV6), is("icmp_type", Long.parseLong(both[i])))));
            }
        }
        return all;
    }

    // ---- numbers ----

    private int ports(List<String> words, int from) {
        String name = direction.isEmpty() ? "destination" : direction;
        int last = numbers(name + "_port", LARGEST_PORT, words, from);
        if (last > from && direction.isEmpty()) {
            assumptions.add("A port is taken to be the one that packets go to.");
        }
        if (last == from) {
            unknown.add("port");
        }
        direction = "";
        return last - from;
    }

    /// Tests of one fact, one after the other; gives where they end.
    private int numbers(String fact, long largest, List<String> words, int from) {
        int last = from;
        for (int at = from; at < words.size(); at++) {
            String word = words.get(at);
            Optional<Condition> test = test(fact, word, largest);
            boolean bytes = at + 1 < words.size() && words.get(at + 1).matches("bytes?");
            if (test.isPresent() && (!bytes || fact.equals("size"))) {
                add(fact, test.get());
                last = at + 1;
            } else if (!List.of("and", "or", ",", "port", "ports", "=").contains(word)) {
                break;
            }
        }
        return last;
    }

    /// Of both ports where either may be meant.
    private static Optional<Condition> test(String fact, String word, long largest) {
        if (!fact.startsWith("either_")) {
            return PacketNumbers.test(fact, word, largest);
        }
        Optional<Condition> one = PacketNumbers.test(fact.replace("either", "source"), word, largest);
        return one.flatMap(left -> PacketNumbers.test(fact.replace("either", "destination"), word, largest)
                .map(right -> new Condition.Or(List.of(left, right))));
    }

    private int number(List<String> words, int at) {
        var fact = PacketTable.number(words.get(at)).orElseThrow();
        int from = at + 1;
        while (from < words.size()
                && List.of("id", "ids", "number", "tag", "tags", "=", "value", "of", "is", "are")
                        .contains(words.get(from))) {
            from++;
        }
        int last = numbers(fact.getKey(), fact.getValue(), words, from);
        if (last == from && fact.getKey().equals("vlan")) {
            add("tagged", new Condition.NumberTest("vlan", Comparison.AT_LEAST, 0));
        } else if (last == from) {
            return 0;
        }
        return last - at;
    }

    /// Alternatives for one address of a packet.
    private int addresses(List<String> words) {
        boolean goesOn = direction.isEmpty() && or && !side.isEmpty();
        String name = goesOn ? side : direction.isEmpty() ? "source" : direction;
        side = direction.isEmpty() ? side : direction;
        for (String word : words) {
            Optional<Condition> address = !name.equals("either")
                    ? PacketAddresses.test(name, word)
                    : PacketAddresses.test("source", word)
                            .flatMap(one -> PacketAddresses.test("destination", word)
                                    .map(other -> new Condition.Or(List.of(one, other))));
            if (address.isEmpty()) {
                return 0;
            }
            add(PacketAddresses.isMac(word) ? name + "_mac" : name, address.get());
        }
        if (direction.isEmpty() && !goesOn) {
            assumptions.add("An address is taken to be the one that packets come from.");
        }
        return 1;
    }

    /// ">1000 bytes", "64-128 bytes", ">1500"
    private int size(List<String> words, int at) {
        boolean bytes = at + 1 < words.size() && words.get(at + 1).matches("bytes?|b");
        boolean signed = words.get(at).matches("[<>=!].*");
        Optional<Condition> test =
                bytes || signed ? PacketNumbers.test("size", words.get(at), 65535) : Optional.empty();
        test.ifPresent(one -> add("size", one));
        return test.isEmpty() ? 0 : bytes ? 2 : 1;
    }
}
