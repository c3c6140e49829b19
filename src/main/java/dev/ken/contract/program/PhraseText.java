package dev.ken.contract.program;

import dev.ken.contract.clause.Formula.BinaryOperator;
import java.util.List;
import java.util.stream.Collectors;

/// Phrases as text, with no parenthesis more than needed; [PhraseParser] reads it back.
public final class PhraseText {
    private static final int LOWEST = -1;

    private PhraseText() {}

    public static String of(Phrase phrase) {
        return of(phrase, LOWEST);
    }

    private static String of(Phrase phrase, int strength) {
        return switch (phrase) {
            case Phrase.Int(long value, var _) ->
                value == Long.MIN_VALUE ? "0x8000000000000000" : parenthesized("" + value, value < 0 && strength > 10);
            case Phrase.Text(String value, var _) -> quoted(value);
            case Phrase.Truth(boolean value, var _) -> Boolean.toString(value);
            case Phrase.Name(String name, var _) -> name;
            case Phrase.Local(String name, var _) -> name;
            case Phrase.Entry(String map, var keys, var _) -> map + (keys.isEmpty() ? "" : list(keys, "[", "]"));
            case Phrase.Old(var of, var _) -> "old(" + of(of) + ")";
            case Phrase.Of(var asked, var entry, var _) -> asked.word() + "(" + of(entry) + ")";
            case Phrase.Hits(var entry, var value, var _) -> "hits(" + of(entry) + ", " + of(value) + ")";
            case Phrase.Rows _ -> "rows";
            case Phrase.Ended _ -> "ended";
            case Phrase.Shown(String map, var _) -> "shown(" + map + ")";
            case Phrase.Reported(var values, var _) ->
                values.stream()
                        .map(value -> value.map(PhraseText::of).orElse("_"))
                        .collect(Collectors.joining(", ", "reported(", ")"));
            case Phrase.UserText(var address, var _) -> "text(" + of(address) + ")";
            case Phrase.TextTest(var test, var text, String literal, var _) ->
                test.word() + "(" + of(text) + ", " + quoted(literal) + ")";
            case Phrase.Unary(var operator, var of, var _) -> operator.symbol() + of(of, BinaryOperator.STRONGEST + 1);
            case Phrase.Binary binary -> binary(binary, strength);
            case Phrase.InRange(var of, var least, var most, var _) ->
                parenthesized(
                        of(of, 4) + " in " + of(least, 4) + ".." + of(most, 4),
                        strength > BinaryOperator.EQUAL.strength());
            case Phrase.Choose(var condition, var yes, var no, var _) ->
                parenthesized(of(condition, 0) + " ? " + of(yes) + " : " + of(no), strength > LOWEST);
        };
    }

    private static String binary(Phrase.Binary binary, int strength) {
        int own = binary.operator().strength();
        boolean toTheRight = binary.operator() == BinaryOperator.IMPLIES;
        String left = of(binary.left(), toTheRight ? own + 1 : own);
        String right = of(binary.right(), toTheRight ? own : own + 1);
        return parenthesized(left + " " + binary.operator().symbol() + " " + right, own < strength);
    }

    private static String list(List<Phrase> phrases, String open, String close) {
        return phrases.stream().map(PhraseText::of).collect(Collectors.joining(", ", open, close));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String parenthesized(String text, boolean needed) {
        return needed ? "(" + text + ")" : text;
    }
}
