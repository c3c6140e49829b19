package dev.ken.verify;

import dev.ken.contract.program.Phrase;
import dev.ken.contract.program.PhraseText;
import dev.ken.contract.program.ProgramContract.Clause;
import dev.ken.contract.program.ProgramContract.Hook;
import dev.ken.contract.program.ProgramContract.Kind;
import dev.ken.contract.program.ProgramContract.Modifies;
import dev.ken.contract.program.ProgramContract.Place;
import dev.ken.ir.Expr;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Module;
import dev.ken.ir.Type;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Site;
import dev.ken.logic.Answer;
import dev.ken.logic.Evaluator;
import dev.ken.logic.Model;
import dev.ken.logic.Solver;
import dev.ken.logic.Sort;
import dev.ken.logic.Term;
import dev.ken.logic.Terms;
import dev.ken.symbolic.Executor;
import dev.ken.symbolic.MapReader;
import dev.ken.symbolic.Occurrence;
import dev.ken.symbolic.Trace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/// The clauses of one hook at one kind of event.
final class HandlerCheck {
    static final String MODIFIES = "modifies";
    private static final String TIME = "the time limit was reached";

    private final Hook hook;
    private final ContractCases.Case one;
    private final Module module;
    private final Terms terms;
    private final Scene scene;
    private final Occurrence occurrence;
    private final Decider decider;
    private final Handled handled;
    private final KernelModel kernel;
    private final List<String> problems;
    private final List<Term> assumed = new ArrayList<>();
    private final boolean readable;

    /// `readable`: look for examples that read well.
    HandlerCheck(
            ContractCases.Case one,
            Module program,
            List<Long> numbers,
            KernelModel kernel,
            Solver solver,
            JudgeLimits limits,
            boolean readable) {
        LoopCut.Cut cut = LoopCut.of(program, one.facts(), one.says(), one.letter());
        this.one = one;
        this.hook = one.says();
        this.module = cut.module();
        this.problems = cut.problems();
        this.kernel = kernel;
        this.readable = readable;
        this.terms = new Terms(new Names(numbers));
        Site site = one.letter().site();
        boolean edge = site instanceof Site.Begin || site instanceof Site.End;
        this.scene = edge ? Scene.start() : Scene.alone(one.letter());
        this.occurrence =
                site instanceof Site.End ? Scene.end() : scene.occurrences().getLast();
        this.decider = new Decider(
                terms,
                numbers,
                TextArguments.of(module, module, kernel.syscalls()),
                KnownBounds.of(kernel, List.of()),
                solver,
                limits.solver());
        Executor executor = new Executor(terms, limits.execution());
        this.handled = new Handled(terms, executor, module, occurrence, !(site instanceof Site.Begin));
        hook.any().forEach(any -> handled.any(any.name(), type(any.textBytes())));
        assumed.addAll(handled.after().assumptions());
        hook.clauses(Kind.REQUIRES).forEach(clause -> assumed.add(truth(clause, PhraseLowering.Stand.BEFORE)));
    }

    private String site() {
        return one.facts()
                .map(dev.ken.kernel.ProbeFacts::probe)
                .orElseGet(() -> one.letter().text());
    }

    private static Type type(int textBytes) {
        return textBytes == 0 ? new Type.Int() : new Type.Text(textBytes);
    }

    static String text(Clause clause) {
        String text = clause.kind().word() + " " + PhraseText.of(clause.phrase());
        return clause.gloss().isEmpty() ? text : text + "  # " + clause.gloss();
    }

    List<String> gaps() {
        return handled.after().coverage().gaps();
    }

    private PhraseLowering phrases(PhraseLowering.Stand stand) {
        return new PhraseLowering(module, one.facts(), hook, Map.of(), handled, stand);
    }

    private Term truth(Clause clause, PhraseLowering.Stand stand) {
        return handled.value(phrases(stand).truth(clause.phrase()));
    }

