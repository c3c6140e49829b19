package dev.ken.verify;

import dev.ken.kernel.Site;
import dev.ken.kernel.Steady;
import dev.ken.symbolic.Occurrence;
import dev.ken.symbolic.Occurrence.Fixed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What has happened so far: a Begin and the occurrences after it, and which thread each of them happened to.
/// Which occurrences belong to one thread is decided here and not left to a solver: attributes of a thread
/// (`t1.comm`) are one symbol wherever it occurs, a return has the number of its call, and whatever two
/// programs do alike becomes the same term. All ways to share occurrences among threads are looked at, so
/// nothing is lost; threads are numbered in order of their first occurrence, since their names do not matter.
///
/// @param length  number of occurrences without the Begin
/// @param changes whether the last occurrence may have changed the name or user of its thread
record Scene(List<Occurrence> occurrences, List<Strand> threads, int length, boolean changes) {
    static final Site FORK = new Site.Tracepoint("sched", "sched_process_fork");
    static final Site EXEC = new Site.Tracepoint("sched", "sched_process_exec");
    static final Site EXIT = new Site.Tracepoint("sched", "sched_process_exit");
    private static final Set<Site> RUNS = Set.of(FORK, EXEC, EXIT);
    private static final List<String> OF_THREAD = List.of("tid", "pid", "cgroup", "curtask");
    private static final List<String> USERS = List.of("uid", "gid");
    private static final String NAME = "comm";
    /// Begins the names of what facts of a thread were before a call that may have changed them.
    static final String BEFORE = "before.";

    private static final Set<String> CHANGING = Set.of("uid", "gid", NAME);

    /// When observation began, which `elapsed` counts from; and the symbol that it is.
    static final String BEGAN = "time.begin";

    static final String BEGIN_TIME = "begin.time";

    /// Arguments that a kernel function gets in registers, and some more.
    private static final int MOST_ARGUMENTS = 12;

    /// Where a thread is.
    ///
    /// @param place  in a system call, outside of any, or not seen before, when it may be anywhere
    /// @param call   the call that it is in
    /// @param number symbol of that call's number, where it has no letter of its own
    /// @param memory symbol that says which contents of the process's memory count now
    /// @param turns  how often each of its facts may have become another
    /// @param calls  kernel functions that it is in, each with what begins the symbols of its entry
    record Strand(
            Place place,
            Letter.Call call,
            String number,
            String memory,
            SortedMap<String, Integer> turns,
            SortedMap<String, String> calls) {
        Strand {
            turns = Collections.unmodifiableSortedMap(new TreeMap<>(turns));
            calls = Collections.unmodifiableSortedMap(new TreeMap<>(calls));
        }

        enum Place {
            UNSEEN,
            OUTSIDE,
            INSIDE,
            /// It has ended: it calls nothing any more, and runs, forks and ends no more.
            GONE
        }

        static final Strand NEW = new Strand(
                Place.UNSEEN,
                new Letter.Call.None(),
                "",
                "",
                Collections.emptySortedMap(),
                Collections.emptySortedMap());

        Strand calling(SortedMap<String, String> now) {
            return new Strand(place, call, number, memory, turns, now);
        }

        /// The symbol of a fact of a thread.
        private String symbol(String owner, String fact) {
            int times = turns.getOrDefault(fact, 0);
            return owner + fact + (times == 0 ? "" : "." + times);
        }
    }

    Scene {
        occurrences = List.copyOf(occurrences);
        threads = List.copyOf(threads);
    }

    static Scene start() {
        return new Scene(List.of(new Occurrence(new Site.Begin(), "begin", fixed(Map.of()))), List.of(), 0, false);
    }

    /// One occurrence alone, in a thread of its own where it happens in one.
    static Scene alone(Letter letter) {
        Scene start = start();
        return letter.inThread() ? start.with(letter, 0, Linked.NONE) : start.with(letter, Linked.NONE);
    }

    static Occurrence end() {
        return new Occurrence(new Site.End(), "end", fixed(Map.of()));
    }

