package dev.ken.bpf;

import dev.ken.ir.Block;
import dev.ken.ir.Expr;
import dev.ken.ir.Jump;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.kernel.Site;
import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// How the results of a program are shown, as the text in its section `ken.show` says: `for N ns`, `every N ns`
/// (then tables begin anew, unless `keep` is said), `every N ns of MAP` and `every N ns keep of MAP` (one map
/// has its own period), `top N of MAP`, `divide MAP by N`, `hide MAP`, `statistics of MAP`, `on INTERFACE`,
/// `egress` (of programs for packets), `sample at N Hz` or `sample page-faults each N` (of programs in section
/// `perf_event`), with `;` between them. Without it tables are shown once, at the end.
final class Showing {
    static final String SECTION = "ken.show";
    private static final Pattern FOR = Pattern.compile("for (\\d{1,18}) ns");
    private static final Pattern EVERY = Pattern.compile("every (\\d{1,18}) ns( keep)?(?: of (\\w+))?");
    private static final Pattern TOP = Pattern.compile("top (\\d{1,9}) of (\\w+)");
    private static final Pattern DIVIDE = Pattern.compile("divide (\\w+) by (\\d{1,18})");
    private static final Pattern ON = Pattern.compile("on ([A-Za-z0-9_.:-]{1,15})");
    private static final Pattern HIDE = Pattern.compile("hide (\\w+(?:\\.\\w+)*)");
    private static final Pattern SAMPLE = Pattern.compile("sample (?:at (\\d{1,6}) Hz|([a-z-]+) each (\\d{1,9}))");
    private static final Pattern LINEAR =
            Pattern.compile("linear (\\w+) from (\\d{1,18}) to (\\d{1,18}) step (\\d{1,18})");
    private static final long CPU_CLOCK = 0;
    /// `enum perf_sw_ids`.
    private static final Map<String, Long> SOFTWARE = Map.of(
            "page-faults", 2L, "context-switches", 3L, "cpu-migrations", 4L, "minor-faults", 5L, "major-faults", 6L);
    private static final Pattern STATISTICS = Pattern.compile("statistics of (\\w+)");

    private Optional<Long> duration = Optional.empty();
    private Optional<Way> way = Optional.empty();
    private final Map<String, Way> ways = new LinkedHashMap<>();
    private boolean leaving;
    private Optional<String> device = Optional.empty();
    private Optional<Readout.Sample> sample = Optional.empty();
    private Optional<String> sampled = Optional.empty();
    private final Map<String, Integer> top = new LinkedHashMap<>();
    private final Map<String, Long> divisors = new LinkedHashMap<>();
    private final Map<String, LinearHistogram> linear = new LinkedHashMap<>();
    private final Set<String> hidden = new LinkedHashSet<>();
    private final Set<String> statistics = new LinkedHashSet<>();

    /// How often tables are shown, and whether they go on then.
    record Way(long nanos, boolean keep) {}

    /// What is no directive is named in `notModelled`.
    Showing(BpfObject object, Set<String> notModelled) {
        if (object.data(SECTION).isEmpty()) {
            return;
        }
        Optional<String> text = object.readable(SECTION);
        for (String one : text.orElse("?").split(";")) {
            if (!one.isBlank() && !directive(one.strip())) {
                notModelled.add("the directive '" + one.strip() + "' in section " + SECTION);
            }
        }
    }

    private boolean directive(String text) {
        if (text.equals("egress")) {
            leaving = true;
            return true;
        }
        Matcher matcher = ON.matcher(text);
        if (matcher.matches()) {
            device = Optional.of(matcher.group(1));
            return true;
        }
        matcher = FOR.matcher(text);
        if (matcher.matches()) {
            duration = Optional.of(Long.parseLong(matcher.group(1))).filter(nanos -> nanos > 0);
            return duration.isPresent();
        }
        matcher = EVERY.matcher(text);
        if (matcher.matches()) {
            Way said = new Way(Long.parseLong(matcher.group(1)), matcher.group(2) != null);
            if (matcher.group(3) != null) {
                ways.put(matcher.group(3), said);
            } else {
                way = Optional.of(said);
            }
            return said.nanos() > 0;
        }
        matcher = TOP.matcher(text);
        if (matcher.matches()) {
            top.put(matcher.group(2), Integer.parseInt(matcher.group(1)));
            return true;
        }
        matcher = DIVIDE.matcher(text);
        if (matcher.matches()) {
            divisors.put(matcher.group(1), Long.parseLong(matcher.group(2)));
            return divisors.get(matcher.group(1)) > 0;
        }
        matcher = HIDE.matcher(text);
        if (matcher.matches()) {
            return hidden.add(matcher.group(1));
        }
        matcher = LINEAR.matcher(text);
        if (matcher.matches()) {
            LinearHistogram buckets = new LinearHistogram(
                    Long.parseLong(matcher.group(2)),
                    Long.parseLong(matcher.group(3)),
                    Long.parseLong(matcher.group(4)));
            linear.put(matcher.group(1), buckets);
            return buckets.isSound();
        }
        matcher = SAMPLE.matcher(text);
        if (matcher.matches()) {
            return sampled(matcher);
        }
        matcher = STATISTICS.matcher(text);
        return matcher.matches() && statistics.add(matcher.group(1));
    }

    Optional<Long> duration() {
        return duration;
    }

    /// Of a map; empty: it is shown once, at the end.
    Optional<Way> way(String map) {
        return Optional.ofNullable(ways.get(map)).or(() -> way);
    }

