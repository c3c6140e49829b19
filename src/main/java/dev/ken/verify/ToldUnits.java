package dev.ken.verify;

import dev.ken.contract.Part;
import dev.ken.contract.What;
import dev.ken.contract.What.Measure;
import dev.ken.ir.MapDecl;
import dev.ken.kernel.catalog.Unit;
import java.util.Optional;
import java.util.function.Function;

/// The units in which the reference observer of a part keeps and shows its values; [Unit#NONE] where there is none.
///
/// @param attribute what is measured
/// @param units     of attributes, as the catalog has them
record ToldUnits(Part part, Variation variation, Optional<String> attribute, Function<String, Unit> units) {
    /// Of the values of the main table, as they are shown.
    Unit of(MapDecl.Kind table) {
        return table == MapDecl.Kind.COUNT
                ? Unit.NONE
                : attribute
                        .map(name -> variation.divisor(units.apply(name)) > 1 ? variation.unit() : units.apply(name))
                        .orElse(Unit.NONE);
    }

    /// Of a column that is told as it is asked for.
    Unit of(What.Column column) {
        Unit own = units.apply(column.attribute());
        return column.unit().filter(unit -> unit.factor() > own.factor()).orElse(own);
    }

    /// In which the values of what is measured are kept.
    Unit kept(String name) {
        Unit own = units.apply(name);
        return variation.rounding() == Variation.Rounding.EACH && variation.divisor(own) > 1 ? variation.unit() : own;
    }

    /// Of the one number of a measure that is told in a row: how many values there were has none of their units.
    Unit inRow(Optional<String> name) {
        boolean number = part.what() instanceof What.Aggregate(var measure, var _, var _)
                && (measure instanceof Measure.Count || measure instanceof Measure.Distinct);
        return number ? Unit.NONE : name.map(this::kept).orElse(Unit.NONE);
    }
}
