package dev.ken.verify;

import dev.ken.contract.After;
import dev.ken.contract.Condition;
import dev.ken.contract.Intent;
import dev.ken.contract.Part;
import dev.ken.contract.PartNames;
import dev.ken.contract.What;
import dev.ken.contract.program.ProgramContract;
import dev.ken.ir.Module;
import dev.ken.ir.Stmt;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Site;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.kernel.catalog.Reading;
import dev.ken.kernel.catalog.Unit;
import dev.ken.logic.RecordingSolver;
import dev.ken.logic.ShapeSolver;
import dev.ken.logic.Solver;
import dev.ken.source.Span;
import dev.ken.symbolic.Coverage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Says whether a program does what an intent asks. Serves one thread, as its solver does.
public final class Judge {
    private static final int MOST_FORMS = 16;

    private final Solver solver;
    private final LongSupplier clockMillis;
    private final KernelBounds bounds;

    /// `clockMillis` is any clock that grows.
    public Judge(Solver solver, LongSupplier clockMillis) {
        this(solver, clockMillis, new KernelBounds());
    }

    private Judge(Solver solver, LongSupplier clockMillis, KernelBounds bounds) {
        this.solver = solver;
        this.clockMillis = clockMillis;
        this.bounds = bounds;
    }

    /// The same judge that hands every question that it asks the solver, and its answer, to `sink`.
    public Judge recorded(RecordingSolver.Sink sink) {
        return new Judge(new RecordingSolver(solver, () -> "", sink), clockMillis, bounds);
    }

    /// Judges `candidate`. The intent must name only kinds and attributes that `catalog` knows.
    public Judgement judge(Intent intent, Module candidate, Catalog catalog, KernelModel kernel, JudgeLimits limits) {
        return new Judge(new ShapeSolver(solver), clockMillis, bounds)
                .judged(intent, candidate, catalog, kernel, limits);
    }

    private Judgement judged(Intent intent, Module candidate, Catalog catalog, KernelModel kernel, JudgeLimits limits) {
        long start = clockMillis.getAsLong();
        Ways.Seen seen = Ways.of(catalog, intent, candidate, kernel);
        Question question = new Question(intent, seen.catalog(), kernel, limits, bounds.of(kernel, seen.catalog()));
        Attempt.Result result = best(question, candidate, false, solver);
        Map<String, String> glosses = Clauses.of(intent, question.references().get(0));
        List<Finding> findings = new ArrayList<>();
        result.verdicts()
                .forEach((clause, verdict) -> findings.add(new Finding(
                        clause,
                        Clauses.gloss(clause, glosses),
                        verdict,
                        result.places().getOrDefault(clause, Span.NONE))));
        Optional<MutationScore> score = Optional.empty();
        if (result.proved() && limits.mutants() > 0) {
            score = Optional.of(mutants(question, candidate, findings));
        }
        return new Judgement(
                findings,
                result.extent(),
                new Coverage(List.copyOf(result.gaps())),
                score,
                seen.elsewhere(),
                clockMillis.getAsLong() - start);
    }

    /// Judges `program` by a contract that fits it ([ContractJudge#problems]).
    public Judgement judge(ProgramContract contract, Module program, KernelModel kernel, JudgeLimits limits) {
        return new ContractJudge(new ShapeSolver(solver), clockMillis).judge(contract, program, kernel, limits);
    }

    /// Compares what two programs print; `replay` runs them on the events that are to show a difference.
    public Difference difference(Module first, Module second, KernelModel kernel, JudgeLimits limits, Replay replay) {
        Solver once = new ShapeSolver(solver);
        return Pairings.difference(
                first, second, other -> new Differ(first, other, kernel, once, limits, clockMillis, replay).run());
    }

