package dev.ken.verify;

import dev.ken.contract.Condition;
import dev.ken.contract.Part;
import dev.ken.contract.What;
import dev.ken.ir.MapDecl;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.kernel.catalog.Unit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// One table, or the rows, that a part of an intent became in the reference observer. A part has several tables
/// where it asks for several numbers of each group.
///
/// @param id      `part1`, `part2.path`, …: the first half of its clauses' ids, and the form of its rows
/// @param table   its table; empty for reports
/// @param unit    the unit of the table's values as they are shown; [Unit#NONE] where they have none
/// @param divisor what the table's values are divided by when shown (for [Variation.Rounding#RESULT])
/// @param columns the columns of its rows, as glosses; a column named `time` is any form of the time of day
/// @param other   what the number is set against, of a ratio
record ReferencePart(
        String id,
        Part part,
        EventKind kind,
        Optional<MapDecl> table,
        Unit unit,
        long divisor,
        List<Column> columns,
        Optional<EventKind> other) {
    /// What the column of a ratio is called that tells how often the one is in the other.
    static final String QUOTIENT = "quotient";

    /// `divisors` are what the value may be divided by: one where the intent names the unit. `unit` is that of
    /// the value before that.
    record Column(String attribute, Unit unit, List<Long> divisors) {
        /// Whether a value is a size in another unit than the kernel's, and the request names none.
        boolean isScaled(long divisor) {
            return unit.family() == Unit.Family.SIZE && divisor > 1 && divisors.size() > 1;
        }

        /// The unit in which a value is told that was divided by `divisor`.
        Optional<Unit> told(long divisor) {
            return Arrays.stream(Unit.values())
                    .filter(one -> one.family() == unit.family() && one.family() != Unit.Family.PLAIN)
                    .filter(one -> one.factor() == unit.factor() * divisor)
                    .findFirst();
        }
    }

    /// Whether the values of its table are sizes in another unit than the kernel's, and the request names none.
    boolean isScaled() {
        Optional<Optional<String>> measured = switch (part.what()) {
            case What.Aggregate(var _, var attribute, var asked) ->
                asked.isPresent() ? Optional.empty() : Optional.of(attribute);
            case What.Extreme(var _, String attribute, var asked, var _) ->
                asked.isPresent() || detail().isPresent() ? Optional.empty() : Optional.of(Optional.of(attribute));
            case What.Net net -> net.unit().isPresent() ? Optional.empty() : Optional.of(net.attribute());
            case What.InFlight _, What.Report _, What.Ratio _, What.Rule _ -> Optional.empty();
        };
        return unit.family() == Unit.Family.SIZE
                && measured.flatMap(name -> name)
                        .flatMap(kind::attribute)
                        .filter(attribute -> attribute.unit().factor() < unit.factor())
                        .isPresent();
    }

    /// Whether its rows tell the whole quotient of a share and all that it is of, which is 0 but where both are one.
    boolean isQuotientOfShare() {
        return part.what() instanceof What.Ratio(var to)
                && part.event().equals(to.event())
                && to.where() instanceof Condition.Always
                && columns.size() == 1
                && columns.getFirst().attribute().equals(QUOTIENT);
    }

    /// What its rows or values are, where they are not those of the part itself.
    Optional<String> detail() {
        int dot = id.indexOf('.');
        return dot < 0 ? Optional.empty() : Optional.of(id.substring(dot + 1));
    }

    ReferencePart {
        columns = List.copyOf(columns);
    }

    ReferencePart(
            String id,
            Part part,
            EventKind kind,
            Optional<MapDecl> table,
            Unit unit,
            long divisor,
            List<Column> columns) {
        this(id, part, kind, table, unit, divisor, columns, Optional.empty());
    }

    ReferencePart against(Optional<EventKind> kindOfOther) {
        return new ReferencePart(id, part, kind, table, unit, divisor, columns, kindOfOther);
    }
}
