package dev.ken.verify;

import dev.ken.ir.Stmt;
import dev.ken.logic.Op;
import dev.ken.logic.Sort;
import dev.ken.logic.Term;
import dev.ken.logic.Terms;
import dev.ken.symbolic.Observation;
import dev.ken.symbolic.Occurrence;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// The forms in which a row may tell when something happened: the time of day, since boot, or since observation began.
final class Moments {
    /// What `strftime` and `time` make of an hour, of the minutes beside it, and of both.
    private static final Pattern HOUR = Pattern.compile("%[-_0]?[HIkl]");

    private static final Pattern MINUTE = Pattern.compile("%[-_0]?M");
    private static final Pattern WHOLE = Pattern.compile("%[-_0]?[TXcrRs]");

    /// The longest in nanoseconds that may be left out of a time: parts of a second.
    private static final long LONGEST_UNIT = 1_000_000_000;

    private static final String BEGAN = "begin.time";
    private static final String FORMATTED = "strftime";

    private Moments() {}

    /// When a row does not tell the time of `occurrence`, neither by a clock of its own nor in a value that is not in
    /// `taken`. How long something took is no time, and neither is another moment.
    static Term untold(Terms terms, Observation.Row row, Occurrence occurrence, Set<Integer> taken) {
        if (row.by().stream().anyMatch(Moments::isClock)) {
            return terms.bool(false);
        }
        Clock clock = clock(terms, occurrence);
        List<Term> values = IntStream.range(0, row.values().size())
                .filter(index -> !taken.contains(index))
                .mapToObj(row.values()::get)
                .toList();
        return terms.and(
                values.stream().map(value -> clock.untold(terms, value, values)).toList());
    }

    /// By what a moment is divided that is told as a number.
    static OptionalLong divisor(Terms terms, Term value, Occurrence occurrence) {
        return clock(terms, occurrence).divisor(value);
    }

    private static Clock clock(Terms terms, Occurrence occurrence) {
        return new Clock(occurrence.attribute(terms, "time", Sort.bits(Long.SIZE)));
    }

    private static boolean isClock(Stmt.Emit emit) {
        return emit.channel() == Stmt.Channel.CLOCK && isTimeOfDay(emit.form());
    }

    /// @param now the time of an occurrence
    private record Clock(Term now) {
        Term untold(Terms terms, Term value, List<Term> row) {
            if (value instanceof Term.Apply apply && apply.op() == Op.ITE) {
                return terms.choose(
                        apply.argument(0),
                        untold(terms, apply.argument(1), row),
                        untold(terms, apply.argument(2), row));
            }
            return terms.bool(!tells(value, row));
        }

        private boolean tells(Term value, List<Term> row) {
            OptionalLong divisor = divisor(value);
            return divisor.isPresent() && divisor.getAsLong() <= LONGEST_UNIT
                    || isFormatted(value)
                    || isSplit(value, row);
        }

        /// A time of day, of the moment itself: `strftime` takes nothing else.
        private boolean isFormatted(Term value) {
            return value instanceof Term.Apply apply
                    && apply.op() == Op.CALL
                    && apply.function().equals(FORMATTED)
                    && apply.argument(1).equals(now)
                    && !isDate(value);
        }

        OptionalLong divisor(Term value) {
            if (value.equals(now) || isElapsed(value)) {
                return OptionalLong.of(1);
            }
            if (value instanceof Term.Apply apply
                    && apply.op() == Op.UDIV
                    && apply.argument(1) instanceof Term.Literal by
                    && by.value().bitLength() < Long.SIZE - 1) {
                // Quotients of quotients are one already.
                boolean plain = divisor(apply.argument(0)).equals(OptionalLong.of(1));
                return plain ? OptionalLong.of(by.value().longValue()) : OptionalLong.empty();
            }
            return OptionalLong.empty();
        }

        private boolean isElapsed(Term value) {
            return value instanceof Term.Apply apply
                    && apply.op() == Op.SUB
                    && apply.argument(0).equals(now)
                    && apply.argument(1) instanceof Term.Symbol from
                    && from.name().equals(BEGAN);
        }

        /// Whether a value counts what is longer than a second, and another of the row what is left of that.
        private boolean isSplit(Term value, List<Term> row) {
            return divisor(value).isPresent() && row.stream().anyMatch(this::isRest);
        }

        private boolean isRest(Term value) {
            return value instanceof Term.Apply apply
                    && (apply.op() == Op.UREM && divisor(apply.argument(0)).isPresent()
                            || apply.op() == Op.UDIV && isRest(apply.argument(0)));
        }
    }

    /// The hour alone does not tell when something happened.
    private static boolean isTimeOfDay(String format) {
        return WHOLE.matcher(format).find()
                || HOUR.matcher(format).find() && MINUTE.matcher(format).find();
    }

    /// Whether it is a time of which the format leaves the hour or the minutes out.
    private static boolean isDate(Term value) {
        return value instanceof Term.Apply apply
                && apply.op() == Op.CALL
                && apply.function().equals(FORMATTED)
                && apply.argument(0) instanceof Term.Literal format
                && !isTimeOfDay(new String(format.value().toByteArray(), StandardCharsets.ISO_8859_1));
    }
}
