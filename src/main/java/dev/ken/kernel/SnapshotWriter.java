package dev.ken.kernel;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Writes a recorded kernel: a zip file whose first entry is the [SnapshotHead]; small entries come first, so that who
/// needs no types reads no types. The same recording gives the same bytes.
public final class SnapshotWriter {
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private SnapshotWriter() {}

    public static void write(Recording recording, OutputStream out) throws IOException {
        Map<String, byte[]> sections = sections(recording);
        Map<String, Integer> sizes = new LinkedHashMap<>();
        sections.forEach((name, bytes) -> sizes.put(name, bytes.length));
        SnapshotHead head = new SnapshotHead(recording.release(), recording.architecture(), sizes);
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setLevel(Deflater.BEST_COMPRESSION);
            entry(zip, SnapshotHead.NAME, bytes(head.text()));
            for (Map.Entry<String, byte[]> section : sections.entrySet()) {
                entry(zip, section.getKey(), section.getValue());
            }
        }
    }

    private static Map<String, byte[]> sections(Recording recording) {
        Map<String, byte[]> sections = new LinkedHashMap<>();
        StringBuilder calls = new StringBuilder();
        recording
                .syscalls()
                .forEach((name, number) ->
                        calls.append(name).append(' ').append(number).append('\n'));
        sections.put(SnapshotHead.SYSCALLS, bytes(calls.toString()));
        sections.put(SnapshotHead.TRACEPOINTS, bytes(recording.tracepoints()));
        recording
                .traceable()
                .ifPresent(names -> sections.put(SnapshotHead.TRACEABLE, bytes(String.join("\n", names) + "\n")));
        byte[] kernel = recording.btf().get(KernelTypes.KERNEL);
        if (kernel != null) {
            sections.put(SnapshotHead.BTF + KernelTypes.KERNEL, kernel);
        }
        recording.btf().forEach((name, bytes) -> sections.putIfAbsent(SnapshotHead.BTF + name, bytes));
        return sections;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void entry(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }
}