    /// The scenes with one more occurrence, in at most `mostThreads` threads. `linked` gives attributes of a site's
    /// occurrences that are the same symbol in all of them.
    List<Scene> next(Alphabet alphabet, int mostThreads, Linked linked) {
        List<Scene> scenes = new ArrayList<>();
        for (Letter letter : alphabet.letters()) {
            if (!letter.inThread()) {
                scenes.add(with(letter, linked));
                continue;
            }
            for (int thread = 0; thread <= threads.size() && thread < mostThreads; thread++) {
                if (possible(letter, thread, alphabet)) {
                    scenes.add(with(letter, thread, linked));
                }
            }
        }
        return scenes;
    }

    /// The scene with one more occurrence, in the first thread.
    Scene then(Letter letter) {
        return letter.inThread() ? with(letter, 0, Linked.NONE) : with(letter, Linked.NONE);
    }

    /// Attributes that are the same in all occurrences, by site.
    interface Linked {
        Linked NONE = _ -> Map.of();

        Map<String, String> of(Site site);
    }

    private Strand strand(int thread) {
        return thread < threads.size() ? threads.get(thread) : Strand.NEW;
    }

    /// A thread is in one system call at a time, and returns from the one that it is in. Where nobody watches
    /// returns, or entries, they happen unseen between those that are watched.
    private boolean possible(Letter letter, int thread, Alphabet alphabet) {
        Strand strand = strand(thread);
        if (strand.place() == Strand.Place.GONE && runs(letter.site())) {
            return false;
        }
        if (letter.enters()) {
            return strand.place() != Strand.Place.INSIDE || !alphabet.has(Letter::returns);
        }
        if (letter.returns()) {
            return strand.place() == Strand.Place.UNSEEN
                    || !alphabet.has(Letter::enters)
                    || strand.place() == Strand.Place.INSIDE && strand.call().equals(letter.call());
        }
        return true;
    }

    /// Whether it is a program that does it, and not the kernel while a thread comes to its end.
    static boolean runs(Site site) {
        return switch (site) {
            case Site.SyscallEnter(), Site.SyscallExit() -> true;
            case Site.UserEntry _, Site.UserReturn _, Site.Usdt _ -> true;
            case Site.Tracepoint tracepoint -> RUNS.contains(tracepoint);
            case Site.FunctionEntry _, Site.FunctionReturn _, Site.Sample _, Site.Counter _, Site.Watchpoint _ -> false;
            case Site.Interval _, Site.Begin(), Site.End(), Site.Iterator _, Site.Self _, Site.Packet _ -> false;
        };
    }

    private Scene with(Letter letter, Linked linked) {
        List<Occurrence> longer = new ArrayList<>(occurrences);
        String prefix = "e" + (length + 1);
        Map<String, Fixed> fixed = fixed(linked.of(letter.site()));
        fixed.put(Steady.MEMORY, new Fixed.Symbol(prefix + "." + Steady.MOMENTARY));
        longer.add(new Occurrence(letter.site(), prefix, fixed));
        return new Scene(longer, threads, length + 1, false);
    }

    private static Map<String, Fixed> fixed(Map<String, String> symbols) {
        Map<String, Fixed> fixed = new TreeMap<>();
        symbols.forEach((name, symbol) -> fixed.put(name, new Fixed.Symbol(symbol)));
        fixed.put(BEGAN, new Fixed.Symbol(BEGIN_TIME));
        return fixed;
    }

