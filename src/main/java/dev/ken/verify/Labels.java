package dev.ken.verify;

import dev.ken.ir.Stmt;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.EventKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a row's constant text, and a heading above it, say that its values are. The order of columns and their headings
/// are
/// free, but where two values of one type stand under each other's names, or on the wrong sides of an arrow, the reader
/// is
/// told a falsehood.
///
/// @param kind    the event kind whose attributes the columns are
/// @param heading the words of a heading with as many words as the row has values; else empty
record Labels(EventKind kind, List<String> heading) {
    private static final Pattern PLACE = Pattern.compile("%%|%[-+ #0]*\\d*(?:\\.\\d+)?(?:hh|h|ll|l|z|j)?([a-zA-Z])");
    private static final Pattern ARROW = Pattern.compile("[-=]+>|→");
    private static final Set<String> FROM = Set.of(
            "old", "orig", "origin", "prev", "previous", "src", "source", "saddr", "sport", "from", "sender", "before");
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
            "after");
    private static final Set<String> PREPOSITIONS = Set.of("from", "to", "before", "after");
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

    private boolean exchanged(List<String> between, Shown a, Shown b) {
        Set<String> first = words(between, a.index());
        Set<String> second = words(between, b.index());
        int crossed = fits(first, b) + fits(second, a);
        int straight = fits(first, a) + fits(second, b);
        if (crossed != straight) {
            return crossed > straight;
        }
        Shown left = a.index() < b.index() ? a : b;
        Shown right = left == a ? b : a;
        boolean turned =
                side(left) == Side.TO && side(right) != Side.TO || side(right) == Side.FROM && side(left) != Side.FROM;
        boolean arrow = right.index() == left.index() + 1
                && ARROW.matcher(between.get(right.index())).find();
        return turned && arrow;
    }

    /// The constant text before each value, and what follows the last; empty where a value is not shown by a format.
    static Optional<List<String>> between(List<Stmt.Emit> row) {
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
    private Set<String> words(List<String> between, int index) {
        boolean behind =
                words(between.getFirst()).isEmpty() && !words(between.getLast()).isEmpty();
        Set<String> words = words(between.get(behind ? index + 1 : index));
        if (behind) {
            words.removeAll(PREPOSITIONS);
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
