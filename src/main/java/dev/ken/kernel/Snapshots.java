package dev.ken.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/// The kernels whose facts are shipped with KEN, for machines that cannot tell theirs.
public final class Snapshots {
    /// The release whose tracepoints are shipped.
    public static final String RELEASE = "6.18";

    private static final int MOST_BYTES = 16 << 20;

    private Snapshots() {}

    /// The shipped kernel, whole.
    public static KernelModel recorded() {
        return new KernelModel(RELEASE, recordedTracepoints(), syscalls());
    }

    public static Tracepoints recordedTracepoints() {
        try (InputStream packed = resource(RELEASE + ".tracepoints.gz");
                InputStream plain = new GZIPInputStream(packed)) {
            return new RecordedTracepoints(new String(plain.readNBytes(MOST_BYTES), StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// The system calls of x86-64, one `name number` a line. Source: include/uapi/asm/unistd_64.h.
    public static SyscallTable syscalls() {
        try (InputStream in = resource("x86_64.syscalls")) {
            SortedMap<String, Integer> numbers = new TreeMap<>();
            new String(in.readNBytes(MOST_BYTES), StandardCharsets.US_ASCII)
                    .lines()
                    .map(line -> line.split(" "))
                    .forEach(words -> numbers.put(words[0], Integer.parseInt(words[1])));
            return new SyscallTable("x86_64", numbers);
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
