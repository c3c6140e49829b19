package dev.ken.verify;

import dev.ken.contract.program.Phrase;
import dev.ken.contract.program.PhraseText;
import dev.ken.contract.program.ProgramContract.Clause;
import dev.ken.contract.program.ProgramContract.Kind;
import dev.ken.ir.Expr;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Module;
import dev.ken.logic.Evaluator;
import dev.ken.logic.Op;
import dev.ken.logic.Term;
import dev.ken.logic.Terms;
import dev.ken.symbolic.MapReader;
import dev.ken.symbolic.MapState;
import dev.ken.symbolic.Observation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What breaks a clause, in words: what maps held, what both sides of the clause are, what came out.
final class ContractExample {
    private static final String PRESENT = ".present";
    private static final String EMPTY = "no entry";

    private final Handled handled;
    private final Module module;
    private final PhraseLowering phrases;

    ContractExample(Handled handled, Module module, PhraseLowering phrases) {
        this.handled = handled;
        this.module = module;
        this.phrases = phrases;
    }

    /// What an entry holds: whether there is one, and its numbers.
    record Parts(Term present, List<Term> values) {
        String words(Evaluator evaluator) {
            return evaluator.holds(present) ? Values.words(values, evaluator) : EMPTY;
        }
    }

    static Parts parts(MapReader reader, MapState state, List<Term> keys, Term bucket) {
        Term present = reader.present(state, keys);
        return switch (state.map().kind()) {
            case LOG2, LINEAR -> new Parts(present, List.of(reader.bucketCount(state, keys, bucket)));
            case AVERAGE, STATISTICS ->
                new Parts(
                        present,
                        List.of(
                                reader.read(state, keys, MapReader.Part.VALUE),
                                reader.read(state, keys, MapReader.Part.COUNT)));
            case SCALAR, COUNT, SUM, MINIMUM, MAXIMUM ->
                new Parts(present, List.of(reader.read(state, keys, MapReader.Part.VALUE)));
        };
    }

    Counterexample of(Clause clause, Evaluator evaluator) {
        List<String> sides = new ArrayList<>();
        sides(clause.phrase(), evaluator, sides);
        String never = clause.kind() == Kind.NEVER ? "never " : "";
        String expected = never
                + PhraseText.of(clause.phrase())
                + (sides.isEmpty() ? "" : "  (" + String.join(", ", sides) + ")");
        Set<String> got = new LinkedHashSet<>();
        outcomes(clause.phrase(), false, evaluator, got);
        return new Counterexample(List.of(), expected, got.isEmpty() ? "does not keep it" : String.join("; ", got));
    }

    /// The values of the two sides of the comparison that fails.
    private void sides(Phrase phrase, Evaluator evaluator, List<String> into) {
        switch (phrase) {
            case Phrase.Binary(var operator, var left, var right, var _) -> {
                switch (operator) {
                    case AND -> sides(holds(left, evaluator) ? right : left, evaluator, into);
                    case IMPLIES -> sides(right, evaluator, into);
                    case OR -> {}
                    case EQUAL, UNEQUAL, LESS, AT_MOST, GREATER, AT_LEAST -> {
                        side(left, evaluator, into);
                        side(right, evaluator, into);
                    }
                    case BIT_OR, BIT_XOR, BIT_AND, SHIFT_LEFT, SHIFT_RIGHT -> {}
                    case ADD, SUBTRACT, MULTIPLY, DIVIDE, REMAINDER -> {}
                }
            }
            case Phrase.InRange(var of, var _, var _, var _) -> side(of, evaluator, into);
            case Phrase _ -> {}
        }
    }

    private boolean holds(Phrase phrase, Evaluator evaluator) {
        return evaluator.holds(handled.value(phrases.truth(phrase)));
    }

    private void side(Phrase phrase, Evaluator evaluator, List<String> into) {
        if (!(phrase instanceof Phrase.Int) && !(phrase instanceof Phrase.Text) && !(phrase instanceof Phrase.Truth)) {
            into.add(PhraseText.of(phrase) + " is " + words(phrases.of(phrase), evaluator));
        }
    }

    private String words(PhraseLowering.Typed typed, Evaluator evaluator) {
        Term term = handled.value(typed.expr());
        boolean truth = typed.type() instanceof dev.ken.ir.Type.Bool;
        return truth ? evaluator.holds(term) ? "true" : "false" : Values.words(term, evaluator);
    }

