package dev.ken.cli;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;

/// Looks for what is not needed any more of the old part of the heap, as soon as there is much of it. Left to
/// itself the JVM first lets the heap grow to its limit, and what it has had once it keeps. Called by many threads.
final class Tidying {
    /// Bytes by which the old part may grow before it is looked through, which takes some 80 ms.
    private static final long ROOM = 32L << 20;

    /// The part of the heap that what lives long is moved to: the only one of which fullness can be watched.
    private final List<MemoryPoolMXBean> old = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP && pool.isUsageThresholdSupported())
            .toList();

    private long keptBytes;

    Tidying() {
        this.keptBytes = usedBytes();
    }

    synchronized void whereMuchIsLeft() {
        if (usedBytes() - keptBytes > ROOM) {
            System.gc();
            keptBytes = usedBytes();
        }
    }

    private long usedBytes() {
        return old.stream().mapToLong(pool -> pool.getUsage().getUsed()).sum();
    }
}
