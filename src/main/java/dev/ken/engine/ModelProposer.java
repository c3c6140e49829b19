package dev.ken.engine;

import dev.ken.llm.Model;
import dev.ken.llm.ModelUnreachable;
import dev.ken.runtime.Environment;
import dev.ken.synthesis.ModelSynthesis;
import java.util.List;
import java.util.function.Supplier;

/// Has a language model write programs, and tells it of every one before what was wrong with it.
public final class ModelProposer implements Proposer {
    private final Model model;
    private final Supplier<Environment> environment;

    public ModelProposer(Model model, Supplier<Environment> environment) {
        this.model = model;
        this.environment = environment;
    }

    @Override
    public Step propose(Task task) {
        List<ModelSynthesis.Tried> tried = task.earlier().stream()
                .map(attempt -> new ModelSynthesis.Tried(attempt.program().text(), attempt.text()))
                .toList();
        try {
            String program = new ModelSynthesis(model, BuiltInProposer.dialect(environment.get()))
                    .write(task.request().text(), task.intent(), task.facts().catalog(), tried);
            return new Proposal(program, model.name(), List.of());
        } catch (ModelUnreachable failure) {
            throw new Unreachable(String.valueOf(failure.getMessage()), failure.retryHelps());
        }
    }
}
