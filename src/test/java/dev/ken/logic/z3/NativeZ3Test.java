package dev.ken.logic.z3;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.z3.Context;
import com.microsoft.z3.Version;
import dev.ken.logic.z3.NativeZ3.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NativeZ3Test {
    private static final Platform HERE = Platform.here();
    private static final int AT_ONCE = 4;

    @Test
    void theFolderIsNamedAfterTheVersionInside() {
        try (Context context = new Context()) {
            assertThat(Version.getFullVersion()).contains(NativeZ3.VERSION);
            assertThat(context.mkTrue().isTrue()).isTrue();
        }
    }

    @Test
    void unpacksOnceAndLeavesNothingElse(@TempDir Path cache) throws IOException {
        Path folder = NativeZ3.unpack(HERE, cache).orElseThrow();
        assertThat(names(folder)).containsExactlyInAnyOrderElementsOf(HERE.files());
        Path library = folder.resolve(HERE.files().getFirst());
        Object before = Files.readAttributes(library, "*").get("fileKey");
        assertThat(NativeZ3.unpack(HERE, cache)).contains(folder);
        assertThat(Files.readAttributes(library, "*").get("fileKey")).isEqualTo(before);
    }

    @Test
    void severalAtOnceAgree(@TempDir Path cache) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<Path>> folders = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                folders.add(threads.submit(() -> NativeZ3.unpack(HERE, cache).orElseThrow()));
            }
            for (Future<Path> folder : folders) {
                assertThat(names(folder.get())).contains(HERE.files().toArray(String[]::new));
            }
        }
        try (Stream<Path> left = Files.walk(cache)) {
            assertThat(left.filter(f -> f.toString().endsWith(".tmp"))).isEmpty();
        }
    }

    @Test
    void whereNoFolderCanBeMadeThereIsNone(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThat(NativeZ3.unpack(HERE, file)).isEmpty();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).toList();
        }
    }
}
