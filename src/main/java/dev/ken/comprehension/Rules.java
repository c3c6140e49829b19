package dev.ken.comprehension;

import dev.ken.source.Blanks;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The phrase grammar, read from `request.rules` and its like: lines `pattern :: action ; action`. A
/// pattern is words (`a|b` alternatives, `[a|b]` may be missing, `=word` exactly so written), `^` for the start
/// of a sentence, and slots (`<time>`, `<name>` …). Actions are fragments of the intent language with `$slot`
/// where the words of a slot go.
final class Rules {
    private static final List<String> FILES = List.of(
            "trade.rules",
            "storage.rules",
            "tools.rules",
            "request.rules",
            "everyday.rules",
            "people.rules",
            "asked.rules",
            "machine.rules");

    private static final String MIDDLE = " :: ";
    private static final String COMMA = ",";
    /// Stands for all stems that no rule has.
    private static final String UNKNOWN = "";

    /// One step of a pattern.
    sealed interface Step {
        record Word(Set<String> stems, Set<String> exact, boolean optional) implements Step {}

        record Slot(String type) implements Step {}

        record Start() implements Step {}
    }

    record Rule(List<Step> steps, List<String> actions) {
        /// Whether it is a list of attributes with no word before it, which is one only where nothing else is.
        boolean isBareList() {
            return steps.size() == 2 && steps.getFirst() instanceof Step.Start && steps.getLast() instanceof Step.Slot;
        }
    }

    private final List<Rule> rules = new ArrayList<>();
    private final Set<String> vocabulary = new LinkedHashSet<>();
    private final Map<String, List<Rule>> byFirst = new LinkedHashMap<>();
    private final List<Rule> others = new ArrayList<>();
    private final Set<String> vocabularyStems = new HashSet<>();
    /// Those that may start with a stem, made when it is first met; as many as the rules have stems.
    private final Map<String, List<Rule>> starting = new ConcurrentHashMap<>();

    private Rules() {}

    static Rules shipped() {
        Rules rules = new Rules();
        for (String file : FILES) {
            for (String line : Tables.lines(file)) {
                int middle = line.indexOf(MIDDLE);
                if (middle < 0) {
                    throw new IllegalStateException(file + ": no action in " + line);
                }
                rules.add(line.substring(0, middle), Blanks.parts(line.substring(middle + MIDDLE.length()), ';'));
            }
        }
        return rules;
    }

    private void add(String pattern, List<String> actions) {
        List<Step> steps = new ArrayList<>();
        for (String word : Blanks.words(pattern)) {
            steps.add(step(word));
        }
        Rule rule = new Rule(List.copyOf(steps), actions);
        rules.add(rule);
        if (steps.getFirst() instanceof Step.Word(Set<String> stems, Set<String> exact, boolean optional)
                && !optional) {
            stems.forEach(stem ->
                    byFirst.computeIfAbsent(stem, _ -> new ArrayList<>()).add(rule));
            exact.forEach(word -> byFirst.computeIfAbsent(Stems.of(word), _ -> new ArrayList<>())
                    .add(rule));
        } else {
            others.add(rule);
        }
    }

    private Step step(String text) {
        if (text.equals("^")) {
            return new Step.Start();
        }
        if (text.startsWith("<") && text.length() > 2) {
            return new Step.Slot(text.substring(1, text.length() - 1));
        }
        boolean optional = text.startsWith("[");
        String inside = optional ? text.substring(1, text.length() - 1) : text;
        Set<String> stems = new LinkedHashSet<>();
        Set<String> exact = new LinkedHashSet<>();
        for (String word : Blanks.parts(inside, '|')) {
            boolean asIs = word.startsWith("=") && word.length() > 1 && Character.isLetter(word.charAt(1));
            vocabulary.add(asIs ? word.substring(1) : word);
            String stem = Stems.of(word);
            vocabularyStems.add(asIs ? Stems.of(word.substring(1)) : stem);
            if (asIs) {
                exact.add(word.substring(1));
            } else {
                stems.add(stem);
            }
        }
        return new Step.Word(stems, exact, optional);
    }

    /// The rules that may start with that token.
    List<Rule> startingWith(Token token) {
        String stem = token.kind() == Token.Kind.COMMA ? COMMA : token.stem();
        return starting.computeIfAbsent(vocabularyStems.contains(stem) ? stem : UNKNOWN, this::rulesFrom);
    }

    private List<Rule> rulesFrom(String stem) {
        List<Rule> all = new ArrayList<>(stem.equals(COMMA) ? List.of() : byFirst.getOrDefault(stem, List.of()));
        for (Rule rule : others) {
            if (mayStart(rule, stem)) {
                all.add(rule);
            }
        }
        return List.copyOf(all);
    }

    /// Whether no step of it stands in the way of that stem; a slot may hold anything.
    private static boolean mayStart(Rule rule, String stem) {
        for (Step step : rule.steps()) {
            switch (step) {
                case Step.Start() -> {}
                case Step.Slot _ -> {
                    return true;
                }
                case Step.Word(Set<String> stems, Set<String> exact, boolean optional) -> {
                    if (stems.contains(stem) || !exact.isEmpty()) {
                        return true;
                    }
                    if (!optional) {
                        return false;
                    }
                }
            }
        }
        return false;
    }

    /// All words that patterns name.
    Set<String> vocabulary() {
        return vocabulary;
    }
}
