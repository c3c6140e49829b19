package dev.ken.verify;

import dev.ken.source.Span;
import java.util.List;
import java.util.Optional;

/// Something that may make a program's answers wrong on a real machine, and that no verdict speaks of. It says
/// nothing for or against a proof.
///
/// @param code a stable word for its kind (`map-full`)
/// @param what whole sentence without a full stop
/// @param hint what would mend it; empty where nothing does
public record Risk(Severity severity, String code, String what, Optional<String> hint, Span at) {
    /// `SERIOUS`: answers are wrong in usual use. `WARNING`: they may be, on a busy machine or after a while.
    /// `NOTE`: good to know.
    public enum Severity {
        SERIOUS,
        WARNING,
        NOTE;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// Those that should be told with every verdict.
    public static List<Risk> notable(List<Risk> all) {
        return all.stream().filter(risk -> risk.severity() != Severity.NOTE).toList();
    }
}
