package dev.ken.llm.gguf;

import dev.ken.llm.ModelUnreachable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;

/// What can be said of a model file before it is loaded.
final class GgufFile {
    private static final byte[] MAGIC = "GGUF".getBytes(StandardCharsets.US_ASCII);
    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final long KIB = 1_024;
    private static final long MIB = KIB * KIB;
    /// Of a file of this size at least are the weights; the prompts that are kept need memory besides.
    private static final long BESIDES = 600 * MIB;

    private GgufFile() {}

    /// @throws ModelUnreachable if loading it would fail, or need more memory than there is
    static void check(Path file) {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new ModelUnreachable(file + " is no file; --model gguf:FILE names a GGUF file", false);
        }
        if (!Files.exists(file)) {
            boolean plain = file.getNameCount() == 1 && !file.isAbsolute();
            throw new ModelUnreachable(
                    "there is no file " + file
                            + (plain ? " here, and [gguf] in the configuration has no such name" : "")
                            + "; --model gguf:FILE names a GGUF file that you have downloaded",
                    false);
        }
        try (InputStream in = Files.newInputStream(file)) {
            if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
                throw new ModelUnreachable(file + " is no GGUF file: it does not begin with GGUF", false);
            }
            long size = Files.size(file);
            OptionalLong free = available();
            if (free.isPresent() && size + BESIDES > free.getAsLong()) {
                throw new ModelUnreachable(
                        file + " needs about " + (size + BESIDES) / MIB + " MiB of memory, and "
                                + free.getAsLong() / MIB
                                + " MiB are free. A smaller model, or one that is quantized further, needs less.",
                        false);
            }
        } catch (IOException failure) {
            throw new ModelUnreachable(file + " cannot be read: " + failure, false);
        }
    }

    /// Memory that programs can get, in bytes, where the system says so.
    private static OptionalLong available() throws IOException {
        if (!Files.isReadable(MEMORY)) {
            return OptionalLong.empty();
        }
        return Files.readAllLines(MEMORY).stream()
                .filter(line -> line.startsWith("MemAvailable:"))
                .mapToLong(line -> KIB * Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst();
    }
}
