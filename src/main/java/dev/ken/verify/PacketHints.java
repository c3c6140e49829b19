package dev.ken.verify;

import dev.ken.contract.Condition;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What would mend a program for packets, guessed from a packet that it treats wrongly.
final class PacketHints {
    private PacketHints() {}

    /// @param conditions what the request tests
    /// @param dropped    whether the packet should be dropped
    static Optional<String> of(PacketWords packet, List<Condition> conditions, boolean dropped) {
        if (packet.isCut() && !dropped) {
            return Optional.of("let packets pass that are too short to look at");
        }
        Set<Integer> wanted = new LinkedHashSet<>();
        conditions.forEach(condition -> ports(condition, wanted));
        if (packet.isLaterFragment() && !dropped && !wanted.isEmpty()) {
            return Optional.of("later fragments carry no ports: look at frag_off & bpf_htons(0x1fff) first");
        }
        List<Integer> ports = packet.ports();
        if (!dropped && ports.stream().anyMatch(port -> isSwapped(port, wanted))) {
            return Optional.of("ports lie in network order in a packet: compare with bpf_htons(…)");
        }
        if (packet.hasOptions()) {
            return Optional.of("an IPv4 header may have options: it is ihl * 4 bytes long");
        }
        if (packet.isIpv6() && dropped) {
            return Optional.of("packets of IPv6 are asked for too");
        }
        return Optional.empty();
    }

    private static boolean isSwapped(int port, Set<Integer> wanted) {
        int swapped = (port & 0xff) << 8 | port >> 8;
        return !wanted.contains(port) && wanted.contains(swapped);
    }

    private static void ports(Condition condition, Set<Integer> into) {
        switch (condition) {
            case Condition.NumberTest(String name, var _, long number) -> {
                if (name.endsWith("_port")) {
                    into.add((int) number);
                }
            }
            case Condition.And(var all) -> all.forEach(one -> ports(one, into));
            case Condition.Or(var all) -> all.forEach(one -> ports(one, into));
            case Condition.Not(var inner) -> ports(inner, into);
            case Condition.Always _,
                    Condition.TextTest _,
                    Condition.AttributeTest _,
                    Condition.BitTest _,
                    Condition.Descends _ -> {}
        }
    }
}
