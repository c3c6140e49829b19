package dev.ken.verify;

import dev.ken.ir.Expr;
import dev.ken.ir.Stmt;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What a row's constant text, and a heading above it, say that its values are. The order of columns and their
/// headings are free, but where two values of one type stand under each other's names, or on the wrong sides of
/// an arrow, the reader is told a falsehood.
///
/// @param kind    the event kind whose attributes the columns are
/// @param heading the words of a heading with as many words as the row has values; else empty
record Labels(EventKind kind, List<String> heading) {
    private static final Pattern PLACE = Pattern.compile("%%|%[-+ #0]*\\d*(?:\\.\\d+)?(?:hh|h|ll|l|z|j)?([a-zA-Z])");
    private static final String INT = "%d";
    private static final Pattern ARROW = Pattern.compile("[-=]*>|→|\\b(?:kills|signals|wakes|sends)\\b");
    private static final Pattern SHARE = Pattern.compile("\\s*(?:/|(?:\\w+ )?(?:out )?of(?: the)?)\\s*");
    private static final Pattern ARROW_BACK = Pattern.compile("<[-=]*|←");
    private static final Set<String> DOERS = Set.of("pid", "tid", "process", "uid", "user");
    private static final Set<String> FROM = Set.of(
            "old",
            "orig",
            "origin",
            "prev",
            "previous",
            "src",
            "source",
            "saddr",
            "sport",
            "from",
            "sender",
            "before",
            "parent",
            "ppid");
    private static final Set<String> TO = Set.of(
            "new",
            "next",
            "dst",
            "dest",
            "destination",
            "daddr",
            "dport",
            "to",
            "target",
            "receiver",
            "recipient",
            "after",
            "child");
    private static final Set<String> PREPOSITIONS = Set.of("from", "to", "before", "after");
    private static final Pattern NAME = Pattern.compile("([A-Za-z_]+)[\"']?\\s*[=:]\\s*[\"']?$");
    private static final Map<String, List<String>> ENDS = Map.of(
            "lport", List.of("local", "port"),
            "rport", List.of("remote", "port"),
            "laddr", List.of("local", "address"),
            "raddr", List.of("remote", "address"),
            "own", List.of("local"),
            "peer", List.of("remote"),
            "tpid", List.of("target", "pid"),
            "tcomm", List.of("target", "comm"),
            "cpid", List.of("child", "pid"));
    private static final Pattern NO_LETTER = Pattern.compile("[^a-z0-9]+");

    /// A column, and which of the row's values shows it.
    record Shown(String attribute, int index, boolean text) {}

    private enum Side {
        FROM,
        TO,
        NONE
    }

    Labels {
        heading = List.copyOf(heading);
    }

    /// Two columns that are shown as each other, if there are any. `columns` are in the order of the request.
    Optional<List<Shown>> exchanged(List<Stmt.Emit> row, List<Shown> columns) {
        Optional<List<String>> between = between(row);
        for (int i = 0; i < columns.size(); i++) {
            for (int j = i + 1; j < columns.size(); j++) {
                Shown a = columns.get(i);
                Shown b = columns.get(j);
                boolean wrong = a.text() == b.text()
                        && a.index() != b.index()
                        && between.isPresent()
                        && exchanged(between.get(), a, b);
                if (wrong) {
                    return Optional.of(List.of(a, b));
                }
            }
        }
        return Optional.empty();
    }

    /// A value that nobody asked for and that bears the name of a column, which bears another; with the column first.
    Optional<List<Shown>> usurped(List<Stmt.Emit> row, List<Shown> columns, List<Shown> others) {
        return between(row)
                .flatMap(between -> columns.stream()
                        .flatMap(column -> others.stream()
                                .filter(other -> other.text() == column.text()
                                        && isNamed(between, other, column)
                                        && !tied(between, column).isEmpty()
                                        && tied(between, column).stream().noneMatch(vocabulary(column)::contains))
                                .map(other -> List.of(column, other)))
                        .findFirst());
    }

