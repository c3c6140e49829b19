package dev.ken.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/// Whether what the solver is asked is kept, for somebody who wants to ask another solver.
final class SmtOption {
    @Option(
            names = "--dump-smt",
            paramLabel = "DIR",
            description = "write every question to the solver into this folder, as SMT-LIB 2 with its answer")
    String dump = "";

    private Optional<SmtFolder> folder = Optional.empty();

    /// The workshop whose judges keep what they ask, if that is wanted.
    Workshop kept(Workshop workshop) throws BadInput {
        if (dump.isEmpty()) {
            return workshop;
        }
        SmtFolder open = SmtFolder.open(dump);
        folder = Optional.of(open);
        return workshop.recorded(open);
    }

    /// Nothing is kept of a batch: its judges work at the same time, and numbers of files would not be the same again.
    void notWithBatch() throws BadInput {
        if (!dump.isEmpty()) {
            throw new BadInput("--dump-smt is for one program, not for --batch");
        }
    }

    /// Says how many questions were kept; nothing where none were to be.
    void close(Console console) throws Lacking {
        if (folder.isPresent()) {
            console.err().println("ken: " + folder.get().close());
        }
    }
}
