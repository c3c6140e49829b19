package dev.ken.verify;

import dev.ken.kernel.KernelModel;
import dev.ken.kernel.NetAddress;
import dev.ken.kernel.Site;
import dev.ken.kernel.TracepointFormat;
import dev.ken.logic.Evaluator;
import dev.ken.logic.Model;
import dev.ken.logic.Sort;
import dev.ken.logic.Term;
import dev.ken.logic.Terms;
import dev.ken.symbolic.Occurrence;
import dev.ken.symbolic.Trace;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/// Turns a model of a violation into events that a person can follow.
final class Concretizer {
    private static final List<String> CONTEXT = List.of("tid", "pid", "comm", "time");

    private static final int HEXADECIMAL = 16;

    /// What is said where both show the same so far, as where each value is cut before it is added up.
    static final String ALIKE =
            ", as it is shown; what is kept for it is another number, which shows after more events";

    /// Names of bytes of a packet.
    private static final String BYTE = "p\\d+";

    private final Terms terms;
    private final KernelModel kernel;
    private final Model model;
    private final Evaluator evaluator;
    private final KnownBounds bounds;

    Concretizer(Terms terms, KernelModel kernel, Model model) {
        this.terms = terms;
        this.kernel = kernel;
        this.model = model;
        this.evaluator = new Evaluator(model);
        this.bounds = KnownBounds.of(kernel, List.of());
    }

    Counterexample example(List<Occurrence> sequence, Trace ours, Trace theirs, Violation violation) {
        List<Counterexample.Event> events = new ArrayList<>();
        for (int i = 0; i < sequence.size(); i++) {
            Occurrence occurrence = sequence.get(i);
            if (!(occurrence.site() instanceof Site.Begin) && !(occurrence.site() instanceof Site.End)) {
                events.add(event(occurrence, attributes(terms, occurrence, ours, theirs, i)));
            }
        }
        String expected = violation.expected().apply(evaluator);
        String got = violation.got().apply(evaluator);
        boolean alike = got.equals(expected) && (got.startsWith("entry") || got.startsWith("value"));
        return new Counterexample(events, expected, alike ? got + ALIKE : got);
    }

    /// The same, with a hint where a packet is treated wrongly.
    Counterexample example(
            List<Occurrence> sequence, Trace ours, Trace theirs, Violation violation, Reference reference) {
        Counterexample example = example(sequence, ours, theirs, violation);
        return violation.clause().startsWith(PacketVerdict.CLAUSE)
                ? example.hinted(PacketHints.of(
                        packet(sequence, ours, theirs),
                        reference.parts().stream()
                                .map(part -> part.part().where())
                                .toList(),
                        violation.clause().equals(PacketVerdict.DROPS)))
                : example;
    }

    /// The attributes of the occurrence at `step` that either program looked at, and those that say who it happened to.
    static Map<String, Term> attributes(Terms terms, Occurrence occurrence, Trace ours, Trace theirs, int step) {
        Map<String, Term> attributes = new TreeMap<>();
        if (step < ours.attributes().size()) {
            attributes.putAll(ours.attributes().get(step));
        }
        if (step < theirs.attributes().size()) {
            attributes.putAll(theirs.attributes().get(step));
        }
        boolean thread = occurrence.fixed().containsKey("tid");
        if (thread) {
            for (String name : List.of("tid", "pid", "comm")) {
                attributes.putIfAbsent(name, World.attribute(terms, occurrence, name));
            }
        }
        if (occurrence.fixed().containsKey("nr")) {
            attributes.putIfAbsent("nr", World.attribute(terms, occurrence, "nr"));
        }
        return attributes;
    }

    Counterexample.Event event(Occurrence occurrence, Map<String, Term> looked) {
        Map<String, Term> terms = new TreeMap<>(looked);
        Map<String, String> attributes = new LinkedHashMap<>();
        for (String name : CONTEXT) {
            Term term = terms.remove(name);
            if (term != null) {
                attributes.put(name, plain(term));
            }
        }
        terms.forEach((name, term) -> {
            if (!name.contains("#") && !name.startsWith("memory")) {
                boolean pointer = bounds.isKernelPointer(occurrence.site(), name);
                attributes.put(name, pointer ? "0x" + evaluator.value(term).toString(HEXADECIMAL) : plain(term));
            }
        });
        userTexts(looked, attributes);
        if (occurrence.site() instanceof Site.Packet) {
            return packet(occurrence, attributes);
        }
        Map<String, String> told = addressed(occurrence.site(), attributes);
        return new Counterexample.Event(occurrence.site().text(), told, words(occurrence.site(), told));
    }

