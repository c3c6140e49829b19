package dev.ken.kernel;

import dev.ken.kernel.bpf.Release;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The kernels whose facts are shipped with KEN, for machines that cannot tell theirs and for questions about another
/// kernel. They lie in `data/kernels`, which says how they were made.
public final class Snapshots {
    /// The release that stands for all kernels that cannot be asked.
    public static final String RELEASE = "6.18";

    private static final int MOST_BYTES = 1 << 20;
    private static final String FOLDER = "snapshots/";
    private static final String ENDING = ".kernel";
    private static final Release NEWEST = new Release(999, 0);
    private static final String X86 = "x86_64";

    private Snapshots() {}

    private static final class Usual {
        private static final KernelModel KERNEL = read(RELEASE);
    }

    /// A kernel that is shipped.
    ///
    /// @param name two numbers, `6.18`
    public record Shipped(String name, SnapshotHead head) {}

    /// All of them, the oldest first.
    public static List<Shipped> shipped() {
        return names().stream()
                .map(name -> new Shipped(name, SnapshotReader.head(file(name), () -> resource(file(name)))))
                .toList();
    }

    /// The one that is used where no kernel can be asked.
    public static KernelModel recorded() {
        return Usual.KERNEL;
    }

    public static Tracepoints recordedTracepoints() {
        return recorded().tracepoints();
    }

    /// The shipped kernel that `release` names: in full as `uname -r` says it, or its first numbers.
    public static Optional<KernelModel> find(String release) {
        return shipped().stream()
                .filter(one -> one.name().equals(release)
                        || one.head().release().equals(release)
                        || release.matches("\\d+\\.\\d+\\.\\d+")
                                && one.head().release().startsWith(release))
                .findFirst()
                .map(one -> one.name().equals(RELEASE) ? recorded() : read(one.name()));
    }

    private static KernelModel read(String name) {
        return SnapshotReader.read(file(name), () -> resource(file(name)));
    }

    private static String file(String name) {
        return FOLDER + name + ENDING;
    }

    private static List<String> names() {
        return text(FOLDER + "index")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /// The system calls that a release has on an architecture as `uname -m` says it; none where that is not known.
    /// A line of the file: name, number, and the release that brought the call if that is after 3.17.
    public static SyscallTable syscalls(String architecture, String release) {
        Release here = Release.of(release).orElse(NEWEST);
        SortedMap<String, Integer> numbers = new TreeMap<>();
        if (List.of(X86, "aarch64").contains(architecture)) {
            text(architecture + ".syscalls")
                    .lines()
                    .map(line -> line.split(" "))
                    .filter(words -> words.length < 3 || since(words[2]).compareTo(here) <= 0)
                    .forEach(words -> numbers.put(words[0], Integer.parseInt(words[1])));
        }
        return new SyscallTable(architecture, numbers);
    }

    private static Release since(String word) {
        return Release.of(word).orElseThrow(() -> new IllegalStateException("no release: " + word));
    }

    private static String text(String name) {
        try (InputStream in = resource(name)) {
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static InputStream resource(String name) {
        InputStream in = Snapshots.class.getResourceAsStream(name);
        if (in == null) {
            throw new IllegalStateException("missing resource " + name);
        }
        return in;
    }
}
