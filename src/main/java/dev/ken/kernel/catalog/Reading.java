package dev.ken.kernel.catalog;

/// How an attribute is read at a probe point: a small expression over the probe's context, written in catalog files in
/// bpftrace's manner (`str(args.filename)`, `args.nr_sector * 512`, `comm`).
public sealed interface Reading {
    /// A field of the context, `args.name`.
    record Arg(String field) implements Reading {}

    /// An element of an array field, `args.name[index]`.
    record ArgElement(String field, int index) implements Reading {}

    /// A fact of any occurrence: `pid`, `tid`, `comm`, `uid`, `gid`, `cpu`, `nsecs`, `kstack`, `ustack`, `cgroup`,
    /// `retval`, `arg0` ….
    record Builtin(String name) implements Reading {}

    /// The NUL-terminated text at a user address, or behind a dynamic field: `str(…)`.
    record Text(Reading of) implements Reading {}

    record Number(long value) implements Reading {}

    /// `operator` is one of `+ - * / % & | ^ << >> == != < <= > >= && ||`, with bpftrace's 64-bit meaning.
    record Binary(String operator, Reading left, Reading right) implements Reading {}
}
