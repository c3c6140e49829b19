package dev.ken.verify;

import dev.ken.ir.Expr;
import dev.ken.ir.Expr.BinaryOp;
import dev.ken.ir.Type;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What a packet is, read off its bytes: Ethernet II (RFC 894), IPv4 (RFC 791), IPv6 (RFC 8200), TCP (RFC 9293), UDP
/// (RFC 768). This is the meaning of requests about packets; what a program does with the bytes is not looked at here.
///
/// A fact that a packet does not have (the port of a ping, the protocol of ARP) is absent: a test of it fails, and
/// there is no group for it. Extension headers of IPv6 are not looked through: such packets have the protocol number
/// that stands in the header, and no ports. One VLAN tag (IEEE 802.1Q) is looked through where a request speaks of
/// VLANs, and else none.
final class PacketHeaders {
    /// What is told where it is assumed.
    static final String ASSUMED = "packets whose IP header contradicts itself, that end inside their TCP or UDP header,"
            + " or that have no whole Ethernet header; the kernel throws them away";

    private static final int ETHERNET = 14;
    private static final int TAG_BYTES = 4;
    private static final int TAGGED = 0x8100;
    private static final int SERVICE_TAGGED = 0x88a8;
    private static final int VLAN_BITS = 0xfff;
    private static final int ICMP = 1;
    private static final int ICMPV6 = 58;
    private static final int ICMP_BYTES = 8;
    private static final int FRAGMENT_HEADER = 44;
    private static final int IPV4 = 0x0800;
    private static final int IPV6 = 0x86dd;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int IPV4_BYTES = 20;
    private static final int IPV6_BYTES = 40;
    private static final int TCP_BYTES = 20;
    private static final int UDP_BYTES = 8;
    /// Words of an IPv4 header, options included.
    private static final int FEWEST_WORDS = 5;
    private static final int MOST_WORDS = 15;
    private static final int FRAGMENT = 0x1fff;
    /// The offset, and the bit that says that more follow.
    private static final int FRAGMENTED = 0x3fff;
    private static final Type INT = new Type.Int();
    private static final Expr LENGTH = new Expr.Attribute("len", INT);

    /// A fact and whether a packet has it.
    record Fact(Expr present, Expr value) {}

    private final boolean tags;
    private final Map<String, Fact> facts;

    /// @param used the facts that a request names
    PacketHeaders(Set<String> used) {
        tags = used.contains("vlan");
        facts = facts();
    }

    // ---- bytes ----

    /// `count` bytes as a number, the first one highest.
    private static Expr bytes(int from, int count) {
        Expr whole = byteAt(from);
        for (int i = 1; i < count; i++) {
            whole = op(BinaryOp.BIT_OR, op(BinaryOp.SHL, whole, number(Byte.SIZE)), byteAt(from + i));
        }
        return whole;
    }

    private static Expr byteAt(int at) {
        return new Expr.Narrow(new Expr.Attribute("p" + at, INT), Byte.SIZE, false);
    }

    private static Expr number(long value) {
        return new Expr.Int(value);
    }

    private static Expr op(BinaryOp op, Expr left, Expr right) {
        return new Expr.Binary(op, left, right);
    }

    private static Expr is(Expr value, long number) {
        return op(BinaryOp.EQ, value, number(number));
    }

    private static Expr and(Expr... all) {
        Expr whole = new Expr.Bool(true);
        for (Expr one : all) {
            whole = Fragments.and(whole, one);
        }
        return whole;
    }

    private static Expr or(Expr left, Expr right) {
        return op(BinaryOp.OR, left, right);
    }

    private static Expr not(Expr of) {
        return new Expr.Unary(Expr.UnaryOp.NOT, of);
    }

    private static Expr has(long bytes) {
        return op(BinaryOp.ULE, number(bytes), LENGTH);
    }

    // ---- headers ----

