package dev.ken.engine;

import dev.ken.bpf.BpfObject;
import dev.ken.bpf.Lowering;
import dev.ken.bpf.MalformedObject;
import dev.ken.bpf.Readout;
import dev.ken.runtime.Clang;
import dev.ken.runtime.Compilation;
import dev.ken.source.Source;
import dev.ken.synthesis.c.Project;
import java.util.Optional;

/// From a program in C to all that is needed to run it.
public final class CProjects {
    private CProjects() {}

    public sealed interface Made {
        ///
        /// @param periodic whether the program for the user shows tables again and again by itself
        /// @param packets  of a program that is asked about packets
        record Whole(Project project, byte[] object, boolean periodic, Optional<Readout.Packets> packets)
                implements Made {}

        /// No project, for `reason`.
        record None(String reason) implements Made {}
    }

    /// @param name of the project, such as that of its folder
    public static Made of(Source program, String name, Clang compiler, Facts facts) {
        return switch (compiler.compile(program, facts.kernel())) {
            case Compilation.Unavailable(String reason, String hint) -> new Made.None(reason + ". " + hint);
            case Compilation.Errors(var errors) ->
                new Made.None("clang refuses the program: " + errors.getFirst().message());
            case Compilation.Compiled(byte[] object, var _) -> {
                try {
                    BpfObject parsed = BpfObject.parse(program.name(), object);
                    var readout = Lowering.readout(parsed, program, facts.kernel());
                    yield new Made.Whole(
                            Project.of(name, program.text(), readout), object, readout.isPeriodic(), readout.packets());
                } catch (MalformedObject e) {
                    yield new Made.None(String.valueOf(e.getMessage()));
                }
            }
        };
    }
}