    /// Whether what stands at one value is a name of the other.
    private boolean isNamed(List<String> between, Shown other, Shown column) {
        Set<String> tied = tied(between, other);
        return !tied.isEmpty() && vocabulary(column).containsAll(tied);
    }

    /// The words that can belong to a value alone: its heading, or a name with `=` or `:`.
    private Set<String> tied(List<String> between, Shown value) {
        if (heading.size() == between.size() - 1) {
            return words(heading.get(value.index()));
        }
        Matcher name = NAME.matcher(between.get(value.index()));
        return name.find() ? words(name.group(1)) : Set.of();
    }

    /// The words that stand beside each of the values.
    Optional<List<String>> beside(List<Stmt.Emit> row, List<Shown> values) {
        return between(row).map(between -> {
            boolean behind = standBehind(between);
            return values.stream()
                    .map(value -> String.join(" ", words(between, value.index(), behind)))
                    .toList();
        });
    }

    /// Whether names seem to stand behind the values. The unit of the last is no name.
    private static boolean standBehind(List<String> between) {
        return words(between.getFirst()).isEmpty()
                && !words(between.getLast()).isEmpty()
                && !UnitLabels.isUnit(between.getLast());
    }

    private boolean exchanged(List<String> between, Shown a, Shown b) {
        boolean behind = standBehind(between);
        int crossed = crossed(between, a, b, behind);
        if (crossed != 0) {
            // That names stand behind values is a guess.
            return crossed + (behind ? crossed(between, a, b, false) : 0) > 0;
        }
        Shown left = a.index() < b.index() ? a : b;
        Shown right = left.equals(a) ? b : a;
        boolean sides = side(left) == Side.FROM && side(right) == Side.TO;
        return turned(between, ARROW, left, right) || sides && turned(between, ARROW_BACK, right, left);
    }

    /// How much better the names of two values fit each other than themselves.
    private int crossed(List<String> between, Shown a, Shown b, boolean behind) {
        Set<String> first = words(between, a.index(), behind);
        Set<String> second = words(between, b.index(), behind);
        return fits(first, b) + fits(second, a) - fits(first, a) - fits(second, b);
    }

    /// Whether an arrow points the wrong way, from `left` to `right`.
    private boolean turned(List<String> between, Pattern arrow, Shown left, Shown right) {
        List<Integer> arrows = IntStream.range(1, between.size() - 1)
                .filter(at -> arrow.matcher(between.get(at)).find())
                .boxed()
                .toList();
        int first = Math.min(left.index(), right.index());
        int last = Math.max(left.index(), right.index());
        boolean around = arrows.size() == 1 && first < arrows.getFirst() && arrows.getFirst() <= last;
        if (around && side(left) == Side.TO && (side(right) == Side.FROM || isDoer(right))) {
            return true;
        }
        boolean turned =
                side(left) == Side.TO && side(right) != Side.TO || side(right) == Side.FROM && side(left) != Side.FROM;
        return turned && last == first + 1 && arrows.contains(last);
    }

    /// Whether what stands before a place of a format says that the one before it is a share of it.
    static boolean isShare(String form, int index) {
        List<Expr> places = new ArrayList<>();
        PLACE.matcher(form).results().filter(place -> place.group(1) != null).forEach(_ -> places.add(new Expr.Int(0)));
        return between(List.of(new Stmt.Emit(form, places, Span.NONE)))
                .filter(between -> SHARE.matcher(between.get(index)).matches())
                .isPresent();
    }

    /// Whether a line says the whole out of its share (`5 of 3`).
    boolean turnsShare(List<Stmt.Emit> row, Shown share, Shown whole) {
        return whole.index() + 1 == share.index()
                && between(row)
                        .filter(between ->
                                SHARE.matcher(between.get(share.index())).matches())
                        .isPresent();
    }

    /// Whether a value is a fact of the process in which it happens.
    private boolean isDoer(Shown column) {
        return DOERS.contains(column.attribute())
                && kind.attribute(column.attribute()).isEmpty();
    }

