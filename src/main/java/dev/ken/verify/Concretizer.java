package dev.ken.verify;

import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Site;
import dev.ken.logic.Evaluator;
import dev.ken.logic.Model;
import dev.ken.logic.Op;
import dev.ken.logic.Sort;
import dev.ken.logic.Term;
import dev.ken.logic.Terms;
import dev.ken.symbolic.Occurrence;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Turns a model of a violation into events that a person can follow.
final class Concretizer {
    private static final List<String> CONTEXT = List.of("tid", "pid", "comm", "time");

    private final Terms terms;
    private final KernelModel kernel;
    private final Model model;
    private final Evaluator evaluator;

    Concretizer(Terms terms, KernelModel kernel, Model model) {
        this.terms = terms;
        this.kernel = kernel;
        this.model = model;
        this.evaluator = new Evaluator(model);
    }

    Counterexample example(List<Occurrence> sequence, Violation violation) {
        List<Counterexample.Event> events = new ArrayList<>();
        for (Occurrence occurrence : sequence) {
            if (!(occurrence.site() instanceof Site.Begin) && !(occurrence.site() instanceof Site.End)) {
                events.add(event(occurrence));
            }
        }
        return new Counterexample(
                events, violation.expected().apply(evaluator), violation.got().apply(evaluator));
    }

    private Counterexample.Event event(Occurrence occurrence) {
        Map<String, String> attributes = new LinkedHashMap<>();
        String prefix = occurrence.prefix() + ".";
        Map<String, Term> symbols = terms.symbolsFrom(prefix);
        for (String name : CONTEXT) {
            Term symbol = symbols.remove(prefix + name);
            if (symbol != null) {
                attributes.put(name, plain(symbol));
            }
        }
        symbols.forEach((name, term) -> {
            if (!name.contains("#")) {
                attributes.put(name.substring(prefix.length()), plain(term));
            }
        });
        userTexts(occurrence, attributes);
        return new Counterexample.Event(occurrence.site().text(), attributes, words(occurrence.site(), attributes));
    }

    private String plain(Term term) {
        BigInteger value = evaluator.value(term);
        return term.sort() instanceof Sort.Bits(int width) && width > 64
                ? Values.text(value, width / 8)
                : Values.decimal(value, 64);
    }

    /// Where an argument points to text that mattered, the text itself is what people want to see.
    private void userTexts(Occurrence occurrence, Map<String, String> attributes) {
        Term process = terms.symbol(occurrence.symbol("pid"), Sort.bits(64));
        BigInteger pid = evaluator.value(process);
        attributes.replaceAll((name, value) -> {
            if (!name.matches("arg\\d+")) {
                return value;
            }
            BigInteger address = evaluator.value(terms.symbol(occurrence.symbol(name), Sort.bits(64)));
            BigInteger text = model.calls().get(new Model.Call("user.text", List.of(pid, address)));
            return text == null || text.signum() == 0 ? value : "\"" + Values.text(text, 64) + "\"";
        });
    }

    private String words(Site site, Map<String, String> attributes) {
        StringBuilder words = new StringBuilder();
        if (attributes.containsKey("time")) {
            words.append("t = ")
                    .append(Clauses.time(Long.parseLong(attributes.get("time"))))
                    .append("  ");
        }
        words.append(who(site, attributes)).append(what(site, attributes));
        List<String> facts = new ArrayList<>();
        attributes.forEach((name, value) -> {
            if (!CONTEXT.contains(name) && !name.equals("nr")) {
                facts.add(name + " = " + value);
            }
        });
        return facts.isEmpty() ? words.toString() : words + "  (" + String.join(", ", facts) + ")";
    }

    private static String who(Site site, Map<String, String> attributes) {
        if (site instanceof Site.Interval) {
            return "";
        }
        List<String> who = new ArrayList<>();
        if (attributes.containsKey("tid")) {
            who.add("thread " + attributes.get("tid"));
        }
        if (attributes.containsKey("pid")) {
            who.add("process " + attributes.get("pid"));
        }
        if (attributes.containsKey("comm")) {
            who.add("'" + attributes.get("comm") + "'");
        }
        return who.isEmpty() ? "" : String.join(" of ", who).replace(" of '", " '") + ": ";
    }

