package dev.ken.engine;

import dev.ken.contract.Intent;
import dev.ken.runtime.Environment;
import dev.ken.synthesis.Dialect;
import dev.ken.synthesis.Renderer;
import dev.ken.synthesis.Rendering;
import dev.ken.synthesis.c.CRenderer;
import java.util.function.Supplier;

/// Renders the intent. It has one program for an intent, so a second trial brings nothing.
public final class BuiltInProposer implements Proposer {
    private final Supplier<Environment> environment;

    public BuiltInProposer(Supplier<Environment> environment) {
        this.environment = environment;
    }

    @Override
    public Step propose(Task task) {
        if (task.intent().isEmpty() || !task.earlier().isEmpty()) {
            return new Nothing();
        }
        return switch (rendering(task, task.intent().get())) {
            case Rendering.Rendered(var program, var outputs) -> new Proposal(program, "builtin", outputs);
            case Rendering.Unrenderable(var reason) -> new CannotSay(reason);
        };
    }

    private Rendering rendering(Task task, Intent intent) {
        return switch (task.request().target()) {
            case BPFTRACE -> Renderer.render(intent, task.facts().catalog(), dialect(environment.get()));
            case LIBBPF ->
                CRenderer.render(intent, task.facts().catalog(), task.facts().kernel());
        };
    }

    /// The dialect of the installed bpftrace; of the oldest that is known where none is installed.
    public static Dialect dialect(Environment environment) {
        return environment
                .bpftrace()
                .map(installed -> Dialect.of(
                        installed.version().major() > 0
                                ? Integer.MAX_VALUE
                                : installed.version().minor()))
                .orElse(Dialect.OLDEST);
    }
}
