package dev.ken.bpftrace;

import java.util.List;

/// A whole program, in source order.
public record BpftraceScript(List<Item> items) {
    public BpftraceScript {
        items = List.copyOf(items);
    }

    public List<Item.Probe> probes() {
        return items.stream()
                .filter(Item.Probe.class::isInstance)
                .map(Item.Probe.class::cast)
                .toList();
    }
}