    private Scene with(Letter letter, int thread, Linked linked) {
        String prefix = "e" + (length + 1);
        Strand before = strand(thread);
        Strand now = after(letter, before, prefix).calling(calls(letter.site(), before, prefix));
        Map<String, Fixed> fixed = new TreeMap<>();
        String owner = "t" + (thread + 1) + ".";
        OF_THREAD.forEach(name -> fixed.put(name, new Fixed.Symbol(owner + name)));
        USERS.forEach(name -> fixed.put(name, new Fixed.Symbol(now.symbol(owner, name))));
        fixed.put(NAME, new Fixed.Text(now.symbol(owner, NAME), Byte.SIZE * Readings.COMM_BYTES));
        if (!callsAnew(letter, before)) {
            letter.changes().forEach(fact -> fixed.put(BEFORE + fact, new Fixed.Symbol(before.symbol(owner, fact))));
        }
        fixed.put(Steady.MEMORY, new Fixed.Symbol(prefix + "." + Steady.MOMENTARY));
        fixed.putAll(ofCall(letter.site(), before));
        fixed.putAll(parent(letter.site(), before));
        fixed.putAll(fixed(linked.of(letter.site())));
        own(letter.site())
                .forEach((field, other) ->
                        fixed.put(field, fixed.getOrDefault(other, new Fixed.Symbol(prefix + "." + other))));
        switch (letter.call()) {
            case Letter.Call.None() -> {}
            case Letter.Call.Number(long number) -> fixed.put("nr", new Fixed.Number(number));
            case Letter.Call.Other() -> fixed.put("nr", new Fixed.Symbol(number(letter, before, prefix)));
        }
        fixed.put("memory.user", new Fixed.Symbol(memory(letter, before, prefix)));
        List<Occurrence> longer = new ArrayList<>(occurrences);
        longer.add(new Occurrence(letter.site(), prefix, fixed));
        List<Strand> strands = new ArrayList<>(threads);
        if (thread < strands.size()) {
            strands.set(thread, now);
        } else {
            strands.add(now);
        }
        return new Scene(
                longer,
                strands,
                length + 1,
                letter.renames() || !letter.changes().isEmpty());
    }

    /// The arguments of a function where it returns are those of the call, and so is what does not change within one.
    private static Map<String, Fixed> ofCall(Site site, Strand before) {
        if (!(site instanceof Site.FunctionReturn(String function))
                || !before.calls().containsKey(function)) {
            return Map.of();
        }
        String entry = before.calls().get(function);
        Map<String, Fixed> fixed = new TreeMap<>();
        for (int argument = 0; argument < MOST_ARGUMENTS; argument++) {
            fixed.put("arg" + argument, new Fixed.Symbol(entry + ".arg" + argument));
        }
        if (Steady.within(function)) {
            fixed.put(Steady.MEMORY, new Fixed.Symbol(entry + "." + Steady.MOMENTARY));
        }
        return fixed;
    }

    /// Whose child a process is, is taken to stay so from the entry of a call or function to its return.
    private static Map<String, Fixed> parent(Site site, Strand before) {
        boolean returns = switch (site) {
            case Site.SyscallExit(), Site.UserReturn _ -> true;
            case Site.FunctionReturn(String function) -> before.calls().containsKey(function);
            case Site _ -> false;
        };
        if (!returns || before.memory().isEmpty()) {
            return Map.of();
        }
        String entry = before.memory().substring(0, before.memory().indexOf('.') + 1);
        return Map.of(
                "ppid",
                new Fixed.Symbol(entry + "ppid"),
                "parent_comm",
                new Fixed.Text(entry + "parent_comm", Byte.SIZE * Readings.COMM_BYTES));
    }

    private static SortedMap<String, String> calls(Site site, Strand before, String prefix) {
        SortedMap<String, String> calls = new TreeMap<>(before.calls());
        switch (site) {
            case Site.FunctionEntry(String function) -> calls.put(function, prefix);
            case Site.FunctionReturn(String function) -> calls.remove(function);
            case Site _ -> {}
        }
        return calls;
    }

    private static String number(Letter letter, Strand before, String prefix) {
        return letter.returns() && !before.number().isEmpty() ? before.number() : prefix + ".nr";
    }

    /// The memory of a process is taken to stay as it is from the entry of a call or function to what happens
    /// within and its return; a successful exec replaces it.
    private static String memory(Letter letter, Strand before, String prefix) {
        boolean inside = before.place() == Strand.Place.INSIDE;
        boolean kept = switch (letter.site()) {
            case Site.SyscallEnter(), Site.UserEntry _, Site.Usdt _, Site.Watchpoint _ -> false;
            case Site.SyscallExit(), Site.FunctionReturn _, Site.UserReturn _ -> true;
            case Site.FunctionEntry _, Site.Tracepoint _, Site.Counter _, Site.Sample _ -> inside;
            case Site.Interval _, Site.Begin(), Site.End(), Site.Iterator _, Site.Self _, Site.Packet _ -> false;
        };
        return kept && !letter.renames() && !before.memory().isEmpty() ? before.memory() : prefix + ".memory.user";
    }

