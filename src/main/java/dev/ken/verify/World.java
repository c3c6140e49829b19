package dev.ken.verify;

import dev.ken.kernel.Site;
import dev.ken.logic.Op;
import dev.ken.logic.Sort;
import dev.ken.logic.Term;
import dev.ken.logic.Terms;
import dev.ken.symbolic.Occurrence;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Facts that hold of every sequence of occurrences on a real kernel, as assertions. What can be said by
/// sharing symbols is said so in [Scene]. Only symbols that the question mentions are constrained: each fact is
/// about one symbol, or orders or sets apart those of one kind, so a fact about others would not change an
/// answer.
final class World {
    static final long LARGEST_ID = 1L << 22;
    private static final long CPUS = 8192;
    private static final long USERS = 1L << 32;
    /// How a task ended, as `wait` tells it: 16 bits.
    private static final long EXIT_CODES = 1L << 16;
    private static final long FIRST_TIME = 1_000;
    private static final long LAST_TIME = 1L << 62;
    private static final long CALLS = 1024;
    /// Fields that hold the name of a task, of which the kernel keeps so many letters (`TASK_COMM_LEN`).
    private static final Pattern NAME_OF_TASK = Pattern.compile("comm.*|(?:args\\.)?\\w*comm");

    /// Fields that hold the name of a network device, as long (`IFNAMSIZ`).
    private static final Pattern NAME_OF_DEVICE = Pattern.compile("(?:net\\.name|napi\\.dev_name)\\d*");

    private static final int LONGEST_NAME = 15;
    private static final int IPV4 = 2;
    private static final int IPV6 = 10;
    private static final String IDLE = "swapper/";
    private static final Site SWITCH = new Site.Tracepoint("sched", "sched_switch");
    /// `TASK_REPORT_MAX`: how a thread is left that was preempted; all other states are below.
    private static final long PREEMPTED = 256;

    /// Ends of ranges.
    static final Set<BigInteger> LIMITS = Stream.of(LARGEST_ID, CPUS, USERS, FIRST_TIME, LAST_TIME, CALLS)
            .map(BigInteger::valueOf)
            .collect(Collectors.toUnmodifiableSet());

    private final Terms terms;
    private final Scene scene;
    private final List<Long> numbers;
    private final KnownBounds results;
    private final List<Term> facts = new ArrayList<>();

    private World(Terms terms, Scene scene, List<Long> numbers, KnownBounds results) {
        this.terms = terms;
        this.scene = scene;
        this.numbers = numbers;
        this.results = results;
    }

    /// Facts about the symbols of `about`. `numbers` are the system calls that have letters of their own.
    /// Addresses of `texts` are not NULL.
    static List<Term> facts(
            Terms terms, Scene scene, List<Long> numbers, TextArguments texts, KnownBounds results, List<Term> about) {
        World world = new World(terms, scene, numbers, results);
        Map<String, Term> symbols = symbols(about);
        world.execsLead(symbols);
        symbols.forEach(world::about);
        world.timesGrow(symbols);
        world.threadsDiffer(symbols);
        world.switchesGoOn(symbols);
        world.idleTasksHaveTheirNames(symbols);
        world.childrenAreNew(symbols);
        world.firstThreadsEndLast(symbols);
        world.facts.addAll(Begun.facts(terms, scene.occurrences(), symbols));
        world.callersAreNotIdle(symbols);
        world.facts.addAll(Unchanged.facts(terms, scene.occurrences(), symbols));
        world.facts.addAll(Descriptors.facts(terms, scene, results, symbols));
        world.pointersPoint(symbols, texts);
        world.textsSay(about, texts);
        world.socketsAreOfInternet(about);
        world.tracedSocketsAreOfInternet(symbols);
        world.facts.addAll(SameAddresses.facts(terms, scene.occurrences(), about));
        world.entriesHaveNames(about);
        return world.facts;
    }

