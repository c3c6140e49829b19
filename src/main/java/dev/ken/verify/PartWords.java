package dev.ken.verify;

import dev.ken.contract.Condition;
import dev.ken.contract.Selection;
import dev.ken.contract.What;
import dev.ken.contract.What.Measure;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.kernel.catalog.Unit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The words by which a name tells what of the request it stands for: the kind of event, what is measured, and on which
/// side of a ratio it is.
final class PartWords {
    private static final Pattern NO_LETTER = Pattern.compile("[^A-Za-z]+|(?<=[a-z])(?=[A-Z])");
    private static final Pattern ENDING = Pattern.compile("(?<=\\w{3})(?:ers?|ing|ed|(?<!s)s)$");
    /// Later forms of calls are spoken of as the first: `openat`, `renameat2`, `pread64`.
    private static final Pattern FORM = Pattern.compile("(?<=\\w{3})(?:at)?\\d*$");

    private static final Pattern DOUBLE = Pattern.compile("(?<=\\w{2})([a-z])\\1$");
    private static final Pattern LAST = Pattern.compile("(?<=\\w{3})e$");
    private static final Set<String> RESULTS = Set.of("error", "ret", "result");
    private static final String LEAST = "min minimum least lowest smallest fastest";
    private static final String MOST = "max maximum most largest highest biggest slowest longest peak";
    private static final String FAILED = "fail failed failing failure error err bad";
    private static final String SUCCEEDED = "ok success successful succeeded good";
    private static final String BYTES = " byte octet kb kib mb mib";
    private static final String WHOLE = "all total every each whole";

    private PartWords() {}

    /// Whether a name says that a table or line is one part's, and nothing of it that it is the other's.
    static boolean says(String name, ReferencePart part, ReferencePart other) {
        return says(name, vocabulary(part), vocabulary(other));
    }

    /// Whether a name has a word for the events of one part, and none at all for the other.
    static boolean names(String name, ReferencePart part, ReferencePart other) {
        return says(name, events(part), vocabulary(other));
    }

    private static Set<String> events(ReferencePart part) {
        String event = part.part().event();
        Set<String> words = words(event);
        Arrays.stream(event.split("\\."))
                .map(word -> FORM.matcher(word).replaceFirst(""))
                .forEach(first -> words.addAll(words(first)));
        return words;
    }

    /// Whether what stands beside two numbers of a ratio says of each that it is the other.
    static boolean exchanged(ReferencePart ratio, Selection to, EventKind against, List<String> beside) {
        Set<String> own = first(ratio, to);
        Set<String> others = second(ratio, to, against);
        return says(beside.get(0), others, own) && says(beside.get(1), own, others);
    }

    private static boolean says(String name, Set<String> own, Set<String> others) {
        Set<String> words = words(name);
        boolean says = words.stream().anyMatch(word -> own.contains(word) && !others.contains(word));
        boolean denies = words.stream().anyMatch(word -> others.contains(word) && !own.contains(word));
        return says && !denies;
    }

    private static Set<String> vocabulary(ReferencePart part) {
        if (part.part().what() instanceof What.Ratio(var to) && part.other().isPresent()) {
            return part.detail().isPresent() ? second(part, to, part.other().get()) : first(part, to);
        }
        Set<String> vocabulary = new TreeSet<>();
        if (part.detail().isPresent()) {
            vocabulary.addAll(words(part.detail().get()));
            return vocabulary;
        }
        vocabulary.addAll(events(part));
        vocabulary.addAll(words(part.kind().plural()));
        told(part.part().where()).forEach(told -> vocabulary.addAll(words(told)));
        switch (part.part().what()) {
            case What.Aggregate(Measure measure, var attribute, var _) -> {
                attribute.ifPresent(name -> vocabulary.addAll(words(name + sized(part.kind(), name))));
                vocabulary.addAll(words(name(measure)));
            }
            case What.Extreme(boolean largest, String attribute, var _, var _) -> {
                vocabulary.addAll(words(attribute));
                vocabulary.addAll(words(largest ? MOST : LEAST));
            }
            case What.Net _, What.InFlight _, What.Report _, What.Ratio _, What.Rule _ -> {}
        }
        return vocabulary;
    }

