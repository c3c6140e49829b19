package dev.ken.llm.settings;

import dev.ken.llm.LanguageModel;
import dev.ken.llm.ModelUnreachable;
import dev.ken.llm.Pace;
import dev.ken.llm.Patience;
import dev.ken.llm.gguf.GgufModel;
import dev.ken.llm.gguf.Pipe;
import dev.ken.llm.http.AnthropicProtocol;
import dev.ken.llm.http.GeminiProtocol;
import dev.ken.llm.http.HttpModel;
import dev.ken.llm.http.OllamaProtocol;
import dev.ken.llm.http.OpenAiProtocol;
import dev.ken.llm.http.Protocol;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Models by their names: `openai:NAME`, `anthropic:NAME`, `gemini:NAME`, `ollama:NAME`, `gguf:FILE`.
///
/// @param workers starts the process of a GGUF model
public record Models(Settings settings, Patience patience, Pace pace, Pipe.Source workers) {
    /// The providers that there are.
    public static final List<String> PROVIDERS = List.of("openai", "anthropic", "gemini", "ollama", "gguf");

    private static final int CONTEXT_TOKENS = 8_192;
    private static final int MOST_CONTEXT_TOKENS = 1 << 20;

    /// @throws ModelUnreachable if the provider is not known, or its key is missing
    public LanguageModel open(String name) {
        int colon = name.indexOf(':');
        String provider = colon < 0 ? "" : name.substring(0, colon);
        String model = name.substring(colon + 1);
        return switch (provider) {
            case "openai" -> openAi(model);
            case "anthropic" ->
                http(
                        new AnthropicProtocol(),
                        model,
                        base("anthropic", "ANTHROPIC_BASE_URL").orElse("https://api.anthropic.com"),
                        Optional.of(needed("anthropic", "ANTHROPIC_API_KEY")));
            case "gemini" ->
                http(
                        new GeminiProtocol(),
                        model,
                        base("gemini", "GOOGLE_GEMINI_BASE_URL").orElse("https://generativelanguage.googleapis.com"),
                        Optional.of(needed("gemini", "GEMINI_API_KEY", "GOOGLE_API_KEY")));
            case "ollama" ->
                http(
                        new OllamaProtocol(),
                        model,
                        address(base("ollama", "OLLAMA_HOST").orElse("127.0.0.1:11434")),
                        settings.key("ollama", "OLLAMA_API_KEY"));
            case "gguf" -> gguf(model);
            default ->
                throw new ModelUnreachable(
                        "a model is PROVIDER:NAME with one of the providers " + String.join(", ", PROVIDERS) + ", not "
                                + name,
                        false);
        };
    }

    private LanguageModel openAi(String model) {
        Optional<String> base = base("openai", "OPENAI_BASE_URL");
        Optional<Secret> key = settings.key("openai", "OPENAI_API_KEY");
        if (base.isEmpty() && key.isEmpty()) {
            throw new ModelUnreachable(
                    "OPENAI_API_KEY is not set (nor OPENAI_BASE_URL, for a local model); --engine builtin needs neither.",
                    false);
        }
        return http(
                new OpenAiProtocol(settings.is("openai", "grammars")),
                model,
                base.orElse("https://api.openai.com/v1"),
                key);
    }

    private LanguageModel gguf(String file) {
        Optional<String> home = settings.variable("HOME");
        // A name of the configuration stands for a file: [gguf] qwen = "/models/qwen.gguf"
        String path = settings.text("gguf", file).orElse(file);
        String whole = path.startsWith("~/") && home.isPresent() ? home.get() + path.substring(1) : path;
        int context = settings.number("gguf", "context-tokens")
                .map(BigDecimal::intValue)
                .filter(tokens -> tokens > 0 && tokens <= MOST_CONTEXT_TOKENS)
                .orElse(CONTEXT_TOKENS);
        int threads = settings.number("gguf", "threads")
                .map(BigDecimal::intValue)
                .filter(number -> number > 0)
                .orElseGet(() -> Math.max(1, Runtime.getRuntime().availableProcessors()));
        return new GgufModel(Path.of(whole), context, threads, workers, pace);
    }

    private Optional<String> base(String provider, String variable) {
        return settings.variable(variable).or(() -> settings.text(provider, "url"));
    }

    /// `OLLAMA_HOST` may lack the scheme, and may be an address to listen on.
    private static String address(String host) {
        String whole = host.contains("://") ? host : "http://" + host;
        return whole.replace("://0.0.0.0", "://127.0.0.1");
    }

    private Secret needed(String provider, String... variables) {
        return settings.key(provider, variables)
                .orElseThrow(() -> new ModelUnreachable(
                        String.join(" or ", variables) + " is not set, nor key in [" + provider
                                + "] of the configuration; --engine builtin needs no key.",
                        false));
    }

    private LanguageModel http(Protocol protocol, String model, String base, Optional<Secret> key) {
        return new HttpModel(protocol, model, base, key.map(Secret::value), patience, pace);
    }
}
