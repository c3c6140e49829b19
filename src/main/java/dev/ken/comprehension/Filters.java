package dev.ken.comprehension;

import dev.ken.contract.Condition;
import dev.ken.contract.Condition.Comparison;
import dev.ken.contract.Condition.TextRelation;
import dev.ken.kernel.catalog.Unit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Which occurrences are meant: comparisons, names, ids, errors, paths, and their negations.
final class Filters {
    private final Draft draft;
    private final Map<String, Integer> errors = ErrorNumbers.byName();

    Filters(Draft draft) {
        this.draft = draft;
    }

    void read() {
        for (int at = 0; at < draft.tokens.size(); at++) {
            if (draft.isFree(at)) {
                outcome(at);
                ids(at);
                between(at);
                comparison(at);
                path(at);
            }
        }
        for (int at = 0; at < draft.tokens.size(); at++) {
            if (draft.isFree(at)) {
                names(at);
            }
        }
    }

    private boolean negated(int at) {
        for (int i = Math.max(0, at - 2); i < at; i++) {
            if (draft.is(i, "except", "excluding", "without", "not", "non", "but", "ignoring")) {
                draft.take(i);
                if (draft.is(i + 1, "by", "for", "from", "of")) {
                    draft.take(i + 1);
                }
                return true;
            }
        }
        return false;
    }

    private void add(Condition condition, int at) {
        draft.where(negated(at) ? new Condition.Not(condition) : condition);
    }

    private void outcome(int at) {
        String word = draft.at(at).stem();
        if (draft.kind.attribute("error").isEmpty()) {
            return;
        }
        Integer number = errors.get(draft.at(at).text().toUpperCase(Locale.ROOT));
        if (number != null) {
            draft.take(at);
            for (int i = Math.max(0, at - 3); i < at; i++) {
                if (draft.is(
                        i,
                        "error",
                        "errno",
                        "with",
                        "return",
                        "returns",
                        "returning",
                        "returned",
                        "fail",
                        "fails",
                        "failing",
                        "failed",
                        "that",
                        "code")) {
                    draft.take(i);
                }
            }
            add(new Condition.NumberTest("error", Comparison.EQUAL, number), at);
        } else if ((word.equals("fail") || word.equals("unsuccessful") || word.equals("failur"))
                && !draft.tests("error")
                && !(at + 2 < draft.tokens.size()
                        && errors.containsKey(draft.at(at + 2).text().toUpperCase(Locale.ROOT)))) {
            draft.take(at);
            draft.where(new Condition.NumberTest("error", Comparison.UNEQUAL, 0));
        } else if (word.equals("successful") || word.equals("succeed") || word.equals("successfully")) {
            draft.take(at);
            draft.where(new Condition.NumberTest("error", Comparison.EQUAL, 0));
        }
    }

    private void ids(int at) {
        if (draft.is(at, "root")) {
            int from = draft.is(at - 1, "user") ? at - 1 : at;
            draft.take(from, at - from + 1);
            add(new Condition.NumberTest("uid", Comparison.EQUAL, 0), from);
            return;
        }
        Optional<Map.Entry<String, Integer>> attribute = draft.attributeAt(at);
        if (attribute.isEmpty()) {
            return;
        }
        String name = attribute.get().getKey().equals("process")
                ? "pid"
                : attribute.get().getKey();
        int value = at + attribute.get().getValue();
        while (draft.is(value, "id", "number", "is", "=", "equals", "equal", "of")
                || draft.has(value) && draft.at(value).text().equals("=")) {
            value++;
        }
        boolean number = draft.has(value)
                && draft.isFree(value)
                && draft.at(value).kind() == Token.Kind.NUMBER
                && draft.at(value).unit().isEmpty()
                && draft.at(value).stem().isEmpty();
        if (number && !draft.isText(name)) {
            draft.take(at, value - at + 1);
            add(new Condition.NumberTest(name, Comparison.EQUAL, draft.at(value).number()), at);
        }
    }

    private void between(int at) {
        if (draft.is(at, "between") && isNumber(at + 1) && draft.is(at + 2, "and") && isNumber(at + 3)) {
            long factor = draft.at(at + 1).unit().isEmpty()
                    ? draft.at(at + 3).unit().map(Unit::factor).orElse(1L)
                    : 1;
            Optional<String> attribute = attributeFor(at, draft.at(at + 3));
            attribute.ifPresent(name -> {
                draft.take(at, 4);
                draft.where(new Condition.NumberTest(
                        name, Comparison.AT_LEAST, draft.at(at + 1).number() * factor));
                draft.where(new Condition.NumberTest(
                        name, Comparison.AT_MOST, draft.at(at + 3).number()));
            });
        }
    }

    private boolean isNumber(int at) {
        return draft.has(at) && draft.isFree(at) && draft.at(at).kind() == Token.Kind.NUMBER;
    }

    private record Words(Comparison comparison, int length) {}