    /// The symbols in terms, by name.
    static Map<String, Term> symbols(List<Term> terms) {
        Map<String, Term> symbols = new TreeMap<>();
        Set<Term> seen = new HashSet<>();
        List<Term> open = new ArrayList<>(terms);
        while (!open.isEmpty()) {
            Term term = open.removeLast();
            if (seen.add(term)) {
                switch (term) {
                    case Term.Literal _ -> {}
                    case Term.Symbol symbol -> symbols.put(symbol.name(), symbol);
                    case Term.Apply apply -> open.addAll(apply.arguments());
                }
            }
        }
        return symbols;
    }

    private void about(String name, Term symbol) {
        int dot = name.indexOf('.');
        if (dot < 0 || !(symbol.sort() instanceof Sort.Bits(int width))) {
            return;
        }
        String attribute = name.substring(dot + 1);
        if (width > 64) {
            if (NAME_OF_TASK.matcher(attribute).matches() || isDevice(name, attribute)) {
                int rest = Math.max(Byte.SIZE, width - LONGEST_NAME * Byte.SIZE);
                facts.add(terms.equal(terms.extract(symbol, rest - 1, 0), terms.number(0, rest)));
            }
            return;
        }
        switch (attribute) {
            case "tid", "pid", "ppid" -> below(symbol, LARGEST_ID);
            case "cpu" -> below(symbol, CPUS);
            case "uid", "gid" -> below(symbol, USERS);
            case "exit_code" -> below(symbol, EXIT_CODES);
            case "time" -> {
                // Said plainly: Terms knows that times are positive, and would take it for no news.
                facts.add(terms.bits(Op.ULE, terms.number(FIRST_TIME, 64), symbol));
                below(symbol, LAST_TIME);
            }
            case "nr" -> number(name, symbol);
            case "ret", "retval" -> {
                result(name, symbol);
                field(name, symbol);
            }
            default -> {
                if (attribute.startsWith("uid.") || attribute.startsWith("gid.")) {
                    below(symbol, USERS);
                } else {
                    field(name, symbol);
                }
            }
        }
    }

    private boolean isDevice(String name, String attribute) {
        return scene.occurrences().stream()
                .anyMatch(one -> name.startsWith(one.prefix() + ".")
                        && one.site() instanceof Site.Tracepoint(String category, String _)
                        && NAME_OF_DEVICE.matcher(category + "." + attribute).matches());
    }

    /// A field of a tracepoint is no larger than its bytes can hold, nor an argument of a call than its parameter.
    private void field(String name, Term symbol) {
        for (Occurrence one : scene.occurrences()) {
            String prefix = one.prefix() + ".";
            if (one.site() instanceof Site.Tracepoint site && name.startsWith(prefix)) {
                results.ofField(site, name.substring(prefix.length())).ifPresent(bounds -> within(symbol, bounds));
                results.given(site, name.substring(prefix.length())).forEach(given -> given(one, symbol, given));
            }
            if (one.site() instanceof Site.SyscallEnter
                    && name.startsWith(prefix)
                    && one.fixed().get("nr") instanceof Occurrence.Fixed.Number(long number)) {
                results.ofArgument(number, name.substring(prefix.length())).ifPresent(bounds -> within(symbol, bounds));
            }
            if (name.startsWith(prefix) && results.isPointer(one.site(), name.substring(prefix.length()))) {
                facts.add(terms.unequal(symbol, terms.number(0, 64)));
            }
        }
    }

    private void within(Term symbol, KnownBounds.Bounds bounds) {
        facts.add(terms.bits(Op.SLE, terms.number(bounds.least(), 64), symbol));
        facts.add(terms.bits(Op.SLE, symbol, terms.number(bounds.most(), 64)));
    }

    private void given(Occurrence one, Term symbol, KnownBounds.Given given) {
        Term inside = terms.and(
                terms.bits(Op.SLE, terms.number(given.bounds().least(), 64), symbol),
                terms.bits(Op.SLE, symbol, terms.number(given.bounds().most(), 64)));
        List<Term> where = new ArrayList<>();
        given.where()
                .forEach((field, number) ->
                        where.add(terms.equal(one.attribute(terms, field, Sort.bits(64)), terms.number(number, 64))));
        facts.add(terms.implies(terms.and(where), inside));
    }

