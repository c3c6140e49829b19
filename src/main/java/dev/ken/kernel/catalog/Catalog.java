package dev.ken.kernel.catalog;

import java.util.Optional;
import java.util.SortedMap;

/// All event kinds known for one kernel: the curated ones, and behind them the derived ones (every system call as
/// `syscall.NAME`, every tracepoint as `tracepoint.CATEGORY.NAME`), made on demand.
public interface Catalog {
    /// The kind of that name, curated or derived; its points are only those that exist on the kernel.
    Optional<EventKind> find(String name);

    /// The curated kinds, by name.
    SortedMap<String, EventKind> curated();

    /// Facts of any occurrence, valid for every kind that does not define an attribute of the same name:
    /// `process` (name), `pid`, `tid`, `uid`, `user`, `gid`, `cpu`, `time`, `kstack`, `ustack`, `cgroup`.
    SortedMap<String, AmbientAttribute> ambient();

    /// An attribute that needs no field of the context, and the builtin that reads it.
    record AmbientAttribute(Attribute attribute, Reading reading) {}
}
