package dev.ken.verify;

import dev.ken.contract.What;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Stmt;
import dev.ken.ir.Type;
import dev.ken.kernel.catalog.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

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
        if (misformatted()) {
            wrong.add(new Wrong("value", "each entry as it is", "writes it so that it reads as another"));
        }
        List<String> about = new ArrayList<>();
        if (named) {
            about.add(table.name());
        }
        layout.map(Stmt.Layout::form).ifPresent(about::add);
        if (parts.size() == 1) {
            about.addAll(lines);
        }
        if (layout.isPresent()) {
            about.addAll(headings.above(layout.get().columns().size(), 0));
        }
        MeasureWords.wrong(part, about)
                .ifPresent(said -> wrong.add(new Wrong("value", "what was asked for, and named so", "says " + said)));
        TableNames.othersUnit(table.name(), part, named ? parts : List.of())
                .ifPresent(unit -> wrong.add(new Wrong("exact", "no unit told", "says " + unit.symbol())));
        if (part.unit().family() != Unit.Family.PLAIN) {
            misnamed(parts, named).ifPresent(wrong::add);
        }
        untold().ifPresent(wrong::add);
        return wrong;
    }

    /// Whether the format of a loop spoils what it writes of an entry.
    private boolean misformatted() {
        List<Integer> columns = layout.map(Stmt.Layout::columns).orElse(List.of());
        List<Formats.Place> row = layout.map(TableNames::row).map(Formats::of).orElse(List.of());
        boolean signed = part.part().what() instanceof What.Net;
        return row.size() == columns.size()
                && IntStream.range(0, row.size()).anyMatch(at -> {
                    int column = columns.get(at);
                    Optional<Integer> text = column >= 0 && table.keys().get(column) instanceof Type.Text key
                            ? Optional.of(key.widthBits() / Byte.SIZE)
                            : Optional.empty();
                    boolean value = column == Stmt.Layout.VALUE;
                    return Formats.isSpoilt(row, at, text, new Formats.Shown(!value || signed, value && isNumber()));
                });
    }

    /// Whether values are counts or have a unit.
    private boolean isNumber() {
        return part.unit().family() != Unit.Family.PLAIN || table.kind() == MapDecl.Kind.COUNT;
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
