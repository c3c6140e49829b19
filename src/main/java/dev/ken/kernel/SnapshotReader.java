package dev.ken.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/// Reads a recorded kernel. The head, tracepoints and system calls are read at once; types and functions when they are
/// asked for. What is wrong with the bytes throws [MalformedSnapshot], also later.
public final class SnapshotReader {
    /// Of one section; ten times what a kernel has.
    static final int MOST_SECTION_BYTES = 64 << 20;

    private static final int MOST_HEAD_BYTES = 1 << 18;
    private static final int MOST_CALLS = 10_000;

    /// Of all sections before the one that is looked for.
    private static final long MOST_BYTES = 128L << 20;

    private final String file;
    private final Bytes bytes;
    private final SnapshotHead head;

    /// The bytes of a file from its start, as often as they are asked for.
    public interface Bytes {
        InputStream open() throws IOException;
    }

    private SnapshotReader(String file, Bytes bytes) {
        this.file = file;
        this.bytes = bytes;
        this.head = head(file, bytes);
    }

    /// The recorded kernel; `file` is how messages call it. Throws [UncheckedIOException] where nothing can be read.
    public static KernelModel read(String file, Bytes bytes) {
        return new SnapshotReader(file, bytes).model();
    }

    /// Only the first section.
    public static SnapshotHead head(String file, Bytes bytes) {
        byte[] text = section(file, bytes, SnapshotHead.NAME, MOST_HEAD_BYTES);
        return SnapshotHead.parse(file, new String(text, StandardCharsets.UTF_8));
    }

    private KernelModel model() {
        Map<String, Supplier<byte[]>> modules = new LinkedHashMap<>();
        Lazy<Map<String, byte[]>> all = new Lazy<>(this::modules);
        head.modules().forEach(name -> modules.put(name, () -> module(all.get(), name)));
        KernelTypes types = new KernelTypes(
                () -> head.types() ? Optional.of(section(SnapshotHead.BTF + KernelTypes.KERNEL)) : Optional.empty(),
                modules);
        return new KernelModel(
                head.release(),
                head.architecture(),
                new RecordedTracepoints(file, text(SnapshotHead.TRACEPOINTS)),
                new SyscallTable(head.architecture(), syscalls(text(SnapshotHead.SYSCALLS))),
                types,
                new KernelFunctions(types, this::traceable),
                BlockDevices.allocated());
    }

    private byte[] module(Map<String, byte[]> all, String name) {
        return Optional.ofNullable(all.get(SnapshotHead.BTF + name))
                .orElseThrow(() -> new MalformedSnapshot(file, SnapshotHead.BTF + name, -1, "it is missing"));
    }

    /// The BTF of all modules, by section, in one pass through the file.
    private Map<String, byte[]> modules() {
        Map<String, byte[]> found = new LinkedHashMap<>();
        Set<String> wanted = new HashSet<>();
        head.modules().forEach(name -> wanted.add(SnapshotHead.BTF + name));
        sections(file, bytes, wanted, MOST_SECTION_BYTES, found);
        found.forEach(this::sized);
        return found;
    }

    private Optional<Set<String>> traceable() {
        return head.traceable()
                ? Optional.of(
                        new HashSet<>(Arrays.asList(text(SnapshotHead.TRACEABLE).split("\n"))))
                : Optional.empty();
    }

    private SortedMap<String, Integer> syscalls(String text) {
        SortedMap<String, Integer> numbers = new TreeMap<>();
        int at = 0;
        for (String line : text.isEmpty() ? new String[0] : text.split("\n")) {
            String[] words = line.split(" ");
            if (words.length != 2 || !words[1].matches("\\d{1,6}") || numbers.size() >= MOST_CALLS) {
                throw new MalformedSnapshot(file, SnapshotHead.SYSCALLS, at, "not a name and a number");
            }
            numbers.put(words[0], Integer.parseInt(words[1]));
            at += line.length() + 1;
        }
        return numbers;
    }

    private String text(String name) {
        return new String(section(name), StandardCharsets.UTF_8);
    }

    private byte[] section(String name) {
        if (!head.has(name)) {
            throw new MalformedSnapshot(file, name, -1, "it is missing");
        }
        byte[] found = section(file, bytes, name, MOST_SECTION_BYTES);
        sized(name, found);
        return found;
    }

    private void sized(String name, byte[] found) {
        Integer size = head.sections().get(name);
        if (size == null || found.length != size) {
            throw new MalformedSnapshot(file, name, found.length, found.length + " bytes, but the head says " + size);
        }
    }

    private static byte[] section(String file, Bytes bytes, String name, int most) {
        Map<String, byte[]> found = new LinkedHashMap<>();
        sections(file, bytes, Set.of(name), most, found);
        byte[] one = found.get(name);
        if (one == null) {
            boolean first = name.equals(SnapshotHead.NAME);
            throw new MalformedSnapshot(file, name, -1, first ? "it is missing; is this a snapshot?" : "it is missing");
        }
        return one;
    }

    /// Puts the sections that are wanted into `found`; reads no further than to the last of them.
    private static void sections(String file, Bytes bytes, Set<String> wanted, int most, Map<String, byte[]> found) {
        String at = SnapshotHead.NAME;
        try (ZipInputStream zip = new ZipInputStream(bytes.open())) {
            long passed = 0;
            while (found.size() < wanted.size()) {
                ZipEntry entry = zip.getNextEntry();
                if (entry == null) {
                    return;
                }
                at = shown(entry.getName());
                if (wanted.contains(entry.getName())) {
                    byte[] whole = whole(file, zip, at, most);
                    found.put(entry.getName(), whole);
                    passed += whole.length;
                } else {
                    passed += zip.skip(MOST_BYTES - passed);
                }
                if (passed >= MOST_BYTES) {
                    throw new MalformedSnapshot(file, at, MOST_BYTES, "more bytes than a kernel has");
                }
            }
        } catch (ZipException | java.io.EOFException | IllegalArgumentException wrong) {
            throw new MalformedSnapshot(file, at, -1, "it is damaged or cut off (" + wrong.getMessage() + ")");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static byte[] whole(String file, ZipInputStream zip, String name, int most) throws IOException {
        byte[] found = zip.readNBytes(most + 1);
        if (found.length > most) {
            throw new MalformedSnapshot(file, name, most, "more than " + most + " bytes");
        }
        return found;
    }

    private static String shown(String name) {
        String plain = name.replaceAll("[^\\w./+-]", "?");
        return plain.length() > 60 ? plain.substring(0, 60) : plain;
    }
}
