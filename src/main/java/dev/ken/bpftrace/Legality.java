package dev.ken.bpftrace;

import dev.ken.kernel.KernelModel;
import dev.ken.source.Diagnostic;
import dev.ken.source.Source;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// Whether a text is a legal program for one version of bpftrace, and where it fails.
///
/// @param stage       where bpftrace would stop
/// @param diagnostics all of them, in the order of the text; those of codes in [#OF_THE_KERNEL] say that this kernel
/// has
///                    not what the program names, which does not make the program illegal
public record Legality(Stage stage, List<Diagnostic> diagnostics) {
    /// Codes of diagnostics that hang on the kernel alone.
    public static final Set<String> OF_THE_KERNEL = Set.of("unknown-probe", "unknown-kernel-field");

    /// What versions before 0.24 find out while they parse, though it is about names.
    private static final Set<String> OLD_PARSERS = Set.of("unknown-function");

    /// What all versions find out while they parse.
    private static final Set<String> PARSERS =
            Set.of("unknown-probe-type", "probe-type", "probe-parameter", "definition");

    /// Where bpftrace would stop: not at all, at the grammar, or at the meaning.
    public enum Stage {
        OK,
        PARSE,
        SEMANTIC
    }

    public Legality {
        diagnostics = List.copyOf(diagnostics);
    }

    public static Legality of(Source source, KernelModel kernel, CheckSettings settings) {
        Parsed parsed = BpftraceParser.parse(source);
        List<Diagnostic> all = new ArrayList<>(parsed.diagnostics());
        if (errors(all)) {
            all.sort(Comparator.comparingInt(one -> one.span().start()));
            return new Legality(Stage.PARSE, all);
        }
        List<Diagnostic> missing = parsed.missing(settings.dialect());
        all.addAll(missing);
        Checked checked = Checker.check(parsed.script(), kernel, settings);
        checked.diagnostics().stream().map(one -> graded(one, settings)).forEach(all::add);
        all.addAll(ProbedFunctions.missing(parsed.script(), kernel));
        all.sort(Comparator.comparingInt(one -> one.span().start()));
        return new Legality(missing.isEmpty() ? stage(all, settings.dialect()) : Stage.PARSE, all);
    }

    /// Functions that change the system are refused unless the settings allow them.
    private static Diagnostic graded(Diagnostic diagnostic, CheckSettings settings) {
        boolean refused = diagnostic.code().equals("unsafe-function") && !settings.unsafe();
        return refused ? diagnostic.as(Diagnostic.Severity.ERROR) : diagnostic;
    }

    private static Stage stage(List<Diagnostic> all, Dialect dialect) {
        List<Diagnostic> legal = all.stream()
                .filter(one -> one.severity() == Diagnostic.Severity.ERROR)
                .filter(one -> !OF_THE_KERNEL.contains(one.code()))
                .toList();
        if (legal.isEmpty()) {
            return Stage.OK;
        }
        boolean old = !dialect.since(Dialect.V0_24);
        boolean parse =
                legal.stream().anyMatch(one -> PARSERS.contains(one.code()) || old && OLD_PARSERS.contains(one.code()));
        return parse ? Stage.PARSE : Stage.SEMANTIC;
    }

    private static boolean errors(List<Diagnostic> all) {
        return all.stream().anyMatch(one -> one.severity() == Diagnostic.Severity.ERROR);
    }

    public boolean legal() {
        return stage == Stage.OK;
    }

    /// Whether the kernel lacks something that the program names.
    public boolean lacks() {
        return diagnostics.stream()
                .anyMatch(one -> one.severity() == Diagnostic.Severity.ERROR && OF_THE_KERNEL.contains(one.code()));
    }
}
