package dev.ken.cli;

import dev.ken.engine.Request;
import dev.ken.engine.Target;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Options of every command that turns a request into a program.
final class RequestOptions {
    @Mixin
    ModelOptions models = new ModelOptions();

    @Option(
            names = "--target",
            paramLabel = "bpftrace|libbpf",
            description =
                    "what the program is written in (default: bpftrace, and libbpf for XDP, tc and what drops packets)")
    String target = "";

    @Option(names = "--trials", paramLabel = "N", description = "most programs that are tried (default: 3)")
    int trials = Request.USUAL_TRIALS;

    @Option(names = "--assume", description = "assume what the request leaves open, and say so, rather than ask")
    boolean assume;

    @Option(
            names = {"--no-kernel-check", "--no-kernel"},
            description = "do not have the running kernel load the program as a check")
    boolean noKernel;

    @Option(names = "--json", description = "answer in JSON")
    boolean json;

    EngineChoice choice() throws BadInput {
        return models.choice();
    }

    Request request(List<String> words) throws BadInput {
        return request(String.join(" ", words), target, !noKernel);
    }

    Request request(String text, String targetWord, boolean kernel) throws BadInput {
        if (trials < 1 || trials > Request.MOST_TRIALS) {
            throw new BadInput("--trials is a number from 1 to " + Request.MOST_TRIALS + ", not " + trials);
        }
        String word = targetWord.isEmpty() ? target : targetWord;
        Target chosen = word.isEmpty() ? Target.usual(text) : Inputs.target(word, "");
        return new Request(text, chosen, trials, assume, kernel, models.steps());
    }
}
