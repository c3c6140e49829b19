package dev.ken.cli;

/// Who writes programs.
sealed interface EngineChoice {
    record BuiltIn() implements EngineChoice {}

    /// A model `name` of a provider (`openai`).
    record Model(String provider, String name) implements EngineChoice {}

    /// The choice that `--engine` and `--model` make; a model alone chooses the engine too.
    static EngineChoice of(String engine, String model) throws BadInput {
        return switch (engine) {
            case "builtin" -> {
                if (!model.isEmpty()) {
                    throw new BadInput("--model goes with --engine llm, not with --engine builtin");
                }
                yield new BuiltIn();
            }
            case "" -> model.isEmpty() ? new BuiltIn() : model(model);
            case "llm" -> {
                if (model.isEmpty()) {
                    throw new BadInput("--engine llm needs --model PROVIDER:NAME, for example --model openai:gpt-4o");
                }
                yield model(model);
            }
            default -> throw new BadInput("--engine is builtin or llm, not " + engine);
        };
    }

    private static EngineChoice model(String text) throws BadInput {
        int colon = text.indexOf(':');
        if (colon <= 0 || colon == text.length() - 1) {
            throw new BadInput("--model is PROVIDER:NAME, for example openai:gpt-4o, not " + text);
        }
        if (!text.startsWith("openai:")) {
            throw new BadInput(
                    "the provider openai is known (any OpenAI-compatible endpoint, see OPENAI_BASE_URL), not "
                            + text.substring(0, colon));
        }
        return new Model(text.substring(0, colon), text.substring(colon + 1));
    }
}