    private void below(Term symbol, long limit) {
        facts.add(terms.bits(Op.ULT, symbol, terms.number(limit, 64)));
    }

    private void number(String name, Term symbol) {
        if (Names.isNumber(name)) {
            // The kernel also tells of calls without a number, which it numbers -1.
            Term next = terms.add(symbol, terms.number(1, 64));
            below(next, CALLS + 1);
            // The exclusive or with 0 is the number itself, which Terms would take for no news.
            numbers.forEach(number -> facts.add(
                    number == 0
                            ? terms.or(
                                    terms.equal(next, terms.number(0, 64)),
                                    terms.bits(Op.ULE, terms.number(2, 64), next))
                            : apart(symbol, terms.number(number, 64))));
        }
    }

    /// That two terms differ, in a form that [Names] does not simplify away.
    private Term apart(Term a, Term b) {
        return terms.unequal(terms.bits(Op.BIT_XOR, a, b), terms.number(0, 64));
    }

    private void result(String name, Term symbol) {
        for (Occurrence one : scene.occurrences()) {
            if (name.startsWith(one.prefix() + ".")) {
                facts.addAll(Results.facts(terms, results, one, symbol));
            }
        }
    }

    private void timesGrow(Map<String, Term> symbols) {
        TreeMap<Integer, Term> times = new TreeMap<>();
        symbols.forEach((name, symbol) -> {
            int at = Names.time(name);
            if (at != Names.NO_TIME) {
                times.put(at, symbol);
            }
        });
        Term last = null;
        for (Term time : times.values()) {
            if (last != null) {
                // `last + 1 <= time`: the plain comparison is known to Terms already.
                facts.add(terms.bits(Op.ULE, terms.add(last, terms.number(1, 64)), time));
            }
            last = time;
        }
    }

