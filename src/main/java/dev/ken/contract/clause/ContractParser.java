package dev.ken.contract.clause;

import dev.ken.contract.clause.Contract.Clause;
import dev.ken.contract.clause.Contract.Elsewhere;
import dev.ken.contract.clause.Contract.Kind;
import dev.ken.contract.clause.Contract.Subject;
import dev.ken.contract.clause.Contract.Time;
import dev.ken.kernel.bpf.Prototype;
import dev.ken.source.Diagnostic;
import dev.ken.source.Source;
import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads contract files: `contract KIND NAME`, then indented lines `says …`, `source …`, `requires FORMULA`,
/// `ensures FORMULA`, `modifies nothing` or `modifies NAME, *NAME`, `free NAME, …`, and for what not every kernel has
/// `exists WHERE` and `prototype C`. `#` begins a comment. Total: what cannot be read is a diagnostic, the rest is
/// there.
public final class ContractParser {
    /// All that a file says, in its order.
    public record Parsed(List<Contract> contracts, List<Diagnostic> diagnostics) {
        public Parsed {
            contracts = List.copyOf(contracts);
            diagnostics = List.copyOf(diagnostics);
        }
    }

    private static final Pattern PLACE = Pattern.compile("\\*?[A-Za-z_]\\w*([.][A-Za-z_]\\w*)*");

    private final List<Contract> contracts = new ArrayList<>();
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private Optional<Draft> draft = Optional.empty();

    /// A contract while its lines are read.
    private static final class Draft {
        private final Subject subject;
        private final Span at;
        private String says = "";
        private String source = "";
        private String exists = "";
        private Optional<Prototype> prototype = Optional.empty();
        private final List<Clause> clauses = new ArrayList<>();
        private final List<String> modifies = new ArrayList<>();
        private final List<String> free = new ArrayList<>();

        Draft(Subject subject, Span at) {
            this.subject = subject;
            this.at = at;
        }

        Contract done() {
            Optional<Elsewhere> elsewhere = prototype.map(c -> new Elsewhere(exists, c));
            return new Contract(subject, says, source, clauses, modifies, free, elsewhere, at);
        }
    }

    private ContractParser() {}

    public static Parsed parse(Source source) {
        ContractParser parser = new ContractParser();
        int at = 0;
        for (String line : source.text().split("\n", -1)) {
            parser.line(line, at);
            at += line.length() + 1;
        }
        parser.draft.ifPresent(last -> parser.contracts.add(last.done()));
        return new Parsed(parser.contracts, parser.diagnostics);
    }

    private void error(String code, String message, Span at, String... hints) {
        diagnostics.add(Diagnostic.error(code, message, at, hints));
    }

    private void line(String line, int offset) {
        int comment = line.startsWith("#") ? 0 : line.indexOf(" #");
        String remark = comment < 0
                ? ""
                : line.substring(comment).replaceFirst("^ ?#", "").strip();
        String code = comment < 0 ? line : line.substring(0, comment);
        String text = code.strip();
        if (text.isEmpty()) {
            return;
        }
        int start = offset + code.indexOf(text);
        Span at = new Span(start, start + text.length());
        String word = text.split("\\s+", 2)[0];
        String rest = text.substring(word.length()).stripLeading();
        if (word.equals("contract")) {
            begin(rest, at);
            return;
        }
        if (draft.isEmpty()) {
            error("outside", "expected `contract KIND NAME`, found `" + word + "`", at);
            return;
        }
        inside(draft.get(), word, rest, remark, at);
    }

    private void begin(String rest, Span at) {
        draft.ifPresent(last -> contracts.add(last.done()));
        draft = Optional.empty();
        String[] words = rest.split("\\s+");
        Optional<Kind> kind = Arrays.stream(Kind.values())
                .filter(k -> k.word().equals(words[0]))
                .findFirst();
        if (words.length != 2 || kind.isEmpty()) {
            error("subject", "expected `contract helper|kfunc|function|syscall|probe|hook NAME`", at);
            return;
        }
        draft = Optional.of(new Draft(new Subject(kind.get(), words[1]), at));
    }

    private void inside(Draft contract, String word, String rest, String remark, Span at) {
        switch (word) {
            case "says" -> contract.says = rest;
            case "source" -> contract.source = rest;
            case "requires" -> clause(contract, Time.REQUIRES, rest, remark, at);
            case "ensures" -> clause(contract, Time.ENSURES, rest, remark, at);
            case "modifies" -> contract.modifies.addAll(places(rest, at));
            case "free" -> contract.free.addAll(places(rest, at));
            case "exists" -> contract.exists = rest;
            case "prototype" -> prototype(contract, rest, at);
            default ->
                error(
                        "word",
                        "unknown word `" + word + "` in the contract of " + contract.subject,
                        at,
                        "expected says, source, exists, prototype, requires, ensures, modifies or free");
        }
    }

    private void prototype(Draft contract, String text, Span at) {
        contract.prototype =
                Prototype.of(text).filter(c -> c.name().equals(contract.subject.name()) && !contract.exists.isEmpty());
        if (contract.prototype.isEmpty()) {
            error(
                    "prototype",
                    "expected the declaration of " + contract.subject.name() + " in C",
                    at,
                    "`exists linux RELEASE CONFIG_…` stands before it");
        }
    }

    private void clause(Draft contract, Time time, String text, String remark, Span at) {
        FormulaParser.Parsed parsed = FormulaParser.parse(text, at.end() - text.length());
        diagnostics.addAll(parsed.diagnostics());
        parsed.formula().ifPresent(formula -> contract.clauses.add(new Clause(time, formula, remark, at)));
    }

    private List<String> places(String text, Span at) {
        List<String> places = Arrays.stream(text.split(",")).map(String::strip).toList();
        for (String place : places) {
            if (!PLACE.matcher(place).matches()) {
                error("place", "expected a name or `*name`, found `" + place + "`", at);
                return List.of();
            }
        }
        return places;
    }
}
