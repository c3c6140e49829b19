package dev.ken.comprehension;

import dev.ken.contract.After;
import dev.ken.contract.Condition;
import dev.ken.contract.Condition.Comparison;
import dev.ken.contract.Intent;
import dev.ken.contract.Part;
import dev.ken.contract.PartNames;
import dev.ken.contract.What;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.kernel.catalog.Unit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// "Slow fsyncs", "large reads": some of them are meant, and nothing says how long those take or how large they are.
/// It is asked from what time or size on.
final class HowMuch {
    private static final Set<String> APART = Tables.words("slow-apart.words");
    private static final Set<String> SIZED_APART = Tables.words("sized-apart.words");
    private static final Set<String> THINGS = Tables.words("sized-things.words");
    private static final Set<String> NOUNS = Tables.words("sized-nouns.words");
    private static final Set<String> BEFORE = Tables.words("sized-before.words");
    /// Of processes, whose time is that from one occurrence to another.
    private static final Set<String> SHORT_LIVED = Set.of("short-lived");
    private static final String UNTOLD =
            "The kernel does not tell how large that is where it is observed. Is it meant of all, large or small?";
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long KIBI = 1 << 10;

    /// What such words say of what they stand before.
    ///
    /// @param values from which, or up to which, it may be: the usual one first; nanoseconds or bytes
    private record Degree(
            Set<String> words, String question, Unit.Family family, Comparison comparison, List<Long> values) {}

    private static final List<Degree> DEGREES = List.of(
            new Degree(
                    Tables.words("slow.words"),
                    "From what time on is it slow?",
                    Unit.Family.TIME,
                    Comparison.GREATER,
                    List.of(10 * NANOS_PER_MILLI, NANOS_PER_MILLI, 100 * NANOS_PER_MILLI, 1_000 * NANOS_PER_MILLI)),
            new Degree(
                    SHORT_LIVED,
                    "Up to what time is it short?",
                    Unit.Family.TIME,
                    Comparison.LESS,
                    List.of(
                            1_000 * NANOS_PER_MILLI,
                            100 * NANOS_PER_MILLI,
                            10 * NANOS_PER_MILLI,
                            10_000 * NANOS_PER_MILLI)),
            new Degree(
                    Tables.words("large.words"),
                    "From what size on is it large?",
                    Unit.Family.SIZE,
                    Comparison.AT_LEAST,
                    List.of(64 * KIBI, 4 * KIBI, KIBI * KIBI, 16 * KIBI * KIBI)),
            new Degree(
                    Tables.words("small.words"),
                    "Up to what size is it small?",
                    Unit.Family.SIZE,
                    Comparison.LESS,
                    List.of(4 * KIBI, 512L, 64L, 64 * KIBI)));

    private final Catalog catalog;

    HowMuch(Catalog catalog) {
        this.catalog = catalog;
    }

    /// Whether that is what is asked, so that no other words tell.
    static boolean isAsked(Reading reading) {
        return reading instanceof Reading.NeedsClarification(String question, var _)
                && (question.equals(UNTOLD)
                        || DEGREES.stream().anyMatch(degree -> degree.question().equals(question)));
    }

    /// The question, where there is one: nothing of what is asked tells of times or sizes.
    Optional<Reading> asked(String request, Intent intent) {
        return DEGREES.stream()
                .flatMap(degree -> asked(degree, request, intent).stream())
                .findFirst();
    }

    private Optional<Reading> asked(Degree degree, String request, Intent intent) {
        boolean told = intent.parts().stream().anyMatch(part -> tells(part, degree));
        if (told || !isSaid(degree, request, intent)) {
            return Optional.empty();
        }
        boolean known =
                intent.parts().stream().anyMatch(part -> of(part, degree).isPresent());
        if (degree.family() == Unit.Family.SIZE && (!known || isOfThings(degree, request, intent))) {
            return Optional.of(new Reading.NeedsClarification(
                    UNTOLD, List.of(new Reading.Choice(String.join(" ", Gloss.of(intent, catalog)), intent))));
        }
        if (!known) {
            return Optional.empty();
        }
        List<String> assumptions = intent.assumptions().stream()
                .filter(assumption -> !Columns.isOfShown(assumption))
                .toList();
        List<Reading.Choice> choices = new ArrayList<>();
        for (long value : degree.values()) {
            List<Part> parts = intent.parts().stream()
                    .map(part -> of(part, degree)
                            .map(attribute ->
                                    within(part, new Condition.NumberTest(attribute, degree.comparison(), value)))
                            .orElse(part))
                    .toList();
            Intent some = new Intent(parts, intent.durationNanos(), assumptions);
            choices.add(new Reading.Choice(String.join(" ", Gloss.of(some, catalog)), some));
        }
        return Optional.of(new Reading.NeedsClarification(degree.question(), choices));
    }

    private boolean tells(Part part, Degree degree) {
        return PartNames.in(part.where()).stream().anyMatch(name -> isOf(name, part, degree.family()))
                || measures(part, degree.family())
                || degree.family() == Unit.Family.TIME
                        && part.after().isPresent()
                        && of(part, degree).isEmpty()
                || part.having().isPresent();
    }

