package dev.ken.runtime;

import dev.ken.llm.ModelUnreachable;
import dev.ken.llm.gguf.Pipe;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A second Java machine for native code that may crash. It has a temporary folder of its own, since the
/// library unpacks itself under a fixed name, and ends with this process: its input is closed then.
public final class ModelProcess implements Pipe {
    private static final long END_MILLIS = 2_000;
    private static final int LAST_BYTES = 2_000;
    private static final int SIGNALLED = 128;

    private final Process process;
    private final Path folder;
    private final Path errors;

    private ModelProcess(Process process, Path folder, Path errors) {
        this.process = process;
        this.folder = folder;
        this.errors = errors;
    }

    /// Starts a class of this program.
    public static Pipe start(Class<?> main, List<String> arguments) {
        try {
            Path folder = Files.createTempDirectory("ken-model");
            Path errors = folder.resolve("errors");
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xmx256m",
                    "--enable-native-access=ALL-UNNAMED",
                    "-XX:ErrorFile=" + folder.resolve("crash"),
                    "-Djava.io.tmpdir=" + folder,
                    "-cp",
                    System.getProperty("java.class.path"),
                    main.getName()));
            command.addAll(arguments);
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.to(errors.toFile()))
                    .start();
            ModelProcess started = new ModelProcess(process, folder, errors);
            Runtime.getRuntime().addShutdownHook(new Thread(started::close));
            return started;
        } catch (IOException failure) {
            throw new ModelUnreachable("the process for the model cannot be started: " + failure.getMessage(), true);
        }
    }

    @Override
    public OutputStream toWorker() {
        return process.getOutputStream();
    }

    @Override
    public InputStream fromWorker() {
        return process.getInputStream();
    }

    @Override
    public String ending() {
        try {
            if (!process.waitFor(END_MILLIS, TimeUnit.MILLISECONDS)) {
                return "it does not listen any more";
            }
            int code = process.exitValue();
            String last = last();
            return (code > SIGNALLED ? "by signal " + (code - SIGNALLED) : "with status " + code)
                    + (last.isEmpty() ? "" : ": " + last);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "while this was interrupted";
        }
    }

    /// The last line of its standard error that says something.
    private String last() {
        try {
            byte[] all = Files.readAllBytes(errors);
            int from = Math.max(0, all.length - LAST_BYTES);
            String text = new String(all, from, all.length - from, StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> line.contains("rror") || line.contains("failed") || line.contains("GGML_ASSERT"))
                    .reduce((_, later) -> later)
                    .orElse("")
                    .strip();
        } catch (IOException unreadable) {
            return "";
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(one);
            }
        } catch (IOException left) {
            // A temporary folder that stays harms nobody.
            return;
        }
    }
}
