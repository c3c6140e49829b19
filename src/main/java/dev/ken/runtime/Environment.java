package dev.ken.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What this machine has. Read by [EnvironmentReader]; a record so that every answer that depends on it can be tried.
///
/// @param linux   whether the kernel is Linux at all
/// @param root    whether this process may load programs (user id 0)
/// @param release as `uname -r` prints it
/// @param tracefs where tracefs can be read; empty where it is not mounted or not readable
/// @param btf     whether the kernel describes its types in `/sys/kernel/btf/vmlinux`
/// @param missing what is not there, what it is for, and how to get it; those needed to run bpftrace programs first
public record Environment(
        boolean linux,
        boolean root,
        String release,
        Optional<Bpftrace> bpftrace,
        Optional<Path> tracefs,
        boolean btf,
        Optional<Path> clang,
        Optional<Path> bpftool,
        Optional<Path> setpriv,
        Optional<Path> setsid,
        List<Missing> missing) {
    public Environment {
        missing = List.copyOf(missing);
    }

    /// An installed bpftrace.
    public record Bpftrace(Path path, BpftraceVersion version) {}

    /// @param name    short name (`bpftrace`, `root`)
    /// @param neededFor what cannot be done without it, a phrase after "needed to"
    /// @param command the exact command for Debian that provides it
    /// @param toRun   whether bpftrace programs cannot be checked and run without it
    public record Missing(String name, String neededFor, String command, boolean toRun) {
        public String sentence() {
            return name + " is missing; it is needed to " + neededFor + ". Get it with: " + command;
        }
    }

    /// Whether bpftrace programs can be checked and run here.
    public boolean canRun() {
        return missing.stream().noneMatch(Missing::toRun);
    }
}
