package dev.ken.synthesis.c;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How a program in C reads the headers of a packet: only what is used, into one structure.
final class PacketHeadersText {
    private static final Set<String> PORTS = Set.of("source_port", "destination_port");
    private static final Set<String> MACS = Set.of("source_mac", "destination_mac");
    /// What is known of frames that are not of IP too.
    private static final Set<String> OF_FRAME = Set.of("size", "ethertype", "vlan", "source_mac", "destination_mac");
    private static final String MAC = """

            /* A MAC address as a number, its first byte highest. */
            static __always_inline __u64 mac(const unsigned char *at)
            {
            \treturn (__u64)at[0] << 40 | (__u64)at[1] << 32 | (__u64)at[2] << 24 | at[3] << 16 | at[4] << 8 | at[5];
            }""";

    private PacketHeadersText() {}

    private static boolean any(Set<String> used, String... names) {
        return List.of(names).stream().anyMatch(used::contains);
    }

    private static boolean readsIp(Set<String> used) {
        return used.stream().anyMatch(name -> !OF_FRAME.contains(name));
    }

    private static boolean readsPayload(Set<String> used) {
        return any(used, "source_port", "destination_port", "tcp_flags", "icmp_type");
    }

    static String constants(Set<String> used) {
        List<String> lines = new ArrayList<>();
        lines.add("#define ETH_P_IP 0x0800");
        lines.add("#define ETH_P_IPV6 0x86dd");
        if (any(used, "source", "destination")) {
            lines.add("/* An address as a number, its first part highest. */");
            lines.add("#define IP(a, b, c, d) ((__u32)(a) << 24 | (b) << 16 | (c) << 8 | (d))");
        }
        if (used.contains("vlan")) {
            lines.add("#define ETH_P_8021Q 0x8100");
            lines.add("#define ETH_P_8021AD 0x88a8");
        }
        if (used.stream().anyMatch(MACS::contains)) {
            lines.add(MAC);
        }
        return String.join("\n", lines);
    }

    // ---- facts ----

    /// What is true of packets that have the fact; empty where all have it.
    static Optional<String> presence(String name) {
        return switch (name) {
            case "size", "ethertype", "source_mac", "destination_mac" -> Optional.empty();
            case "vlan" -> Optional.of("packet.tagged");
            case "icmp_type" -> Optional.of("packet.has_icmp");
            case "family", "protocol", "ttl", "dscp", "fragment" -> Optional.of("packet.family");
            case "source_port", "destination_port" -> Optional.of("packet.has_ports");
            case "tcp_flags" -> Optional.of("packet.has_tcp");
            case String other -> Optional.of("packet.family == " + (other.contains("6") ? 6 : 4));
        };
    }

    /// The fact as a number.
    static String read(String name) {
        return isAddress(name) ? "bpf_ntohl(packet." + name + ")" : "packet." + name;
    }

    /// Addresses are kept as packets have them, and shown so.
    static String key(String name) {
        return "packet." + name;
    }

    private static boolean isAddress(String name) {
        return name.equals("source") || name.equals("destination");
    }

    static String type(String name) {
        return switch (name) {
            case "size" -> "__u32";
            case "ethertype", "source_port", "destination_port", "vlan" -> "__u16";
            case "family", "protocol", "tcp_flags", "icmp_type", "ttl", "dscp", "fragment", "header_bytes" -> "__u8";
            case String other -> isAddress(other) ? "__be32" : "__u64";
        };
    }

    static String literal(String name, long number) {
        if (isAddress(name) && number >= 0 && number <= 0xffffffffL) {
            return "IP(" + (number >> 24) + ", " + (number >> 16 & 255) + ", " + (number >> 8 & 255) + ", "
                    + (number & 255) + ")";
        }
        if (MACS.contains(name) || name.contains("6_")) {
            return "0x" + Long.toHexString(number) + "ULL";
        }
        return name.equals("ethertype")
                ? "0x" + Long.toHexString(number)
                : number > Integer.MAX_VALUE ? number + "ULL" : Long.toString(number);
    }

    // ---- reading ----

