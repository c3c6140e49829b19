package dev.ken.verify;

import dev.ken.contract.clause.Contract;
import dev.ken.contract.clause.Contract.Kind;
import dev.ken.contract.clause.Contract.Time;
import dev.ken.contract.clause.ContractLibrary;
import dev.ken.contract.clause.Formula;
import dev.ken.kernel.FieldType;
import dev.ken.kernel.KernelFunction;
import dev.ken.kernel.KernelFunctions;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.ProbeFacts;
import dev.ken.kernel.Probes;
import dev.ken.kernel.Site;
import dev.ken.kernel.SyscallTable;
import dev.ken.kernel.TracepointFormat;
import dev.ken.kernel.Tracepoints;
import dev.ken.kernel.btf.Btf;
import dev.ken.kernel.btf.BtfType;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.kernel.catalog.ProbePoint;
import dev.ken.kernel.catalog.Reading;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What system calls and kernel functions give back, by their shipped contracts (`docs/contracts.md`):
/// `connect` 0 or an error number, `openat` a descriptor or one. Contracts that nobody wrote say nothing. And
/// what fields of tracepoints can hold, by their size and sign, or since they are error numbers.
///
/// @param errors   fields of tracepoints that are error numbers
/// @param pointers arguments and fields of which the catalog says that they are never NULL, as site and symbol
/// @param halves   returns of functions of libraries and programs that give back an `int`
/// @param family   where a socket has its family
/// @param name     where an entry of a folder has the address of its name, which is never NULL
/// @param parted   whether what is asked about has such names, so that what lies there is one
/// @param told     bounds of fields of which the catalog says that they hold whenever the tracepoint fires, likewise
/// @param given    bounds of fields of which it says so where others have a number
record KnownBounds(
        SyscallTable calls,
        Tracepoints tracepoints,
        KernelFunctions functions,
        Set<String> errors,
        Set<String> pointers,
        Map<String, Bounds> told,
        Set<Given> given,
        Set<Site> halves,
        Optional<Long> family,
        Optional<Long> name,
        boolean parted) {
    private static final long LARGEST_ERROR = 4095;
    private static final long UNSIGNED = (1L << Integer.SIZE) - 1;
    private static final long SHORT = (1L << Short.SIZE) - 1;
    /// Tracepoints in which a field that is named so is the number of a thread.
    private static final Set<String> THREADS = Set.of("sched", "signal", "task", "oom");

    private static final Pattern OF_THREAD = Pattern.compile("(?:\\w+_)?pid");
    private static final Pattern BOUNDED = Pattern.compile(
            "args\\.(\\w+) (?:in (?<from>-?\\d+)\\.\\.(?<to>-?\\d+)|(?<than>>=|>|<=|==) (?<number>-?\\d+))");
    private static final Pattern NOT_NULL = Pattern.compile("args\\.(\\w+) != (?:null|0)");

    private static final Reading HALF_RESULT = new Reading.SignedLow(Integer.SIZE, new Reading.Builtin("retval"));
    private static final Pattern INTERNET = Pattern.compile("(?:tcp|udp|inet_csk)_\\w+");
    private static final Pattern PLAIN_ARGUMENT = Pattern.compile("arg[0-5]");
    /// Parameters of system calls that are signals, flags and kinds.
    private static final Set<String> NEVER_NEGATIVE = Set.of(
            "sig",
            "flags",
            "flag",
            "type",
            "family",
            "domain",
            "protocol",
            "level",
            "optname",
            "how",
            "whence",
            "advice",
            "behavior",
            "option",
            "op",
            "cmd",
            "resource");

    /// Parameters of 32 bits that are used with negative numbers: `listen(fd, -1)` asks for the longest queue.
    private static final Set<String> OFTEN_NEGATIVE = Set.of("backlog");

    /// Calls whose `fd` may be below 0: it stands for the folder of the process, for no ring, or ends a range.
    private static final Set<String> OFTEN_NO_FILE = Set.of("execveat", "io_uring_register", "close_range");

    /// Least and most.
    record Bounds(long least, long most) {
        private Bounds meet(Bounds other) {
            return new Bounds(Math.max(least, other.least), Math.min(most, other.most));
        }

        private Bounds join(Bounds other) {
            return new Bounds(Math.min(least, other.least), Math.max(most, other.most));
        }
    }

    /// Of the field called `symbol`, where the fields in `where` have these numbers.
    record Given(Site site, Map<String, Long> where, String symbol, Bounds bounds) {}

    private static final Bounds ANY = new Bounds(Long.MIN_VALUE, Long.MAX_VALUE);

    /// What `kinds` tell of fields of tracepoints, which does not hang on what of it is asked for.
    static KnownBounds of(KernelModel kernel, Collection<EventKind> kinds) {
        return new KnownBounds(
                        kernel.syscalls(),
                        kernel.tracepoints(),
                        kernel.functions(),
                        Set.of(),
                        Set.of(),
                        Map.of(),
                        Set.of(),
                        Set.of(),
                        kernel.btf().flatMap(btf -> place(btf, "sock", "__sk_common.skc_family")),
                        kernel.btf().flatMap(btf -> place(btf, "dentry", "d_name.name")),
                        false)
                .with(kinds, false, kernel);
    }

    /// With what `kinds` tell that are asked for. Only of these it is taken for granted that pointers point.
    KnownBounds asked(List<EventKind> kinds, KernelModel kernel) {
        return with(kinds, true, kernel);
    }

    private KnownBounds with(Collection<EventKind> kinds, boolean pointing, KernelModel kernel) {
        Set<String> errors = new TreeSet<>(this.errors);
        Set<String> pointers = new TreeSet<>(this.pointers);
        Map<String, Bounds> told = new TreeMap<>(this.told);
        Set<Given> given = new LinkedHashSet<>(this.given);
        Set<Site> halves = new LinkedHashSet<>(this.halves);
        for (EventKind kind : kinds) {
            for (ProbePoint point : kind.points()) {
                if (pointing) {
                    notNull(point, kernel, pointers);
                }
                bounded(point, kernel, told, given);
                half(point, kernel).ifPresent(halves::add);
                point.readings().forEach((name, reading) -> {
                    boolean error = kind.attribute(name)
                            .filter(one -> one.type() == Attribute.Type.ERRNO)
                            .isPresent();
                    if (error && reading instanceof Reading.Arg(String field)) {
                        errors.add(point.probe() + ":" + field);
                    }
                });
            }
        }
        boolean parts = pointing
                && kinds.stream()
                        .anyMatch(kind -> kind.attributes().stream().anyMatch(one -> kind.tellsLastPart(one.name())));
        return new KnownBounds(
                calls, tracepoints, functions, errors, pointers, told, given, halves, family, name, parted || parts);
    }

    /// The return of a function of a library or program of whose result only 32 bits are read.
    private static Optional<Site> half(ProbePoint point, KernelModel kernel) {
        boolean read = point.readings().values().stream().anyMatch(HALF_RESULT::equals);
        return read
                ? Probes.resolve(point.probe(), kernel).map(ProbeFacts::site).filter(Site.UserReturn.class::isInstance)
                : Optional.empty();
    }

    private static Optional<Long> place(Btf btf, String struct, String member) {
        return btf.find(dev.ken.kernel.btf.Kind.STRUCT, struct)
                .flatMap(found -> btf.access(found, member))
                .map(dev.ken.kernel.btf.Access::offsetBytes);
    }

    /// Whether a function is only given, as its first parameter, sockets of IPv4 and IPv6.
    boolean isOfInternet(Site site) {
        return switch (site) {
            case Site.FunctionEntry(String function) -> isOfInternet(function);
            case Site.FunctionReturn(String function) -> isOfInternet(function);
            // What tells addresses of IPv6 beside those of IPv4.
            case Site.Tracepoint(String category, String name) ->
                tracepoints
                        .find(category, name)
                        .flatMap(format -> format.field("daddr_v6"))
                        .isPresent();
            case Site _ -> false;
        };
    }

    private boolean isOfInternet(String function) {
        return INTERNET.matcher(function).matches()
                && parameter(function, 0)
                        .filter(struct -> struct.name().equals("sock"))
                        .isPresent();
    }

    private static void notNull(ProbePoint point, KernelModel kernel, Set<String> into) {
        for (String clause : point.facts().requires()) {
            Matcher matcher = NOT_NULL.matcher(clause);
            if (matcher.matches()) {
                Probes.resolve(point.probe(), kernel)
                        .ifPresent(facts -> facts.field(matcher.group(1))
                                .ifPresent(field -> into.add(place(facts.site(), field.symbol()))));
            }
        }
    }

    /// What is required only of some occurrences at a place says nothing of the others.
    private static void bounded(ProbePoint point, KernelModel kernel, Map<String, Bounds> told, Set<Given> given) {
        Map<String, Long> where = new TreeMap<>();
        if (point.when().isPresent() && !equalities(point.when().get(), where)) {
            return;
        }
        for (String clause : point.facts().requires()) {
            Matcher matcher = BOUNDED.matcher(clause);
            Optional<ProbeFacts> facts = matcher.matches() ? Probes.resolve(point.probe(), kernel) : Optional.empty();
            if (facts.isPresent() && facts.get().site() instanceof Site.SyscallEnter && where.isEmpty()) {
                told.merge(point.probe() + " " + matcher.group(1), bounds(matcher), Bounds::meet);
            }
            facts = facts.filter(known -> known.site() instanceof Site.Tracepoint);
            Optional<ProbeFacts.SiteField> field = facts.flatMap(known -> known.field(matcher.group(1)));
            if (field.isEmpty()) {
                continue;
            }
            Site site = facts.orElseThrow().site();
            if (where.isEmpty()) {
                told.merge(place(site, field.get().symbol()), bounds(matcher), Bounds::meet);
            } else {
                given.add(new Given(site, where, field.get().symbol(), bounds(matcher)));
            }
        }
    }

    /// Whether a condition says of fields alone what number each has.
    private static boolean equalities(Reading when, Map<String, Long> into) {
        return switch (when) {
            case Reading.Binary(String and, Reading left, Reading right)
            when and.equals("&&") -> equalities(left, into) && equalities(right, into);
            case Reading.Binary(String equal, Reading.Arg(String field), Reading.Number(long number))
            when equal.equals("==") -> into.put(field, number) == null;
            case Reading _ -> false;
        };
    }

    /// What is known of a field of that tracepoint where others have these numbers.
    List<Given> given(Site site, String symbol) {
        return given.stream()
                .filter(one -> one.site().equals(site) && one.symbol().equals(symbol))
                .toList();
    }

    private static Bounds bounds(Matcher clause) {
        if (clause.group("from") != null) {
            return new Bounds(Long.parseLong(clause.group("from")), Long.parseLong(clause.group("to")));
        }
        long number = Long.parseLong(clause.group("number"));
        return switch (clause.group("than")) {
            case ">=" -> new Bounds(number, Long.MAX_VALUE);
            case ">" -> new Bounds(number + 1, Long.MAX_VALUE);
            case "<=" -> new Bounds(Long.MIN_VALUE, number);
            case "==" -> new Bounds(number, number);
            default -> ANY;
        };
    }

    private static String place(Site site, String symbol) {
        return site.text() + " " + symbol;
    }

    /// Whether what a site tells under that name is never NULL.
    boolean isPointer(Site site, String symbol) {
        return pointers.contains(place(site, symbol));
    }

    Optional<Bounds> ofCall(long number) {
        return calls.name(number).flatMap(name -> of(Kind.SYSCALL, name));
    }

    /// Of an argument (`arg1`) whose parameter has 32 bits, or 16: what the register holds above them is nobody's.
    /// For most, nobody means a negative number; of others it is open in how many bits their sign stands.
    Optional<Bounds> ofArgument(long number, String symbol) {
        return PLAIN_ARGUMENT.matcher(symbol).matches()
                ? calls.name(number)
                        .flatMap(name -> tracepoints.find("syscalls", "sys_enter_" + name))
                        .flatMap(format -> format.fields().stream()
                                .filter(field -> !field.name().equals("__syscall_nr"))
                                .skip(symbol.charAt(symbol.length() - 1) - '0')
                                .findFirst())
                        .flatMap(field -> ofParameter(number, field))
                : Optional.empty();
    }

    /// Whether a call is made on an open file, whose descriptor is its first argument.
    boolean isOfDescriptor(long number) {
        return calls.name(number)
                .filter(name -> !OFTEN_NO_FILE.contains(name))
                .flatMap(name -> tracepoints.find("syscalls", "sys_enter_" + name))
                .flatMap(format -> format.fields().stream()
                        .filter(field -> !field.name().equals("__syscall_nr"))
                        .findFirst())
                .filter(field -> field.name().equals("fd"))
                .isPresent();
    }

    private Optional<Bounds> ofParameter(long number, TracepointFormat.Field field) {
        Optional<Bounds> said = calls.name(number)
                .flatMap(name ->
                        Optional.ofNullable(told.get("tracepoint:syscalls:sys_enter_" + name + " " + field.name())));
        if (said.isPresent()) {
            return said;
        }
        Optional<Bounds> natural = Optional.of(new Bounds(0, Integer.MAX_VALUE));
        return switch (field.cType()) {
            case "long" -> isTraced(number, field.name()) ? natural : Optional.empty();
            case "unsigned int", "u32", "uid_t", "gid_t" -> Optional.of(new Bounds(0, UNSIGNED));
            case "umode_t", "u16" -> Optional.of(new Bounds(0, SHORT));
            case "int" ->
                NEVER_NEGATIVE.contains(field.name())
                        ? natural
                        : OFTEN_NEGATIVE.contains(field.name())
                                ? Optional.of(new Bounds(Integer.MIN_VALUE, UNSIGNED))
                                : Optional.empty();
            default -> Optional.empty();
        };
    }

    /// Of `ptrace`, which takes numbers of kinds and processes as `long`.
    private boolean isTraced(long number, String parameter) {
        return calls.name(number).filter("ptrace"::equals).isPresent()
                && (parameter.equals("request") || parameter.equals("pid"));
    }

    /// Of a field, or an element of one, that is narrower than 64 bits or of which the catalog tells.
    Optional<Bounds> ofField(Site.Tracepoint site, String name) {
        Optional<Bounds> known = Optional.ofNullable(told.get(place(site, name)));
        return known.isEmpty()
                ? ofSize(site, name)
                : known.map(one -> one.meet(ofSize(site, name).orElse(ANY)));
    }

    private Optional<Bounds> ofSize(Site.Tracepoint site, String name) {
        if (THREADS.contains(site.category()) && OF_THREAD.matcher(plain(name)).matches()) {
            return Optional.of(new Bounds(0, World.LARGEST_ID - 1));
        }
        Optional<TracepointFormat.Field> field =
                tracepoints.find(site.category(), site.name()).flatMap(format -> format.field(plain(name)));
        if (field.filter(one -> one.cType().equals("bool")).isPresent()) {
            return Optional.of(new Bounds(0, 1));
        }
        boolean error = errors.contains("tracepoint:" + site.category() + ":" + site.name() + ":" + name);
        return tracepoints
                .find(site.category(), site.name())
                .flatMap(format -> narrow(format, name))
                .map(type -> {
                    int bits = Byte.SIZE * type.sizeBytes();
                    return type.signed()
                            ? new Bounds(error ? -LARGEST_ERROR : -1L << bits - 1, (1L << bits - 1) - 1)
                            : new Bounds(0, (1L << bits) - 1);
                });
    }

    private static Optional<FieldType.Integer> narrow(TracepointFormat format, String name) {
        Optional<FieldType> type =
                format.field(plain(name)).map(TracepointFormat.Field::type).or(() -> element(format, name));
        return type.filter(FieldType.Integer.class::isInstance)
                .map(FieldType.Integer.class::cast)
                .filter(integer -> integer.sizeBytes() < Long.BYTES);
    }

    private static Optional<FieldType> element(TracepointFormat format, String name) {
        return format.element(name)
                .map(one -> new FieldType.Integer(
                        one.array().elementBytes(), one.array().signed()));
    }

    private static String plain(String name) {
        return name.startsWith("args.") ? name.substring("args.".length()) : name;
    }

    /// Whether an attribute is by its type the address of something in the kernel.
    boolean isKernelPointer(Site site, String name) {
        return switch (site) {
            case Site.Tracepoint(String category, String event) ->
                tracepoints
                        .find(category, event)
                        .flatMap(format -> format.field(plain(name)))
                        .filter(field -> field.type() instanceof FieldType.Pointer)
                        .isPresent();
            case Site.FunctionEntry(String function) -> isStructure(function, name);
            case Site.FunctionReturn(String function) -> isStructure(function, name);
            case Site _ -> false;
        };
    }

    /// Only the addresses of structures are told to be the kernel's: texts, and socket addresses, may be the program's.
    private boolean isStructure(String function, String name) {
        if (!name.matches("arg\\d")) {
            return false;
        }
        return parameter(function, name.charAt(name.length() - 1) - '0')
                .filter(struct -> !struct.name().startsWith("sockaddr"))
                .isPresent();
    }

    /// The structure that a parameter points to.
    private Optional<BtfType.Struct> parameter(String function, int index) {
        Optional<KernelFunction> known = functions.find(function);
        return known.map(KernelFunction::prototype).map(BtfType.Prototype::parameters).stream()
                .flatMap(parameters -> parameters.stream().skip(index).limit(1))
                .flatMap(parameter -> behind(known.get().btf(), parameter.type()).stream())
                .filter(BtfType.Struct.class::isInstance)
                .map(BtfType.Struct.class::cast)
                .findFirst();
    }

    private static Optional<BtfType> behind(Btf btf, int type) {
        return btf.type(btf.strip(type)) instanceof BtfType.Pointer pointer
                ? Optional.of(btf.type(btf.strip(pointer.target())))
                : Optional.empty();
    }

    /// Whether a kernel function gives back an `int`, which fills half of a register.
    boolean givesHalf(String function) {
        return functions
                .find(function)
                .filter(known -> {
                    int type = known.prototype().returns();
                    return known.btf().isScalar(type)
                            && known.btf().isSigned(type)
                            && known.btf().sizeBytes(type).equals(OptionalLong.of(Integer.BYTES));
                })
                .isPresent();
    }

    /// Whether the catalog says so of a function of a library or program.
    boolean givesHalf(Site.UserReturn site) {
        return halves.contains(site);
    }

    Optional<Bounds> ofFunction(String name) {
        return of(Kind.FUNCTION, name);
    }

    private static Optional<Bounds> of(Kind kind, String name) {
        return ContractLibrary.one(kind, name)
                .map(contract -> contract.clauses(Time.ENSURES).stream()
                        .map(Contract.Clause::formula)
                        .map(KnownBounds::bounds)
                        .reduce(ANY, Bounds::meet))
                .filter(bounds -> !bounds.equals(ANY));
    }

    /// Of `result in LEAST..MOST`, `result == 0`, `errno(result)` and alternatives of such; of all else nothing.
    private static Bounds bounds(Formula formula) {
        return switch (formula) {
            case Formula.InRange(Formula.Result(), var least, var most) ->
                constant(least)
                        .flatMap(from -> constant(most).map(to -> new Bounds(from, to)))
                        .orElse(ANY);
            case Formula.Binary(Formula.BinaryOperator op, var left, var right)
            when op == Formula.BinaryOperator.OR -> bounds(left).join(bounds(right));
            case Formula.Binary(Formula.BinaryOperator op, Formula.Result(), var right)
            when op == Formula.BinaryOperator.EQUAL ->
                constant(right).map(value -> new Bounds(value, value)).orElse(ANY);
            case Formula.Holds(Formula.Predicate predicate, var arguments)
            when predicate == Formula.Predicate.ERRNO && arguments.equals(List.of(new Formula.Result())) ->
                new Bounds(-LARGEST_ERROR, -1);
            case Formula.InRange _, Formula.Binary _, Formula.Int _, Formula.Name _, Formula.Pointee _ -> ANY;
            case Formula.Result _, Formula.Old _, Formula.Length _, Formula.Null _, Formula.ErrorNumber _ -> ANY;
            case Formula.Unary _, Formula.Holds _ -> ANY;
        };
    }

    private static Optional<Long> constant(Formula formula) {
        return switch (formula) {
            case Formula.Int(long value) -> Optional.of(value);
            case Formula.ErrorNumber(String _, int value) -> Optional.of((long) value);
            case Formula.Unary(Formula.UnaryOperator op, var of)
            when op == Formula.UnaryOperator.NEGATE -> constant(of).map(value -> -value);
            case Formula.Unary _, Formula.InRange _, Formula.Binary _, Formula.Name _, Formula.Pointee _ ->
                Optional.empty();
            case Formula.Result _, Formula.Old _, Formula.Length _, Formula.Null _, Formula.Holds _ -> Optional.empty();
        };
    }
}
