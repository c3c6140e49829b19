package dev.ken.verify;

import dev.ken.ir.MapDecl;
import dev.ken.ir.Stmt;
import dev.ken.kernel.catalog.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a table that is shown says of the unit of its values: in its name, in a line of its own where there is no other
/// table, beside its entries.
///
/// @param order    the key of the table for each key that was asked for
/// @param lines    what the program always writes in the same words
/// @param headings the words of these, also where a format sets them
record TableUnits(
        ReferencePart part,
        MapDecl table,
        Optional<Stmt.Layout> layout,
        List<Integer> order,
        List<String> lines,
        Headings headings) {
    /// What is wrong about it, and the clause that it breaks.
    record Wrong(String clause, String expected, String got) {}

    /// `named`: whether the name of the table tells what is shown.
    List<Wrong> wrong(List<ReferencePart> parts, boolean named) {
        List<Wrong> wrong = new ArrayList<>();
        layout.flatMap(one -> TableNames.wrong(one, part, order, headings))
                .ifPresent(got -> wrong.add(new Wrong("value", "each entry under its own names and unit", got)));
        TableNames.othersUnit(table.name(), part, named ? parts : List.of())
                .ifPresent(unit -> wrong.add(new Wrong("exact", "no unit told", "says " + unit.symbol())));
        if (part.unit().family() != Unit.Family.PLAIN) {
            misnamed(parts, named).ifPresent(wrong::add);
        }
        untold().ifPresent(wrong::add);
        return wrong;
    }

    private Optional<Wrong> misnamed(List<ReferencePart> parts, boolean named) {
        Optional<Unit> said = (named
                        ? UnitLabels.ofName(table.name(), part.unit().family())
                        : Optional.<Unit>empty())
                .or(() -> parts.size() == 1 ? UnitLabels.ofTitles(lines) : Optional.empty());
        return said.flatMap(unit -> UnitLabels.wrong(unit, List.of(Optional.of(part.unit()))))
                .map(wrong -> new Wrong(
                        "value",
                        "values in " + wrong.is().symbol() + ", and no other unit told",
                        "says " + wrong.said().symbol() + " of what the table " + table.name() + " holds"));
    }

    /// Sizes in another unit than the kernel's have to be said to be so, where the request names none.
    private Optional<Wrong> untold() {
        List<String> said = new ArrayList<>(lines);
        said.add(table.name());
        layout.map(Stmt.Layout::form).ifPresent(said::add);
        return part.isScaled() && !UnitLabels.mention(said, part.unit())
                ? Optional.of(new Wrong(
                        "value",
                        "values in B, or their unit told",
                        "shows them in " + part.unit().symbol() + ", and does not say so"))
                : Optional.empty();
    }
}