    /// Why nothing can be learnt from this event: no event and no content of the maps satisfies what is required.
    Optional<String> vacuous() {
        return switch (decider.ask(scene, assumed, List.of())) {
            case Answer.Sat _ -> Optional.empty();
            case Answer.Unsat() -> Optional.of("no event and no content of the maps satisfies what it requires");
            case Answer.Unknown(String reason) -> Optional.of("whether what it requires can hold: " + reason);
        };
    }

    /// A verdict for each clause that has to hold, by its id.
    Map<String, Verdict> verdicts(BooleanSupplier late) {
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        List<Term> goes = new ArrayList<>(assumed);
        boolean cut = module.map(LoopCut.CUT).isPresent();
        if (cut) {
            Term on = new MapReader(terms).present(handled.state(LoopCut.CUT, false), List.of());
            Term was = new MapReader(terms).present(handled.state(LoopCut.CUT, true), List.of());
            assumed.add(terms.not(was));
            goes.add(terms.not(was));
            goes.add(terms.not(on));
        }
        for (Clause clause : hook.clauses()) {
            if (clause.kind() != Kind.REQUIRES) {
                Term holds = truth(clause, PhraseLowering.Stand.AFTER);
                Term violated = clause.kind() == Kind.NEVER ? holds : terms.not(holds);
                verdicts.put(clause.id(), late.getAsBoolean() ? late() : decide(goes, violated, clause));
            }
        }
        hook.modifies()
                .ifPresent(
                        modifies -> verdicts.put(MODIFIES, late.getAsBoolean() ? late() : unchanged(goes, modifies)));
        for (Trace.Obligation claim : handled.after().obligations()) {
            Term violated = terms.and(claim.condition(), terms.not(claim.goal()));
            Verdict verdict = late.getAsBoolean()
                    ? late()
                    : decide(
                            claim.claim(),
                            assumed,
                            violated,
                            _ -> new Counterexample(List.of(), claim.claim(), "it does not hold"));
            verdicts.merge(claim.claim(), verdict, (a, b) -> a instanceof Verdict.Proved ? b : a);
        }
        return verdicts;
    }

    private static Verdict late() {
        return new Verdict.Undecided(TIME);
    }

    private interface Shown {
        /// What is expected and what comes, under a model; its events are not looked at.
        Counterexample of(Evaluator evaluator);
    }

    private Verdict decide(List<Term> goes, Term violated, Clause clause) {
        ContractExample example = new ContractExample(handled, module, phrases(PhraseLowering.Stand.AFTER));
        return decide(clause.id(), goes, violated, evaluator -> example.of(clause, evaluator));
    }

    private Verdict decide(String claim, List<Term> goes, Term violated, Shown shown) {
        Decider told = decider.about(() -> claim + " at " + site());
        List<Term> all = new ArrayList<>(goes);
        all.add(violated);
        return switch (told.ask(scene, all, List.of())) {
            case Answer.Unsat() -> proved();
            case Answer.Unknown(String reason) -> new Verdict.Undecided(reason);
            case Answer.Sat(Model model) -> refuted(all, model, shown);
        };
    }

    /// A proof holds only where all paths were followed.
    private Verdict proved() {
        Optional<String> limit = gaps().stream()
                .filter(gap -> gap.contains("only up to the limit"))
                .findFirst()
                .or(() -> problems.stream().findFirst());
        return limit.<Verdict>map(Verdict.Undecided::new).orElseGet(Verdict.Proved::new);
    }

    /// A refutation is believed only where the values break the clause, evaluated anew, and rest on nothing that is not
    /// modelled.
    private Verdict refuted(List<Term> all, Model found, Shown shown) {
        Map<String, Term> attributes = attributes();
        Model model = readable
                ? decider.readable(scene, all, List.copyOf(attributes.values())).orElse(found)
                : found;
        Evaluator evaluator = new Evaluator(model);
        if (!all.stream().allMatch(evaluator::holds)) {
            return new Verdict.Undecided("the solver's example does not break the clause");
        }
        Optional<String> unknown =
                all.stream().map(Unmodelled::in).flatMap(Optional::stream).findFirst();
        if (unknown.isPresent()) {
            return new Verdict.Undecided(problems.stream()
                    .findFirst()
                    .orElse(
                            hook.invariants().isEmpty()
                                    ? "it depends on a value that is not modelled"
                                    : "it does not follow from the invariants"));
        }
        Counterexample told = shown.of(evaluator);
        List<Counterexample.Event> events = new ArrayList<>();
        ContractExample.before(terms, all, evaluator).ifPresent(events::add);
        events.add(new Concretizer(terms, kernel, model).event(occurrence, attributes));
        return new Verdict.Refuted(new Counterexample(events, told.expected(), told.got()));
    }

