package dev.ken.verify;

import dev.ken.contract.What;
import dev.ken.contract.What.Measure;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// What the words about a number say that it is: the mean, the largest or the least of something, or so many a second.
/// Names are free, but not such that the reader takes one measure for another.
final class MeasureWords {
    private static final Pattern PER_SECOND =
            Pattern.compile("(?i)(?:/|(?<![a-z])per[ _]?)(?:s|secs?|seconds?)(?![a-z0-9])");
    private static final Pattern GAPS = Pattern.compile("[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])");
    private static final Pattern DIGIT = Pattern.compile("\\d");
    private static final long SECOND = 1_000_000_000;

    private static final Map<Kind, Set<String>> WORDS = new EnumMap<>(Map.of(
            Kind.MEAN, Set.of("avg", "average", "averages", "mean"),
            Kind.LARGEST, Set.of("max", "maximum", "largest", "longest", "highest", "slowest", "worst", "biggest"),
            Kind.LEAST, Set.of("min", "minimum", "smallest", "shortest", "lowest", "fastest", "least")));

    private enum Kind {
        MEAN,
        LARGEST,
        LEAST
    }

    private MeasureWords() {}

    /// What these texts, which are about the values of a part, say that they are and are not.
    static Optional<String> wrong(ReferencePart part, List<String> texts) {
        if (part.part().what() instanceof What.Report || part.detail().isPresent()) {
            return Optional.empty();
        }
        boolean perSecond =
                texts.stream().anyMatch(text -> PER_SECOND.matcher(text).find());
        return perSecond && !isPerSecond(part) ? Optional.of("a number for each second") : another(part, texts);
    }

    private static Optional<String> another(ReferencePart part, List<String> texts) {
        Optional<Kind> own = kind(part.part().what());
        Set<Kind> said = new TreeSet<>();
        texts.stream().filter(text -> !DIGIT.matcher(plain(text)).find()).forEach(text -> said.addAll(said(text)));
        return own.isPresent() && !said.isEmpty() && !said.contains(own.get())
                ? said.stream().findFirst().map(kind -> "the " + kind.name().toLowerCase(Locale.ROOT))
                : Optional.empty();
    }

    /// A text without its places for values, of which the width is a number.
    private static String plain(String text) {
        return text.replaceAll("%[-+ #0-9.]*[a-zA-Z]+", " ");
    }

    private static Set<Kind> said(String text) {
        Set<Kind> said = new TreeSet<>();
        List<String> words = Arrays.stream(GAPS.split(plain(text)))
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
        WORDS.forEach((kind, of) -> {
            if (words.stream().anyMatch(of::contains)) {
                said.add(kind);
            }
        });
        return said;
    }

    private static boolean isPerSecond(ReferencePart part) {
        boolean rate = part.part().what() instanceof What.Aggregate(var measure, var _, var _)
                && measure instanceof Measure.Rate;
        return rate || part.part().periodNanos().equals(Optional.of(SECOND));
    }

    private static Optional<Kind> kind(What what) {
        return switch (what) {
            case What.Aggregate(var measure, var _, var _) -> kind(measure);
            case What.Extreme(boolean largest, String _, var _, var _) ->
                Optional.of(largest ? Kind.LARGEST : Kind.LEAST);
            case What.Report _, What.Net _, What.InFlight _, What.Ratio _, What.Rule _ -> Optional.empty();
        };
    }

    private static Optional<Kind> kind(Measure measure) {
        return switch (measure) {
            case Measure.Average() -> Optional.of(Kind.MEAN);
            case Measure.Maximum() -> Optional.of(Kind.LARGEST);
            case Measure.Minimum() -> Optional.of(Kind.LEAST);
            case Measure.Count(), Measure.Distinct(), Measure.Sum(), Measure.Rate(), Measure.Statistics() ->
                Optional.empty();
            case Measure.First(), Measure.Last(), Measure.Log2Histogram(), Measure.LinearHistogram _ ->
                Optional.empty();
        };
    }
}
