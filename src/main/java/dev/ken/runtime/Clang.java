package dev.ken.runtime;

import dev.ken.kernel.KernelModel;
import dev.ken.source.Diagnostic;
import dev.ken.source.Diagnostic.Severity;
import dev.ken.source.Source;
import dev.ken.source.Span;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/// Compiles C with libbpf's headers for BPF, against the types of one kernel: `vmlinux.h` is made from its BTF once, by
/// bpftool, and kept in the cache folder ([PrecompiledHeader]). The last object is kept, for a program is read and then
/// checked.
public final class Clang {
    static final long LIMIT_MILLIS = 30_000;
    /// Most that is read of what a compiler says, in bytes.
    private static final int MOST_OUTPUT_BYTES = 1 << 20;
    private static final int MOST_DIAGNOSTICS = 20;
    private static final String FILE = "program.bpf.c";
    private static final Pattern LINE =
            Pattern.compile("(?:\\./)?program\\.bpf\\.c:(\\d+):(\\d+): (?:fatal )?(error|warning): (.*)");
    private static final String HINT = "Get it with: sudo apt-get install -y clang libbpf-dev bpftool";

    private final Environment environment;
    private final Path cache;
    private final Map<List<String>, PrecompiledHeader> precompiled = new HashMap<>();
    private Optional<Last> last = Optional.empty();

    private record Last(String text, String release, Compilation result) {}

    /// @param variables environment variables: `HOME`, `XDG_CACHE_HOME`
    public Clang(Environment environment, Map<String, String> variables) {
        this.environment = environment;
        String caches = variables.getOrDefault("XDG_CACHE_HOME", "");
        String home = variables.getOrDefault("HOME", "");
        cache = caches.startsWith("/")
                ? Path.of(caches, "ken")
                : home.startsWith("/")
                        ? Path.of(home, ".cache", "ken")
                        : Path.of(System.getProperty("java.io.tmpdir", "/tmp"), "ken-cache");
    }

    public synchronized Compilation compile(Source program, KernelModel kernel) {
        Optional<Last> known = last.filter(
                one -> one.text().equals(program.text()) && one.release().equals(kernel.release()));
        if (known.isPresent()) {
            return known.get().result();
        }
        Optional<Path> clang = environment.clang();
        Optional<Path> bpftool = environment.bpftool();
        if (clang.isEmpty() || bpftool.isEmpty()) {
            return new Compilation.Unavailable((clang.isEmpty() ? "clang" : "bpftool") + " is missing", HINT);
        }
        Compilation result;
        try {
            result = compiled(program, kernel, clang.get(), bpftool.get());
        } catch (IOException e) {
            result = new Compilation.Unavailable(
                    "the program could not be compiled: " + e.getMessage(),
                    "See that there is room in the temporary folder.");
        }
        last = Optional.of(new Last(program.text(), kernel.release(), result));
        return result;
    }

    private Compilation compiled(Source program, KernelModel kernel, Path clang, Path bpftool) throws IOException {
        Optional<byte[]> btf = kernel.types().kernelBytes();
        if (btf.isEmpty()) {
            return new Compilation.Unavailable(
                    "the kernel " + kernel.release() + " does not tell its types (BTF)",
                    "Choose another with --kernel.");
        }
        Path folder = Files.createTempDirectory("ken-c");
        try {
            Path header = header(kernel.release(), btf.get(), bpftool, folder);
            Files.writeString(folder.resolve(FILE), program.text());
            List<String> options = options(kernel.architecture());
            List<String> quick = precompiled(clang, options).options(program.text(), header, folder);
            Ran ran = compiled(clang, options, quick, header, folder);
            if (ran.code() != 0 && !quick.isEmpty()) {
                ran = compiled(clang, options, List.of(), header, folder);
                if (ran.code() == 0) {
                    Files.deleteIfExists(Path.of(quick.getLast()));
                }
            }
            return result(program, ran, folder.resolve("program.bpf.o"));
        } finally {
            delete(folder);
        }
    }

    private static List<String> options(String architecture) {
        return List.of(
                "-g",
                "-O2",
                "-target",
                "bpf",
                "-D__TARGET_ARCH_" + (architecture.equals("aarch64") ? "arm64" : "x86"),
                // As libbpf 1.2 and later define them; before that they are not there.
                "-DBPF_UPROBE(name, args...)=BPF_KPROBE(name, ##args)",
                "-DBPF_URETPROBE(name, args...)=BPF_KRETPROBE(name, ##args)",
                "-Wall",
                "-fno-color-diagnostics",
                "-fno-caret-diagnostics",
                "-I/usr/include/" + architecture + "-linux-gnu");
    }

