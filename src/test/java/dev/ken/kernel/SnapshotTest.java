package dev.ken.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ken.kernel.btf.MalformedBtf;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/// Recorded kernels as bytes: good ones, damaged ones, and ones that somebody made to hurt.
final class SnapshotTest {
    private static final int ROUNDS = 600;
    private static final String TRACEPOINTS =
            "== sched:sched_switch\n\tfield:char prev_comm[16];\toffset:8;\tsize:16;\tsigned:0;\n"
                    + "\tfield:pid_t prev_pid;\toffset:24;\tsize:4;\tsigned:1;\n";
    private static final String HEAD = "ken kernel snapshot 1\nrelease 6.1\narchitecture x86_64\n";

    private static Recording recording(Map<String, byte[]> btf) {
        return new Recording(
                "6.1.2-test",
                "x86_64",
                TRACEPOINTS,
                new TreeMap<>(Map.of("read", 0, "write", 1)),
                Optional.of(new TreeSet<>(List.of("vfs_read", "vfs_write"))),
                new TreeMap<>(btf));
    }

    private static byte[] written(Recording recording) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            SnapshotWriter.write(recording, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static KernelModel read(byte[] bytes) {
        return SnapshotReader.read("a.kernel", () -> new ByteArrayInputStream(bytes));
    }

    private static byte[] zip(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return out.toByteArray();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whatIsWrittenIsRead() {
        KernelModel kernel = read(written(recording(Map.of())));
        assertThat(kernel.release()).isEqualTo("6.1.2-test");
        assertThat(kernel.architecture()).isEqualTo("x86_64");
        assertThat(kernel.tracepoints().names()).containsExactly("sched:sched_switch");
        assertThat(kernel.tracepoints()
                        .find("sched", "sched_switch")
                        .orElseThrow()
                        .fields())
                .extracting(TracepointFormat.Field::name)
                .containsExactly("prev_comm", "prev_pid");
        assertThat(kernel.syscalls().number("write")).contains(1);
        assertThat(kernel.syscalls().name(0)).contains("read");
        assertThat(kernel.functions().traceable("vfs_read")).isEqualTo(Traceable.YES);
        assertThat(kernel.functions().traceable("vfs_open")).isEqualTo(Traceable.NO);
        assertThat(kernel.btf()).isEmpty();
        assertThat(kernel.functions().find("vfs_read")).isEmpty();
    }

    @Test
    void theSameRecordingGivesTheSameBytes() {
        assertThat(written(recording(Map.of()))).isEqualTo(written(recording(Map.of())));
    }

    @Test
    void typesAreReadWhenTheyAreAskedFor() {
        KernelModel kernel = read(written(recording(Map.of(KernelTypes.KERNEL, text("no BTF")))));
        assertThat(kernel.tracepoints().names()).hasSize(1);
        assertThatThrownBy(kernel::btf)
                .isInstanceOf(MalformedBtf.class)
                .hasMessageContaining("section header, offset 0: magic number");
    }

    @Test
    void damagedFilesAreReadOrRefused() {
        byte[] good = written(recording(Map.of(KernelTypes.KERNEL, text("x".repeat(500)))));
        Random random = new Random(3);
        int refused = 0;
        for (int i = 0; i < ROUNDS; i++) {
            byte[] bad = good.clone();
            for (int changes = random.nextInt(3); changes >= 0; changes--) {
                bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            }
            bad = random.nextInt(4) == 0 ? Arrays.copyOf(bad, random.nextInt(bad.length)) : bad;
            try {
                KernelModel kernel = read(bad);
                kernel.tracepoints().names().forEach(name -> {
                    String[] parts = name.split(":", 2);
                    assertThat(kernel.tracepoints().find(parts[0], parts[parts.length - 1]))
                            .isNotNull();
                });
                kernel.functions().traceable("x");
                assertThatThrownBy(kernel::btf).isInstanceOfAny(MalformedBtf.class, MalformedSnapshot.class);
            } catch (MalformedSnapshot malformed) {
                assertThat(malformed).hasMessageContaining("a.kernel: section ");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(ROUNDS / 2);
    }

    @Test
    void whatIsWrongIsSaid() throws IOException {
        Map<String, byte[]> sections = new LinkedHashMap<>();
        refused(sections, "section kernel: it is missing; is this a snapshot?");
        sections.put("kernel", text("nothing"));
        refused(sections, "section kernel, offset 0: it does not begin with");
        sections.put("kernel", text(HEAD + "odd line\n"));
        refused(sections, "section kernel, offset 54: not a line of it: odd line");
        sections.put("kernel", text(HEAD + "section tracepoints 3\nsection syscalls 4\n"));
        refused(sections, "section tracepoints: it is missing");
        sections.put("tracepoints", text("== a:b"));
        refused(sections, "section tracepoints, offset 6: 6 bytes, but the head says 3");
        sections.put("tracepoints", text("==="));
        sections.put("syscalls", text("read"));
        refused(sections, "section syscalls, offset 0: not a name and a number");
        sections.put("kernel", text(HEAD + "section tracepoints 15\nsection syscalls 0\n"));
        sections.put("syscalls", new byte[0]);
        sections.put("tracepoints", text("== a:b\n\tfield:x"));
        KernelModel kernel = read(zip(sections));
        assertThatThrownBy(() -> kernel.tracepoints().find("a", "b"))
                .hasMessageContaining("section tracepoints, offset 7: a:b: not a field of a format: field:x");
    }

    private static void refused(Map<String, byte[]> sections, String message) throws IOException {
        byte[] bytes = zip(sections);
        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(MalformedSnapshot.class)
                .hasMessageContaining(message);
    }

    @Test
    void largeFilesAreRefused() throws IOException {
        Map<String, byte[]> sections = new LinkedHashMap<>();
        sections.put("padding", new byte[SnapshotReader.MOST_SECTION_BYTES + 1]);
        sections.put("kernel", text(HEAD + "section tracepoints 1\nsection syscalls 0\n"));
        sections.put("tracepoints", new byte[SnapshotReader.MOST_SECTION_BYTES + 1]);
        byte[] bytes = zip(sections);
        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(MalformedSnapshot.class)
                .hasMessageContaining("section tracepoints, offset 67108864: more than 67108864 bytes");
    }

    @Test
    void shippedKernelsAreWhole() {
        for (Snapshots.Shipped one : Snapshots.shipped()) {
            KernelModel kernel = Snapshots.find(one.name()).orElseThrow();
            assertThat(kernel.release()).startsWith(one.name());
            assertThat(Snapshots.find(kernel.release()).map(KernelModel::release))
                    .contains(kernel.release());
            List<String> names = kernel.tracepoints().names();
            assertThat(names).hasSizeGreaterThan(1_500);
            for (String name : names) {
                String[] parts = name.split(":", 2);
                assertThat(kernel.tracepoints().find(parts[0], parts[1]))
                        .as(name)
                        .isPresent();
            }
            assertThat(kernel.functions().find("vfs_read")).isPresent();
            kernel.types()
                    .modules()
                    .forEach(name -> assertThat(kernel.types().module(name)).isPresent());
        }
        assertThat(Snapshots.find("6.999")).isEmpty();
    }
}
