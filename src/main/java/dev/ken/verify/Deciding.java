package dev.ken.verify;

import dev.ken.ir.Block;
import dev.ken.ir.Expr;
import dev.ken.ir.Jump;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.kernel.Site;
import dev.ken.source.Span;
import dev.ken.symbolic.Occurrence;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What of a program has to do with a difference: the handlers of an event, and the statement there that decides it.
record Deciding(Module module, List<Occurrence> sequence) {
    Deciding {
        sequence = List.copyOf(sequence);
    }

    /// The last event before the end.
    Occurrence last() {
        return sequence.get(sequence.size() - 2);
    }

    /// The handlers that see this event, as far as their site and the number of the call say.
    List<Procedure> handlers(Occurrence event) {
        return module.procedures().stream()
                .filter(procedure -> procedure.site().equals(event.site()) && called(procedure, event))
                .toList();
    }

    private static boolean called(Procedure procedure, Occurrence event) {
        Set<Long> numbers = new TreeSet<>();
        Alphabet.numbers(procedure.guard(), numbers);
        return numbers.isEmpty()
                || event.fixed().get("nr") instanceof Occurrence.Fixed.Number(long number) && numbers.contains(number);
    }

    /// The first event of the sequence that the program does not watch.
    Optional<Occurrence> unwatched() {
        return sequence.stream()
                .filter(event -> !(event.site() instanceof Site.Begin) && !(event.site() instanceof Site.End))
                .filter(event -> handlers(event).isEmpty())
                .findFirst();
    }

    /// The place of the statement that changes `table`, or else that writes a row or shows a table: at the last
    /// event that the program watches, and anywhere where there is none.
    Span place(Optional<String> table) {
        List<Stmt> statements = sequence.reversed().stream()
                .map(this::handlers)
                .filter(handlers -> !handlers.isEmpty())
                .map(handlers -> handlers.stream().flatMap(Deciding::statements).toList())
                .filter(all -> place(all, table).isPresent())
                .findFirst()
                .orElseGet(() -> module.procedures().stream()
                        .flatMap(Deciding::statements)
                        .toList());
        return place(statements, table).orElse(Span.NONE);
    }

    private static Optional<Span> place(List<Stmt> statements, Optional<String> table) {
        Stream<Stmt> wanted = table.isPresent()
                ? statements.stream()
                        .filter(one -> one instanceof Stmt.MapUpdate update
                                && update.map().equals(table.get()))
                : statements.stream().filter(one -> one instanceof Stmt.Emit || one instanceof Stmt.PrintMap);
        return wanted.map(Stmt::at).filter(at -> !at.equals(Span.NONE)).findFirst();
    }

    static Stream<Stmt> statements(Procedure procedure) {
        return procedure.blocks().stream().flatMap(block -> block.statements().stream());
    }

    /// Whether a handler decides anything.
    static boolean chooses(Procedure procedure) {
        return procedure.blocks().stream().map(Block::jump).anyMatch(Jump.Branch.class::isInstance);
    }

    /// A map's entry as it is written: `@s[tid]`, where all keys are plain.
    static Optional<String> written(String map, List<Expr> keys) {
        List<String> names = keys.stream()
                .map(key -> key instanceof Expr.Attribute(String name, var _) ? name : "…")
                .toList();
        return Optional.of(keys.isEmpty() ? map : map + "[" + String.join(", ", names) + "]");
    }
}
