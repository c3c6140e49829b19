package dev.ken.verify;

import dev.ken.contract.Intent;
import dev.ken.contract.Part;
import dev.ken.contract.What;
import dev.ken.contract.What.Measure;
import dev.ken.ir.Expr;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.kernel.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Cuts a line in which a timer or the end tells several totals (`printf("sent %d, received %d\n", @out, @in)`) into a
/// line for each, with the words that stand beside it or above it, where every part of the request is a total: who
/// reads the one reads the others.
final class TotalLines {
    private static final Pattern PLACE = Pattern.compile("%%|%[-+ #0-9.*]*[a-zA-Z]{1,3}");
    private static final Pattern LETTER = Pattern.compile("[A-Za-z]");

    private TotalLines() {}

    static Module of(Intent intent, Module module) {
        boolean totals = intent.parts().size() > 1 && intent.parts().stream().allMatch(TotalLines::isTotal);
        if (!totals) {
            return module;
        }
        Headings headings = headings(module);
        return new Module(
                module.maps(),
                module.procedures().stream().map(one -> cut(one, headings)).toList(),
                module.notModelled());
    }

    /// Lines that are always the same, above those with numbers.
    static Headings headings(Module module) {
        return new Headings(module.procedures().stream()
                .filter(one -> one.site() instanceof Site.Begin || shows(one))
                .flatMap(one -> one.blocks().stream())
                .flatMap(block -> block.statements().stream())
                .filter(statement -> statement instanceof Stmt.Emit emit
                        && emit.values().stream().allMatch(Expr.Text.class::isInstance))
                .map(statement -> words((Stmt.Emit) statement))
                .toList());
    }

    private static List<String> words(Stmt.Emit line) {
        return line.values().isEmpty()
                ? List.of(line.form().replace("\\n", "").strip().split("\\s+"))
                : line.values().stream().map(text -> ((Expr.Text) text).value()).toList();
    }

    /// Whether it is one number, of no groups.
    private static boolean isTotal(Part part) {
        return part.keys().isEmpty()
                && switch (part.what()) {
                    case What.Aggregate(var measure, var _, var _) -> isNumber(measure);
                    case What.Net _, What.InFlight _ -> true;
                    case What.Report _, What.Extreme _, What.Ratio _, What.Rule _ -> false;
                };
    }

    private static boolean isNumber(Measure measure) {
        return switch (measure) {
            case Measure.Count(), Measure.Distinct(), Measure.Sum(), Measure.Rate() -> true;
            case Measure.Minimum(), Measure.Maximum() -> true;
            case Measure.First(), Measure.Last(), Measure.Average(), Measure.Statistics() -> false;
            case Measure.Log2Histogram(), Measure.LinearHistogram _ -> false;
        };
    }

    private static boolean shows(Procedure procedure) {
        return procedure.site() instanceof Site.Interval || procedure.site() instanceof Site.End;
    }

    private static Procedure cut(Procedure procedure, Headings headings) {
        return shows(procedure) ? Rewriting.statements(procedure, statement -> cut(statement, headings)) : procedure;
    }

    /// The time before a line is a line of its own.
    private static List<Stmt> cut(Stmt statement, Headings headings) {
        if (statement instanceof Stmt.Emit time
                && time.channel() == Stmt.Channel.CLOCK
                && !time.form().endsWith("\n")) {
            return List.of(new Stmt.Emit(time.form() + "\n", time.values(), time.channel(), time.at()));
        }
        if (!(statement instanceof Stmt.Emit emit)
                || emit.channel() != Stmt.Channel.TEXT
                || emit.values().size() < 2) {
            return List.of(statement);
        }
        List<String> forms = forms(emit.form());
        if (forms.size() != emit.values().size()) {
            return List.of(statement);
        }
        boolean named = LETTER.matcher(PLACE.matcher(emit.form()).replaceAll("").replace("\\n", ""))
                .find();
        List<String> above = named ? List.of() : headings.above(forms.size(), 1);
        List<Stmt> lines = new ArrayList<>();
        for (int i = 0; i < forms.size(); i++) {
            String form = above.isEmpty() ? forms.get(i) : above.get(i) + " " + forms.get(i);
            lines.add(new Stmt.Emit(form, List.of(emit.values().get(i)), emit.at()));
        }
        return lines;
    }

    /// The format cut after each value and its unit, or before it where names stand behind values.
    static List<String> forms(String format) {
        List<Integer> starts = new ArrayList<>();
        List<Integer> ends = new ArrayList<>();
        Matcher place = PLACE.matcher(format);
        while (place.find()) {
            if (!place.group().equals("%%")) {
                starts.add(place.start());
                ends.add(place.end());
            }
        }
        if (starts.isEmpty()) {
            return List.of();
        }
        boolean behind = !LETTER.matcher(format.substring(0, starts.getFirst())).find()
                && LETTER.matcher(format.substring(ends.getLast())).find();
        List<Integer> cuts = new ArrayList<>();
        for (int at = 0; at + 1 < starts.size(); at++) {
            int next = starts.get(at + 1);
            String unit = UnitLabels.behind(format.substring(ends.get(at), next));
            cuts.add(behind ? next : ends.get(at) + unit.length());
        }
        cuts.add(format.length());
        List<String> forms = new ArrayList<>();
        int from = 0;
        for (int cut : cuts) {
            forms.add(format.substring(from, cut) + (cut == format.length() ? "" : "\n"));
            from = cut;
        }
        return forms;
    }
}
