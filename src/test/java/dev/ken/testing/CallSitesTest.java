package dev.ken.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `scripts/CallSites.java` writes out does as the JVM does.
final class CallSitesTest {
    private static final long LIMIT_SECONDS = 120;
    private static final List<Class<?>> CLASSES =
            List.of(CallSitesTest.class, Sample.class, Thing.class, All.class, Text.class, Texts.class);

    private sealed interface Thing {
        /// Two switches, one of them in an interface.
        static String family(@Nullable Thing thing) {
            return switch (thing) {
                case null -> "none";
                case All _ -> "numbers";
                case Text _, Texts _ -> "words";
            };
        }
    }

    private record All(boolean a, byte b, char c, short d, int e, long f, float g, double h) implements Thing {}

    private record Text(@Nullable String text) implements Thing {}

    private record Texts(List<Text> texts, int[] lengths) implements Thing {}

    /// What the classes say of themselves, as text that two class loaders can be compared by.
    public static final class Sample implements Supplier<List<String>> {
        @Override
        public List<String> get() {
            List<Object> things = new ArrayList<>();
            for (double number : new double[] {0.0, -0.0, Double.NaN, 1}) {
                things.add(new All(number > 0, (byte) 7, 'x', (short) -3, 1 << 20, -1L << 40, (float) number, number));
            }
            int[] lengths = {1, 2};
            things.addAll(List.of(
                    new Text(null),
                    new Text("a"),
                    new Text("ab"),
                    new Text(new StringBuilder("ab").toString()),
                    new Texts(List.of(new Text("a")), new int[0]),
                    "a text",
                    List.of()));
            List<String> said = new ArrayList<>(
                    List.of(Thing.family(null), equal(new Texts(List.of(), lengths), new Texts(List.of(), lengths))));
            for (Object one : things) {
                said.add(kind(one) + (one instanceof Thing thing ? Thing.family(thing) : ""));
                said.add(one instanceof Texts ? "" : Integer.toString(one.hashCode()));
                things.forEach(other -> said.add(equal(one, other)));
            }
            return said;
        }

        private static String equal(Object one, Object other) {
            return one.equals(other) ? "=" : "/";
        }

        private static String kind(Object thing) {
            return switch (thing) {
                case Text text when text.text() == null -> "no text";
                case Text(String text) when text.length() > 1 -> "long text";
                case Text _ -> "short text";
                case All(boolean a, var _, var _, var _, var _, var _, var _, var _) -> a ? "positive" : "other";
                case Texts _ -> "texts";
                case String _ -> "string";
                default -> "something else";
            };
        }
    }

    @Test
    void writtenOutClassesDoTheSame(@TempDir Path folder) throws Exception {
        Path jar = jar(folder.resolve("classes.jar"));
        Process script = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "scripts/CallSites.java",
                        jar.toString())
                .redirectErrorStream(true)
                .start();
        String told = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(script.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(told).isEmpty();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            Supplier<?> sample = (Supplier<?>)
                    loader.loadClass(Sample.class.getName()).getConstructor().newInstance();
            assertThat(sample.get()).isEqualTo(new Sample().get());
            assertThat(loader.loadClass(Sample.class.getName()).getDeclaredMethods())
                    .anyMatch(method -> method.getName().startsWith("typeSwitch$"));
            assertThat(loader.loadClass(All.class.getName()).getDeclaredMethods())
                    .anyMatch(method -> method.getName().startsWith("hashCode$"))
                    .anyMatch(method -> method.getName().startsWith("equals$"));
        }
    }

    private static Path jar(Path file) throws IOException {
        try (FileSystem jar = FileSystems.newFileSystem(file, Map.of("create", "true"))) {
            for (Class<?> one : CLASSES) {
                String name = one.getName().replace('.', '/') + ".class";
                Path target = jar.getPath("/" + name);
                Files.createDirectories(target.getParent());
                try (InputStream in = Objects.requireNonNull(
                        CallSitesTest.class.getClassLoader().getResourceAsStream(name))) {
                    Files.write(target, in.readAllBytes());
                }
            }
        }
        return file;
    }
}
