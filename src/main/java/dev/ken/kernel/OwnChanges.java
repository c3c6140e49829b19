package dev.ken.kernel;

import java.util.Map;
import java.util.Set;

/// System calls by which a thread itself becomes another: of another user or group, or with another name. What
/// it was is known at their entry alone, where they succeed.
public final class OwnChanges {
    private static final Set<String> USER = Set.of("uid");
    private static final Set<String> GROUP = Set.of("gid");
    private static final Set<String> NAME = Set.of("comm");

    /// `setfsuid` and `setfsgid` change what files are looked at as, which is no fact of a thread here.
    private static final Map<String, Set<String>> CALLS = Map.of(
            "setuid", USER,
            "setreuid", USER,
            "setresuid", USER,
            "setgid", GROUP,
            "setregid", GROUP,
            "setresgid", GROUP,
            "prctl", NAME);

    private OwnChanges() {}

    /// The facts of its thread, as bpftrace names them, that a call may change.
    public static Set<String> of(String call) {
        return CALLS.getOrDefault(call, Set.of());
    }
}