    /// Everything about a judgement but the candidate: the forms of the reference that answer the intent.
    private record Question(
            Intent intent, Catalog catalog, KernelModel kernel, JudgeLimits limits, List<Reference> references) {
        Question(Intent intent, Catalog catalog, KernelModel kernel, JudgeLimits limits, KnownBounds fields) {
            this(intent, catalog, kernel, limits, references(intent, catalog, kernel, fields));
        }

        private static List<Reference> references(
                Intent intent, Catalog catalog, KernelModel kernel, KnownBounds fields) {
            return forms(intent, catalog).stream()
                    .map(form -> Reference.of(intent, form, catalog, kernel, fields))
                    .toList();
        }

        Question within(JudgeLimits other) {
            return new Question(intent, catalog, kernel, other, references);
        }

        Map<String, String> clauses() {
            return Clauses.of(intent, references.get(0));
        }
    }

    static List<List<Variation>> forms(Intent intent, Catalog catalog) {
        List<List<Variation>> forms = new ArrayList<>();
        forms.add(List.of());
        for (Part part : intent.parts()) {
            List<List<Variation>> longer = new ArrayList<>();
            for (List<Variation> form : forms) {
                for (Variation variation : variations(part, catalog)) {
                    List<Variation> next = new ArrayList<>(form);
                    next.add(variation);
                    longer.add(next);
                }
            }
            if (longer.size() > MOST_FORMS) {
                // All told alike comes before some as tables and others in lines.
                longer.sort(Comparator.comparing(
                        form -> form.stream().map(Variation::shape).distinct().count() > 1));
            }
            forms = longer.size() > MOST_FORMS ? longer.subList(0, MOST_FORMS) : longer;
        }
        return forms;
    }

    private static List<Variation> variations(Part part, Catalog catalog) {
        List<Variation> all = new ArrayList<>(Variation.of(part, measured(part, catalog), tellsErrors(part, catalog)));
        boolean mixed = catalog.find(part.event())
                .filter(kind -> Calls.areCalls(kind) && Calls.mixes(kind, PartNames.own(part)))
                .isPresent();
        if (mixed) {
            List.copyOf(all).forEach(one -> all.add(one.atReturn()));
        }
        if (mayLeaveOutNothingMoved(part, catalog)) {
            Unit first = all.getFirst().unit();
            List.copyOf(all).stream()
                    .filter(one -> one.unit() == first)
                    .forEach(one -> all.add(all.indexOf(one) + 1, one.ofMoved()));
        }
        return all;
    }

    /// Whether it is free if transfers of no bytes are part of a measure. A sum does not tell.
    private static boolean mayLeaveOutNothingMoved(Part part, Catalog catalog) {
        boolean sum = part.what() instanceof What.Net
                || part.what() instanceof What.Aggregate(var measure, var _, var _)
                        && (measure instanceof What.Measure.Sum || measure instanceof What.Measure.Rate);
        Optional<EventKind> kind = catalog.find(part.event());
        return !sum
                && measured(part, catalog)
                        .filter(attribute -> kind.filter(one -> Watching.isTransfer(one, attribute))
                                .isPresent())
                        .filter(attribute -> !PartNames.in(part.where()).contains(attribute.name()))
                        .isPresent()
                && !PartNames.in(part.where()).contains("ret");
    }

    private static boolean tellsErrors(Part part, Catalog catalog) {
        List<String> told = new ArrayList<>(part.keys());
        if (part.what() instanceof What.Aggregate(var measure, var attribute, var _) && TableKinds.isKept(measure)) {
            attribute.ifPresent(told::add);
        }
        return told.stream()
                .anyMatch(key -> catalog.find(part.event())
                        .flatMap(kind -> kind.attribute(key))
                        .filter(attribute -> attribute.type() == Attribute.Type.ERRNO
                                || PacketWatching.isPacket(part) && attribute.type() == Attribute.Type.ADDRESS)
                        .isPresent());
    }

    private static Optional<Attribute> measured(Part part, Catalog catalog) {
        Optional<String> name = switch (part.what()) {
            case What.Aggregate(var _, var attribute, var _) -> attribute;
            case What.Extreme(boolean _, String attribute, var _, var _) -> Optional.of(attribute);
            case What.Net net -> net.attribute();
            case What.Report _, What.InFlight _, What.Ratio _, What.Rule _ -> Optional.empty();
        };
        Optional<EventKind> kind = catalog.find(part.event());
        Optional<EventKind> first = part.after().flatMap(after -> catalog.find(after.event()));
        return name.flatMap(it -> PartNames.attribute(it, kind, part, first, catalog));
    }

