package dev.ken.runtime;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// How long and how much a program may run.
///
/// @param limitMillis       how long to run from [ProgramEvent.Attached] on; empty: until it ends itself or is
///     stopped
/// @param attachLimitMillis how long loading and attaching may take
/// @param refreshMillis     how often the present content of the maps is told while it runs; empty: never
/// @param liveMaps          names (`@x`) of the maps to tell then, for releases that must be told them; others tell
///     all
/// @param mapKeys           how many keys a map holds
/// @param probes            most probes; detaching takes some 60 ms for each
public record RunLimits(
        Optional<Long> limitMillis,
        long attachLimitMillis,
        Optional<Long> refreshMillis,
        List<String> liveMaps,
        int mapKeys,
        int probes) {
    public static final long ATTACH_LIMIT_MILLIS = 20_000;
    public static final int MAP_KEYS = 16_384;
    public static final int PROBES = 64;

    private static final Pattern MAP_NAME = Pattern.compile("@[A-Za-z0-9_]{0,64}");

    public RunLimits {
        liveMaps = List.copyOf(liveMaps);
        for (String name : liveMaps) {
            if (!MAP_NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("not a map: " + name);
            }
        }
    }

    /// Until stopped, without refresh.
    public static RunLimits unlimited() {
        return new RunLimits(Optional.empty(), ATTACH_LIMIT_MILLIS, Optional.empty(), List.of(), MAP_KEYS, PROBES);
    }

    public RunLimits forMillis(long limit) {
        return new RunLimits(Optional.of(limit), attachLimitMillis, refreshMillis, liveMaps, mapKeys, probes);
    }

    public RunLimits refreshed(long everyMillis, List<String> maps) {
        return new RunLimits(limitMillis, attachLimitMillis, Optional.of(everyMillis), maps, mapKeys, probes);
    }

    RunLimits attachedWithin(long attachLimit) {
        return new RunLimits(limitMillis, attachLimit, refreshMillis, liveMaps, mapKeys, probes);
    }
}
