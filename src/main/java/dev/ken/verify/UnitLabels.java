package dev.ken.verify;

import dev.ken.kernel.catalog.Unit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Which unit a program says that its values have: in the text beside a value, in the heading of a column, in
/// the name of a table. Only what belongs to a value and to nothing else counts; where it may belong to either
/// of two, it has to be wrong of both.
final class UnitLabels {
    private static final Map<String, Unit> WORDS = words();
    private static final String WORD = "(" + String.join("|", WORDS.keySet()) + ")";
    /// Letters that alone are units, in this case only.
    private static final String LETTER = "(s|B)";

    /// Sizes are told of each second as well.
    private static final String RATE = "(?:(?<=(?i:b|bytes?))/s(?:ec(?:ond)?)?)?";

    private static final String END = "(?![A-Za-z0-9_%-]|/(?:" + String.join("|", WORDS.keySet()) + ")\\b)";
    private static final Pattern BEHIND = Pattern.compile("^\\s*[(\\[]?(?:(?i:" + WORD + ")|" + LETTER + ")" + END);
    private static final Pattern BEFORE =
            Pattern.compile("(?:^|[^A-Za-z0-9]|[a-z](?=[A-Z]))(?i:" + WORD + ")[)\\]]?[\"']?\\s*([:=]?)\\s*$");
    private static final Pattern LETTER_BEFORE = Pattern.compile("[(\\[]" + LETTER + "[)\\]]\\s*([:=]?)\\s*$");
    private static final Pattern COLUMN = Pattern.compile(
            "(?:^|.*[_(\\[/,.\\s-])(?i:" + WORD + ")" + RATE + "[)\\]]?:?$|.*[(\\[]" + LETTER + "[)\\]]:?$");
    private static final Pattern PHRASE =
            Pattern.compile("[(\\[](?i:" + WORD + ")[)\\]]|\\b(?i:in " + WORD + ")" + END);
    private static final Pattern A_SECOND = Pattern.compile("^/s(?:ec(?:ond)?)?\\b");
    private static final Pattern NUMBER = Pattern.compile("\\d\\s*$");
    private static final Pattern NAME_PARTS = Pattern.compile("[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])");

    private static final Pattern NO_WORD = Pattern.compile("[^A-Za-z0-9]+");

    /// A unit that is told of a value which has another.
    record Wrong(Unit said, Unit is) {}

    private UnitLabels() {}

    private static Map<String, Unit> words() {
        Map<String, Unit> words = new TreeMap<>(
                java.util.Comparator.comparing(String::length).reversed().thenComparing(word -> word));
        spell(words, Unit.NANOSECONDS, "ns nsec nsecs nanosecond nanoseconds nanos");
        spell(words, Unit.MICROSECONDS, "us µs μs usec usecs microsecond microseconds micros");
        spell(words, Unit.MILLISECONDS, "ms msec msecs millisecond milliseconds millis");
        spell(words, Unit.SECONDS, "sec secs second seconds");
        spell(words, Unit.BYTES, "byte bytes");
        spell(words, Unit.KIBIBYTES, "kb kib kbyte kbytes kilobyte kilobytes kibibytes");
        spell(words, Unit.MEBIBYTES, "mb mib mbyte mbytes megabyte megabytes mebibytes");
        spell(words, Unit.GIBIBYTES, "gb gib gbyte gbytes gigabyte gigabytes gibibytes");
        return words;
    }

    private static void spell(Map<String, Unit> words, Unit unit, String spellings) {
        Arrays.stream(spellings.split(" ")).forEach(word -> words.put(word, unit));
    }