    /// What the program or the contract looked at, and who the event happened to.
    private Map<String, Term> attributes() {
        Map<String, Term> attributes = new TreeMap<>(handled.looked());
        if (one.letter().inThread()) {
            for (String name : List.of("tid", "pid", "comm")) {
                attributes.putIfAbsent(name, World.attribute(terms, occurrence, name));
            }
        }
        if (occurrence.fixed().containsKey("nr")) {
            attributes.putIfAbsent("nr", World.attribute(terms, occurrence, "nr"));
        }
        return attributes;
    }

    /// That nothing changes but what may.
    private Verdict unchanged(List<Term> goes, Modifies modifies) {
        if (!modifies.output()) {
            Verdict verdict = decide(
                    MODIFIES,
                    goes,
                    handled.output(),
                    evaluator -> new Counterexample(
                            List.of(),
                            "nothing is reported",
                            new ContractExample(handled, module, phrases(PhraseLowering.Stand.AFTER)).rows(evaluator)));
            if (!(verdict instanceof Verdict.Proved)) {
                return verdict;
            }
        }
        for (MapDecl map : module.maps()) {
            boolean free = modifies.places().stream()
                    .anyMatch(place ->
                            place.map().equals(map.name()) && (place.entry().isEmpty()));
            boolean touched = !handled.state(map.name(), false).log().isEmpty();
            if (touched && !free && !map.name().equals(LoopCut.CUT)) {
                Verdict verdict = unchanged(goes, map, modifies);
                if (!(verdict instanceof Verdict.Proved)) {
                    return verdict;
                }
            }
        }
        return proved();
    }

    private Verdict unchanged(List<Term> goes, MapDecl map, Modifies modifies) {
        List<Term> keys = new ArrayList<>();
        for (Type type : map.keys()) {
            int width = type instanceof Type.Bool ? Long.SIZE : type.widthBits();
            keys.add(terms.symbol(map.name() + ".key" + keys.size(), Sort.bits(width)));
        }
        MapReader reader = new MapReader(terms);
        Term allowed = terms.bool(false);
        for (Place place : modifies.places()) {
            if (place.map().equals(map.name()) && place.entry().isPresent()) {
                allowed =
                        terms.or(allowed, reader.same(keys, values(place.entry().get())));
            }
        }
        Term bucket = terms.symbol(map.name() + ".bucket", Sort.bits(Long.SIZE));
        List<Term> differences = new ArrayList<>();
        ContractExample.Parts before = ContractExample.parts(reader, handled.state(map.name(), true), keys, bucket);
        ContractExample.Parts after = ContractExample.parts(reader, handled.state(map.name(), false), keys, bucket);
        differences.add(terms.not(terms.equal(before.present(), after.present())));
        for (int i = 0; i < before.values().size(); i++) {
            differences.add(terms.unequal(before.values().get(i), after.values().get(i)));
        }
        Term changed = terms.and(terms.not(allowed), terms.or(differences));
        return decide(MODIFIES, goes, changed, evaluator -> {
            String name = map.name() + (keys.isEmpty() ? "" : "[" + Values.words(keys, evaluator) + "]");
            return new Counterexample(
                    List.of(),
                    name + " stays as it is: " + before.words(evaluator),
                    name + " becomes " + after.words(evaluator));
        });
    }

    private List<Term> values(Phrase.Entry entry) {
        List<Expr> keys = phrases(PhraseLowering.Stand.BEFORE).keys(entry).orElseThrow();
        return handled.values(keys);
    }
}
