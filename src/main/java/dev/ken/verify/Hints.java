package dev.ken.verify;

import dev.ken.contract.Condition;
import dev.ken.contract.ConditionText;
import dev.ken.contract.What;
import dev.ken.ir.Expr;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.kernel.Site;
import dev.ken.kernel.SyscallTable;
import dev.ken.kernel.catalog.Reading;
import dev.ken.symbolic.Occurrence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What would mend a program, where that follows from how it differs. A hint is a guess for whoever writes the
/// next attempt; it is not judged.
final class Hints {
    /// How bytes of the stack are named that a program in C reads and did not write.
    private static final String LEFT_ON_STACK = "left_on_stack";

    private static final List<Long> FACTORS = List.of(1_000L, 1_024L, 1_000_000L, 1_048_576L, 1_000_000_000L, 512L);
    private static final Pattern RESULT =
            Pattern.compile("(?:entry \\[.*\\]|value) = (?:the average of |a histogram of )?(-?\\d+)");
    private static final Pattern NAMED = Pattern.compile("([a-z_.0-9]+) ('[^']*'|-?\\d+)");
    private static final Pattern PLAIN = Pattern.compile("'[^']*'|-?\\d+");

    private final ReferencePart part;
    private final Optional<Matching.Table> table;
    private final Reference reference;
    private final Deciding deciding;
    private final SyscallTable calls;
    private final Counterexample example;
    private final String clause;

    Hints(
            ReferencePart part,
            Optional<Matching.Table> table,
            Reference reference,
            Deciding deciding,
            SyscallTable calls,
            Counterexample example,
            String clause) {
        this.part = part;
        this.table = table;
        this.reference = reference;
        this.deciding = deciding;
        this.calls = calls;
        this.example = example;
        this.clause = clause;
    }

    Optional<String> first() {
        List<Supplier<Optional<String>>> all = List.of(
                this::left,
                this::cut,
                this::unwatched,
                this::limit,
                this::unasked,
                this::period,
                this::key,
                this::factor,
                this::column,
                this::shared,
                this::start,
                this::failure,
                this::condition);
        return all.stream().map(Supplier::get).flatMap(Optional::stream).findFirst();
    }

    /// Bytes of a key to which nothing was written are anything.
    private Optional<String> left() {
        return example.events().stream()
                        .flatMap(event -> event.attributes().keySet().stream())
                        .anyMatch(name -> name.startsWith(LEFT_ON_STACK))
                ? Optional.of("set the whole key to 0 before its fields are filled: between them stands what was on the"
                        + " stack before")
                : Optional.empty();
    }

    private Optional<String> cut() {
        boolean sum = part.part().what() instanceof What.Aggregate(var measure, var _, var _)
                && measure instanceof What.Measure.Sum;
        return sum && example.got().endsWith(Concretizer.ALIKE)
                ? Optional.of(
                        "divide the total when it is shown: of each value that is divided first something is cut off")
                : Optional.empty();
    }

    private boolean wantsNothing() {
        return example.expected().startsWith("no ");
    }

    private Optional<String> unwatched() {
        return wantsNothing() ? Optional.empty() : deciding.unwatched().map(event -> "watch " + probe(event) + " too");
    }

    private Optional<String> limit() {
        return example.got().startsWith("shows only the largest")
                ? table.map(one -> "print(" + one.map().name() + ") without a number of entries")
                : Optional.empty();
    }

    /// An event that is reported, and which nobody asked for.
    private Optional<String> unasked() {
        return wantsNothing() && !example.got().startsWith("no")
                ? new Deciding(reference.module(), deciding.sequence())
                        .unwatched()
                        .map(event -> "do not report " + probe(event))
                : Optional.empty();
    }

    private String probe(Occurrence event) {
        String call = event.fixed().get("nr") instanceof Occurrence.Fixed.Number(long number)
                ? calls.name(number).orElse("")
                : "";
        return switch (event.site()) {
            case Site.SyscallEnter() when !call.isEmpty() -> "tracepoint:syscalls:sys_enter_" + call;
            case Site.SyscallExit() when !call.isEmpty() -> "tracepoint:syscalls:sys_exit_" + call;
            case Site.Interval(long nanos) -> "a timer of " + Clauses.time(nanos);
            case Site other -> other.text();
        };
    }