    /// What is wrongly told of the values of a row.
    ///
    /// @param between the constant text before each value, and what follows the last
    /// @param heading the words above the values, one for each; else empty
    /// @param units   the unit of each value, where it is known
    static Optional<Wrong> inRow(List<String> between, List<String> heading, List<Optional<Unit>> units) {
        for (int segment = 0; segment < between.size(); segment++) {
            Optional<Wrong> wrong = around(between.get(segment), segment, units);
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return IntStream.range(0, Math.min(heading.size(), units.size()))
                .mapToObj(index -> said(COLUMN.matcher(heading.get(index)), Matcher::matches)
                        .flatMap(said ->
                                ofAnother(said, units.get(index)).or(() -> wrong(said, List.of(units.get(index))))))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /// The unit at the beginning of a text that can only belong to the value before it, as it stands there; else empty.
    static String behind(String text) {
        Matcher behind = BEHIND.matcher(text);
        if (!behind.find()) {
            return "";
        }
        String rest = rest(text, behind);
        return rest.isEmpty() || ":=".contains(rest.substring(0, 1)) ? "" : behind.group();
    }

    private static String rest(String text, Matcher unit) {
        return A_SECOND.matcher(text.substring(unit.end())).replaceFirst("").strip();
    }

    /// Whether a text is a unit and nothing else.
    static boolean isUnit(String text) {
        Matcher unit = BEHIND.matcher(text);
        return unit.find() && rest(text, unit).matches("(?:\\\\n)?");
    }

    /// The unit of sizes that is said of a number of events, which has none.
    ///
    /// @param value which of the values it is
    static Optional<Unit> ofNumber(List<String> between, List<String> heading, int value) {
        List<Matcher> said = new ArrayList<>();
        Matcher before = BEHIND.matcher(between.get(value));
        if (before.find() && rest(between.get(value), before).matches("[:=]?")) {
            said.add(before);
        }
        Matcher behind = BEHIND.matcher(between.get(value + 1));
        if (behind.find() && !rest(between.get(value + 1), behind).matches("[:=].*")) {
            said.add(behind);
        }
        Matcher above = COLUMN.matcher(value < heading.size() ? heading.get(value) : "");
        if (above.matches()) {
            said.add(above);
        }
        return said.stream()
                .flatMap(one -> unit(one).stream())
                .filter(unit -> unit.family() == Unit.Family.SIZE)
                .findFirst();
    }

    /// What the text between two values says of the one before it, or of the one behind it.
    private static Optional<Wrong> around(String text, int segment, List<Optional<Unit>> units) {
        Optional<Unit> left = segment == 0 ? Optional.empty() : units.get(segment - 1);
        Optional<Unit> right = segment == units.size() ? Optional.empty() : units.get(segment);
        Matcher behind = BEHIND.matcher(text);
        if (segment > 0 && behind.find()) {
            String rest = rest(text, behind);
            boolean either = segment < units.size() && (rest.isEmpty() || ":=".contains(rest.substring(0, 1)));
            return unit(behind).flatMap(said -> wrong(said, either ? List.of(left, right) : List.of(left)));
        }
        for (Pattern pattern : List.of(BEFORE, LETTER_BEFORE)) {
            Matcher before = pattern.matcher(text);
            if (before.find() && belongs(text, before, segment)) {
                return unit(before).flatMap(said -> wrong(said, List.of(right)));
            }
        }
        return Optional.empty();
    }

    /// Whether a unit before a value is its label, and not that of a number in the text.
    private static boolean belongs(String text, Matcher before, int segment) {
        String ahead = text.substring(0, before.start());
        String own = text.substring(before.start(), before.start() + 1);
        boolean tied = !before.group(before.groupCount()).isEmpty()
                || "_([".contains(own)
                || ahead.endsWith(" in")
                || segment == 0;
        return tied && !NUMBER.matcher(ahead).find();
    }

    /// What lines without values say of the only table: `(ms)` or `in ms`. Nothing, where they say more than one thing.
    static Optional<Unit> ofTitles(List<String> lines) {
        Set<Unit> all = new TreeSet<>();
        for (String line : lines) {
            Matcher phrase = PHRASE.matcher(line);
            while (phrase.find()) {
                unit(phrase).ifPresent(all::add);
            }
        }
        return all.size() == 1 ? Optional.of(all.iterator().next()) : Optional.empty();
    }

    /// Whether any of these texts has a word for that unit, or the letter of its prefix (`K`).
    static boolean mention(List<String> texts, Unit unit) {
        String letter = unit.symbol().substring(0, 1);
        return texts.stream()
                .flatMap(text -> Stream.concat(NAME_PARTS.splitAsStream(text), NO_WORD.splitAsStream(text)))
                .anyMatch(word -> word.equals(letter) || WORDS.get(word.toLowerCase(Locale.ROOT)) == unit);
    }

    /// The unit in the name of a table.
    static Optional<Unit> ofName(String table, Unit.Family family) {
        List<Unit> all = new ArrayList<>();
        for (String part : NAME_PARTS.split(table)) {
            Optional.ofNullable(WORDS.get(part.toLowerCase(Locale.ROOT)))
                    .filter(unit -> unit.family() == family)
                    .ifPresent(all::add);
        }
        return all.size() == 1 ? Optional.of(all.getFirst()) : Optional.empty();
    }

    private static Optional<Unit> said(Matcher matcher, java.util.function.Predicate<Matcher> found) {
        return found.test(matcher) ? unit(matcher) : Optional.empty();
    }

    private static Optional<Unit> unit(Matcher matcher) {
        return IntStream.rangeClosed(1, matcher.groupCount())
                .mapToObj(matcher::group)
                .filter(group -> group != null && !group.isEmpty())
                .map(group -> group.equals("s")
                        ? Unit.SECONDS
                        : group.equals("B") ? Unit.BYTES : WORDS.get(group.toLowerCase(Locale.ROOT)))
                .filter(java.util.Objects::nonNull)
                .findFirst();
    }

    /// A size that is told of a time, or a time of a size.
    private static Optional<Wrong> ofAnother(Unit said, Optional<Unit> is) {
        return is.filter(unit -> unit.family() != said.family() && unit.family() != Unit.Family.PLAIN)
                .map(unit -> new Wrong(said, unit));
    }

    /// Wrong where it is the unit of none of the values of its family that it may be told of.
    static Optional<Wrong> wrong(Unit said, List<Optional<Unit>> may) {
        List<Unit> family = may.stream()
                .flatMap(Optional::stream)
                .filter(unit -> unit.family() == said.family())
                .toList();
        return family.isEmpty() || family.contains(said)
                ? Optional.empty()
                : Optional.of(new Wrong(said, family.getFirst()));
    }
}
