package dev.ken.comprehension;

import dev.ken.contract.Intent;
import dev.ken.contract.IntentText;
import dev.ken.contract.Part;
import dev.ken.contract.What;
import dev.ken.contract.What.Measure;
import dev.ken.kernel.catalog.Catalog;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What a request says and an intent can only have in one form: that the largest are wanted, which file system or
/// driver it is about, a limit of what "it" is. The words of a kind's phrase may explain such a word, so that it is
/// looked for in what was made of the request.
final class Omitted {
    private static final Set<String> LARGEST = Tables.words("largest.words");
    private static final Set<String> SUBSYSTEMS = Tables.words("subsystems.words");
    /// Before or behind these, "most" does not rank: "at most", "most recent".
    private static final Set<String> BOUNDING = Set.of("at", "not", "no", "of", "recent", "likely", "importantly");
    private static final Set<String> POINTING = Set.of("it", "they", "that", "this");
    private static final Set<String> BEING = Set.of("is", "are", "was", "were");
    private static final Set<String> LIMITING = Set.of("where", "if", "when", "whenever");

    private final List<String> words;
    private final List<Part> parts;
    private final String text;

    private Omitted(String request, Intent intent, Catalog catalog) {
        this.words = Tokenizer.tokens(Clauses.unlisted(request)).stream()
                .map(token -> token.text().toLowerCase(Locale.ROOT))
                .toList();
        this.parts = intent.parts();
        StringBuilder told = new StringBuilder(IntentText.print(new Intent(parts, intent.durationNanos(), List.of())));
        for (Part part : parts) {
            catalog.find(part.event())
                    .ifPresent(kind -> told.append(' ').append(kind.gloss()).append(' ').append(kind.plural()).append(' ').append(String.join(" ", kind.phrases())));
        }
        this.text = told.toString().toLowerCase(Locale.ROOT);
    }

    /// The question whether `intent` is meant though something is not in it; empty where nothing is lost.
    static Optional<Reading> asked(String request, Intent intent, Catalog catalog) {
        Omitted omitted = new Omitted(request, intent, catalog);
        Set<String> lost = new LinkedHashSet<>();
        for (int at = 0; at < omitted.words.size(); at++) {
            if (omitted.isLost(at)) {
                lost.add(omitted.words.get(at));
            }
        }
        if (omitted.lacksOfList(request)) {
            lost.add("+");
        }
        return lost.isEmpty() ? Optional.empty() : Optional.of(Unplaced.asked(lost, intent, catalog));
    }

    private boolean isLost(int at) {
        String word = words.get(at);
        return LARGEST.contains(word) && !isBound(at) && parts.stream().noneMatch(Omitted::ranks)
                || SUBSYSTEMS.contains(word) && !text.contains(word)
                || POINTING.contains(word) && isLimit(at) && parts.stream().anyMatch(Omitted::counts);
    }

    /// "counts for process + syscall + errno": as many facts as are listed.
    private boolean lacksOfList(String request) {
        long listed = LIST.matcher(request).results().count();
        return listed > 0 && parts.stream().noneMatch(part -> facts(part) > listed);
    }

    private static int facts(Part part) {
        int shown =
                switch (part.what()) {
                    case What.Report(List<What.Column> columns) -> columns.size();
                    case What.Extreme extreme -> extreme.context().size() + 1;
                    case What.Aggregate(_, var attribute, _) -> attribute.isPresent() ? 1 : 0;
                    case What.Net _, What.InFlight _, What.Ratio _, What.Rule _ -> 0;
                };
        return shown + part.keys().size();
    }

    private static final Pattern LIST = Pattern.compile("(?<=[A-Za-z]) \\+ (?=[A-Za-z])");

    private boolean isBound(int at) {
        return BOUNDING.contains(word(at - 1)) || BOUNDING.contains(word(at + 1));
    }

    /// "where it is 4 or more": a limit of a fact, never of how many there are.
    private boolean isLimit(int at) {
        return LIMITING.contains(word(at - 1))
                && BEING.contains(word(at + 1))
                && word(at + 2).matches("\\d+|above|below|over|under|more|less|at|greater|larger|smaller");
    }

    private static boolean counts(Part part) {
        return part.occasion().isPresent() || part.having().isPresent();
    }

    private String word(int at) {
        return at >= 0 && at < words.size() ? words.get(at) : "";
    }

    /// Whether the part shows what is largest, or a table in which it is seen.
    private static boolean ranks(Part part) {
        return part.top().isPresent() || !part.keys().isEmpty() || part.having().isPresent() || isExtreme(part.what());
    }

    private static boolean isExtreme(What what) {
        return switch (what) {
            case What.Aggregate(Measure measure, _, _) -> measure instanceof Measure.Maximum
                    || measure instanceof Measure.Minimum
                    || measure instanceof Measure.Statistics;
            case What.Extreme _ -> true;
            case What.Net(_, _, _, boolean highest) -> highest;
            case What.InFlight(boolean highest) -> highest;
            case What.Report _, What.Ratio _, What.Rule _ -> false;
        };
    }
}