    private Optional<String> period() {
        if (!clause.endsWith(".period")) {
            return Optional.empty();
        }
        String map = table.map(one -> one.map().name()).orElse("the table");
        return Optional.of(
                wantsNothing() ? "clear(" + map + ") after it is printed" : "print(" + map + ") when the timer fires");
    }

    /// The one key in which the tables differ.
    private Optional<String> key() {
        Optional<MapDecl> ours = part.table();
        if (ours.isEmpty() || table.isEmpty()) {
            return Optional.empty();
        }
        List<String> wanted = part.part().keys().stream()
                .map(name -> name.equals("process") ? "comm" : name)
                .toList();
        List<String> got =
                keys(deciding.module().procedures(), table.get().map().name());
        List<String> missing = new ArrayList<>(wanted);
        missing.removeIf(name -> got.stream().anyMatch(key -> isOf(name, key)));
        List<String> extra = new ArrayList<>(got);
        extra.removeIf(key -> wanted.stream().anyMatch(name -> isOf(name, key)));
        return missing.size() == 1 && extra.size() == 1 && !missing.contains("") && !extra.contains("")
                ? Optional.of("key the table by " + missing.getFirst() + ", not by " + extra.getFirst())
                : Optional.empty();
    }

    /// Whether a key is what was asked for, by its own name or by that of the field in which it is told.
    private boolean isOf(String asked, String key) {
        String attribute = asked.equals("comm") ? "process" : asked;
        return asked.equals(key)
                || part.kind().points().stream()
                        .map(point -> Optional.ofNullable(point.readings().get(attribute)))
                        .flatMap(Optional::stream)
                        .anyMatch(reading -> reading.text().equals("args." + key)
                                || reading.text().equals(key)
                                || reading instanceof Reading.SignedLow(int _, var of)
                                        && of.text().equals("args." + key));
    }

    /// What the keys of the first update of a map are, where they are plain; empty names for those that are computed.
    private static List<String> keys(List<Procedure> procedures, String map) {
        return procedures.stream()
                .flatMap(Deciding::statements)
                .filter(one ->
                        one instanceof Stmt.MapUpdate update && update.map().equals(map))
                .map(one -> ((Stmt.MapUpdate) one).keys())
                .findFirst()
                .orElse(List.of())
                .stream()
                .map(key -> key instanceof Expr.Attribute(String name, var _) ? name : "")
                .toList();
    }

    private Optional<String> factor() {
        Matcher wanted = RESULT.matcher(example.expected());
        Matcher got = RESULT.matcher(example.got());
        return wanted.matches() && got.matches() ? factor(wanted.group(1), got.group(1)) : Optional.empty();
    }

