package dev.ken.contract.known;

import dev.ken.contract.clause.Contract;
import dev.ken.contract.clause.Contract.Clause;
import dev.ken.contract.clause.Contract.Kind;
import dev.ken.contract.clause.Contract.Subject;
import dev.ken.contract.clause.Contract.Time;
import dev.ken.contract.clause.ContractParser;
import dev.ken.contract.clause.Formula;
import dev.ken.contract.clause.Prototypes;
import dev.ken.contract.clause.Signature;
import dev.ken.contract.known.Known.Provenance;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.ProbeFacts;
import dev.ken.kernel.Probes;
import dev.ken.kernel.Site;
import dev.ken.kernel.TracepointFormat;
import dev.ken.source.Diagnostic;
import dev.ken.source.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Contracts of probes: that of its hook, that of the function or the format that it stands on, and what the catalog
/// says.
final class ProbeContracts {
    private static final String RETURN = "ret";

    private final KernelModel kernel;
    private final KnownContracts known;

    ProbeContracts(KernelModel kernel, KnownContracts known) {
        this.kernel = kernel;
        this.known = known;
    }

    List<Known> of(String probe, List<String> requires, List<String> ensures) {
        List<Known> all = new ArrayList<>(hook(probe));
        List<Known> place = Probes.resolve(probe, kernel).map(this::place).orElse(List.of());
        all.addAll(place);
        if (!place.isEmpty() && !(requires.isEmpty() && ensures.isEmpty())) {
            Contract written = catalog(probe, requires, ensures);
            all.add(new Known(written, place.getLast().signature(), Provenance.CATALOG));
        }
        return all;
    }

    private List<Known> hook(String probe) {
        String word = probe.split(":", 2)[0];
        String hook = switch (word) {
            case "t", "rawtracepoint", "rt" -> "tracepoint";
            case "k" -> "kprobe";
            case "kr" -> "kretprobe";
            case "f", "kfunc" -> "fentry";
            case "fr", "kretfunc" -> "fexit";
            case "u" -> "uprobe";
            case "ur" -> "uretprobe";
            case "U" -> "usdt";
            case "s", "software", "h", "hardware" -> "counter";
            case "p" -> "profile";
            case "i" -> "interval";
            case "it" -> "iter";
            case "w", "aw", "asyncwatchpoint" -> "watchpoint";
            default -> word.toLowerCase(Locale.ROOT);
        };
        return known.curated(new Subject(Kind.HOOK, hook), Prototypes.hook(hook));
    }

    /// What holds at the place; the last one has the signature that a probe there has.
    private List<Known> place(ProbeFacts facts) {
        Subject subject = new Subject(Kind.PROBE, facts.probe());
        return switch (facts.site()) {
            case Site.SyscallEnter(), Site.SyscallExit(), Site.Tracepoint _
            when raw(facts) -> List.of(typed(subject, rawArguments(facts), "the prototype of the tracepoint"));
            case Site.SyscallEnter(), Site.SyscallExit(), Site.Tracepoint _ ->
                format(facts)
                        .map(format -> List.of(tracepoint(subject, facts, format)))
                        .orElse(List.of());
            case Site.FunctionEntry(String function) ->
                known.function(function).stream().map(ProbeContracts::onEntry).toList();
            case Site.FunctionReturn(String function) -> known.function(function);
            case Site.UserEntry _, Site.Usdt _ -> List.of(registers(subject, false));
            case Site.UserReturn _ -> List.of(registers(subject, true));
            case Site.Iterator _, Site.Watchpoint _, Site.Self _, Site.Packet _ ->
                List.of(typed(subject, new Signature(facts.probe(), List.of(), Optional.empty()), "nothing"));
            case Site.Counter _, Site.Sample _, Site.Interval _, Site.Begin(), Site.End() ->
                List.of(typed(subject, new Signature(facts.probe(), List.of(), Optional.empty()), "nothing"));
        };
    }

    private static boolean raw(ProbeFacts facts) {
        return facts.probe().matches("(rawtracepoint|rt):.*");
    }

    private Signature rawArguments(ProbeFacts facts) {
        String name = facts.probe().substring(facts.probe().lastIndexOf(':') + 1);
        return kernel.functions()
                .find("__traceiter_" + name)
                .flatMap(caller -> Prototypes.function(caller.btf(), caller.name()))
                .map(caller -> new Signature(
                        facts.probe(), caller.parameters().stream().skip(1).toList(), Optional.empty()))
                .orElse(new Signature(facts.probe(), List.of(), Optional.empty()));
    }

    private static Known registers(Subject subject, boolean returns) {
        return typed(subject, Prototypes.user(subject.name(), returns), "registers");
    }

    private static Known typed(Subject subject, Signature signature, String source) {
        return KnownContracts.derived(TypeClauses.of(subject, signature, source, true), signature);
    }

    private static Known onEntry(Known function) {
        Signature all = function.signature();
        Signature entry = new Signature(all.name(), all.parameters(), Optional.empty());
        List<Clause> clauses = function.contract().clauses(Time.REQUIRES);
        return new Known(SyscallContracts.with(function.contract(), clauses), entry, function.provenance());
    }

    private Optional<TracepointFormat> format(ProbeFacts facts) {
        String[] words = facts.probe().split(":");
        return kernel.tracepoints().find(words[1], words[2]);
    }

    private Known tracepoint(Subject subject, ProbeFacts facts, TracepointFormat format) {
        Signature signature = Prototypes.tracepoint(format, kernel.btf());
        String source = "the format of " + format.category() + ":" + format.name();
        Contract typed = TypeClauses.of(subject, signature, source, true);
        List<Clause> clauses = new ArrayList<>(typed.clauses());
        if (facts.syscalls().size() == 1) {
            int number = facts.syscalls().getFirst();
            String name = "args." + SyscallContracts.NUMBER;
            clauses.removeIf(
                    clause -> clause.formula() instanceof Formula.InRange(Formula.Name(String of), var _, var _)
                            && of.equals(name));
            clauses.addFirst(SyscallContracts.number(number, name));
            if (facts.site() instanceof Site.SyscallExit) {
                kernel.syscalls().name(number).ifPresent(call -> clauses.addAll(exits(call)));
            }
        }
        return KnownContracts.derived(SyscallContracts.with(typed, clauses), signature);
    }

    /// What a call ensures of its result alone, as its exit shows it: the arguments are not at hand any more.
    private List<Clause> exits(String call) {
        List<Clause> clauses = new ArrayList<>();
        for (Known known : known.syscall(call)) {
            for (Clause clause : known.contract().clauses(Time.ENSURES)) {
                Results.as(clause.formula(), new Formula.Name("args." + RETURN))
                        .ifPresent(formula ->
                                clauses.add(new Clause(Time.ENSURES, formula, clause.remark(), clause.at())));
            }
        }
        return clauses;
    }

    private static Contract catalog(String probe, List<String> requires, List<String> ensures) {
        StringBuilder text = new StringBuilder("contract probe " + probe + "\n  source the catalog\n");
        requires.forEach(clause -> text.append("  requires ").append(clause).append('\n'));
        ensures.forEach(clause -> text.append("  ensures ").append(clause).append('\n'));
        Source source = new Source("catalog", text.toString());
        ContractParser.Parsed parsed = ContractParser.parse(source);
        if (!parsed.diagnostics().isEmpty()) {
            Diagnostic first = parsed.diagnostics().getFirst();
            throw new IllegalStateException("a clause of the catalog cannot be read\n" + first.render(source));
        }
        return parsed.contracts().getFirst();
    }
}
