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
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// The forms in which a row may tell when something happened: the time of day, since boot, or since observation began.
final class Moments {
    /// What `strftime` and `time` make of an hour, of the minutes beside it, and of both.
    private static final Pattern HOUR = Pattern.compile("%[-_0]?[HIkl]");

    private static final Pattern MINUTE = Pattern.compile("%[-_0]?M");
    private static final Pattern WHOLE = Pattern.compile("%[-_0]?[TXcrRs]");

    private static final String BEGAN = "begin.time";
    private static final String FORMATTED = "strftime";

    private Moments() {}

    /// Whether a row tells the time of `occurrence`, by a clock of its own or in a value that is not in `taken`. How
    /// long something took is no time.
    static boolean tells(Terms terms, Observation.Row row, Occurrence occurrence, Set<Integer> taken) {
        boolean clock = row.by().stream().anyMatch(Moments::isClock);
        String now = occurrence.attribute(terms, "time", Sort.bits(Long.SIZE)) instanceof Term.Symbol symbol
                ? symbol.name()
                : "";
        return clock
                || IntStream.range(0, row.values().size())
                        .filter(index -> !taken.contains(index))
                        .anyMatch(index -> isTime(row.values().get(index), now));
    }

    private static boolean isClock(Stmt.Emit emit) {
        return emit.channel() == Stmt.Channel.CLOCK && isTimeOfDay(emit.form());
    }

    private static boolean isTime(Term value, String now) {
        List<String> times = World.symbols(List.of(value)).keySet().stream()
                .filter(name -> Names.time(name) != Names.NO_TIME)
                .toList();
        return times.contains(now)
                && times.stream().allMatch(name -> name.equals(now) || name.equals(BEGAN))
                && share(value, now) != 0
                && !isDate(value);
    }

    /// How often a time is in a value that is added up from times; not 0 where something else is made of it.
    private static int share(Term value, String now) {
        return switch (value) {
            case Term.Literal _ -> 0;
            case Term.Symbol symbol -> symbol.name().equals(now) ? 1 : 0;
            case Term.Apply apply
            when apply.op() == Op.ADD ->
                apply.arguments().stream().mapToInt(one -> share(one, now)).sum();
            case Term.Apply apply
            when apply.op() == Op.SUB -> share(apply.argument(0), now) - share(apply.argument(1), now);
            case Term.Apply apply -> apply.arguments().stream().anyMatch(one -> share(one, now) != 0) ? 1 : 0;
        };
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