    private Optional<String> factor(String wanted, String got) {
        long e = number(wanted);
        long g = number(got);
        for (long factor : FACTORS) {
            if (e > 0 && g / factor == e && g > e) {
                return Optional.of("divide by " + factor);
            }
            // What is expected is told as the kernel has it, whatever unit was asked for.
            boolean asked =
                    part.columns().stream().anyMatch(column -> column.divisors().contains(factor));
            if (g > 0 && e / factor == g && e > g && !asked) {
                return Optional.of("do not divide by " + factor);
            }
        }
        return Optional.empty();
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException tooLarge) {
            return 0;
        }
    }

    /// The one column that shows something else.
    private Optional<String> column() {
        if (!example.expected().startsWith("a row (") || !example.got().startsWith("a row (")) {
            return Optional.empty();
        }
        List<String> got = all(PLAIN, example.got(), 0);
        List<String> names = all(NAMED, example.expected(), 1);
        List<String> values = all(NAMED, example.expected(), 2);
        List<String> left = new ArrayList<>(got);
        List<Integer> missing = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            if (!left.remove(values.get(i))) {
                missing.add(i);
            }
        }
        if (missing.size() != 1 || names.size() != values.size()) {
            return Optional.empty();
        }
        String name = names.get(missing.getFirst());
        String value = values.get(missing.getFirst());
        return left.stream()
                .map(shown -> factor(value, shown))
                .flatMap(Optional::stream)
                .findFirst()
                .map(how -> how + " to show " + name)
                .or(() -> left.stream()
                        .map(this::attribute)
                        .flatMap(Optional::stream)
                        .filter(shown -> !shown.equals(name))
                        .findFirst()
                        .map(shown -> "show " + name + ", not " + shown))
                .or(() -> Optional.of(
                        left.isEmpty() ? "show " + name : "show " + name + ": something else stands there"));
    }

    private static List<String> all(Pattern pattern, String text, int group) {
        List<String> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(group));
        }
        return found;
    }

    /// The attribute of the last event that has this value, and no other.
    private Optional<String> attribute(String value) {
        if (example.events().isEmpty()) {
            return Optional.empty();
        }
        String plain = value.replace("'", "");
        List<String> names = example.events().getLast().attributes().entrySet().stream()
                .filter(entry -> decimal(entry.getValue()).equals(plain))
                .map(Map.Entry::getKey)
                .toList();
        return names.size() == 1 ? Optional.of(names.getFirst()) : Optional.empty();
    }

    /// An address of the kernel as the number that programs show.
    private static String decimal(String value) {
        return value.matches("0x[0-9a-f]{1,16}")
                ? Long.toString(Long.parseUnsignedLong(value.substring(2), 16))
                : value;
    }

    /// What is kept by process where two of its threads are under way at once.
    private Optional<String> shared() {
        long threads = count("tid");
        long processes = count("pid");
        return threads <= processes
                ? Optional.empty()
                : deciding.module().procedures().stream()
                        .flatMap(Deciding::statements)
                        .filter(one -> one instanceof Stmt.MapGet get
                                && get.keys().stream()
                                        .anyMatch(key ->
                                                key instanceof Expr.Attribute(String name, var _) && name.equals("pid"))
                                && get.keys().stream()
                                        .noneMatch(key -> key instanceof Expr.Attribute(String name, var _)
                                                && name.equals("tid")))
                        .map(one -> "key " + ((Stmt.MapGet) one).map()
                                + " by tid, not by pid: threads of one process do this at the same time")
                        .findFirst();
    }

    private long count(String attribute) {
        return example.events().stream()
                .map(event -> event.attributes().get(attribute))
                .filter(Objects::nonNull)
                .distinct()
                .count();
    }

    private Optional<String> start() {
        boolean ends = deciding.last().site() instanceof Site.SyscallExit
                || deciding.last().site() instanceof Site.FunctionReturn
                || deciding.last().site() instanceof Site.UserReturn;
        if (!wantsNothing() || !ends) {
            return Optional.empty();
        }
        List<Stmt> statements = deciding.handlers(deciding.last()).stream()
                .flatMap(Deciding::statements)
                .toList();
        boolean deletes = statements.stream().anyMatch(Stmt.MapDelete.class::isInstance);
        boolean first = example.events().size() == 1;
        return statements.stream()
                .filter(Stmt.MapGet.class::isInstance)
                .map(Stmt.MapGet.class::cast)
                .filter(get ->
                        table.isEmpty() || !get.map().equals(table.get().map().name()))
                .findFirst()
                .flatMap(get -> Deciding.written(get.map(), get.keys()))
                .filter(_ -> first || !deletes)
                .map(entry -> first
                        ? "report only when " + entry + " is there: the call began before observation did"
                        : "delete(" + entry + ") when it was used");
    }

    private Optional<String> failure() {
        String result = example.events().isEmpty()
                ? null
                : example.events().getLast().attributes().get("ret");
        return wantsNothing() && result != null && result.startsWith("-")
                ? Optional.of("leave out what fails: a negative return value is an error")
                : Optional.empty();
    }

    private Optional<String> condition() {
        if (clause.endsWith(".value") || clause.endsWith(".columns")) {
            return Optional.empty();
        }
        boolean filtered = !(part.part().where() instanceof Condition.Always);
        List<Procedure> handlers = deciding.handlers(deciding.last());
        boolean everything = handlers.stream().noneMatch(Deciding::chooses);
        boolean reads = handlers.stream().flatMap(Deciding::statements).anyMatch(Stmt.MapGet.class::isInstance);
        if (!filtered && !wantsNothing() && example.got().startsWith("reports nothing") && !everything && !reads) {
            return Optional.of("take the condition away: every one is asked for");
        }
        boolean wrong = wantsNothing() ? everything || !reads : !everything && !reads;
        return filtered && wrong
                ? Optional.of("report only, and always, where "
                        + ConditionText.print(part.part().where()))
                : Optional.empty();
    }
}