    private String what(Site site, Map<String, String> attributes) {
        return switch (site) {
            case Site.SyscallEnter() -> "calls " + call(attributes);
            case Site.SyscallExit() -> "returns from " + call(attributes);
            case Site.Tracepoint(String category, String name) -> "tracepoint " + category + ":" + name;
            case Site.FunctionEntry(String function) -> "enters kernel function " + function;
            case Site.FunctionReturn(String function) -> "returns from kernel function " + function;
            case Site.UserEntry(var _, String function) -> "enters " + function;
            case Site.UserReturn(var _, String function) -> "returns from " + function;
            case Site.Usdt(var _, String probe) -> "probe " + probe;
            case Site.Counter(String event, long period) -> event + " (every " + period + ")";
            case Site.Sample _ -> "is sampled on the CPU";
            case Site.Interval(long periodNanos) -> "the timer of " + Clauses.time(periodNanos) + " fires";
            case Site.Begin(), Site.End() -> site.text();
        };
    }

    private String call(Map<String, String> attributes) {
        String number = attributes.get("nr");
        return number == null
                ? "a system call"
                : kernel.syscalls().name(Long.parseLong(number)).orElse("system call " + number);
    }

    /// How much is wished for.
    enum Wish {
        /// One thread of one process, the same in every example.
        ONE_THREAD,
        SHORT_NAMES,
        PRINTABLE
    }

    /// Conditions under which values read well. They only choose among examples.
    static List<Term> readable(Terms terms, List<Occurrence> sequence, Wish wish) {
        List<Term> wishes = new ArrayList<>();
        for (int i = 0; i < sequence.size(); i++) {
            String prefix = sequence.get(i).prefix() + ".";
            long second = 1_000_000_000L * (i + 1);
            boolean one = wish == Wish.ONE_THREAD;
            terms.symbolsFrom(prefix).forEach((name, symbol) -> {
                String attribute = name.substring(prefix.length());
                switch (attribute) {
                    case "tid", "pid" -> wishes.add(one ? between(terms, symbol, 7, 7) : between(terms, symbol, 1, 99));
                    case "uid", "gid", "cpu" -> wishes.add(between(terms, symbol, 0, one ? 0 : 9));
                    case "time" ->
                        wishes.add(
                                between(terms, symbol, second, second + (wish == Wish.PRINTABLE ? 900_000_000L : 0)));
                    case "comm" ->
                        wishes.add(
                                switch (wish) {
                                    case ONE_THREAD -> terms.equal(symbol, terms.text("cat", symbol.width() / 8));
                                    case SHORT_NAMES -> name(terms, symbol);
                                    case PRINTABLE -> printable(terms, symbol);
                                });
                    default -> {}
                }
            });
        }
        return wishes;
    }

    private static Term between(Terms terms, Term symbol, long low, long high) {
        return terms.and(
                terms.bits(Op.ULE, terms.number(low, 64), symbol), terms.bits(Op.ULE, symbol, terms.number(high, 64)));
    }

    /// Three small letters and nothing more.
    private static Term name(Terms terms, Term text) {
        List<Term> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Term it = terms.extract(text, text.width() - 8 * i - 1, text.width() - 8 * i - 8);
            all.add(terms.bits(Op.ULE, terms.number('a', 8), it));
            all.add(terms.bits(Op.ULE, it, terms.number('z', 8)));
        }
        all.add(terms.equal(terms.extract(text, text.width() - 25, 0), terms.number(0, text.width() - 24)));
        return terms.and(all);
    }

    /// At least one printable character, and nothing after the first NUL.
    private static Term printable(Terms terms, Term text) {
        List<Term> all = new ArrayList<>();
        int bytes = text.width() / 8;
        for (int i = 0; i < bytes; i++) {
            int high = text.width() - 8 * i - 1;
            Term it = terms.extract(text, high, high - 7);
            Term zero = terms.equal(it, terms.number(0, 8));
            Term letter = terms.and(
                    terms.bits(Op.ULE, terms.number('-', 8), it), terms.bits(Op.ULE, it, terms.number('z', 8)));
            all.add(i == 0 ? letter : terms.or(zero, letter));
            if (i + 1 < bytes) {
                Term next = terms.extract(text, high - 8, high - 15);
                all.add(terms.implies(zero, terms.equal(next, terms.number(0, 8))));
            }
        }
        return terms.and(all);
    }
}