    static String reading(Set<String> used) {
        List<String> lines = new ArrayList<>();
        lines.add("/* What the headers of a packet say; a family of 0 means that it is not of IP. */");
        lines.add("struct packet {");
        members(used).forEach(member -> lines.add("\t" + member + ";"));
        lines.add("};");
        lines.add("");
        lines.add("static __always_inline bool read_headers(void *data, void *end, struct packet *packet)");
        lines.add("{");
        lines.add("\tstruct ethhdr *eth = data;");
        if (used.contains("vlan")) {
            lines.add("\tvoid *next = eth + 1;");
            lines.add("\t__be16 type;");
        }
        if (readsPayload(used)) {
            lines.add("\tvoid *payload = NULL;");
        }
        lines.add("");
        lines.add("\tif ((void *)(eth + 1) > end)");
        lines.add("\t\treturn false;");
        if (used.contains("size")) {
            lines.add("\tpacket->size = end - data;");
        }
        MACS.stream()
                .sorted()
                .filter(used::contains)
                .forEach(name -> lines.add("\tpacket->" + name + " = mac(eth->"
                        + (name.startsWith("source") ? "h_source" : "h_dest") + ");"));
        boolean tags = used.contains("vlan");
        if (tags) {
            tag(lines);
        }
        if (used.contains("ethertype")) {
            lines.add("\tpacket->ethertype = bpf_ntohs(" + type(tags) + ");");
        }
        if (readsIp(used)) {
            ipv4(used, lines);
            ipv6(used, lines);
        }
        if (readsPayload(used)) {
            payload(used, lines);
        }
        lines.add("\treturn true;");
        lines.add("}");
        return String.join("\n", lines);
    }

    private static List<String> members(Set<String> used) {
        List<String> members = new ArrayList<>();
        if (readsIp(used)) {
            members.add("__u8 family");
            members.add("__u8 protocol");
        }
        used.stream()
                .filter(name -> !name.equals("family") && !name.equals("protocol"))
                .forEach(name -> members.add(type(name) + " " + name));
        if (used.stream().anyMatch(PORTS::contains)) {
            members.add("bool has_ports");
        }
        if (used.contains("tcp_flags")) {
            members.add("bool has_tcp");
        }
        if (used.contains("icmp_type")) {
            members.add("bool has_icmp");
        }
        if (used.contains("vlan")) {
            members.add("bool tagged");
        }
        return members.isEmpty() ? List.of("bool none") : members;
    }

    private static void ipv4(Set<String> used, List<String> lines) {
        boolean tags = used.contains("vlan");
        lines.add("\tif (" + type(tags) + " == bpf_htons(ETH_P_IP)) {");
        lines.add("\t\tstruct iphdr *ip = " + next(tags) + ";");
        lines.add("");
        lines.add("\t\tif ((void *)(ip + 1) > end)");
        lines.add("\t\t\treturn true;");
        lines.add("\t\tpacket->family = 4;");
        lines.add("\t\tpacket->protocol = ip->protocol;");
        fact(used, lines, "ttl", "ip->ttl");
        fact(used, lines, "dscp", "ip->tos >> 2");
        fact(used, lines, "header_bytes", "ip->ihl * 4");
        fact(used, lines, "fragment", "(ip->frag_off & bpf_htons(0x3fff)) != 0");
        if (used.contains("source")) {
            lines.add("\t\tpacket->source = ip->saddr;");
        }
        if (used.contains("destination")) {
            lines.add("\t\tpacket->destination = ip->daddr;");
        }
        if (readsPayload(used)) {
            lines.add("\t\t/* Later fragments do not have the header of what they carry. */");
            lines.add("\t\tif (!(ip->frag_off & bpf_htons(0x1fff)))");
            lines.add("\t\t\tpayload = (void *)ip + ip->ihl * 4;");
        }
    }