    private void threadsDiffer(Map<String, Term> symbols) {
        List<Term> threads = symbols.entrySet().stream()
                .filter(entry -> Names.isThread(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        for (int i = 0; i < threads.size(); i++) {
            for (int j = 0; j < i; j++) {
                facts.add(apart(threads.get(j), threads.get(i)));
            }
        }
    }

    /// A thread that leaves a CPU does not come next: the scheduler tells of no switch where it stays (`__schedule`).
    private void switchesGoOn(Map<String, Term> symbols) {
        for (Occurrence one : scene.occurrences()) {
            if (one.site().equals(SWITCH)) {
                Term next = one.attribute(terms, "next_pid", Sort.bits(64));
                Term leaving = one.attribute(terms, "tid", Sort.bits(64));
                if (symbols.containsValue(next) && symbols.containsValue(leaving)) {
                    facts.add(apart(next, leaving));
                }
                Term state = one.attribute(terms, "prev_state", Sort.bits(64));
                if (symbols.containsValue(state)) {
                    states(state, leaving);
                }
            }
        }
    }

    /// Those with the number 0 are named after their CPUs, `swapper/3` (`init_idle`).
    private void idleTasksHaveTheirNames(Map<String, Term> symbols) {
        for (Occurrence one : scene.occurrences()) {
            if (one.site().equals(SWITCH)) {
                Term next = one.attribute(terms, "next_comm", Sort.bits(8 * Readings.COMM_BYTES));
                idle(one.attribute(terms, "next_pid", Sort.bits(64)), next, symbols);
                idle(one.attribute(terms, "tid", Sort.bits(64)), attribute(terms, one, "comm"), symbols);
            }
        }
    }

    private void idle(Term thread, Term name, Map<String, Term> symbols) {
        if (symbols.containsValue(thread) && symbols.containsValue(name)) {
            int low = name.width() - Byte.SIZE * IDLE.length();
            Term whole = terms.text(IDLE, name.width() / Byte.SIZE);
            Term begins = terms.equal(
                    terms.extract(name, name.width() - 1, low), terms.extract(whole, name.width() - 1, low));
            facts.add(terms.or(terms.unequal(thread, terms.number(0, 64)), begins));
        }
    }

    /// What `__trace_sched_switch_state` makes of a state is no more than that; the idle tasks wait for nothing.
    private void states(Term state, Term leaving) {
        within(state, new KnownBounds.Bounds(0, PREEMPTED));
        facts.add(terms.or(List.of(
                terms.unequal(leaving, terms.number(0, 64)),
                terms.equal(state, terms.number(0, 64)),
                terms.equal(state, terms.number(PREEMPTED, 64)))));
    }

    /// A thread that executes a program has become the first of its process by then (`de_thread`). That threads differ
    /// says something of processes then, so the thread is spoken of wherever the process is.
    private void execsLead(Map<String, Term> symbols) {
        for (Occurrence one : scene.occurrences()) {
            Term thread = one.attribute(terms, "tid", Sort.bits(64));
            Term process = one.attribute(terms, "pid", Sort.bits(64));
            if (one.site().equals(Scene.EXEC)
                    && thread instanceof Term.Symbol symbol
                    && symbols.containsValue(process)) {
                symbols.put(symbol.name(), symbol);
                facts.add(terms.equal(thread, process));
            }
        }
    }

    /// What is forked has a number that nobody had before, and what has ended leaves its number to nobody.
    private void childrenAreNew(Map<String, Term> symbols) {
        List<Occurrence> all = scene.occurrences();
        for (int at = 0; at < all.size(); at++) {
            if (all.get(at).site().equals(Scene.FORK)) {
                Term child = all.get(at).attribute(terms, "child_pid", Sort.bits(64));
                for (Term taken : symbols.containsValue(child) ? numbersUntil(at) : List.<Term>of()) {
                    if (symbols.containsValue(taken)) {
                        facts.add(apart(child, taken));
                    }
                }
            }
        }
    }

    private List<Term> numbersUntil(int last) {
        List<Term> numbers = new ArrayList<>();
        for (int at = 0; at <= last; at++) {
            Occurrence one = scene.occurrences().get(at);
            if (one.fixed().containsKey("tid")) {
                numbers.add(one.attribute(terms, "tid", Sort.bits(64)));
                numbers.add(one.attribute(terms, "pid", Sort.bits(64)));
            }
            if (at < last && one.site().equals(Scene.FORK)) {
                numbers.add(one.attribute(terms, "child_pid", Sort.bits(64)));
            }
        }
        return numbers.stream().distinct().toList();
    }

    /// A process whose first thread has ended runs no more: the others end with it, or have before.
    private void firstThreadsEndLast(Map<String, Term> symbols) {
        List<Term> gone = new ArrayList<>();
        for (Occurrence one : scene.occurrences()) {
            if (one.fixed().containsKey("tid")
                    && Scene.runs(one.site())
                    && !one.site().equals(Scene.EXIT)) {
                Term process = one.attribute(terms, "pid", Sort.bits(64));
                gone.stream()
                        .filter(thread -> symbols.containsValue(thread) && symbols.containsValue(process))
                        .forEach(thread -> facts.add(apart(thread, process)));
            }
            if (one.site().equals(Scene.EXIT)) {
                gone.add(one.attribute(terms, "tid", Sort.bits(64)));
            }
        }
    }

    /// System calls are made by processes: the idle tasks, whose number is 0, make none and run no program.
    private void callersAreNotIdle(Map<String, Term> symbols) {
        Set<String> seen = new HashSet<>();
        for (Occurrence one : scene.occurrences()) {
            boolean calls = switch (one.site()) {
                case Site.SyscallEnter(), Site.SyscallExit(), Site.UserEntry _, Site.UserReturn _, Site.Usdt _ -> true;
                case Site _ -> false;
            };
            for (String id : calls ? List.of("tid", "pid") : List.<String>of()) {
                if (one.fixed().get(id) instanceof Occurrence.Fixed.Symbol(String name)
                        && symbols.containsKey(name)
                        && seen.add(name)) {
                    facts.add(terms.bits(Op.ULE, terms.number(1, 64), symbols.get(name)));
                }
            }
        }
    }

    private void pointersPoint(Map<String, Term> symbols, TextArguments texts) {
        for (String name : texts.symbols(scene)) {
            Term address = symbols.get(name);
            if (address != null) {
                facts.add(terms.unequal(address, terms.number(0, 64)));
            }
        }
    }

    /// A path or name that is asked for is not empty either.
    private void textsSay(List<Term> about, TextArguments texts) {
        Set<String> addresses = texts.symbols(scene);
        if (addresses.isEmpty() || !texts.filled()) {
            return;
        }
        for (Term text : TextArguments.reads(about)) {
            if (((Term.Apply) text).argument(1) instanceof Term.Symbol address && addresses.contains(address.name())) {
                Term first = terms.extract(text, text.width() - 1, text.width() - Byte.SIZE);
                facts.add(terms.unequal(first, terms.number(0, Byte.SIZE)));
            }
        }
    }

    /// Functions of TCP and the like are given sockets of IPv4 and IPv6.
    private void socketsAreOfInternet(List<Term> about) {
        if (results.family().isEmpty()) {
            return;
        }
        Term offset = terms.number(results.family().get(), 64);
        for (Term read : TextArguments.calls(about, "memory.2")) {
            for (Occurrence one : scene.occurrences()) {
                Term socket = terms.symbol(one.prefix() + ".arg0", Sort.bits(64));
                if (results.isOfInternet(one.site())
                        && ((Term.Apply) read).argument(1).equals(terms.bits(Op.ADD, socket, offset))) {
                    Term family = terms.extract(read, Short.SIZE - 1, 0);
                    facts.add(terms.or(List.of(
                            terms.equal(family, terms.number(IPV4, Short.SIZE)),
                            terms.equal(family, terms.number(IPV6, Short.SIZE)))));
                }
            }
        }
    }

    private void tracedSocketsAreOfInternet(Map<String, Term> symbols) {
        for (Occurrence one : scene.occurrences()) {
            Term family = symbols.get(one.prefix() + ".family");
            if (family != null && one.site() instanceof Site.Tracepoint && results.isOfInternet(one.site())) {
                facts.add(terms.or(
                        terms.equal(family, terms.number(IPV4, Long.SIZE)),
                        terms.equal(family, terms.number(IPV6, Long.SIZE))));
            }
        }
    }

    /// An entry of a folder (`struct dentry`) has a name, which may be kept as the sign that a call was seen.
    private void entriesHaveNames(List<Term> about) {
        if (results.name().isEmpty()) {
            return;
        }
        Term offset = terms.number(results.name().get(), 64);
        for (Term text : TextArguments.reads(about)) {
            if (((Term.Apply) text).argument(1) instanceof Term.Apply address
                    && address.op() == Op.CALL
                    && address.function().equals("memory.8")
                    && address.argument(1) instanceof Term.Apply sum
                    && sum.op() == Op.ADD
                    && sum.arguments().contains(offset)) {
                facts.add(terms.unequal(address, terms.number(0, 64)));
                if (results.parted() && text.width() >= 2 * Byte.SIZE) {
                    facts.add(hasNoSlashInFront(text));
                }
            }
        }
    }

    /// The name of an entry of a folder has no slash, but for that of a root, which is one (`d_make_root` in
    /// fs/dcache.c). What has no folder may have one further on (`memfd_create`, `/dev/zero`).
    private Term hasNoSlashInFront(Term text) {
        Term first = terms.extract(text, text.width() - 1, text.width() - Byte.SIZE);
        Term second = terms.extract(text, text.width() - Byte.SIZE - 1, text.width() - 2 * Byte.SIZE);
        return terms.or(List.of(
                terms.unequal(first, terms.number('/', Byte.SIZE)), terms.equal(second, terms.number(0, Byte.SIZE))));
    }

    /// The value of an attribute of an occurrence, whether or not a program looks at it.
    static Term attribute(Terms terms, Occurrence occurrence, String name) {
        Sort sort = name.equals("comm") ? Sort.bits(8 * Readings.COMM_BYTES) : Sort.bits(64);
        return occurrence.attribute(terms, name, sort);
    }
}
