package dev.ken.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// ONNX Runtime's shared libraries and the model, unpacked once into a folder that stays, beside Z3's, instead
/// of 28 MB into the temporary folder at every start: `~/.cache/ken/native/onnxruntime-VERSION`
/// (`$XDG_CACHE_HOME` is honoured). Where that folder cannot be written or belongs to somebody else, ONNX
/// Runtime unpacks into a temporary folder by itself.
final class NativeOnnx {
    /// Version of the libraries; part of the folder's name, so that an update unpacks anew.
    static final String VERSION = "1.29.0";

    /// That of the jar with the model.
    private static final String MODEL_VERSION = "1.11.0-beta19";

    private static final String FOLDER = "onnxruntime.native.path";
    private static final List<String> LIBRARIES = List.of("onnxruntime", "onnxruntime4j_jni");

    private NativeOnnx() {}

    /// The model in that folder; empty where there is none, and it has to be read from the jar.
    static synchronized Optional<Path> unpack() {
        Path folder = cache().resolve("onnxruntime-" + VERSION).toAbsolutePath();
        try {
            Files.createDirectories(folder);
            boolean ours = ours(folder);
            for (String library : LIBRARIES) {
                String file = System.mapLibraryName(library);
                Path target = folder.resolve(file);
                if (ours && !Files.isRegularFile(target)) {
                    copy("/ai/onnxruntime/native/" + platform() + "/" + file, target);
                }
                ours &= ours(target);
            }
            if (!ours) {
                return Optional.empty();
            }
            System.setProperty(FOLDER, folder.toString());
            Path model = folder.resolve("all-minilm-l6-v2-q-" + MODEL_VERSION + ".onnx");
            if (!Files.isRegularFile(model)) {
                copy(MiniLm.MODEL, model);
            }
            return ours(model) ? Optional.of(model) : Optional.empty();
        } catch (IOException | UnsupportedOperationException notHere) {
            // Then the library unpacks itself in its own way, or says why it cannot.
            return Optional.empty();
        }
    }

    /// A file appears whole or not at all, also when two processes unpack it at once: both rename the same bytes.
    private static void copy(String resource, Path target) throws IOException {
        Path whole = Files.createTempFile(target.getParent(), "unpacking", ".tmp");
        try (InputStream bytes = NativeOnnx.class.getResourceAsStream(resource)) {
            if (bytes == null) {
                throw new IOException("missing resource " + resource);
            }
            Files.copy(bytes, whole, StandardCopyOption.REPLACE_EXISTING);
            Files.move(whole, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    /// What a root process loads must not be replaceable by others: `sudo` keeps the home folder of the user.
    private static boolean ours(Path path) throws IOException {
        return Files.getOwner(path).getName().equals(System.getProperty("user.name"));
    }

    private static Path cache() {
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path base = xdg == null || xdg.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
        return base.resolve("ken").resolve("native");
    }

    /// Operating system and processor as ONNX Runtime's jar spells them.
    private static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String processor = arch.equals("amd64") || arch.equals("x86_64") ? "x64" : "aarch64";
        return (os.startsWith("mac") ? "osx-" : "linux-") + processor;
    }
}
