package dev.ken.runtime;

import dev.ken.kernel.BlockDevices;
import dev.ken.kernel.KernelFunctions;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.KernelTypes;
import dev.ken.kernel.Lazy;
import dev.ken.kernel.RecordedTracepoints;
import dev.ken.kernel.Recording;
import dev.ken.kernel.Snapshots;
import dev.ken.kernel.SyscallTable;
import dev.ken.kernel.Tracepoints;
import dev.ken.kernel.btf.TracepointsFromBtf;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// What a kernel tells of itself in files below `/proc` and `/sys`, of this machine or in a copy of these files. Where
/// tracefs may not be read, tracepoints come from BTF; where there is none either, those of the shipped kernel.
public final class KernelFiles {
    private static final int MOST_BTF_BYTES = 64 << 20;
    private static final int MOST_LIST_BYTES = 32 << 20;
    private static final int MOST_TEXT_BYTES = 4096;
    private static final int MOST_MODULES = 1_000;
    private static final List<String> TRACEFS = List.of("sys/kernel/tracing", "sys/kernel/debug/tracing");

    private final Path root;
    private final Optional<Path> tracefs;
    private final Optional<Tracefs> tracepoints;

    private KernelFiles(Path root, Optional<Path> tracefs) {
        this.root = root;
        this.tracefs = tracefs;
        this.tracepoints = tracefs.map(Tracefs::new);
    }

    /// Those of this machine.
    public static KernelFiles of(Environment environment) {
        return new KernelFiles(Path.of("/"), environment.tracefs());
    }

    /// Those in a folder that has `proc/sys/kernel/osrelease` and `sys/kernel/…` as a machine has.
    public static KernelFiles in(Path root) {
        Optional<Path> tracefs = TRACEFS.stream()
                .map(root::resolve)
                .filter(place -> Files.isReadable(place.resolve("available_events")))
                .findFirst();
        return new KernelFiles(root, tracefs);
    }

    /// As `uname -r` prints it; empty where there is no Linux.
    public Optional<String> release() {
        return text("proc/sys/kernel/osrelease");
    }

    private String architecture() {
        return text("proc/sys/kernel/arch").orElseGet(() -> {
            String name = System.getProperty("os.arch", "");
            return name.equals("amd64") ? "x86_64" : name;
        });
    }

    /// Whether tracepoints can be read as the kernel itself tells them.
    public boolean tellsTracepoints() {
        return tracepoints.isPresent();
    }

    public boolean tellsTypes() {
        return Files.isReadable(btf(KernelTypes.KERNEL));
    }

    /// The kernel, of which little is read before it is asked for; empty where there is no Linux.
    public Optional<KernelModel> model() {
        return release().map(release -> {
            Map<String, Supplier<byte[]>> modules = new LinkedHashMap<>();
            modules().forEach(name -> modules.put(name, () -> bytes(btf(name)).orElse(new byte[0])));
            KernelTypes types = new KernelTypes(() -> bytes(btf(KernelTypes.KERNEL)), modules);
            return new KernelModel(
                    release,
                    architecture(),
                    tracepoints(types),
                    Snapshots.syscalls(architecture(), release),
                    types,
                    new KernelFunctions(types, () -> traceable().map(names -> (Set<String>) names)),
                    new BlockDevices(() -> text("proc/partitions").orElse("")));
        });
    }

    private Tracepoints tracepoints(KernelTypes types) {
        if (tracepoints.isPresent()) {
            return new LiveTracepoints(tracepoints.get());
        }
        if (!tellsTypes()) {
            return Snapshots.recordedTracepoints();
        }
        return new LaterTracepoints(new Lazy<>(() -> types.kernel()
                .<Tracepoints>map(btf -> new TracepointsFromBtf(btf, Snapshots.recordedTracepoints()))
                .orElseGet(Snapshots::recordedTracepoints)));
    }

    /// Tracepoints that are made when somebody asks.
    private record LaterTracepoints(Lazy<Tracepoints> made) implements Tracepoints {
        @Override
        public Optional<dev.ken.kernel.TracepointFormat> find(String category, String name) {
            return made.get().find(category, name);
        }

        @Override
        public List<String> names() {
            return made.get().names();
        }
    }

    /// All that is to be kept; empty where there is no Linux or its tracepoints cannot be read. Takes a second.
    public Optional<Recording> recording() {
        Optional<String> release = release();
        if (release.isEmpty() || tracepoints.isEmpty()) {
            return Optional.empty();
        }
        SortedMap<String, byte[]> btf = new TreeMap<>();
        bytes(btf(KernelTypes.KERNEL)).ifPresent(kernel -> btf.put(KernelTypes.KERNEL, kernel));
        modules().forEach(name -> bytes(btf(name)).ifPresent(module -> btf.put(name, module)));
        SyscallTable calls = Snapshots.syscalls(architecture(), release.get());
        return Optional.of(new Recording(
                release.get(), architecture(), formats(tracepoints.get()), calls.numbers(), traceable(), btf));
    }

    private static String formats(Tracefs tracefs) {
        StringBuilder text = new StringBuilder();
        for (String name : tracefs.names()) {
            String[] parts = name.split(":", 2);
            tracefs.formatText(parts[0], parts[1]).ifPresent(format -> {
                text.append(RecordedTracepoints.HEAD).append(name).append('\n');
                format.lines()
                        .filter(line -> line.startsWith("\tfield:") && !line.contains(" common_"))
                        .forEach(line -> text.append(line).append('\n'));
            });
        }
        return text.toString();
    }

    /// The functions that the kernel's tracer can stop at; the kernel may forbid to read them.
    private Optional<SortedSet<String>> traceable() {
        return tracefs.map(place -> place.resolve("available_filter_functions"))
                .flatMap(file -> bytes(file, MOST_LIST_BYTES))
                .filter(bytes -> bytes.length > 0)
                .map(bytes -> {
                    SortedSet<String> names = new TreeSet<>();
                    for (String line : new String(bytes, StandardCharsets.ISO_8859_1).split("\n")) {
                        int space = line.indexOf(' ');
                        names.add(space < 0 ? line : line.substring(0, space));
                    }
                    return names;
                });
    }

    private List<String> modules() {
        try (Stream<Path> files = Files.list(root.resolve("sys/kernel/btf"))) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !name.equals(KernelTypes.KERNEL))
                    .sorted()
                    .limit(MOST_MODULES)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private Path btf(String name) {
        return root.resolve("sys/kernel/btf").resolve(name);
    }

    private static Optional<byte[]> bytes(Path file) {
        return bytes(file, MOST_BTF_BYTES);
    }

    /// One byte more where the file is larger, so that whoever reads them sees that they are too many.
    private static Optional<byte[]> bytes(Path file, int most) {
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of(in.readNBytes(most + 1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Optional<String> text(String file) {
        return bytes(root.resolve(file), MOST_TEXT_BYTES)
                .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1).strip())
                .filter(text -> !text.isEmpty());
    }
}