    /// Whether a VLAN tag follows the addresses.
    private static Expr isTagged() {
        Expr type = bytes(ETHERNET - 2, 2);
        return or(is(type, TAGGED), is(type, SERVICE_TAGGED));
    }

    private Expr behindTag(Expr tagged, Expr plain) {
        return tags ? new Expr.Choose(isTagged(), tagged, plain) : plain;
    }

    /// `count` bytes from byte `from` of what the Ethernet header, and the tag, is followed by.
    private Expr inside(int from, int count) {
        return behindTag(bytes(ETHERNET + TAG_BYTES + from, count), bytes(ETHERNET + from, count));
    }

    /// Whether so many bytes follow the Ethernet header and the tag.
    private Expr hasInside(Expr bytes) {
        Expr before = behindTag(number(ETHERNET + TAG_BYTES), number(ETHERNET));
        return op(BinaryOp.ULE, op(BinaryOp.ADD, before, bytes), LENGTH);
    }

    private Expr ethertype() {
        return inside(-2, 2);
    }

    private Expr isIpv4() {
        return and(hasInside(number(IPV4_BYTES)), is(ethertype(), IPV4));
    }

    private Expr isIpv6() {
        return and(hasInside(number(IPV6_BYTES)), is(ethertype(), IPV6));
    }

    /// Words of the IPv4 header.
    private Expr words() {
        return op(BinaryOp.BIT_AND, inside(0, 1), number(MOST_WORDS));
    }

    private Expr ofVersion(Expr version4, Expr version6) {
        return new Expr.Choose(is(ethertype(), IPV4), version4, version6);
    }

    private Expr protocol() {
        return ofVersion(inside(9, 1), inside(6, 1));
    }

    /// Later fragments have no header of TCP or UDP.
    private Expr beginsWhole() {
        return is(op(BinaryOp.BIT_AND, inside(6, 2), number(FRAGMENT)), 0);
    }

    /// `count` bytes of what follows the IP header, from byte `from` of it on.
    private Expr payload(int from, int count) {
        Expr value = inside(IPV6_BYTES + from, count);
        for (int words = MOST_WORDS; words >= FEWEST_WORDS; words--) {
            Expr here = and(is(ethertype(), IPV4), is(words(), words));
            value = new Expr.Choose(here, inside(4 * words + from, count), value);
        }
        return value;
    }

    /// Whether the packet has so many bytes behind its IP header.
    private Expr hasPayload(int bytes) {
        Expr header = ofVersion(op(BinaryOp.MUL, words(), number(4)), number(IPV6_BYTES));
        return hasInside(op(BinaryOp.ADD, header, number(bytes)));
    }

    private Expr carries(int protocol) {
        return and(or(and(isIpv4(), beginsWhole()), isIpv6()), is(protocol(), protocol));
    }

    private Expr hasPorts() {
        return and(or(carries(TCP), carries(UDP)), hasPayload(4));
    }

    /// ICMP, or ICMPv6: the first byte is the type in both.
    private Expr carriesIcmp() {
        return or(and(isIpv4(), beginsWhole(), is(protocol(), ICMP)), and(isIpv6(), is(protocol(), ICMPV6)));
    }

    /// A header that is whole, or lacks even its ports.
    private Expr wholeOrNone(Expr carries, int least, int bytes) {
        return or(not(carries), or(not(hasPayload(least)), hasPayload(bytes)));
    }

    /// What the first byte of an IP header says, also where the header is cut off behind it.
    private Expr begins(int ethertype, Expr sound) {
        return or(not(and(hasInside(number(1)), is(ethertype(), ethertype))), sound);
    }