    /// The bytes of an address as one: `daddr = 10.0.0.1`. Those that nobody looked at are 0.
    private Map<String, String> addressed(Site site, Map<String, String> attributes) {
        Optional<TracepointFormat> format = site instanceof Site.Tracepoint(String category, String name)
                ? kernel.tracepoints().find(category, name)
                : Optional.empty();
        Map<String, Long[]> bytes = new TreeMap<>();
        Map<String, String> told = new LinkedHashMap<>();
        attributes.forEach((name, value) -> {
            Optional<TracepointFormat.Element> element =
                    format.flatMap(known -> known.element(name)).filter(TracepointFormat.Element::isOfAddress);
            if (element.isEmpty()) {
                told.put(name, value);
                return;
            }
            Long[] all = bytes.computeIfAbsent(element.get().field().name(), _ -> {
                Long[] zero = new Long[element.get().array().length()];
                Arrays.fill(zero, 0L);
                return zero;
            });
            all[element.get().index()] = Long.parseLong(value) & 0xff;
            told.put(element.get().field().name(), "");
        });
        bytes.forEach((name, all) -> NetAddress.text(List.of(all)).ifPresent(text -> told.put(name, text)));
        return told;
    }

    private Counterexample.Event packet(Occurrence occurrence, Map<String, String> looked) {
        PacketWords packet = packet(looked);
        Map<String, String> attributes = new LinkedHashMap<>();
        looked.forEach((name, value) -> {
            if (!name.matches(BYTE)) {
                attributes.put(name, value);
            }
        });
        attributes.put("len", looked.getOrDefault("len", "0"));
        attributes.put("bytes", packet.hex());
        String words = what(occurrence.site(), Map.of()) + ": " + packet.text() + "\n     " + packet.hex();
        return new Counterexample.Event(occurrence.site().text(), attributes, words);
    }

    private static PacketWords packet(Map<String, String> looked) {
        Map<Integer, Integer> bytes = new TreeMap<>();
        looked.forEach((name, value) -> {
            if (name.matches(BYTE)) {
                bytes.put(Integer.parseInt(name.substring(1)), (int) Long.parseLong(value) & 0xff);
            }
        });
        long last = bytes.keySet().stream().mapToInt(place -> place + 1).max().orElse(0);
        return new PacketWords(bytes, looked.containsKey("len") ? Long.parseLong(looked.get("len")) : last);
    }

    /// The last packet of a sequence.
    private PacketWords packet(List<Occurrence> sequence, Trace ours, Trace theirs) {
        int last = sequence.size() - 2;
        Map<String, String> looked = new TreeMap<>();
        attributes(terms, sequence.get(last), ours, theirs, last)
                .forEach((name, term) -> looked.put(name, plain(term)));
        return packet(looked);
    }

    private String plain(Term term) {
        BigInteger value = evaluator.value(term);
        return term.sort() instanceof Sort.Bits(int width) && width > 64
                ? Values.text(value, width / 8)
                : Values.decimal(value, 64);
    }

    /// Where an argument points to text that mattered, the text itself is what people want to see.
    private void userTexts(Map<String, Term> looked, Map<String, String> attributes) {
        Term process = looked.get("pid");
        Term memory = looked.get("memory.user");
        if (process == null || memory == null) {
            return;
        }
        List<BigInteger> where = List.of(evaluator.value(process), evaluator.value(memory));
        attributes.replaceAll((name, value) -> {
            Term address = looked.get(name);
            if (address == null || !name.matches("arg\\d+")) {
                return value;
            }
            BigInteger text = model.calls()
                    .get(new Model.Call("user.text", List.of(where.get(0), evaluator.value(address), where.get(1))));
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
        boolean main = Objects.equals(attributes.get("tid"), attributes.get("pid"));
        if (attributes.containsKey("tid") && !main) {
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
            case Site.Iterator(String object) -> "an iterator comes to a " + object;
            case Site.Watchpoint(String target, int lengthBytes, String mode) ->
                "touches " + lengthBytes + " bytes at " + target + " (" + mode + ")";
            case Site.Packet(String way) -> way.equals("in") ? "a packet comes in" : "a packet goes out";
            case Site.Self(String signal) -> "the tracer itself gets " + signal;
            case Site.Begin(), Site.End() -> site.text();
        };
    }

    private String call(Map<String, String> attributes) {
        String number = attributes.get("nr");
        return number == null
                ? "a system call"
                : kernel.syscalls().name(Long.parseLong(number)).orElse("system call " + number);
    }
}