    /// A comparison's words at `at`, up to the number.
    private Optional<Words> comparing(int at) {
        if (draft.is(at, "at") && draft.is(at + 1, "least")) {
            return Optional.of(new Words(Comparison.AT_LEAST, 2));
        }
        if (draft.is(at, "at") && draft.is(at + 1, "most")) {
            return Optional.of(new Words(Comparison.AT_MOST, 2));
        }
        int than = draft.is(at + 1, "than") ? 2 : 1;
        if (draft.is(
                at,
                "more",
                "larger",
                "bigger",
                "greater",
                "longer",
                "slower",
                "higher",
                "over",
                "above",
                "exceeding",
                "exceed",
                "exceeds",
                "past")) {
            return Optional.of(new Words(Comparison.GREATER, than));
        }
        if (draft.is(at, "less", "smaller", "shorter", "faster", "lower", "below", "under", "fewer")) {
            return Optional.of(new Words(Comparison.LESS, than));
        }
        String text = draft.at(at).text();
        return switch (text) {
            case ">" ->
                Optional.of(new Words(
                        draft.has(at + 1) && draft.at(at + 1).text().equals("=")
                                ? Comparison.AT_LEAST
                                : Comparison.GREATER,
                        draft.has(at + 1) && draft.at(at + 1).text().equals("=") ? 2 : 1));
            case "<" ->
                Optional.of(new Words(
                        draft.has(at + 1) && draft.at(at + 1).text().equals("=") ? Comparison.AT_MOST : Comparison.LESS,
                        draft.has(at + 1) && draft.at(at + 1).text().equals("=") ? 2 : 1));
            default -> Optional.empty();
        };
    }

    private void comparison(int at) {
        Optional<Words> words = comparing(at);
        if (words.isEmpty() || !isNumber(at + words.get().length())) {
            return;
        }
        Token number = draft.at(at + words.get().length());
        Optional<String> attribute = attributeFor(at, number);
        attribute.ifPresent(name -> {
            draft.take(at, words.get().length() + 1);
            if (draft.is(at - 1, "longer", "is", "are", "take", "takes", "taking", "took", "lasting", "last")) {
                draft.take(at - 1);
            }
            add(new Condition.NumberTest(name, words.get().comparison(), number.number()), at);
        });
    }

    /// What is compared: an attribute named just before, else the one that has the number's unit.
    private Optional<String> attributeFor(int at, Token number) {
        for (int back = 1; back <= 4 && at - back >= 0; back++) {
            Optional<Map.Entry<String, Integer>> named = draft.attributeAt(at - back);
            boolean fits = named.isPresent()
                    && !draft.isText(named.get().getKey())
                    && (number.unit().isEmpty()
                            || draft.family(named.get().getKey())
                                    == number.unit().get().family());
            if (fits) {
                draft.take(at - back, named.get().getValue());
                return named.map(Map.Entry::getKey);
            }
        }
        Unit.Family family = number.unit().map(Unit::family).orElse(Unit.Family.SIZE);
        Optional<String> found = draft.ofFamily(family);
        if (found.equals(Optional.of("size")) && draft.kind.attribute("bytes").isPresent()) {
            draft.assumptions.add("The size is what was asked for, not what was transferred.");
        }
        return found;
    }

    private void path(int at) {
        Token token = draft.at(at);
        if (token.kind() != Token.Kind.PATH) {
            return;
        }
        Optional<String> attribute = draft.kind.attributes().stream()
                .map(a -> a.name())
                .filter(draft::isText)
                .findFirst();
        if (attribute.isEmpty()) {
            return;
        }
        boolean under = draft.is(at - 1, "under", "in", "inside", "below", "beneath", "within");
        boolean starts = draft.is(at - 1, "with", "from")
                && draft.is(at - 2, "start", "starts", "starting", "beginning", "begin", "begins");
        String directory = token.text().endsWith("/") ? token.text() : token.text() + "/";
        draft.take(at);
        if (under || starts) {
            draft.take(at - 1);
        }
        if (starts) {
            draft.take(at - 2);
        }
        Condition condition = under
                ? new Condition.TextTest(attribute.get(), TextRelation.STARTS_WITH, directory)
                : new Condition.TextTest(
                        attribute.get(), starts ? TextRelation.STARTS_WITH : TextRelation.IS, token.text());
        add(condition, under ? at - 1 : at);
        if (under) {
            draft.assumptions.add("Paths are compared as the program gives them; relative paths do not start with "
                    + directory + ".");
        }
    }

    private void names(int at) {
        Token token = draft.at(at);
        boolean quoted = token.kind() == Token.Kind.QUOTED;
        boolean introduced = draft.is(at - 1, "named", "called", "comm", "command");
        boolean of = draft.is(
                at - 1, "by", "of", "from", "except", "excluding", "process", "program", "not", "ignoring", "for");
        boolean name = token.kind() == Token.Kind.WORD
                && (introduced || of && !isKnownWord(token) && !draft.isFiller(at) && !Measures.isMeasure(token));
        if (!quoted && !name) {
            return;
        }
        draft.take(at);
        if (introduced) {
            draft.take(at - 1);
        }
        add(new Condition.TextTest("process", TextRelation.IS, token.text()), introduced ? at - 1 : at);
        if (of && draft.is(at - 1, "except", "excluding", "not", "ignoring")) {
            draft.take(at - 1);
        }
        if (token.text().length() > 15) {
            draft.assumptions.add("The kernel keeps 15 characters of a process name.");
        }
    }

    private boolean isKnownWord(Token token) {
        return draft.attributeAt(draft.tokens.indexOf(token)).isPresent()
                || List.of(
                                "a",
                                "an",
                                "the",
                                "each",
                                "every",
                                "all",
                                "any",
                                "which",
                                "process",
                                "processes",
                                "type",
                                "its",
                                "their",
                                "system",
                                "kernel",
                                "that",
                                "how",
                                "default",
                                "by",
                                "of",
                                "from",
                                "who",
                                "me",
                                "linux",
                                "files",
                                "file",
                                "call",
                                "calls",
                                "number",
                                "size",
                                "count",
                                "total",
                                "top",
                                "each",
                                "histogram")
                        .contains(token.text().toLowerCase(Locale.ROOT));
    }
}
