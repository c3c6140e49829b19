package dev.ken.contract;

import dev.ken.kernel.catalog.Unit;
import java.util.List;

/// Numbers with units as people write them: `10 ms`, `4096 B`.
public final class Quantities {
    private static final List<Unit> TIMES =
            List.of(Unit.SECONDS, Unit.MILLISECONDS, Unit.MICROSECONDS, Unit.NANOSECONDS);
    private static final List<Unit> SIZES = List.of(Unit.GIBIBYTES, Unit.MEBIBYTES, Unit.KIBIBYTES, Unit.BYTES);

    private Quantities() {}

    /// `number` base units of the family, in the largest unit that divides it.
    public static String words(long number, Unit.Family family) {
        List<Unit> units = switch (family) {
            case TIME -> TIMES;
            case SIZE -> SIZES;
            case PLAIN -> List.of();
        };
        for (Unit unit : units) {
            if (number != 0 && number % unit.factor() == 0) {
                return number / unit.factor() + " " + unit.symbol();
            }
        }
        return Long.toString(number);
    }
}
