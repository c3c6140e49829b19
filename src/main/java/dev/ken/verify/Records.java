package dev.ken.verify;

import dev.ken.ir.Block;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What a program tells of one occurrence on several lines, one after the other, is one record: how many lines it takes
/// is presentation. Only lines none of which has as many values as the report has columns are put together, and only
/// those that share none, so that what is told twice stays two records.
final class Records {
    private Records() {}

    /// The candidate with its lines put together, where the reference has one report.
    static Module of(Reference reference, Module candidate) {
        List<ReferencePart> reports =
                reference.parts().stream().filter(Comparison::isReport).toList();
        if (reports.size() != 1) {
            return candidate;
        }
        int columns = reports.getFirst().columns().size();
        List<Procedure> procedures = candidate.procedures().stream()
                .map(procedure -> new Procedure(
                        procedure.name(),
                        procedure.site(),
                        procedure.guard(),
                        procedure.blocks().stream()
                                .map(block -> new Block(joined(block.statements(), columns), block.jump()))
                                .toList()))
                .toList();
        return procedures.equals(candidate.procedures())
                ? candidate
                : new Module(candidate.maps(), procedures, candidate.notModelled());
    }

    private static List<Stmt> joined(List<Stmt> statements, int columns) {
        List<Stmt> out = new ArrayList<>(statements);
        int last = -1;
        for (int i = 0; i < out.size(); i++) {
            switch (out.get(i)) {
                case Stmt.Emit next -> {
                    if (last >= 0 && out.get(last) instanceof Stmt.Emit emit && belong(emit, next, columns)) {
                        String open = emit.form().substring(0, emit.form().length() - 1) + " ";
                        out.set(last, new Stmt.Emit(open, emit.values(), emit.channel(), emit.at()));
                    }
                    last = i;
                }
                case Stmt.Assign _ -> {}
                case Stmt.MapGet _,
                        Stmt.MapUpdate _,
                        Stmt.MapDelete _,
                        Stmt.MapClear _,
                        Stmt.MapZero _,
                        Stmt.PrintMap _,
                        Stmt.WalkStart _,
                        Stmt.WalkNext _,
                        Stmt.Decide _,
                        Stmt.Exit _,
                        Stmt.Assume _,
                        Stmt.Check _,
                        Stmt.Havoc _ -> last = -1;
            }
        }
        return out;
    }

    private static boolean belong(Stmt.Emit first, Stmt.Emit next, int columns) {
        Set<Object> shared = new HashSet<>(first.values());
        shared.retainAll(next.values());
        return isLine(first, columns) && isLine(next, columns) && first.form().endsWith("\n") && shared.isEmpty();
    }

    private static boolean isLine(Stmt.Emit emit, int columns) {
        return emit.channel() == Stmt.Channel.TEXT
                && !emit.values().isEmpty()
                && emit.values().size() < columns;
    }
}
