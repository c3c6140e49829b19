package dev.ken.verify;

import dev.ken.ir.Expr;
import dev.ken.ir.Expr.BinaryOp;
import dev.ken.ir.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a packet is, read off its bytes: Ethernet II (RFC 894), IPv4 (RFC 791), IPv6 (RFC 8200), TCP (RFC 9293), UDP
/// (RFC 768). This is the meaning of requests about packets; what a program does with the bytes is not looked at here.
///
/// A fact that a packet does not have (the port of a ping, the protocol of ARP) is absent: a test of it fails, and
/// there
/// is no group for it. VLAN tags and extension headers of IPv6 are not looked through: such packets have the
/// ethertype, or protocol number, that stands in the header, and no ports.
final class PacketHeaders {
    /// What is told where it is assumed.
    static final String ASSUMED = "packets whose IP header contradicts itself, that end inside their TCP or UDP header,"
            + " or that have no whole Ethernet header; the kernel throws them away";

    private static final int ETHERNET = 14;
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
    private static final Type INT = new Type.Int();
    private static final Expr LENGTH = new Expr.Attribute("len", INT);

    /// A fact and whether a packet has it.
    record Fact(Expr present, Expr value) {}

    private PacketHeaders() {}

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

    private static Expr ethertype() {
        return bytes(ETHERNET - 2, 2);
    }

    private static Expr isIpv4() {
        return and(has(ETHERNET + IPV4_BYTES), is(ethertype(), IPV4));
    }

    private static Expr isIpv6() {
        return and(has(ETHERNET + IPV6_BYTES), is(ethertype(), IPV6));
    }

    /// Words of the IPv4 header.
    private static Expr words() {
        return op(BinaryOp.BIT_AND, byteAt(ETHERNET), number(MOST_WORDS));
    }

    private static Expr protocol() {
        return new Expr.Choose(is(ethertype(), IPV4), byteAt(ETHERNET + 9), byteAt(ETHERNET + 6));
    }

    /// Later fragments have no header of TCP or UDP.
    private static Expr beginsWhole() {
        return is(op(BinaryOp.BIT_AND, bytes(ETHERNET + 6, 2), number(FRAGMENT)), 0);
    }

    /// `count` bytes of what follows the IP header, from byte `from` of it on.
    private static Expr payload(int from, int count) {
        Expr value = bytes(ETHERNET + IPV6_BYTES + from, count);
        for (int words = MOST_WORDS; words >= FEWEST_WORDS; words--) {
            Expr here = and(is(ethertype(), IPV4), is(words(), words));
            value = new Expr.Choose(here, bytes(ETHERNET + 4 * words + from, count), value);
        }
        return value;
    }

    /// Whether the packet has so many bytes behind its IP header.
    private static Expr hasPayload(int bytes) {
        Expr header = new Expr.Choose(is(ethertype(), IPV4), op(BinaryOp.MUL, words(), number(4)), number(IPV6_BYTES));
        return op(BinaryOp.ULE, op(BinaryOp.ADD, header, number(ETHERNET + bytes)), LENGTH);
    }

    private static Expr carries(int protocol) {
        return and(or(and(isIpv4(), beginsWhole()), isIpv6()), is(protocol(), protocol));
    }

    private static Expr hasPorts() {
        return and(or(carries(TCP), carries(UDP)), hasPayload(4));
    }

    /// A header that is whole, or lacks even its ports.
    private static Expr wholeOrNone(int protocol, int bytes) {
        return or(not(carries(protocol)), or(not(hasPayload(4)), hasPayload(bytes)));
    }

    /// What is taken of every packet. A frame that says it is of IP and ends inside the IP header is not IP to some and
    /// IP to
    /// others, so where the family is asked for there are no such frames.
    static Expr assumed(boolean byFamily) {
        Expr version4 = is(op(BinaryOp.LSHR, byteAt(ETHERNET), number(4)), 4);
        Expr version6 = is(op(BinaryOp.LSHR, byteAt(ETHERNET), number(4)), 6);
        Expr whole4 = and(version4, op(BinaryOp.ULE, number(FEWEST_WORDS), words()));
        Expr sound = and(
                has(ETHERNET),
                op(BinaryOp.ULE, LENGTH, number(65535)),
                or(not(isIpv4()), whole4),
                or(not(isIpv6()), version6),
                wholeOrNone(TCP, TCP_BYTES),
                wholeOrNone(UDP, UDP_BYTES));
        return byFamily
                ? and(sound, or(not(is(ethertype(), IPV4)), isIpv4()), or(not(is(ethertype(), IPV6)), isIpv6()))
                : sound;
    }

    // ---- facts ----

    private static final Map<String, Fact> FACTS = facts();

    private static Map<String, Fact> facts() {
        Map<String, Fact> facts = new TreeMap<>();
        Expr always = new Expr.Bool(true);
        Expr ip = or(isIpv4(), isIpv6());
        Expr family = new Expr.Choose(is(ethertype(), IPV4), number(4), number(6));
        facts.put("size", new Fact(always, LENGTH));
        facts.put("ethertype", new Fact(has(ETHERNET), ethertype()));
        facts.put("family", new Fact(ip, family));
        facts.put("protocol", new Fact(ip, protocol()));
        facts.put("source", new Fact(isIpv4(), bytes(ETHERNET + 12, 4)));
        facts.put("destination", new Fact(isIpv4(), bytes(ETHERNET + 16, 4)));
        facts.put("source_port", new Fact(hasPorts(), payload(0, 2)));
        facts.put("destination_port", new Fact(hasPorts(), payload(2, 2)));
        facts.put("tcp_flags", new Fact(and(carries(TCP), hasPayload(TCP_BYTES)), payload(13, 1)));
        for (String side : List.of("source", "destination")) {
            int at = ETHERNET + (side.equals("source") ? 8 : 24);
            facts.put(side + "6_high", new Fact(isIpv6(), bytes(at, 8)));
            facts.put(side + "6_low", new Fact(isIpv6(), bytes(at + 8, 8)));
        }
        return facts;
    }

    static Optional<Fact> fact(String name) {
        return Optional.ofNullable(FACTS.get(name));
    }
}