    private boolean isOf(String name, Part part, Unit.Family family) {
        Optional<EventKind> kind = catalog.find(part.event());
        return PartNames.attribute(name, kind, part, Optional.empty(), catalog)
                .filter(attribute -> attribute.unit().family() == family)
                .isPresent();
    }

    /// The attribute that the words are about.
    private Optional<String> of(Part part, Degree degree) {
        Optional<EventKind> kind = catalog.find(part.event());
        return switch (degree.family()) {
            case TIME ->
                degree.words().equals(SHORT_LIVED)
                        ? Optional.of(After.SINCE).filter(_ -> Relations.isLife(part))
                        : kind.flatMap(it -> PartNames.attribute(PartNames.LATENCY, it, catalog))
                                .map(Attribute::name);
            case SIZE ->
                kind.stream()
                        .flatMap(it -> it.attributes().stream())
                        .filter(attribute -> attribute.unit().family() == Unit.Family.SIZE)
                        .filter(attribute -> attribute.phrases().contains("size")
                                || attribute.phrases().contains("bytes"))
                        .min(Comparator.comparing(
                                attribute -> !attribute.phrases().contains("size")))
                        .map(Attribute::name);
            case PLAIN -> Optional.empty();
        };
    }

    /// Whether it is of such ones: "slow reads" and "which reads are slow", and not "reads are slow", nor what has the
    /// word in its name ("huge page faults").
    private boolean isSaid(Degree degree, String request, Intent intent) {
        List<Token> tokens = Tokenizer.tokens(request);
        for (int at = 0; at + 1 < tokens.size(); at++) {
            Token next = tokens.get(at + 1);
            if (is(tokens.get(at), degree.words())
                    && next.kind() == Token.Kind.WORD
                    && !is(next, APART)
                    && (at == 0 || !is(tokens.get(at - 1), BEFORE))
                    && (degree.family() == Unit.Family.TIME
                            || !is(next, SIZED_APART) && isSized(tokens, at + 1, intent))
                    && !isNamed(tokens.get(at).text(), intent)) {
                return true;
            }
        }
        return tokens.size() > 2 && is(tokens.getFirst(), Slow.ASKING) && is(tokens.getLast(), degree.words());
    }

    /// "reads of large files", and not "large file reads"
    private boolean isOfThings(Degree degree, String request, Intent intent) {
        List<Token> tokens = Tokenizer.tokens(request);
        for (int at = 0; at + 1 < tokens.size(); at++) {
            Token thing = tokens.get(at + 1);
            boolean goesOn = !thing.text().endsWith("s")
                    && at + 2 < tokens.size()
                    && isNamed(tokens.get(at + 2).text(), intent);
            if (is(tokens.get(at), degree.words()) && is(thing, THINGS) && !goesOn) {
                return true;
            }
        }
        return false;
    }

    /// Whether what is large or small is what is observed, or something of it: not "a small monitor".
    private boolean isSized(List<Token> tokens, int at, Intent intent) {
        return is(tokens.get(at), THINGS)
                || tokens.subList(at, Math.min(at + 2, tokens.size())).stream()
                        .anyMatch(token -> is(token, NOUNS) || isCalled(token, intent));
    }

    private boolean isCalled(Token token, Intent intent) {
        return token.kind() == Token.Kind.WORD
                && intent.parts().stream()
                        .flatMap(part -> catalog.find(part.event()).stream())
                        .flatMap(kind -> Stream.concat(Stream.of(kind.plural()), kind.phrases().stream()))
                        .anyMatch(phrase -> Lexicon.stems(phrase).contains(token.stem()));
    }

    private boolean isNamed(String word, Intent intent) {
        String lower = word.toLowerCase(Locale.ROOT);
        return intent.parts().stream()
                .flatMap(part -> catalog.find(part.event()).stream())
                .flatMap(kind -> Stream.of(kind.gloss(), kind.plural()))
                .anyMatch(phrase -> List.of(phrase.split("[ -]")).contains(lower));
    }

    private static boolean is(Token token, Set<String> words) {
        return token.kind() == Token.Kind.WORD && words.contains(token.text().toLowerCase(Locale.ROOT));
    }

    /// Whether the time or size is what is told of all; a total of sizes does not tell which are large.
    private boolean measures(Part part, Unit.Family family) {
        return switch (part.what()) {
            case What.Aggregate(var measure, var attribute, var _) ->
                attribute.filter(name -> isOf(name, part, family)).isPresent()
                        && (family == Unit.Family.TIME || !(measure instanceof What.Measure.Sum));
            case What.Extreme extreme -> isOf(extreme.attribute(), part, family);
            case What.Report _ -> false;
            case What.Net _, What.InFlight _, What.Ratio _, What.Rule _ -> true;
        };
    }

    private static Part within(Part part, Condition.NumberTest test) {
        Condition where =
                part.where() instanceof Condition.Always ? test : new Condition.And(List.of(part.where(), test));
        Part some = part.of(where);
        if (!(part.what() instanceof What.Report(var columns))
                || columns.stream().anyMatch(column -> column.attribute().equals(test.attribute()))) {
            return some;
        }
        List<What.Column> shown = new ArrayList<>(columns);
        shown.add(new What.Column(test.attribute(), Optional.empty()));
        return some.telling(new What.Report(shown));
    }
}