    /// Whether a size is measured.
    static boolean isSize(ReferencePart part) {
        return part.part().what() instanceof What.Aggregate(var _, var attribute, var _)
                && attribute.filter(name -> !sized(part.kind(), name).isEmpty()).isPresent();
    }

    /// Sizes are spoken of by their unit.
    private static String sized(EventKind kind, String attribute) {
        return kind.attribute(attribute)
                        .filter(one -> one.unit().family() == Unit.Family.SIZE)
                        .isPresent()
                ? BYTES
                : "";
    }

    /// What is counted of a ratio.
    private static Set<String> first(ReferencePart ratio, Selection to) {
        return side(ratio.part().event(), ratio.kind(), ratio.part().where(), to.event());
    }

    private static Set<String> second(ReferencePart ratio, Selection to, EventKind against) {
        return side(to.event(), against, to.where(), ratio.part().event());
    }

    /// One side of a ratio. Where both are of one kind, the side that takes all is called so.
    private static Set<String> side(String event, EventKind kind, Condition where, String other) {
        Set<String> words = words(event + " " + kind.plural());
        told(where).forEach(told -> words.addAll(words(told)));
        if (event.equals(other) && where instanceof Condition.Always) {
            words.addAll(words(WHOLE));
        }
        return words;
    }

    private static Stream<String> told(Condition where) {
        return switch (where) {
            case Condition.And(var all) -> all.stream().flatMap(PartWords::told);
            case Condition.NumberTest(String attribute, var comparison, long number) ->
                Stream.of(!RESULTS.contains(attribute) ? attribute : outcome(attribute, comparison, number));
            case Condition.TextTest(String attribute, var _, String text) -> Stream.of(attribute, text);
            case Condition.BitTest(String attribute, long _) -> Stream.of(attribute);
            case Condition.AttributeTest(String left, var _, String right) -> Stream.of(left, right);
            case Condition.Always _, Condition.Descends _, Condition.Or _, Condition.Not _ -> Stream.of();
        };
    }

    /// Which of the two a comparison of an error number or of a result selects, if it does.
    private static String outcome(String attribute, Condition.Comparison comparison, long number) {
        boolean error = attribute.equals("error");
        return switch (comparison) {
            case EQUAL -> number == 0 ? SUCCEEDED : error || number < 0 ? FAILED : attribute;
            case LESS -> error || number <= 0 ? FAILED : attribute;
            case AT_MOST -> error || number < 0 ? FAILED : attribute;
            case GREATER -> error ? FAILED : number >= -1 ? SUCCEEDED : attribute;
            case AT_LEAST -> error ? FAILED : number >= 0 ? SUCCEEDED : attribute;
            case UNEQUAL -> error ? FAILED : attribute;
        };
    }

    private static String name(Measure measure) {
        return switch (measure) {
            case Measure.Count(), Measure.Distinct(), Measure.Rate() -> "count number num";
            case Measure.Sum() -> "sum total";
            case Measure.Average() -> "avg average mean";
            case Measure.Minimum() -> LEAST;
            case Measure.Maximum() -> MOST;
            case Measure.Log2Histogram(), Measure.LinearHistogram _ -> "hist histogram distribution dist";
            case Measure.Statistics() -> "stats statistics";
            case Measure.First() -> "first";
            case Measure.Last() -> "last";
        };
    }

    /// Their stems, in lower case: `submitted`, `submits`, `submit` and `submitter` are one word.
    private static Set<String> words(String text) {
        Set<String> words = new TreeSet<>();
        Arrays.stream(NO_LETTER.split(text))
                .map(word -> word.toLowerCase(Locale.ROOT))
                .map(word -> ENDING.matcher(word).replaceFirst(""))
                .map(word -> LAST.matcher(word).replaceFirst(""))
                .map(word -> DOUBLE.matcher(word).replaceFirst("$1"))
                .filter(word -> word.length() > 1)
                .forEach(words::add);
        return words;
    }
}
