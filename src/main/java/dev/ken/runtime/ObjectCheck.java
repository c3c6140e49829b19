package dev.ken.runtime;

import dev.ken.kernel.KernelModel;
import dev.ken.runtime.KernelVerdict.Accepted;
import dev.ken.runtime.KernelVerdict.Cause;
import dev.ken.runtime.KernelVerdict.Rejected;
import dev.ken.runtime.KernelVerdict.Unavailable;
import dev.ken.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Has the verifier of the running kernel judge a program in C: compiled, loaded by bpftool into a BPF file
/// system of its own, in a mount namespace of its own, which goes away with the process. Nothing is attached.
public final class ObjectCheck {
    private static final int LOG_CHARACTERS = 2_000;
    private static final String LOAD = "mount -t bpf bpf \"$1\" && exec \"$3\" prog loadall \"$2\" \"$1/programs\"";
    private static final Pattern FAILED = Pattern.compile("libbpf: prog '([^']*)': BPF program load failed: (.*)");
    private static final Pattern RELOCATION = Pattern.compile("libbpf: (.*(?:relo|CO-RE|map|failed to).*)");

    private final Environment environment;
    private final Clang compiler;

    public ObjectCheck(Environment environment, Clang compiler) {
        this.environment = environment;
        this.compiler = compiler;
    }

    public KernelVerdict check(String program, KernelModel kernel) {
        if (!environment.root()) {
            return new Unavailable("root is missing", "Get it with: sudo ./ken ...");
        }
        Optional<Path> bpftool = environment.bpftool();
        if (bpftool.isEmpty()) {
            return new Unavailable("bpftool is missing", "Get it with: sudo apt-get install -y bpftool");
        }
        return switch (compiler.compile(new Source("program", program), kernel)) {
            case Compilation.Unavailable(String reason, String hint) -> new Unavailable(reason, hint);
            case Compilation.Errors(var errors) ->
                new Rejected(Cause.SYNTAX, errors.get(0).message(), Optional.empty(), "");
            case Compilation.Compiled(byte[] object, var _) -> load(object, program, bpftool.get());
        };
    }

    private KernelVerdict load(byte[] object, String program, Path bpftool) {
        try {
            Path folder = Files.createTempDirectory("ken-load");
            try {
                Path place = Files.createDirectories(folder.resolve("bpf"));
                Path file = folder.resolve("program.bpf.o");
                Files.write(file, object);
                long start = System.nanoTime();
                List<String> command = List.of(
                        "unshare", "-m", "sh", "-c", LOAD, "sh", place.toString(), file.toString(), bpftool.toString());
                Clang.Ran ran = Clang.run(command, folder, folder.resolve("messages"), true);
                long millis = (System.nanoTime() - start) / 1_000_000;
                return ran.code() == 0
                        ? new Accepted(environment.release(), millis, programs(program), Optional.empty())
                        : refused(ran.output(), program);
            } finally {
                Clang.delete(folder);
            }
        } catch (IOException e) {
            return new Unavailable("the program could not be loaded: " + e.getMessage(), "Try again.");
        }
    }

    private static int programs(String program) {
        Matcher section = Pattern.compile("SEC\\(\"[^\".]*/[^\"]*\"\\)").matcher(program);
        return (int) section.results().count();
    }

    private static KernelVerdict refused(String output, String program) {
        Matcher failed = FAILED.matcher(output);
        if (!failed.find()) {
            Matcher other = RELOCATION.matcher(output);
            String message =
                    other.find() ? other.group(1) : output.lines().findFirst().orElse("bpftool gave no reason");
            boolean mount = output.contains("mount:") || output.contains("unshare:");
            return mount
                    ? new Unavailable("no BPF file system can be mounted here", "Run as root, outside of a container.")
                    : new Rejected(Cause.OTHER, message.strip(), Optional.empty(), cut(output));
        }
        String log = between(output, "-- BEGIN PROG LOAD LOG --", "-- END PROG LOAD LOG --");
        if (log.isBlank() && failed.group(2).contains("permitted")) {
            return new Rejected(
                    Cause.ATTACH, "this kernel refuses programs of this type", Optional.empty(), cut(output));
        }
        List<String> lines =
                log.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        String message = lines.reversed().stream()
                .filter(line -> !line.startsWith("processed ") && !line.startsWith("libbpf:"))
                .findFirst()
                .orElse(failed.group(2));
        Optional<Integer> line = lines.reversed().stream()
                .filter(one -> one.startsWith("; "))
                .findFirst()
                .flatMap(one -> lineOf(
                        program, one.substring(2).replaceFirst(" @ .*", "").strip()));
        return new Rejected(Cause.VERIFIER, failed.group(1) + ": " + message, line, cut(log));
    }

    private static Optional<Integer> lineOf(String program, String text) {
        List<String> lines = program.lines().map(String::strip).toList();
        int at = lines.indexOf(text);
        return at < 0 ? Optional.empty() : Optional.of(at + 1);
    }

    private static String between(String text, String from, String to) {
        int start = text.indexOf(from);
        int end = text.indexOf(to);
        return start < 0 || end < start ? "" : text.substring(start + from.length(), end);
    }

    private static String cut(String log) {
        return log.length() > LOG_CHARACTERS ? "…" + log.substring(log.length() - LOG_CHARACTERS) : log;
    }
}
