package dev.ken.kernel.catalog;

import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Lazy;
import dev.ken.source.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// The catalog that is shipped, as seen on one kernel: probe points that it does not have are left out.
public final class CuratedCatalog implements Catalog {
    private static final List<String> FAMILIES = List.of(
            "ambient",
            "syscalls",
            "files",
            "vfs",
            "pagecache",
            "filesystems",
            "uring",
            "processes",
            "signals",
            "scheduler",
            "locks",
            "memory",
            "block",
            "sockets",
            "tcp",
            "packets",
            "filtering",
            "interrupts",
            "performance",
            "virtualization",
            "devices",
            "security",
            "cgroups",
            "userspace");
    private static final int MOST_BYTES = 1 << 20;

    private final KernelModel kernel;
    private final SortedMap<String, EventKind> kinds;
    /// Those that were asked for, as the kernel has them.
    private final Map<String, Optional<EventKind>> present = new ConcurrentHashMap<>();
    private final SortedMap<String, AmbientAttribute> ambient;

    private CuratedCatalog(
            KernelModel kernel, SortedMap<String, EventKind> kinds, SortedMap<String, AmbientAttribute> ambient) {
        this.kernel = kernel;
        this.kinds = Collections.unmodifiableSortedMap(kinds);
        this.ambient = Collections.unmodifiableSortedMap(ambient);
    }

    /// The shipped catalog for `kernel`. A shipped file that cannot be read is a bug.
    public static CuratedCatalog of(KernelModel kernel) {
        SortedMap<String, EventKind> kinds = new TreeMap<>();
        SortedMap<String, AmbientAttribute> ambient = new TreeMap<>();
        Set<String> begun = new TreeSet<>();
        List<Lazy<CatalogParser.Parsed>> families = FAMILIES.stream()
                .map(family -> new Lazy<>(() -> parsed(family)))
                .toList();
        // Two threads, from either end: at the start of a command the second processor has little else to do.
        Lazy<List<CatalogParser.Parsed>> backwards =
                new Lazy<>(() -> families.reversed().stream().map(Lazy::get).toList());
        backwards.ahead();
        for (Lazy<CatalogParser.Parsed> family : families) {
            CatalogParser.Parsed parsed = family.get();
            parsed.kinds().forEach(kind -> kinds.put(kind.name(), kind));
            ambient.putAll(parsed.ambient());
            begun.addAll(parsed.begun());
        }
        begun.forEach(name -> kinds.computeIfPresent(name, (_, kind) -> Doer.atStart(kind, ambient)));
        // Curated kinds of calls that change who calls are named after them.
        kinds.replaceAll((name, kind) -> Doer.before(kind, name, ambient));
        return new CuratedCatalog(kernel, kinds, ambient);
    }

    private static CatalogParser.Parsed parsed(String family) {
        Source source = new Source(family + ".events", resource(family + ".events"));
        CatalogParser.Parsed parsed = CatalogParser.shipped(source);
        parsed.diagnostics().stream().findFirst().ifPresent(diagnostic -> {
            throw new IllegalStateException(diagnostic.render(source));
        });
        return parsed;
    }

    private static String resource(String name) {
        try (InputStream in = CuratedCatalog.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + name);
            }
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String call(String kind) {
        return kind.startsWith(DerivedKinds.SYSCALL) ? kind.substring(DerivedKinds.SYSCALL.length()) : "";
    }

    @Override
    public Optional<EventKind> find(String name) {
        EventKind kind = kinds.get(name);
        return kind == null
                ? DerivedKinds.find(name, kernel).map(derived -> Doer.before(derived, call(name), ambient))
                : present.computeIfAbsent(name, _ -> new Presence(kernel).of(kind));
    }

    @Override
    public SortedMap<String, EventKind> curated() {
        return kinds;
    }

    @Override
    public SortedMap<String, AmbientAttribute> ambient() {
        return ambient;
    }
}
