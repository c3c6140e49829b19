package dev.ken.verify;

import dev.ken.contract.Having;
import dev.ken.contract.Part;
import dev.ken.contract.What;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Stmt;
import dev.ken.kernel.Site;
import dev.ken.logic.Term;
import dev.ken.logic.Terms;
import dev.ken.source.Span;
import dev.ken.symbolic.MapEvent;
import dev.ken.symbolic.MapReader;
import dev.ken.symbolic.MapState;
import dev.ken.symbolic.Observation;
import dev.ken.symbolic.Occurrence;
import dev.ken.symbolic.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Everything in which what the reference shows at the last occurrence of a sequence, and at the end after it,
/// may differ from what the candidate shows. (What is shown at earlier occurrences was compared when they were
/// the last.)
final class Comparison {
    private final Terms terms;
    private final MapReader reader;
    private final Reference reference;
    private final Matching matching;
    private final List<Occurrence> sequence;
    private final int step;
    private final Trace ours;
    private final Trace theirs;
    private final OwnTables tables;
    private final List<Violation> violations = new ArrayList<>();

    /// `sequence` ends with an End occurrence, and both traces are of all of it.
    Comparison(
            Terms terms,
            Reference reference,
            Matching matching,
            OwnTables tables,
            List<Occurrence> sequence,
            Trace ours,
            Trace theirs) {
        this.terms = terms;
        this.reader = new MapReader(terms);
        this.reference = reference;
        this.matching = matching;
        this.tables = tables;
        this.sequence = sequence;
        this.step = sequence.size() - 2;
        this.ours = ours;
        this.theirs = theirs;
    }

    List<Violation> violations(Rows rows) {
        for (int i = 0; i < reference.parts().size(); i++) {
            ReferencePart part = reference.parts().get(i);
            if (part.table().isPresent()) {
                table(part, part.table().get(), matching.tables().get(i));
            }
        }
        violations.addAll(rows.compare(sequence.get(step), step, ours, theirs));
        violations.addAll(rows.compare(sequence.get(last()), last(), ours, theirs));
        verdicts();
        extraTables();
        names();
        ending();
        return violations;
    }

    /// Ways in which tables may differ that are not shown now, but later: where the tables are taken for any
    /// that agree, they have to go on agreeing. The candidate's tables in `apart` are looked at elsewhere.
    List<Violation> latent(Set<String> apart) {
        violations.clear();
        for (int i = 0; i < reference.parts().size(); i++) {
            ReferencePart part = reference.parts().get(i);
            Optional<Matching.Table> match = matching.tables().get(i);
            if (part.table().isPresent()
                    && match.isPresent()
                    && !apart.contains(match.get().map().name())) {
                MapDecl table = part.table().get();
                MapDecl other = match.get().map();
                Tables.View wanted =
                        new Tables.View(ours.maps().getOrDefault(table.name(), empty(table)), part.divisor());
                Tables.View held =
                        new Tables.View(theirs.maps().getOrDefault(other.name(), empty(other)), part.divisor());
                // Which groups are shown is told when they are; the tables have to agree in all of them.
                violations.addAll(tables(part, match, wanted, held, terms.bool(true), Optional.empty())
                        .compare());
            }
        }
        return violations;
    }

    private int last() {
        return sequence.size() - 1;
    }

    private MapState empty(MapDecl map) {
        return new MapState(map, List.of());
    }

    private void table(ReferencePart part, MapDecl table, Optional<Matching.Table> match) {
        if (part.part().periodNanos().isPresent()) {
            periodic(part, table, match, part.part().periodNanos().get());
            return;
        }
        MapState wanted = ours.maps().getOrDefault(table.name(), empty(table));
        List<Observation.Shown> atEnd = match.map(m -> atEnd(m.map())).orElse(List.of());
        // What is not shown by the program's own END is shown by bpftrace, if anything is left of it.
        Term unshown = terms.not(terms.or(atEnd.stream().map(Observation::guard).toList()));
        if (unshown != terms.bool(false)) {
            MapState state = match.map(m -> theirs.maps().getOrDefault(m.map().name(), empty(m.map())))
                    .orElse(empty(table));
            compare(part, match, new Tables.View(wanted, part.divisor()), new Tables.View(state, 1), unshown);
            Term left = terms.and(unshown, filled(state));
            match.ifPresent(m -> unit(part, m.map(), Optional.empty(), left, true, Span.NONE));
            // Who stops it before the time that was asked for has not been shown anything yet.
            Term whole = endsByItself() ? terms.and(unshown, ended(ours)) : unshown;
            top(part, wanted, whole, Optional.empty(), Span.NONE);
        }
        for (Observation.Shown shown : atEnd) {
            Tables.View view = Tables.View.of(shown.state(), shown.by());
            compare(part, match, new Tables.View(wanted, part.divisor()), view, shown.guard());
            unit(part, shown, shown.guard());
            top(part, wanted, shown.guard(), shown.by().top(), shown.by().at());
            shownAgain(part, shown);
        }
    }

