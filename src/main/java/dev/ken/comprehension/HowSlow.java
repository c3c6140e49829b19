package dev.ken.comprehension;

import dev.ken.contract.Condition;
import dev.ken.contract.Condition.Comparison;
import dev.ken.contract.Intent;
import dev.ken.contract.Part;
import dev.ken.contract.PartNames;
import dev.ken.contract.What;
import dev.ken.kernel.catalog.Catalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// "Slow fsyncs": some of them are meant, and nothing says how long those take. It is asked from what time on.
final class HowSlow {
    private static final Set<String> SLOW = Tables.words("slow.words");
    private static final Set<String> APART = Tables.words("slow-apart.words");
    private static final String QUESTION = "From what time on is it slow?";
    private static final long NANOS_PER_MILLI = 1_000_000;
    /// Times from which it may be, the usual one first.
    private static final List<Integer> TIMES_MILLIS = List.of(10, 1, 100, 1_000);

    private final Catalog catalog;

    HowSlow(Catalog catalog) {
        this.catalog = catalog;
    }

    /// Whether that is what is asked, so that no other words tell.
    static boolean isAsked(Reading reading) {
        return reading instanceof Reading.NeedsClarification(String question, var _) && question.equals(QUESTION);
    }

    /// The question, where there is one: nothing of what is asked tells of times.
    Optional<Reading> asked(String request, Intent intent) {
        boolean told = intent.parts().stream().anyMatch(HowSlow::isOfTime);
        if (told || !isSaid(request) || intent.parts().stream().noneMatch(this::isSpan)) {
            return Optional.empty();
        }
        List<String> assumptions = intent.assumptions().stream()
                .filter(assumption -> !Columns.isOfShown(assumption))
                .toList();
        List<Reading.Choice> choices = new ArrayList<>();
        for (long millis : TIMES_MILLIS) {
            List<Part> parts = intent.parts().stream()
                    .map(part -> isSpan(part) ? above(part, millis * NANOS_PER_MILLI) : part)
                    .toList();
            Intent slow = new Intent(parts, intent.durationNanos(), assumptions);
            choices.add(new Reading.Choice(String.join(" ", Gloss.of(slow, catalog)), slow));
        }
        return Optional.of(new Reading.NeedsClarification(QUESTION, choices));
    }

    private static boolean isOfTime(Part part) {
        return PartNames.in(part.where()).contains(PartNames.LATENCY)
                || measures(part)
                || part.after().isPresent()
                || part.having().isPresent();
    }

    private boolean isSpan(Part part) {
        return catalog.find(part.event())
                .flatMap(kind -> PartNames.attribute(PartNames.LATENCY, kind, catalog))
                .isPresent();
    }

    /// Whether it is of slow ones: "slow reads" and "which reads are slow", and not "reads are slow".
    private static boolean isSaid(String request) {
        List<Token> tokens = Tokenizer.tokens(request);
        for (int at = 0; at + 1 < tokens.size(); at++) {
            Token next = tokens.get(at + 1);
            if (is(tokens.get(at), SLOW) && next.kind() == Token.Kind.WORD && !is(next, APART)) {
                return true;
            }
        }
        return tokens.size() > 2 && is(tokens.getFirst(), Slow.ASKING) && is(tokens.getLast(), SLOW);
    }

    private static boolean is(Token token, Set<String> words) {
        return token.kind() == Token.Kind.WORD && words.contains(token.text().toLowerCase(Locale.ROOT));
    }

    /// Whether the time is what is told of all.
    private static boolean measures(Part part) {
        return switch (part.what()) {
            case What.Aggregate(var _, var attribute, var _) ->
                attribute.filter(PartNames.LATENCY::equals).isPresent();
            case What.Extreme extreme -> extreme.attribute().equals(PartNames.LATENCY);
            case What.Report _ -> false;
            case What.Net _, What.InFlight _, What.Ratio _, What.Rule _ -> true;
        };
    }

    private static Part above(Part part, long nanos) {
        Condition slow = new Condition.NumberTest(PartNames.LATENCY, Comparison.GREATER, nanos);
        Condition where =
                part.where() instanceof Condition.Always ? slow : new Condition.And(List.of(part.where(), slow));
        Part above = part.of(where);
        if (!(part.what() instanceof What.Report(var columns))
                || columns.stream().anyMatch(column -> column.attribute().equals(PartNames.LATENCY))) {
            return above;
        }
        List<What.Column> shown = new ArrayList<>(columns);
        shown.add(new What.Column(PartNames.LATENCY, Optional.empty()));
        return above.telling(new What.Report(shown));
    }
}
