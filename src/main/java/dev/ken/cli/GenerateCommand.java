package dev.ken.cli;

import dev.ken.engine.Attempt;
import dev.ken.engine.CProjects;
import dev.ken.engine.Outcome;
import dev.ken.engine.Progress;
import dev.ken.engine.Request;
import dev.ken.engine.Review;
import dev.ken.engine.Target;
import dev.ken.source.Source;
import dev.ken.synthesis.c.Project;
import dev.ken.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `ken generate`: the program on standard output, the verdict on standard error.
@Command(
        name = "generate",
        description = "Write a program for a request and prove it.",
        footer = {
            "",
            "Examples:",
            "  ken generate \"count system calls by process for 5 seconds\"",
            "  ken generate -o forks.bt \"count forks per second\"",
            "  ken generate --batch requests.jsonl > answers.jsonl"
        })
final class GenerateCommand implements Callable<Integer> {
    private final Console console;
    private Workshop workshop;

    @Parameters(paramLabel = "REQUEST", arity = "0..*", description = "what is to be observed, in English")
    List<String> words = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE|DIR/",
            description = "write the program to FILE; with --target libbpf, to DIR/ with all that builds and runs it")
    String output = "";

    @Option(
            names = "--batch",
            paramLabel = "FILE.jsonl",
            description = "answer one request a line: {\"id\":…,\"request\":…,\"target\":…}; - is standard input")
    String batch = "";

    @Option(names = "--threads", paramLabel = "N", description = "worker threads of --batch (default: 2)")
    int threads = Batch.USUAL_THREADS;

    @Option(
            names = "--kernel-check",
            description = "with --batch: have the running kernel load every proved program too")
    boolean kernel;

    @Mixin
    KernelOption kernelOption = new KernelOption();

    @Mixin
    SmtOption smt = new SmtOption();

    @Mixin
    RequestOptions options = new RequestOptions();

    @Spec
    @Nullable
    CommandSpec spec;

    GenerateCommand(Console console, Workshop workshop) {
        this.console = console;
        this.workshop = workshop;
    }

    @Override
    public Integer call() throws BadInput, Lacking {
        workshop = kernelOption.chosen(workshop);
        if (!batch.isEmpty()) {
            Batch.noWords(words, "--batch");
            smt.notWithBatch();
            return new Batch(console, workshop, threads).run(batch, new BatchGenerate(options, workshop, kernel));
        }
        Request request = options.request(words);
        long start = System.nanoTime();
        AnswerText text = new AnswerText(new Style(false));
        workshop = smt.kept(workshop);
        Review review = workshop.review();
        Kept kept = Kept.begun(console, "generate", spec, request.text());
        Outcome outcome = workshop.generation(options.choice(), review).generate(request, progress -> {
            kept.line(progress);
            if (progress instanceof Progress.Understood(var understood) && !options.json) {
                text.understood(understood).forEach(console.err()::println);
            } else if (progress instanceof Progress.Judged(var attempt) && !options.json) {
                judged(attempt, text);
            } else if (progress instanceof Progress.Opined(var opinion) && !options.json) {
                text.opinion(opinion).forEach(console.err()::println);
            }
        });
        kept.line(outcome);
        ModelUse.show(console, workshop.engines().used(options.choice()), options.json);
        smt.close(console);
        long millis = (System.nanoTime() - start) / 1_000_000;
        if (options.json) {
            Json.Obj answer = AnswerJson.outcome(outcome).with("millis", millis);
            console.out()
                    .println(ModelUse.with(answer, workshop.engines().used(options.choice()))
                            .text());
        }
        if (outcome instanceof Outcome.Accepted(var _, var attempt, var _, var _)) {
            boolean folder = output.endsWith("/") || !output.isEmpty() && Files.isDirectory(Path.of(output));
            if (folder && request.target() == Target.LIBBPF) {
                project(attempt.program());
            } else {
                write(attempt.program().text());
            }
        } else if (!options.json) {
            Say.words(outcome, console.err());
        }
        return Say.code(outcome);
    }

    /// All that is needed to build and run a program in C.
    private void project(Source program) throws BadInput, Lacking {
        Path folder = Path.of(output);
        String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
        CProjects.Made made = CProjects.of(
                program, name, workshop.compiler().get(), workshop.facts().get());
        switch (made) {
            case CProjects.Made.None(String reason) -> throw new Lacking(reason);
            case CProjects.Made.Whole(Project files, var _, var _, var _) -> {
                try {
                    Files.createDirectories(folder);
                    Files.writeString(folder.resolve(files.name() + ".bpf.c"), files.program());
                    Files.writeString(folder.resolve(files.name() + ".c"), files.reader());
                    Files.writeString(folder.resolve("Makefile"), files.makefile());
                } catch (IOException e) {
                    throw Inputs.unwritten(output, e);
                }
                console.err()
                        .println("ken: written to " + output + "; build with make, run " + files.name() + " as root");
            }
        }
    }

    private void judged(Attempt attempt, AnswerText text) {
        if (attempt.accepted()) {
            text.proved(attempt).forEach(console.err()::println);
            text.risks(attempt).forEach(console.err()::println);
            text.kernel(attempt).forEach(console.err()::println);
        } else {
            text.program(attempt).forEach(console.err()::println);
            text.failed(attempt).forEach(console.err()::println);
        }
    }

    private void write(String program) throws BadInput {
        if (output.isEmpty()) {
            if (!options.json) {
                console.out().print(program.endsWith("\n") ? program : program + "\n");
                console.out().flush();
            }
            return;
        }
        try {
            Files.writeString(
                    Path.of(output), program.endsWith("\n") ? program : program + "\n", StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw Inputs.unwritten(output, e);
        }
    }
}
