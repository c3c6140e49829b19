package dev.ken.contract;

import dev.ken.contract.Condition.Comparison;
import dev.ken.contract.Condition.TextRelation;
import dev.ken.kernel.catalog.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads conditions: tests joined by `and` and `or`, `not (…)`, parentheses.
final class ConditionParser {
    record Parsed(Optional<Condition> condition, Optional<String> problem) {}

    private static final Pattern TOKEN =
            Pattern.compile("\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|[A-Za-z_]\\w*|-?\\d{1,18}|<=|>=|!=|[<>=()])");
    private static final int DEEPEST = 50;

    private final List<String> tokens = new ArrayList<>();
    private int at;
    private int depth;

    /// Ends a parse from within; never leaves this class.
    private static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1;

        Malformed(String message) {
            super(message);
        }
    }

    private ConditionParser() {}

    static Parsed parse(String text) {
        ConditionParser parser = new ConditionParser();
        try {
            parser.tokens(text);
            Condition condition = parser.or();
            if (parser.at < parser.tokens.size()) {
                throw new Malformed("unexpected `" + parser.tokens.get(parser.at) + "`");
            }
            return new Parsed(Optional.of(condition), Optional.empty());
        } catch (Malformed problem) {
            return new Parsed(Optional.empty(), Optional.ofNullable(problem.getMessage()));
        }
    }

    private void tokens(String text) {
        Matcher matcher = TOKEN.matcher(text);
        int end = 0;
        while (matcher.lookingAt()) {
            tokens.add(matcher.group(1));
            end = matcher.end();
            matcher.region(end, text.length());
        }
        if (!text.substring(end).isBlank()) {
            throw new Malformed("unexpected `" + text.substring(end).strip() + "`");
        }
    }

    private String peek() {
        return at < tokens.size() ? tokens.get(at) : "";
    }

    private String next() {
        if (at == tokens.size()) {
            throw new Malformed("the condition ends too early");
        }
        return tokens.get(at++);
    }

    private boolean take(String token) {
        if (!peek().equals(token)) {
            return false;
        }
        at++;
        return true;
    }

    private Condition or() {
        List<Condition> all = new ArrayList<>(List.of(and()));
        while (take("or")) {
            all.add(and());
        }
        return all.size() == 1 ? all.get(0) : new Condition.Or(all);
    }

    private Condition and() {
        List<Condition> all = new ArrayList<>(List.of(test()));
        while (take("and")) {
            all.add(test());
        }
        return all.size() == 1 ? all.get(0) : new Condition.And(all);
    }

    private Condition test() {
        if (++depth > DEEPEST) {
            throw new Malformed("the condition is nested too deeply");
        }
        if (take("not")) {
            return new Condition.Not(test());
        }
        if (take("(")) {
            Condition inner = or();
            if (!take(")")) {
                throw new Malformed("expected `)`");
            }
            return inner;
        }
        String attribute = next();
        if (!attribute.matches("[A-Za-z_]\\w*")) {
            throw new Malformed("expected an attribute, found `" + attribute + "`");
        }
        return relation(attribute);
    }

    private Condition relation(String attribute) {
        String word = next();
        return switch (word) {
            case "is" -> new Condition.TextTest(attribute, TextRelation.IS, text());
            case "contains" -> new Condition.TextTest(attribute, TextRelation.CONTAINS, text());
            case "starts" -> new Condition.TextTest(attribute, TextRelation.STARTS_WITH, with());
            case "ends" -> new Condition.TextTest(attribute, TextRelation.ENDS_WITH, with());
            case "=" -> number(attribute, Comparison.EQUAL);
            case "!=" -> number(attribute, Comparison.UNEQUAL);
            case "<" -> number(attribute, Comparison.LESS);
            case "<=" -> number(attribute, Comparison.AT_MOST);
            case ">" -> number(attribute, Comparison.GREATER);
            case ">=" -> number(attribute, Comparison.AT_LEAST);
            default -> throw new Malformed("expected a comparison after `" + attribute + "`, found `" + word + "`");
        };
    }

    private String with() {
        if (!take("with")) {
            throw new Malformed("expected `with`");
        }
        return text();
    }

    private String text() {
        String token = next();
        if (!token.startsWith("\"")) {
            throw new Malformed("expected text in quotes, found `" + token + "`");
        }
        return IntentText.unquoted(token.substring(1, token.length() - 1));
    }

    private Condition number(String attribute, Comparison comparison) {
        String token = next();
        if (!token.matches("-?\\d+")) {
            throw new Malformed("expected a number, found `" + token + "`");
        }
        Optional<Unit> unit = Unit.of(peek()).filter(u -> u != Unit.NONE);
        if (unit.isPresent()) {
            at++;
        }
        long factor = unit.map(Unit::factor).orElse(1L);
        long count = Long.parseLong(token);
        if (Math.abs(count) > Long.MAX_VALUE / factor) {
            throw new Malformed("the number is too large: " + token);
        }
        return new Condition.NumberTest(attribute, comparison, count * factor);
    }
}
