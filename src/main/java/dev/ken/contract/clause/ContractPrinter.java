package dev.ken.contract.clause;

import java.util.ArrayList;
import java.util.List;

/// Writes contracts as their files have them; [ContractParser] reads the text back.
public final class ContractPrinter {
    private ContractPrinter() {}

    public static String print(Contract contract) {
        List<String> lines = new ArrayList<>();
        lines.add("contract " + contract.subject());
        if (!contract.says().isEmpty()) {
            lines.add("  says " + contract.says());
        }
        if (!contract.source().isEmpty()) {
            lines.add("  source " + contract.source());
        }
        contract.elsewhere().ifPresent(where -> {
            lines.add("  exists " + where.kernels());
            lines.add("  prototype " + where.prototype());
        });
        for (Contract.Clause clause : contract.clauses()) {
            lines.add("  " + clause.text() + (clause.remark().isEmpty() ? "" : "  # " + clause.remark()));
        }
        if (!contract.free().isEmpty()) {
            lines.add("  free " + String.join(", ", contract.free()));
        }
        if (!contract.modifies().isEmpty()) {
            lines.add("  modifies " + String.join(", ", contract.modifies()));
        }
        return String.join("\n", lines) + "\n";
    }
}
