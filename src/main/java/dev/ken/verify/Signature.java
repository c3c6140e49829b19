package dev.ken.verify;

import dev.ken.ir.Stmt;
import dev.ken.logic.Sort;
import dev.ken.logic.Term;
import dev.ken.symbolic.MapEvent;
import dev.ken.symbolic.MapState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What is left of the past, as text: two scenes with the same signature have the same futures. Occurrences are
/// renumbered in their order and threads in order of mention, since only order and identity matter of them. A
/// thread of which nothing is left is as good as one not seen before, which may do all that it may, and more.
final class Signature {
    private static final Pattern OCCURRENCE = Pattern.compile("^e(\\d+)\\.");
    private static final Pattern THREAD = Pattern.compile("^t(\\d+)\\.");

    private final StringBuilder text = new StringBuilder();
    private final Map<Term, Integer> printed = new HashMap<>();
    private final Map<Integer, Integer> occurrences = new TreeMap<>();
    private final Map<Integer, Integer> threads = new TreeMap<>();

    private Signature() {}

    static String of(Scene scene, List<MapState> states, List<Term> conditions) {
        Signature signature = new Signature();
        List<Term> terms = new ArrayList<>(conditions);
        states.forEach(state -> state.log().forEach(event -> terms.addAll(terms(event))));
        signature.number(terms, scene);
        for (MapState state : states) {
            signature.text.append(state.map().name()).append(':');
            state.log().forEach(signature::event);
        }
        signature.text.append('|');
        conditions.forEach(signature::term);
        signature.strands(scene);
        return signature.text.toString();
    }

    private static List<Term> terms(MapEvent event) {
        List<Term> terms = new ArrayList<>(List.of(event.guard()));
        switch (event) {
            case MapEvent.Put put -> {
                terms.addAll(put.keys());
                put.operand().ifPresent(terms::add);
            }
            case MapEvent.Delete delete -> terms.addAll(delete.keys());
            case MapEvent.Clear _, MapEvent.Zero _ -> {}
        }
        return terms;
    }

    private void number(List<Term> terms, Scene scene) {
        TreeSet<Integer> mentioned = new TreeSet<>();
        TreeSet<Integer> alive = new TreeSet<>();
        World.symbols(terms).keySet().forEach(name -> {
            find(OCCURRENCE, name, mentioned);
            find(THREAD, name, alive);
        });
        for (int thread : alive) {
            if (thread <= scene.threads().size()) {
                Scene.Strand strand = scene.threads().get(thread - 1);
                find(OCCURRENCE, strand.memory(), mentioned);
                find(OCCURRENCE, strand.number(), mentioned);
                strand.calls().values().forEach(entry -> find(OCCURRENCE, entry + ".", mentioned));
            }
        }
        mentioned.forEach(at -> occurrences.put(at, occurrences.size()));
        alive.forEach(at -> threads.put(at, threads.size()));
    }

    private static void find(Pattern pattern, String name, TreeSet<Integer> into) {
        Matcher matcher = pattern.matcher(name);
        if (matcher.find()) {
            into.add(Integer.parseInt(matcher.group(1)));
        }
    }

    private void strands(Scene scene) {
        threads.forEach((thread, renumbered) -> {
            if (thread <= scene.threads().size()) {
                Scene.Strand strand = scene.threads().get(thread - 1);
                text.append("|t").append(renumbered).append(strand.place()).append(strand.call());
                text.append(renamed(strand.number()))
                        .append(renamed(strand.memory()))
                        .append(strand.turns());
                strand.calls()
                        .forEach((function, entry) -> text.append(function).append(renamed(entry + ".")));
            }
        });
    }

    private String renamed(String name) {
        return renamed(renamed(name, OCCURRENCE, "e", occurrences), THREAD, "t", threads);
    }

    private static String renamed(String name, Pattern pattern, String letter, Map<Integer, Integer> numbers) {
        Matcher matcher = pattern.matcher(name);
        return matcher.find()
                ? letter + numbers.get(Integer.parseInt(matcher.group(1))) + "." + name.substring(matcher.end())
                : name;
    }

    private void event(MapEvent event) {
        text.append('(');
        switch (event) {
            case MapEvent.Put(var guard, var keys, var update, var operand) -> {
                text.append("put ").append(update.getClass().getSimpleName());
                if (update instanceof Stmt.Update.Linear(var _, long minimum, long maximum, long step)) {
                    text.append(minimum).append('.').append(maximum).append('.').append(step);
                }
                term(guard);
                keys.forEach(this::term);
                operand.ifPresent(this::term);
            }
            case MapEvent.Delete(var guard, var keys) -> {
                text.append("delete");
                term(guard);
                keys.forEach(this::term);
            }
            case MapEvent.Clear(var guard) -> {
                text.append("clear");
                term(guard);
            }
            case MapEvent.Zero(var guard) -> {
                text.append("zero");
                term(guard);
            }
        }
        text.append(')');
    }

    private void term(Term term) {
        text.append(' ');
        Integer before = printed.putIfAbsent(term, printed.size());
        if (before != null) {
            text.append('$').append(before);
            return;
        }
        switch (term) {
            case Term.Literal literal -> text.append(width(term)).append(literal.value());
            case Term.Symbol symbol -> text.append(renamed(symbol.name())).append(width(term));
            case Term.Apply apply -> {
                text.append('(').append(apply.op()).append(apply.function()).append(width(term));
                text.append(apply.high()).append('.').append(apply.low());
                apply.arguments().forEach(this::term);
                text.append(')');
            }
        }
    }

    private static String width(Term term) {
        return term.sort() instanceof Sort.Bits(int width) ? ":" + width + " " : "";
    }
}