    /// Whether what a table of that part holds may be below 0, where a division by hand and one by `print` differ.
    private static boolean mayBeNegative(ReferencePart one) {
        return switch (one.part().what()) {
            case What.Net _, What.InFlight _ -> true;
            case What.Aggregate(var _, var attribute, var _) ->
                attribute
                        .filter(name -> isSigned(name, one.kind())
                                && !isNatural(name, one.part().where(), one.kind()))
                        .isPresent();
            case What.Extreme(boolean _, String attribute, var _, var _) -> isSigned(attribute, one.kind());
            case What.Report _, What.Ratio _, What.Rule _ -> false;
        };
    }

    /// Whether only values are measured that are not below 0: results of what succeeded, or those above a number.
    private static boolean isNatural(String name, Condition where, EventKind kind) {
        return switch (where) {
            case Condition.And(var all) -> all.stream().anyMatch(one -> isNatural(name, one, kind));
            case Condition.NumberTest(String tested, var comparison, long number) -> {
                boolean succeeds = kind.attribute(tested).map(Attribute::type).equals(Optional.of(Attribute.Type.ERRNO))
                        && comparison == Condition.Comparison.EQUAL
                        && number == 0
                        && isResult(name, kind)
                        && isResult(tested, kind);
                boolean above = comparison == Condition.Comparison.GREATER && number >= -1
                        || comparison == Condition.Comparison.AT_LEAST && number >= 0;
                yield succeeds || tested.equals(name) && above;
            }
            case Condition.Always _, Condition.TextTest _, Condition.AttributeTest _, Condition.BitTest _ -> false;
            case Condition.Descends _, Condition.Or _, Condition.Not _ -> false;
        };
    }

    /// Whether it is what a system call returns.
    private static boolean isResult(String name, EventKind kind) {
        return kind.points(Attribute.Phase.END).stream()
                .allMatch(
                        point -> new Reading.Arg("ret").equals(point.readings().get(name)));
    }

    private static boolean isSigned(String attribute, EventKind kind) {
        return attribute.startsWith(After.FIRST)
                || kind.attribute(attribute)
                        .map(Attribute::type)
                        .filter(type -> type == Attribute.Type.SIGNED || type == Attribute.Type.ERRNO)
                        .isPresent();
    }

    /// The result under the first form and matching that proves everything, else the one that comes closest.
    private Attempt.Result best(Question question, Module program, boolean untilFirst, Solver told) {
        Module named = SameFiles.of(question.references().getFirst().module(), CountedTime.of(Unseen.without(program)));
        boolean negative = question.references().getFirst().parts().stream().anyMatch(Judge::mayBeNegative);
        boolean several = question.references().getFirst().parts().stream()
                        .filter(part -> part.table().isPresent())
                        .count()
                > 1;
        Module plain = as(question.intent(), plain(named, negative));
        Module candidate = TotalLines.of(question.intent(), several ? KindKeys.of(plain) : plain);
        Attempt.Result best = null;
        boolean tells = tellsRows(candidate);
        long end = clockMillis.getAsLong() + question.limits().limitMillis();
        for (Reference asked : likeliest(question.references(), candidate, tells)) {
            Reference reference = SocketStates.told(Switches.told(asked, candidate), candidate);
            if (best != null && !tells && reference.tellsTotals()) {
                continue;
            }
            for (Matching matching : Matching.of(reference, candidate)) {
                // What is refuted under one form may be right under another.
                if (best != null && !best.refuted() && clockMillis.getAsLong() > end) {
                    return best;
                }
                boolean quick = untilFirst || best != null;
                Attempt.Result result = new Attempt(
                                reference,
                                candidate,
                                matching,
                                question.kernel(),
                                told,
                                question.limits(),
                                clockMillis,
                                quick)
                        .run(question.clauses().keySet(), !untilFirst);
                if (result.proved()) {
                    return result;
                }
                boolean milder = !untilFirst && best != null && best.refuted() && !result.refuted();
                if (best == null || milder || !quick && result.refutations() < best.refutations()) {
                    best = result;
                }
            }
        }
        if (best == null) {
            throw new IllegalStateException("no form of the reference");
        }
        return best;
    }