    /// Only the largest were asked for, and after them bpftrace shows all that is left.
    private void shownAgain(ReferencePart part, Observation.Shown shown) {
        MapState rest = theirs.maps().get(shown.by().map());
        Term again = rest == null ? terms.bool(false) : terms.and(shown.guard(), filled(rest));
        String got = "shows every entry as it is kept after that, as it is not cleared";
        if (!shown.by().only().isEmpty() || shown.by().divisor() > 1) {
            add(
                    part.id() + ".exact",
                    again,
                    "the entries as they were asked for and nothing else",
                    got,
                    shown.by().at());
        } else if (part.part().top().isPresent()) {
            String expected = "the largest " + part.part().top().get() + " entries and nothing else";
            add(part.id() + ".top", again, expected, got, shown.by().at());
        }
    }

    /// What the program's END shows, and what is shown by that which ends observation.
    private List<Observation.Shown> atEnd(MapDecl map) {
        List<Observation.Shown> all = new ArrayList<>(shown(theirs, map, last()));
        Term ends = ended(theirs);
        for (Observation.Shown shown : shown(theirs, map, step)) {
            Term guard = terms.and(shown.guard(), ends);
            if (guard != terms.bool(false)) {
                all.add(new Observation.Shown(step, guard, shown.by(), shown.state()));
            }
        }
        return all;
    }

    private void compare(
            ReferencePart part, Optional<Matching.Table> match, Tables.View wanted, Tables.View shown, Term moment) {
        violations.addAll(tables(part, match, wanted, shown, moment).compare());
    }

    private Tables tables(
            ReferencePart part, Optional<Matching.Table> match, Tables.View wanted, Tables.View shown, Term moment) {
        return tables(part, match, wanted, shown, moment, part.part().having());
    }

    private Tables tables(
            ReferencePart part,
            Optional<Matching.Table> match,
            Tables.View wanted,
            Tables.View shown,
            Term moment,
            Optional<Having> having) {
        List<Integer> order = match.map(Matching.Table::order)
                .orElseGet(() -> identity(wanted.state().map()));
        return new Tables(terms, part, order, wanted, shown, moment, having);
    }

    /// What a table that is shown now holds of what it held when it was shown before; empty where that is not known.
    private Optional<MapState> left(Observation.Shown now) {
        List<MapEvent> log = now.state().log();
        return theirs.observations().stream()
                .filter(one -> one instanceof Observation.Shown shown
                        && shown.step() < step
                        && shown.by().map().equals(now.by().map()))
                .map(one -> ((Observation.Shown) one).state().log())
                .reduce((_, later) -> later)
                .filter(before -> before.size() <= log.size()
                        && log.subList(0, before.size()).equals(before))
                .map(before -> {
                    List<MapEvent> rest = new ArrayList<>(before);
                    log.subList(before.size(), log.size()).stream()
                            .filter(event -> !(event instanceof MapEvent.Put))
                            .forEach(rest::add);
                    return new MapState(now.state().map(), rest);
                });
    }

