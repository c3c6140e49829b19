package dev.ken.engine;

import dev.ken.bpftrace.CheckSettings;
import dev.ken.bpftrace.Mending;
import dev.ken.contract.Part;
import dev.ken.contract.PartNames;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.llm.LanguageModel;
import dev.ken.llm.ModelUnreachable;
import dev.ken.llm.Watch;
import dev.ken.runtime.Environment;
import dev.ken.source.Source;
import dev.ken.synthesis.Exemplar;
import dev.ken.synthesis.ModelSynthesis;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Has a language model write programs, and tells it of every one before what was wrong with it. What can be mended
/// mechanically is mended before anybody judges it.
public final class ModelProposer implements Proposer {
    private static final int MOST_EVENTS = 6;

    private final LanguageModel model;
    private final Watch watch;
    private final Supplier<Environment> environment;
    private final Retrieval retrieval;

    public ModelProposer(LanguageModel model, Watch watch, Supplier<Environment> environment, Retrieval retrieval) {
        this.model = model;
        this.watch = watch;
        this.environment = environment;
        this.retrieval = retrieval;
    }

    @Override
    public Step propose(Task task) {
        Request request = task.request();
        List<ModelSynthesis.Tried> tried = request.steps().feedback() ? tried(task) : List.of();
        List<Exemplar> examples = request.steps().retrieval() ? retrieval.examples(request, task.facts()) : List.of();
        boolean restart = isStalled(task.earlier()) || (!task.earlier().isEmpty() && tried.isEmpty());
        try {
            String program = new ModelSynthesis(model, watch, BuiltInProposer.dialect(environment.get()))
                    .write(new ModelSynthesis.Task(
                            request.text(), task.intent(), events(task), examples, tried, restart));
            return new Proposal(mended(program, task.facts()), model.name(), List.of());
        } catch (ModelUnreachable failure) {
            throw new Unreachable(String.valueOf(failure.getMessage()), failure.retryHelps());
        }
    }

    private static List<ModelSynthesis.Tried> tried(Task task) {
        return task.earlier().stream()
                .map(attempt -> new ModelSynthesis.Tried(attempt.program().text(), attempt.text()))
                .toList();
    }

    /// Whether the last repair brought nothing: the attempt after it is as far from a proof. A program that was
    /// begun anew is repaired once before that is said of it.
    private static boolean isStalled(List<Attempt> earlier) {
        boolean stalled = false;
        for (int n = 2; n <= earlier.size(); n++) {
            boolean begunAnew = stalled;
            stalled = !begunAnew
                    && earlier.get(n - 1).distance() >= earlier.get(n - 2).distance();
        }
        return stalled;
    }

    private String mended(String program, Facts facts) {
        CheckSettings settings = new CheckSettings(
                environment
                        .get()
                        .bpftrace()
                        .map(one -> dev.ken.bpftrace.Dialect.of(
                                one.version().major() > 0
                                        ? Integer.MAX_VALUE
                                        : one.version().minor()))
                        .orElse(dev.ken.bpftrace.Dialect.V0_17),
                Optional.empty(),
                _ -> true,
                true);
        return Mending.of(new Source("program", program), facts.kernel(), settings)
                .text();
    }

    /// Those of the intent first, then what the words of the request are about.
    private List<EventKind> events(Task task) {
        Set<String> names = new LinkedHashSet<>();
        for (Part part :
                task.intent().stream().flatMap(one -> one.parts().stream()).toList()) {
            names.add(part.event());
            PartNames.otherEvent(part).ifPresent(names::add);
        }
        if (names.isEmpty() && task.request().steps().retrieval()) {
            names.addAll(retrieval.kinds(task.request(), task.facts()));
        }
        List<EventKind> kinds = new ArrayList<>();
        for (String name : names) {
            if (kinds.size() < MOST_EVENTS) {
                task.facts().catalog().find(name).ifPresent(kinds::add);
            }
        }
        return kinds;
    }
}