    /// Whether the thread may have executed another program since it was seen: it was in no call until now.
    private static boolean callsAnew(Letter letter, Strand before) {
        boolean again = letter.enters()
                || letter.site() instanceof Site.FunctionEntry(String function)
                        && before.calls().containsKey(function);
        boolean within =
                before.place() == Strand.Place.INSIDE || !before.calls().isEmpty();
        return letter.naming() == Letter.Naming.BETWEEN_CALLS && (again || !within);
    }

    private static SortedMap<String, Integer> turns(Letter letter, Strand before) {
        SortedMap<String, Integer> turns = new TreeMap<>(before.turns());
        Set<String> changes = letter.renames() || callsAnew(letter, before) ? CHANGING : letter.changes();
        changes.forEach(fact -> turns.merge(fact, 1, Integer::sum));
        return turns;
    }

    private static Strand after(Letter letter, Strand before, String prefix) {
        SortedMap<String, Integer> turns = turns(letter, before);
        String memory = memory(letter, before, prefix);
        return switch (letter.site()) {
            case Site.SyscallEnter() -> {
                String number = letter.call() instanceof Letter.Call.Other ? prefix + ".nr" : "";
                yield new Strand(Strand.Place.INSIDE, letter.call(), number, memory, turns, before.calls());
            }
            case Site.SyscallExit() ->
                new Strand(Strand.Place.OUTSIDE, new Letter.Call.None(), "", "", turns, before.calls());
            case Site.FunctionEntry _, Site.UserEntry _, Site.Usdt _, Site.Watchpoint _, Site.FunctionReturn _ ->
                new Strand(before.place(), before.call(), before.number(), memory, turns, before.calls());
            case Site.UserReturn _ ->
                new Strand(before.place(), before.call(), before.number(), "", turns, before.calls());
            case Site.Tracepoint _,
                    Site.Counter _,
                    Site.Sample _,
                    Site.Interval _,
                    Site.Iterator _,
                    Site.Packet _,
                    Site.Self _,
                    Site.Begin(),
                    Site.End() ->
                new Strand(
                        letter.site().equals(EXIT) ? Strand.Place.GONE : before.place(),
                        before.call(),
                        before.number(),
                        letter.renames() ? memory : before.memory(),
                        turns,
                        before.calls());
        };
    }

    /// A tracepoint's own fields that name the thread, or the CPU, that it fires in. Source:
    /// include/trace/events/sched.h, block.h and power.h.
    static Map<String, String> own(Site site) {
        if (!(site instanceof Site.Tracepoint(String category, String name))) {
            return Map.of();
        }
        return switch (category + ":" + name) {
            case "sched:sched_switch" -> Map.of("prev_pid", "tid", "prev_comm", "comm");
            case "sched:sched_process_exec" -> Map.of("args.pid", "tid");
            case "sched:sched_process_exit" -> Map.of("args.pid", "tid", "args.comm", "comm");
            case "sched:sched_process_fork" -> Map.of("parent_pid", "tid", "args.parent_comm", "comm");
            case "block:block_rq_insert",
                    "block:block_rq_issue",
                    "block:block_rq_merge",
                    "block:block_io_start",
                    "block:block_io_done",
                    "block:block_bio_queue",
                    "block:block_bio_backmerge",
                    "block:block_bio_frontmerge",
                    "block:block_getrq",
                    "block:block_split",
                    "block:block_plug",
                    "block:block_unplug" -> Map.of("args.comm", "comm");
            case "power:cpu_idle", "power:cpu_idle_miss" -> Map.of("cpu_id", "cpu");
            default -> Map.of();
        };
    }
}