    private PrecompiledHeader precompiled(Path clang, List<String> options) {
        return precompiled.computeIfAbsent(options, _ -> new PrecompiledHeader(clang, options));
    }

    private static Ran compiled(Path clang, List<String> options, List<String> quick, Path header, Path folder)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(clang.toString(), "-I", String.valueOf(header.getParent())));
        command.addAll(options);
        command.addAll(quick);
        command.addAll(List.of("-c", FILE, "-o", "program.bpf.o"));
        return run(command, folder, folder.resolve("messages"), true);
    }

    private static Compilation result(Source program, Ran ran, Path object) throws IOException {
        if (ran.output().contains("'bpf/bpf_helpers.h' file not found")) {
            return new Compilation.Unavailable("libbpf's headers are missing", HINT);
        }
        List<Diagnostic> diagnostics = new ArrayList<>();
        ran.output()
                .lines()
                .limit(1_000)
                .forEach(line -> diagnostic(program, line).ifPresent(diagnostics::add));
        List<Diagnostic> errors = diagnostics.stream()
                .filter(one -> one.severity() == Severity.ERROR)
                .limit(MOST_DIAGNOSTICS)
                .toList();
        if (ran.code() == 0 && Files.isRegularFile(object)) {
            return new Compilation.Compiled(Files.readAllBytes(object), diagnostics);
        }
        if (!errors.isEmpty()) {
            return new Compilation.Errors(errors);
        }
        String first = ran.output()
                .lines()
                .filter(line -> line.contains("error"))
                .findFirst()
                .orElse("it ended with " + ran.code());
        return new Compilation.Errors(List.of(Diagnostic.error("c", "clang says: " + first, Span.NONE)));
    }

    private static Optional<Diagnostic> diagnostic(Source program, String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Span at = span(program, Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
        boolean error = matcher.group(3).equals("error");
        return Optional.of(
                error ? Diagnostic.error("c", matcher.group(4), at) : Diagnostic.warning("c", matcher.group(4), at));
    }

    /// From a column to the end of the word that stands there.
    private static Span span(Source program, int line, int column) {
        int start = 0;
        for (int i = 1; i < line && start >= 0; i++) {
            start = program.text().indexOf('\n', start) + 1;
        }
        int at = Math.min(start + column - 1, program.text().length());
        int end = at;
        while (end < program.text().length()
                && Character.isJavaIdentifierPart(program.text().charAt(end))) {
            end++;
        }
        return new Span(at, Math.max(end, Math.min(at + 1, program.text().length())));
    }

    // ---- types of the kernel ----

    /// `vmlinux.h` in a folder of its own.
    private Path header(String release, byte[] btf, Path bpftool, Path folder) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(btf);
        Path kept = cache.resolve("vmlinux")
                .resolve(release.replaceAll("[^\\w.+-]", "_") + "-" + Long.toHexString(sum.getValue()))
                .resolve("vmlinux.h");
        if (Files.isRegularFile(kept)) {
            return kept;
        }
        Path raw = folder.resolve("vmlinux.btf");
        Path made = folder.resolve("include").resolve("vmlinux.h");
        Files.createDirectories(folder.resolve("include"));
        Files.write(raw, btf);
        List<String> command = List.of(bpftool.toString(), "btf", "dump", "file", raw.toString(), "format", "c");
        Ran ran = run(command, folder, made, false);
        if (ran.code() != 0) {
            throw new IOException("bpftool could not tell the types of the kernel");
        }
        try {
            Files.createDirectories(kept.toAbsolutePath().getParent());
            Path aside = Files.createTempFile(kept.toAbsolutePath().getParent(), "vmlinux", ".new");
            Files.copy(made, aside, StandardCopyOption.REPLACE_EXISTING);
            Files.move(aside, kept, StandardCopyOption.ATOMIC_MOVE);
            return kept;
        } catch (IOException e) {
            // A cache that cannot be written costs a third of a second the next time.
            return made;
        }
    }

    // ---- processes and files ----

    record Ran(int code, String output) {}

    /// Output goes to a file, and with `errors` what is said of errors too. A process that takes too long is ended.
    static Ran run(List<String> command, Path folder, Path output, boolean errors) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile());
        if (errors) {
            builder.redirectErrorStream(true);
        } else {
            builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        }
        Process process = builder.start();
        try {
            if (!process.waitFor(LIMIT_MILLIS, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                return new Ran(-1, "error: it took more than " + LIMIT_MILLIS / 1_000 + " s");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        if (!errors) {
            return new Ran(process.exitValue(), "");
        }
        byte[] bytes;
        try (var in = Files.newInputStream(output)) {
            bytes = in.readNBytes(MOST_OUTPUT_BYTES);
        }
        return new Ran(process.exitValue(), new String(bytes, StandardCharsets.UTF_8));
    }

    static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