    /// The interface that a program for packets is to be attached to.
    Optional<String> device() {
        return device;
    }

    /// Whether a program of tc is asked about packets that go out.
    boolean isLeaving() {
        return leaving;
    }

    Map<String, LinearHistogram> linear() {
        return linear;
    }

    Optional<Readout.Sample> sample() {
        return sample;
    }

    /// In bpftrace's words, when programs in the section `perf_event` run.
    Optional<String> sampled() {
        return sampled;
    }

    Optional<Integer> top(String map) {
        return Optional.ofNullable(top.get(map));
    }

    /// What the numbers of a map are divided by when they are shown.
    long divisor(String map) {
        return divisors.getOrDefault(map, 1L);
    }

    boolean isStatistics(String map) {
        return statistics.contains(map);
    }

    private static String map(String table) {
        return table.substring(1).replaceFirst("\\..*", "");
    }

    private boolean sampled(Matcher matcher) {
        if (matcher.group(1) != null) {
            sampled = Optional.of("profile:hz:" + matcher.group(1));
            sample = Optional.of(new Readout.Sample(CPU_CLOCK, true, Long.parseLong(matcher.group(1))));
        } else if (SOFTWARE.containsKey(matcher.group(2))) {
            sampled = Optional.of("software:" + matcher.group(2) + ":" + matcher.group(3));
            sample = Optional.of(
                    new Readout.Sample(SOFTWARE.get(matcher.group(2)), false, Long.parseLong(matcher.group(3))));
        }
        return sample.filter(one -> one.number() > 0).isPresent();
    }

    /// Tables that are not shown.
    Set<String> unseen(List<MapDecl> maps, Set<String> own) {
        Set<String> unseen = new LinkedHashSet<>(own);
        maps.stream()
                .map(MapDecl::name)
                .filter(table -> hidden.contains(map(table)) || hidden.contains(table.substring(1)))
                .forEach(unseen::add);
        return unseen;
    }

    /// @param own   tables that a program keeps for itself
    /// @param lines what stands beside the parts of an entry, of tables by whose fields that is known
    List<Procedure> procedures(List<MapDecl> maps, Set<String> own, Map<String, Stmt.Layout> lines) {
        Set<String> unseen = unseen(maps, own);
        List<String> shown = maps.stream()
                .map(MapDecl::name)
                .filter(table -> !unseen.contains(table))
                .toList();
        List<Procedure> procedures = new ArrayList<>();
        maps.stream()
                .flatMap(one -> way(map(one.name())).stream())
                .map(Way::nanos)
                .distinct()
                .forEach(nanos -> procedures.add(procedure(
                        "every " + nanos + " ns", new Site.Interval(nanos), periodic(nanos, shown, unseen, lines))));
        duration.ifPresent(nanos -> procedures.add(
                procedure("for " + nanos + " ns", new Site.Interval(nanos), List.of(new Stmt.Exit(Span.NONE)))));
        List<Stmt> end = new ArrayList<>();
        for (String table : shown) {
            boolean said = top.containsKey(map(table)) || divisor(map(table)) > 1 || lines.containsKey(table);
            if (way(map(table)).isEmpty() && said) {
                end.add(print(table, lines));
                end.add(new Stmt.MapClear(table, Span.NONE));
            }
        }
        unseen.forEach(table -> end.add(new Stmt.MapClear(table, Span.NONE)));
        if (!end.isEmpty()) {
            procedures.add(procedure("at the end", new Site.End(), end));
        }
        return procedures;
    }

    private List<Stmt> periodic(long nanos, List<String> shown, Set<String> unseen, Map<String, Stmt.Layout> lines) {
        List<String> now = shown.stream().filter(table -> isDue(table, nanos)).toList();
        List<Stmt> statements = new ArrayList<>();
        now.forEach(table -> statements.add(print(table, lines)));
        List<String> ending = now.stream()
                .filter(table -> !way(map(table)).orElseThrow().keep())
                .toList();
        ending.forEach(table -> statements.add(new Stmt.MapClear(table, Span.NONE)));
        // A map is emptied with all of its fields; one that is not shown only if it says so itself.
        Set<String> emptied = ending.stream().map(Showing::map).collect(Collectors.toSet());
        ways.forEach((map, own) -> {
            if (own.nanos() == nanos && !own.keep()) {
                emptied.add(map);
            }
        });
        unseen.stream()
                .filter(table -> emptied.contains(map(table)))
                .forEach(table -> statements.add(new Stmt.MapClear(table, Span.NONE)));
        return statements;
    }

    private boolean isDue(String table, long nanos) {
        return way(map(table)).filter(own -> own.nanos() == nanos).isPresent();
    }

    /// Whether a map that is not shown is emptied with each period all the same.
    boolean isEmptied(String map) {
        return Optional.ofNullable(ways.get(map)).filter(own -> !own.keep()).isPresent();
    }

    private Stmt print(String table, Map<String, Stmt.Layout> lines) {
        return new Stmt.PrintMap(
                table,
                Optional.ofNullable(top.get(map(table))),
                divisor(map(table)),
                Optional.ofNullable(lines.get(table)),
                List.of(),
                Span.NONE);
    }

    private static Procedure procedure(String name, Site site, List<Stmt> statements) {
        return new Procedure(name, site, new Expr.Bool(true), List.of(new Block(statements, new Jump.Return())));
    }
}
