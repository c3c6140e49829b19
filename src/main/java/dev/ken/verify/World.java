package dev.ken.verify;

import dev.ken.kernel.Site;
import dev.ken.logic.Op;
import dev.ken.logic.Sort;
import dev.ken.logic.Term;
import dev.ken.logic.Terms;
import dev.ken.symbolic.Occurrence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Facts that hold of every sequence of occurrences on a real kernel. Only symbols that an execution has mentioned are
/// constrained; a fact about others would not change an answer.
final class World {
    private static final long LARGEST_ID = 1L << 22;
    private static final List<String> OF_THE_THREAD = List.of("pid", "uid", "gid", "comm", "cgroup");

    private final Terms terms;
    private final List<Occurrence> sequence;
    private final List<Term> facts = new ArrayList<>();
    private final List<Map<String, Term>> symbols = new ArrayList<>();

    private World(Terms terms, List<Occurrence> sequence) {
        this.terms = terms;
        this.sequence = sequence;
        for (Occurrence occurrence : sequence) {
            symbols.add(terms.symbolsFrom(occurrence.prefix() + "."));
        }
    }

    static List<Term> facts(Terms terms, List<Occurrence> sequence) {
        World world = new World(terms, sequence);
        for (int i = 0; i < sequence.size(); i++) {
            world.ranges(i);
            world.siteFacts(i);
            for (int j = 0; j < i; j++) {
                world.sameThread(j, i);
                world.calls(j, i);
            }
        }
        world.timeGrows();
        return world.facts;
    }

    /// Times worth trying: events seconds, or a few microseconds, apart.
    static List<Function<String, Optional<Long>>> samples(List<Occurrence> sequence) {
        List<Function<String, Optional<Long>>> samples = new ArrayList<>();
        for (long gapNanos : List.of(1_000_000_000L, 50_000_000L, 3_500L)) {
            Map<String, Long> times = new HashMap<>();
            for (int i = 0; i < sequence.size(); i++) {
                times.put(sequence.get(i).symbol("time"), 1_000_000_000L + gapNanos * i);
            }
            samples.add(name -> Optional.ofNullable(times.get(name)));
        }
        return samples;
    }

    private boolean has(int at, String attribute) {
        return symbols.get(at).containsKey(sequence.get(at).symbol(attribute));
    }

    private Term number(int at, String attribute) {
        return terms.symbol(sequence.get(at).symbol(attribute), Sort.bits(64));
    }

    private Term any(int at, String attribute) {
        Term known = symbols.get(at).get(sequence.get(at).symbol(attribute));
        if (known == null) {
            throw new IllegalStateException("no symbol " + attribute + " at " + at);
        }
        return known;
    }

    private void below(int at, String attribute, long limit) {
        if (has(at, attribute)) {
            facts.add(terms.bits(Op.ULT, number(at, attribute), terms.number(limit, 64)));
        }
    }

    private void ranges(int at) {
        below(at, "tid", LARGEST_ID);
        below(at, "pid", LARGEST_ID);
        below(at, "cpu", 8192);
        below(at, "uid", 1L << 32);
        below(at, "gid", 1L << 32);
        below(at, "time", 1L << 62);
        if (has(at, "time")) {
            facts.add(terms.bits(Op.ULT, terms.number(0, 64), number(at, "time")));
        }
        boolean call = sequence.get(at).site() instanceof Site.SyscallEnter
                || sequence.get(at).site() instanceof Site.SyscallExit;
        if (call) {
            below(at, "nr", 1024);
        }
        if (call && has(at, "ret")) {
            facts.add(terms.bits(Op.SLE, terms.number(-4095, 64), number(at, "ret")));
        }
        if (has(at, "comm")) {
            facts.add(terms.equal(terms.extract(any(at, "comm"), 7, 0), terms.number(0, 8)));
        }
    }

    /// What a tracepoint's own fields have to do with the thread that it fires in (include/trace/events/sched.h).
    private void siteFacts(int at) {
        if (!(sequence.get(at).site() instanceof Site.Tracepoint(String category, String name))) {
            return;
        }
        if (category.equals("sched") && name.equals("sched_switch")) {
            equalIfBoth(at, "prev_pid", "tid");
            equalIfBoth(at, "prev_comm", "comm");
        }
        boolean own = name.equals("sched_process_exit") || name.equals("sched_process_exec");
        if (category.equals("sched") && own) {
            equalIfBoth(at, "args.pid", "tid");
        }
        if (name.equals("sched_process_exit")) {
            equalIfBoth(at, "args.comm", "comm");
        }
        if (name.equals("sched_process_fork")) {
            equalIfBoth(at, "parent_pid", "tid");
            equalIfBoth(at, "parent_comm", "comm");
        }
    }

    private void equalIfBoth(int at, String left, String right) {
        if (has(at, left) && has(at, right)) {
            facts.add(terms.equal(any(at, left), any(at, right)));
        }
    }

    private void timeGrows() {
        int last = -1;
        for (int at = 0; at < sequence.size(); at++) {
            if (has(at, "time")) {
                if (last >= 0) {
                    facts.add(terms.bits(Op.ULT, number(last, "time"), number(at, "time")));
                }
                last = at;
            }
        }
    }

    private void sameThread(int first, int second) {
        if (!has(first, "tid") || !has(second, "tid")) {
            sameProcess(first, second, terms.bool(true), false);
            return;
        }
        Term same = terms.equal(number(first, "tid"), number(second, "tid"));
        sameProcess(first, second, same, true);
    }

    private void sameProcess(int first, int second, Term same, boolean known) {
        boolean renamed = sequence.subList(first + 1, second + 1).stream()
                .anyMatch(o ->
                        o.site() instanceof Site.Tracepoint(var _, String name) && name.equals("sched_process_exec"));
        if (!known || renamed) {
            return;
        }
        for (String attribute : OF_THE_THREAD) {
            if (has(first, attribute) && has(second, attribute)) {
                facts.add(terms.implies(same, terms.equal(any(first, attribute), any(second, attribute))));
            }
        }
    }

    /// A thread is in one system call at a time: between two of its system call occurrences an entry is followed by the
    /// return of the same call, and a return by an entry.
    private void calls(int first, int second) {
        Site a = sequence.get(first).site();
        Site b = sequence.get(second).site();
        boolean enterA = a instanceof Site.SyscallEnter;
        boolean enterB = b instanceof Site.SyscallEnter;
        boolean callA = enterA || a instanceof Site.SyscallExit;
        boolean callB = enterB || b instanceof Site.SyscallExit;
        if (!callA || !callB || enterB && !enterA) {
            return;
        }
        Term next = nextOfThread(first, second, o -> o instanceof Site.SyscallEnter || o instanceof Site.SyscallExit);
        Term sameCall = terms.equal(number(first, "nr"), number(second, "nr"));
        facts.add(terms.implies(next, enterA && !enterB ? sameCall : terms.bool(false)));
    }

    private Term nextOfThread(int first, int second, java.util.function.Predicate<Site> among) {
        List<Term> all = new ArrayList<>();
        all.add(terms.equal(number(first, "tid"), number(second, "tid")));
        for (int between = first + 1; between < second; between++) {
            if (among.test(sequence.get(between).site())) {
                all.add(terms.unequal(number(between, "tid"), number(second, "tid")));
            }
        }
        return terms.and(all);
    }
}
