package dev.ken.cli;

import dev.ken.engine.BuiltInProposer;
import dev.ken.engine.Comprehender;
import dev.ken.engine.Engine;
import dev.ken.engine.ExampleRetrieval;
import dev.ken.engine.FirstProposer;
import dev.ken.engine.ModelClauses;
import dev.ken.engine.ModelComprehender;
import dev.ken.engine.ModelProposer;
import dev.ken.engine.Proposer;
import dev.ken.engine.Retrieval;
import dev.ken.kernel.Lazy;
import dev.ken.llm.Account;
import dev.ken.llm.LanguageModel;
import dev.ken.llm.ModelUnreachable;
import dev.ken.llm.Pace;
import dev.ken.llm.Patience;
import dev.ken.llm.Watch;
import dev.ken.llm.settings.Models;
import dev.ken.llm.settings.Settings;
import dev.ken.llm.tape.RecordingModel;
import dev.ken.llm.tape.ReplayedModel;
import dev.ken.runtime.Environment;
import dev.ken.runtime.ModelProcess;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Engines by choice, each made once for a process. A model is opened when an engine needs it.
final class ModelEngines {
    private final Map<EngineChoice, Open> open = new LinkedHashMap<>();
    private final Supplier<Comprehender> reader;
    private final Supplier<Environment> environment;
    private final Console console;
    private final Retrieval retrieval;

    private record Open(Engine engine, Optional<Account> account) {}

    ModelEngines(Supplier<Comprehender> reader, Supplier<Environment> environment, Console console) {
        this.reader = reader;
        this.environment = environment;
        this.console = console;
        this.retrieval = new ExampleRetrieval(
                new Lazy<>(() -> Stores.of(console)), () -> BuiltInProposer.dialect(environment.get()));
    }

    /// @throws Proposer.Unreachable if there is no such model
    synchronized Engine of(EngineChoice choice) {
        return open.computeIfAbsent(choice, this::made).engine();
    }

    /// What models have used for that choice so far.
    synchronized Optional<Account.Total> used(EngineChoice choice) {
        return Optional.ofNullable(open.get(choice)).flatMap(Open::account).map(Account::total);
    }

    private Open made(EngineChoice choice) {
        Proposer builtIn = new BuiltInProposer(environment);
        return switch (choice) {
            case EngineChoice.BuiltIn() -> new Open(new Engine(reader.get(), builtIn), Optional.empty());
            case EngineChoice.Both(var use) -> both(use, builtIn);
            case EngineChoice.Model(var use) -> model(use, builtIn);
        };
    }

    /// The model reads what the built-in reader does not understand, and writes what the renderer cannot prove.
    private Open both(EngineChoice.Use use, Proposer builtIn) {
        Charged charged = charged(use);
        Proposer proposer = writes(use, charged.model()) == EngineChoice.Writes.INTENT
                ? builtIn
                : new FirstProposer(builtIn, proposer(charged.model()), watch()::note);
        Comprehender comprehender = reading(charged.model(), ModelComprehender.When.NEEDED);
        return new Open(
                new Engine(comprehender, proposer, clauses(use, charged.model())), Optional.of(charged.account()));
    }

    private Open model(EngineChoice.Use use, Proposer builtIn) {
        Charged charged = charged(use);
        Engine engine = switch (writes(use, charged.model())) {
            case INTENT ->
                new Engine(
                        reading(charged.model(), ModelComprehender.When.ALWAYS),
                        builtIn,
                        clauses(use, charged.model()));
            case PROGRAM ->
                new Engine(
                        reading(charged.model(), ModelComprehender.When.NEEDED),
                        proposer(charged.model()),
                        clauses(use, charged.model()));
        };
        return new Open(engine, Optional.of(charged.account()));
    }

    private Optional<ModelClauses> clauses(EngineChoice.Use use, LanguageModel model) {
        return use.clauses() ? Optional.of(new ModelClauses(model, watch())) : Optional.empty();
    }

    /// Small models read better than they write.
    private static EngineChoice.Writes writes(EngineChoice.Use use, LanguageModel model) {
        return use.writes()
                .orElse(model.name().startsWith("gguf:") ? EngineChoice.Writes.INTENT : EngineChoice.Writes.PROGRAM);
    }

    private Comprehender reading(LanguageModel model, ModelComprehender.When when) {
        return new ModelComprehender(reader.get(), model, watch(), retrieval, when);
    }

    private Proposer proposer(LanguageModel model) {
        return new ModelProposer(model, watch(), environment, retrieval);
    }

    private record Charged(LanguageModel model, Account account) {}

    private Charged charged(EngineChoice.Use use) {
        try {
            Settings settings = Settings.read(console.variables());
            LanguageModel plain = use.replayed().isPresent()
                    ? ReplayedModel.open(use.replayed().get())
                    : new Models(settings, Patience.USUAL, Pace.REAL, ModelProcess::start).open(named(use, settings));
            LanguageModel kept = use.recording().isPresent()
                    ? new RecordingModel(plain, use.recording().get())
                    : plain;
            Account account = new Account(use.budget(), settings.price(plain.name()));
            LanguageModel shown = console.shows() ? new ShownModel(kept, console.err(), Pace.REAL) : kept;
            return new Charged(account.charged(shown), account);
        } catch (ModelUnreachable wrong) {
            throw new Proposer.Unreachable(String.valueOf(wrong.getMessage()), wrong.retryHelps());
        }
    }

    private static String named(EngineChoice.Use use, Settings settings) {
        return use.name()
                .or(() -> settings.text("", "model"))
                .orElseThrow(() -> new ModelUnreachable(
                        "--engine llm needs --model PROVIDER:NAME, for example --model openai:gpt-4o, or model in "
                                + "the configuration",
                        false));
    }

    private Watch watch() {
        return new Watch() {
            @Override
            public void note(String sentence) {
                console.err().println("ken: " + sentence);
                console.err().flush();
            }
        };
    }
}
