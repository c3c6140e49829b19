package dev.ken.engine;

import dev.ken.comprehension.ModelReader;
import dev.ken.contract.Intent;
import dev.ken.contract.IntentCheck;
import dev.ken.contract.IntentText;
import dev.ken.corpus.Embedder;
import dev.ken.corpus.Example;
import dev.ken.corpus.ExampleFolder;
import dev.ken.corpus.ExampleStore;
import dev.ken.source.Source;
import dev.ken.synthesis.Dialect;
import dev.ken.synthesis.Exemplar;
import dev.ken.synthesis.Renderer;
import dev.ken.synthesis.Rendering;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Examples from a store, and event kinds from the search. Only examples for the target that can be said of the
/// kernel are shown; the program of one that has none is rendered. What a store holds reaches prompts, and
/// never the judge.
public final class ExampleRetrieval implements Retrieval {
    private static final int MOST_KINDS = 6;
    private static final int MOST_EXAMPLES = 3;
    /// Looked at, since some may not fit the kernel.
    private static final int MOST_NEAR = 12;

    private final Supplier<ExampleStore> store;
    private final Supplier<Dialect> dialect;
    private final int mostExamples;
    private Optional<Made> made = Optional.empty();

    private record Made(Facts facts, Search search) {}

    public ExampleRetrieval(Supplier<ExampleStore> store, Supplier<Dialect> dialect) {
        this(store, dialect, MOST_EXAMPLES);
    }

    private ExampleRetrieval(Supplier<ExampleStore> store, Supplier<Dialect> dialect, int mostExamples) {
        this.store = store;
        this.dialect = dialect;
        this.mostExamples = mostExamples;
    }

    /// Of the shipped examples alone.
    public static ExampleRetrieval shipped() {
        return shipped(MOST_EXAMPLES);
    }

    /// The same, with at most so many examples in a prompt.
    public static ExampleRetrieval shipped(int mostExamples) {
        ExampleStore store = new ExampleFolder(Optional.empty(), Embedder.shipped());
        return new ExampleRetrieval(() -> store, () -> Dialect.OLDEST, mostExamples);
    }

    @Override
    public List<Exemplar> examples(Request request, Facts facts) {
        List<Exemplar> all = new ArrayList<>();
        for (Example example : near(request)) {
            Optional<Intent> intent = intent(example, facts);
            if (intent.isPresent() && all.size() < mostExamples) {
                program(example, intent.get(), facts)
                        .ifPresent(program -> all.add(new Exemplar(example.request(), program)));
            }
        }
        return all;
    }

    @Override
    public List<ModelReader.Example> intents(Request request, Facts facts) {
        return near(request).stream()
                .filter(example -> intent(example, facts).isPresent())
                .limit(mostExamples)
                .map(example -> new ModelReader.Example(example.request(), example.intent()))
                .toList();
    }

    private List<Example> near(Request request) {
        return store.get().near(request.text(), MOST_NEAR).stream()
                .map(ExampleStore.Near::example)
                .filter(example -> example.target().equals(request.target().word()))
                .toList();
    }

    /// The intent of an example, where it can be said of this kernel.
    static Optional<Intent> intent(Example example, Facts facts) {
        IntentText.Parsed parsed = IntentText.parse(new Source(example.id(), example.intent()));
        return parsed.intent()
                .filter(intent -> IntentCheck.of(intent, facts.catalog()).isEmpty());
    }

    private Optional<String> program(Example example, Intent intent, Facts facts) {
        return example.program()
                .or(() -> Renderer.render(intent, facts.catalog(), dialect.get())
                                instanceof Rendering.Rendered(var program, var _)
                        ? Optional.of(program)
                        : Optional.empty());
    }

    @Override
    public List<String> kinds(Request request, Facts facts) {
        return search(facts).kindsFor(request.text(), MOST_KINDS).stream()
                .map(Search.Hit::name)
                .toList();
    }

    private synchronized Search search(Facts facts) {
        Made now = made.filter(one -> one.facts().equals(facts)).orElseGet(() -> new Made(facts, new Search(facts)));
        made = Optional.of(now);
        return now.search();
    }
}
