package dev.ken.kernel;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// All that is kept of a kernel in a [SnapshotWriter]'s file.
///
/// @param tracepoints text as [RecordedTracepoints] reads it
/// @param traceable   functions on which a probe can stand; empty where the kernel does not tell
/// @param btf         bytes by name: `vmlinux`, and the modules'
public record Recording(
        String release,
        String architecture,
        String tracepoints,
        SortedMap<String, Integer> syscalls,
        Optional<SortedSet<String>> traceable,
        SortedMap<String, byte[]> btf) {
    public Recording {
        syscalls = Collections.unmodifiableSortedMap(new TreeMap<>(syscalls));
        traceable = traceable.map(names -> Collections.unmodifiableSortedSet(new TreeSet<>(names)));
        btf = Collections.unmodifiableSortedMap(new TreeMap<>(btf));
    }
}
