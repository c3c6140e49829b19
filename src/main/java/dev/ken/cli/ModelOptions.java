package dev.ken.cli;

import dev.ken.engine.Steps;
import dev.ken.llm.Account.Budget;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Options about models, and about leaving steps of the loop out.
final class ModelOptions {
    private static final BigDecimal MOST_DOLLARS = BigDecimal.valueOf(1_000_000);

    @Option(
            names = "--engine",
            paramLabel = "builtin|llm|both",
            description =
                    "who reads and writes: the built-in engine, a model, or a model where the built-in engine does not"
                            + " suffice (default: builtin; both, if --model is given)")
    String engine = "";

    @Option(
            names = "--model",
            paramLabel = "PROVIDER:NAME",
            description =
                    "openai:NAME (any OpenAI-compatible endpoint), anthropic:NAME, gemini:NAME, ollama:NAME or gguf:FILE")
    String model = "";

    @Option(
            names = "--model-writes",
            paramLabel = "program|intent",
            description = "what a model of --engine llm writes: the program, or what is meant, which KEN then renders"
                    + " (default: program, for gguf intent)")
    String writes = "";

    @Option(
            names = "--model-clauses",
            description =
                    "have the model say in Hoare clauses, without seeing the program, what each of its probes must"
                            + " do; where a program that was proved breaks them, you are asked which is meant")
    boolean clauses;

    @Option(names = "--record", paramLabel = "FILE", description = "write every exchange with the model to FILE")
    String record = "";

    @Option(
            names = "--replay",
            paramLabel = "FILE",
            description = "take the model's answers from a file that --record wrote")
    String replay = "";

    @Option(names = "--budget-tokens", paramLabel = "N", description = "most tokens that models may use")
    Optional<Long> tokens = Optional.empty();

    @Option(
            names = "--budget-dollars",
            paramLabel = "X",
            description = "most that models may cost, by the [prices] of the configuration")
    Optional<BigDecimal> dollars = Optional.empty();

    @Option(names = "--no-retrieval", description = "show the model no examples")
    boolean noRetrieval;

    @Option(
            names = "--no-comprehension",
            description = "do not read the request: a program is written and loaded, and nothing can be proved")
    boolean noComprehension;

    @Option(names = "--no-judge", description = "prove nothing: nothing is accepted")
    boolean noJudge;

    @Option(names = "--no-feedback", description = "do not tell the model what was wrong with its programs before")
    boolean noFeedback;

    Steps steps() {
        return new Steps(!noRetrieval, !noComprehension, !noJudge, !noFeedback);
    }

    EngineChoice choice() throws BadInput {
        if (tokens.filter(n -> n < 1).isPresent()
                || dollars.filter(x -> x.signum() <= 0 || x.compareTo(MOST_DOLLARS) > 0)
                        .isPresent()) {
            throw new BadInput("a budget is more than 0");
        }
        boolean named = !model.isEmpty() || !replay.isEmpty();
        return switch (engine) {
            case "builtin" -> {
                withoutClauses();
                if (named) {
                    throw new BadInput("--model and --replay go with --engine llm or both, not with --engine builtin");
                }
                yield new EngineChoice.BuiltIn();
            }
            case "" -> {
                if (!named) {
                    withoutClauses();
                }
                yield named ? new EngineChoice.Both(use()) : new EngineChoice.BuiltIn();
            }
            case "llm" -> new EngineChoice.Model(use());
            case "both" -> new EngineChoice.Both(use());
            default -> throw new BadInput("--engine is builtin, llm or both, not " + engine);
        };
    }

    private void withoutClauses() throws BadInput {
        if (clauses) {
            throw new BadInput("--model-clauses needs a model: --model PROVIDER:NAME or --replay FILE");
        }
    }

    private EngineChoice.Use use() throws BadInput {
        if (!model.isEmpty() && (model.indexOf(':') <= 0 || model.endsWith(":"))) {
            throw new BadInput("--model is PROVIDER:NAME, for example openai:gpt-4o, not " + model);
        }
        Optional<EngineChoice.Writes> what = switch (writes) {
            case "" -> Optional.empty();
            case "program" -> Optional.of(EngineChoice.Writes.PROGRAM);
            case "intent" -> Optional.of(EngineChoice.Writes.INTENT);
            default -> throw new BadInput("--model-writes is program or intent, not " + writes);
        };
        return new EngineChoice.Use(
                Optional.of(model).filter(text -> !text.isEmpty()),
                what,
                clauses,
                file(record),
                file(replay),
                new Budget(tokens, dollars));
    }

    private static Optional<Path> file(String text) {
        return Optional.of(text).filter(name -> !name.isEmpty()).map(Path::of);
    }
}
