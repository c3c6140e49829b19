package dev.ken.cli;

import dev.ken.bpf.Readout;
import java.util.Optional;

/// When a program that is asked about packets may be attached. One that only watches needs an interface; one
/// that may drop packets cuts off whoever is on the other side of it, so somebody has to say so too.
final class PacketConsent {
    static final String HARMLESS = "Run it? [Y/n] ";

    private PacketConsent() {}

    /// Why it is not attached; empty where it may be, or where it is no program for packets.
    ///
    /// @param device  the interface that the user names
    /// @param allowed whether somebody agrees, or will be asked
    static Optional<String> refusal(Optional<Readout.Packets> packets, Optional<String> device, boolean allowed) {
        if (packets.isEmpty()) {
            return Optional.empty();
        }
        if (device.or(() -> packets.get().device()).isEmpty()) {
            return Optional.of("it names no interface; save it and use ken run --interface NAME, or ask for one");
        }
        return packets.get().decides() && !allowed
                ? Optional.of("it may drop packets; --allow-drop lets it")
                : Optional.empty();
    }

    /// @throws BadInput if it may not be attached
    static void require(Optional<Readout.Packets> packets, Optional<String> device, boolean allowed) throws BadInput {
        Optional<String> refusal = refusal(packets, device, allowed);
        if (refusal.isPresent()) {
            throw new BadInput("not run: " + refusal.get());
        }
        if (packets.isEmpty() && device.isPresent()) {
            throw new BadInput("--interface is for programs that are asked about packets; this one is none");
        }
    }

    /// What the user is asked.
    static String question(Optional<Readout.Packets> packets) {
        return packets.filter(Readout.Packets::decides)
                .flatMap(Readout.Packets::device)
                .map(name -> "It may drop packets on " + name + " until it ends. Run it? [y/N] ")
                .orElse(HARMLESS);
    }
}
