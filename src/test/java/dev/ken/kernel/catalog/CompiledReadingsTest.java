package dev.ken.kernel.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Probes;
import dev.ken.kernel.Snapshots;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Every reading in C compiles: one translation unit for each shipped kernel, one program for each probe point that it
/// has, against the types of that kernel. Needs clang, bpftool and libbpf's headers.
class CompiledReadingsTest {
    private static final Path HEADER = Path.of("/usr/include/bpf/bpf_tracing.h");
    private static final int LIMIT_SECONDS = 120;
    private static final int LEAST_POINTS = 500;
    private static final Pattern ERROR = Pattern.compile("readings\\.c:(\\d+):\\d+: error: (.*)");

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> everyReadingCompiles() {
        return Snapshots.shipped().stream()
                .map(shipped -> DynamicTest.dynamicTest(shipped.name(), () -> compile(shipped.name())));
    }

    private void compile(String name) throws IOException, InterruptedException {
        for (String tool : List.of("clang", "bpftool")) {
            boolean there = run(List.of(tool, "--version"), "version").code() == 0;
            need(there, "there is no " + tool);
        }
        need(Files.exists(HEADER), "libbpf's headers are missing (" + HEADER + ")");
        KernelModel kernel = Snapshots.find(name).orElseThrow();
        header(name);
        ReadingsInC unit = new ReadingsInC(kernel);
        points(kernel).forEach(unit::add);
        Files.writeString(folder.resolve("readings.c"), unit.text());
        List<String> command = List.of(
                "clang",
                "-target",
                "bpf",
                "-O2",
                "-g",
                "-D__TARGET_ARCH_x86",
                "-ferror-limit=0",
                "-Werror",
                "-c",
                "-I/usr/include/x86_64-linux-gnu",
                "readings.c",
                "-o",
                "readings.o");
        Ran ran = run(command, "errors");
        System.out.println(
                kernel.release() + ": " + unit.points() + " points, " + unit.readings() + " readings compiled");
        assertThat(wrong(ran.text(), unit.text().split("\n", -1))).isEmpty();
        assertThat(ran.code()).as(ran.text()).isZero();
        assertThat(unit.points()).isGreaterThan(LEAST_POINTS);
    }

    private static List<String> wrong(String errors, String[] lines) {
        TreeMap<String, String> wrong = new TreeMap<>();
        errors.lines().forEach(line -> {
            Matcher error = ERROR.matcher(line);
            if (error.find()) {
                wrong.putIfAbsent(lines[Integer.parseInt(error.group(1)) - 1].strip(), error.group(2));
            }
        });
        return wrong.entrySet().stream()
                .map(one -> one.getKey() + "  -- " + one.getValue())
                .toList();
    }

    private static List<ProbePoint> points(KernelModel kernel) {
        CuratedCatalog catalog = CuratedCatalog.of(kernel);
        List<ProbePoint> points = new ArrayList<>();
        catalog.curated()
                .keySet()
                .forEach(
                        kind -> catalog.find(kind).ifPresent(here -> here.ways().forEach(points::addAll)));
        return points.stream()
                .filter(point -> Probes.resolve(point.probe(), kernel).isPresent())
                .toList();
    }

    private void header(String name) throws IOException, InterruptedException {
        try (ZipFile zip = new ZipFile("data/kernels/" + name + ".kernel");
                InputStream in = zip.getInputStream(
                        Optional.ofNullable(zip.getEntry("btf/vmlinux")).orElseThrow())) {
            Files.copy(in, folder.resolve("vmlinux.btf"), StandardCopyOption.REPLACE_EXISTING);
        }
        Ran ran = run(List.of("bpftool", "btf", "dump", "file", "vmlinux.btf", "format", "c"), "vmlinux.h");
        assertThat(ran.code()).isZero();
    }

    private static void need(boolean there, String reason) {
        if (!there) {
            System.out.println("skipped: readings in C were not compiled: " + reason);
        }
        Assumptions.assumeTrue(there, reason);
    }

    private record Ran(int code, String text) {}

    /// Both outputs go to the file.
    private Ran run(List<String> command, String output) throws IOException, InterruptedException {
        Path file = folder.resolve(output);
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(file.toFile());
            builder.environment().merge("PATH", ":/usr/sbin:/sbin", String::concat);
            Process process = builder.start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return new Ran(-1, command + " took more than " + LIMIT_SECONDS + " s");
            }
            return new Ran(process.exitValue(), Files.readString(file));
        } catch (IOException missing) {
            return new Ran(-1, String.valueOf(missing.getMessage()));
        }
    }
}