    /// What is taken of every packet. A frame that says it is of IP and ends inside the IP header is not IP to some
    /// and IP to others, so where the family is asked for there are no such frames; nor any that end in their tag.
    ///
    /// @param used the facts that are asked for
    Expr assumed(Set<String> used) {
        Expr version4 = is(op(BinaryOp.LSHR, inside(0, 1), number(4)), 4);
        Expr version6 = is(op(BinaryOp.LSHR, inside(0, 1), number(4)), 6);
        Expr whole4 = and(version4, op(BinaryOp.ULE, number(FEWEST_WORDS), words()));
        Expr sound = and(
                has(ETHERNET),
                op(BinaryOp.ULE, LENGTH, number(65535)),
                begins(IPV4, whole4),
                begins(IPV6, version6),
                wholeOrNone(carries(TCP), 4, TCP_BYTES),
                wholeOrNone(carries(UDP), 4, UDP_BYTES));
        if (tags) {
            sound = and(sound, or(not(isTagged()), has(ETHERNET + TAG_BYTES)));
        }
        if (used.contains("icmp_type")) {
            sound = and(sound, wholeOrNone(carriesIcmp(), 1, ICMP_BYTES));
        }
        return used.contains("family") || used.contains("ethertype")
                ? and(sound, or(not(is(ethertype(), IPV4)), isIpv4()), or(not(is(ethertype(), IPV6)), isIpv6()))
                : sound;
    }

    // ---- facts ----

    private Map<String, Fact> facts() {
        Map<String, Fact> facts = new TreeMap<>();
        Expr always = new Expr.Bool(true);
        Expr ip = or(isIpv4(), isIpv6());
        facts.put("size", new Fact(always, LENGTH));
        facts.put("ethertype", new Fact(has(ETHERNET), ethertype()));
        facts.put(
                "vlan",
                new Fact(
                        and(isTagged(), has(ETHERNET + TAG_BYTES)),
                        op(BinaryOp.BIT_AND, bytes(ETHERNET, 2), number(VLAN_BITS))));
        facts.put("destination_mac", new Fact(has(ETHERNET), bytes(0, 6)));
        facts.put("source_mac", new Fact(has(ETHERNET), bytes(6, 6)));
        facts.put("family", new Fact(ip, ofVersion(number(4), number(6))));
        facts.put("protocol", new Fact(ip, protocol()));
        facts.put("ttl", new Fact(ip, ofVersion(inside(8, 1), inside(7, 1))));
        Expr service4 = op(BinaryOp.LSHR, inside(1, 1), number(2));
        Expr service6 = op(BinaryOp.BIT_AND, op(BinaryOp.LSHR, inside(0, 2), number(6)), number(63));
        facts.put("dscp", new Fact(ip, ofVersion(service4, service6)));
        Expr fragment = ofVersion(
                op(BinaryOp.NE, op(BinaryOp.BIT_AND, inside(6, 2), number(FRAGMENTED)), number(0)),
                is(inside(6, 1), FRAGMENT_HEADER));
        facts.put("fragment", new Fact(ip, new Expr.Choose(fragment, number(1), number(0))));
        facts.put("header_bytes", new Fact(isIpv4(), op(BinaryOp.MUL, words(), number(4))));
        facts.put("source", new Fact(isIpv4(), inside(12, 4)));
        facts.put("destination", new Fact(isIpv4(), inside(16, 4)));
        facts.put("source_port", new Fact(hasPorts(), payload(0, 2)));
        facts.put("destination_port", new Fact(hasPorts(), payload(2, 2)));
        facts.put("tcp_flags", new Fact(and(carries(TCP), hasPayload(TCP_BYTES)), payload(13, 1)));
        facts.put("icmp_type", new Fact(and(carriesIcmp(), hasPayload(ICMP_BYTES)), payload(0, 1)));
        for (String side : List.of("source", "destination")) {
            int at = side.equals("source") ? 8 : 24;
            facts.put(side + "6_high", new Fact(isIpv6(), inside(at, 8)));
            facts.put(side + "6_low", new Fact(isIpv6(), inside(at + 8, 8)));
        }
        return facts;
    }

    Fact fact(String name) {
        Fact fact = facts.get(name);
        if (fact == null) {
            throw new IllegalStateException("packets have no fact " + name);
        }
        return fact;
    }
}