    /// Whether the value of so many is shown as an `int`: what more than 32 bits it has is not seen.
    static boolean isInt(List<Stmt.Emit> all, int index) {
        int before = 0;
        for (Stmt.Emit emit : all) {
            if (index < before + emit.values().size()) {
                return emit.channel() == Stmt.Channel.TEXT && INT.equals(conversion(emit.form(), index - before));
            }
            before += emit.values().size();
        }
        return false;
    }

    private static String conversion(String form, int index) {
        return PLACE.matcher(form)
                .results()
                .filter(place -> place.group(1) != null)
                .skip(index)
                .map(place -> place.group().replaceAll("[-+ #0\\d]", ""))
                .findFirst()
                .orElse("");
    }

    /// The constant text before each value, and what follows the last; empty where a value is not shown by a format.
    static Optional<List<String>> between(List<Stmt.Emit> all) {
        List<Stmt.Emit> row = all.stream()
                .filter(emit -> emit.channel() != Stmt.Channel.CLOCK)
                .toList();
        if (row.stream().anyMatch(emit -> emit.channel() != Stmt.Channel.TEXT)) {
            return Optional.empty();
        }
        String format = String.join("", row.stream().map(Stmt.Emit::form).toList());
        List<String> between = new ArrayList<>();
        Matcher matcher = PLACE.matcher(format);
        StringBuilder text = new StringBuilder();
        int from = 0;
        while (matcher.find()) {
            text.append(format, from, matcher.start());
            from = matcher.end();
            if (matcher.group(1) == null) {
                text.append('%');
            } else {
                between.add(text.toString());
                text.setLength(0);
            }
        }
        between.add(text.append(format.substring(from)).toString());
        int values = row.stream().mapToInt(emit -> emit.values().size()).sum();
        return between.size() == values + 1 ? Optional.of(between) : Optional.empty();
    }

    /// The words that name a value: those before it, or behind it where none stand before the first, and the heading's.
    private Set<String> words(List<String> between, int index, boolean behind) {
        Set<String> words;
        if (behind) {
            words = words(between.get(index + 1));
            words.removeAll(PREPOSITIONS);
        } else {
            String text = between.get(index);
            words = words(
                    index == 0 ? text : text.substring(UnitLabels.behind(text).length()));
            words.addAll(words(UnitLabels.behind(between.get(index + 1))));
        }
        if (heading.size() == between.size() - 1) {
            words.addAll(words(heading.get(index)));
        }
        return words;
    }

    private static Set<String> words(String text) {
        Set<String> words = new TreeSet<>();
        Arrays.stream(NO_LETTER.split(text.toLowerCase(Locale.ROOT)))
                .filter(word -> !word.isEmpty() && !Character.isDigit(word.charAt(0)))
                .forEach(words::add);
        // As netstat, killsnoop and their like shorten them.
        Set.copyOf(words).stream().map(ENDS::get).filter(Objects::nonNull).forEach(words::addAll);
        return words;
    }

    /// How many of the words are names of the column.
    private int fits(Set<String> words, Shown column) {
        Set<String> own = vocabulary(column);
        return (int) words.stream().filter(own::contains).count();
    }

    private Set<String> vocabulary(Shown column) {
        Set<String> words = new TreeSet<>();
        Stream<String> phrases = kind.attribute(column.attribute()).map(Attribute::phrases).orElse(List.of()).stream();
        Stream.concat(Stream.of(column.attribute()), phrases).forEach(phrase -> words.addAll(words(phrase)));
        switch (side(column)) {
            case FROM -> words.addAll(FROM);
            case TO -> words.addAll(TO);
            case NONE -> {}
        }
        return words;
    }

    private static Side side(Shown column) {
        Set<String> name = words(column.attribute());
        boolean from = name.stream().anyMatch(FROM::contains);
        boolean to = name.stream().anyMatch(TO::contains);
        return from == to ? Side.NONE : from ? Side.FROM : Side.TO;
    }
}