    private static List<Integer> identity(MapDecl map) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < map.keys().size(); i++) {
            order.add(i);
        }
        return order;
    }

    private void periodic(ReferencePart part, MapDecl table, Optional<Matching.Table> match, long periodNanos) {
        boolean tick = sequence.get(step).site().equals(new Site.Interval(periodNanos));
        List<Observation.Shown> shown =
                match.map(m -> shown(theirs, m.map(), step)).orElse(List.of());
        if (!tick) {
            shown.forEach(o -> period(
                    part, terms.and(o.guard(), filled(o.state())), "nothing now", "shows the table", o.by().at()));
            return;
        }
        shownOnce(part, shown);
        Term any = terms.or(shown.stream().map(Observation::guard).toList());
        for (Observation.Shown wanted : shown(ours, table, step)) {
            Tables.View whole = new Tables.View(wanted.state(), part.divisor());
            Term due = part.part().having().isEmpty()
                    ? terms.and(wanted.guard(), filled(wanted.state()))
                    : tables(part, match, whole, whole, wanted.guard()).due();
            period(part, terms.and(due, terms.not(any)), "the table is shown", "shows nothing", Span.NONE);
            for (Observation.Shown o : shown) {
                Tables.View view = Tables.View.of(o.state(), o.by());
                Term both = terms.and(wanted.guard(), o.guard());
                Tables.View asked = new Tables.View(wanted.state(), part.divisor());
                compare(part, match, asked, view, both);
                unit(part, o, both);
                left(o).ifPresent(old -> violations.addAll(
                        tables(part, match, asked, new Tables.View(old, view.divisor(), view.only()), both)
                                .notBegunAnew()));
                top(part, wanted.state(), both, o.by().top(), o.by().at());
            }
        }
    }

    /// Twice at once is once too often: who adds up what is shown counts it twice.
    private void shownOnce(ReferencePart part, List<Observation.Shown> shown) {
        for (int i = 1; i < shown.size(); i++) {
            Observation.Shown again = shown.get(i);
            Term both = terms.and(shown.get(i - 1).guard(), again.guard());
            Term there = terms.and(both, filled(again.state()));
            period(
                    part,
                    there,
                    "the table is shown once",
                    "shows it again",
                    again.by().at());
        }
    }

    private static List<Observation.Shown> shown(Trace trace, MapDecl map, int step) {
        return trace.observations().stream()
                .filter(Observation.Shown.class::isInstance)
                .map(Observation.Shown.class::cast)
                .filter(o -> o.step() == step && o.by().map().equals(map.name()))
                .toList();
    }

    private Term filled(MapState state) {
        List<Term> any = new ArrayList<>();
        for (MapEvent event : state.log()) {
            if (event instanceof MapEvent.Put put) {
                any.add(terms.and(put.guard(), reader.present(state, put.keys())));
            }
        }
        return terms.or(any);
    }

    private void period(ReferencePart part, Term condition, String expected, String got, Span at) {
        add(part.id() + ".period", condition, expected, got, at);
    }

    private void top(ReferencePart part, MapState wanted, Term moment, Optional<Integer> shown, Span at) {
        Optional<Integer> asked = part.part().top();
        if (asked.isEmpty() && shown.isPresent() && !wanted.map().keys().isEmpty()) {
            String got = "shows only the largest " + shown.get();
            add(part.id() + ".complete", terms.and(moment, filled(wanted)), "every entry, however many", got, at);
        }
        if (asked.isPresent() && !asked.equals(shown)) {
            String got = shown.map(n -> "shows the largest " + n).orElse("shows every entry");
            add(
                    part.id() + ".top",
                    terms.and(moment, filled(wanted)),
                    "the largest " + asked.get() + " entries",
                    got,
                    at);
        }
    }

    private void unit(ReferencePart part, Observation.Shown shown, Term moment) {
        // The name of a table that is divided when it is shown tells what it keeps.
        boolean named = shown.by().divisor() <= 1;
        Term there = terms.and(moment, filled(shown.state()));
        unit(
                part,
                shown.state().map(),
                shown.by().layout(),
                there,
                named,
                shown.by().at());
    }

    private void unit(
            ReferencePart part, MapDecl table, Optional<Stmt.Layout> layout, Term shown, boolean named, Span at) {
        if (shown != terms.bool(false)) {
            new TableUnits(part, table, layout, order(part), TableNames.lines(theirs), Headings.of(theirs))
                    .wrong(reference.parts(), named)
                    .forEach(wrong -> add(part.id() + "." + wrong.clause(), shown, wrong.expected(), wrong.got(), at));
        }
    }

    /// Tables that nobody asked for; maps that the program reads for its own use are not shown to the user as answers.
    private void extraTables() {
        Set<String> matched = matching.tables().stream()
                .flatMap(Optional::stream)
                .map(table -> table.map().name())
                .collect(Collectors.toSet());
        String clause = reference.parts().get(0).id() + ".exact";
        for (MapState state : theirs.maps().values()) {
            String name = state.map().name();
            if (!matched.contains(name) && (!tables.isScratch(name) || tellsOthers(state.map()))) {
                add(clause, filled(state), "no such table", "shows a table " + name, Span.NONE);
            }
        }
        // What the program keeps for itself and shows all the same.
        for (Observation one : theirs.observations()) {
            if (one instanceof Observation.Shown(int at, Term guard, var by, MapState state)
                    && at >= step
                    && !matched.contains(by.map())) {
                add(clause, terms.and(guard, filled(state)), "no such table", "shows a table " + by.map(), by.at());
            }
        }
    }

    /// Names of tables are free, but not such that the reader takes one part's table or line for another's.
    private void names() {
        tables.exchanged(theirs).forEach((index, other) -> {
            ReferencePart part = reference.parts().get(index);
            Optional<MapDecl> map = matching.tables().get(index).map(Matching.Table::map);
            String expected = "what belongs to the one part not under the name of the other";
            String got = map.map(one -> "shows it in the table " + one.name() + ", and the other in " + other)
                    .orElse("tells it in a line that names the other, which is told by: " + other.strip());
            Term seen = map.map(this::seen).orElseGet(() -> told(part));
            add(part.id() + ".exact", seen, expected, got, Span.NONE);
        });
    }

    /// That something of a table is shown.
    private Term seen(MapDecl map) {
        List<Term> seen = new ArrayList<>();
        seen.add(filled(theirs.maps().getOrDefault(map.name(), empty(map))));
        shown(theirs, map, step).forEach(one -> seen.add(terms.and(one.guard(), filled(one.state()))));
        shown(theirs, map, last()).forEach(one -> seen.add(terms.and(one.guard(), filled(one.state()))));
        return terms.or(seen);
    }

    /// That the line of a part is told.
    private Term told(ReferencePart part) {
        return terms.or(theirs.observations().stream()
                .filter(one -> one instanceof Observation.Row row
                        && row.step() >= step
                        && matching.report(row.by()).equals(Optional.of(part.id())))
                .map(Observation::guard)
                .toList());
    }

    private List<Integer> order(ReferencePart part) {
        return matching.tables()
                .get(reference.parts().indexOf(part))
                .map(Matching.Table::order)
                .orElse(List.of());
    }

    /// Whether a map that is left over tells, in the form of the answer, of groups that were not to be shown.
    private boolean tellsOthers(MapDecl map) {
        for (int i = 0; i < reference.parts().size(); i++) {
            boolean alike = matching.tables().get(i).map(Matching.Table::map).stream()
                    .anyMatch(table -> table.keys().equals(map.keys())
                            && table.value().equals(map.value())
                            && !table.keys().isEmpty());
            if (alike && reference.parts().get(i).part().having().isPresent()) {
                return true;
            }
        }
        return false;
    }

    /// Whether it was asked for how long is observed.
    private boolean endsByItself() {
        return reference.module().procedures().stream()
                .anyMatch(p -> p.blocks().stream()
                        .flatMap(b -> b.statements().stream())
                        .anyMatch(Stmt.Exit.class::isInstance));
    }

    private void ending() {
        boolean asked = endsByItself();
        Term wanted = ended(ours);
        Term got = ended(theirs);
        if (asked) {
            add("end", terms.and(wanted, terms.not(got)), "observation ends here", "goes on", Span.NONE);
        }
        add("end", terms.and(got, terms.not(wanted)), "observation goes on", "ends here", Span.NONE);
    }

    /// Packets that get another verdict than was asked for; without one they pass.
    private void verdicts() {
        List<Observation.Decided> got = decided(theirs);
        Term any = terms.or(got.stream().map(Observation::guard).toList());
        for (Observation.Decided wanted : decided(ours)) {
            Term drop = terms.equal(wanted.verdict(), terms.number(PacketVerdict.DROP, 64));
            verdict(wanted.guard(), drop, terms.not(any), terms.number(PacketVerdict.PASS, 64), Span.NONE);
            got.forEach(one -> verdict(
                    terms.and(wanted.guard(), one.guard()),
                    drop,
                    terms.bool(true),
                    one.verdict(),
                    one.by().at()));
        }
    }

    private void verdict(Term asked, Term drop, Term given, Term verdict, Span at) {
        verdict(PacketVerdict.DROPS, terms.and(List.of(asked, drop, given)), PacketVerdict.DROP, verdict, at);
        verdict(
                PacketVerdict.PASSES,
                terms.and(List.of(asked, terms.not(drop), given)),
                PacketVerdict.PASS,
                verdict,
                at);
    }

    private void verdict(String clause, Term when, long wanted, Term verdict, Span at) {
        Term wrong = terms.and(when, terms.unequal(verdict, terms.number(wanted, 64)));
        if (wrong != terms.bool(false)) {
            String asked = wanted == PacketVerdict.DROP ? "the packet is dropped" : "the packet goes on";
            violations.add(new Violation(
                    clause,
                    wrong,
                    at,
                    _ -> asked,
                    values -> PacketVerdict.does(values.value(verdict).longValue())));
        }
    }

    private List<Observation.Decided> decided(Trace trace) {
        return trace.observations().stream()
                .filter(one -> one instanceof Observation.Decided && one.step() == step)
                .map(Observation.Decided.class::cast)
                .toList();
    }

    private Term ended(Trace trace) {
        return terms.or(trace.observations().stream()
                .filter(o -> o instanceof Observation.Ended && o.step() == step)
                .map(Observation::guard)
                .toList());
    }

    private void add(String clause, Term condition, String expected, String got, Span at) {
        if (condition != terms.bool(false)) {
            violations.add(new Violation(clause, condition, at, _ -> expected, _ -> got));
        }
    }

    /// Whether a part is a report; its rows are compared by [Rows].
    static boolean isReport(ReferencePart part) {
        return part.table().isEmpty() && !PacketWatching.decides(part.part());
    }

    /// Whether the part shows how much there is now, which does not start again with a period.
    static boolean isLevel(Part part) {
        return switch (part.what()) {
            case What.Net net -> !net.highest();
            case What.InFlight(boolean highest) -> !highest;
            case What.Report _, What.Aggregate _, What.Extreme _, What.Ratio _, What.Rule _ -> false;
        };
    }
}
