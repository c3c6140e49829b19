package dev.ken.verify;

import dev.ken.ir.Stmt;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.Unit;
import dev.ken.logic.Op;
import dev.ken.logic.Term;
import dev.ken.logic.Terms;
import dev.ken.symbolic.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How formats write values. A value that is right and is written cut, as a letter, without its sign, or so that it
/// runs into what stands beside it, tells the reader something else.
final class Formats {
    private static final Pattern PLACE =
            Pattern.compile("%%|%([-+ #0]*)(\\d*)(?:\\.(\\d+))?(hh|h|ll|l|z|j)?([a-zA-Z])");
    private static final Pattern DIGIT_BEFORE = Pattern.compile("(?s).*[0-9][.,]?");
    private static final Pattern MINUS_BEFORE = Pattern.compile("(?s)-|.*[\\s=:(,\\[]-");
    private static final Pattern DIGIT_BEHIND = Pattern.compile("(?s)(?:[0-9]|[.,]0*[1-9]).*");
    private static final Pattern BASE_BEFORE = Pattern.compile("(?s).*0[xXo]?");
    private static final int BYTE_BITS = 8;
    private static final int SHORT_BITS = 16;

    private Formats() {}

    /// A value's place in a line, and the constant text on both sides of it.
    record Place(String flags, boolean wide, int precision, String size, char letter, String before, String behind) {
        private static final int WHOLE = Integer.MAX_VALUE;

        private boolean isInBase() {
            return "xXo".indexOf(letter) >= 0;
        }

        private boolean isLeft() {
            return wide && flags.contains("-");
        }

        /// How many bits of a number are written.
        private int bits() {
            return switch (size) {
                case "hh" -> BYTE_BITS;
                case "h" -> SHORT_BITS;
                default -> Long.SIZE;
            };
        }
    }

    /// What a value is that a format writes.
    ///
    /// @param signed  whether it may be below 0
    /// @param decimal whether readers take it for a decimal number, wherever it is not said that it is none
    record Shown(boolean signed, boolean decimal) {
        static Shown of(ReferencePart part, ReferencePart.Column column) {
            Optional<Attribute.Type> type =
                    part.kind().attribute(column.attribute()).map(Attribute::type);
            boolean signed = type.filter(one -> one == Attribute.Type.SIGNED || one == Attribute.Type.ERRNO)
                    .isPresent();
            return new Shown(signed, type.isEmpty() || column.unit().family() != Unit.Family.PLAIN);
        }
    }

    /// When a row is taken for another, and how.
    record Misread(Term when, String how) {}

    /// How a row is taken for another whose values are right: by their formats, by its words, or as it does not end.
    /// `indexes` says where the columns are.
    static List<Misread> misread(
            Terms terms, ReferencePart part, List<Integer> indexes, Observation.Row row, List<String> heading) {
        List<Misread> all = new ArrayList<>();
        List<Place> places = of(row.by());
        for (int column = 0; column < indexes.size(); column++) {
            int index = indexes.get(column);
            if (index >= 0 && index < Math.min(places.size(), row.values().size())) {
                ReferencePart.Column told = part.columns().get(column);
                Term spoilt = spoilt(terms, places, index, row.values().get(index), Shown.of(part, told));
                if (spoilt != terms.bool(false)) {
                    all.add(new Misread(spoilt, "whose format does not tell the " + told.attribute() + " as it is"));
                }
            }
        }
        List<String> about = new ArrayList<>(heading);
        row.by().forEach(emit -> about.add(emit.form()));
        MeasureWords.wrong(part, about).ifPresent(said -> all.add(new Misread(terms.bool(true), "that says " + said)));
        Stmt.Emit last = row.by().getLast();
        if (last.channel() == Stmt.Channel.TEXT
                && !last.form().isEmpty()
                && !last.form().endsWith("\n")) {
            all.add(new Misread(terms.bool(true), "that runs into the next line"));
        }
        return all;
    }

    /// The places of all values of a row; empty where one is not written by a format.
    static List<Place> of(List<Stmt.Emit> row) {
        Optional<List<String>> between = Labels.between(row);
        if (between.isEmpty()) {
            return List.of();
        }
        List<Place> places = new ArrayList<>();
        for (Stmt.Emit emit : row) {
            Matcher matcher = PLACE.matcher(emit.channel() == Stmt.Channel.TEXT ? emit.form() : "");
            while (matcher.find()) {
                if (matcher.group(5) != null) {
                    int at = places.size();
                    places.add(new Place(
                            matcher.group(1),
                            !matcher.group(2).isEmpty(),
                            matcher.group(3) == null ? Place.WHOLE : Integer.parseInt(matcher.group(3)),
                            matcher.group(4) == null ? "" : matcher.group(4),
                            matcher.group(5).charAt(0),
                            between.get().get(at),
                            between.get().get(at + 1)));
                }
            }
        }
        return places;
    }

    /// When a value is written so that it reads as another.
    private static Term spoilt(Terms terms, List<Place> row, int index, Term value, Shown shown) {
        Place place = row.get(index);
        if (runsInto(row, index)) {
            return terms.bool(true);
        }
        if (value.width() > Long.SIZE) {
            return terms.bool(place.precision() < value.width() / Byte.SIZE - 1);
        }
        if (isMisread(place, shown)) {
            return terms.bool(true);
        }
        Term cut = value.width() > place.bits() ? beyond(terms, value, place) : terms.bool(false);
        boolean unsigned = place.letter() == 'u' || place.isInBase() && !isMarked(place);
        return unsigned && shown.signed()
                ? terms.or(cut, terms.bits(Op.SLT, value, terms.number(0, value.width())))
                : cut;
    }

    /// Whether a text of so many bytes is written cut, or a number that may be any so that it reads as another.
    static boolean isSpoilt(List<Place> row, int index, Optional<Integer> textBytes, Shown shown) {
        Place place = row.get(index);
        return runsInto(row, index)
                || textBytes
                        .map(bytes -> place.precision() < bytes - 1)
                        .orElse(isMisread(place, shown)
                                || place.bits() < Long.SIZE
                                || shown.signed() && place.letter() == 'u');
    }

    private static boolean isMisread(Place place, Shown shown) {
        return place.letter() == 'c'
                || shown.decimal() && place.isInBase() && !isMarked(place)
                || !place.isInBase() && DIGIT_BEFORE.matcher(place.before()).matches()
                || !shown.signed() && MINUS_BEFORE.matcher(place.before()).matches()
                || place.letter() != 's' && DIGIT_BEHIND.matcher(place.behind()).matches();
    }

    /// Whether it is said in which base a number is written.
    private static boolean isMarked(Place place) {
        return place.flags().contains("#")
                || BASE_BEFORE.matcher(place.before()).matches();
    }

    private static Term beyond(Terms terms, Term value, Place place) {
        Term low = terms.extract(value, place.bits() - 1, 0);
        boolean signed = place.letter() == 'd' || place.letter() == 'i';
        return terms.unequal(value, terms.extend(low, value.width(), signed));
    }

    /// Whether nothing parts a value from the one before or behind it.
    private static boolean runsInto(List<Place> row, int index) {
        return index > 0 && touch(row.get(index - 1), row.get(index))
                || index + 1 < row.size() && touch(row.get(index), row.get(index + 1));
    }

    private static boolean touch(Place left, Place right) {
        return left.behind().isEmpty() && !left.isLeft() && !(right.wide() && !right.isLeft());
    }
}