    /// The program with what it does by hand of a measure that is asked for, said in fewer words.
    private static Module as(Intent intent, Module program) {
        boolean net = intent.parts().stream().anyMatch(part -> part.what() instanceof What.Net);
        boolean largest = measures(intent, new What.Measure.Maximum());
        boolean smallest = measures(intent, new What.Measure.Minimum());
        boolean rows = intent.parts().stream().allMatch(part -> part.what() instanceof What.Report);
        Module marked = rows ? Marks.of(program) : program;
        Module told = net ? Differences.of(marked) : marked;
        Module kept = largest ? LargestByHand.of(told) : told;
        return smallest ? SmallestByHand.of(kept) : kept;
    }

    private static boolean measures(Intent intent, What.Measure wanted) {
        return intent.parts().stream()
                .anyMatch(part ->
                        part.what() instanceof What.Aggregate(var measure, var _, var _) && measure.equals(wanted));
    }

    /// The program with what it does by hand, and could say in fewer words, said in these.
    private static Module plain(Module program, boolean negative) {
        Module means = Means.of(Accumulations.of(Halves.of(KernelNames.of(program))), negative);
        return Accumulations.of(Tuples.of(ShownWalks.of(means, negative)));
    }

    /// The forms of the reference, those first that are told in rows where the program tells rows and prints no
    /// table, so that it is held against what its author meant.
    private static List<Reference> likeliest(List<Reference> references, Module candidate, boolean tells) {
        boolean prints = candidate.procedures().stream()
                .flatMap(procedure -> procedure.blocks().stream())
                .flatMap(block -> block.statements().stream())
                .anyMatch(Stmt.PrintMap.class::isInstance);
        if (!tells || prints) {
            return references;
        }
        List<Reference> ordered = new ArrayList<>(references);
        ordered.sort(Comparator.comparing(reference -> !reference.tellsTotals()));
        return ordered;
    }

    /// Whether a timer or the end writes rows with values, which may be the totals that were asked for.
    private static boolean tellsRows(Module candidate) {
        return candidate.procedures().stream()
                .filter(procedure -> procedure.site() instanceof Site.Interval || procedure.site() instanceof Site.End)
                .flatMap(procedure -> procedure.blocks().stream())
                .flatMap(block -> block.statements().stream())
                .anyMatch(statement ->
                        statement instanceof Stmt.Emit emit && !emit.values().isEmpty());
    }

    /// Holds wrong variants of a proved program against the intent. An intent that accepts a program that does
    /// nothing, or too many of the variants, accepts nothing.
    private MutationScore mutants(Question question, Module candidate, List<Finding> findings) {
        Map<String, Module> mutants = new LinkedHashMap<>();
        Mutants.of(candidate, question.limits().mutants()).forEach(mutants::put);
        List<String> survivors = new ArrayList<>();
        Question quick = question.within(question.limits().forMutants());
        mutants.forEach((name, mutant) -> {
            if (!best(quick, mutant, true, solver.about(() -> "wrong variant: " + name))
                    .refuted()) {
                survivors.add(name);
            }
        });
        Attempt.Result nothing = best(
                quick,
                new Module(List.of(), List.of(), List.of()),
                true,
                solver.about(() -> "a program that does nothing"));
        if (!nothing.refuted()) {
            findings.add(guard("the intent accepts a program that does nothing"));
        }
        int refuted = mutants.size() - survivors.size();
        if (100 * refuted < question.limits().killPercent() * mutants.size()) {
            findings.add(guard("only " + refuted + " of " + mutants.size() + " wrong variants are told apart"));
        }
        return new MutationScore(refuted, mutants.size(), survivors);
    }

    private static Finding guard(String reason) {
        return new Finding("guard", "the intent tells right from wrong", new Verdict.Undecided(reason), Span.NONE);
    }
}