    /// What came of all that the phrase speaks of.
    private void outcomes(Phrase phrase, boolean old, Evaluator evaluator, Set<String> into) {
        switch (phrase) {
            case Phrase.Entry entry -> entry(entry, old, evaluator, into);
            case Phrase.Of(var _, var entry, var _) -> entry(entry, old, evaluator, into);
            case Phrase.Hits(var entry, var value, var _) -> {
                if (!old) {
                    into.add(PhraseText.of(phrase) + " is " + words(phrases.of(phrase), evaluator));
                }
                outcomes(value, old, evaluator, into);
            }
            case Phrase.Rows _, Phrase.Reported _ -> into.add(rows(evaluator));
            case Phrase.Shown(String map, var _) ->
                into.add(map + (holds(phrase, evaluator) ? " is shown" : " is not shown"));
            case Phrase.Ended _ -> into.add(holds(phrase, evaluator) ? "ends" : "goes on");
            case Phrase.Old(var of, var _) -> outcomes(of, true, evaluator, into);
            case Phrase.UserText(var of, var _) -> outcomes(of, old, evaluator, into);
            case Phrase.TextTest(var _, var of, var _, var _) -> outcomes(of, old, evaluator, into);
            case Phrase.Unary(var _, var of, var _) -> outcomes(of, old, evaluator, into);
            case Phrase.Binary(var _, var left, var right, var _) ->
                List.of(left, right).forEach(one -> outcomes(one, old, evaluator, into));
            case Phrase.InRange(var of, var least, var most, var _) ->
                List.of(of, least, most).forEach(one -> outcomes(one, old, evaluator, into));
            case Phrase.Choose(var condition, var yes, var no, var _) ->
                List.of(condition, yes, no).forEach(one -> outcomes(one, old, evaluator, into));
            case Phrase.Int _, Phrase.Text _, Phrase.Truth _, Phrase.Name _, Phrase.Local _ -> {}
        }
    }

    private void entry(Phrase.Entry entry, boolean old, Evaluator evaluator, Set<String> into) {
        Optional<List<Expr>> keys = phrases.keys(entry);
        if (old || keys.isEmpty()) {
            return;
        }
        MapDecl map = module.map(entry.map()).orElseThrow();
        if (map.kind() == MapDecl.Kind.LOG2 || map.kind() == MapDecl.Kind.LINEAR) {
            return;
        }
        List<Term> values = handled.values(keys.get());
        Parts parts = parts(
                handled.reader(),
                handled.state(map.name(), false),
                values,
                values.isEmpty() ? handled.rowCount() : values.getFirst());
        into.add(name(map.name(), values, evaluator) + " = " + parts.words(evaluator));
    }

    private static String name(String map, List<Term> keys, Evaluator evaluator) {
        return map + (keys.isEmpty() ? "" : "[" + Values.words(keys, evaluator) + "]");
    }

    /// The rows that are reported.
    String rows(Evaluator evaluator) {
        List<String> rows = new ArrayList<>();
        for (Observation.Row row : handled.of(Observation.Row.class)) {
            if (evaluator.holds(row.guard())) {
                rows.add(row.values().isEmpty() ? "a line without values" : Values.words(row.values(), evaluator));
            }
        }
        for (Observation.Shown shown : handled.of(Observation.Shown.class)) {
            if (evaluator.holds(shown.guard())) {
                rows.add("all of " + shown.by().map());
            }
        }
        return rows.isEmpty() ? "reports nothing" : "reports " + String.join(", then ", rows);
    }

    /// What maps held that mattered; empty where none did.
    static Optional<Counterexample.Event> before(Terms terms, List<Term> all, Evaluator evaluator) {
        Map<String, String> held = new TreeMap<>();
        Set<Term> seen = new HashSet<>();
        List<Term> open = new ArrayList<>(all);
        while (!open.isEmpty()) {
            Term term = open.removeLast();
            if (seen.add(term)) {
                if (term instanceof Term.Apply apply) {
                    open.addAll(apply.arguments());
                    if (apply.op() == Op.CALL) {
                        held(terms, apply.function(), apply.arguments(), term, evaluator, held);
                    }
                } else if (term instanceof Term.Symbol symbol) {
                    held(terms, symbol.name(), List.of(), term, evaluator, held);
                }
            }
        }
        if (held.isEmpty()) {
            return Optional.empty();
        }
        // Of a histogram, the bucket that matters says enough.
        held.keySet().removeIf(entry -> held.keySet().stream().anyMatch(other -> other.startsWith(entry + " bucket ")));
        List<String> words = new ArrayList<>();
        held.forEach((entry, value) -> words.add(value.equals(EMPTY) ? "no " + entry : entry + " = " + value));
        return Optional.of(new Counterexample.Event("before", held, "before: " + String.join(", ", words)));
    }

    /// One thing that a map held: `prior @m.present` says whether there was an entry, the others what was in it.
    private static void held(
            Terms terms, String function, List<Term> keys, Term term, Evaluator evaluator, Map<String, String> held) {
        if (!function.startsWith(Handled.PRIOR) || function.startsWith(Handled.PRIOR + LoopCut.CUT)) {
            return;
        }
        int dot = function.lastIndexOf('.');
        String map = function.substring(Handled.PRIOR.length(), dot);
        String what = function.substring(dot);
        if (what.equals(".bucket")) {
            String entry = name(map, keys.subList(0, keys.size() - 1), evaluator);
            held.put(entry + " bucket " + Values.words(keys.getLast(), evaluator), Values.words(term, evaluator));
        } else if (what.equals(PRESENT)) {
            if (!evaluator.holds(term)) {
                held.put(name(map, keys, evaluator), EMPTY);
            } else {
                held.putIfAbsent(name(map, keys, evaluator), "0");
            }
        } else {
            Term present = keys.isEmpty()
                    ? terms.symbol(function.substring(0, dot) + PRESENT, dev.ken.logic.Sort.BOOL)
                    : terms.call(function.substring(0, dot) + PRESENT, dev.ken.logic.Sort.BOOL, keys);
            String count = what.equals(".count") ? " count" : "";
            if (evaluator.holds(present)) {
                held.put(name(map, keys, evaluator) + count, Values.words(term, evaluator));
            }
        }
    }
}
