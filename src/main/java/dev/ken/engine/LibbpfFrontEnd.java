package dev.ken.engine;

import dev.ken.bpf.BpfObject;
import dev.ken.bpf.Effects;
import dev.ken.bpf.MalformedObject;
import dev.ken.runtime.Clang;
import dev.ken.runtime.Compilation;
import dev.ken.source.Diagnostic;
import dev.ken.source.Source;
import dev.ken.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// C with libbpf: compiled by clang, decoded, lowered.
public final class LibbpfFrontEnd implements FrontEnd {
    private final Supplier<Clang> compiler;

    public LibbpfFrontEnd(Supplier<Clang> compiler) {
        this.compiler = compiler;
    }

    /// @throws Proposer.Unreachable if the compiler is missing
    @Override
    public Lowering lower(Source program, Facts facts) {
        return switch (compiler.get().compile(program, facts.kernel())) {
            case Compilation.Unavailable(String reason, String hint) ->
                throw new Proposer.Unreachable(reason + ". " + hint, false);
            case Compilation.Errors(List<Diagnostic> errors) -> new Lowering.NotAProgram(errors);
            case Compilation.Compiled(byte[] object, List<Diagnostic> warnings) ->
                lower(program, object, warnings, facts);
        };
    }

    private static Lowering lower(Source program, byte[] bytes, List<Diagnostic> warnings, Facts facts) {
        BpfObject object;
        try {
            object = BpfObject.parse(program.name(), bytes);
        } catch (MalformedObject e) {
            return new Lowering.NotAProgram(
                    List.of(Diagnostic.error("object", String.valueOf(e.getMessage()), Span.NONE)));
        }
        Optional<Diagnostic> unsafe = Effects.of(object, program);
        return unsafe.<Lowering>map(Lowering.Unsafe::new)
                .orElseGet(() ->
                        new Lowering.Lowered(dev.ken.bpf.Lowering.lower(object, program, facts.kernel()), warnings));
    }
}
