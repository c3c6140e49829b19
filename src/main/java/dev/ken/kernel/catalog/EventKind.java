package dev.ken.kernel.catalog;

import dev.ken.kernel.LaterList;
import java.util.List;
import java.util.Optional;

/// Something that can happen in the kernel. `gloss` is a clause ("a file is opened"), `plural` a noun phrase
/// ("file opens"), `phrases` are what people call it. Kinds with END points are spans: every start is paired
/// with the end of the same thing ([ProbePoint#pairedBy], the thread unless said otherwise), and they have the
/// attribute `latency`. The points of one way are a union; every way sees the very same occurrences, the most
/// stable one is first. `misses` says in English what its points do not see or see twice; empty where there is
/// nothing to say.
public record EventKind(
        String name,
        String gloss,
        String plural,
        List<String> phrases,
        List<Attribute> attributes,
        List<List<ProbePoint>> ways,
        String misses) {
    private static final String ENTRY_NAME = ".d_name.name)";

    public EventKind {
        phrases = List.copyOf(phrases);
        attributes = List.copyOf(attributes);
        ways = ways instanceof LaterList<List<ProbePoint>>
                ? ways
                : ways.stream().map(List::copyOf).toList();
    }

    /// The points of the first way.
    public List<ProbePoint> points() {
        return ways.isEmpty() ? List.of() : ways.getFirst();
    }

    public Optional<Attribute> attribute(String wanted) {
        return attributes.stream().filter(a -> a.name().equals(wanted)).findFirst();
    }

    public List<ProbePoint> points(Attribute.Phase phase) {
        return points().stream().filter(point -> point.phase() == phase).toList();
    }

    /// Whether `name` is a text of which every point tells the name of an entry of a folder alone (`struct dentry` in
    /// include/linux/dcache.h): the last part of a path, in which there is no slash.
    public boolean tellsLastPart(String name) {
        List<Reading> told = ways.stream()
                .flatMap(List::stream)
                .flatMap(point -> Optional.ofNullable(point.readings().get(name)).stream())
                .toList();
        return !told.isEmpty()
                && told.stream().allMatch(reading -> reading.text().endsWith(ENTRY_NAME));
    }

    /// Whether it has a start and an end that can be paired.
    public boolean isSpan() {
        return !points(Attribute.Phase.END).isEmpty()
                && !points(Attribute.Phase.START).isEmpty();
    }

    /// Whether only the start tells that it is one of this kind: some start has a condition that no end of the kind
    /// tells anew (`futex` wakes where its operation says so, and returns a number whatever it did). Then an end
    /// without its start is none.
    public boolean isToldByStart() {
        return points(Attribute.Phase.START).stream()
                        .anyMatch(start -> start.when().isPresent())
                && points(Attribute.Phase.END).stream()
                        .anyMatch(end -> end.when().isEmpty());
    }

    /// Whether a thread may begin another one before the first has ended, so that none may be passed over at its start:
    /// a spin lock is waited for on the way to sleep for a mutex. A thread is in one system call at a time.
    public boolean nests() {
        return points(Attribute.Phase.START).stream()
                .anyMatch(point -> point.pairedBy().isEmpty()
                        && point.probe().startsWith("tracepoint:")
                        && !point.probe().startsWith("tracepoint:syscalls:")
                        && !point.probe().startsWith("tracepoint:raw_syscalls:"));
    }
}