    private static void ipv6(Set<String> used, List<String> lines) {
        boolean tags = used.contains("vlan");
        lines.add("\t} else if (" + type(tags) + " == bpf_htons(ETH_P_IPV6)) {");
        lines.add("\t\tstruct ipv6hdr *ip6 = " + next(tags) + ";");
        lines.add("");
        lines.add("\t\tif ((void *)(ip6 + 1) > end)");
        lines.add("\t\t\treturn true;");
        lines.add("\t\tpacket->family = 6;");
        lines.add("\t\tpacket->protocol = ip6->nexthdr;");
        fact(used, lines, "ttl", "ip6->hop_limit");
        fact(used, lines, "dscp", "bpf_ntohs(*(__be16 *)ip6) >> 6 & 63");
        fact(used, lines, "fragment", "ip6->nexthdr == 44");
        for (String side : List.of("source", "destination")) {
            String member = side.equals("source") ? "saddr" : "daddr";
            half(used, lines, side + "6_high", member, 0);
            half(used, lines, side + "6_low", member, 2);
        }
        if (readsPayload(used)) {
            lines.add("\t\tpayload = ip6 + 1;");
        }
        lines.add("\t}");
    }

    private static void fact(Set<String> used, List<String> lines, String name, String value) {
        if (used.contains(name)) {
            lines.add("\t\tpacket->" + name + " = " + value + ";");
        }
    }

    private static String type(boolean tags) {
        return tags ? "type" : "eth->h_proto";
    }

    private static String next(boolean tags) {
        return tags ? "next" : "(void *)(eth + 1)";
    }

    private static void tag(List<String> lines) {
        lines.add("\ttype = eth->h_proto;");
        lines.add("\tif (type == bpf_htons(ETH_P_8021Q) || type == bpf_htons(ETH_P_8021AD)) {");
        lines.add("\t\tstruct vlan_hdr *tag = next;");
        lines.add("");
        lines.add("\t\tif ((void *)(tag + 1) > end)");
        lines.add("\t\t\treturn false;");
        lines.add("\t\tpacket->tagged = true;");
        lines.add("\t\tpacket->vlan = bpf_ntohs(tag->h_vlan_TCI) & 0xfff;");
        lines.add("\t\ttype = tag->h_vlan_encapsulated_proto;");
        lines.add("\t\tnext = tag + 1;");
        lines.add("\t}");
    }

    private static void half(Set<String> used, List<String> lines, String name, String member, int word) {
        if (used.contains(name)) {
            lines.add("\t\tpacket->" + name + " = (__u64)bpf_ntohl(ip6->" + member + ".in6_u.u6_addr32[" + word
                    + "]) << 32 |");
            lines.add("\t\t\tbpf_ntohl(ip6->" + member + ".in6_u.u6_addr32[" + (word + 1) + "]);");
        }
    }

    private static void payload(Set<String> used, List<String> lines) {
        if (used.stream().anyMatch(PORTS::contains)) {
            lines.add("\tif (payload && (packet->protocol == IPPROTO_TCP || packet->protocol == IPPROTO_UDP)) {");
            lines.add("\t\t__be16 *ports = payload;");
            lines.add("");
            lines.add("\t\tif ((void *)(ports + 2) <= end) {");
            lines.add("\t\t\tpacket->has_ports = true;");
            if (used.contains("source_port")) {
                lines.add("\t\t\tpacket->source_port = bpf_ntohs(ports[0]);");
            }
            if (used.contains("destination_port")) {
                lines.add("\t\t\tpacket->destination_port = bpf_ntohs(ports[1]);");
            }
            lines.add("\t\t}");
            lines.add("\t}");
        }
        if (used.contains("icmp_type")) {
            lines.add("\tif (payload && packet->protocol == (packet->family == 4 ? IPPROTO_ICMP : 58)) {");
            lines.add("\t\tstruct icmphdr *icmp = payload;");
            lines.add("");
            lines.add("\t\tif ((void *)(icmp + 1) <= end) {");
            lines.add("\t\t\tpacket->has_icmp = true;");
            lines.add("\t\t\tpacket->icmp_type = icmp->type;");
            lines.add("\t\t}");
            lines.add("\t}");
        }
        if (used.contains("tcp_flags")) {
            lines.add("\tif (payload && packet->protocol == IPPROTO_TCP) {");
            lines.add("\t\tstruct tcphdr *tcp = payload;");
            lines.add("");
            lines.add("\t\tif ((void *)(tcp + 1) <= end) {");
            lines.add("\t\t\tpacket->has_tcp = true;");
            lines.add("\t\t\tpacket->tcp_flags = ((__u8 *)tcp)[13];");
            lines.add("\t\t}");
            lines.add("\t}");
        }
    }
}
