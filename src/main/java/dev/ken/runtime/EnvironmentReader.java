package dev.ken.runtime;

import dev.ken.runtime.Environment.Bpftrace;
import dev.ken.runtime.Environment.Missing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds out what this machine has: file look-ups, and `bpftrace --version` once per installed binary (it takes 27
/// ms; the answer is kept in the cache folder under the path, size and time of the file). As root it mounts tracefs
/// where it is not.
public final class EnvironmentReader {
    private static final long VERSION_LIMIT_MILLIS = 5_000;
    private static final long MOUNT_LIMIT_MILLIS = 5_000;
    private static final Path TRACEFS = Path.of("/sys/kernel/tracing");
    private static final List<Path> TRACEFS_PLACES = List.of(TRACEFS, Path.of("/sys/kernel/debug/tracing"));
    private static final List<Path> FOLDERS = List.of(
            Path.of("/usr/local/sbin"),
            Path.of("/usr/local/bin"),
            Path.of("/usr/sbin"),
            Path.of("/usr/bin"),
            Path.of("/sbin"),
            Path.of("/bin"));

    private final Map<String, String> variables;

    /// @param variables environment variables: `PATH`, `HOME`, `XDG_CACHE_HOME`, and `KEN_BPFTRACE`, the bpftrace
    ///     to use
    public EnvironmentReader(Map<String, String> variables) {
        this.variables = variables;
    }

    public Environment read() {
        boolean linux = Files.isReadable(Path.of("/proc/sys/kernel/osrelease"));
        boolean root = linux && userId() == 0;
        Optional<Bpftrace> bpftrace = bpftracePath().flatMap(this::bpftrace);
        Optional<Path> tracefs = tracefs(root);
        Optional<Path> clang = find("clang");
        Optional<Path> bpftool = find("bpftool");
        Optional<Path> setpriv = find("setpriv");
        Optional<Path> setsid = find("setsid");
        boolean btf = Files.isReadable(Path.of("/sys/kernel/btf/vmlinux"));
        List<Missing> missing = new ArrayList<>();
        need(linux, missing, "Linux", "run programs", "run KEN on a Linux machine", true);
        need(root, missing, "root", "load programs into the kernel", "sudo ./ken ...", true);
        need(bpftrace.isPresent(), missing, "bpftrace", "check and run programs", install("bpftrace"), true);
        need(
                setpriv.isPresent() && setsid.isPresent(),
                missing,
                "util-linux",
                "run safely",
                install("util-linux"),
                true);
        need(
                tracefs.isPresent() || !root,
                missing,
                "tracefs",
                "find tracepoints",
                "sudo mount -t tracefs tracefs " + TRACEFS,
                true);
        need(clang.isPresent(), missing, "clang", "compile libbpf programs", install("clang libbpf-dev"), false);
        need(bpftool.isPresent(), missing, "bpftool", "load libbpf programs", install("bpftool"), false);
        return new Environment(
                linux, root, release(), bpftrace, tracefs, btf, clang, bpftool, setpriv, setsid, missing);
    }

    private static void need(
            boolean there, List<Missing> missing, String name, String neededFor, String command, boolean toRun) {
        if (!there) {
            missing.add(new Missing(name, neededFor, command, toRun));
        }
    }

    private static String install(String packages) {
        return "sudo apt-get install -y " + packages;
    }

    private static String release() {
        return text(Path.of("/proc/sys/kernel/osrelease")).map(String::strip).orElse("");
    }

    private static int userId() {
        return text(Path.of("/proc/self/status"))
                .orElse("")
                .lines()
                .filter(line -> line.startsWith("Uid:"))
                .map(line -> line.split("\\s+"))
                .filter(words -> words.length > 2)
                .map(words -> Integer.parseInt(words[2]))
                .findFirst()
                .orElse(-1);
    }

    private Optional<Path> bpftracePath() {
        String chosen = variables.getOrDefault("KEN_BPFTRACE", "");
        if (chosen.isEmpty()) {
            return find("bpftrace");
        }
        return Optional.of(Path.of(chosen)).filter(Files::isExecutable);
    }

    private Optional<Path> find(String program) {
        List<Path> folders = new ArrayList<>();
        for (String folder : variables.getOrDefault("PATH", "").split(":", -1)) {
            if (folder.startsWith("/")) {
                folders.add(Path.of(folder));
            }
        }
        folders.addAll(FOLDERS);
        return folders.stream()
                .map(folder -> folder.resolve(program))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    private Optional<Bpftrace> bpftrace(Path path) {
        try {
            Path file = path.toRealPath();
            String stamp = file + " " + Files.size(file) + " "
                    + Files.getLastModifiedTime(file).toMillis();
            Optional<Path> cache = cacheFile();
            Optional<BpftraceVersion> known = cache.flatMap(EnvironmentReader::text)
                    .filter(text -> text.startsWith(stamp + "\n"))
                    .flatMap(text -> BpftraceVersion.parse(text.substring(stamp.length() + 1)));
            if (known.isPresent()) {
                return known.map(version -> new Bpftrace(path, version));
            }
            Optional<String> answer = Child.output(VERSION_LIMIT_MILLIS, path.toString(), "--version");
            Optional<BpftraceVersion> version = answer.flatMap(BpftraceVersion::parse);
            if (version.isPresent() && cache.isPresent()) {
                keep(cache.get(), stamp + "\n" + version.get() + "\n");
            }
            return version.map(found -> new Bpftrace(path, found));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Optional<Path> cacheFile() {
        String caches = variables.getOrDefault("XDG_CACHE_HOME", "");
        String home = variables.getOrDefault("HOME", "");
        if (caches.startsWith("/")) {
            return Optional.of(Path.of(caches, "ken", "bpftrace-version"));
        }
        return home.startsWith("/")
                ? Optional.of(Path.of(home, ".cache", "ken", "bpftrace-version"))
                : Optional.empty();
    }

    private static void keep(Path file, String text) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(file, text);
        } catch (IOException e) {
            // A cache that cannot be written costs 27 ms the next time and nothing else.
            return;
        }
    }

    private static Optional<Path> tracefs(boolean root) {
        Optional<Path> mounted = mountedTracefs();
        if (mounted.isPresent() || !root || !Files.isDirectory(TRACEFS)) {
            return mounted;
        }
        Optional<String> _ = Child.output(MOUNT_LIMIT_MILLIS, "mount", "-t", "tracefs", "tracefs", TRACEFS.toString());
        return mountedTracefs();
    }

    private static Optional<Path> mountedTracefs() {
        return TRACEFS_PLACES.stream()
                .filter(place -> Files.isReadable(place.resolve("available_events")))
                .findFirst();
    }

    private static Optional<String> text(Path file) {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
