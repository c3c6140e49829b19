package dev.ken.logic.z3;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Z3's shared libraries, unpacked once into a folder that stays, instead of 34 MB into a temporary folder at every
/// start.
///
/// The folder is `~/.cache/ken/native/z3-VERSION` (`$XDG_CACHE_HOME` is honoured). A folder that cannot be
/// written, or that belongs to somebody else, is not used: then a temporary one is, and deleted at exit.
public final class NativeZ3 {
    /// Version of the libraries; part of the folder's name, so that an update unpacks anew.
    static final String VERSION = "4.14.1";

    private NativeZ3() {}

    /// Loads the libraries into this process. Called by Z3's own class initializer, so once.
    /// Throws [UncheckedIOException] where they can be unpacked nowhere (a retry helps once there is room) and
    /// [UnsatisfiedLinkError] on a platform without them.
    public static void load() {
        load(cache());
    }

    static void load(Path cache) {
        Platform platform = Platform.here();
        Path folder = unpack(platform, cache).orElseGet(() -> temporary(platform));
        for (String file : platform.files()) {
            System.load(folder.resolve(file).toString());
        }
    }

    /// The folder below `cache` with all libraries of this platform in it; empty when it cannot be had.
    static Optional<Path> unpack(Platform platform, Path cache) {
        Path folder = cache.resolve("z3-" + VERSION).toAbsolutePath();
        try {
            Files.createDirectories(folder);
            if (!ours(folder)) {
                return Optional.empty();
            }
            for (String file : platform.files()) {
                Path target = folder.resolve(file);
                if (!Files.isRegularFile(target)) {
                    copy(platform.resource(file), target);
                }
                if (!ours(target)) {
                    return Optional.empty();
                }
            }
            return Optional.of(folder);
        } catch (IOException | UnsupportedOperationException notHere) {
            return Optional.empty();
        }
    }

    /// A file appears whole or not at all, also when two processes unpack it at once: both rename the same bytes.
    private static void copy(String resource, Path target) throws IOException {
        Path whole = Files.createTempFile(target.getParent(), "unpacking", ".tmp");
        try (InputStream bytes = open(resource)) {
            Files.copy(bytes, whole, StandardCopyOption.REPLACE_EXISTING);
            Files.move(whole, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    private static InputStream open(String resource) throws IOException {
        InputStream bytes = NativeZ3.class.getClassLoader().getResourceAsStream(resource);
        if (bytes == null) {
            throw new NoSuchFileException(resource);
        }
        return bytes;
    }

    /// What a root process loads must not be replaceable by others: `sudo` keeps the home folder of the user.
    private static boolean ours(Path path) throws IOException {
        return Files.getOwner(path).getName().equals(System.getProperty("user.name"));
    }

    private static Path temporary(Platform platform) {
        try {
            Path folder = Files.createTempDirectory("ken-z3-");
            folder.toFile().deleteOnExit();
            for (String file : platform.files()) {
                Path target = folder.resolve(file);
                target.toFile().deleteOnExit();
                copy(platform.resource(file), target);
            }
            return folder;
        } catch (NoSuchFileException absent) {
            throw (UnsatisfiedLinkError)
                    new UnsatisfiedLinkError("no Z3 for this platform: " + platform).initCause(absent);
        } catch (IOException failure) {
            throw new UncheckedIOException("Z3 cannot be unpacked into the temporary folder", failure);
        }
    }

    private static Path cache() {
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path base = xdg == null || xdg.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
        return base.resolve("ken").resolve("native");
    }

    /// Operating system and processor as Z3's jar spells them; the files in the order in which they are loaded.
    record Platform(String system, String processor, List<String> files) {
        static Platform here() {
            String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
            String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
            String processor = arch.equals("x86_64") ? "amd64" : arch.equals("arm64") ? "aarch64" : arch;
            if (os.startsWith("mac")) {
                return new Platform("osx", processor, List.of("libz3.dylib", "libz3java.dylib"));
            }
            if (os.startsWith("windows")) {
                return new Platform(
                        "windows",
                        processor,
                        List.of("vcruntime140.dll", "vcruntime140_1.dll", "libz3.dll", "libz3java.dll"));
            }
            return new Platform("linux", processor, List.of("libz3.so", "libz3java.so"));
        }

        String resource(String file) {
            return "com/microsoft/z3/" + system + "/" + processor + "/" + file;
        }
    }
}
